from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import DossierCommon


class Undone(Exception):
    """What went wrong after a number was taken."""


@tagged("post_install", "-at_install")
class TestNumbers(DossierCommon):
    """Two numbers at acceptance: the unit's of the day, and that of the year's ledger book."""

    TUESDAY_9 = datetime(2026, 3, 10, 2, 0)

    def entry(self, dossier):
        return dossier.ledger_entry_ids

    def refused_in_sql(self, query, *args):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env.cr.execute(SQL(query, *args))

    # Series ---------------------------------------------------------------------------------------

    def test_day_series_and_book(self):
        """The unit's number begins anew each day, the book's goes on through the year."""
        first, second = (self.take_in(instant=self.MONDAY_9) for _index in range(2))
        third = self.take_in(instant=self.TUESDAY_9)
        self.assertEqual(
            (first | second | third).mapped("name"),
            ["H99.01-260309-0001", "H99.01-260309-0002", "H99.01-260310-0001"],
        )
        self.assertEqual([self.entry(row).number for row in (first, second, third)], [1, 2, 3])

    def test_day_is_that_of_the_centre(self):
        """17:30 UTC is the next day at the centre; the last hours of a year are in its book."""
        late = self.take_in(instant=datetime(2026, 3, 9, 17, 30))
        self.assertEqual(late.name, "H99.01-260310-0001")
        self.assertEqual(self.entry(late).day, date(2026, 3, 10))

    def test_centres_count_apart(self):
        mine = self.take_in(instant=self.MONDAY_9)
        other = self.take_in(
            instant=self.MONDAY_9,
            user=self.other_receptionist,
            company_id=self.other_centre.id,
        )
        self.assertEqual([mine.name, other.name], ["H99.01-260309-0001", "H99.02-260309-0001"])
        self.assertEqual([self.entry(mine).number, self.entry(other).number], [1, 1])

    def test_book_of_the_next_year(self):
        first = self.take_in(instant=self.MONDAY_9)
        books = self.env["tthc.ledger.book"].search([("company_id", "=", self.centre.id)])
        self.assertEqual(books.mapped("year"), [2026])
        self.assertEqual(self.entry(first).year, 2026)
        _serial, number = self.env["tthc.ledger.entry"]._next_numbers(
            self.centre, 2027, "H99.01", "H99.01-270104-{seq}"
        )
        self.assertEqual(number, 1)

    # Once, and never again ------------------------------------------------------------------------

    def test_rolled_back_number_comes_again(self):
        first = self.take_in(instant=self.MONDAY_9)
        with self.assertRaises(Undone), self.env.cr.savepoint():
            lost = self.take_in(instant=self.MONDAY_9)
            self.assertEqual(self.entry(lost).number, 2)
            raise Undone
        second = self.take_in(instant=self.MONDAY_9)
        self.assertEqual(second.name, "H99.01-260309-0002")
        self.assertEqual([self.entry(first).number, self.entry(second).number], [1, 2])

    def test_number_stays_through_the_process(self):
        dossier = self.take_in(instant=self.MONDAY_9, case_id=self.free_case.id)
        name, entry = dossier.name, self.entry(dossier)
        self.at(dossier, self.TUESDAY_9, self.receptionist).action_request_supplement(note="Thiếu")
        self.at(dossier, self.TUESDAY_9, self.receptionist).action_receive_supplement()
        self.assertEqual((dossier.name, self.entry(dossier)), (name, entry))

    def test_no_door_changes_the_number(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.env.flush_all()
        for value in ("H99.01-260309-0009", None):
            self.refused_in_sql(
                "UPDATE tthc_dossier SET name = %s WHERE id = %s", value, dossier.id
            )
        with self.assertRaises(UserError):
            dossier.sudo().name = "X"
        self.env.cr.execute(
            SQL("UPDATE tthc_dossier SET name = name, subject = 'x' WHERE id = %s", dossier.id)
        )

    def test_no_door_changes_a_line(self):
        entry = self.entry(self.take_in(instant=self.MONDAY_9)).sudo()
        for attempt in (
            lambda: entry.write({"number": 7}),
            entry.unlink,
            lambda: entry.create({"company_id": self.centre.id}),
        ):
            with self.assertRaises(UserError):
                attempt()
        self.refused_in_sql("UPDATE tthc_ledger_entry SET number = 7 WHERE id = %s", entry.id)
        self.refused_in_sql("DELETE FROM tthc_ledger_entry WHERE id = %s", entry.id)
        self.refused_in_sql("TRUNCATE tthc_ledger_entry")

    def test_registered_dossier_has_no_number(self):
        dossier = self.take_in(accept=False, instant=self.MONDAY_9)
        self.assertFalse(dossier.name)
        self.assertFalse(dossier.ledger_entry_ids)

    def test_closed_book_takes_nothing(self):
        self.take_in(instant=self.MONDAY_9)
        self.env.cr.execute("UPDATE tthc_ledger_book SET state = 'closed'")
        with self.assertRaisesRegex(UserError, "2026"):
            self.take_in(instant=self.TUESDAY_9)

    # Patterns -------------------------------------------------------------------------------------

    def pattern(self, **values):
        return self.env["tthc.number.pattern"].create(
            {"name": "Thử", "date_from": date(2026, 3, 10), "company_id": self.centre.id, **values}
        )

    def test_pattern_of_the_centre_from_its_first_day(self):
        self.pattern(pattern="{unit}/{yyyy}/{seq:06d}")
        before = self.take_in(instant=self.MONDAY_9)
        after = self.take_in(instant=self.TUESDAY_9)
        self.assertEqual(before.name, "H99.01-260309-0001")
        self.assertEqual(after.name, "H99.01/2026/000001")
        self.assertEqual([self.entry(before).number, self.entry(after).number], [1, 2])

    def test_changed_pattern_goes_on_or_begins_anew(self):
        """A wider number goes on counting; another form of the number begins at 1."""
        pattern = self.pattern(pattern="{unit}-{yymmdd}-{seq:04d}")
        self.take_in(instant=self.TUESDAY_9)
        pattern.pattern = "{unit}-{yymmdd}-{seq:06d}"
        wider = self.take_in(instant=self.TUESDAY_9)
        pattern.pattern = "{unit}-{yyyymmdd}-{seq:06d}"
        other = self.take_in(instant=self.TUESDAY_9)
        self.assertEqual(wider.name, "H99.01-260310-000002")
        self.assertEqual(other.name, "H99.01-20260310-000001")

    def test_generations(self):
        """2018 from right to left, since 2020 from left to right, ministries longer."""
        patterns = self.env["tthc.number.pattern"]
        old = patterns._pattern_text("local", 0, date(2019, 5, 31))
        self.assertIn(old, ("{unit_reversed}-{yymmdd}-{seq:04d}", "{unit}-{yymmdd}-{seq:04d}"))
        self.centre.tthc_unit_code = "G09.20"
        dossier = self.take_in(instant=self.MONDAY_9)
        self.assertEqual(dossier.name, "G09.20-20260309-0000001")

    def test_reversed_identifier(self):
        self.pattern(pattern="{unit_reversed}-{yymmdd}-{seq:04d}")
        dossier = self.take_in(instant=self.TUESDAY_9)
        self.assertEqual(dossier.name, "000.00.01.H99-260310-0001")
        self.centre.tthc_unit_code = "H99.01.02.03.04"
        with self.assertRaisesRegex(UserError, "H99.01.02.03.04"):
            self.take_in(instant=self.TUESDAY_9)

    def test_overlapping_patterns_are_refused(self):
        pattern = self.pattern(date_to=date(2026, 3, 31))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.pattern(date_from=date(2026, 3, 31))
        self.pattern(date_from=date(2026, 4, 1))
        self.pattern(date_from=date(2026, 3, 10), scope="ministry")
        self.pattern(date_from=date(2026, 3, 10), company_id=self.other_centre.id)
        self.assertTrue(pattern.exists())

    def test_without_identifier_or_pattern(self):
        self.centre.tthc_unit_code = False
        with self.assertRaisesRegex(UserError, self.centre.name):
            self.take_in(instant=self.MONDAY_9)
        self.centre.tthc_unit_code = "H99.01"
        in_force = self.env["tthc.number.pattern"].search([("date_to", "=", False)])
        in_force.write({"date_to": date(2026, 3, 1)})
        with self.assertRaisesRegex(UserError, "09/03/2026"):
            self.take_in(instant=self.MONDAY_9)
