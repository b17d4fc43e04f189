"""How a refund divides into fees and charges."""

import unittest

from hypothesis import assume, given
from hypothesis import strategies as st

from ..tools.reduction import BadSplit, charge_part, check_split

AMOUNTS = st.integers(min_value=0, max_value=10**9)


class TestReduction(unittest.TestCase):
    def test_examples(self):
        for (amount, fees, charges), charge in {
            (8_000, 50_000, 8_000): 8_000,
            (20_000, 50_000, 8_000): 0,
            (58_000, 50_000, 8_000): 8_000,
            (52_000, 50_000, 8_000): 2_000,
            (5_000, 0, 8_000): 5_000,
            (5_000, 50_000, 0): 0,
        }.items():
            self.assertEqual(charge_part(amount, fees, charges), charge)

    def test_never_more_than_is_left(self):
        for amount in (0, -1, 58_001):
            with self.assertRaises(BadSplit):
                charge_part(amount, 50_000, 8_000)
        for amount, charge in ((10_000, 9_000), (10_000, -1), (60_000, 8_000)):
            with self.assertRaises(BadSplit):
                check_split(amount, charge, 50_000, 8_000)

    @given(AMOUNTS, AMOUNTS, AMOUNTS)
    def test_the_suggestion_always_fits(self, amount, fees, charges):
        assume(0 < amount <= fees + charges)
        check_split(amount, charge_part(amount, fees, charges), fees, charges)
