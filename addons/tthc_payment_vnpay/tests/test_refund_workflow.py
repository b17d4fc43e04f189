"""A refund from the accountant's proposal to VNPAY and back, over real HTTP."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import VnpayCommon


@tagged("post_install", "-at_install")
class TestRefundWorkflow(VnpayCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.vnpay_provider()

    def setUp(self):
        super().setUp()
        _dossier, self.request = self.accepted()
        self.request._set({"expires_at": fields.Datetime.now() + timedelta(days=90)})

    def begin(self):
        attempt = self.request._start_attempt(self.provider)
        attempt._tthc_started()
        self.known_at_vnpay(attempt)
        return attempt

    def pay(self, attempt):
        """The payer pays; returns the money that came."""
        self.server.finish(attempt.tthc_order_number)
        [notice] = self.provider._tthc_query(attempt)
        self.provider._tthc_take(notice)
        return attempt.tthc_delivery_ids.incoming_id

    def propose(self, money, amount, ground, match=None):
        refunds = self.env["tthc.refund"].with_user(self.accountant)
        values = {"ground": ground, "reason": "Không phải nộp", "way": "gateway"}
        refund = refunds._propose(money.with_env(refunds.env), amount, values, match).sudo()
        refund.with_user(self.chief).action_approve()
        self.assertEqual(refund.state, "sent")
        return refund

    def run_cron(self, refund):
        refund._set({"ask_at": self.MONDAY_9})
        self.server.asked.clear()
        with self.enter_registry_test_mode():
            self.env.ref("tthc_payment.cron_refund").method_direct_trigger()
        self.env.invalidate_all()
        return [message["vnp_Command"] for message in self.server.asked]

    def back(self, attempt):
        return self.server.orders[attempt.tthc_order_number].get("back", 0)

    def test_a_whole_fee(self):
        attempt = self.begin()
        money = self.pay(attempt)
        refund = self.propose(money, self.FEE, "not_due", self.request.match_ids)
        self.assertEqual(self.run_cron(refund), ["refund"])
        self.assertEqual(refund.state, "sent", "VNPAY works on it")
        self.assertEqual(self.back(attempt), self.FEE * 100)
        self.assertEqual(self.run_cron(refund), ["refund", "querydr"])
        self.assertEqual(refund.state, "sent")
        self.server.orders[attempt.tthc_order_number]["back_status"] = "00"
        self.run_cron(refund)
        self.assertEqual(refund.state, "done")
        self.assertEqual(self.back(attempt), self.FEE * 100)

    def test_a_fee_that_was_paid_twice(self):
        first, second = self.begin(), self.begin()
        self.pay(first)
        money = self.pay(second)
        self.assertEqual((money.state, money.reason), ("exception", "already_paid"))
        refund = self.propose(money, self.FEE, "double")
        self.run_cron(refund)
        self.assertEqual((self.back(first), self.back(second)), (0, self.FEE * 100))
        self.assertEqual(self.request.state, "paid")

    def test_one_dossier_of_a_collective_payment(self):
        """VNPAY pays its share back; the other dossier stays paid."""
        parts = self.request | self.accepted()[1]
        parts._set({"expires_at": fields.Datetime.now() + timedelta(days=90)})
        bundle = self.env["tthc.payment.bundle"]._open(parts)
        attempt = bundle._start_attempt(self.provider)
        attempt._tthc_started()
        self.known_at_vnpay(attempt)
        money = self.pay(attempt)
        self.assertEqual(set(parts.mapped("state")), {"paid"})
        refund = self.propose(money, self.FEE, "not_due", self.request.match_ids)
        self.server.refund_status = "00"
        self.addCleanup(setattr, self.server, "refund_status", "05")
        self.assertEqual(self.run_cron(refund), ["refund"])
        self.assertEqual(self.server.asked[-1]["vnp_TransactionType"], "03")
        self.assertEqual((refund.state, self.back(attempt)), ("done", self.FEE * 100))
        self.assertEqual(parts.mapped("state"), ["cancelled", "paid"])
        self.assertEqual((attempt.state, money.open_amount), ("done", 0))
        self.assertEqual(money.matched_amount + money.refunded_amount, money.amount)
        other = parts[1].match_ids
        refund = self.propose(money, self.FEE, "not_due", other)
        self.run_cron(refund)
        self.assertEqual((refund.state, self.back(attempt)), ("done", 2 * self.FEE * 100))

    def test_late_money_that_was_matched_by_hand(self):
        """The match rests on the attempt that brought the money, so that VNPAY can pay it back."""
        attempt = self.begin()
        self.request._set({"expires_at": fields.Datetime.now() - timedelta(days=1)})
        money = self.pay(attempt)
        self.assertEqual(money.reason, "late_expired")
        self.env["tthc.payment.match"].with_user(self.accountant)._match_manually(
            money, self.request, self.FEE, "nộp muộn"
        )
        self.assertEqual((self.request.state, attempt.state), ("paid", "done"))
        refund = self.propose(money, self.FEE, "not_due", self.request.match_ids)
        self.assertEqual(self.run_cron(refund), ["refund"])
        self.assertEqual(self.back(attempt), self.FEE * 100)

    def test_money_of_another_sum_is_matched_by_hand_without_the_attempt(self):
        """An attempt is paid by its own sum only."""
        attempt = self.begin()
        self.server.orders[attempt.tthc_order_number]["ask"]["vnp_Amount"] = "800000"
        money = self.pay(attempt)
        self.assertEqual((money.reason, money.amount), ("amount_differs", 8_000))
        self.env["tthc.payment.match"].with_user(self.accountant)._match_manually(
            money, self.request, 8_000, "một phần"
        )
        self.assertNotEqual(attempt.state, "done")
        self.assertEqual(self.request.due_amount, self.FEE - 8_000)

    def test_a_part_is_never_ordered_again_on_another_day(self):
        attempt = self.begin()
        money = self.pay(attempt)
        refund = self.propose(money, 8_000, "over", self.request.match_ids)
        self.assertEqual(self.run_cron(refund), ["refund"])
        self.server.request_ids.clear()
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertEqual(self.run_cron(refund), [])
        self.assertEqual((refund.state, self.back(attempt)), ("sent", 800_000))
        refund.with_user(self.accountant)._bank_done("VNPAY 14422599")
        self.assertEqual(refund.state, "done")

    def test_vnpay_out_of_order(self):
        attempt = self.begin()
        refund = self.propose(self.pay(attempt), self.FEE, "not_due", self.request.match_ids)
        self.addCleanup(setattr, self.server, "mode", "ok")
        for mode in ("down", "rubbish", "forged"):
            self.server.mode = mode
            self.run_cron(refund)
            self.assertEqual(refund.state, "sent", mode)
            self.assertTrue(refund.gateway_message)
        self.server.mode = "ok"
        self.server.orders[attempt.tthc_order_number]["back_status"] = "00"
        self.run_cron(refund)
        self.assertEqual((refund.state, self.back(attempt)), ("done", self.FEE * 100))
