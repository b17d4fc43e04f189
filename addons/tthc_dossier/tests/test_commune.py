import base64
import io
import unittest

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.tthc_dossier.tools import communes, table_file

from .common import DossierCommon

LIST = """Mã;Tên;Tỉnh;Tên cũ
09163;Phường Vũ Thử;Bắc Ninh;Phường Cũ, TP Bắc Ninh
9190;Xã Thử Sơn;24;
"""


class TestCommuneList(unittest.TestCase):
    def rows(self, text):
        table = table_file.read_text(text)
        return communes.read_rows(table, table_file.columns(table[0], communes.COLUMNS))

    def test_rows_and_their_problems(self):
        rows = self.rows(
            LIST + "\nabc;Phường X;Bắc Ninh;\n09163;Phường Hai Lần;Bắc Ninh;\n00001;Thiếu Loại;;\n"
        )
        self.assertEqual([row.number for row in rows], [2, 3, 5, 6, 7])
        self.assertEqual(
            (rows[1].code, rows[1].name, rows[1].kind), ("09190", "Thử Sơn", "commune")
        )
        problems = [row.problems for row in rows]
        self.assertEqual(problems, [[], [], ["code"], ["twice"], ["kind", "province"]])

    def test_provinces_have_34_names_that_differ(self):
        keys = {communes.province_key(name) for name in communes.PROVINCES.values()}
        self.assertEqual(len(keys), 34)
        for name in ("TP Hồ Chí Minh", "Thành phố Hồ Chí Minh", "79", "HO CHI MINH"):
            self.assertEqual(communes.province_key(name), "ho chi minh")

    def test_xlsx_and_csv_say_the_same(self):
        table = table_file.read_text(LIST)
        book = openpyxl.Workbook()
        for row in table:
            book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
        data = io.BytesIO()
        book.save(data)
        found = table_file.read_file(data.getvalue())
        self.assertEqual(found[1][1:3], table[1][1:3])
        self.assertEqual(found[1][0], "9163")
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            self.assertEqual(table_file.read_file(LIST.encode(encoding)), table)
        for data in (b"", b"PK\x03\x04nonsense", b"\x00\x01\x02"):
            self.assertRaises(table_file.NotATable, table_file.read_file, data)


@tagged("post_install", "-at_install")
class TestCommune(DossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.province = cls.env.ref("base.state_vn_VN-56")

    def sheet(self, text, **values):
        return self.env["tthc.commune.import"].create(
            {"data": base64.b64encode(text.encode()), **values}
        )

    def test_import_links_addresses_and_keeps_their_text(self):
        self.citizen.write({"tthc_commune": "phường vũ thử", "state_id": self.province.id})
        sheet = self.sheet(LIST)
        sheet.action_check()
        self.assertFalse(self.env["tthc.commune"].search([("code", "=", "09163")]))
        sheet.action_import()
        commune = self.env["tthc.commune"].search([("code", "=", "09163")])
        self.assertEqual((commune.full_name, commune.state_id), ("Phường Vũ Thử", self.province))
        self.assertEqual(self.citizen.tthc_commune_id, commune)
        sheet = self.sheet(LIST.replace("Vũ Thử", "Vũ Thử Mới"))
        sheet.action_import()
        self.assertEqual(commune.name, "Vũ Thử Mới")
        self.assertEqual(self.env["tthc.commune"].search_count([("code", "=", "09163")]), 1)

    def test_refused_rows_are_named_and_nothing_is_taken(self):
        text = LIST + "12;Không Loại;Bắc Ninh;\n09999;Xã Lạ;Nơi Khác;\n"
        sheet = self.sheet(text)
        sheet.action_check()
        self.assertIn("4: ", sheet.report)
        self.assertIn("“Nơi Khác” is no province", sheet.report)
        with self.assertRaisesRegex(UserError, "Row 4"):
            sheet.action_import()
        self.assertFalse(self.env["tthc.commune"].search([("code", "=", "09163")]))
        sheet.leave_out = True
        sheet.action_import()
        self.assertTrue(self.env["tthc.commune"].search([("code", "=", "09163")]))
        with self.assertRaisesRegex(UserError, "first row"):
            self.sheet("a;b\nc;d").action_check()

    def test_found_by_former_name_and_without_diacritics(self):
        self.sheet(LIST).action_import()
        found = self.env["tthc.commune"].with_user(self.receptionist)
        for text in ("vu thu", "Phường Cũ", "09163", "phuong cu bac ninh"):
            names = [name for _id, name in found.name_search(text)]
            self.assertIn("Phường Vũ Thử, Bắc Ninh", names, text)

    def test_the_contact_takes_it_and_old_text_stays(self):
        self.sheet(LIST).action_import()
        commune = self.env["tthc.commune"].search([("code", "=", "09163")])
        self.assertFalse(self.citizen.tthc_commune)
        self.citizen.tthc_commune = "Xã Ngày Xưa, huyện Cũ"
        self.assertIn("Xã Ngày Xưa, huyện Cũ", self.citizen._tthc_address_line())
        self.citizen.tthc_commune_id = commune
        self.assertEqual(self.citizen.tthc_commune, "Phường Vũ Thử")

    def test_the_sheet_takes_it_with_its_province(self):
        self.sheet(LIST).action_import()
        commune = self.env["tthc.commune"].search([("code", "=", "09163")])
        sheets = self.env["tthc.dossier.intake"].with_user(self.receptionist)
        sheet = Form(sheets.with_company(self.centre))
        sheet.partner_id = self.citizen
        sheet.commune_id = commune
        self.assertEqual(sheet.state_id, self.province)
        sheet.save()._owner()
        self.assertEqual(self.citizen.tthc_commune_id, commune)
        self.assertEqual(self.citizen.tthc_commune, "Phường Vũ Thử")
