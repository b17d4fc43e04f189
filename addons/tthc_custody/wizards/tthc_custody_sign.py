from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcCustodySign(models.TransientModel):
    """The dialog to sign for papers: drawn on screen, or on paper with the scan attached."""

    _name = "tthc.custody.sign"
    _description = "Sign for Papers"

    handover_id = fields.Many2one("tthc.handover", readonly=True, ondelete="cascade")
    slip_id = fields.Many2one("tthc.custody.slip", readonly=True, ondelete="cascade")
    method = fields.Selection(
        [("drawn", "Draw on Screen"), ("paper", "Signed on Paper")], required=True, default="drawn"
    )
    may_giver = fields.Boolean(compute="_compute_sides")
    may_receiver = fields.Boolean(compute="_compute_sides")
    may_centre = fields.Boolean(compute="_compute_sides")
    for_giver = fields.Boolean("Giver")
    for_receiver = fields.Boolean("Receiver")
    for_centre = fields.Boolean("Centre")
    signer_name = fields.Char("Signed by", required=True, default=lambda self: self.env.user.name)
    signature = fields.Binary(attachment=False)
    scan = fields.Binary("Scan of the Signed Sheet", attachment=False)
    scan_name = fields.Char()

    @api.model
    def _open(self, handover=None, slip=None):
        record = handover or slip
        if not (record._signing_sides("drawn") or record._signing_sides("paper")):
            raise UserError(
                self.env._(
                    "%s: there is nothing for you to sign. It was signed already, or it is for "
                    "the people who gave and received the papers.",
                    record.name,
                )
            )
        sides = sorted(record._signing_sides("drawn") or record._signing_sides("paper"))
        values = {f"default_for_{sides[0]}": True}
        values["default_handover_id" if handover else "default_slip_id"] = record.id
        if slip:
            values["default_signer_name"] = slip[f"{sides[0]}_name"]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign for the Papers"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": values,
        }

    @api.depends("handover_id", "slip_id", "method")
    def _compute_sides(self):
        for sheet in self:
            record = sheet.handover_id or sheet.slip_id
            sides = record._signing_sides(sheet.method) if record else set()
            sheet.may_giver = "giver" in sides
            sheet.may_receiver = "receiver" in sides
            sheet.may_centre = "centre" in sides

    @api.onchange("for_giver", "for_receiver")
    def _onchange_side(self):
        """One drawing is one person's; the slip knows whose name it is."""
        slip = self.slip_id
        if slip and self.for_giver != self.for_receiver:
            self.signer_name = slip.giver_name if self.for_giver else slip.receiver_name

    def action_confirm(self):
        """Record the signature; it cannot be changed afterwards.

        :raise UserError: nothing is drawn or attached, or one drawing stands for two sides
        """
        self.ensure_one()
        record = self.handover_id or self.slip_id
        record.check_access("read")
        sides = [side for side in ("giver", "receiver", "centre") if self[f"for_{side}"]]
        if not sides:
            raise UserError(self.env._("Choose the side that signs."))
        if self.method == "drawn" and len(sides) > 1:
            raise UserError(self.env._("Each side draws its own signature: choose one."))
        sheet = self.with_context(bin_size=False)
        image = sheet.signature if self.method == "drawn" else sheet.scan
        self.env["tthc.custody.signature"]._sign(
            record, sides, self.method, self.signer_name, image, self.scan_name
        )
        return {"type": "ir.actions.act_window_close"}
