"""Agencies: identifiers, hierarchy, staff."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CatalogueCase


@tagged("post_install", "-at_install")
class TestAgency(CatalogueCase):
    def make(self, code=False, **values):
        return self.env["tthc.agency"].create({"name": "Cơ quan", "code": code, **values})

    def test_identifier_pattern(self):
        """QĐ 20/2020/QĐ-TTg, Art. 4: digits, capital letters and dots, 35 characters at most."""
        for code in ("H98", "H98.12.01", "0109999999", "Z98.A1", "Z" * 35):
            self.assertEqual(self.make(code).code, code)
        for code in ("h05", "H05.", "H05..1", "H05-1", "Z" * 36, "H05.1\n"):
            with self.subTest(code), self.assertRaises(ValidationError):
                self.make(code)

    def test_centre_identifier_pattern(self):
        self.env.company.tthc_unit_code = "H98.12"
        with self.assertRaises(ValidationError):
            self.env.company.tthc_unit_code = "H98/12"

    @mute_logger("odoo.sql_db")
    def test_identifier_is_unique_when_given(self):
        self.make()
        self.make()
        with self.assertRaises(IntegrityError):
            self.make(self.agency.code)
            self.env.flush_all()

    def test_no_agency_above_itself(self):
        child = self.make(parent_id=self.agency.id)
        with self.assertRaises(UserError):
            self.agency.parent_id = child

    def test_children_are_found_under_their_parent(self):
        child = self.make(parent_id=self.agency.id)
        found = self.env["tthc.agency"].search([("id", "child_of", self.agency.id)])
        self.assertEqual(found, self.agency + child)

    def test_short_name_on_request(self):
        self.agency.short_name = "CQT"
        self.assertEqual(self.agency.display_name, "Cơ quan thử")
        self.assertEqual(self.agency.with_context(tthc_short=True).display_name, "CQT")

    def test_new_staff_is_seen_by_record_rules_at_once(self):
        """Evaluated rule domains are cached: a change of staff must forget them."""
        user = self.users["staff"]
        rule = self.env["ir.rule"].create(
            {
                "name": "own agencies",
                "model_id": self.env["ir.model"]._get_id("tthc.agency"),
                "domain_force": "[('id', 'in', user.tthc_agency_ids.ids)]",
            }
        )
        self.assertFalse(rule.with_user(user).env["tthc.agency"].search([]))
        self.agency.with_user(self.users["administrator"]).sudo().write(
            {"user_ids": [Command.link(user.id)]}
        )
        self.assertEqual(self.env["tthc.agency"].with_user(user).search([]), self.agency)
        user.write({"tthc_agency_ids": [Command.clear()]})
        self.assertFalse(self.env["tthc.agency"].with_user(user).search([]))
