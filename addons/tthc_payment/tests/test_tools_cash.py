from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools import cash

AMOUNTS = st.integers(min_value=0, max_value=10**10)


class TestCashArithmetic(BaseCase):
    @given(st.dictionaries(st.integers(1, 500_000), st.integers(0, 3)))
    def test_total_adds_up(self, counts):
        notes = [value for value, quantity in counts.items() for _ in range(quantity)]
        self.assertEqual(cash.total(counts), sum(notes))

    def test_total_refuses_negative_counts(self):
        with self.assertRaises(ValueError):
            cash.total({1000: -1})

    @given(AMOUNTS, AMOUNTS)
    def test_change_and_due_make_what_was_tendered(self, due, more):
        self.assertEqual(due + cash.change(due, due + more), due + more)

    @given(AMOUNTS, st.integers(1, 10**9))
    def test_too_little_says_how_much_is_missing(self, tendered, missing):
        with self.assertRaises(cash.TooLittle) as caught:
            cash.change(tendered + missing, tendered)
        self.assertEqual(caught.exception.args[0], missing)

    def test_drawer(self):
        self.assertEqual(cash.drawer(100, 50, voided=20, handed_over=30, refunded=5), 95)

    def test_slips(self):
        for text, slip in (("123456", "123456"), (" 0a 12-3b", "0A123B"), ("000001", "000001")):
            self.assertEqual(cash.clean_slip(text), slip)
        for text in ("", None, "4111 1111 1111 1111", "Số 1", "1234567890123"):
            with self.assertRaises(cash.BadSlip):
                cash.clean_slip(text)

    def test_the_end_of_a_card_number(self):
        self.assertEqual(cash.clean_last4(" 1234 "), "1234")
        self.assertEqual(cash.clean_last4(None), "")
        for text in ("123", "12345", "4111111111111111", "12a4"):
            with self.assertRaises(cash.BadCard):
                cash.clean_last4(text)
