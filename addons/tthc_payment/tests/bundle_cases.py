"""What every gateway must hold to when several requests are paid in one payment, over real HTTP.

A provider's test is a class ``(BundleCases, PaymentCommon, HttpCase)`` beside the one of the
conformance suite; its source speaks the same way.
"""

from datetime import timedelta
from unittest.mock import patch

from ..models import payment_provider
from .conformance import PAID_AT, GatewaySource, _Short


class BundleCases(GatewaySource):
    """The cases. Mixed into a test class of a provider's addon."""

    def setUp(self):
        super().setUp()
        self.requests = self.request | self.accepted()[1]
        self.requests._set({"expires_at": PAID_AT + timedelta(days=90)})
        self.request._close_attempts("the requests are paid together")
        self.bundle = self.env["tthc.payment.bundle"]._open(self.requests)
        self.attempt = self.start_bundle()
        self.known = self.money.search([])

    def start_bundle(self):
        attempt = self.bundle._start_attempt(self.provider)
        attempt._tthc_started()
        return attempt

    def event(self, **more):
        return super().event(**{"amount": 2 * self.FEE, **more})

    def assert_unpaid(self):
        self.assertNotIn("paid", self.requests.mapped("state"))
        self.assertFalse(self.requests.match_ids)
        self.assertNotIn("done", self.bundle.attempt_ids.mapped("state"))

    def assert_paid_once(self):
        self.assertEqual(
            (self.bundle.state, set(self.requests.mapped("state"))), ("paid", {"paid"})
        )
        self.assertEqual(self.requests.match_ids.mapped("amount"), [self.FEE] * 2)
        done = self.bundle.attempt_ids.filtered(lambda row: row.state == "done")
        self.assertEqual((len(done), self.requests.match_ids.attempt_id), (1, done))

    # Signature ----------------------------------------------------------------------------------

    def test_bundle_success_settles_every_part(self):
        self.assertEqual(self.attempt.amount, 2 * self.FEE)
        self.deliver("done")
        self.assert_paid_once()
        self.assertEqual((self.attempt.state, self.attempt.tthc_ask_at), ("done", False))
        self.assertEqual(set(self.requests.dossier_id.mapped("payment_state")), {"paid"})
        money = self.new_money()
        self.assertEqual((money.state, money.open_amount), ("matched", 0))
        self.assertEqual((money.booked_at, money.company_id), (PAID_AT, self.centre))
        self.deliver("duplicate")
        self.assertEqual(self.new_money(), money)
        self.assert_paid_once()

    def test_bundle_bad_signatures(self):
        told = self.tell(self.event())
        for how in ("missing", "truncated", "wrong", "forged"):
            self.deliver("bad_signature", told=self.break_signature(told, how))
            self.assert_unpaid()
            self.assertFalse(self.new_money(), how)

    # What does not fit --------------------------------------------------------------------------

    def test_bundle_wrong_amount_once_and_again(self):
        """Not even the sum of one of its parts."""
        for _turn in range(2):
            self.deliver("wrong_amount", self.event(amount=self.FEE))
            self.assert_unpaid()
        money = self.new_money()
        self.assertEqual((len(money), money.reason), (1, "amount_differs"))
        self.assertEqual(money.candidate_bundle_id, self.bundle)
        self.deliver("done", self.event(number="14422576"))
        self.assert_paid_once()

    def test_bundle_given_up_meanwhile(self):
        self.bundle._cancel("Thôi")
        self.assertEqual(self.attempt.state, "cancel")
        self.deliver("late")
        self.assert_kept("late_cancelled")
        self.assertEqual(set(self.requests.mapped("state")), {"open"})

    def test_bundle_part_paid_meanwhile(self):
        self.receive(self.requests[1].reference)
        self.known = self.money.search([])
        self.assertEqual(self.attempt.state, "cancel")
        self.deliver("late")
        self.assert_kept("bundle_changed")
        self.assertEqual(self.requests.mapped("state"), ["open", "paid"])

    def test_bundle_too_late(self):
        self.requests[1]._set({"expires_at": PAID_AT - timedelta(days=1)})
        self.deliver("late")
        self.assert_kept("late_expired")
        self.assert_unpaid()

    def assert_kept(self, reason):
        """All the money waits in the exceptions, for the requests that it was meant for."""
        money = self.new_money()
        self.assertEqual((money.state, money.reason), ("exception", reason))
        self.assertEqual(money.open_amount, 2 * self.FEE)
        self.assertEqual(money.candidate_bundle_id, self.bundle)
        self.assertTrue(self.attempt.tthc_delivery_ids.is_odd)

    def test_bundle_judged_once_more(self):
        """Money that came too late settles the parts after all, and the attempt that brought it."""
        self.requests[1]._set({"expires_at": PAID_AT - timedelta(days=1)})
        self.deliver("late")
        self.requests[1]._set({"expires_at": PAID_AT + timedelta(days=1)})
        self.new_money().with_user(self.accountant).action_match_again()
        self.assert_paid_once()
        self.assertEqual(self.attempt.state, "done")

    # Time and order -----------------------------------------------------------------------------

    def test_bundle_late_success_after_failure_and_a_second_try(self):
        if self.has_failures:
            self.deliver("recorded", self.event(outcome="failed"))
            self.assertEqual(self.attempt.state, "error")
        again = self.start_bundle()
        self.deliver("done", self.event(number="14422577"))
        self.assert_paid_once()
        self.assertEqual((self.attempt.state, again.state), ("done", "cancel"))
        self.deliver("already_paid", self.event(order=again.tthc_order_number, number="2"))
        self.assert_paid_once()
        self.assertEqual(sum(self.new_money().mapped("amount")), 4 * self.FEE)
        self.assertEqual(sum(self.new_money().mapped("open_amount")), 2 * self.FEE)

    def test_bundle_part_paid_alone_afterwards(self):
        self.deliver("done")
        self.known = self.money.search([])
        self.receive(self.requests[0].reference)
        self.assertEqual(self.new_money().reason, "already_paid")
        self.assert_paid_once()

    # The page -----------------------------------------------------------------------------------

    def test_bundle_page(self):
        self.provider.is_published = True
        self.authenticate(None, None)
        path = self.bundle._pay_path()
        name = self.provider.with_context(lang="vi_VN").name
        self.assertIn(name, self.url_open(path).text)
        answer = self.press_pay(path)
        self.assertEqual(answer.status_code, 303)
        self.assertFalse(answer.headers["Location"].startswith("/"))
        self.env.invalidate_all()
        attempt = self.bundle.attempt_ids.sorted("id")[-1:]
        self.assertEqual((attempt.state, attempt.provider_id), ("pending", self.provider))
        self.assertEqual((attempt.amount, attempt.tthc_asked), (2 * self.FEE, 0))
        self.assertIn("alert-info", self.url_open(f"{path}/{attempt.id}").text)
        self.env.invalidate_all()
        self.assertLessEqual(attempt.tthc_ask_at, attempt.tthc_expires_at, "it is asked soon")
        self.deliver("done", self.event(order=attempt.tthc_order_number))
        state = self.url_open(f"{path}/state?attempt={attempt.id}").json()
        self.assertEqual(state, {"state": "paid", "due": 2 * self.FEE, "attempt": "done"})
        page = self.url_open(path).text
        self.assertIn("alert-success", page)
        self.assertNotIn(f"{path}/start", page)
        self.assertTrue(self.press_pay(path).headers["Location"].endswith(path))

    def test_bundle_gateway_out_of_order_at_the_start(self):
        if not self.calls_on_start:
            self.skipTest("nothing is asked of the gateway before the payer goes there")
        self.provider.is_published = True
        self.authenticate(None, None)
        self.server.mode = "down"
        self.addCleanup(setattr, self.server, "mode", "ok")
        with patch.object(payment_provider, "PATIENCE", _Short(0.3)):
            page = self.press_pay(self.bundle._pay_path())
        self.assertEqual(page.status_code, 200)
        self.assertIn("alert-warning", page.text)
        self.env.invalidate_all()
        self.assertEqual(self.bundle.attempt_ids.sorted("id")[-1:].state, "error")
        self.assert_unpaid()
