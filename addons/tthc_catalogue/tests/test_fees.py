"""Prices from fee rules: the law's own numbers, and what holds for every rule."""

import unittest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.tthc_catalogue.tools import fees

DAY = date(2026, 11, 22)
# TT 226/2016/TT-BTC, Art. 4: 2.000 đ a page, from the third 1.000 đ, 200.000 đ a copy at most.
COPIES = fees.FeeRule(
    1, "Phí chứng thực", "phi", 2000, unit="page", tier_from=3, tier_amount=1000, ceiling=200000
)


def rule(amount=20000, **values):
    return fees.FeeRule(fee_id=7, name="Lệ phí", kind="le_phi", amount=amount, **values)


def amounts(rules, channel="counter", on_date=DAY, quantity=1):
    return [quote.amount for quote in fees.quote(rules, channel, on_date, quantity)]


class TestPrice(unittest.TestCase):
    def test_certified_copy_by_page(self):
        self.assertEqual(
            [fees.price(COPIES, pages)[0] for pages in (1, 2, 3, 10)],
            [2000, 4000, 5000, 12000],
        )

    def test_certified_copy_ceiling(self):
        self.assertEqual(fees.price(COPIES, 198)[0], 200000)
        amount, words = fees.price(COPIES, 199)
        self.assertEqual(amount, 200000)
        self.assertIn("tối đa 200.000 đ", words)

    def test_explanation_names_both_tiers(self):
        words = fees.price(COPIES, 10)[1]
        self.assertEqual(words, "2 trang × 2.000 đ + 8 trang × 1.000 đ")

    def test_dossier_price_ignores_quantity(self):
        self.assertEqual(fees.price(rule(50000), 12), (50000, "1 hồ sơ × 50.000 đ"))

    def test_per_copy_and_per_person(self):
        self.assertEqual(fees.price(rule(8000, unit="copy"), 3)[0], 24000)
        self.assertEqual(fees.price(rule(10000, unit="person"), 4), (40000, "4 người × 10.000 đ"))

    def test_remark_asks_for_nothing(self):
        self.assertEqual(fees.price(rule(20000, remark="Miễn thu"), 2), (0, "Miễn thu"))

    def test_quantity_below_one(self):
        for quantity in (0, -1):
            with self.assertRaises(ValueError):
                fees.price(rule(), quantity)


class TestQuote(unittest.TestCase):
    def test_channel_price_replaces_general_price(self):
        pair = [rule(20000), rule(10000, channel="online")]
        for rules in (pair, pair[::-1]):
            self.assertEqual(amounts(rules, "online"), [10000])
            self.assertEqual(amounts(rules, "counter"), [20000])

    def test_rules_of_different_names_add_up(self):
        rules = [rule(100000), fees.FeeRule(2, "Phí công bố", "phi", 50000)]
        self.assertEqual(sum(amounts(rules)), 150000)

    def test_dated_rules_follow_one_another(self):
        rules = [
            rule(25000, date_to=date(2026, 12, 31)),
            rule(50000, date_from=date(2027, 1, 1)),
        ]
        self.assertEqual(amounts(rules, on_date=date(2026, 12, 31)), [25000])
        self.assertEqual(amounts(rules, on_date=date(2027, 1, 1)), [50000])

    def test_no_rule_no_quote(self):
        self.assertEqual(amounts([]), [])
        self.assertEqual(amounts([rule(channel="online")]), [])

    def test_quantity_is_reported_as_counted(self):
        quotes = fees.quote([rule(), COPIES], "counter", DAY, 4)
        self.assertEqual([quote.quantity for quote in quotes], [1, 4])

    def test_money_is_written_the_vietnamese_way(self):
        self.assertEqual(fees.money(1234567), "1.234.567 đ")


vnd = st.integers(0, 10**7)
any_rule = st.builds(
    fees.FeeRule,
    fee_id=st.integers(1, 99),
    name=st.sampled_from(["Phí", "Lệ phí"]),
    kind=st.sampled_from(["phi", "le_phi"]),
    amount=vnd,
    unit=st.sampled_from(["dossier", "copy", "page", "person"]),
    tier_from=st.integers(0, 20),
    tier_amount=vnd,
    ceiling=vnd,
    channel=st.sampled_from([None, "counter", "online", "post"]),
)
count = st.integers(1, 500)


class TestProperties(unittest.TestCase):
    @given(any_rule, count)
    def test_never_negative_never_above_ceiling(self, some, quantity):
        amount, words = fees.price(some, quantity)
        self.assertGreaterEqual(amount, 0)
        self.assertTrue(words)
        if some.ceiling:
            self.assertLessEqual(amount, some.ceiling)

    @given(any_rule, count)
    def test_more_units_never_cost_less(self, some, quantity):
        self.assertGreaterEqual(fees.price(some, quantity + 1)[0], fees.price(some, quantity)[0])

    @given(st.lists(any_rule, max_size=8), st.sampled_from(["counter", "online", "post"]), count)
    def test_one_quote_a_name_and_only_for_the_channel(self, rules, channel, quantity):
        quotes = fees.quote(rules, channel, DAY, quantity)
        names = [quote.name for quote in quotes]
        self.assertEqual(len(names), len(set(names)))
        open_names = {some.name for some in rules if some.channel in (None, channel)}
        self.assertEqual(set(names), open_names)
