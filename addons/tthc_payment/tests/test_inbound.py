"""The one function for every gateway and feed, told in its own words (no HTTP)."""

from dataclasses import replace
from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.gateway import Notice
from .common import PaymentCommon

PAID_AT = datetime(2026, 3, 10, 3, 0)


@tagged("post_install", "-at_install")
class TestInbound(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.env["payment.provider"]._tthc_provider(cls.centre)
        cls.deliveries = cls.env["tthc.payment.delivery"]

    def setUp(self):
        super().setUp()
        self.dossier, self.request = self.accepted()
        self.attempt = self.request._start_attempt(self.provider)
        self.attempt._tthc_started()

    def notice(self, outcome="paid", **more):
        values = {
            "key": f"{outcome}|{self.attempt.reference}|G1",
            "amount": self.FEE,
            "reference": self.attempt.tthc_order_number,
            "gateway_id": "G1",
            "booked_at": PAID_AT,
        }
        return Notice(outcome=outcome, **{**values, **more})

    def take(self, notice):
        return self.provider._tthc_take(notice)

    def delivery(self):
        return self.deliveries.search([("provider_id", "=", self.provider.id)], limit=1)

    def assert_unpaid(self):
        self.assertEqual(self.request.state, "open")
        self.assertFalse(self.request.match_ids)
        self.assertNotEqual(self.attempt.state, "done")

    def test_paid_settles_the_attempt_that_was_made(self):
        self.assertEqual(self.take(self.notice()), "done")
        self.assertEqual(self.request.state, "paid")
        self.assertEqual(self.request.paid_at, PAID_AT)
        self.assertEqual((self.attempt.state, self.attempt.provider_reference), ("done", "G1"))
        self.assertEqual(self.request.match_ids.attempt_id, self.attempt)
        delivery = self.delivery()
        self.assertEqual((delivery.result, delivery.attempt_id), ("done", self.attempt))
        self.assertEqual(delivery.incoming_id, self.request.match_ids.incoming_id)
        self.assertFalse(self.attempt.tthc_ask_at)

    def test_told_again_it_has_no_second_effect(self):
        self.take(self.notice())
        events = len(self.dossier.event_ids)
        self.assertEqual(self.take(self.notice()), "duplicate")
        self.assertEqual(len(self.request.match_ids), 1)
        self.assertEqual(len(self.dossier.event_ids), events)

    def test_the_same_money_told_in_other_words_comes_once(self):
        """The notification and the answer to a question are two messages of one payment."""
        self.take(self.notice())
        asked = self.provider._tthc_take(self.notice(key="another"), "query")
        self.assertEqual(asked, "duplicate")
        self.assertEqual(len(self.request.match_ids), 1)

    def test_a_wrong_amount_never_pays_however_often_it_is_told(self):
        short = self.notice(amount=1_000)
        for _turn in range(3):
            self.assertEqual(self.take(short), "wrong_amount")
            self.assert_unpaid()
        money = self.delivery().incoming_id
        self.assertEqual((money.state, money.reason), ("exception", "amount_differs"))
        self.assertEqual(money.candidate_id, self.request)
        # The same payment with another amount is not more money.
        self.assertEqual(self.take(self.notice(key="corrected")), "wrong_amount")
        self.assert_unpaid()
        self.assertEqual(self.take(self.notice(key="real", gateway_id="G2")), "done")

    def test_characters_that_no_database_keeps(self):
        """A memo that was cut in the middle of a character settles all the same, and is kept."""
        self.assertEqual(self.take(self.notice(memo="phi \x00 \ud83d", detail="\udc00")), "done")
        money = self.request.match_ids.incoming_id
        self.assertEqual(money.memo, "phi \ufffd \ufffd")
        self.assertEqual(self.delivery().detail, "\ufffd")

    def test_wrong_currency(self):
        self.assertEqual(self.take(self.notice(currency="USD")), "wrong_currency")
        self.assert_unpaid()
        money = self.delivery().incoming_id
        self.assertEqual(money.currency_id.name, "USD")
        matches = self.env["tthc.payment.match"].with_user(self.accountant)
        with self.assertRaisesRegex(UserError, "USD"):
            matches._match_manually(money, self.request, self.FEE, "cùng số tiền")
        self.assertEqual(self.take(self.notice(key="x", currency="ZZZ")), "wrong_currency")
        self.assert_unpaid()

    def test_money_for_an_order_nobody_knows_waits(self):
        """Even where the order number looks like a reference of ours."""
        notice = self.notice(reference=self.request.reference)
        self.assertEqual(self.take(notice), "unknown")
        self.assert_unpaid()
        money = self.delivery().incoming_id
        self.assertEqual((money.state, money.reason), ("exception", "unknown_reference"))
        money.with_user(self.accountant).action_match_again()
        self.assertEqual((money.state, money.reason), ("exception", "unknown_reference"))

    def test_an_order_of_another_provider_is_unknown(self):
        other = self.env["payment.provider"]._tthc_provider(self.other_centre)
        self.assertEqual(other._tthc_take(self.notice()), "unknown")
        self.assert_unpaid()

    def test_failure_then_late_success(self):
        self.assertEqual(self.take(self.notice("failed", detail="24")), "recorded")
        self.assertEqual((self.attempt.state, self.attempt.state_message), ("error", "24"))
        self.assertEqual(self.take(self.notice()), "done")
        self.assertEqual((self.attempt.state, self.request.state), ("done", "paid"))

    def test_late_success_after_the_attempt_was_given_up(self):
        self.attempt._set_canceled(state_message="x")
        self.assertEqual(self.take(self.notice()), "done")
        self.assertEqual((self.attempt.state, self.request.state), ("done", "paid"))

    def test_out_of_order_failure_leaves_what_is_paid(self):
        self.take(self.notice())
        for outcome in ("pending", "failed", "held", "reversed"):
            self.assertEqual(self.take(self.notice(outcome)), "recorded")
            self.assertEqual((self.attempt.state, self.request.state), ("done", "paid"))

    def test_held_money_pays_nothing_and_is_shown(self):
        self.take(self.notice("held", detail="07"))
        self.assert_unpaid()
        self.assertTrue(self.delivery().is_odd)
        self.assertIn(self.delivery(), self.deliveries.search([("is_odd", "=", True)]))

    def test_success_after_expiry_and_cancellation_waits(self):
        self.request._cancel("Nhầm")
        self.assertEqual(self.take(self.notice()), "late")
        self.assertEqual(self.request.state, "cancelled")
        self.assertEqual(self.delivery().incoming_id.reason, "late_cancelled")

    def test_success_before_expiry_told_after_it_settles(self):
        self.request._set({"expires_at": datetime(2026, 3, 11), "state": "expired"})
        self.assertEqual(self.take(self.notice()), "done")

    def test_success_after_expiry_waits(self):
        self.request._set({"expires_at": datetime(2026, 3, 9), "state": "expired"})
        self.assertEqual(self.take(self.notice()), "late")
        self.assertEqual(self.delivery().incoming_id.reason, "late_expired")

    def test_judged_again_among_others_by_its_attempt(self):
        """As the workbench does; the words that the gateway sends along name nothing."""
        self.request._set({"expires_at": datetime(2026, 3, 9)})
        self.take(self.notice(memo="ve phi"))
        money = self.delivery().incoming_id
        self.assertEqual(money.reason, "late_expired")
        self.request._set({"expires_at": datetime(2026, 12, 1)})
        (money | self.receive("khong ro"))._judge_many()
        self.assertEqual((money.state, self.request.state), ("matched", "paid"))
        self.assertEqual(self.request.match_ids.attempt_id, self.attempt)

    def test_two_attempts_both_paid(self):
        """A second attempt while the first may still succeed: one settles, one is kept."""
        again = self.request._start_attempt(self.provider)
        self.assertNotEqual(again.tthc_order_number, self.attempt.tthc_order_number)
        self.assertEqual(self.take(self.notice()), "done")
        self.assertEqual(again.state, "cancel")
        self.assertTrue(again.tthc_ask_at, "it may have been paid too: somebody has to ask")
        second = self.notice(key="2", gateway_id="G2", reference=again.tthc_order_number)
        self.assertEqual(self.take(second), "already_paid")
        self.assertEqual(self.request.matched_amount, self.FEE)
        self.assertEqual(self.delivery().incoming_id.open_amount, self.FEE)

    def test_test_money_pays_nothing(self):
        self.provider.state = "test"
        self.assertEqual(self.take(self.notice()), "test")
        self.assert_unpaid()
        self.assertFalse(self.delivery().incoming_id)
        self.env["ir.config_parameter"].set_param("tthc_payment.test_money", "1")
        self.assertEqual(self.take(self.notice(key="x")), "done")

    def test_a_switched_off_provider_still_takes_money(self):
        self.provider.state = "disabled"
        self.assertEqual(self.take(self.notice()), "done")

    def test_nothing_of_ours_leaves_no_trace(self):
        self.assertEqual(self.take(self.notice("ignored")), "ignored")
        self.assertFalse(self.delivery())

    @mute_logger("odoo.addons.tthc_payment.models.payment_provider_inbound")
    def test_a_fault_keeps_the_notice_and_processes_it_later(self):
        self.env.cr.execute(
            "ALTER TABLE tthc_payment_match ADD CONSTRAINT broken CHECK (amount < 0) NOT VALID"
        )
        self.assertEqual(self.take(self.notice()), "error")
        delivery = self.delivery()
        self.assertEqual((delivery.result, delivery.problem), ("waiting", "CheckViolation"))
        self.assert_unpaid()
        self.env.cr.execute("ALTER TABLE tthc_payment_match DROP CONSTRAINT broken")
        with self.enter_registry_test_mode():
            self.env.ref("tthc_payment.cron_deliveries").method_direct_trigger()
        self.assertEqual((delivery.result, delivery.problem), ("done", False))
        self.assertEqual(self.request.state, "paid")

    def test_what_was_told_stays(self):
        self.take(self.notice())
        delivery = self.delivery()
        for change in (
            lambda: delivery.write({"amount": 1}),
            delivery.unlink,
            delivery.copy,
        ):
            with self.assertRaises(UserError):
                change()
        self.assertEqual(delivery._notice(), replace(self.notice()))

    def test_finance_of_the_centre_reads_it(self):
        self.take(self.notice())
        delivery = self.delivery()
        self.assertEqual(delivery.with_user(self.accountant).amount, self.FEE)
        self.assertIn("G1", delivery.with_user(self.accountant).content)
        own = self.deliveries.with_user(self.other_accountant).search([])
        self.assertNotIn(delivery, own)
