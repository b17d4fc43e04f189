from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools.statement import Row, assign_keys
from odoo.addons.tthc_payment.tools.statement_gaps import Span, joins
from odoo.addons.tthc_payment.tools.statement_overlap import (
    Known,
    clock_of,
    letters,
    resolve,
    resolve_numbered,
    used_again,
)

NOON = datetime(2026, 10, 1, 12)
MIDNIGHT = datetime(2026, 10, 1)


def row(number, balance=None, booked_at=MIDNIGHT, memo="nop le phi", amount=8_000):
    return Row(number, booked_at, amount, 0, memo, balance=balance)


def take_in(files):
    """Import the files one after the other as the account does; returns what is stored."""
    stored = []
    for rows in files:
        keyed = resolve(assign_keys(rows, "1"), stored)
        there = {one.key for one in stored}
        stored += [
            Known(one.key, one.balance, clock_of(one.booked_at), memo=letters(one.memo))
            for one in keyed
            if one.key not in there
        ]
    return stored


class TestOverlap(BaseCase):
    def test_a_file_that_begins_in_the_middle_of_a_day(self):
        """Three equal payments; the second file begins with the second of them."""
        day = [row(1, 8_000), row(2, 16_000), row(3, 24_000)]
        self.assertEqual(len(take_in([day[:2], day[1:]])), 3)
        self.assertEqual(len(take_in([day[1:], day[:2]])), 3)
        self.assertEqual(len(take_in([day[:1], day[2:], day])), 3)

    def test_the_time_of_day_helps_where_there_is_no_balance(self):
        day = [row(n, booked_at=NOON + timedelta(minutes=n)) for n in range(4)]
        self.assertEqual(len(take_in([day[:2], day[1:3], day[2:]])), 4)

    def test_without_balance_and_time_the_count_decides(self):
        self.assertEqual(len(take_in([[row(1), row(2)], [row(1), row(2), row(3)]])), 3)

    def test_a_source_without_balances_meets_one_with(self):
        plain = [row(1), row(2)]
        full = [row(1, 8_000), row(2, 16_000), row(3, 24_000)]
        self.assertEqual(len(take_in([plain, full])), 3)
        self.assertEqual(len(take_in([full, plain])), 3)

    def test_numbered_rows_are_left_alone(self):
        rows = assign_keys([Row(1, NOON, 5, 0, "a", reference="FT1")], "1")
        self.assertEqual(resolve(rows, [Known(rows[0].key, 9)]), rows)

    def test_a_number_used_again_on_another_day(self):
        def numbered(day, balance):
            moment = datetime(2026, 10, day)
            row = Row(1, moment, 8_000, 0, "a", reference="4021", balance=balance)
            return assign_keys([row], "1")[0]

        first, again, last = numbered(1, 8_000), numbered(2, 90_000), numbered(3, 99_000)
        known = [Known(first.key, 8_000, None, date(2026, 10, 1))]
        self.assertFalse(used_again([first, numbered(1, 7), numbered(2, None)], known))
        self.assertFalse(used_again([numbered(2, 8_000)], known), "told under another day")
        self.assertTrue(used_again([again], known))
        found = resolve_numbered([again, last], known)
        self.assertEqual([row.key[-2:] for row in found], ["|2", "|3"])
        known.append(Known(found[0].key, 90_000, None, date(2026, 10, 2)))
        known.append(Known(found[1].key, 99_000, None, date(2026, 10, 3)))
        later = assign_keys([last, again, first], "1")
        keys = [row.key[-2:] for row in resolve_numbered(later, known)]
        self.assertEqual(keys, ["|3", "|2", "|1"])

    def test_credits_of_a_batch_share_a_number(self):
        def batch(*places, balances=True):
            rows = [
                Row(n, MIDNIGHT, 8_000, 0, f"lo {n}", "FT1", n * 8_000 if balances else None)
                for n in places
            ]
            return assign_keys(rows, "1")

        def take_in_batches(*files):
            stored = []
            for rows in files:
                if used_again(rows, stored):
                    rows = resolve_numbered(rows, stored)
                there = {one.key for one in stored}
                stored += [
                    Known(row.key, row.balance, None, MIDNIGHT.date(), letters(row.memo))
                    for row in rows
                    if row.key not in there
                ]
            return sorted(one.memo for one in stored)

        again = [replace(batch(1)[0], memo="noi dung khac", balance=9)]
        self.assertEqual(take_in_batches(batch(1), again), ["lo1"], "one number, one day")
        everything = ["lo1", "lo2", "lo3"]
        self.assertEqual(take_in_batches(batch(1, 2), batch(3)), everything)
        self.assertEqual(take_in_batches(batch(3), batch(1, 2), batch(2, 3)), everything)
        plain = take_in_batches(batch(2, 1, balances=False), batch(3, 2, 1, balances=False))
        self.assertEqual(plain, everything, "newest first, without balances")

    @given(
        st.lists(
            st.tuples(
                st.integers(0, 2), st.sampled_from([5_000, 8_000]), st.sampled_from(["F1", "F2"])
            ),
            min_size=1,
            max_size=10,
        ),
        st.lists(st.tuples(st.integers(0, 9), st.integers(1, 10)), max_size=5),
        st.sampled_from(["account", "day"]),
    )
    @settings(max_examples=50, deadline=None)
    def test_numbers_shared_at_random(self, moves, windows, scope):
        """Whatever parts came before: with the whole file each movement is stored once."""
        moment, balance, whole = MIDNIGHT, 0, []
        for place, (days, amount, number) in enumerate(moves):
            moment, balance = moment + timedelta(days=days), balance + amount
            whole.append(Row(place, moment, amount, 0, f"lo {place}", number, balance))
        stored = {}
        for start, size in [*windows, (0, len(whole))]:
            rows = assign_keys(whole[start : start + size], "1", scope)
            if used_again(rows, stored.values()):
                rows = resolve_numbered(rows, stored.values())
            self.assertEqual(len({row.key for row in rows}), len(rows))
            for row in rows:
                known = Known(row.key, row.balance, None, row.booked_at.date(), letters(row.memo))
                stored.setdefault(row.key, known)
        self.assertEqual(
            sorted(one.balance for one in stored.values()), sorted(row.balance for row in whole)
        )

    def test_a_memo_that_another_file_wraps_elsewhere(self):
        files = [[row(1, 8_000, memo=memo)] for memo in ("nop le phi", "nop le ph\ni", "noplephi")]
        self.assertEqual(len(take_in(files)), 1)
        self.assertEqual(len(take_in([*files, [row(1, 16_000, memo="nop lephi")]])), 2)

    @given(
        st.lists(
            st.tuples(st.sampled_from([5_000, 8_000]), st.sampled_from(["a", "b"])),
            min_size=1,
            max_size=12,
        ),
        st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12)), max_size=6),
    )
    @settings(max_examples=200, deadline=None)
    def test_any_windows_in_any_order(self, moves, windows):
        """Whatever parts of a day arrive in whatever order: each movement is stored once."""
        balance, day = 0, []
        for number, (amount, memo) in enumerate(moves):
            balance += amount
            day.append(row(number, balance, memo=memo, amount=amount))
        files = [day[start : start + size] for start, size in windows]
        seen = {one.row for file in files for one in file}
        stored = take_in([file for file in files if file])
        self.assertEqual(len(stored), len(seen))
        self.assertEqual(len(take_in([*(f for f in files if f), day])), len(day))


