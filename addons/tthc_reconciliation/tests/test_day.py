from datetime import date, datetime, timedelta

from psycopg2.errors import RestrictViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_payment.tests.common import PaymentCommon


class DayCommon(PaymentCommon):
    """A centre whose days are reconciled by two accountants."""

    MONDAY = date(2026, 3, 9)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._finance_user("t.ketoan3", "accountant")

    def day(self, day=None, channel="bank", **more):
        values = {"account_id": self.account.id} if channel == "bank" else {}
        return (
            self.env["tthc.reconciliation.day"]
            .sudo()
            .create(
                {
                    "company_id": self.centre.id,
                    "channel": channel,
                    "day": day or self.MONDAY,
                    **values,
                    **more,
                }
            )
        )

    def at(self, hour, day=None):
        """An instant of a day, Vietnam time, as the database keeps it."""
        moment = datetime.combine(day or self.MONDAY, datetime.min.time())
        return moment + timedelta(hours=hour - 7)

    def statement(self, *movements, day=None, opening=1_000_000):
        """A statement with these movements (memo, amount) of a day."""
        day = day or self.MONDAY
        rows = [
            (f"{day:%d/%m/%Y}", f"FT{number}{day:%d%m}", amount, memo)
            for number, (memo, amount) in enumerate(movements, 100)
        ]
        return self.import_file(self.vietcombank(rows, opening=opening))

    def paid(self):
        """A request and the memo of a transfer that pays it."""
        _dossier, request = self.accepted()
        return request, f"MBVCB.{request.reference}.CT"

    def submit(self, days, user=None):
        return days.with_user(user or self.accountant).action_submit()

    def close(self, days, user=None):
        return days.with_user(user or self.second).action_close()

    def explain(self, items, reason="Đã hỏi ngân hàng", user=None):
        items.with_user(user or self.accountant)._explain(reason)


@tagged("post_install", "-at_install")
class TestDay(DayCommon):
    """A day is worked out, explained, closed by a second person, and stays as it is."""

    def test_what_agrees_is_closed_by_somebody_else(self):
        request, memo = self.paid()
        self.statement((memo, self.FEE))
        day = self.day()
        self.submit(day)
        self.assertEqual(request.state, "paid")
        self.assertFalse(day.item_ids)
        self.assertEqual(
            (day.received_amount, day.matched_amount, day.bank_amount, day.source_amount),
            (self.FEE, self.FEE, self.FEE, 0),
        )
        with self.assertRaises(AccessError):
            self.close(day, self.accountant)
        self.close(day)
        self.assertEqual((day.state, day.checker_id), ("closed", self.second))
        self.assertEqual(day.with_user(self.second).action_verify()["params"]["type"], "success")

    def test_what_differs_is_explained_first(self):
        _request, memo = self.paid()
        self.statement((memo, self.FEE), ("NOP LE PHI", 20_000))
        day = self.day()
        with self.assertRaisesRegex(UserError, "without an explanation"):
            self.submit(day)
        day.with_user(self.accountant).action_refresh()
        item = day.item_ids
        self.assertEqual((item.bucket, item.amount, item.state), ("not_matched", 20_000, "open"))
        self.assertNotIn("LE PHI", item.label)
        self.explain(item, user=self.second)
        self.submit(day)
        with self.assertRaisesRegex(AccessError, "explained a difference"):
            self.close(day)
        self.close(day, self.chief)
        self.assertEqual((day.item_count, day.open_count), (1, 0))

    def test_what_is_matched_meanwhile_is_cleared(self):
        request, _memo = self.paid()
        self.statement(("NOP LE PHI", self.FEE))
        day = self.day()
        day.with_user(self.accountant).action_refresh()
        matches = self.env["tthc.payment.match"].with_user(self.accountant)
        matches._match_manually(day.item_ids.money_id, request, self.FEE, "Theo phiếu")
        self.submit(day)
        self.assertEqual(day.item_ids.state, "cleared")
        self.assertEqual((day.item_count, day.matched_amount), (0, self.FEE))

    def test_days_are_closed_one_after_the_other(self):
        self.statement(("X", 1000))
        self.statement(("Y", 1000), day=self.MONDAY + timedelta(1), opening=1_001_000)
        first, then = self.day(), self.day(self.MONDAY + timedelta(1))
        days = first | then
        days.with_user(self.accountant).action_refresh()
        self.explain(days.item_ids)
        with self.assertRaisesRegex(UserError, "first"):
            self.submit(then)
        self.submit(days)
        with self.assertRaisesRegex(UserError, "first"):
            self.close(then)
        self.close(days)
        self.assertEqual(set(days.mapped("state")), {"closed"})
        self.assertNotEqual(first.seal, then.seal)

    def test_sent_back(self):
        self.statement(("X", 1000))
        day = self.day()
        day.with_user(self.accountant).action_refresh()
        self.explain(day.item_ids)
        self.submit(day)
        with self.assertRaisesRegex(UserError, "sent back"):
            self.explain(day.item_ids, "Khác")
        day.with_user(self.second)._send_back("Chưa rõ")
        self.assertEqual((day.state, day.sent_back_reason), ("open", "Chưa rõ"))

    def test_a_day_that_is_not_over_is_not_submitted(self):
        day = self.day(fields.Date.context_today(self.centre))
        with self.assertRaisesRegex(UserError, "not over"):
            self.submit(day)


