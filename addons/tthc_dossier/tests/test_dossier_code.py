"""Dossier numbers of three generations, unit identifiers and number patterns."""

import unittest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.tthc_dossier.tools import dossier_code

PATTERN = "{unit}-{yymmdd}-{seq:04d}"
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
groups_2 = st.integers(0, 99).map("{:02d}".format)
level_1 = st.builds("{}{:02d}".format, st.sampled_from("AGHY"), st.integers(1, 99))


class TestParse(unittest.TestCase):
    def test_real_numbers(self):
        for text, unit, day, seq in (
            ("000.00.12.H05-180510-0001", "000.00.12.H05", date(2018, 5, 10), 1),
            ("000.17.22.H56-210531-0001", "000.17.22.H56", date(2021, 5, 31), 1),
            ("H15.50.05.13-261008-0975", "H15.50.05.13", date(2026, 10, 8), 975),
            ("G09.20-20260609-0092637", "G09.20", date(2026, 6, 9), 92637),
            (" h15.50-261008-0975\n", "H15.50", date(2026, 10, 8), 975),
        ):
            with self.subTest(text=text):
                self.assertEqual(dossier_code.parse(text), dossier_code.DossierCode(unit, day, seq))

    def test_canonical_unit(self):
        self.assertEqual(dossier_code.parse("000.00.12.H05-180510-0001").canonical_unit, "H05.12")

    def test_refused(self):
        for text, code in (
            ("", "not_a_code"),
            (None, "not_a_code"),
            ("H15.50-261008", "not_a_code"),
            ("H15.50-261008-975", "not_a_code"),
            ("H15 50-261008-0975", "not_a_code"),
            ("H15.50-261308-0975", "bad_date"),
        ):
            with self.subTest(text=text), self.assertRaises(dossier_code.DossierCodeError) as e:
                dossier_code.parse(text)
            self.assertEqual(e.exception.code, code)


class TestUnit(unittest.TestCase):
    def test_old_order_is_reversed(self):
        for old, new in (
            ("000.00.12.H05", "H05.12"),
            ("000.17.22.H56", "H56.22.17"),
            ("013.05.50.H15", "H15.50.05.013"),
            ("001.00.12.H05", "H05.12.00.001"),
            ("000.00.00.H29", "H29"),
        ):
            with self.subTest(old=old):
                self.assertEqual(dossier_code.normalise_unit(old), new)
                self.assertEqual(dossier_code.to_old_unit(new), old)

    def test_new_order_is_kept(self):
        for unit in ("H15.50.05.13", "G09.20", "Z01", "0100109106.01"):
            with self.subTest(unit=unit):
                self.assertEqual(dossier_code.normalise_unit(unit), unit)

    def test_refused(self):
        for unit in (
            "",
            None,
            "H1.50",
            "15.H50",
            "H15..50",
            "H15.50.",
            "H15-50",
            "H15." + "1" * 35,
        ):
            with self.subTest(unit=unit), self.assertRaises(dossier_code.DossierCodeError) as e:
                dossier_code.normalise_unit(unit)
            self.assertEqual(e.exception.code, "bad_unit")

    def test_no_old_form(self):
        for unit in ("H15.50.05.13", "Z01", "H15.50.05.013.01"):
            with self.subTest(unit=unit), self.assertRaises(dossier_code.DossierCodeError) as e:
                dossier_code.to_old_unit(unit)
            self.assertEqual(e.exception.code, "no_old_form")

    @given(level_1, groups_2, groups_2, st.integers(0, 999).map("{:03d}".format))
    def test_old_new_old_is_the_same(self, first, second, third, fourth):
        old = f"{fourth}.{third}.{second}.{first}"
        new = dossier_code.normalise_unit(old)
        self.assertTrue(dossier_code.is_unit(new))
        self.assertEqual(dossier_code.normalise_unit(new), new)
        self.assertEqual(dossier_code.to_old_unit(new), old)