class TestGaps(BaseCase):
    def span(self, number, first, last, opening=None, closing=None):
        return Span(number, date(2026, 10, first), date(2026, 10, last), opening, closing)

    def test_joined(self):
        found = joins([self.span(1, 1, 10, 0, 50), self.span(2, 14, 20, 50, 70)])
        self.assertEqual([found[1].kind, found[2].kind], ["first", "joined"])

    def test_balance_does_not_join(self):
        found = joins([self.span(2, 12, 20, 60, 70), self.span(1, 1, 10, 0, 50)])
        self.assertEqual((found[2].kind, found[2].amount, found[2].before), ("balance", 10, 1))
        self.assertEqual((found[2].date_from.day, found[2].date_to.day), (11, 11))

    def test_days_missing_without_balances(self):
        found = joins([self.span(1, 1, 10), self.span(2, 11, 12), self.span(3, 15, 20)])
        self.assertEqual([found[n].kind for n in (1, 2, 3)], ["first", "joined", "days"])
        self.assertEqual((found[3].date_from.day, found[3].date_to.day), (13, 14))

    def test_overlapping_and_contained(self):
        found = joins([self.span(1, 1, 20, 0, 9), self.span(2, 5, 8), self.span(3, 18, 25, 7, 20)])
        self.assertEqual([found[n].kind for n in (1, 2, 3)], ["first", "joined", "joined"])
        filled = joins([self.span(1, 1, 9, 0, 9), self.span(2, 20, 25, 30, 40),
                        self.span(3, 10, 19, 9, 30)])  # fmt: skip
        self.assertEqual([filled[n].kind for n in (1, 2, 3)], ["first", "joined", "joined"])
