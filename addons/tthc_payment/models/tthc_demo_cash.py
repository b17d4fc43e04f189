from datetime import timedelta

from odoo import api, fields, models


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_cash_desk(self):
        """Yesterday's shift at the province, accepted with a small difference, and today's.

        Each takes one open request in cash or by card, as the cashier does.
        """
        cashier = self.env.ref("tthc_payment.user_cashier")
        accountant = self.env.ref("tthc_payment.user_accountant")
        company = self.env.ref("tthc_catalogue.centre_province")
        shifts = self.env["tthc.cash.shift"].with_user(cashier).sudo()
        if shifts.search_count([], limit=1):
            return
        self.env["tthc.card.terminal"].sudo().create(
            {
                "tid": "60012345",
                "place": "Quầy 1",
                "company_id": company.id,
                "bank_id": self.env.ref("tthc_payment.bank_970436").id,
            }
        )
        now = fields.Datetime.now()
        earlier = shifts.with_context(tthc_now=now - timedelta(days=1))
        money = {20_000: 10, 10_000: 10, 5_000: 20}
        shift = earlier._open_shift(company, money, "Quầy 1").sudo()
        request = self.env["tthc.expected.payment"].search(
            [("company_id", "=", company.id), ("state", "=", "open")], order="id desc", limit=1
        )
        if request:
            self._at(request, now - timedelta(days=1), cashier)._take_at_desk(
                tendered=round(request.due_amount) + 2_000
            )
        counted = round(shift._expected_cash()) - 1_000
        shift._count({1_000: counted // 1_000, 200: counted % 1_000 // 200})
        shift._explain("Thiếu 1.000 đồng do trả nhầm tiền thừa cho người nộp.")
        handed = shift._hand_over("treasurer", {50_000: 2}, "Phạm Văn Thủ, thủ quỹ")
        shift.with_user(accountant).sudo()._accept("Người thu nộp bù 1.000 đồng.")
        handed.with_user(accountant).sudo()._confirm({50_000: 2})
        shifts._open_shift(company, money, "Quầy 1")
