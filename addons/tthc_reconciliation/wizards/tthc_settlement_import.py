import base64

from odoo import fields, models
from odoo.exceptions import UserError


class TthcSettlementImport(models.TransientModel):
    """Take a settlement file from the accountant's computer."""

    _name = "tthc.settlement.import"
    _description = "Settlement Import"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    layout_id = fields.Many2one("tthc.settlement.layout", "Source", required=True)
    source = fields.Selection(related="layout_id.source", string="Kind of Source")
    is_verified = fields.Boolean(related="layout_id.is_verified")
    bank_id = fields.Many2one(
        "tthc.bank", "Acquirer", help="Empty: the bank of the layout, else that of the account."
    )
    account_id = fields.Many2one(
        "tthc.collection.account",
        "Paid into",
        required=True,
        domain="[('company_id', '=', company_id)]",
        default=lambda self: self._default_account(),
    )
    settled_on = fields.Date(help="For files whose rows do not say on which day they were settled.")
    file = fields.Binary(attachment=False)
    filename = fields.Char()

    def _default_account(self):
        return self.env["tthc.statement.import"]._default_account()

    def action_import(self):
        """Import the file and show what it settles."""
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose a settlement file first."))
        settlements = self.env["tthc.settlement"]._import(
            self.account_id,
            base64.b64decode(self.file),
            self.filename or "settlement",
            self.layout_id,
            self.bank_id,
            self.settled_on,
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_reconciliation.action_settlement"
        )
        if len(settlements) == 1:
            return {**action, "res_id": settlements.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", settlements.ids)], "context": {}}
