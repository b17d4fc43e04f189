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
