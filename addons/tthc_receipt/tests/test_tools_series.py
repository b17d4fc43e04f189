import string
import unittest

from hypothesis import given
from hypothesis import strategies as st

from ..tools import series

PAIRS = st.text(series.LETTERS, min_size=2, max_size=2)


class TestSeries(unittest.TestCase):
    def test_name(self):
        self.assertEqual(series.series_name(2026, "AA"), "26TAA")
        self.assertEqual(series.series_name(2005, "XY"), "05TXY")

    def test_letters_that_the_law_does_not_have(self):
        for wrong in (
            "",
            "A",
            "AAA",
            "aa",
            "A1",
            "FA",
            "IA",
            "JA",
            "OA",
            "WA",
            "ZA",
            "ĐA",
            "A ",
            None,
        ):
            with self.subTest(wrong):
                self.assertFalse(series.is_letters(wrong))
                with self.assertRaises(ValueError):
                    series.series_name(2026, wrong)

    def test_there_are_twenty_letters(self):
        self.assertEqual(len(set(series.LETTERS)), len(series.LETTERS))
        self.assertFalse(set(series.LETTERS) & set("FIJOWZ"))
        self.assertLess(set(series.LETTERS), set(string.ascii_uppercase))

    @given(st.integers(2000, 2099), PAIRS)
    def test_names_have_five_characters(self, year, letters):
        name = series.series_name(year, letters)
        self.assertEqual(len(name), 5)
        self.assertEqual((int(name[:2]), name[2], name[3:]), (year % 100, "T", letters))

    def test_number_text(self):
        self.assertEqual(series.number_text(7), "00000007")
        self.assertEqual(series.number_text(series.LAST_NUMBER), "99999999")
        self.assertEqual(series.number_text(0), "")

    @given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 10)), max_size=8))
    def test_ranges_overlap_when_a_number_is_in_two(self, pairs):
        ranges = [(first, first + more) for first, more in pairs]
        numbers = [number for first, last in ranges for number in range(first, last + 1)]
        self.assertEqual(bool(series.overlaps(ranges)), len(numbers) != len(set(numbers)))

    def test_the_free_range_begins_after_the_last_one(self):
        self.assertEqual(series.free_range([]), (1, series.LAST_NUMBER))
        self.assertEqual(series.free_range([(51, 90), (1, 50)]), (91, series.LAST_NUMBER))
        self.assertIsNone(series.free_range([(1, series.LAST_NUMBER)]))
