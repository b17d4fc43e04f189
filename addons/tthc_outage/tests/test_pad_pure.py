"""Provisional numbers never look like real ones, and true times are plausible."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.tthc_dossier.tools import dossier_code

from ..tools import pad

UNITS = st.sampled_from(["H99.01", "H15.50.05.13", "000.17.22.H56", "G09.20"])
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31))


@tagged("post_install", "-at_install")
class TestPadPure(BaseCase):
    @settings(deadline=None)
    @given(UNITS, st.integers(1, 999_999), st.integers(1, pad.MAX_SHEETS))
    def test_a_number_is_read_back(self, unit, number, sheet):
        text = pad.sheet_number(pad.pad_number(unit, number), sheet)
        self.assertEqual(pad.parse(f" {text.lower()} "), (unit, number, sheet))

    @settings(deadline=None)
    @given(UNITS, st.dates(date(2020, 1, 1), date(2099, 1, 1)), st.integers(1, 9_999_999))
    def test_a_dossier_number_is_none_of_a_pad(self, unit, day, serial):
        for pattern in ("{unit}-{yymmdd}-{seq:04d}", "{unit}-{yyyymmdd}-{seq:07d}"):
            self.assertIsNone(pad.parse(dossier_code.format_code(pattern, unit, day, serial)))

    @settings(deadline=None)
    @given(INSTANTS, INSTANTS, INSTANTS, INSTANTS, st.one_of(st.none(), INSTANTS))
    def test_a_true_time_lies_within_everything(self, received, now, printed, begins, ends):
        plausible = printed <= received <= now and begins <= received <= (ends or now)
        try:
            pad.check_true_time(received, now, printed, begins, ends)
        except pad.TrueTimeError:
            self.assertFalse(plausible)
        else:
            self.assertTrue(plausible)

    def test_mean_delay(self):
        begin = datetime(2026, 3, 11, 7, 0)
        pairs = [(begin, begin + timedelta(hours=hours)) for hours in (1, 2, 6)]
        self.assertEqual(pad.mean_delay(pairs), 3.0)
        self.assertEqual(pad.mean_delay([]), 0.0)
