"""Prices from fee rules: the law's own numbers, and what holds for every rule."""

import unittest
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.tthc_catalogue.tools import fee_benefits, fee_formula, fees
from odoo.addons.tthc_catalogue.tools.fee_formula import Formula, Measure, Tier

DAY = date(2026, 11, 22)
PROCEDURE, SECTOR = 5, 3
# TT 226/2016/TT-BTC, Art. 4: 2.000 đ a page, from the third 1.000 đ, 200.000 đ a copy at most.
BY_PAGE = Formula(2000, "page", (Tier(3, 1000),), ceiling=200000, per_copy=True)
COPIES = fees.FeeRule(fee_id=1, name="Phí chứng thực", kind="phi", formula=BY_PAGE)


def rule(amount=20000, fee_id=7, name="Lệ phí", kind="le_phi", unit="dossier", **values):
    return fees.FeeRule(
        fee_id=fee_id, name=name, kind=kind, formula=Formula(amount, unit), **values
    )


def local(**values):
    return rule(0, local=True, remark="Theo nghị quyết của HĐND tỉnh", **values)


def line(amount=5000, line_id=1, **values):
    return fees.RegulationLine(
        **{
            "line_id": line_id,
            "fee_name": "Lệ phí",
            "formula": Formula(amount),
            "procedures": frozenset([PROCEDURE]),
            "regulation": "NQ 1",
            "since": date(2026, 1, 1),
            **values,
        }
    )


def benefit(mode="percent", value=5000, benefit_id=1, name="Trẻ em", **values):
    return fees.Benefit(
        benefit_id, name, mode, value, **{"regulation": "Luật 97", "automatic": True, **values}
    )


def request(channel="counter", on_date=DAY, **values):
    given = {"procedure_id": PROCEDURE, "sector_id": SECTOR, "case_name": "Chung", **values}
    return fees.Request(channel, on_date, **given)


def price(formula, quantity=1, copies=1):
    return formula.price(Measure(quantity, copies))


def quotes(rules, lines=(), benefits=(), **values):
    return fees.quote(rules, request(**values), fees.Book(tuple(lines), tuple(benefits)))


def amounts(rules, **values):
    return [found.amount for found in quotes(rules, **values)]


class TestFormula(unittest.TestCase):
    def test_certified_copy_by_page(self):
        self.assertEqual(
            [price(BY_PAGE, pages)[0] for pages in (1, 2, 3, 10)], [2000, 4000, 5000, 12000]
        )

    def test_the_ceiling_is_that_of_one_copy(self):
        """TT 226/2016/TT-BTC: 200.000 đ a copy at most, pages counted on the original."""
        self.assertEqual(price(BY_PAGE, 198)[0], 200000)
        amount, words = price(BY_PAGE, 199)
        self.assertEqual(amount, 200000)
        self.assertIn("tối đa 200.000 đ", words)
        self.assertEqual(price(BY_PAGE, 300, 3)[0], 600000)

    def test_pages_by_copies(self):
        amount, words = price(BY_PAGE, 10, 3)
        self.assertEqual(amount, 36000)
        self.assertEqual(words, "(2 trang × 2.000 đ + 8 trang × 1.000 đ) × 3 bản")

    def test_without_per_copy_the_ceiling_holds_for_all(self):
        self.assertEqual(price(replace(BY_PAGE, per_copy=False), 300, 3)[0], 200000)

    def test_several_tiers_in_any_order(self):
        steps = (Tier(11, 500), Tier(3, 1000))
        for tiers in (steps, steps[::-1]):
            some = Formula(2000, "page", tiers)
            self.assertEqual(price(some, 12)[0], 2 * 2000 + 8 * 1000 + 2 * 500)
            self.assertEqual(price(some, 2)[0], 4000)

    def test_dossier_price_ignores_quantity(self):
        self.assertEqual(price(Formula(50000), 12, 4), (50000, "1 hồ sơ × 50.000 đ"))

    def test_quantity_below_one(self):
        for values in ((0, 1), (-1, 1), (1, 0)):
            with self.assertRaises(ValueError):
                Measure(*values)

    def test_the_formula_in_words(self):
        self.assertEqual(
            BY_PAGE.words(),
            "2.000 đ/trang; từ trang thứ 3: 1.000 đ; tối đa 200.000 đ/bản; nhân số bản",
        )

    def test_what_is_wrong_with_a_formula(self):
        self.assertEqual(BY_PAGE.problems(), [])
        wrong = Formula(9, "dossier", (Tier(1, 5), Tier(1, 4)), ceiling=3)
        self.assertEqual(
            set(wrong.problems()), {"tier_start", "tier_twice", "tier_dossier", "ceiling"}
        )

    def test_tiers_pack_and_unpack(self):
        tiers = (Tier(3, 1000), Tier(11, 500))
        text = fee_formula.pack_tiers(tiers[::-1])
        self.assertEqual(text, "3:1000;11:500")
        self.assertEqual(fee_formula.unpack_tiers(text), tiers)
        self.assertEqual(fee_formula.unpack_tiers(False), ())


