from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.attempts import free_at

NOW = datetime(2026, 3, 10, 9, 0)
MINUTE = timedelta(minutes=1)
LIMITS = [(3, 15 * MINUTE), (5, timedelta(days=1))]


def ago(*minutes):
    return [NOW - number * MINUTE for number in minutes]


class TestAttemptLimit(BaseCase):
    def test_examples(self):
        cases = [
            ([], None),
            (ago(1, 2), None),
            (ago(1, 2, 16), None),
            (ago(2, 1, 14), NOW + MINUTE),
            (ago(15, 1, 2), None),
            (ago(1, 100, 200, 300, 400), NOW + timedelta(days=1) - 400 * MINUTE),
            (ago(1, 2, 3, 4, 5), NOW + timedelta(days=1) - 5 * MINUTE),
        ]
        for begun, expected in cases:
            self.assertEqual(free_at(begun, NOW, LIMITS), expected, begun)

    def test_no_limit(self):
        begun = ago(*range(100))
        self.assertIsNone(free_at(begun, NOW, [(0, timedelta(days=1))]))
        self.assertIsNone(free_at(begun, NOW, []))

    @given(
        st.lists(st.integers(0, 3000), max_size=30),
        st.lists(st.tuples(st.integers(0, 8), st.integers(1, 2000)), max_size=3),
    )
    def test_the_told_time_is_the_first_that_is_free(self, minutes, limits):
        begun = ago(*minutes)
        limits = [(most, span * MINUTE) for most, span in limits]
        told = free_at(begun, NOW, limits)
        if told is None:
            for most, span in limits:
                if most:
                    self.assertLess(sum(at > NOW - span for at in begun), most)
            return
        self.assertGreater(told, NOW)
        self.assertIsNone(free_at(begun, told, limits))
        self.assertIsNotNone(free_at(begun, told - timedelta(seconds=1), limits))
