"""Structure checks of personal, tax and phone numbers, by example and by property."""

import unittest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.tthc_dossier.tools import identity

digits_12 = st.text("0123456789", min_size=12, max_size=12)


def codes(findings):
    return {finding.code for finding in findings}


class TestPersonalNumber(unittest.TestCase):
    def test_valid(self):
        check = identity.check_personal_number(
            "001 099 012345",
            birth_date=date(1999, 5, 1),
            gender="male",
            on_date=date(2026, 11, 22),
        )
        self.assertEqual(check.number, "001099012345")
        self.assertEqual(check.kind, "personal")
        self.assertTrue(check.ok)
        self.assertEqual(check.warnings, ())

    def test_impossible_numbers_are_problems(self):
        for text, code in (
            ("", "empty"),
            (None, "empty"),
            ("00109901234", "wrong_length"),
            ("0010990123456", "wrong_length"),
            ("00109901234A", "not_digits"),
            ("٠٠١٠٩٩٠١٢٣٤٥", "not_digits"),
        ):
            with self.subTest(text=text):
                check = identity.check_personal_number(text)
                self.assertEqual(codes(check.problems), {code})
                self.assertFalse(check.ok)

    def test_full_width_digits_are_read(self):
        self.assertEqual(
            identity.check_personal_number("００１０９９０１２３４５").number, "001099012345"
        )

    def test_century_in_the_future_is_impossible(self):
        number = "001426012345"
        on_date = date(2026, 1, 1)
        self.assertEqual(
            codes(identity.check_personal_number(number, on_date=on_date).problems),
            {"born_in_future"},
        )
        self.assertTrue(identity.check_personal_number(number).ok)

    def test_contradictions_are_warnings_only(self):
        check = identity.check_personal_number(
            "003199012345", birth_date=date(1998, 1, 1), gender="male"
        )
        self.assertTrue(check.ok)
        self.assertEqual(
            codes(check.warnings), {"unknown_province", "birth_year_mismatch", "gender_mismatch"}
        )

    def test_birth_registered_abroad_is_a_known_place(self):
        self.assertEqual(identity.check_personal_number("123099012345").warnings, ())

    def test_result_tells_nothing_about_the_person(self):
        check = identity.check_personal_number("001099012345")
        self.assertEqual(set(vars(check)), {"number", "kind", "problems", "warnings"})

    @given(digits_12, st.dates(), st.sampled_from(["male", "female", "", None]))
    def test_any_12_digits_have_a_possible_structure(self, number, birth_date, gender):
        check = identity.check_personal_number(number, birth_date=birth_date, gender=gender)
        self.assertTrue(check.ok)
        self.assertEqual(check.number, number)

    @given(st.text())
    def test_never_fails_and_accepts_only_12_digits(self, text):
        check = identity.check_personal_number(text)
        self.assertEqual(
            check.ok, check.number.isascii() and check.number.isdigit() and len(check.number) == 12
        )


class TestOldNumber(unittest.TestCase):
    def test_nine_digits(self):
        check = identity.check_identity_number("012345678")
        self.assertEqual(check.kind, "cmnd")
        self.assertEqual(codes(check.warnings), {"cmnd_expired"})

    def test_other_lengths(self):
        self.assertEqual(codes(identity.check_cmnd("01234567").problems), {"wrong_length"})
        self.assertEqual(identity.check_identity_number("001099012345").kind, "personal")


class TestMask(unittest.TestCase):
    def test_examples(self):
        for number, masked in (
            ("001099012323", "001•••••••23"),
            ("001 099 012323", "001•••••••23"),
            ("012345678", "012••••78"),
            ("1234567", "•••••67"),
            ("12", "••"),
            ("", ""),
            (None, ""),
        ):
            with self.subTest(number=number):
                self.assertEqual(identity.mask(number), masked)

    @given(st.text("0123456789ABC", max_size=20))
    def test_at_most_five_characters_survive(self, number):
        masked = identity.mask(number)
        self.assertEqual(len(masked), len(number))
        self.assertLessEqual(len(masked.replace(identity.MASK, "")), 5)


class TestPhone(unittest.TestCase):
    def test_normalised(self):
        for text in (
            "0912345678",
            "+84912345678",
            "84 912 345 678",
            "+84 (0) 912-345-678",
            "0084912345678",
            "091 234.5678",
        ):
            with self.subTest(text=text):
                check = identity.check_phone(text)
                self.assertEqual((check.number, check.kind), ("0912345678", "mobile"))
                self.assertTrue(check.ok)

    def test_landline(self):
        for text in ("02438252525", "+842438252525", "(024) 3825 2525"):
            with self.subTest(text=text):
                check = identity.check_phone(text)
                self.assertEqual((check.number, check.kind), ("02438252525", "landline"))

    def test_foreign(self):
        check = identity.check_phone("+1 650 253 0000")
        self.assertEqual((check.number, check.kind), ("+16502530000", "foreign"))
        self.assertEqual(codes(check.warnings), {"foreign_phone"})

    def test_refused(self):
        for text, code in (
            ("", "empty"),
            ("0112345678", "not_a_phone"),
            ("091234567", "not_a_phone"),
            ("01234567890", "not_a_phone"),
            ("+8491234567", "not_a_phone"),
            ("không có", "not_digits"),
        ):
            with self.subTest(text=text):
                self.assertEqual(codes(identity.check_phone(text).problems), {code})

    @given(st.sampled_from("35789"), st.text("0123456789", min_size=8, max_size=8))
    def test_every_spelling_of_a_mobile_is_one_number(self, prefix, rest):
        number = f"0{prefix}{rest}"
        for spelling in (number, "+84" + number[1:], "84" + number[1:], "0084" + number[1:]):
            self.assertEqual(identity.normalise_phone(spelling), number)
        self.assertEqual(identity.normalise_phone(identity.normalise_phone(number)), number)


class TestTaxCode(unittest.TestCase):
    def test_real_enterprises(self):
        for number in ("0100109106", "0100112437", "0300588569", "0101248141", "0102100740"):
            with self.subTest(number=number):
                check = identity.check_tax_code(number)
                self.assertTrue(check.ok)
                self.assertEqual((check.number, check.kind), (number, "tax_enterprise"))

    def test_branch_is_written_with_a_dash(self):
        for text in ("0100109106-001", "0100109106001", "0100109106 001"):
            with self.subTest(text=text):
                check = identity.check_tax_code(text)
                self.assertEqual((check.number, check.kind), ("0100109106-001", "tax_branch"))

    def test_refused(self):
        for text, code in (
            ("", "empty"),
            ("0100109107", "check_digit"),
            ("010010910", "wrong_length"),
            ("01001O9106", "not_digits"),
            ("0100109106-000", "never_issued"),
        ):
            with self.subTest(text=text):
                self.assertEqual(codes(identity.check_tax_code(text).problems), {code})

    def test_personal_number_is_a_tax_code_from_july_2025(self):
        late = identity.check_tax_code("001099012345", on_date=date(2025, 7, 1))
        early = identity.check_tax_code("001099012345", on_date=date(2025, 6, 30))
        self.assertEqual((late.kind, late.ok), ("tax_personal", True))
        self.assertEqual(codes(early.problems), {"personal_tax_code_too_early"})

    @given(st.integers(0, 8), st.integers(1, 9))
    def test_one_wrong_digit_is_noticed(self, position, shift):
        digits = list("0100109106")
        digits[position] = str((int(digits[position]) + shift) % 10)
        self.assertFalse(identity.check_tax_code("".join(digits)).ok)
