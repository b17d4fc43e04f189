from odoo import fields, models
from odoo.exceptions import AccessError


class TthcFeePostage(models.TransientModel):
    """Ask for the postage of a result that goes by post, at the desk."""

    _name = "tthc.fee.postage"
    _description = "Postage"

    dossier_id = fields.Many2one("tthc.dossier", required=True, readonly=True)
    currency_id = fields.Many2one(related="dossier_id.currency_id")
    return_address = fields.Char(related="dossier_id.return_address")
    amount = fields.Monetary("Postage", required=True)
    note = fields.Char("Carrier and Service", required=True, help="As the citizen reads it.")

    def action_request(self):
        """Ask for it.

        :raise AccessError: for anybody but the desk and the finance staff of the centre
        """
        self.ensure_one()
        self.dossier_id.check_access("read")
        self.env["tthc.expected.payment"]._check_says_who_pays()
        if self.dossier_id.company_id not in self.env.user.company_ids:
            raise AccessError(self.env._("This dossier is of another centre."))
        self.dossier_id._request_postage(self.amount, self.note.strip())
        return {"type": "ir.actions.act_window_close"}
