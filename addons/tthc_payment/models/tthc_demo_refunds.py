from odoo import api, models


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_refunds(self):
        """A refund in each state at the province, and cash on its way to the treasurer."""
        refunds = self.env["tthc.refund"].sudo()
        if refunds.search_count([("checker_id", "!=", False)], limit=1):
            return
        company = self.env.ref("tthc_catalogue.centre_province")
        chief = self.env.ref("tthc_payment.user_chief_accountant")
        cashier = self.env.ref("tthc_payment.user_cashier")
        shift = self.env["tthc.cash.shift"].with_user(cashier).sudo()._current(company)
        matches = self._demo_refundable(company)
        if not shift or len(matches) < 3:
            return
        bank = {
            "way": "bank",
            "beneficiary_name": "NGUYEN VAN A",
            "beneficiary_bank_id": self.env.ref("tthc_payment.bank_970436").id,
            "beneficiary_account": "1900123456",
        }
        cash = {"way": "cash", "legal_basis": "Biểu mức thu phí, lệ phí (minh họa)"}
        self._demo_refund(matches[0], 5_000, "Thu thừa một bản sao", cash)
        approved = self._demo_refund(matches[1], 5_000, "Thu sai mức thu", bank)
        paid = self._demo_refund(matches[2], 5_000, "Thu thừa một bản sao", cash)
        (approved | paid).with_user(chief).sudo().action_approve()
        paid.with_user(cashier).sudo()._pay_cash("Người nộp tiền")
        refused = self._demo_refund(matches[2], 1_000, "Xin lại tiền chụp bản sao", cash)
        refused.with_user(chief).sudo()._refuse("Mức thu đúng quy định, không có căn cứ hoàn trả.")
        shift._hand_over("treasurer", {10_000: 5}, "Phạm Văn Thủ, thủ quỹ")

    def _demo_refundable(self, company):
        """Matches of paid fees, the latest first, one of each dossier."""
        matches = (
            self.env["tthc.payment.match"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "active"),
                    ("amount", ">", 10_000),
                    ("expected_id.state", "=", "paid"),
                    ("expected_id.purpose", "=", "intake"),
                ],
                order="id desc",
            )
        )
        by_dossier = {match.expected_id.dossier_id: match for match in matches}
        return list(by_dossier.values())[:3]

    def _demo_refund(self, match, amount, reason, values):
        """A proposal of the accountant on what is left of ``match``."""
        accountant = self.env.ref("tthc_payment.user_accountant")
        active = match.expected_id.match_ids.filtered(lambda row: row.state == "active")[:1]
        refunds = self.env["tthc.refund"].with_user(accountant).sudo()
        values = {**values, "ground": "not_due", "reason": reason}
        return refunds._propose(active.incoming_id, amount, values, active).sudo()
