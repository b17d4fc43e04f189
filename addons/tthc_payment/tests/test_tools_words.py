"""Sums in words: examples, and a reader that turns the words back into the number."""

import unittest

from hypothesis import given
from hypothesis import strategies as st

from ..tools.vnd_words import LIMIT, LINKS, amount_in_words, number_in_words

EXAMPLES = {
    0: "không",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    101: "một trăm linh một",
    104: "một trăm linh bốn",
    105: "một trăm linh năm",
    110: "một trăm mười",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    555: "năm trăm năm mươi lăm",
    1_000: "một nghìn",
    1_005: "một nghìn không trăm linh năm",
    8_000: "tám nghìn",
    58_000: "năm mươi tám nghìn",
    150_000: "một trăm năm mươi nghìn",
    1_000_005: "một triệu không trăm linh năm",
    1_050_000: "một triệu không trăm năm mươi nghìn",
    21_004_015: "hai mươi mốt triệu không trăm linh bốn nghìn không trăm mười lăm",
    1_000_000_000: "một tỷ",
    1_000_000_001: "một tỷ không trăm linh một",
    2_500_000_000: "hai tỷ năm trăm triệu",
    1_000_000_000_000: "một nghìn tỷ",
    1_005_000_000_000: "một nghìn không trăm linh năm tỷ",
    123_456_789_012: "một trăm hai mươi ba tỷ bốn trăm năm mươi sáu triệu bảy trăm tám mươi chín "
    "nghìn không trăm mười hai",
    LIMIT: "một triệu tỷ",
}
VALUES = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
SCALES = {"nghìn": 1_000, "triệu": 1_000_000}


def number_of(text):
    """The number that is read so: a reader of its own, which knows no rule of the writer."""
    head, found, tail = text.rpartition(" tỷ")
    if found:
        return number_of(head) * 10**9 + (number_of(tail.strip()) if tail.strip() else 0)
    total = group = digit = 0
    for word in text.split():
        if word in VALUES:
            digit = VALUES[word]
        elif word == "trăm":
            group, digit = digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group, digit = group + 10, 0
        elif word in SCALES:
            total, group, digit = total + (group + digit) * SCALES[word], 0, 0
        elif word not in LINKS:
            raise AssertionError(f"unknown word {word}")
    return total + group + digit


class TestWords(unittest.TestCase):
    def test_examples(self):
        for number, words in EXAMPLES.items():
            with self.subTest(number):
                self.assertEqual(number_in_words(number), words)
                self.assertEqual(number_of(words), number)

    def test_amounts_begin_with_a_capital_and_name_the_currency(self):
        self.assertEqual(amount_in_words(58_000), "Năm mươi tám nghìn đồng")
        self.assertEqual(amount_in_words(0), "Không đồng")

    def test_the_southern_link(self):
        self.assertEqual(number_in_words(1_005, "lẻ"), "một nghìn không trăm lẻ năm")
        self.assertNotIn("linh", number_in_words(101_101, "lẻ"))

    def test_what_is_no_amount_is_refused(self):
        for wrong in (-1, LIMIT + 1, 1.5, 1000.0, "5", None, True):
            with self.subTest(wrong), self.assertRaises(ValueError):
                amount_in_words(wrong)
        with self.assertRaises(ValueError):
            amount_in_words(5, "và")

    @given(st.integers(0, LIMIT), st.sampled_from(LINKS))
    def test_the_words_say_the_number(self, number, link):
        self.assertEqual(number_of(number_in_words(number, link)), number)

    @given(st.integers(0, LIMIT))
    def test_rules_of_the_words(self, number):
        words = number_in_words(number).split()
        self.assertNotIn("", words)
        for before, word in zip(["", *words], words, strict=False):
            if word in ("mốt", "tư", "lăm"):
                self.assertIn(before, ("mươi", "mười"))
            if word in ("mốt", "tư"):
                self.assertEqual(before, "mươi")
            if before == "mươi":
                self.assertNotIn(word, ("một", "bốn", "năm"))
            if before == "mười":
                self.assertNotIn(word, ("năm", "mốt", "tư"))
            if word == "linh":
                self.assertEqual(before, "trăm")

    @given(st.integers(1, 999), st.integers(0, 999_999))
    def test_numbers_differ_in_words(self, thousands, rest):
        self.assertNotEqual(
            number_in_words(thousands * 1_000_000 + rest), number_in_words(thousands * 1000 + rest)
        )