class TestPattern(unittest.TestCase):
    def test_format(self):
        for pattern, written in (
            (PATTERN, "H15.50-261122-0007"),
            ("{unit}-{yyyymmdd}-{seq:07d}", "H15.50-20261122-0000007"),
            ("{seq}/{yyyy}", "7/2026"),
        ):
            with self.subTest(pattern=pattern):
                self.assertEqual(
                    dossier_code.format_code(pattern, unit="H15.50", day=date(2026, 11, 22), seq=7),
                    written,
                )

    def test_period_of_the_counter(self):
        for pattern, period in (
            (PATTERN, "day"),
            ("{dd}{mm}{yy}{seq}", "day"),
            ("{mm}/{yyyy}/{seq}", "month"),
            ("{yyyy}-{seq:05d}", "year"),
            ("{unit}-{seq}", "never"),
        ):
            with self.subTest(pattern=pattern):
                self.assertEqual(dossier_code.check_pattern(pattern), period)

    def test_refused(self):
        for pattern, code in (
            ("", "no_sequence"),
            (None, "no_sequence"),
            ("{unit}-{yymmdd}", "no_sequence"),
            ("{seq}{seq}", "no_sequence"),
            ("{unit-{seq}", "bad_format"),
            ("{seq", "bad_pattern"),
            ("{company}-{seq}", "unknown_placeholder"),
            ("{unit.__class__}-{seq}", "unknown_placeholder"),
            ("{}-{seq}", "unknown_placeholder"),
            ("{0}-{seq}", "unknown_placeholder"),
            ("{unit:>10}-{seq}", "bad_format"),
            ("{seq:99999999d}", "bad_format"),
            ("{seq:3d}", "bad_format"),
            ("{seq!r}", "bad_format"),
            ("{dd}-{seq}", "ambiguous_date"),
            ("{dd}{yy}-{seq}", "ambiguous_date"),
            ("{mm}-{seq}", "ambiguous_date"),
        ):
            with (
                self.subTest(pattern=pattern),
                self.assertRaises(dossier_code.DossierCodeError) as e,
            ):
                dossier_code.check_pattern(pattern)
            if pattern != "{unit-{seq}":
                self.assertEqual(e.exception.code, code)

    def test_series(self):
        day = date(2026, 11, 22)
        for pattern, series in (
            (PATTERN, "H05.12-261122-{seq}"),
            ("{unit_reversed}-{yymmdd}-{seq:04d}", "000.00.12.H05-261122-{seq}"),
            ("{seq}/{yyyy}", "{seq}/2026"),
        ):
            with self.subTest(pattern=pattern):
                self.assertEqual(dossier_code.series_of(pattern, "H05.12", day), series)

    def test_number_of_another_series(self):
        day = date(2026, 11, 22)
        for text in (
            "H05.12-261121-0001", "H05.12-261122-1", "H05.12-261122-0000", "H05.12-261122-x001",
            "H05.12-261122-", "", "H05.12-261122-00001",
        ):  # fmt: skip
            with self.subTest(text=text):
                self.assertIsNone(dossier_code.seq_in(PATTERN, "H05.12", day, text))

    @given(
        st.sampled_from([PATTERN, "{seq}/{yyyy}", "{unit_reversed}-{yyyymmdd}-{seq:07d}-x"]),
        days,
        st.integers(1, 9_999_999),
    )
    def test_running_number_is_found_again(self, pattern, day, seq):
        text = dossier_code.format_code(pattern, "H05.12", day, seq)
        self.assertEqual(dossier_code.seq_in(pattern, "H05.12", day, text), seq)
        series = dossier_code.series_of(pattern, "H05.12", day)
        before, after = series.split("{seq}")
        self.assertTrue(text.startswith(before) and text.endswith(after))

    def test_running_number_begins_at_one(self):
        with self.assertRaises(dossier_code.DossierCodeError) as e:
            dossier_code.format_code(PATTERN, unit="H15", day=date(2026, 1, 1), seq=0)
        self.assertEqual(e.exception.code, "bad_sequence")

    @given(level_1, days, st.integers(1, 9_999_999))
    def test_what_is_written_is_read(self, unit, day, seq):
        text = dossier_code.format_code(PATTERN, unit=unit, day=day, seq=seq)
        self.assertEqual(dossier_code.parse(text), dossier_code.DossierCode(unit, day, seq))

    @given(st.lists(st.tuples(days, st.integers(1, 20000)), min_size=2, max_size=2, unique=True))
    def test_two_running_numbers_never_share_a_number(self, pair):
        written = {
            dossier_code.format_code(PATTERN, unit="H15", day=day, seq=seq) for day, seq in pair
        }
        self.assertEqual(len(written), 2)

    @given(st.text("{}:.!0[]dsequnity _", max_size=30))
    def test_any_pattern_is_good_or_a_clear_error(self, pattern):
        try:
            dossier_code.check_pattern(pattern)
        except dossier_code.DossierCodeError as error:
            self.assertTrue(error.code)
