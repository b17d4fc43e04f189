"""Years and their special days."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CatalogueCase

OFF = {
    (1, 1), (2, 16), (2, 17), (2, 18), (2, 19), (2, 20), (4, 26), (4, 27),
    (4, 30), (5, 1), (8, 31), (9, 1), (9, 2), (11, 24),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestCalendar(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.year = cls.env["tthc.calendar.year"].create({"year": 2099})

    def add(self, day, **values):
        return self.env["tthc.calendar.day"].create(
            {"name": "Ngày", "date": day, "year_id": self.year.id, **values}
        )

    def test_day_lies_in_its_year(self):
        self.add(date(2099, 12, 31))
        with self.assertRaisesRegex(ValidationError, "01/01/2098"):
            self.add(date(2098, 1, 1))
        with self.assertRaises(ValidationError):
            self.year.day_ids.write({"date": date(2098, 1, 1)})

    @mute_logger("odoo.sql_db")
    def test_one_entry_a_day_and_centre(self):
        self.add(date(2099, 1, 1))
        self.add(date(2099, 1, 1), company_id=self.env.company.id)
        with self.assertRaises(IntegrityError):
            self.add(date(2099, 1, 1))
            self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_one_calendar_a_year(self):
        with self.assertRaises(IntegrityError):
            self.env["tthc.calendar.year"].create({"year": 2099})

    def test_year_is_plausible(self):
        for year in (26, 1999, 2101):
            with self.subTest(year), self.assertRaises(ValidationError):
                self.env["tthc.calendar.year"].create({"year": year})

    def test_year_2026_is_complete(self):
        """BLLĐ 45/2019/QH14, Art. 111–112, and the swaps announced for 2026."""
        year = self.env.ref("tthc_catalogue.calendar_2026")
        work = year.day_ids.filtered(lambda day: day.kind == "make_up_work")
        self.assertEqual(work.mapped("date"), [date(2026, 8, 22)])
        # A centre's own days off are its own affair.
        general = year.day_ids.filtered(lambda day: not day.company_id)
        off = {(day.date.month, day.date.day) for day in general - work}
        self.assertEqual(off, OFF)
        self.assertFalse(year.provisional)

    def test_changes_forget_what_was_cached(self):
        cleared = []
        self.patch(self.registry, "clear_cache", lambda *names: cleared.append(names))
        day = self.add(date(2099, 5, 1))
        day.write({"kind": "make_up_work"})
        day.unlink()
        self.assertGreaterEqual(len(cleared), 3)
