import json

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import PaymentCommon


class ShiftCommon(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.terminal = cls.env["tthc.card.terminal"].create(
            {"tid": "70012345", "company_id": cls.centre.id}
        )
        cls.other_terminal = cls.env["tthc.card.terminal"].create(
            {"tid": "70012346", "company_id": cls.centre.id}
        )
        cls.second_cashier = cls._finance_user("t.thungan3", "cashier")

    def take(self, request, user=None, **facts):
        return request.with_user(user or self.cashier)._take_at_desk(**facts)

    def card(self, request, slip="123456", **facts):
        return self.take(
            request,
            method="card",
            terminal=facts.pop("terminal", self.terminal),
            slip=slip,
            **facts,
        )

    def count(self, amount, user=None):
        """Count ``amount`` in notes of 1.000 and 200."""
        counts = {1_000: amount // 1_000, 200: amount % 1_000 // 200}
        self.shift.with_user(user or self.cashier)._count(counts)

    def reason(self, action, text, user):
        """Fill in the dialog that asks for a reason."""
        context = action["context"]
        wizard = self.env["tthc.payment.reason"].with_user(user).with_context(**context)
        wizard.create({"reason": text}).action_confirm()


@tagged("post_install", "-at_install")
class TestTaking(ShiftCommon):
    def test_takings_belong_to_the_open_shift(self):
        _dossier, request = self.accepted()
        money = self.take(request, tendered=100_000)
        self.assertEqual(money.shift_id, self.shift)
        self.assertEqual((money.tendered_amount, money.change_amount), (100_000, 42_000))
        self.assertEqual((request.state, request.match_ids.method), ("paid", "cash"))
        self.assertEqual(self.shift.sudo()._expected_cash(), 100_000 + self.FEE)

    def test_too_little_cash_is_refused(self):
        _dossier, request = self.accepted()
        with self.assertRaisesRegex(UserError, "8.000|8,000"):
            self.take(request, tendered=50_000)
        self.assertEqual(request.state, "open")

    def test_without_a_shift_the_error_opens_one(self):
        _dossier, request = self.accepted()
        with self.assertRaises(RedirectWarning) as caught:
            request.with_user(self.second_cashier).action_receive_cash()
        message, action, button = caught.exception.args[:3]
        self.assertIn(self.centre.name, message)
        self.assertTrue(button)
        self.assertEqual(action["res_model"], "tthc.cash.sheet")
        json.dumps(action)
        sheet = (
            self.env["tthc.cash.sheet"]
            .with_user(self.second_cashier)
            .with_context(**action["context"])
        )
        with Form(sheet) as form, form.line_ids.edit(0) as line:
            line.quantity = 2
        form.record.action_confirm()
        shift = self.env["tthc.cash.shift"]._current(self.centre)
        shift = shift.search([("user_id", "=", self.second_cashier.id)])
        self.assertEqual((shift.state, shift.float_amount), ("open", 1_000_000))
        request.with_user(self.second_cashier).action_receive_cash()
        self.assertEqual(request.match_ids.incoming_id.shift_id, shift)

    def test_a_centre_may_do_without_shifts(self):
        self.centre.tthc_cash_shift_required = False
        _dossier, request = self.accepted()
        request.with_user(self.second_cashier).action_receive_cash()
        self.assertEqual(request.state, "paid")
        self.assertFalse(request.match_ids.incoming_id.shift_id)

    def test_card(self):
        dossier, request = self.accepted()
        money = self.card(request, " 12a 456", last4="4242")
        self.assertEqual(
            (money.source, money.slip_number, money.card_last4, money.terminal_id),
            ("card", "12A456", "4242", self.terminal),
        )
        self.assertEqual((request.state, request.match_ids.method), ("paid", "card"))
        self.assertFalse(request.match_ids.attempt_id)
        self.assertEqual(dossier.payment_state, "paid")
        self.assertEqual(self.shift.sudo()._expected_cash(), 100_000, "cards are not cash")
        self.assertEqual(money.with_user(self.cashier).slip_number, "12A456")

    def test_the_same_slip_twice_is_refused(self):
        _dossier, request = self.accepted()
        _dossier, another = self.accepted()
        self.card(request)
        with self.assertRaisesRegex(UserError, request.reference):
            self.card(another, "12 3456")
        self.assertEqual(another.state, "open")
        self.card(another, terminal=self.other_terminal)
        self.assertEqual(another.state, "paid")

    def test_the_slip_counts_again_on_another_day(self):
        _dossier, request = self.accepted()
        _dossier, another = self.accepted()
        first = self.card(request.with_context(tthc_now=self.MONDAY_9).sudo())
        self.assertEqual(first.booked_at, self.MONDAY_9)
        self.card(another)
        self.assertEqual(another.state, "paid")

    def test_no_card_number_is_kept(self):
        _dossier, request = self.accepted()
        for facts in ({"slip": "4111111111111111"}, {"last4": "4111111111111111"}):
            with self.assertRaises(UserError):
                self.card(request, **facts)
        with self.assertRaises(UserError):
            self.card(request, terminal=self.env["tthc.card.terminal"])
        self.assertEqual(request.state, "open")

    def test_several_requests_in_one_sum(self):
        _dossier, request = self.accepted()
        _dossier, another = self.accepted()
        money = self.take(request | another, tendered=200_000)
        self.assertEqual((money.amount, money.change_amount), (2 * self.FEE, 84_000))
        self.assertEqual((request | another).mapped("state"), ["paid", "paid"])
        self.assertEqual((money.state, money.open_amount), ("matched", 0))

    def test_the_dialog_scans_and_takes(self):
        _dossier, request = self.accepted()
        _dossier, another = self.accepted()
        wizard = self.env["tthc.cash.taking"].with_user(self.cashier)
        with Form(wizard) as form:
            form.code = "000201" + request.reference.lower() + "6304"
            self.assertFalse(form.code)
            form.code = another.reference
            self.assertEqual(form.due_amount, 2 * self.FEE)
            form.tendered = 100_000
            self.assertEqual(form.missing, 16_000)
            form.tendered = 120_000
            self.assertEqual((form.change, form.missing), (4_000, 0))
        answer = form.record.action_take_next()
        self.assertIn(request.reference, answer["context"]["default_last_message"])
        self.assertEqual((request | another).mapped("state"), ["paid", "paid"])

    def test_the_dialog_knows_nothing_of_other_centres(self):
        _dossier, request = self.accepted()
        with Form(self.env["tthc.cash.taking"].with_user(self.other_cashier)) as form:
            form.code = request.reference
            self.assertTrue(form.warning)
            self.assertFalse(form.request_ids)
        sheet = self.env["tthc.cash.taking"].with_user(self.other_cashier).create({})
        with self.assertRaises(AccessError):
            sheet.request_ids = request
            sheet.action_take()

    def test_void_within_the_shift(self):
        _dossier, request = self.accepted()
        money = self.take(request)
        with self.assertRaises(AccessError):
            money.with_user(self.cashier).action_void_taking()
        self.reason(
            money.with_user(self.accountant).action_void_taking(), "ghi nhầm", self.accountant
        )
        self.assertEqual((request.state, money.state, money.voided), ("open", "set_aside", True))
        self.assertEqual(money.set_aside_note, "ghi nhầm")
        self.assertEqual(self.shift.sudo()._expected_cash(), 100_000)
        self.take(request)
        self.assertEqual(request.state, "paid")

    def test_undo_keeps_the_cash_in_the_drawer(self):
        _dossier, request = self.accepted()
        money = self.take(request)
        request.match_ids.with_user(self.accountant)._undo("nhầm hồ sơ")
        self.assertEqual(money.state, "exception")
        self.assertEqual(self.shift.sudo()._expected_cash(), 100_000 + self.FEE)

    def test_who_took_the_money_does_not_void_it(self):
        both = new_test_user(
            self.env,
            "t.kiemnhiem",
            groups="tthc_payment.group_cashier,tthc_payment.group_accountant",
            company_id=self.centre.id,
            company_ids=[(6, 0, self.centre.ids)],
        )
        self.open_shift(both)
        _dossier, request = self.accepted()
        money = self.take(request, both)
        with self.assertRaises(AccessError):
            money.with_user(both)._void("x")
        self.centre.tthc_finance_one_person = True
        money.with_user(both)._void("x")
        self.assertTrue(money.voided)


@tagged("post_install", "-at_install")
class TestClosing(ShiftCommon):
    def test_one_shift_a_cashier_and_a_counter(self):
        with self.assertRaises(UserError):
            self.open_shift(self.cashier)
        shifts = self.env["tthc.cash.shift"]
        shifts.with_user(self.second_cashier)._open_shift(self.centre, {}, "Quầy 2")
        third = self._finance_user("t.thungan4", "cashier")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            shifts.with_user(third)._open_shift(self.centre, {}, "quầy 2")
        with self.assertRaises(AccessError):
            shifts.with_user(third)._open_shift(self.other_centre, {})
        with self.assertRaises(AccessError):
            shifts.with_user(self.accountant)._open_shift(self.centre, {})

    def test_the_count_is_blind(self):
        _dossier, request = self.accepted()
        self.take(request)
        mine = self.shift.with_user(self.cashier)
        self.assertEqual((mine.cash_taken, mine.booked_cash), (0, 0))
        self.assertEqual(self.shift.with_user(self.accountant).cash_taken, self.FEE)
        self.count(100_000 + self.FEE)
        self.assertEqual((mine.cash_taken, mine.booked_cash), (self.FEE, 158_000))

    def test_an_even_count_waits_for_acceptance(self):
        _dossier, request = self.accepted()
        self.take(request)
        self.count(100_000 + self.FEE)
        self.assertEqual((self.shift.state, self.shift.difference), ("submitted", 0))
        self.shift.with_user(self.accountant).action_accept()
        self.assertEqual((self.shift.state, self.shift.accepted_by_id), ("closed", self.accountant))
        rows = self.shift.sudo().count_ids.filtered(lambda row: row.moment == "close")
        self.assertEqual(rows.mapped(lambda row: (row.value, row.quantity)), [(1_000, 158)])

    def test_a_difference_is_explained_and_accepted_with_a_note(self):
        _dossier, request = self.accepted()
        self.take(request)
        self.count(100_000)
        self.assertEqual((self.shift.state, self.shift.difference), ("counted", -self.FEE))
        with self.assertRaises(UserError):
            self.shift.with_user(self.accountant).action_accept()
            self.shift.with_user(self.accountant)._accept()
        self.count(150_000)
        self.reason(self.shift.with_user(self.cashier).action_explain(), "trả nhầm", self.cashier)
        self.assertEqual((self.shift.state, self.shift.difference), ("submitted", -8_000))
        self.reason(
            self.shift.with_user(self.accountant).action_accept(), "đã nộp bù", self.accountant
        )
        self.assertEqual((self.shift.state, self.shift.accept_note), ("closed", "đã nộp bù"))
        rounds = self.shift.sudo().count_ids.filtered(lambda row: row.moment == "close")
        self.assertEqual(set(rounds.mapped("round")), {1, 2}, "both counts stay")

    def test_voiding_after_the_count_compares_anew(self):
        _dossier, request = self.accepted()
        money = self.take(request)
        self.count(100_000)
        money.with_user(self.accountant)._void("không thu")
        self.assertEqual((self.shift.state, self.shift.difference), ("submitted", 0))

    def test_sent_back(self):
        self.count(100_000)
        self.reason(
            self.shift.with_user(self.accountant).action_send_back(), "đếm lại", self.accountant
        )
        self.assertEqual((self.shift.state, self.shift.sent_back_reason), ("counted", "đếm lại"))
        self.count(100_000)
        self.assertEqual(self.shift.state, "submitted")

    def test_nobody_accepts_the_own_shift(self):
        both = new_test_user(
            self.env,
            "t.kiemnhiem",
            groups="tthc_payment.group_cashier,tthc_payment.group_chief_accountant",
            company_id=self.centre.id,
            company_ids=[(6, 0, self.centre.ids)],
        )
        shift = self.open_shift(both, {1_000: 1})
        shift._count({1_000: 1})
        self.assertEqual(shift.state, "submitted")
        with self.assertRaises(AccessError):
            shift.with_user(both).action_accept()
        self.centre.tthc_finance_one_person = True
        shift.with_user(both).action_accept()
        self.assertEqual((shift.state, shift.same_person), ("closed", True))

    def test_who_may_count_and_accept(self):
        for user in (self.second_cashier, self.accountant, self.receptionist):
            with self.assertRaises(AccessError):
                self.count(100_000, user)
        self.count(100_000)
        for user in (self.cashier, self.other_accountant, self.receptionist, self.inspector):
            with self.assertRaises(AccessError):
                self.shift.with_user(user).action_accept()
        self.assertEqual(self.shift.state, "submitted")

    def test_a_counted_shift_takes_no_money(self):
        self.count(90_000)
        _dossier, request = self.accepted()
        with self.assertRaises(RedirectWarning):
            self.take(request)
        with self.assertRaises(UserError):
            self.open_shift(self.cashier)

    def test_a_closed_shift_is_frozen(self):
        _dossier, request = self.accepted()
        money = self.take(request)
        self.count(100_000 + self.FEE)
        self.shift.with_user(self.accountant).action_accept()
        for step in (
            lambda: self.count(1_000),
            lambda: self.shift.with_user(self.accountant)._send_back("x"),
            lambda: self.shift.with_user(self.cashier)._hand_over("treasurer", {1_000: 1}, "x"),
            lambda: money.with_user(self.accountant)._void("x"),
            lambda: self.shift.sudo().write({"explanation": "x"}),
            lambda: self.shift._set({"explanation": "x"}),
            lambda: self.shift.sudo().unlink(),
            lambda: self.shift.sudo().count_ids.unlink(),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                step()
        self.assertFalse(money.voided)
        self.open_shift(self.cashier)

    def test_hand_over(self):
        _dossier, request = self.accepted()
        self.take(request)
        mine = self.shift.with_user(self.cashier)
        with self.assertRaises(UserError):
            mine._hand_over("treasurer", {10_000: 1})
        with self.assertRaises(UserError):
            mine._hand_over("treasurer", {500_000: 1}, "Thủ quỹ")
        mine._hand_over("treasurer", {10_000: 5}, "Thủ quỹ")
        self.assertEqual(self.shift.sudo()._expected_cash(), 108_000)
        self.count(108_000)
        self.assertEqual(self.shift.difference, 0)
        mine._hand_over("bank", {1_000: 58}, account=self.account, bank_reference="GNT 12")
        self.assertEqual((self.shift.difference, self.shift.left_amount), (0, 50_000))
        self.assertEqual(self.shift.handed_over, 108_000)
        later = self.shift.sudo().handover_ids.filtered("after_count")
        self.assertEqual((later.account_id, later.bank_reference), (self.account, "GNT 12"))

    def test_who_sees_which_shift(self):
        both = self.shift | self.other_shift
        for user, seen in (
            (self.cashier, self.shift),
            (self.second_cashier, both.browse()),
            (self.accountant, self.shift),
            (self.other_accountant, self.other_shift),
            (self.inspector, both),
        ):
            found = both.with_user(user).search([("id", "in", both.ids)])
            self.assertEqual(found.ids, seen.sorted("id", reverse=True).ids, user.login)

    def test_report(self):
        _dossier, request = self.accepted()
        _dossier, another = self.accepted()
        self.take(request, tendered=60_000)
        self.card(another)
        mine = self.shift.with_user(self.cashier)
        self.assertEqual(len(mine._report_values()["sums"]), 1, "blind while it is open")
        self.count(150_000)
        mine._explain("thiếu")
        values = mine._report_values()
        sums = {label: amount for label, amount, _bold in values["sums"]}
        self.assertEqual(sums["Tồn quỹ theo sổ"], "158.000")
        self.assertEqual(sums["Chênh lệch: thừa (+), thiếu (-)"], "-8.000")
        self.assertEqual([row[3] for row in values["takings"]], ["58.000", "58.000"])
        self.assertEqual(mine.action_print()["report_name"], "tthc_payment.report_shift")
        pdf, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.cashier)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("tthc_payment.report_shift", mine.ids)
        )
        self.assertTrue(pdf.startswith(b"%PDF"))


@tagged("post_install", "-at_install")
class TestDeskTour(ShiftCommon, HttpCase):
    def test_the_cashiers_day(self):
        self.citizen.name = "Trần Thị Quầy"
        _dossier, request = self.accepted()
        self.count(100_000)
        self.start_tour(
            "/odoo/action-tthc_payment.action_my_shift", "tthc_cash_desk", login="t.thungan"
        )
        self.env.invalidate_all()
        shift = self.env["tthc.cash.shift"].search(
            [("user_id", "=", self.cashier.id)], order="id desc", limit=1
        )
        self.assertEqual((request.state, shift.float_amount), ("paid", 1_500_000))
        self.assertEqual(request.match_ids.incoming_id.change_amount, 42_000)
        self.assertEqual((shift.state, shift.difference), ("counted", -58_000))
