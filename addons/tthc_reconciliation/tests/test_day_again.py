"""What changes after a day was closed shows on a later one, once; the closed day stays as it is."""

from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .test_day import DayCommon
from .test_day_settled import SettledCommon


class AgainCommon(DayCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.centre)

    def closed(self, day):
        """The day, every difference explained, closed by somebody else."""
        day.with_user(self.accountant).action_refresh()
        waiting = day.item_ids.filtered(lambda item: item.state == "open")
        if waiting:
            self.explain(waiting)
        self.submit(day)
        self.close(day, self.chief)
        return day

    def standing(self, day):
        day.with_user(self.accountant).action_refresh()
        items = day.item_ids.filtered(lambda item: item.state != "cleared")
        return sorted((item.bucket, round(item.amount)) for item in items)

    def lines(self, day, action, name="amount"):
        shown = getattr(day.with_user(self.accountant), action)()
        rows = self.env[shown["res_model"]].with_user(self.accountant).search(shown["domain"])
        return round(sum(rows.mapped(name)))


@tagged("post_install", "-at_install")
class TestAgainAtTheBank(AgainCommon):
    """An account whose Monday is closed and whose Tuesday is open."""

    def told(self, amount=30_000):
        """Money that a feed tells of on Monday."""
        feed = self.env["payment.provider"].create(
            {"name": "Báo có", "code": "none", "company_id": self.centre.id, "state": "disabled"}
        )
        return self.money._receive(
            [
                {
                    "source": "feed",
                    "source_key": "feed|1",
                    "provider_id": feed.id,
                    "company_id": self.centre.id,
                    "account_id": self.account.id,
                    "booked_at": self.at(9),
                    "amount": amount,
                    "currency_id": self.centre.currency_id.id,
                    "memo": "X",
                    "bank_reference": "FT1",
                }
            ]
        )

    def test_money_of_the_feed_that_the_late_statement_does_not_show(self):
        money = self.told()
        monday, tuesday = self.day(), self.day(self.MONDAY + timedelta(1))
        self.assertEqual(self.standing(monday), [("no_statement", 30_000), ("not_matched", 30_000)])
        self.closed(monday)
        self.assertEqual(self.standing(tuesday), [("no_statement", 0)])
        self.statement(("Y", 1000))
        self.env["tthc.reconciliation.item"]._clear_what_is_done()
        self.assertIn(("not_on_statement", 30_000), self.standing(tuesday))
        missing = tuesday.item_ids.filtered(lambda item: item.bucket == "not_on_statement")
        self.assertEqual((missing.money_id, missing.happened_on), (money, self.MONDAY))
        self.assertEqual(self.lines(monday, "action_bank"), 0)

    def test_a_statement_of_a_closed_day_that_does_not_join(self):
        self.statement(("X", 1000), day=self.MONDAY - timedelta(1))
        monday, tuesday = self.day(), self.day(self.MONDAY + timedelta(1))
        self.closed(monday)
        self.statement(("Y", 1000), opening=1_500_000)
        self.assertIn(("gap", 499_000), self.standing(tuesday))

    def test_a_debit_that_is_reopened(self):
        self.statement(("Phi SMS", -11_000))
        debit = self.env["tthc.bank.debit"].search([("account_id", "=", self.account.id)])
        debit.with_user(self.accountant)._explain("charge", "Phí SMS")
        monday, tuesday = self.closed(self.day()), self.day(self.MONDAY + timedelta(1))
        debit.with_user(self.accountant)._reopen("Nhầm")
        self.assertIn(("debit", 11_000), self.standing(tuesday))
        self.closed(tuesday)
        wednesday = self.day(self.MONDAY + timedelta(2))
        self.assertNotIn(("debit", 11_000), self.standing(wednesday))
        self.assertTrue(monday._is_intact())

    def test_money_put_back_into_the_exceptions(self):
        self.statement(("X", 1000))
        money = self.money.search([("account_id", "=", self.account.id)])
        money.with_user(self.accountant).sudo()._set_aside("Không phải phí")
        self.closed(self.day())
        money.with_user(self.accountant)._take_back("Là phí")
        self.assertIn(("undone", 1000), self.standing(self.day(self.today)))

    def test_what_is_told_of_money_adds_up_to_it(self):
        """Undone, matched in part and undone again: never more than the money itself."""
        request, memo = self.paid()
        self.statement((memo, self.FEE))
        self.closed(self.day())
        match = request.match_ids.with_user(self.accountant)
        match._undo("Nhầm")
        today = self.day(self.today)
        matches = self.env["tthc.payment.match"].with_user(self.accountant)
        again = matches._match_manually(match.incoming_id, request, 8_000, "Theo phiếu")
        self.assertIn(("undone", 50_000), self.standing(today))
        again._undo("Nhầm nữa")
        self.assertIn(("undone", self.FEE), self.standing(today))

    def test_a_refund_that_fails(self):
        request, memo = self.paid()
        self.statement((memo, self.FEE))
        self.closed(self.day())
        match = request.match_ids
        values = {"ground": "not_due", "reason": "Thu thừa", "way": "cash"}
        refunds = self.env["tthc.refund"].with_user(self.accountant).sudo()
        refund = refunds._propose(match.incoming_id, self.FEE, values, match)
        refund.with_user(self.chief).action_approve()
        today = self.day(self.today)
        self.assertNotIn("undone", dict(self.standing(today)))
        refund.with_user(self.chief)._give_up("Không đến nhận")
        self.assertIn(("undone", self.FEE), self.standing(today))

    def test_the_lines_of_a_closed_day_stay_those_of_its_figures(self):
        request, memo = self.paid()
        other, _memo = self.paid()
        self.statement((memo, self.FEE), (f"x {other.reference}", 8_000))
        part = self.money.search([("candidate_id", "=", other.id)])
        matches = self.env["tthc.payment.match"].with_user(self.accountant)
        matches._match_manually(part, other, 8_000, "Trả trước một phần")
        today = fields.Datetime.now()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE tthc_expected_payment SET create_date = %s WHERE id IN %s",
            [self.at(9), (request.id, other.id)],
        )
        self.env.cr.execute(
            "UPDATE tthc_payment_match SET matched_at = %s WHERE expected_id IN %s",
            [today - timedelta(hours=1), (request.id, other.id)],
        )
        self.env.invalidate_all()
        monday = self.day()
        monday.with_user(self.accountant).action_refresh()
        self.assertEqual((monday.asked_amount, monday.due_amount), (2 * self.FEE, 50_000))
        self.assertEqual(self.lines(monday, "action_due", "due_amount"), 50_000)
        self.closed(monday)
        with freeze_time(today + timedelta(hours=1)):
            request.match_ids.with_user(self.accountant)._undo("Nhầm")
        self.assertEqual(monday.matched_amount, self.FEE + 8_000)
        self.assertEqual(self.lines(monday, "action_matched"), self.FEE + 8_000)
        self.assertEqual(self.lines(monday, "action_due", "due_amount"), 50_000)


