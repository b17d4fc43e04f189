from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.tthc_dossier.models.tthc_supplement_round import WAITING

from ..tools.file_name import ENDINGS

#: Days for which files that were uploaded and never sent are kept.
DRAFT_DAYS = 60
#: Files for one paper, and megabytes in all, of one sending.
MOST_FILES = 20
MOST_MEGABYTES = 200


class TthcOnlineSupply(models.Model):
    """What a person uploads for a supplement and sends in once: a draft until “Send”, then a
    receipt that nobody changes. Whether it is what was asked for is judged at the desk, with the
    action “Receive the Supplement”; until then the dossier waits.

    This file holds the draft; sending and checking stand in files of their own.
    """

    _name = "tthc.online.supply"
    _description = "Supplement Sent Online"
    _order = "sent_at desc, id desc"

    name = fields.Char("Receipt Number", readonly=True, copy=False)
    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="dossier_id.company_id", string="Centre", store=True, index=True
    )
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")
    round_id = fields.Many2one(
        "tthc.supplement.round", required=True, readonly=True, index=True, ondelete="cascade"
    )
    answer_due_at = fields.Datetime(related="round_id.answer_due_at")
    partner_id = fields.Many2one(
        "res.partner", "Sent by", required=True, readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Account", required=True, readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("draft", "Not Sent"),
            ("sent", "Supplied, to Be Checked"),
            ("checked", "Checked"),
            ("sent_back", "Sent Back"),
            ("ended", "Dossier Ended"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
    )
    file_ids = fields.One2many("tthc.online.file", "supply_id", "Files", readonly=True)
    file_count = fields.Integer("Number of Files", compute="_compute_file_count")
    sent_at = fields.Datetime("Sent on", readonly=True, index=True)
    note = fields.Text("Message of the Person", readonly=True)
    late = fields.Boolean("After the Deadline", compute="_compute_late")
    checked_by_id = fields.Many2one("res.users", "Checked by", readonly=True, ondelete="restrict")
    checked_at = fields.Datetime("Checked on", readonly=True)
    answer = fields.Text(readonly=True, help="What the desk wrote to the person.")
    mailed_at = fields.Datetime("Receipt Mailed on", readonly=True)

    _one_draft = models.UniqueIndex("(round_id, user_id) WHERE state = 'draft'")
    _name_unique = models.UniqueIndex("(name) WHERE name IS NOT NULL")

    @api.depends("name")
    def _compute_display_name(self):
        for supply in self:
            supply.display_name = supply.name or self.env._("Not sent yet")

    @api.depends("file_ids")
    def _compute_file_count(self):
        for supply in self:
            supply.file_count = len(supply.file_ids)

    @api.depends("sent_at", "round_id.answer_due_at")
    def _compute_late(self):
        for supply in self:
            due = supply.round_id.answer_due_at
            supply.late = bool(due and supply.sent_at and supply.sent_at > due)

    # Draft ----------------------------------------------------------------------------------------

    @api.model
    @api.private
    def _draft_of(self, dossier):
        """The caller's draft for what is asked for now, as superuser; empty without one."""
        return self.sudo().search(
            [
                ("round_id", "=", dossier._waiting_round().id),
                ("user_id", "=", self.env.uid),
                ("state", "=", "draft"),
            ],
            limit=1,
        )

    @api.model
    @api.private
    def _open_draft(self, dossier):
        """The caller's draft, begun if there is none.

        :raise UserError: nothing is asked for (any more)
        """
        asked = dossier._waiting_round()
        if dossier.state != "supplement" or not asked:
            raise UserError(
                self.env._("Nothing is asked for any more: reload the page of your dossier.")
            )
        return self._draft_of(dossier) or self.sudo().create(
            {
                "dossier_id": dossier.id,
                "round_id": asked.id,
                "partner_id": self.env.user.partner_id.id,
                "user_id": self.env.uid,
            }
        )

    @api.private
    def _item(self, item_id):
        """The open item of this draft's round.

        :raise UserError: another one
        """
        item = self.round_id.item_ids.filtered(lambda row: row.id == item_id and not row.received)
        if not item:
            raise UserError(self.env._("This paper is not asked for: reload the page."))
        return item

    @api.private
    def _add_file(self, item, name, content, key):
        """Keep a file for ``item`` until it is sent. The same upload sent twice (``key``), and the
        same file chosen twice, are kept once.

        :param content: bytes
        :return: the ``tthc.online.file``
        :raise ValidationError: the file is not accepted; the text says why
        """
        self.ensure_one()
        known = self.file_ids.filtered(lambda row: key and row.key == key)
        if known:
            return known[:1]
        self._check_room(item, name, content)
        values = self.env["tthc.online.file"]._values_of(item, name, content)
        same = self.file_ids.filtered(
            lambda row: row.item_id == item and row.sha256 == values["sha256"]
        )
        if same:
            return same[:1]
        return self.env["tthc.online.file"].sudo().create(
            {**values, "supply_id": self.id, "key": key or False}
        )  # fmt: skip

    def _check_room(self, item, name, content):
        """:raise ValidationError: nothing, or too much, is uploaded"""
        if not content:
            raise ValidationError(self.env._("%s is empty (0 bytes): choose the file again.", name))
        if len(self.file_ids.filtered(lambda row: row.item_id == item)) >= MOST_FILES:
            raise ValidationError(
                self.env._("At most %s files for one paper: put pages into one PDF.", MOST_FILES)
            )
        total = sum(self.file_ids.mapped("size")) + len(content)
        if total > MOST_MEGABYTES * 1024 * 1024:
            raise ValidationError(
                self.env._(
                    "At most %s MB can be sent at once: send what is there first.", MOST_MEGABYTES
                )
            )

    def _remaining_items(self):
        """Open items of the round for which nothing was uploaded yet."""
        open_items = self.round_id.item_ids.filtered(lambda item: not item.received)
        return open_items - self.file_ids.item_id

    @api.autovacuum
    def _gc_drafts(self):
        """Forget drafts that nobody sent in time, and those that nobody can send any more."""
        since = fields.Datetime.now() - timedelta(days=DRAFT_DAYS)
        stale = fields.Domain("round_id.state", "not in", WAITING) | fields.Domain(
            "write_date", "<", since
        )
        drafts = self.sudo().search(fields.Domain("state", "=", "draft") & stale, limit=1000)
        stored = drafts.file_ids.attachment_id
        drafts.unlink()
        stored.unlink()
        return len(drafts), len(drafts) == 1000

    # For the pages --------------------------------------------------------------------------------

    @api.model
    def _upload_rules(self):
        """What may be uploaded, told before and checked on the phone already; the server's checks
        are what counts."""
        megabytes = self.env["tthc.dossier.component"]._max_megabytes()
        return {
            "megabytes": megabytes,
            "bytes": megabytes * 1024 * 1024,
            "files": MOST_FILES,
            "accept": ",".join(ending for endings in ENDINGS.values() for ending in endings),
        }

    @api.model
    @api.private
    def _is_overdue(self, dossier):
        due = dossier._waiting_round().answer_due_at
        return bool(due and due < dossier._now())

    def _portal_url(self):
        """The receipt's page."""
        self.ensure_one()
        return f"/my/dossiers/{self.dossier_id.id}/supplies/{self.id}"

    # Guards ---------------------------------------------------------------------------------------

    def write(self, vals):
        """What was sent stays as it was sent; only the desk's answer is added.

        :raise UserError: for anything else
        """
        if set(vals) - {"state", "checked_by_id", "checked_at", "answer", "mailed_at"}:
            self._check_not_sent()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_not_sent()

    def _check_not_sent(self):
        if any(supply.state != "draft" for supply in self):
            raise UserError(self.env._("What was sent stays on record as it was sent."))
