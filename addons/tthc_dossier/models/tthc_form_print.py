import hashlib
import json
import secrets

from odoo import api, fields, models

from ..tools import form_token, wall_time

#: Letters of the code by which a token names its print.
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
#: Parameters with the keys of the tokens: ``…key.1`` and so on, and which one signs.
KEY_PARAMETER = "tthc_dossier.check_key"


class TthcFormPrint(models.Model):
    """The log of printed papers: each original, each re-print of it, and which original took the
    place of another one. Written by the printing alone, never changed.

    The PDF of an original hangs on its row, where nobody may change it either; a re-print is that
    very PDF with a mark.
    """

    _name = "tthc.form.print"
    _description = "Printed Paper"
    _inherit = ["tthc.append.only"]
    _order = "id desc"
    _log_access = False

    form_id = fields.Many2one("tthc.form", required=True, index=True, ondelete="restrict")
    layout_id = fields.Many2one("tthc.form.layout", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    agency_id = fields.Many2one("tthc.agency", "Issued by Agency", ondelete="restrict")
    dossier_id = fields.Many2one("tthc.dossier", index="btree_not_null", ondelete="restrict")
    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    part = fields.Char(help="Which paper of the record, where one has several of a form.")
    number = fields.Char()
    serial = fields.Integer("Running Number", aggregator=None)
    year = fields.Integer(aggregator=None)
    kind = fields.Selection([("original", "Original"), ("reprint", "Re-print")], required=True)
    copy_no = fields.Integer(
        "Re-print No.", aggregator=None, help="0: the original; 1: the first re-print."
    )
    original_id = fields.Many2one("tthc.form.print", ondelete="restrict", index="btree_not_null")
    supersedes_id = fields.Many2one(
        "tthc.form.print",
        "In Place of",
        ondelete="restrict",
        index="btree_not_null",
        help="The former original, whose content was another one.",
    )
    day = fields.Date(required=True, help="Day of the paper: its layout is the one of this day.")
    at = fields.Datetime("Printed on", required=True)
    user_id = fields.Many2one("res.users", "Printed by", required=True, ondelete="restrict")
    user_name = fields.Char(required=True)
    content = fields.Json(help="What the paper says; of the original only.")
    digest = fields.Char("SHA-256 of the Content", required=True)
    pdf_digest = fields.Char("SHA-256 of the PDF")
    code = fields.Char(required=True, help="By which the QR code names this print.")
    token = fields.Char("Signed Text")
    state = fields.Selection(
        [("valid", "Valid"), ("replaced", "Replaced"), ("cancelled", "Cancelled")],
        compute="_compute_state",
        help="Replaced: a later original says something else. Cancelled: what it said was taken "
        "back.",
    )

    _code_unique = models.UniqueIndex("(code)")
    _serial_unique = models.UniqueIndex(
        "(form_id, company_id, COALESCE(agency_id, 0), year, serial) "
        "WHERE serial IS NOT NULL AND serial > 0 AND supersedes_id IS NULL"
    )
    _original_unique = models.UniqueIndex(
        "(form_id, res_model, res_id, COALESCE(part, ''), COALESCE(supersedes_id, 0)) "
        "WHERE kind = 'original'",
        "This paper was printed by somebody else at this moment: print it again.",
    )
    _copy_unique = models.UniqueIndex(
        "(original_id, copy_no) WHERE original_id IS NOT NULL",
        "This paper was printed again by somebody else at this moment: print it again.",
    )

    @api.depends("form_id", "number", "copy_no")
    def _compute_display_name(self):
        for row in self:
            name = " ".join(filter(None, (row.form_id.sudo().name, row.number)))
            row.display_name = (
                self.env._("%(paper)s (re-print %(number)s)", paper=name, number=row.copy_no)
                if row.copy_no
                else name
            )

    @api.depends("original_id")
    def _compute_state(self):
        originals = {row: row.original_id or row for row in self}
        later = self.sudo()._read_group(
            [("supersedes_id", "in", [row.id for row in originals.values()])],
            ["supersedes_id"],
            [],
        )
        replaced = {row.id for (row,) in later}
        for row, original in originals.items():
            if original.id in replaced:
                row.state = "replaced"
            elif original._cancelled():
                row.state = "cancelled"
            else:
                row.state = "valid"

    def _record(self):
        """What was printed, as superuser; empty once it is gone."""
        self.ensure_one()
        if self.res_model not in self.env:
            return None
        return self.env[self.res_model].sudo().browse(self.res_id).exists()

    def _cancelled(self):
        """Why the paper says nothing any more, in Vietnamese; empty while it does."""
        record = self._record()
        return record._form_cancelled(self.form_id.sudo().key, self.part) if record else ""

    def _replacement(self):
        """The original that took the place of this one; empty for none."""
        return self.sudo().search([("supersedes_id", "=", self.id)], limit=1)

    # PDF ----------------------------------------------------------------------------------------

    @api.private
    def _file(self):
        """The PDF of an original, as superuser."""
        self.ensure_one()
        return (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)], limit=1)
        )

    @api.private
    def _pdf(self):
        """The PDF of an original as it was issued; ``None`` when it is gone or was changed."""
        content = self._file().raw
        intact = content and hashlib.sha256(content).hexdigest() == self.pdf_digest
        return content if intact else None

    def action_open_pdf(self):
        """The PDF of the original, for looking at; nothing is issued by that."""
        self.ensure_one()
        self.check_access("read")
        file = (self.sudo().original_id or self)._file()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{file.id}?filename=original.pdf",
            "target": "new",
        }

    # Log ----------------------------------------------------------------------------------------

    @api.model
    @api.private
    def _latest(self, form, record, part):
        """The original of a paper that is in force, as superuser; empty when it was never
        issued."""
        return self.sudo().search(
            [
                ("form_id", "=", form.id),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("part", "=", part or False),
                ("kind", "=", "original"),
            ],
            order="id desc",
            limit=1,
        )

    @api.private
    def _log_reprint(self, now):
        """Log a re-print of an original.

        :return: the new row
        """
        self.ensure_one()
        last = self.sudo().search([("original_id", "=", self.id)], order="copy_no desc", limit=1)
        names = ("form_id", "layout_id", "company_id", "agency_id", "dossier_id")
        return self.sudo()._append_rows(
            [
                {
                    **{name: self[name].id for name in names},
                    **{name: self[name] for name in ("res_model", "res_id", "part", "number")},
                    "kind": "reprint",
                    "original_id": self.id,
                    "copy_no": last.copy_no + 1,
                    "day": self.day,
                    "at": now,
                    "user_id": self.env.uid,
                    "user_name": self.env.user._tthc_actor_name(),
                    "digest": self.digest,
                    "code": self._new_code(),
                }
            ]
        )

    @api.model
    @api.private
    def _new_code(self):
        return "".join(secrets.choice(CODE_LETTERS) for _position in range(8))

    @staticmethod
    def _digest_of(content):
        """SHA-256 of a content, whatever the order of its keys."""
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    # Keys ---------------------------------------------------------------------------------------

    @api.model
    @api.private
    def _signing_key(self):
        """``(name, bytes)`` of the key that signs now; made when there is none.

        The keys are random and kept as system parameters. They do not follow from
        ``database.secret``: Odoo gives a restored copy of a database another one, and every paper
        that was ever issued would be called false. A neutralised copy loses them
        (``data/neutralize.sql``), so that a test system issues nothing that passes for genuine.
        """
        parameters = self.env["ir.config_parameter"].sudo()
        name = parameters.get_param(KEY_PARAMETER)
        if not name or not self._key(name):
            return self._new_key()
        return name, self._key(name)

    @api.model
    @api.private
    def _new_key(self):
        """Sign with a new key from now on; papers signed with earlier ones still hold."""
        parameters = self.env["ir.config_parameter"].sudo()
        number = 1
        while parameters.get_param(f"{KEY_PARAMETER}.{number}"):
            number += 1
        key = secrets.token_bytes(form_token.KEY_BYTES)
        parameters.set_param(f"{KEY_PARAMETER}.{number}", key.hex())
        parameters.set_param(KEY_PARAMETER, str(number))
        return str(number), key

    @api.model
    def _key(self, name):
        text = self.env["ir.config_parameter"].sudo().get_param(f"{KEY_PARAMETER}.{name}")
        return bytes.fromhex(text) if text else b""

    # Checking -----------------------------------------------------------------------------------

    @api.model
    @api.private
    def _check_token(self, token):
        """What a token vouches for, and what became of the paper since.

        :return: dict of ``verdict`` (``false``, ``unknown``, ``replaced``, ``cancelled`` or
            ``valid``), ``values`` (see :mod:`..tools.form_token`), ``print`` and ``later`` (rows
            of this model, as superuser) and ``reason``
        """
        nothing = self.sudo().browse()
        try:
            key = self._key(form_token.key_id(token))
            if not key:
                raise form_token.ForgedToken(token)
            values = form_token.read(token, key)
        except form_token.ForgedToken:
            return {"verdict": "false", "values": {}, "print": nothing, "later": nothing}
        row = self.sudo().search([("code", "=", values["code"])], limit=1)
        found = {"values": values, "print": row, "later": nothing, "reason": ""}
        if not row or row.token != form_token.clean(token):
            return {**found, "verdict": "unknown"}
        later = row._replacement()
        if later:
            return {**found, "verdict": "replaced", "later": later}
        reason = row._cancelled()
        return {**found, "verdict": "cancelled" if reason else "valid", "reason": reason}

    @api.model
    @api.private
    def _of_token(self, token):
        """The row of a genuine token, as superuser; empty for any other text. For whoever scans a
        paper to find its dossier."""
        return self._check_token((token or "").rstrip("/").rsplit("/", 1)[-1])["print"]

    def _local_at(self):
        """When it was printed, as printed."""
        zone = self.company_id.sudo()._tthc_zone()
        return wall_time.to_local(self.at, zone).strftime("%H:%M %d/%m/%Y")