class TestQuote(unittest.TestCase):
    def test_channel_price_replaces_general_price(self):
        pair = [rule(20000), rule(10000, fee_id=8, channel="online")]
        for rules in (pair, pair[::-1]):
            self.assertEqual(amounts(rules, channel="online"), [10000])
            self.assertEqual(amounts(rules), [20000])

    def test_price_for_a_kind_of_applicant(self):
        rules = [rule(20000), rule(50000, fee_id=8, applicant="organisation")]
        self.assertEqual(amounts(rules, applicant="organisation"), [50000])
        self.assertEqual(amounts(rules, applicant="citizen"), [20000])
        self.assertEqual(amounts(rules), [20000])

    def test_rules_of_different_names_add_up(self):
        rules = [rule(100000), rule(50000, fee_id=2, name="Phí công bố", kind="phi")]
        self.assertEqual(sum(amounts(rules)), 150000)

    def test_dated_rules_follow_one_another(self):
        rules = [
            rule(25000, date_to=date(2026, 12, 31)),
            rule(50000, fee_id=8, date_from=date(2027, 1, 1)),
        ]
        self.assertEqual(amounts(rules, on_date=date(2026, 12, 31)), [25000])
        self.assertEqual(amounts(rules, on_date=date(2027, 1, 1)), [50000])

    def test_no_rule_no_quote(self):
        self.assertEqual(amounts([]), [])
        self.assertEqual(amounts([rule(channel="online")]), [])

    def test_one_number_counts_copies_where_nothing_else_is_counted(self):
        some = rule(8000, unit="copy")
        self.assertEqual(amounts([some], quantity=3), [24000])
        self.assertEqual(amounts([some], copies=3), [24000])
        self.assertEqual(amounts([COPIES, some], quantity=10, copies=2), [24000, 16000])

    def test_quantity_is_reported_as_counted(self):
        found = quotes([rule(), COPIES], quantity=4, copies=2)
        self.assertEqual([one.quantity for one in found], [1, 8])

    def test_share_kept_is_rounded_down(self):
        (found,) = quotes([rule(8001, kind="phi", retained=5000)])
        self.assertEqual((found.kept, found.remitted), (4000, 4001))
        self.assertIn("để lại 4.000 đ, nộp ngân sách 4.001 đ", found.explanation)

    def test_a_charge_is_remitted_whole(self):
        (found,) = quotes([rule(8000, retained=5000)])
        self.assertEqual((found.kept, found.remitted), (0, 8000))

    def test_two_prices_for_one_thing(self):
        one = rule(date_to=date(2026, 6, 30))
        self.assertFalse(fees.contradict(one, rule(date_from=date(2026, 7, 1))))
        self.assertFalse(fees.contradict(one, rule(channel="online")))
        self.assertTrue(fees.contradict(one, rule(name="lệ  PHÍ")))

    def test_money_is_written_the_vietnamese_way(self):
        self.assertEqual(fees.money(1234567), "1.234.567 đ")


