from odoo import fields, models


class TthcFinanceBookPrint(models.TransientModel):
    """A book of finance to print."""

    _name = "tthc.finance.book.print"
    _description = "Finance Book to Print"
    _inherit = ["tthc.book.print"]

    _book_model = "tthc.finance.book"
    _book_signers = ("NGƯỜI GHI SỔ", "KẾ TOÁN TRƯỞNG", "THỦ TRƯỞNG ĐƠN VỊ")

    kind = fields.Selection(
        [
            ("collection", "Collection Book"),
            ("shifts", "Cash Book by Shift"),
            ("refunds", "Refunds"),
            ("exceptions", "Money That Waits"),
            ("days", "Reconciliation Record"),
            ("differences", "Differences of the Days"),
        ],
        "Book",
        required=True,
        default="collection",
    )

    def _below_name(self):
        """Override: what a book of accounts says of its unit."""
        company = self.company_id.sudo()
        address = company.partner_id._tthc_address_line()
        return [f"Mã số thuế: {company.vat or '…'}", *([f"Địa chỉ: {address}"] if address else [])]
