"""Attempts are asked about until they end."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from odoo import fields
from odoo.tests import BaseCase, freeze_time, tagged

from ..tools.gateway import wait_minutes
from .common import PaymentCommon


class TestBackoff(BaseCase):
    @given(st.integers(min_value=0, max_value=1000))
    def test_waits_longer_up_to_six_hours(self, asked):
        self.assertLessEqual(wait_minutes(asked), wait_minutes(asked + 1))
        self.assertTrue(2 <= wait_minutes(asked) <= 360)

    def test_by_example(self):
        self.assertEqual(
            [wait_minutes(asked) for asked in range(9)], [2, 4, 8, 16, 32, 64, 128, 256, 360]
        )


@tagged("post_install", "-at_install")
class TestAsking(PaymentCommon):
    def setUp(self):
        super().setUp()
        _dossier, self.request = self.accepted()
        self.provider = self.env["payment.provider"]._tthc_provider(self.centre)
        self.attempt = self.request._start_attempt(self.provider)
        self.attempt._tthc_started()
        self.opened = self.attempt.tthc_ask_at

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("tthc_payment.cron_ask").method_direct_trigger()

    def test_first_asked_when_the_page_of_the_gateway_closes(self):
        self.assertEqual(self.opened, self.attempt.tthc_expires_at)
        self.run_job()
        self.assertEqual(self.attempt.tthc_asked, 0)

    def test_asked_at_once_when_the_payer_comes_back(self):
        self.attempt._tthc_ask_soon()
        self.assertLessEqual(self.attempt.tthc_ask_at, fields.Datetime.now())
        self.run_job()
        self.assertEqual(self.attempt.tthc_asked, 1)
        planned = self.attempt.tthc_ask_at
        self.attempt._tthc_ask_soon()
        self.assertEqual(self.attempt.tthc_ask_at, planned, "coming back again does not hurry us")

    def test_asked_ever_more_rarely_and_then_given_up(self):
        times = []
        while self.attempt.tthc_ask_at:
            self.assertEqual(self.attempt.state, "pending")
            with freeze_time(self.attempt.tthc_ask_at + timedelta(seconds=1)):
                times.append(fields.Datetime.now())
                self.run_job()
            self.assertEqual(self.attempt.tthc_asked, len(times))
        waits = [later - earlier for earlier, later in pairwise(times)]
        self.assertEqual(waits, sorted(waits))
        self.assertTrue(10 < len(times) < 30, len(times))
        self.assertEqual(self.attempt.state, "cancel")
        self.assertEqual(self.request.state, "open", "the fee is still owed")

    def test_a_cancelled_attempt_is_still_asked_about(self):
        """The payer may have paid on the gateway's page before we withdrew the request."""
        self.request._cancel("Nhầm")
        self.assertEqual(self.attempt.state, "cancel")
        self.assertEqual(self.attempt.tthc_ask_at, self.opened)

    def test_a_transfer_is_not_asked_about(self):
        other = self.accepted()[1]
        self.assertFalse(other._ensure_attempt().tthc_ask_at)
