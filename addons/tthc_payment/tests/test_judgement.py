from dataclasses import replace
from datetime import datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools import judgement
from odoo.addons.tthc_payment.tools.reference import Scan, find_references

GOOD = "HCC26110001235"
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

    def test_an_account_that_is_not_ours_is_wrong_for_a_request_without_one(self):
        money = replace(MONEY, account=judgement.NOT_OURS)
        for account in (1, False):
            request = replace(REQUEST, account=account)
            self.assertEqual(judgement.judge(money, request), "wrong_account")

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
            (Scan((GOOD,), ("HCC26110001253",)), (None, "two_references")),
            (Scan((GOOD,), ("HCC251200",)), (None, "two_references")),
        ):
            self.assertEqual(judgement.pick_reference(scan), expected)

    @given(st.integers(6, 13), st.integers(0, 10**13), st.booleans())
    @settings(max_examples=50, deadline=None)
    def test_a_number_behind_a_name_that_ends_like_a_reference_begins(self, length, number, first):
        """ "TT HCC 0071000123456", "MINH CC 079123456789"."""
        digits = f"{number:013}"[:length]
        words = [GOOD, f"nop ve TT HCC {digits}, BUI THI MINH CC {digits}"]
        found = find_references(" ".join(words if first else words[::-1]))
        assume(found.valid == (GOOD,) and not 25 <= int(digits[:2]) <= 27)
        self.assertEqual(judgement.pick_reference(found), (GOOD, None))
