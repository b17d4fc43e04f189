from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..tools import vietqr
from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestMatching(PaymentCommon):
    def match(self, money, request, amount, note="xác nhận qua điện thoại", user=None):
        return (
            self.env["tthc.payment.match"]
            .with_user(user or self.accountant)
            ._match_manually(money, request, amount, note)
        )

    def test_manual_match_through_the_form(self):
        dossier, request = self.accepted()
        money = self.receive("nop phi ho so")
        action = money.with_user(self.accountant).action_match()
        wizards = self.env["tthc.payment.match.manual"].with_user(self.accountant)
        form = Form(wizards.with_context(**action["context"]))
        form.expected_id = request.with_user(self.accountant)
        self.assertEqual(form.amount, self.FEE)
        form.note = "Người nộp xác nhận"
        form.save().action_match()
        match = request.match_ids
        self.assertEqual(
            (match.method, match.user_id, match.note),
            ("manual", self.accountant, "Người nộp xác nhận"),
        )
        self.assertEqual((money.state, dossier.payment_state), ("matched", "paid"))

    def test_a_reason_is_needed(self):
        _dossier, request = self.accepted()
        money = self.receive("nop phi ho so")
        with self.assertRaises(UserError):
            self.match(money, request, self.FEE, note=" ")

    def test_one_payment_for_two_requests(self):
        requests = self.accepted()[1] | self.accepted()[1]
        money = self.receive(" va ".join(requests.mapped("reference")), 2 * self.FEE)
        self.match(money, requests[0], self.FEE)
        self.assertEqual((money.state, money.reason), ("exception", "rest"))
        self.assertEqual(money.open_amount, self.FEE)
        self.match(money, requests[1], self.FEE)
        self.assertEqual(money.state, "matched")
        self.assertEqual(requests.mapped("state"), ["paid", "paid"])

    def test_two_payments_for_one_request(self):
        dossier, request = self.accepted()
        first = self.receive(request.reference, 50_000)
        second = self.receive(request.reference, 8_000)
        self.match(first, request, 50_000)
        self.assertEqual((request.state, dossier.payment_state), ("open", "partial"))
        self.assertEqual(request.due_amount, 8_000)
        self.match(second, request, 8_000)
        self.assertEqual((request.state, dossier.payment_state), ("paid", "paid"))
        attempts = request.attempt_ids.sorted("id")
        self.assertEqual(attempts.mapped("amount"), [50_000, 8_000])
        self.assertEqual(attempts.mapped("state"), ["done", "done"])

    def test_the_code_asks_for_the_rest(self):
        dossier, request = self.accepted()
        dossier.with_user(self.receptionist).action_show_payment_qr()
        self.match(self.receive("mot phan", 50_000), request, 50_000)
        self.assertEqual(request.attempt_ids.filtered(lambda row: row.state == "pending").ids, [])
        self.assertEqual(vietqr.read(request.payload).amount, 8_000)
        dossier.with_user(self.receptionist).action_show_payment_qr()
        rest = self.receive(request.reference, 8_000)
        self.assertEqual((rest.state, request.state), ("matched", "paid"))
        states = request.attempt_ids.sorted("id").mapped(lambda row: (row.amount, row.state))
        self.assertEqual(states, [(58_000, "cancel"), (50_000, "done"), (8_000, "done")])

    def test_undoing_a_part(self):
        dossier, request = self.accepted()
        match = self.match(self.receive("mot phan", 50_000), request, 50_000)
        match.with_user(self.accountant)._undo("nhầm")
        self.assertEqual(request.due_amount, self.FEE)
        self.assertEqual(match.attempt_id.state, "cancel")
        self.assertEqual(dossier.payment_state, "due")

    def test_never_more_than_the_money_or_the_request(self):
        _dossier, request = self.accepted()
        money = self.receive("nop phi", self.FEE + 10_000)
        for amount in (self.FEE + 1, 0, -1, self.FEE + 10_000):
            with self.assertRaises(UserError):
                self.match(money, request, amount)
        self.match(money, request, self.FEE)
        self.assertEqual(
            (money.state, money.reason, money.open_amount), ("exception", "rest", 10_000)
        )

    def test_closed_requests_take_nothing(self):
        _dossier, request = self.accepted()
        request._cancel("miễn")
        with self.assertRaises(UserError):
            self.match(self.receive("nop phi"), request, self.FEE)

    def test_undo_opens_both_sides_and_keeps_the_record(self):
        dossier, request = self.accepted()
        money = self.receive(request.reference)
        match = request.match_ids
        action = match.with_user(self.accountant).action_undo()
        wizards = self.env["tthc.payment.reason"].with_user(self.accountant)
        wizard = wizards.with_context(**action["context"]).create({"reason": "Chuyển nhầm"})
        self.assertIn(request.reference, wizard.summary)
        wizard.action_confirm()
        self.assertEqual(
            (match.state, match.reversed_by_id, match.reverse_reason),
            ("reversed", self.accountant, "Chuyển nhầm"),
        )
        self.assertTrue(match.reversed_at)
        self.assertEqual((money.state, money.reason), ("exception", "undone"))
        self.assertEqual((request.state, request.due_amount), ("open", self.FEE))
        self.assertFalse(request.paid_at)
        self.assertEqual(request.attempt_ids.state, "cancel")
        self.assertEqual(dossier.payment_state, "due")
        self.assertEqual(dossier.event_ids.sorted("seq")[-1].kind, "payment_undone")
        self.assertIsNone(dossier._ledger_break())
        with self.assertRaises(UserError):
            match.with_user(self.accountant)._undo("lần nữa")

    def test_match_after_undo_makes_a_new_attempt(self):
        _dossier, request = self.accepted()
        money = self.receive(request.reference)
        request.match_ids.with_user(self.accountant)._undo("nhầm")
        self.match(money, request, self.FEE)
        self.assertEqual(request.state, "paid")
        self.assertEqual(request.attempt_ids.sorted("id").mapped("state"), ["cancel", "done"])
        self.assertEqual(request.match_ids.sorted("id").mapped("state"), ["reversed", "active"])

    def test_set_aside(self):
        money = self.receive("lai tien gui", 1_234)
        action = money.with_user(self.accountant).action_set_aside()
        wizards = self.env["tthc.payment.reason"].with_user(self.accountant)
        wizards.with_context(**action["context"]).create(
            {"reason": "Lãi ngân hàng"}
        ).action_confirm()
        self.assertEqual((money.state, money.set_aside_note), ("set_aside", "Lãi ngân hàng"))
        self.assertEqual(money.set_aside_by_id, self.accountant)
        _dossier, request = self.accepted()
        with self.assertRaises(UserError):
            self.match(money, request, 1_234)

    def test_matched_money_is_not_set_aside(self):
        _dossier, request = self.accepted()
        with self.assertRaises(UserError):
            self.receive(request.reference)._set_aside("x")

    def test_cancelling_is_for_the_chief_accountant(self):
        dossier, request = self.accepted()
        for user in (self.accountant, self.receptionist, self.cashier):
            action = request.with_user(user).action_cancel()
            wizards = self.env["tthc.payment.reason"].with_user(user)
            wizard = wizards.with_context(**action["context"]).create({"reason": "miễn"})
            with self.assertRaises(AccessError):
                wizard.action_confirm()
        wizards = self.env["tthc.payment.reason"].with_user(self.chief)
        context = request.with_user(self.chief).action_cancel()["context"]
        wizards.with_context(**context).create({"reason": "Hộ nghèo"}).action_confirm()
        self.assertEqual((request.state, request.close_reason), ("cancelled", "Hộ nghèo"))
        self.assertEqual(dossier.payment_state, "none")
        self.assertEqual(dossier.event_ids.sorted("seq")[-1].kind, "fee_cancelled")

    def test_partly_paid_requests_are_not_cancelled(self):
        _dossier, request = self.accepted()
        self.match(self.receive("x", 1_000), request, 1_000)
        with self.assertRaisesRegex(UserError, "undo the match"):
            request._cancel("miễn")

    def test_who_may_match_and_undo(self):
        _dossier, request = self.accepted()
        money = self.receive("nop phi")
        for user in (
            self.cashier,
            self.receptionist,
            self.officer,
            self.inspector,
            self.other_accountant,
        ):
            with self.assertRaises(AccessError):
                self.match(money, request, self.FEE, user=user)
        match = self.match(money, request, self.FEE)
        for user in (self.cashier, self.inspector, self.other_accountant):
            with self.assertRaises(AccessError):
                match.with_user(user)._undo("x")
