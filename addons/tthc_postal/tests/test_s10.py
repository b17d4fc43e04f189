"""UPU S10 identifiers: the vectors of the standard note and properties."""

import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.tthc_postal.tools import s10

serials = st.text("0123456789", min_size=8, max_size=8)
letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)


class TestS10(unittest.TestCase):
    def test_vectors(self):
        for serial, digit in (("47312482", 9), ("00000001", 4), ("12345678", 5), ("98765432", 6)):
            with self.subTest(serial=serial):
                self.assertEqual(s10.check_digit(serial), digit)

    def test_ten_becomes_zero_and_eleven_five(self):
        self.assertEqual(s10.check_digit("00000000"), 5)
        self.assertIn(0, {s10.check_digit(f"{serial:08d}") for serial in range(20)})

    def test_parse(self):
        self.assertEqual(str(s10.parse("\ufeffRR 473\u2013124\u200b829VN")), "RR473124829VN")
        item = s10.parse(" rr 473-124.829 vn\n", country="VN")
        self.assertEqual((item.service, item.serial, item.country), ("RR", "47312482", "VN"))
        self.assertEqual(str(item), "RR473124829VN")
        self.assertFalse(item.is_express)
        self.assertTrue(s10.parse("EE123456785VN").is_express)

    def test_refused(self):
        for text, code in (
            ("", "empty"),
            (None, "empty"),
            (" - ", "empty"),
            ("RR473124829V", "shape"),
            ("473124829", "shape"),
            ("RR４７３１２４８２９VN", "shape"),
            ("RR473124828VN", "check_digit"),
            ("RR473124829DE", "country"),
        ):
            with self.subTest(text=text), self.assertRaises(s10.S10Error) as caught:
                s10.parse(text, country="VN")
            self.assertEqual(caught.exception.code, code)
            self.assertIn(code, s10.ERRORS)

    def test_check_digit_needs_eight_digits(self):
        for serial in ("", "1234567", "123456789", "1234567A"):
            with self.subTest(serial=serial), self.assertRaises(ValueError):
                s10.check_digit(serial)

    @given(letters, serials, letters)
    def test_what_is_written_is_read(self, service, serial, country):
        item = s10.S10(service, serial, country)
        self.assertEqual(s10.parse(str(item)), item)

    @given(serials, st.integers(0, 7), st.integers(1, 9))
    def test_one_misread_digit_is_noticed(self, serial, position, shift):
        misread = list(serial)
        misread[position] = str((int(misread[position]) + shift) % 10)
        # Only the pair 0/5, made from the remainders 10 and 11 that share those digits with the
        # plain ones, may hide a misread digit.
        if s10.check_digit("".join(misread)) == s10.check_digit(serial):
            self.assertIn(s10.check_digit(serial), (0, 5))

    @given(st.text())
    def test_any_text_is_an_identifier_or_a_clear_error(self, text):
        try:
            self.assertEqual(len(str(s10.parse(text))), 13)
        except s10.S10Error as error:
            self.assertIn(error.code, s10.ERRORS)
