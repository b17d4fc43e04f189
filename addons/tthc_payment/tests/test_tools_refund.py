from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools import refund

AMOUNTS = st.integers(min_value=0, max_value=10**10)


class TestRefundRules(BaseCase):
    @given(AMOUNTS, AMOUNTS, AMOUNTS)
    def test_what_is_refunded_never_exceeds_what_came(self, matched, held, free):
        amount = matched + held + free
        most = refund.refundable(amount, matched, held)
        self.assertEqual(most, free)
        self.assertEqual(refund.left(amount, matched, held + most), 0)

    @given(AMOUNTS, AMOUNTS)
    def test_nothing_is_left_of_money_given_away_twice(self, amount, more):
        self.assertEqual(refund.refundable(amount, amount, more), 0)

    def test_a_match_gives_what_it_holds(self):
        self.assertEqual(refund.refundable(100, 100, 0, of_match=60), 60)
        self.assertEqual(refund.refundable(100, 0, 0, of_match=0), 0)

    def test_accounts(self):
        self.assertEqual(refund.clean_account(" 1900 12-34.56 "), "1900123456")
        for text in ("", None, "123", "1" * 20, "số 1"):
            with self.assertRaises(refund.BadAccount):
                refund.clean_account(text)
