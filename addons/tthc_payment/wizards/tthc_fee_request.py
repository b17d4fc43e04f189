from odoo import fields, models
from odoo.exceptions import UserError


class TthcFeeRequest(models.TransientModel):
    """Ask for a fee that arose in processing; the dossier waits until it is paid."""

    _name = "tthc.fee.request"
    _description = "Supplementary Fee"

    dossier_id = fields.Many2one("tthc.dossier", required=True, readonly=True)
    currency_id = fields.Many2one(related="dossier_id.currency_id")
    name = fields.Char("Fee", required=True)
    kind = fields.Selection([("phi", "Fee"), ("le_phi", "Charge")], required=True, default="phi")
    amount = fields.Monetary(required=True)
    note = fields.Char("Legal Basis or Reason", required=True)

    def action_request(self):
        """Add the fee, ask for it and pause the dossier."""
        self.ensure_one()
        if self.amount <= 0 or self.amount != round(self.amount):
            raise UserError(self.env._("The fee must be a whole number of dong above zero."))
        self.dossier_id._request_supplementary_fee(self.name, self.kind, self.amount, self.note)
        return {"type": "ir.actions.act_window_close"}
