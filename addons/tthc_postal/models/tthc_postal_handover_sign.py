from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import seal as rules


class TthcPostalHandover(models.Model):
    """Both signatures, and the seal that shows whether a signed record was tampered with."""

    _inherit = "tthc.postal.handover"

    signature_ids = fields.One2many(
        "tthc.postal.signature", "handover_id", "Signatures", readonly=True
    )
    sign_mode = fields.Selection(
        [("drawn", "Drawn on Screen"), ("paper", "On Paper")],
        "Signed How",
        readonly=True,
        copy=False,
    )
    post_has_signed = fields.Boolean(
        "The Post Has Signed",
        compute="_compute_post_has_signed",
        help="A signature of the post for the list as it is now.",
    )
    paper_missing = fields.Boolean(
        "Signed Copy Missing",
        compute="_compute_paper_missing",
        search="_search_paper_missing",
        help="Signed on paper, and the scan is not attached yet.",
    )
    seal = fields.Char("SHA-256", readonly=True, copy=False, help="Of the record as signed.")

    @api.depends("signature_ids", "line_ids", "state")
    def _compute_post_has_signed(self):
        for handover in self:
            handover.post_has_signed = bool(handover._valid_signatures().get("post"))

    @api.depends("signature_ids.method", "sign_mode")
    def _compute_paper_missing(self):
        for handover in self:
            scans = handover.sudo().signature_ids.filtered(lambda row: row.method == "paper")
            handover.paper_missing = handover.sign_mode == "paper" and not scans

    def _search_paper_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        missing = fields.Domain("sign_mode", "=", "paper") & fields.Domain(
            "signature_ids", "not any", [("method", "=", "paper")]
        )
        return missing if True in value else ~missing

    def _refuse_signed(self, vals):
        """Override: the seal is never entered either."""
        given = {**vals, "signed_at": True} if {"seal", "sign_mode"} & set(vals) else vals
        return super()._refuse_signed(given)

    # Signing ------------------------------------------------------------------------------------

    def action_open_sign(self):
        """Open the dialog in which both sides sign."""
        self.ensure_one()
        self.check_access("write")
        self._check_draft()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign the Hand-over Record"),
            "res_model": "tthc.postal.sign",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_handover_id": self.id},
        }

    def action_attach_scan(self):
        """Open the dialog for the copy that both sides signed on paper."""
        self.ensure_one()
        self.check_access("read")
        self._check_clerk()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Attach the Signed Copy"),
            "res_model": "tthc.postal.sign",
            "views": [(self.env.ref("tthc_postal.view_postal_sign_scan").id, "form")],
            "target": "new",
            "context": {"default_handover_id": self.id, "default_method": "paper"},
        }

    @api.private
    def _attach_scan(self, image, image_name):
        """Keep the copy signed on paper; a signed record may get it later.

        :raise UserError: not signed, or no scan
        """
        self.ensure_one()
        self._check_clerk()
        self.check_access("read")
        if self.state != "signed":
            raise UserError(self.env._("Sign the record first: the copy belongs to a signed one."))
        name = self.sudo().signed_by_centre_id.name
        rows = self.env["tthc.postal.signature"]
        for side, signer in (("centre", name), ("post", self.signed_by_post)):
            rows |= rows._sign(self, [side], "paper", signer, image, image_name)
        self.invalidate_recordset(["signature_ids", "paper_missing"])
        return rows

    def _check_clerk(self):
        if not (self.env.su or self.env.user.has_group("tthc_postal.group_postal_clerk")):
            raise AccessError(self.env._("Only a postal clerk keeps the hand-over records."))

    def _sign(self, at):
        """Override: once signed, the lines are kept as they are and the record is sealed."""
        drawn = set(self._valid_signatures())
        result = super()._sign(at)
        for line in self.line_ids:
            line._set({"facts": rules.line(line._report_row())})
        self._set({"sign_mode": "drawn" if drawn == {"centre", "post"} else "paper"})
        self._set({"seal": self._seal_now()})
        return result

    def _valid_signatures(self):
        """Drawn signatures by side, the last of each that stands for the list as it is (or, once
        signed, as it was signed)."""
        rows = self.sudo().signature_ids.filtered(lambda row: row.method == "drawn")
        if not rows:
            return {}
        digest = self.sudo()._content_digest()
        return {row.side: row for row in rows if row.content_digest == digest}

    # The seal -----------------------------------------------------------------------------------

    def _content_digest(self):
        """SHA-256 of what a side signs: the list, without number and time, which signing gives."""
        self.ensure_one()
        head = [
            self.direction,
            self.company_id.id,
            self.carrier_id.id,
            self.date and self.date.isoformat(),
            self.seal_number or "",
        ]
        rows = [line._content() for line in self.line_ids.sorted("id")]
        return rules.seal(rules.line(row) for row in (head, *rows))

    def _seal_now(self):
        """The seal of the record as it stands in the database now."""
        record = self.sudo()
        self.env.flush_all()
        record.invalidate_recordset()
        record.line_ids.invalidate_recordset()
        return rules.seal(rules.line(row) for row in record._sealed_rows())

    def _sealed_rows(self):
        yield {
            "name": self.name,
            "direction": self.direction,
            "centre": self.company_id.id,
            "carrier": self.carrier_id.id,
            "date": self.date.isoformat(),
            "signed_at": self.signed_at.isoformat(),
            "centre_signer": self.signed_by_centre_id.id,
            "post_signer": self.signed_by_post,
            "bag": self.seal_number or "",
            "mode": self.sign_mode,
        }
        for line in self.line_ids.sorted("id"):
            yield [
                line.shipment_id.id,
                line.envelope,
                line.announced_originals,
                line.announced_copies,
                [line.found_originals, line.found_copies] if line.counted else [],
                line.difference or "",
                line.remark or "",
                line.facts or "",
            ]

    def _is_intact(self):
        """Whether the record and its pictures are as they were signed."""
        self.ensure_one()
        pictures = all(row._is_unchanged() for row in self.sudo().signature_ids)
        return pictures and self.sudo().seal == self._seal_now()

    def action_verify(self):
        """Say whether these signed records are as they were signed."""
        self.check_access("read")
        sealed = self.filtered("seal")
        broken = sealed.filtered(lambda record: not record._is_intact())
        if broken:
            message = self.env._(
                "Changed after signing: %s", ", ".join(broken.mapped("display_name"))
            )
        else:
            message = self.env._("%s signed records are as they were signed.", len(sealed))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "danger" if broken else "success", "message": message},
        }

    def _report_values(self):
        """Override: drawn signatures, and the seal of a signed record."""
        values = super()._report_values()
        drawn = {
            side: row._data_uri()
            for side, row in self._valid_signatures().items()
            if self.sign_mode != "paper"
        }
        order = ("centre", "post") if self.direction == "to_post" else ("post", "centre")
        values["giver_image"], values["taker_image"] = (drawn.get(side) for side in order)
        values["seal"] = self.seal
        values["counted"] = any(row.get("found") for row in values["rows"])
        return values