class TestRegulation(unittest.TestCase):
    def test_the_province_sets_the_amount(self):
        (found,) = quotes([local()], [line()])
        self.assertEqual((found.amount, found.line_id), (5000, 1))
        self.assertIn("theo NQ 1", found.explanation)

    def test_without_a_line_the_remark_stays(self):
        for lines in (
            [],
            [line(fee_name="Khác")],
            [line(procedures=frozenset([9]))],
            [line(date_from=date(2027, 1, 1))],
            [line(case_name="Quá hạn")],
        ):
            (found,) = quotes([local()], lines)
            self.assertEqual(
                (found.amount, found.explanation), (0, "Theo nghị quyết của HĐND tỉnh")
            )
            self.assertTrue(found.unpriced)
        self.assertFalse(quotes([local()], [line()])[0].unpriced)

    def test_a_stated_amount_gives_way_only_where_the_regulation_says_so(self):
        self.assertEqual(quotes([rule()], [line()])[0].amount, 20000)
        self.assertEqual(quotes([rule()], [line(replaces=True)])[0].amount, 5000)

    def test_the_narrower_line_then_the_later_regulation(self):
        lines = [
            line(1, line_id=1),
            line(2, line_id=2, channel="counter"),
            line(3, line_id=3, case_name="chung"),
            line(4, line_id=4, since=date(2026, 6, 1)),
        ]
        for order in (lines, lines[::-1]):
            self.assertEqual(quotes([local()], order)[0].amount, 3)
        self.assertEqual(quotes([local()], lines[:2])[0].amount, 2)
        self.assertEqual(quotes([local()], [lines[0], lines[3]])[0].amount, 4)

    def test_a_line_may_set_zero(self):
        """Hà Nội: registering a household business online costs nothing."""
        lines = [line(100000), line(0, line_id=2, channel="online")]
        self.assertEqual(quotes([local()], lines, channel="online")[0].amount, 0)
        self.assertEqual(quotes([local()], lines)[0].amount, 100000)

    def test_share_kept_of_a_line(self):
        (found,) = quotes([local(kind="phi")], [line(1001, retained=7000)])
        self.assertEqual((found.kept, found.remitted), (700, 301))

    def test_as_if_in_force(self):
        book = fees.Book((line(date_from=date(2027, 1, 1)),), (benefit(date_to=DAY),))
        later = request(on_date=date(2026, 12, 1))
        self.assertEqual(fees.quote([local()], later, book)[0].amount, 0)
        self.assertEqual(fees.quote([local()], later, book.as_if_in_force())[0].amount, 2500)

    def test_book_without_a_regulation(self):
        book = fees.Book((line(regulation_id=4),), (benefit(regulation_id=5),))
        self.assertEqual(book.without({4}), fees.Book((), book.benefits))
        self.assertEqual(book.without({4}).plus(book.without({5})), book)


class TestBenefits(unittest.TestCase):
    def test_modes(self):
        cases = (("exempt", 0, 0), ("percent", 5000, 10000), ("amount", 5000, 5000))
        for mode, value, expected in cases:
            (found,) = quotes([rule()], benefits=[benefit(mode, value)])
            self.assertEqual((found.base, found.amount), (20000, expected), mode)

    def test_reduced_amount_counts_for_each_unit(self):
        some = rule(10000, unit="person")
        (found,) = quotes([some], benefits=[benefit("amount", 4000)], quantity=3)
        self.assertEqual((found.base, found.amount), (30000, 12000))

    def test_the_highest_applies_and_none_are_added_up(self):
        """NQ 66.22/2026/NQ-CP."""
        half = benefit(benefit_id=1)
        most = benefit(value=9000, benefit_id=2, name="Công dân số")
        (found,) = quotes([rule()], benefits=[half, most])
        self.assertEqual((found.amount, found.benefit_id), (2000, 2))
        self.assertIn("giảm 90 % – Công dân số (Luật 97): bớt 18.000 đ", found.explanation)
        self.assertIn("không áp dụng giảm 50 % – Trẻ em", found.explanation)

    def test_equal_savings(self):
        claimed = benefit(benefit_id=1, automatic=False, sequence=1)
        late = benefit(benefit_id=2, sequence=20)
        early = benefit(benefit_id=3, sequence=5)
        for order in ([claimed, late, early], [early, late, claimed]):
            (found,) = quotes([rule()], benefits=order, claimed=frozenset([1]))
            self.assertEqual(found.benefit_id, 3)

    def test_a_claim_is_needed(self):
        some = benefit("exempt", automatic=False)
        self.assertEqual(quotes([rule()], benefits=[some])[0].amount, 20000)
        self.assertEqual(quotes([rule()], benefits=[some], claimed=frozenset([1]))[0].amount, 0)

    def test_scope(self):
        for values, fits in (
            ({"kind": "phi"}, False),
            ({"kind": "le_phi"}, True),
            ({"channel": "online"}, False),
            ({"applicant": "household"}, False),
            ({"sectors": frozenset([SECTOR])}, True),
            ({"sectors": frozenset([9])}, False),
            ({"sectors": frozenset([9]), "procedures": frozenset([PROCEDURE])}, True),
            ({"date_from": date(2027, 1, 1)}, False),
            ({"date_to": date(2026, 11, 21)}, False),
        ):
            (found,) = quotes([rule()], benefits=[benefit("exempt", **values)])
            self.assertEqual(found.amount == 0, fits, values)

    def test_parts_of_a_dong_fall_to_the_payer(self):
        self.assertEqual(benefit().payable(5001), 2500)

    def test_a_remark_has_no_benefit(self):
        (found,) = quotes([local()], benefits=[benefit("exempt")])
        self.assertIsNone(found.benefit_id)


