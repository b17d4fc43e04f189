"""A payer may not begin at VNPAY without end; over real HTTP."""

from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields, http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_payment.models.tthc_attempt_limit import TooManyAttempts

from .common import VnpayCommon


@tagged("post_install", "-at_install")
class TestAttemptLimit(VnpayCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.vnpay_provider()
        cls.provider.is_published = True
        cls.centre.write({"tthc_attempts_most": 3, "tthc_attempts_minutes": 10})

    def setUp(self):
        super().setUp()
        self.dossier, self.request = self.accepted()
        self.request._set({"expires_at": fields.Datetime.now() + timedelta(days=90)})

    def press(self, payable=None):
        self.authenticate(None, None)
        return self.url_open(
            f"{(payable or self.request)._pay_path()}/start",
            data={"provider_id": self.provider.id, "csrf_token": http.Request.csrf_token(self)},
            allow_redirects=False,
        )

    def bundled(self):
        parts = self.request | self.accepted()[1]
        parts._set({"expires_at": fields.Datetime.now() + timedelta(days=90)})
        return self.env["tthc.payment.bundle"]._open(parts)

    def test_the_fourth_try_is_told_to_wait(self):
        for _turn in range(3):
            self.assertEqual(self.press().status_code, 303)
        page = self.press()
        self.assertEqual(page.status_code, 429)
        self.assertTrue(0 < int(page.headers["Retry-After"]) <= 660)
        self.env.invalidate_all()
        free_at = self.request._clock(self.request._free_at())
        self.assertIn(free_at, page.text)
        self.assertIn("alert-warning", page.text)
        self.assertIn("vietqr.png", page.text, "the code is still there to pay by")
        self.assertNotIn(f"{self.request._pay_path()}/start", page.text)
        self.assertEqual(len(self.request.attempt_ids), 3)

    def test_an_earlier_try_may_still_succeed(self):
        for _turn in range(3):
            self.press()
        self.assertEqual(self.press().status_code, 429)
        self.env.invalidate_all()
        first = self.request.attempt_ids.sorted("id")[0]
        self.known_at_vnpay(first)
        message = self.server.finish(first.tthc_order_number)
        path = f"/tthc/payment/vnpay/{self.provider.id}/notify"
        answer = self.opener.get(f"{self.base_url()}{path}", params=message, timeout=30)
        self.assertEqual(answer.json()["RspCode"], "00")
        self.env.invalidate_all()
        self.assertEqual((self.request.state, first.state), ("paid", "done"))

    def test_after_the_wait_and_the_day(self):
        self.centre.tthc_attempts_day = 4
        for _turn in range(3):
            self.request._try_attempt(self.provider)
        with self.assertRaises(TooManyAttempts) as caught:
            self.request._try_attempt(self.provider)
        with freeze_time(caught.exception.free_at):
            self.request._try_attempt(self.provider)
            with self.assertRaises(TooManyAttempts) as caught:
                self.request._try_attempt(self.provider)
        first = self.request.attempt_ids.sorted("id")[0].create_date.replace(microsecond=0)
        wait = caught.exception.free_at - first
        self.assertEqual(wait, timedelta(days=1))
        with freeze_time(caught.exception.free_at + timedelta(seconds=1)):
            self.request._try_attempt(self.provider)

    def test_transfers_and_other_requests_do_not_count(self):
        other = self.accepted()[1]
        for _turn in range(3):
            self.request._try_attempt(self.provider)
        self.assertTrue(other._try_attempt(self.provider))
        self.request.with_user(self.receptionist).action_show_qr()
        self.assertTrue(self.receive(self.request.reference).match_ids)
        for _turn in range(5):
            other._new_attempt(1_000)
        self.assertIsNone(other._free_at())

    def test_no_limit(self):
        self.centre.write({"tthc_attempts_most": 0, "tthc_attempts_day": 0})
        for _turn in range(25):
            self.request._try_attempt(self.provider)
        self.assertIsNone(self.request._free_at())

    def test_a_collective_payment(self):
        bundle = self.bundled()
        for _turn in range(2):
            self.assertEqual(self.press(bundle).status_code, 303)
        third = self.accepted()[1]
        other = self.env["tthc.payment.bundle"]._open(bundle.request_ids | third)
        self.assertEqual(self.press(other).status_code, 303)
        for payable in (bundle, other):
            page = self.press(payable)
            self.assertEqual(page.status_code, 429, "another choice of the same fees")
            self.assertIn("vietqr.png", page.text)

    @mute_logger("odoo.sql_db")
    def test_settings_that_make_no_sense(self):
        for values in ({"tthc_attempts_most": -1}, {"tthc_attempts_minutes": 0}):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self.centre.write(values)
                self.env.flush_all()
