"""What every gateway and bank feed must hold to, told over real HTTP.

A provider's test is a class ``(GatewayConformance, PaymentCommon, HttpCase)`` that says how its
source speaks: see the section "To be given" of :class:`GatewaySource`. It inherits every case. The
cases of collective payments are in :mod:`.bundle_cases`, those with real processes
(many deliveries at once, the server killed) are in ``tests/test_gateway_processes.py``.

Always: never paid without verified money; no received money lost; the answer that the sender
expects; no secret and no identity number in the log.
"""

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from unittest.mock import patch
from urllib.parse import urlencode

from odoo import http

from ..models import payment_provider

PAID_AT = datetime(2026, 3, 10, 3, 0)


@dataclass(frozen=True)
class Event:
    """What the source has to tell: ``order`` is the attempt's order number (gateways), ``memo``
    the transfer's text (feeds)."""

    order: str = ""
    memo: str = ""
    amount: int = 58_000
    outcome: str = "paid"
    number: str = "14422574"
    currency: str = "VND"
    at: datetime = PAID_AT
    payer: str = "NGUYEN VAN A"
    account: str = "9900112233"


@dataclass(frozen=True)
class Told:
    """A signed message as HTTP carries it."""

    method: str = "POST"
    query: dict = field(default_factory=dict)
    body: bytes = b""
    headers: dict = field(default_factory=dict)


class _Short(float):
    """A patience that Odoo's tests do not stretch to ten seconds."""

    def __lt__(self, other):
        return False


class _Log(logging.Handler):
    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{record.name} {record.getMessage()} {record.exc_info or ''}")


class GatewaySource:
    """A gateway or bank feed as a test of a provider's addon plays it."""

    # To be given --------------------------------------------------------------------------------

    #: False for a bank feed, which carries no order number of ours.
    has_orders = True
    #: Whether its messages name a currency, and failures.
    has_currency = False
    has_failures = True
    #: Whether making a payment, and asking about one, calls the gateway over HTTP.
    calls_on_start = False
    can_query = True
    #: Strings that no log may hold.
    secrets = ()
    #: Result word -> (status, part of the JSON answer). Words: done, recorded, duplicate, unknown,
    #: wrong_amount, already_paid, late, unmatched, bad_signature, malformed.
    answers = {}

    @classmethod
    def make_provider(cls):
        """The provider of ``cls.centre``, enabled, with credentials for tests; it talks to a local
        server, ``cls.server``, if it talks at all. The server's ``mode`` is ``ok``, ``slow``,
        ``rubbish``, ``down`` or ``forged`` (well-formed, wrong signature)."""
        raise NotImplementedError

    def tell(self, event):
        """The signed :class:`Told` of an :class:`Event`."""
        raise NotImplementedError

    def break_signature(self, told, how):
        """``told`` with its signature ``missing``, ``truncated`` or ``wrong``, or its content
        changed under the right one (``forged``)."""
        raise NotImplementedError

    def misshape(self, event):
        """A message with the right signature that is not what the interface describes; ``None``
        where that cannot be."""

    # Set-up -------------------------------------------------------------------------------------

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.make_provider()

    def setUp(self):
        super().setUp()
        self.log = _Log()
        logging.getLogger().addHandler(self.log)
        self.addCleanup(logging.getLogger().removeHandler, self.log)
        self.dossier, self.request = self.accepted()
        # Independent of the day on which the tests run.
        self.request._set({"expires_at": PAID_AT + timedelta(days=90)})
        self.attempt = self.env["payment.transaction"]
        if self.has_orders:
            self.attempt = self.start_attempt()
        self.known = self.money.search([])

    def start_attempt(self):
        attempt = self.request._start_attempt(self.provider)
        attempt._tthc_started()
        return attempt

    def tearDown(self):
        lines = "\n".join(self.log.lines)
        for secret in (*self.secrets, self.dossier.owner_id.sudo().tthc_identity_number):
            if secret:
                self.assertNotIn(secret, lines)
        super().tearDown()

    def event(self, **more):
        """The success of the attempt, or what ``more`` makes of it."""
        if self.has_orders:
            usual = {"order": self.attempt.tthc_order_number}
        else:
            usual = {"memo": f"MBVCB.123.{self.request.reference}.CT tu 000 toi 111"}
        return Event(**{**usual, "amount": self.FEE, **more})

    def send(self, told):
        path = f"/tthc/payment/{self.provider.code}/{self.provider.id}/notify"
        url = f"{self.base_url()}{path}" + (f"?{urlencode(told.query)}" if told.query else "")
        return self.opener.request(
            told.method, url, data=told.body or None, headers=told.headers, timeout=30
        )

    def deliver(self, word, event=None, told=None):
        """Send and compare the answer with the one for ``word``."""
        response = self.send(told or self.tell(event or self.event()))
        status, part = self.answers[word]
        self.assertEqual(response.status_code, status, response.text)
        said = response.json() if part else {}
        self.assertEqual({name: said.get(name) for name in part}, part)
        self.env.invalidate_all()
        return response

    def new_money(self):
        return self.money.search([("id", "not in", self.known.ids)], order="id")

    def assert_unpaid(self):
        self.assertNotEqual(self.request.state, "paid")
        self.assertFalse(self.request.match_ids)
        self.assertNotIn("done", self.request.attempt_ids.mapped("state"))

    def assert_paid_once(self):
        self.assertEqual(self.request.state, "paid")
        self.assertEqual(self.request.matched_amount, self.request.amount)
        self.assertEqual(len(self.request.match_ids), 1)
        self.assertEqual(self.request.attempt_ids.mapped("state").count("done"), 1)

    def press_pay(self, path, follow=False):
        """Choose this provider on the page to pay on, as a payer without an account."""
        return self.url_open(
            f"{path}/start",
            data={"provider_id": self.provider.id, "csrf_token": http.Request.csrf_token(self)},
            allow_redirects=follow,
        )