vnd = st.integers(0, 10**7)
units = st.sampled_from(["dossier", "copy", "page", "person"])
channels = st.sampled_from(["counter", "online", "post"])
maybe_channel = st.none() | channels
any_formula = st.builds(
    Formula,
    amount=vnd,
    unit=units,
    tiers=st.lists(
        st.builds(Tier, start=st.integers(2, 40), amount=vnd),
        max_size=4,
        unique_by=lambda tier: tier.start,
    ).map(tuple),
    ceiling=vnd,
    per_copy=st.booleans(),
)
any_rule = st.builds(
    fees.FeeRule,
    fee_id=st.integers(1, 99),
    name=st.sampled_from(["Phí", "Lệ phí"]),
    kind=st.sampled_from(["phi", "le_phi"]),
    formula=any_formula,
    retained=st.integers(0, 10_000),
    local=st.booleans(),
    channel=maybe_channel,
)
any_line = st.builds(
    fees.RegulationLine,
    line_id=st.integers(1, 99),
    fee_name=st.sampled_from(["Phí", "Lệ phí"]),
    formula=any_formula,
    procedures=st.just(frozenset([PROCEDURE])),
    replaces=st.booleans(),
    channel=maybe_channel,
)
any_benefit = st.builds(
    fees.Benefit,
    benefit_id=st.integers(1, 99),
    name=st.just("Nhóm"),
    mode=st.sampled_from(["exempt", "percent", "amount"]),
    value=vnd,
    automatic=st.booleans(),
    kind=st.sampled_from([None, "phi", "le_phi"]),
    channel=maybe_channel,
    sequence=st.integers(1, 3),
)
some_benefits = st.lists(any_benefit, max_size=6, unique_by=lambda item: item.benefit_id)
count = st.integers(1, 500)
no_deadline = settings(deadline=None)


class TestProperties(unittest.TestCase):
    @no_deadline
    @given(any_formula, count, st.integers(1, 9))
    def test_never_negative_never_above_ceiling(self, formula, quantity, copies):
        amount, words = price(formula, quantity, copies)
        self.assertGreaterEqual(amount, 0)
        self.assertTrue(words)
        if formula.ceiling:
            times = formula.times(Measure(quantity, copies))
            self.assertLessEqual(amount, formula.ceiling * times)

    @no_deadline
    @given(any_formula, count, st.integers(1, 9))
    def test_more_units_never_cost_less(self, formula, quantity, copies):
        here = price(formula, quantity, copies)[0]
        self.assertGreaterEqual(price(formula, quantity + 1, copies)[0], here)
        self.assertGreaterEqual(price(formula, quantity, copies + 1)[0], here)

    @no_deadline
    @given(any_formula, count)
    def test_bands_hold_every_unit_once(self, formula, quantity):
        self.assertEqual(sum(number for number, _each in formula.bands(quantity)), quantity)

    @no_deadline
    @given(st.lists(any_rule, max_size=6), channels, count)
    def test_one_quote_a_name_and_only_for_the_channel(self, rules, channel, quantity):
        found = quotes(rules, channel=channel, quantity=quantity)
        names = [one.name for one in found]
        self.assertEqual(len(names), len(set(names)))
        open_names = {some.name for some in rules if some.channel in (None, channel)}
        self.assertEqual(set(names), open_names)

    @no_deadline
    @given(
        st.lists(any_rule, max_size=4, unique_by=lambda item: item.fee_id),
        st.lists(any_line, max_size=4, unique_by=lambda item: item.line_id),
        some_benefits,
        channels,
        count,
        st.randoms(use_true_random=False),
    )
    def test_prices(self, rules, lines, benefits, channel, quantity, shuffle):
        claimed = frozenset([item.benefit_id for item in benefits[::2]])
        values = {"channel": channel, "quantity": quantity, "claimed": claimed}
        found = quotes(rules, lines, benefits, **values)
        for one in found:
            self.assertLessEqual(0, one.amount)
            self.assertLessEqual(one.amount, one.base)
            self.assertEqual(one.kept + one.remitted, one.amount)
            self.assertGreaterEqual(one.kept, 0)
            if one.kind == "le_phi":
                self.assertEqual(one.kept, 0)
            self.assertEqual(one.benefit_id is None, one.amount == one.base)
        rules, lines, benefits = list(rules), list(lines), list(benefits)
        for items in (rules, lines, benefits):
            shuffle.shuffle(items)
        again = quotes(rules, lines, benefits, **values)
        self.assertEqual(set(found), set(again))

    @no_deadline
    @given(some_benefits, vnd, st.integers(1, 20))
    def test_the_chosen_benefit_is_the_best(self, benefits, base, number):
        best, others = fee_benefits.choose(benefits, base, number)
        savings = [item.saving(base, number) for item in benefits]
        self.assertEqual(best.saving(base, number) if best else 0, max([0, *savings]))
        self.assertEqual(len(others) + bool(best), sum(saving > 0 for saving in savings))
