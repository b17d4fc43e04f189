"""Legal documents: kind from the number, period of force, citations."""

from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CatalogueCase


@tagged("post_install", "-at_install")
class TestLegalDocument(CatalogueCase):
    def make(self, number="903/2026/TT-BTP", **values):
        return self.env["tthc.legal.document"].create({"number": number, **values})

    def test_kind_from_number(self):
        expected = {
            "904/2014/QH13": "law",
            "966.7/2025/NQ-CP": "resolution",
            "905/2025/NĐ-CP": "decree",
            "924/2021/QĐ-TTg": "decision",
            "904/2024/TT-BTP": "circular",
            "905/2015/TTLT-BTP-BCA-BYT": "circular",
            "Công văn 1": "other",
        }
        for number, kind in expected.items():
            self.assertEqual(self.make(number).kind, kind, number)

    def test_given_kind_stays(self):
        self.assertEqual(self.make("993/2015/QH13", kind="resolution").kind, "resolution")

    @mute_logger("odoo.sql_db")
    def test_number_is_unique(self):
        with self.assertRaises(IntegrityError):
            self.make(self.document.number)

    def test_in_force(self):
        today = fields.Date.context_today(self.document)
        day = timedelta(days=1)
        cases = (
            (False, False, True),
            (today, False, True),
            (today + day, False, False),
            (False, today, False),
            (False, today + day, True),
        )
        search = self.env["tthc.legal.document"].search
        for start, end, expected in cases:
            self.document.write({"date_effective": start, "date_expired": end})
            with self.subTest(start=start, end=end):
                self.assertEqual(self.document.in_force, expected)
                found = search([("in_force", "=", True), ("id", "=", self.document.id)])
                self.assertEqual(bool(found), expected)
                found = search([("in_force", "=", False), ("id", "=", self.document.id)])
                self.assertEqual(bool(found), not expected)

    def test_expires_after_it_takes_effect(self):
        with self.assertRaises(ValidationError):
            self.make(date_effective=date(2026, 2, 1), date_expired=date(2026, 1, 1))

    def test_citing_from_the_document_counts_as_editing_the_draft(self):
        draft = self.make_draft()
        document = self.make().with_user(self.users["administrator"])
        document.write({"version_ids": [(4, draft.id)]})
        self.assertEqual(draft.editor_id, self.users["administrator"])
        self.assertIn(document.sudo(), draft.sudo().legal_document_ids)

    def test_uncited_document_may_be_deleted(self):
        document = self.make()
        document.with_user(self.users["editor"]).unlink()
        self.assertFalse(document.exists())
