"""Which price applies."""

import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ..tools.tariff import Rate, choose, overlap

DAY = date(2026, 3, 9)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def rate(number, amount, carrier=None, area=None, weight_to=0, first=date(2026, 1, 1), last=None):
    return Rate(number, carrier, area, weight_to, first, last, amount)


RATES = st.builds(
    rate,
    st.integers(1, 99),
    st.integers(1, 10**6),
    st.sampled_from((None, 1, 2)),
    st.sampled_from((None, "province", "country")),
    st.sampled_from((0, 100, 500)),
    DAYS,
    st.none() | DAYS,
)


class TestTariff(unittest.TestCase):
    def test_the_most_special_price(self):
        general, province = rate(1, 30_000), rate(2, 26_000, area="province")
        express = rate(3, 60_000, carrier=7)
        rates = (general, province, express)
        self.assertEqual(choose(rates, DAY), general)
        self.assertEqual(choose(rates, DAY, area="province"), province)
        self.assertEqual(choose(rates, DAY, carrier=7, area="province"), express)
        self.assertEqual(choose(rates, DAY, carrier=8, area="country"), general)

    def test_weights(self):
        rates = (rate(1, 30_000, weight_to=100), rate(2, 45_000, weight_to=500), rate(3, 90_000))
        for weight, amount in ((0, 30_000), (100, 30_000), (101, 45_000), (2_000, 90_000)):
            self.assertEqual(choose(rates, DAY, weight=weight).amount, amount)

    def test_days(self):
        old = rate(1, 25_000, last=DAY)
        new = rate(2, 30_000, first=DAY + timedelta(days=1))
        self.assertEqual(choose((old, new), DAY), old)
        self.assertEqual(choose((old, new), DAY + timedelta(days=1)), new)
        self.assertIsNone(choose((new,), DAY))
        self.assertFalse(overlap(old, new))
        self.assertTrue(overlap(old, rate(3, 1, first=DAY)))
        self.assertFalse(overlap(old, rate(3, 1, first=DAY, area="province")))

    @given(st.lists(RATES), DAYS)
    def test_only_what_is_in_force_and_fits(self, rates, day):
        found = choose(rates, day, 1, "province", 200)
        fits = [
            row
            for row in rates
            if row.first <= day <= (row.last or day)
            and row.carrier in (1, None)
            and row.area in ("province", None)
            and row.weight_to in (0, 500)
        ]
        self.assertEqual(found is None, not fits)
        self.assertTrue(found is None or found in fits)

    @given(RATES, RATES, DAYS)
    def test_what_overlaps_not_is_never_in_force_together(self, one, other, day):
        def in_force(row):
            return bool(choose((row,), day, row.carrier, row.area, row.weight_to))

        same = (one.carrier, one.area, one.weight_to) == (
            other.carrier,
            other.area,
            other.weight_to,
        )
        if same and in_force(one) and in_force(other):
            self.assertTrue(overlap(one, other))
