from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools import judgement
from odoo.addons.tthc_payment.tools.reference import Scan

NOON = datetime(2026, 3, 10, 5)
MONEY = judgement.Money(58_000, 23, 1, NOON)
REQUEST = judgement.Request("open", 58_000, 23, 1, datetime(2026, 6, 1))


class TestJudgement(BaseCase):
    def test_everything_fits(self):
        self.assertIsNone(judgement.judge(MONEY, REQUEST))

    def test_what_does_not_fit(self):
        for reason, money, request in (
            ("unknown_reference", {}, None),
            ("wrong_account", {"account": 2}, {}),
            ("wrong_account", {}, {"account": False}),
            ("wrong_currency", {"currency": 1}, {}),
            ("already_paid", {}, {"state": "paid", "due": 0}),
            ("late_cancelled", {}, {"state": "cancelled"}),
            ("late_expired", {"booked_at": datetime(2026, 6, 2)}, {"state": "expired"}),
            ("late_expired", {"booked_at": datetime(2026, 6, 2)}, {}),
            ("amount_differs", {"amount": 57_999}, {}),
            ("amount_differs", {"amount": 58_001}, {}),
            ("amount_differs", {}, {"due": 48_000}),
        ):
            facts = None if request is None else replace(REQUEST, **request)
            self.assertEqual(judgement.judge(replace(MONEY, **money), facts), reason)

    def test_booked_in_time_but_delivered_late(self):
        self.assertIsNone(judgement.judge(MONEY, replace(REQUEST, state="expired")))

    def test_cash_has_no_account(self):
        self.assertIsNone(judgement.judge(replace(MONEY, account=False), REQUEST))

    @given(
        st.integers(1, 10**9),
        st.integers(1, 10**9),
        st.integers(1, 2),
        st.integers(1, 2),
        st.sampled_from(["open", "paid", "cancelled", "expired"]),
    )
    @settings(max_examples=200, deadline=None)
    def test_only_equal_facts_pass(self, amount, due, account, wanted, state):
        money = replace(MONEY, amount=amount, account=account)
        request = judgement.Request(state, due, 23, wanted, None)
        passed = judgement.judge(money, request) is None
        same = amount == due and account == wanted and state in ("open", "expired")
        self.assertEqual(passed, same)

    def test_pick_reference(self):
        for scan, expected in (
            (Scan(), (None, "no_reference")),
            (Scan(("HCC1",)), ("HCC1", None)),
            (Scan(("HCC1", "HCC2")), (None, "two_references")),
            (Scan((), ("HCC9",)), (None, "check_digit")),
            (Scan(("HCC123",), ("HCC12",)), ("HCC123", None)),
            (Scan(("HCC123",), ("HCC9",)), (None, "two_references")),
        ):
            self.assertEqual(judgement.pick_reference(scan), expected)
