from odoo import fields, models


class TthcFinanceBookPrint(models.TransientModel):
    _inherit = "tthc.finance.book.print"

    kind = fields.Selection(
        selection_add=[("remittances", "Remittance Book")], ondelete={"remittances": "cascade"}
    )