@tagged("post_install", "-at_install")
class TestClosedDay(DayCommon):
    """What is closed is locked; what comes later counts later."""

    def setUp(self):
        super().setUp()
        self.request, memo = self.paid()
        self.statement((memo, self.FEE))
        self.monday = self.day()
        self.submit(self.monday)
        self.close(self.monday)

    def test_late_money_counts_in_the_first_open_day(self):
        tuesday = self.day(self.MONDAY + timedelta(1))
        late = self.receive("MUON", 30_000, booked_at=self.at(10))
        sealed = self.monday.seal
        self.assertEqual(self.monday.with_user(self.chief)._is_intact(), True)
        tuesday.with_user(self.accountant).action_refresh()
        self.assertEqual((tuesday.late_count, tuesday.received_amount), (1, 30_000))
        self.assertIn(late, tuesday.item_ids.money_id)
        money = self.env["tthc.incoming.money"]
        self.assertEqual(money.search(self.monday._money_domain()).mapped("amount"), [self.FEE])
        self.assertEqual(money.search(tuesday._money_domain()), late)
        self.assertEqual((self.monday.seal, self.monday.received_amount), (sealed, self.FEE))

    def test_nothing_in_it_changes(self):
        with self.assertRaisesRegex(UserError, "closed"):
            self.monday.with_user(self.accountant).action_refresh()
        with self.assertRaisesRegex(UserError, "closed"):
            self.monday._set({"received_amount": 1})
        entry = self.env["tthc.reconciliation.entry"].search([("day_id", "=", self.monday.id)])
        self.assertEqual((len(entry), entry.amount, entry.matched_amount), (1, self.FEE, self.FEE))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(RestrictViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE tthc_reconciliation_entry SET amount = 1 WHERE id = %s", (entry.id,)
            )

    def test_tampering_shows(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE tthc_reconciliation_day SET received_amount = 1 WHERE id = %s",
            (self.monday.id,),
        )
        self.env.invalidate_all()
        said = self.monday.with_user(self.accountant).action_verify()["params"]
        self.assertEqual(said["type"], "danger")

    def test_a_match_undone_later_shows_on_that_day(self):
        self.request.match_ids.with_user(self.accountant)._undo("Nhầm hồ sơ")
        today = self.day(fields.Date.context_today(self.centre))
        today.with_user(self.accountant).action_refresh()
        undone = today.item_ids.filtered(lambda item: item.bucket == "undone")
        self.assertEqual((undone.amount, undone.money_id.amount), (self.FEE, self.FEE))
        self.assertTrue(self.monday._is_intact())
        # Matched and undone on this very day: the collection book ends with nothing.
        self.assertEqual(today.booked_amount, 0)


