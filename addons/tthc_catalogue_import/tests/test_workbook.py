"""The workbook: out and in again, changes, mistakes, rights."""

import base64
import io
from datetime import date

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.tthc_catalogue.tests.common import CatalogueCase

SHEETS = {"component": "Thành phần hồ sơ", "version": "Phiên bản", "legal": "Căn cứ pháp lý"}


@tagged("post_install", "-at_install")
class TestWorkbook(CatalogueCase):
    def setUp(self):
        super().setUp()
        self.version = self.make_draft()
        self.component = self.version.case_ids.component_ids

    def export(self, versions, role="editor"):
        wizard = self.env["tthc.workbook.export"].with_user(self.users[role])
        action = wizard._export(versions.with_user(self.users[role]))
        record = wizard.browse(int(action["url"].split("/")[4]))
        return openpyxl.load_workbook(io.BytesIO(base64.b64decode(record.data)))

    def check(self, book, role="editor", apply=False):
        data = io.BytesIO()
        book.save(data)
        wizard = self.env["tthc.workbook.import"].with_user(self.users[role])
        wizard = wizard.create({"data": base64.b64encode(data.getvalue())})
        wizard.action_check()
        if apply:
            self.assertFalse(wizard.errors)
            wizard.action_apply()
        return wizard

    def cell(self, book, sheet, key, row=3):
        columns = [cell.value for cell in book[sheet][1]]
        return book[sheet].cell(row=row, column=columns.index(key) + 1)

    def test_round_trip_changes_nothing(self):
        published = self.make_published(date(2026, 1, 1), decision="2/QĐ-THU")
        for versions in (self.version, published, self.version + published):
            wizard = self.check(self.export(versions))
            self.assertFalse(wizard.errors)
            self.assertFalse(wizard.changes)
            self.assertEqual(wizard.change_count, 0)

    def test_every_part_has_a_sheet(self):
        book = self.export(self.version)
        layout = self.env["tthc.workbook"]
        parts = self.env["tthc.version.part"]._part_models()
        self.assertEqual(set(layout._models()), {"tthc.procedure.version", *parts})
        for name in layout._models():
            self.assertIn(layout._sheet_name(name), book.sheetnames)
        self.assertIn(SHEETS["legal"], book.sheetnames)
        self.assertTrue(book[SHEETS["component"]].data_validations.dataValidation)

    def test_change(self):
        book = self.export(self.version)
        self.cell(book, SHEETS["component"], "originals").value = 3
        self.cell(book, SHEETS["version"], "decision").value = "77/QĐ-THU"
        wizard = self.check(book)
        self.assertEqual((wizard.change_count, self.component.originals), (2, 1))
        wizard.action_apply()
        self.assertEqual((self.component.originals, self.version.decision), (3, "77/QĐ-THU"))
        self.assertEqual(self.check(self.export(self.version)).change_count, 0)

    def test_new_and_removed_rows(self):
        book = self.export(self.version)
        sheet = book[SHEETS["component"]]
        keys = [cell.value for cell in sheet[1]]
        row = [None] * len(keys)
        for key, value in (("parent", self.version.case_ids.id), ("name", "Ảnh"), ("originals", 2)):
            row[keys.index(key)] = value
        row[keys.index("requirement")] = self.cell(book, SHEETS["component"], "requirement").value
        sheet.append(row)
        sheet.delete_rows(3)
        book[SHEETS["legal"]].delete_rows(3)
        self.check(book, apply=True)
        self.assertEqual(self.version.case_ids.component_ids.mapped("name"), ["Ảnh"])
        self.assertFalse(self.version.legal_document_ids)

    def test_new_version_of_a_new_procedure(self):
        book = self.export(self.version)
        for sheet in book.worksheets:
            keys = [cell.value for cell in sheet[1]]
            for index, row in enumerate(sheet.iter_rows(min_row=3), 3):
                for key in ("id", "parent"):
                    if key in keys and row[keys.index(key)].value:
                        row[keys.index(key)].value = f"m{row[keys.index(key)].value}"
                if sheet.title == SHEETS["version"]:
                    self.cell(book, sheet.title, "procedure_code", index).value = "8.765432"
        self.check(book, apply=True)
        procedure = self.env["tthc.procedure"].search([("code", "=", "8.765432")])
        version = procedure.version_ids
        self.assertEqual(version.state, "draft")
        self.assertEqual(version.case_ids.component_ids.name, self.component.name)
        self.assertEqual(len(version.case_ids.step_ids), len(self.version.case_ids.step_ids))
        self.assertEqual(version.legal_document_ids, self.document)

    def test_mistakes_name_their_cell_and_write_nothing(self):
        book = self.export(self.version)
        self.cell(book, SHEETS["version"], "decision").value = "77/QĐ-THU"
        self.cell(book, SHEETS["component"], "originals").value = "hai"
        self.cell(book, SHEETS["component"], "requirement").value = "lạ"
        self.cell(book, SHEETS["legal"], "number").value = "không có"
        self.cell(book, SHEETS["version"], "date_from").value = "mai"
        wizard = self.check(book)
        self.assertEqual(len(wizard.errors.splitlines()), 4)
        self.assertIn("Thành phần hồ sơ", wizard.errors)
        self.assertIn("3", wizard.errors)
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertEqual(self.version.decision, "1/QĐ-THU")

    def test_published_version_cannot_change(self):
        published = self.make_published(date(2026, 1, 1), decision="2/QĐ-THU")
        book = self.export(published)
        self.cell(book, SHEETS["component"], "originals").value = 3
        wizard = self.check(book)
        self.assertTrue(wizard.errors)
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertEqual(published.case_ids.component_ids.originals, 1)

    def test_formulas_are_text(self):
        for text in ("=1+1", "+84", "-x", "@SUM(A1)"):
            self.component.name = text
            book = self.export(self.version)
            cell = self.cell(book, SHEETS["component"], "name")
            self.assertEqual((cell.data_type, cell.value), ("s", text))
            self.assertEqual(self.check(book).change_count, 0)

    def test_long_text_is_left_alone(self):
        self.version.process_text = "dài " * 20_000
        self.assertEqual(self.check(self.export(self.version)).change_count, 0)

    def test_no_workbook(self):
        wizard = self.env["tthc.workbook.import"].with_user(self.users["editor"])
        with self.assertRaises(UserError):
            wizard.create({"data": base64.b64encode(b"not a workbook")}).action_check()
        empty = openpyxl.Workbook()
        self.assertTrue(self.check(empty).errors)

    def test_rights(self):
        book = self.export(self.version, role="staff")
        with self.assertRaises(AccessError):
            self.check(book, role="staff")
        with self.assertRaises(AccessError):
            self.check(book, role="publisher")
        with self.assertRaises(AccessError):
            self.export(self.version, role="portal")
