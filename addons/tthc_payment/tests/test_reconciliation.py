from datetime import datetime

from odoo.tests import tagged

from ..tools.reference import make_reference
from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestReconciliation(PaymentCommon):
    def assertException(self, money, reason, request=None):
        self.assertEqual((money.state, money.reason), ("exception", reason))
        self.assertFalse(money.match_ids)
        if request is not None:
            self.assertEqual(money.candidate_id, request)

    def test_a_fitting_payment_settles(self):
        dossier, request = self.accepted()
        money = self.receive(f"MBVCB.1234567890.{request.reference.lower()}.CT tu 012 toi 990")
        self.assertEqual(money.state, "matched")
        self.assertFalse(money.reason)
        self.assertEqual((request.state, request.due_amount), ("paid", 0))
        self.assertEqual(request.paid_at, datetime(2026, 3, 10, 3, 0))
        match = request.match_ids
        self.assertEqual(
            (match.method, match.amount, match.user_id), ("auto", self.FEE, self.env.user)
        )
        self.assertEqual(dossier.payment_state, "paid")
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(event.kind, "paid")
        self.assertTrue(event.public)
        self.assertIn(request.reference, event.note)

    def test_the_same_movement_again_has_no_effect(self):
        _dossier, request = self.accepted()
        self.receive(request.reference, key="k")
        self.assertFalse(self.receive(request.reference, key="k"))
        self.assertEqual(len(request.match_ids), 1)

    def test_no_reference(self):
        self.assertException(self.receive("nop le phi khai sinh"), "no_reference")
        self.assertException(self.receive(False, key="empty"), "no_reference")

    def test_misspelt_reference(self):
        _dossier, request = self.accepted()
        wrong = request.reference[:-1] + str((int(request.reference[-1]) + 1) % 10)
        self.assertException(self.receive(wrong), "check_digit")
        self.assertEqual(request.state, "open")

    def test_unknown_reference(self):
        self.assertException(self.receive(make_reference(2099, 99_999_999)), "unknown_reference")

    def test_several_references(self):
        _dossier, first = self.accepted()
        _dossier, second = self.accepted()
        money = self.receive(f"{first.reference} va {second.reference}", 2 * self.FEE)
        self.assertException(money, "two_references")
        self.assertEqual((first | second).mapped("state"), ["open", "open"])

    def test_amount_differs(self):
        _dossier, request = self.accepted()
        low = self.receive(request.reference, self.FEE - 1)
        self.assertException(low, "amount_differs", request)
        self.assertEqual(low.difference, -1)
        high = self.receive(request.reference, self.FEE + 1)
        self.assertException(high, "amount_differs", request)
        self.assertEqual(request.state, "open")

    def test_wrong_account(self):
        _dossier, request = self.accepted()
        money = self.receive(request.reference, account=self.other_account)
        self.assertException(money, "wrong_account", request)
        self.assertEqual(money.company_id, self.other_centre)

    def test_already_paid(self):
        _dossier, request = self.accepted()
        self.receive(request.reference, key="a")
        again = self.receive(request.reference, key="b")
        self.assertException(again, "already_paid", request)
        self.assertEqual(request.attempt_ids.mapped("state"), ["done"])

    def test_late_after_cancellation(self):
        _dossier, request = self.accepted()
        request.with_user(self.receptionist).action_show_qr()
        request._cancel("miễn phí")
        money = self.receive(request.reference)
        self.assertException(money, "late_cancelled", request)
        self.assertEqual(request.state, "cancelled")
        self.assertEqual(request.attempt_ids.state, "cancel")

    def test_late_after_expiry(self):
        _dossier, request = self.accepted()
        money = self.receive(request.reference, booked_at=datetime(2026, 9, 1))
        self.assertException(money, "late_expired", request)

    def test_booked_before_expiry_delivered_after(self):
        _dossier, request = self.accepted()
        self.env["tthc.expected.payment"]._cron_expire()
        request._set({"state": "expired"})
        money = self.receive(request.reference)
        self.assertEqual((money.state, request.state), ("matched", "paid"))

    def test_two_equal_payments_on_one_day_for_two_dossiers(self):
        requests = self.accepted()[1] | self.accepted()[1]
        data = self.vietcombank(
            [
                ("10/03/2026", f"52.{n}", self.FEE, ref)
                for n, ref in enumerate(requests.mapped("reference"))
            ]
        )
        statement = self.import_file(data)
        self.assertEqual((statement.new_count, statement.matched_count), (2, 2))
        self.assertEqual(requests.mapped("state"), ["paid", "paid"])

    def test_oldest_payment_wins_in_a_newest_first_file(self):
        _dossier, request = self.accepted()
        data = self.vietcombank(
            [
                ("10/03/2026", "52.1", self.FEE, request.reference),
                ("11/03/2026", "52.2", self.FEE, request.reference),
            ]
        )
        statement = self.import_file(data)
        money = statement.incoming_ids.sorted("booked_at")
        self.assertEqual(money.mapped("state"), ["matched", "exception"])
        self.assertEqual(money[1].reason, "already_paid")

    def test_automatic_runs_leave_decisions_alone(self):
        _dossier, request = self.accepted()
        money = self.receive(request.reference)
        request.match_ids.with_user(self.accountant)._undo("nhầm")
        self.receive("khong ro", 5_000)
        self.assertEqual((money.state, money.reason), ("exception", "undone"))
        self.assertEqual(request.state, "open")

    def test_trying_many_again_leaves_what_was_undone(self):
        _dossier, request = self.accepted()
        money = self.receive(request.reference)
        request.match_ids.with_user(self.accountant)._undo("nhầm")
        (money | self.receive("khong ro")).with_user(self.accountant).action_match_again()
        self.assertEqual((money.state, money.reason), ("exception", "undone"))
        money.with_user(self.accountant).action_match_again()
        self.assertEqual((money.state, request.state), ("matched", "paid"))

    def test_trying_again(self):
        _dossier, request = self.accepted()
        money = self.receive(request.reference, booked_at=datetime(2026, 9, 1))
        self.assertException(money, "late_expired")
        request._set({"expires_at": datetime(2026, 12, 1)})
        money.with_user(self.accountant).action_match_again()
        self.assertEqual((money.state, request.state), ("matched", "paid"))
