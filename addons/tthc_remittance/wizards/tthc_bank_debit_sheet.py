from odoo import api, fields, models


class TthcBankDebitSheet(models.TransientModel):
    _inherit = "tthc.bank.debit.sheet"

    remittance_id = fields.Many2one("tthc.remittance", "Remittance List")

    @api.model
    def _link_fields(self):
        return {**super()._link_fields(), "remittance": "remittance_id"}
