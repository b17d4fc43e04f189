import base64
import io

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestGroupIntake(DossierCommon):
    """One procedure for many people: everybody is taken in, or nobody."""

    ROWS = (
        ("027080000019", "Nguyễn Văn Thử", "04/05/1980"),
        ("027190000028", "Trần Thị Hai", "01/02/1990"),
        ("027085000037", "Lê Văn Ba", "03/03/1985"),
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.partner"].create(
            {"name": "Công ty Thử", "tthc_kind": "organisation", "vat": "0100109106"}
        )

    def sheet(self, pasted=None, mode="each", **values):
        sheets = self.env["tthc.group.intake"].with_user(self.receptionist)
        return sheets.create(
            {
                "company_id": self.centre.id,
                "procedure_id": self.procedure.id,
                "case_id": self.case.id,
                "mode": mode,
                "sender_id": self.firm.id,
                "papers_received": True,
                "pasted": pasted or "\n".join(";".join(row) for row in self.ROWS),
                **values,
            }
        )

    def test_a_company_for_its_workers(self):
        sheet = self.sheet()
        sheet.action_read_list()
        self.assertEqual((sheet.good_count, sheet.bad_count), (3, 0))
        self.assertEqual(sheet.line_ids[0].partner_id, self.citizen)
        submission = self.env["tthc.submission"].browse(sheet.action_accept()["res_id"])
        dossiers = submission._parts()
        self.assertEqual(dossiers.mapped("state"), ["accepted"] * 3)
        self.assertEqual(dossiers.owner_id.mapped("name"), [row[1] for row in self.ROWS])
        self.assertEqual(dossiers[0].owner_id, self.citizen)
        self.assertEqual(len(set(dossiers.mapped("name"))), 3)
        self.assertEqual(dossiers.mapped("submission_share"), [1, 1, 1])
        for dossier in dossiers:
            party = dossier._submitter_party()
            self.assertEqual((party.role, party.partner_id), ("submitter", self.firm))
        self.assertIn("Công ty Thử (3)", submission.display_name)
        html = self.env["ir.qweb"]._render("tthc_dossier.report_submission", {"docs": submission})
        for _number, name, _birth in self.ROWS:
            self.assertIn(name, str(html))
        self.assertNotIn("027190000028", str(html))

    def test_a_second_click_finds_the_first(self):
        sheet = self.sheet()
        sheet.action_read_list()
        first = sheet.action_accept()["res_id"]
        self.assertEqual(sheet.action_accept()["res_id"], first)

    def test_a_representative_with_a_mandate(self):
        sheet = self.sheet(mandate_kind="authorised", mandate_number="7/UQ")
        sheet.action_read_list()
        submission = self.env["tthc.submission"].browse(sheet.action_accept()["res_id"])
        parties = submission.dossier_ids.party_ids.filtered("mandate_number")
        self.assertEqual(set(parties.mapped("role")), {"representative"})
        self.assertEqual(len(parties), 3)

    def test_refused_rows_are_named_and_nothing_is_kept(self):
        text = (
            "027080000019;Trần Người Khác;\n027190000028;;\n027190000029;Hai;32/13/1990\n"
            "027085000037;Lê Văn Ba;03/03/1985\n027085000037;Lê Văn Ba;"
        )
        sheet = self.sheet(text)
        sheet.action_read_list()
        before = self.env["tthc.dossier"].search_count([])
        with self.assertRaises(UserError) as caught:
            sheet.action_accept()
        for words in (
            "Row 1: the number is that of Nguyễn Văn Thử",
            "Row 2: the name is missing",
            "Row 5: the number stands in row 4 already",
            "Nothing was taken in",
        ):
            self.assertIn(words, str(caught.exception))
        self.assertEqual(self.env["tthc.dossier"].search_count([]), before)
        self.assertEqual(len(sheet.line_ids), 5)
        sheet.action_leave_bad_out()
        self.assertEqual(sheet.bad_count, 0)
        submission = self.env["tthc.submission"].browse(sheet.action_accept()["res_id"])
        self.assertIn("Lê Văn Ba", submission.dossier_ids.owner_id.mapped("name"))

    def test_what_stands_against_acceptance_names_the_rows(self):
        sheet = self.sheet(papers_received=False)
        sheet.action_read_list()
        before = self.env["tthc.dossier"].search_count([])
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            sheet.action_accept()
        for row in (1, 2, 3):
            self.assertIn(f"Row {row}: These mandatory components", str(caught.exception))
        self.assertEqual(self.env["tthc.dossier"].search_count([]), before)

    def test_co_owners_of_one_dossier(self):
        sheet = self.sheet(mode="owners", sender_id=False)
        sheet.action_read_list()
        dossier = self.env["tthc.dossier"].browse(sheet.action_accept()["res_id"])
        self.assertEqual(dossier.state, "accepted")
        self.assertEqual(dossier.party_ids.mapped("role"), ["owner", "co_owner", "co_owner"])
        names = "Nguyễn Văn Thử, Trần Thị Hai, Lê Văn Ba"
        self.assertEqual(dossier._owner_names(), names)
        self.assertFalse(dossier._submitter_party())

    def test_a_workbook(self):
        book = openpyxl.Workbook()
        book.active.append(["STT", "Số định danh", "Họ và tên", "Ngày sinh"])
        for number, row in enumerate(self.ROWS, 1):
            book.active.append([number, *row])
        data = io.BytesIO()
        book.save(data)
        sheet = self.sheet(" ", data=base64.b64encode(data.getvalue()))
        sheet.action_read_list()
        self.assertEqual(sheet.line_ids.mapped("name"), [row[1] for row in self.ROWS])
        with self.assertRaisesRegex(UserError, "cannot be read"):
            self.sheet(" ", data=base64.b64encode(b"PK\x03\x04x")).action_read_list()

    def test_typed_rows(self):
        form = Form(self.env["tthc.group.intake"].with_user(self.receptionist))
        form.procedure_id = self.procedure
        with form.line_ids.new() as line:
            line.name = "Người Gõ Tay"
            line.identity_number = "12345"
            self.assertIn("impossible", line.problem)
            line.identity_number = False
            self.assertFalse(line.problem)
        self.assertEqual(form.good_count, 1)

    def test_it_is_the_receptionists(self):
        with self.assertRaises(AccessError):
            self.env["tthc.group.intake"].with_user(self.officer).create(
                {"procedure_id": self.procedure.id, "line_ids": [Command.create({"name": "X"})]}
            )