@tagged("post_install", "-at_install")
class TestAgainElsewhere(AgainCommon, SettledCommon):
    """Gateways and the cash desk."""

    def test_a_credit_that_was_no_settlement(self):
        self.paid_at_gateway(1)
        settlement = self.settle(1)
        monday, tuesday = self.gateway_day(), self.gateway_day(1)
        wednesday = self.MONDAY + timedelta(2)
        self.statement(("VNPAY TT", self.FEE - 1_000), day=wednesday)
        account = self.day(wednesday)
        for day in (monday, tuesday, account):
            self.closed(day)
        settlement.credit_id.with_user(self.accountant)._take_back("Tiền khác")
        last = self.gateway_day(2)
        self.assertEqual(self.standing(last), [("not_credited", self.FEE - 1_000)])
        self.assertIn(("undone", self.FEE - 1_000), self.standing(self.day(self.today)))
        self.assertEqual(self.lines(monday, "action_bank"), self.FEE)
        self.assertEqual(self.lines(account, "action_own"), self.FEE - 1_000)

    def test_every_figure_of_a_gateway_opens_its_lines(self):
        self.paid_at_gateway(1)
        self.settle(1, 2)
        self.settle(3, amount=-10_000, charge=0)
        monday = self.gateway_day()
        for closed in (False, True):
            if closed:
                self.closed(monday)
            else:
                monday.with_user(self.accountant).action_refresh()
            self.assertEqual(self.lines(monday, "action_source"), monday.source_amount)
            self.assertEqual(self.lines(monday, "action_bank"), monday.bank_amount)
            self.assertEqual(self.lines(monday, "action_charge", "charge"), monday.charge_amount)
            self.assertEqual(monday.out_amount, 10_000)
            self.assertEqual(self.lines(monday, "action_out"), -10_000)
        self.assertEqual((monday.source_amount, monday.charge_amount), (2 * self.FEE, 2_000))

    def test_a_settlement_has_its_day_when_its_lines_are_closed(self):
        self.centre.tthc_reconcile_from = self.MONDAY
        self.paid_at_gateway(1)
        monday = self.gateway_day()
        settlement = self.settle(1)
        self.closed(monday)
        days = self.env["tthc.reconciliation.day"]._make_days(self.centre)
        tuesday = days.filtered(
            lambda row: row.provider_id == self.provider and row.day == settlement.settled_on
        )
        self.assertEqual(self.standing(tuesday), [("not_credited", self.FEE - 1_000)])

    def test_a_match_undone_has_its_day_at_the_gateway(self):
        money = self.paid_at_gateway(1)
        self.centre.tthc_reconcile_from = self.MONDAY
        monday = self.closed(self.gateway_day())
        money.match_ids.with_user(self.accountant)._undo("Nhầm")
        days = self.env["tthc.reconciliation.day"]
        made = days._make_days(self.centre).filtered(lambda row: row.provider_id == self.provider)
        self.assertEqual(made.mapped("day"), [self.today])
        self.assertEqual(self.standing(made), [("undone", self.FEE)])
        self.assertTrue(monday._is_intact())

    def test_a_shift_counts_once_and_what_is_voided_shows(self):
        yesterday = self.today - timedelta(days=1)
        requests = [self.accepted()[1] for _ in range(2)]
        with freeze_time(self.at(10, yesterday)):
            for request in requests:
                request.with_user(self.cashier).action_receive_cash()
        cash = self.day(yesterday, "cash")
        self.env.cr.execute(
            "UPDATE tthc_cash_shift SET opened_at = %s WHERE id = %s",
            [self.at(8, yesterday), self.shift.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.standing(cash), [("shift_open", 2 * self.FEE)])
        self.closed(cash)
        requests[0].match_ids.incoming_id.with_user(self.accountant)._void("Ghi nhầm")
        shift = self.shift.with_user(self.cashier)
        shift._count({1_000: 158})
        today = self.day(self.today, "cash")
        self.assertEqual(self.standing(today), [("shift_open", 0), ("voided", self.FEE)])
        self.assertEqual((cash.source_amount, today.source_amount), (0, 0))
        shift.with_user(self.accountant)._accept()
        self.assertEqual(self.standing(today), [("voided", self.FEE)])
        self.assertEqual((cash.received_amount, today.source_amount), (2 * self.FEE, self.FEE))

    def test_a_hand_over_that_turns_out_otherwise(self):
        yesterday = self.today - timedelta(days=1)
        shift = self.shift.with_user(self.cashier)
        with freeze_time(self.at(10, yesterday)):
            handover = shift._hand_over("treasurer", {10_000: 5}, "Thủ quỹ")
        cash = self.day(yesterday, "cash")
        self.assertEqual(self.standing(cash), [("on_the_way", 50_000)])
        self.closed(cash)
        self.assertEqual(cash._counted("tthc.cash.handover"), handover.ids)
        handover.with_user(self.accountant)._confirm({10_000: 4}, "Thiếu một tờ")
        today = self.day(self.today, "cash")
        self.assertIn(("handover_difference", 10_000), self.standing(today))


@tagged("post_install", "-at_install")
class TestHours(AgainCommon):
    """The day is that of the centre, at any hour and for readers of any time zone."""

    #: Midnight and the hours around it at the centre, on the last day of a year and of a month.
    HOURS = ("2026-12-30 17:10", "2026-12-30 23:50", "2026-12-31 05:00", "2026-12-31 16:50",
             "2026-04-29 17:00", "2026-04-30 16:59")  # fmt: skip

    def test_age_and_desk(self):
        self.statement(("X", 1000))
        day = self.day()
        day.with_user(self.accountant).action_refresh()
        money = day.item_ids.money_id
        abroad = self.second
        abroad.tz = "UTC"
        self.env.flush_all()
        for moment in self.HOURS:
            for user in (self.accountant, abroad):
                with self.subTest(moment, user=user.login), freeze_time(moment):
                    self.env.invalidate_all()
                    env = self.env(user=user, context={"lang": "en_US", "tz": user.tz})
                    today = self.env["tthc.reconciliation.day"].sudo().browse(day.id)
                    today = today._local_day(fields.Datetime.now())
                    age = (today - self.MONDAY).days
                    self.assertEqual(day.item_ids.with_env(env).age_days, age)
                    self.assertEqual(money.with_env(env).age_days, age)
                    book = env["tthc.finance.book"]
                    rows = book._rows("exceptions", self.centre, self.MONDAY, self.MONDAY)
                    self.assertEqual([row[9] for row in rows], [age])
                    figures = env["tthc.desk"]._section_accountant().figures()
                    self.assertIn(("booked_at", ">=", self.at(0, today)), self.read(figures))
                    self.assertIn(("day", "<", f"{today}"), figures["days_open"].domain)

    def read(self, figures):
        return [
            (name, operator, fields.Datetime.to_datetime(value))
            for name, operator, value in figures["age_today"].domain
            if name == "booked_at"
        ]
