"""Codes, names and search of procedures."""

from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CatalogueCase


@tagged("post_install", "-at_install")
class TestProcedure(CatalogueCase):
    def make(self, code, **values):
        return self.env["tthc.procedure"].create(
            {"code": code, "name": "Thủ tục", "sector_id": self.sector.id, **values}
        )

    def test_code_pattern(self):
        for code in ("1.991193", "2.990815", "3.990333", "1.991193.000.00.00.H29"):
            self.assertEqual(self.make(code).code, code)
        for code in ("1.00119", "0.001193", "1001193", "1.001193.", "1.001193.h29", "1.001193\n"):
            with self.subTest(code), self.assertRaises(ValidationError):
                self.make(code)

    @mute_logger("odoo.sql_db")
    def test_code_is_unique(self):
        with self.assertRaises(IntegrityError):
            self.make(self.procedure.code)
            self.env.flush_all()

    def test_long_official_name_gets_a_short_one(self):
        """Official names run beyond 400 characters."""
        procedure = self.make("9.000003", name="Đăng ký " * 60)
        self.assertEqual(len(procedure.short_name), 120)
        self.assertEqual(self.make("9.000004", short_name="Ngắn").short_name, "Ngắn")

    def test_found_by_code_short_and_official_name(self):
        self.procedure.short_name = "Tên gọi tắt"
        for text in ("9.0000", "gọi TẮT", "thủ tục THỬ"):
            found = self.env["tthc.procedure"].name_search(text)
            self.assertIn(self.procedure.id, [row[0] for row in found], text)

    def test_state_follows_the_versions(self):
        search = self.env["tthc.procedure"].search
        today = fields.Date.context_today(self.procedure)

        def found(state):
            return self.procedure in search([("state", "=", state)])

        self.assertEqual(self.procedure.state, "none")
        self.assertTrue(found("none"))
        self.make_published(today + timedelta(days=30))
        self.assertEqual(self.procedure.state, "coming")
        self.assertTrue(found("coming") and not found("in_force") and not found("none"))
        self.make_published(date(2020, 1, 1), date_to=today)
        self.assertEqual(self.procedure.state, "in_force")
        self.assertTrue(found("in_force") and not found("coming"))
        self.assertIn(self.procedure, search([("state", "!=", "none")]))
        self.assertNotIn(self.procedure, search([("state", "!=", "in_force")]))

    def test_search_by_version_in_force(self):
        search = self.env["tthc.procedure"].search
        self.assertIn(self.procedure, search([("current_version_id", "=", False)]))
        version = self.make_published(level="Cấp thử")
        self.assertIn(self.procedure, search([("current_version_id", "!=", False)]))
        self.assertNotIn(self.procedure, search([("current_version_id", "=", False)]))
        self.assertEqual(search([("current_version_id", "=", version.id)]), self.procedure)
        self.assertEqual(search([("current_version_id.level", "=", "Cấp thử")]), self.procedure)

    def test_draft_only_procedure_may_be_deleted(self):
        draft = self.make_draft()
        self.procedure.with_user(self.users["editor"]).unlink()
        self.assertFalse(draft.exists())

    def test_versions_button(self):
        version = self.make_draft()
        action = self.procedure.action_view_versions()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), version.sudo())
        self.assertEqual(self.procedure.version_count, 1)

    def test_sector_counts_its_procedures(self):
        self.make("9.000005")
        self.sector.invalidate_recordset(["procedure_count"])
        self.assertEqual(self.sector.procedure_count, 2)
