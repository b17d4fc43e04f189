from odoo import fields, models

from odoo.addons.tthc_catalogue.tools.numbers import grouped


class TthcRefund(models.Model):
    """A refund that was carried out marks the receipt of what it paid back."""

    _inherit = "tthc.refund"

    receipt_id = fields.Many2one(
        "tthc.receipt", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    def _refund_done(self):
        """Override: the receipt says that the payer has the money again."""
        result = super()._refund_done()
        for refund in self:
            receipt = self.env["tthc.receipt"]._of_refund(refund)
            if receipt:
                receipt._note_refund(refund)
        return result

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
        text = f"{receipt.name} ngày {receipt.day:%d/%m/%Y}, {grouped(receipt.amount)} đồng"
        return [*rows, ("Biên lai", text)]
