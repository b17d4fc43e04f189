from odoo import api, fields, models

#: Invented tax codes of the demo's centres, in their order.
TAX_CODES = ("2300000016", "2300000023", "2300000030")
#: Paid demo requests of each centre that get a receipt.
SHARE = 6


class TthcDemo(models.AbstractModel):
    """Receipts of some demo payments, by the real actions of the finance staff."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_receipts(self):
        """A series with one book for each centre; receipts for a few of its paid requests, one of
        them replaced."""
        if self.env["tthc.receipt"].sudo().search_count([], limit=1):
            return
        centres = self.env["res.company"].sudo().search([("tthc_is_centre", "=", True)], order="id")
        chief = self.env.ref("tthc_payment.user_chief_accountant")
        year = fields.Date.today().year
        for centre, tax_code in zip(centres, TAX_CODES, strict=False):
            if not centre.vat:
                centre.vat = tax_code
            series = self.env["tthc.receipt.series"].with_user(chief).sudo()
            series.create(
                {
                    "company_id": centre.id,
                    "symbol_id": self.env.ref("tthc_receipt.symbol_ebl01").id,
                    "year": year,
                    "letters": "AA",
                    "book_ids": [fields.Command.create({"company_id": centre.id})],
                }
            ).action_open()
            self._demo_receipts(centre)

    def _demo_receipts(self, centre):
        paid = (
            self.env["tthc.expected.payment"]
            .sudo()
            .search(
                [("company_id", "=", centre.id), ("state", "=", "paid")],
                order="paid_at, id",
                limit=SHARE,
            )
        )
        cashier = self.env.ref("tthc_payment.user_cashier")
        receipts = self.env["tthc.receipt"]
        for request in paid:
            acting = receipts.with_user(cashier).sudo().with_context(tthc_now=request.paid_at)
            receipts |= acting._collect(request.with_env(acting.env))
        if receipts[:1].number:
            accountant = self.env.ref("tthc_payment.user_accountant")
            receipts[:1].with_user(accountant).sudo()._replace(
                {
                    "payer_name": receipts[0].payer_name,
                    "payer_address": f"{receipts[0].payer_address or ''} (khu 3)".strip(),
                    "payer_tax_code": receipts[0].payer_tax_code,
                },
                "Sai địa chỉ người nộp",
                {"minute_number": "01/BB-BL", "minute_date": fields.Date.today()},
            )
