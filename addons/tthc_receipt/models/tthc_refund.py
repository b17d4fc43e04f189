from odoo import models


class TthcRefund(models.Model):
    _inherit = "tthc.refund"

    def _paper_receipts(self):
        """Override: the receipt of the payment that is paid back, on the printed paper."""
        rows = super()._paper_receipts()
        if not self.match_id:
            return rows
        issued = self.expected_id.sudo().receipt_ids.filtered(
            lambda row: row.number and row.kind != "adjustment"
        )
        receipt = issued.sorted("id")[-1:]
        if not receipt:
            return rows
        text = f"{receipt.name} ngày {receipt.day:%d/%m/%Y}, {receipt._money(receipt.amount)} đồng"
        return [*rows, ("Biên lai", text)]