class GatewayConformance(GatewaySource):
    """The cases. Mixed into a test class of a provider's addon."""

    # Signature ----------------------------------------------------------------------------------

    def test_conform_success(self):
        self.deliver("done")
        self.assert_paid_once()
        money = self.new_money()
        self.assertEqual((money.amount, money.state), (self.FEE, "matched"))
        self.assertEqual(money.booked_at, PAID_AT)
        if self.has_orders:
            self.assertEqual(self.attempt.state, "done")

    def test_conform_bad_signatures(self):
        told = self.tell(self.event())
        for how in ("missing", "truncated", "wrong", "forged"):
            self.deliver("bad_signature", told=self.break_signature(told, how))
            self.assert_unpaid()
            self.assertFalse(self.new_money(), how)
        self.deliver("done", told=told)
        self.assert_paid_once()

    def test_conform_without_a_secret_nothing_is_believed(self):
        """An addon that was installed and not set up, or a neutralized copy of a database."""
        told = self.tell(self.event())
        names = [
            name
            for name, item in self.provider._fields.items()
            if item.groups == "base.group_system" and item.type == "char" and self.provider[name]
        ]
        self.assertTrue(names, "secrets are fields of the system group")
        # A provider that is enabled cannot be emptied by hand; neutralizing a copy does it.
        with patch.object(type(self.provider), "_check_required_if_provider", lambda _self: None):
            self.provider.write(dict.fromkeys(names, False))
        self.deliver("bad_signature", told=told)
        self.assert_unpaid()

    def test_conform_misshapen(self):
        told = self.misshape(self.event())
        if told:
            self.deliver("malformed", told=told)
            self.assert_unpaid()
        for body in (b"", b"{", b"[]", b"\xff\xfe", b'{"data": 7}'):
            response = self.send(replace(self.tell(self.event()), body=body, query={}))
            self.assertIn(response.status_code, (200, 400, 403), body)
            self.assert_unpaid()

    # What fits nothing --------------------------------------------------------------------------

    def test_conform_unknown_order(self):
        event = self.event(order="999999999", memo="NGUYEN VAN A nop le phi")
        self.deliver("unknown" if self.has_orders else "unmatched", event)
        self.assert_unpaid()
        money = self.new_money()
        self.assertEqual((money.state, money.amount), ("exception", self.FEE))

    def test_conform_wrong_amount_once_and_again(self):
        for turn in range(3):
            self.deliver("wrong_amount", self.event(amount=1_000))
            self.assert_unpaid()
            self.assertEqual(len(self.new_money()), 1, turn)
        self.assertEqual(self.new_money().reason, "amount_differs")
        self.deliver("wrong_amount", self.event(amount=self.FEE + 1, number="14422575"))
        self.assert_unpaid()
        self.deliver("done", self.event(number="14422576"))
        self.assert_paid_once()

    def test_conform_wrong_currency(self):
        if not self.has_currency:
            self.skipTest("this source names no currency")
        self.deliver("wrong_currency", self.event(currency="USD"))
        self.assert_unpaid()
        self.assertEqual(self.new_money().state, "exception")

    # Time and order -----------------------------------------------------------------------------

    def test_conform_duplicate_and_replay_after_a_day(self):
        told = self.tell(self.event())
        self.deliver("done", told=told)
        events = len(self.dossier.event_ids)
        for _turn in range(2):
            self.deliver("duplicate", told=told)
        later = self.tell(self.event())
        self.dossier.env.cr.execute(
            "UPDATE tthc_payment_delivery SET received_at = received_at - interval '1 day'"
        )
        self.deliver("duplicate", told=later)
        self.assert_paid_once()
        self.assertEqual(len(self.new_money()), 1)
        self.assertEqual(len(self.dossier.event_ids), events)

    def test_conform_late_success_after_failure(self):
        if not (self.has_failures and self.has_orders):
            self.skipTest("this source tells of no failures")
        self.deliver("recorded", self.event(outcome="failed"))
        self.assert_unpaid()
        self.assertEqual(self.attempt.state, "error")
        self.deliver("done", self.event(number="14422577"))
        self.assert_paid_once()

    def test_conform_failure_after_success(self):
        if not (self.has_failures and self.has_orders):
            self.skipTest("this source tells of no failures")
        self.deliver("done")
        self.send(self.tell(self.event(outcome="failed", number="14422577")))
        self.env.invalidate_all()
        self.assert_paid_once()

    def test_conform_late_success_after_expiry_and_cancel(self):
        self.request._set({"expires_at": PAID_AT - timedelta(days=1)})
        self.request._cancel("Nhầm")
        self.deliver("late")
        self.assertEqual(self.request.state, "cancelled")
        self.assertEqual(self.new_money().reason, "late_cancelled")

    def test_conform_late_success_of_a_lapsed_request(self):
        self.request._set({"expires_at": PAID_AT - timedelta(days=1), "state": "expired"})
        self.deliver("late")
        self.assert_unpaid()
        self.assertEqual(self.new_money().reason, "late_expired")

    def test_conform_success_for_a_fee_already_paid(self):
        self.receive(self.request.reference)
        self.assertEqual(self.request.state, "paid")
        self.known = self.money.search([])
        self.deliver("already_paid")
        self.assert_paid_once()
        self.assertEqual(self.new_money().open_amount, self.FEE)

    def test_conform_two_attempts(self):
        if not self.has_orders:
            self.skipTest("a feed has no attempts")
        again = self.start_attempt()
        self.deliver("done")
        self.deliver("already_paid", self.event(order=again.tthc_order_number, number="2"))
        self.assert_paid_once()
        self.assertEqual(sum(self.new_money().mapped("amount")), 2 * self.FEE)

    # The gateway itself -------------------------------------------------------------------------

    def test_conform_gateway_out_of_order_when_asked(self):
        if not (self.has_orders and self.can_query):
            self.skipTest("this source cannot be asked")
        with patch.object(payment_provider, "PATIENCE", _Short(0.3)):
            for mode in ("slow", "rubbish", "down", "forged"):
                self.server.mode = mode
                self.addCleanup(setattr, self.server, "mode", "ok")
                before = self.attempt.tthc_asked
                self.attempt._tthc_ask()
                self.assertEqual(self.attempt.tthc_asked, before + 1, mode)
                self.assertTrue(self.attempt.tthc_ask_at, "it is asked again")
                self.assertEqual(self.attempt.state, "pending")
                self.assert_unpaid()

    def test_conform_gateway_out_of_order_at_the_start(self):
        if not self.calls_on_start:
            self.skipTest("nothing is asked of the gateway before the payer goes there")
        self.provider.is_published = True
        path = self.request._pay_path()
        self.authenticate(None, None)
        for mode in ("slow", "rubbish", "down"):
            self.server.mode = mode
            self.addCleanup(setattr, self.server, "mode", "ok")
            with patch.object(payment_provider, "PATIENCE", _Short(0.3)):
                page = self.press_pay(path)
            self.assertEqual(page.status_code, 200, mode)
            self.assertIn(self.provider.with_context(lang="vi_VN").name, page.text)
            self.env.invalidate_all()
            self.assertEqual(self.request.attempt_ids.sorted("id")[-1:].state, "error", mode)
            self.assertEqual(self.request.state, "open")
