from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestCash(PaymentCommon):
    def test_cashier_takes_the_fee(self):
        dossier, request = self.accepted()
        dossier.with_user(self.receptionist).action_show_payment_qr()
        dossier.with_user(self.cashier).action_receive_cash()
        money = request.match_ids.incoming_id
        self.assertEqual((money.source, money.amount, money.state), ("cash", self.FEE, "matched"))
        self.assertFalse(money.account_id)
        self.assertEqual(
            (request.match_ids.method, request.match_ids.user_id), ("cash", self.cashier)
        )
        self.assertEqual((request.state, dossier.payment_state), ("paid", "paid"))
        self.assertEqual(request.attempt_ids.state, "cancel", "the transfer is no longer wanted")
        self.assertEqual(dossier.event_ids.sorted("seq")[-1].user_id, self.cashier)

    def test_a_transfer_after_cash_is_an_exception(self):
        _dossier, request = self.accepted()
        request.with_user(self.cashier).action_receive_cash()
        self.assertEqual(self.receive(request.reference).reason, "already_paid")

    def test_cash_twice(self):
        _dossier, request = self.accepted()
        request.with_user(self.cashier).action_receive_cash()
        with self.assertRaises(UserError):
            request.with_user(self.cashier).action_receive_cash()
        self.assertEqual(len(request.match_ids), 1)

    def test_cash_for_an_expired_request(self):
        _dossier, request = self.accepted()
        request._set({"expires_at": self.MONDAY_9, "state": "expired"})
        request.with_user(self.cashier).action_receive_cash()
        self.assertEqual(request.state, "paid")

    def test_cash_for_the_rest(self):
        _dossier, request = self.accepted()
        money = self.receive(request.reference, 50_000)
        self.env["tthc.payment.match"].with_user(self.accountant)._match_manually(
            money, request, 50_000, "trả một phần"
        )
        request.with_user(self.cashier).action_receive_cash()
        self.assertEqual(request.state, "paid")
        self.assertEqual(request.match_ids.sorted("id").mapped("amount"), [50_000, 8_000])
        self.assertEqual(request.attempt_ids.mapped("amount"), [50_000])

    def test_cash_again_after_undo(self):
        _dossier, request = self.accepted()
        request.with_user(self.cashier).action_receive_cash()
        request.match_ids.with_user(self.accountant)._undo("tiền giả")
        request.with_user(self.cashier).action_receive_cash()
        self.assertEqual(request.state, "paid")
        self.assertEqual(len(request.match_ids), 2)

    def test_only_a_cashier_of_the_centre(self):
        _dossier, request = self.accepted()
        for user in (
            self.receptionist,
            self.accountant,
            self.chief,
            self.officer,
            self.other_cashier,
            self.inspector,
        ):
            with self.assertRaises(AccessError):
                request.with_user(user).action_receive_cash()
        self.assertEqual(request.state, "open")

    def test_cash_ends_a_financial_pause(self):
        dossier, _request = self.accepted()
        dossier.with_user(self.receptionist).action_request_payment("Nộp phí")
        self.assertEqual(dossier.state, "financial")
        dossier.with_user(self.cashier).action_receive_cash()
        self.assertEqual(dossier.state, "accepted")
