from datetime import timedelta

from odoo import api, fields, models

from .tthc_reconciliation_item import DECIDED

#: Days that are looked back on, by centre.
BACK = {
    "tthc_catalogue.centre_province": 12,
    "tthc_catalogue.centre_commune_1": 4,
    "tthc_catalogue.centre_commune_2": 4,
}
CLOSED = 6


class TthcDemo(models.AbstractModel):
    """Days that are closed, wait to be closed, and are open; a match that waits for approval."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_days(self):
        """Reconcile the days of the last weeks: the oldest are closed, the newest are not."""
        days = self.env["tthc.reconciliation.day"].sudo()
        if days.search_count([], limit=1):
            return
        today = fields.Date.context_today(self)
        for name, back in BACK.items():
            company = self.env.ref(name)
            company.sudo().tthc_reconcile_from = today - timedelta(back)
            made = days._make_days(company)
            for day in made:
                day._refresh()
            if back > CLOSED:
                self._demo_close(made.filtered(lambda row: row.day < today))
        self._demo_proposal()

    def _demo_close(self, days):
        accountant = self.env.ref("tthc_payment.user_accountant")
        chief = self.env.ref("tthc_payment.user_chief_accountant")
        for day in days.sorted(lambda row: (row.day, row.id)):
            old = day.day <= min(days.mapped("day")) + timedelta(CLOSED)
            open_ones = day.item_ids.filtered(lambda item: item.state == "open")
            if not old:
                open_ones = open_ones[:1]
            if open_ones:
                open_ones.with_user(accountant)._explain("Chờ ngân hàng tra soát")
            theirs = day.item_ids.filtered(lambda item: item.bucket in DECIDED)
            before = day._day_before()
            if not old or chief in theirs.explained_by_id or before.state == "open":
                continue
            day.with_user(accountant).action_submit()
            if before.state in (False, "closed") and day.day.day % 5:
                day.with_user(chief).action_close()

    def _demo_proposal(self):
        """A large match by hand, which another accountant has to approve."""
        company = self.env.ref("tthc_catalogue.centre_province")
        of_centre = ("company_id", "=", company.id)
        money = self.env["tthc.incoming.money"].sudo()
        money = money.search(
            [of_centre, ("reason", "=", "no_reference")], order="amount desc", limit=1
        )
        request = self.env["tthc.expected.payment"].sudo()
        request = request.search([of_centre, ("state", "=", "open")], limit=1)
        amount = min(money.open_amount, request.due_amount)
        if amount > 0:
            maker = self.env.ref("tthc_payment.user_accountant")
            proposals = self.env["tthc.match.proposal"].with_user(maker)
            proposals._propose(money, request, amount, "Người nộp gọi điện, đọc đúng mã hồ sơ")
