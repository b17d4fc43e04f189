"""Cash on its way from the cashier to the treasurer: two people, one record each."""

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .test_cash_shift import ShiftCommon


@tagged("post_install", "-at_install")
class TestHandover(ShiftCommon):
    """The float of 100.000 đ is in the drawer."""

    def hand(self, notes=5, **more):
        mine = self.shift.with_user(self.cashier)
        return mine._hand_over("treasurer", {10_000: notes}, "Thủ quỹ", **more).sudo()

    def confirm(self, handover, notes, reason="", user=None):
        handover.with_user(user or self.accountant)._confirm({10_000: notes}, reason)

    def test_on_the_way_until_somebody_else_has_counted_it(self):
        handover = self.hand()
        for user in (self.cashier, self.accountant):
            listed = self.env["tthc.cash.handover"].with_user(user)
            self.assertIn(handover, listed.search([("state", "=", "on_the_way")]))
        self.assertEqual((self.shift.sudo().on_the_way, handover.state), (50_000, "on_the_way"))
        action = handover.with_user(self.accountant).action_confirm()
        sheet = Form(
            self.env["tthc.cash.sheet"].with_user(self.accountant).with_context(**action["context"])
        )
        self.assertEqual(sheet.handed_amount, 50_000)
        for index in range(len(sheet.line_ids)):
            with sheet.line_ids.edit(index) as line:
                if line.denomination_id.value == 10_000:
                    line.quantity = 5
        self.assertFalse(sheet.difference)
        sheet.save().action_confirm()
        self.assertEqual(handover.state, "received")
        self.assertEqual((handover.confirmed_by_id, handover.difference), (self.accountant, 0))
        self.assertTrue(handover.confirmed_at)
        self.assertFalse(self.shift.sudo().on_the_way)
        for user in (self.cashier, self.accountant):
            listed = self.env["tthc.cash.handover"].with_user(user)
            self.assertNotIn(handover, listed.search([("state", "=", "on_the_way")]))
            self.assertIn(handover, listed.search([("state", "in", ("received", "different"))]))
        counted = handover.count_ids.filtered(lambda row: row.moment == "received")
        self.assertEqual((counted.quantity, counted.user_id), (5, self.accountant))

    def test_a_difference_needs_a_reason_and_stays_with_the_cashier(self):
        handover = self.hand()
        with self.assertRaisesRegex(UserError, "40.000|40,000"):
            self.confirm(handover, 4)
        self.assertEqual(handover.state, "on_the_way")
        self.confirm(handover, 4, "Thiếu một tờ 10.000 đồng")
        self.assertEqual((handover.state, handover.difference), ("different", -10_000))
        self.assertEqual(handover.difference_reason, "Thiếu một tờ 10.000 đồng")
        shift = self.shift.sudo()
        # What did not arrive is the cashier's to find or to explain.
        self.assertEqual(shift._expected_cash(), 60_000)
        self.count(50_000)
        self.assertEqual((shift.difference, shift.state), (-10_000, "counted"))

    def test_said_after_the_count_but_before_its_submission(self):
        handover = self.hand()
        self.count(49_000)
        shift = self.shift.sudo()
        self.assertEqual((shift.booked_cash, shift.difference), (50_000, -1_000))
        self.confirm(handover, 4, "Thiếu một tờ")
        self.assertEqual((shift.booked_cash, shift.difference), (60_000, -11_000))

    def test_the_books_of_a_submitted_shift_stay(self):
        handover = self.hand()
        self.count(50_000)
        shift = self.shift.sudo()
        self.assertEqual(shift.state, "submitted")
        self.confirm(handover, 4, "Thiếu một tờ")
        self.assertEqual((shift.booked_cash, shift.left_amount), (50_000, 50_000))
        self.assertEqual(shift.received_difference, -10_000)
        sums = {label: text for label, text, _bold in shift._report_values()["sums"]}
        self.assertEqual(sums["Trừ: đã nộp trong ca"], "50.000")
        # Whoever closes the shift has to say something about it.
        action = shift.with_user(self.accountant).action_accept()
        self.reason(action, "Người thu nộp bù", self.accountant)
        self.assertEqual((shift.state, shift.accept_note), ("closed", "Người thu nộp bù"))

    def test_handed_over_after_the_count(self):
        self.count(100_000)
        handover = self.hand()
        shift = self.shift.sudo()
        self.assertEqual((handover.after_count, shift.left_amount), (True, 50_000))
        shift.with_user(self.accountant)._accept()
        self.confirm(handover, 3, "Hai tờ để lại làm tiền lẻ")
        self.assertEqual((shift.left_amount, shift.received_difference), (70_000, -20_000))

    def test_nobody_confirms_their_own(self):
        handover = self.hand()
        self.cashier.group_ids |= self.env.ref("tthc_payment.group_chief_accountant")
        self.centre.tthc_finance_one_person = True
        for step in ("action_confirm", "_confirm"):
            arguments = () if step == "action_confirm" else ({10_000: 5},)
            with self.assertRaisesRegex(AccessError, "yourself|Chính"):
                getattr(handover.with_user(self.cashier), step)(*arguments)
        with self.assertRaises(AccessError):
            handover.with_user(self.cashier).sudo()._confirm({10_000: 5})
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
            self.env["tthc.cash.handover.confirmation"]._append_rows(
                [self.values(handover, self.cashier)]
            )
        self.assertEqual(handover.state, "on_the_way")

    def values(self, handover, user):
        return {
            "handover_id": handover.id,
            "company_id": self.centre.id,
            "currency_id": handover.currency_id.id,
            "handed_by_id": self.cashier.id,
            "user_id": user.id,
            "at": "2026-03-10 03:00:00",
            "counted_amount": 50_000,
            "difference": 0,
        }

    def test_who_may_confirm(self):
        handover = self.hand()
        for user in (self.second_cashier, self.receptionist, self.other_accountant, self.inspector):
            with self.assertRaises(AccessError):
                self.confirm(handover, 5, user=user)
        self.confirm(handover, 5, user=self.chief)
        self.assertEqual(handover.confirmed_by_id, self.chief)

    def test_once(self):
        handover = self.hand()
        self.confirm(handover, 5)
        with self.assertRaises(UserError):
            self.confirm(handover, 5, user=self.chief)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.env["tthc.cash.handover.confirmation"]._append_rows(
                [self.values(handover, self.chief)]
            )
        with self.assertRaises(UserError):
            handover.confirmation_ids.write({"counted_amount": 1})

    def test_the_bank_needs_no_treasurer(self):
        mine = self.shift.with_user(self.cashier)
        handover = mine._hand_over("bank", {10_000: 1}, bank_reference="GNT 7").sudo()
        self.assertEqual(handover.state, "deposited")
        found = self.env["tthc.cash.handover"].search([("state", "=", "deposited")])
        self.assertIn(handover, found)
        with self.assertRaises(UserError):
            self.confirm(handover, 1)

    def test_the_next_shift_is_told_what_was_left(self):
        self.count(100_000)
        self.hand()
        self.shift.with_user(self.accountant)._accept()
        sheets = self.env["tthc.cash.sheet"]
        action = sheets._open("open", self.centre)
        for user, left in ((self.cashier, 50_000), (self.second_cashier, 0)):
            acting = sheets.with_user(user).with_context(**action["context"])
            self.assertEqual(Form(acting).left_before, left)

    def test_the_shift_report_says_it(self):
        first, second = self.hand(2), self.hand(3)
        self.confirm(first, 1, "Thiếu một tờ")
        rows = self.shift.sudo()._report_values()["handovers"]
        self.assertIn(self.accountant.name, rows[0][4])
        self.assertIn("thực nhận 10.000, chênh lệch -10.000: Thiếu một tờ", rows[0][4])
        self.assertEqual((second.state, rows[1][4]), ("on_the_way", "Chưa xác nhận"))
