"""Versions retired before their period was kept get one, and the constraint accepts them."""

import importlib.util
from datetime import date

from odoo.tests import tagged
from odoo.tools import file_path
from odoo.tools.sql import add_constraint

from .common import CatalogueCase

RETIRED = "2026-05-10 18:30:00"  # 01:30 of the 11th in Việt Nam


@tagged("post_install", "-at_install")
class TestVersionMigration(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = file_path("tthc_catalogue/migrations/19.0.2.0.0/pre-versions.py")
        spec = importlib.util.spec_from_file_location("pre_versions", path)
        cls.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.script)

    def old(self, begin, end=None, state="retired", retired=RETIRED):
        """A version as the former module left it."""
        version = self.make_draft(begin)
        self.env.flush_all()
        self.cr.execute(
            "UPDATE tthc_procedure_version SET state = %s, date_from = %s, date_to = %s, "
            "write_date = %s, voided = NULL WHERE id = %s",
            (state, begin, end, retired, version.id),
        )
        return version

    def migrate(self):
        self.script.migrate(self.cr, "19.0.1.0.0")
        model = self.env["tthc.procedure.version"]
        constraint = model._published_no_overlap
        add_constraint(
            self.cr,
            model._table,
            constraint.full_name(model),
            constraint.get_definition(self.registry),
        )
        self.env.invalidate_all()

    def drop_constraint(self):
        self.cr.execute(
            "ALTER TABLE tthc_procedure_version "
            "DROP CONSTRAINT tthc_procedure_version_published_no_overlap"
        )

    def test_until_the_eve_of_its_retirement(self):
        version = self.old(date(2026, 1, 1))
        self.migrate()
        self.assertEqual((version.date_to, version.voided), (date(2026, 5, 10), False))
        self.assertEqual(self.procedure._version_at(date(2026, 5, 10)), version)

    def test_its_own_earlier_end_stays(self):
        version = self.old(date(2026, 1, 1), date(2026, 3, 31))
        self.migrate()
        self.assertEqual(version.date_to, date(2026, 3, 31))

    def test_at_most_the_eve_of_the_next(self):
        self.drop_constraint()
        version = self.old(date(2026, 1, 1))
        following = self.old(date(2026, 4, 1), state="published")
        self.migrate()
        self.assertEqual(version.date_to, date(2026, 3, 31))
        self.assertFalse(following.date_to or following.voided)

    def test_retired_before_its_first_day_never_took_effect(self):
        self.drop_constraint()
        first = self.old(date(2026, 1, 1))
        version = self.old(date(2026, 9, 1))
        self.migrate()
        self.assertTrue(version.voided)
        self.assertEqual(first.date_to, date(2026, 5, 10), "a withdrawn version ends nothing")

    def test_days_of_a_published_version_are_its_own(self):
        self.drop_constraint()
        self.old(date(2026, 1, 1), state="published")
        version = self.old(date(2026, 3, 1))
        twin = self.old(date(2026, 3, 1))
        self.migrate()
        self.assertTrue(version.voided and twin.voided)

    def test_an_end_by_the_successor_is_not_its_own_decision(self):
        self.drop_constraint()
        cut = self.old(date(2026, 1, 1), date(2026, 3, 31), "published")
        ended = self.old(date(2026, 4, 1), date(2026, 12, 31), "published")
        self.migrate()
        self.assertFalse(cut.decided_date_to)
        self.assertEqual(ended.decided_date_to, date(2026, 12, 31))
