from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcPostalCredit(models.TransientModel):
    """Which credit of the bank is the remittance of a carrier."""

    _name = "tthc.postal.credit"
    _description = "Credit of a Postal Remittance"

    remittance_id = fields.Many2one("tthc.postal.remittance", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="remittance_id.company_id")
    money_id = fields.Many2one(
        "tthc.incoming.money",
        "Credit",
        ondelete="cascade",
        domain="[('company_id', '=', company_id), ('source', 'in', ('statement', 'feed')), "
        "('state', '=', 'exception')]",
    )
    difference = fields.Monetary(compute="_compute_difference")
    currency_id = fields.Many2one(related="remittance_id.currency_id")

    @api.depends("money_id")
    def _compute_difference(self):
        for sheet in self:
            money = sheet.money_id
            sheet.difference = money.amount - sheet.remittance_id.net_amount if money else 0

    def action_confirm(self):
        """Take it.

        :raise UserError: none is chosen, or one that pays something
        """
        self.ensure_one()
        if not self.money_id:
            raise UserError(self.env._("Choose the credit of the bank."))
        self.money_id.check_access("read")
        self.remittance_id._take_credit(self.money_id)
        return {"type": "ir.actions.act_window_close"}