@tagged("post_install", "-at_install")
class TestSides(DayCommon):
    """Statements that cover a day, the feed, and the cash desk."""

    def buckets(self, day):
        day.with_user(self.accountant).action_refresh()
        open_ones = day.item_ids.filtered(lambda item: item.state != "cleared")
        return open_ones.mapped("bucket")

    def test_a_day_needs_a_statement(self):
        tuesday = self.day(self.MONDAY + timedelta(1))
        self.assertEqual(self.buckets(tuesday), ["no_statement"])
        self.statement(("X", 1000))
        self.assertEqual(self.buckets(tuesday), ["no_statement"])
        self.statement(("Y", 1000), day=self.MONDAY + timedelta(2), opening=1_001_000)
        self.assertEqual(self.buckets(tuesday), [])

    def test_a_gap_between_statements(self):
        self.statement(("X", 1000))
        self.statement(("Y", 1000), day=self.MONDAY + timedelta(2), opening=1_500_000)
        wednesday = self.day(self.MONDAY + timedelta(2))
        self.assertEqual(set(self.buckets(wednesday)), {"gap", "not_matched"})
        gap = wednesday.item_ids.filtered(lambda item: item.bucket == "gap")
        self.assertEqual(gap.amount, 499_000)

    def test_the_cash_desk(self):
        today = fields.Date.context_today(self.centre)
        _dossier, request = self.accepted()
        request.with_user(self.cashier).action_receive_cash()
        day = self.day(today, "cash")
        self.assertEqual(self.buckets(day), ["shift_open"])
        self.assertEqual((day.matched_amount, day.source_amount), (self.FEE, 0))
        shift = self.shift.with_user(self.cashier)
        shift._count({100_000: 1, 50_000: 1})  # 158.000 đồng are expected
        shift._explain("Trả thừa tiền lẻ")
        shift.with_user(self.accountant)._accept("Thu ngân nộp bù")
        self.assertEqual(self.buckets(day), ["shift_difference"])
        item = day.item_ids.filtered(lambda row: row.bucket == "shift_difference")
        self.assertEqual((item.amount, item.state), (8_000, "explained"))
        self.assertIn("nộp bù", item.explanation)
        self.assertEqual(day.source_amount, self.FEE - 8_000)

    def test_what_leaves_the_account_has_a_purpose(self):
        self.statement(("Phi dich vu SMS", -11_000))
        day = self.day()
        self.assertEqual(self.buckets(day), ["debit"])
        self.assertEqual((day.out_amount, day.received_amount), (11_000, 0))
        debit = day.item_ids.debit_id
        self.assertEqual(self.env["tthc.bank.debit"].search(day.action_out()["domain"]), debit)
        debit.with_user(self.accountant)._explain("charge", "Phí SMS tháng 3")
        self.submit(day)
        self.close(day)
        self.assertEqual(day.item_ids.state, "cleared")
        self.assertEqual(self.env["tthc.bank.debit"].search(day.action_out()["domain"]), debit)

    def test_every_figure_opens_its_lines(self):
        _request, memo = self.paid()
        self.statement((memo, self.FEE), ("X", 1000), ("Phi", -500))
        today = fields.Date.context_today(self.centre)
        for day in (self.day(), self.day(today)):
            mine = day.with_user(self.accountant)
            mine.action_refresh()
            for action, field, figure in (
                ("action_asked", "amount", day.asked_amount),
                ("action_due", "due_amount", day.due_amount),
                ("action_money", "amount", day.received_amount),
                ("action_matched", "amount", day.matched_amount),
                ("action_booked", "amount", day.booked_amount),
                ("action_bank", "amount", day.bank_amount),
                ("action_source", "amount", day.source_amount),
                ("action_out", "amount", day.out_amount),
            ):
                shown = getattr(mine, action)()
                rows = self.env[shown["res_model"]].with_user(self.accountant)
                rows = rows.search(shown["domain"])
                self.assertEqual(sum(rows.mapped(field)), figure, action)

    def test_what_is_received_is_matched_or_a_difference(self):
        request, memo = self.paid()
        self.statement((memo, self.FEE), ("X", 1000))
        values = {"ground": "not_due", "reason": "Thu thừa", "way": "cash"}
        refunds = self.env["tthc.refund"].with_user(self.accountant).sudo()
        refund = refunds._propose(request.match_ids.incoming_id, 8_000, values, request.match_ids)
        refund.with_user(self.chief).action_approve()
        day = self.day()
        self.assertEqual(set(self.buckets(day)), {"not_matched", "paid_back"})
        differs = sum(day.item_ids.mapped("amount"))
        self.assertEqual((day.received_amount, day.matched_amount + differs), (59_000, 59_000))

    def test_the_books_of_the_days(self):
        self.statement(("X", 1000))
        day = self.day()
        day.with_user(self.accountant).action_refresh()
        self.explain(day.item_ids, "=1+1")
        for kind, at, cell in (("days", 4, 1000), ("differences", 8, "=1+1")):
            books = self.env["tthc.finance.book"].with_user(self.accountant)
            rows = books._rows(kind, self.centre, self.MONDAY, self.MONDAY)
            self.assertEqual([row[at] for row in rows], [cell])

    def test_money_set_aside_is_explained_by_it(self):
        self.statement(("X", 1000))
        money = self.money.search([("account_id", "=", self.account.id)])
        money._set_aside("Không phải phí")
        day = self.day()
        self.assertEqual(self.buckets(day), ["set_aside"])
        self.assertEqual(day.item_ids.explanation, "Không phải phí")

    def test_who_may_do_what(self):
        day = self.day()
        for user in (self.cashier, self.other_accountant):
            with self.assertRaises(AccessError):
                day.with_user(user).action_refresh()
        auditor = self._finance_user("t.kiemtoan", "auditor")
        self.assertEqual(day.with_user(auditor).state, "open")
        with self.assertRaises(AccessError):
            day.with_user(auditor).action_refresh()
        with self.assertRaises(UserError):
            day.with_user(self.accountant).write({"state": "closed"})

    def test_days_are_made_and_followed(self):
        self.centre.tthc_reconcile_from = fields.Date.context_today(self.centre) - timedelta(2)
        days = self.env["tthc.reconciliation.day"]._make_days(self.centre)
        bank = days.filtered(lambda row: row.account_id == self.account)
        self.assertEqual(len(bank), 3)
        cash = days.filtered(lambda row: row.channel == "cash")
        self.assertEqual(cash.mapped("day"), [fields.Date.context_today(self.centre)])
        self.assertFalse(self.env["tthc.reconciliation.day"]._make_days(self.centre))

    def test_an_explained_difference_is_cleared_later(self):
        self.statement(("NOP LE PHI", self.FEE))
        day = self.day()
        day.with_user(self.accountant).action_refresh()
        self.explain(day.item_ids)
        self.submit(day)
        self.close(day)
        request, _memo = self.paid()
        matches = self.env["tthc.payment.match"].with_user(self.accountant)
        matches._match_manually(day.item_ids.money_id, request, self.FEE, "Theo phiếu")
        self.assertEqual(self.env["tthc.reconciliation.item"]._clear_what_is_done(), 1)
        self.assertEqual(day.item_ids.state, "cleared")
        self.assertTrue(day._is_intact())

    def test_the_record_is_printed(self):
        self.statement(("X", 1000))
        day = self.day()
        day.with_user(self.accountant).action_refresh()
        action = day.with_user(self.accountant).action_record()
        file = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
        page = file.raw.decode()
        self.assertIn("BIÊN BẢN ĐỐI SOÁT", page)
        self.assertIn("1.000 đồng", page)
        self.assertIn("Bản chưa khóa sổ", page)

    def test_queries_do_not_grow_with_the_money(self):
        def work_out(count, day):
            pays = [self.paid()[1] for _ in range(count)]
            self.statement(*((memo, self.FEE) for memo in pays), day=day, opening=opening[0])
            opening[0] += count * self.FEE
            row = self.day(day)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            row._refresh()
            self.assertEqual(row.received_amount, count * self.FEE)
            return self.env.cr.sql_log_count - before

        opening = [1_000_000]
        work_out(1, self.MONDAY)
        few = work_out(2, self.MONDAY + timedelta(1))
        self.assertEqual(work_out(12, self.MONDAY + timedelta(2)), few)
