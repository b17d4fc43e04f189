"""The receipt on paper: originals, copies, what stands on it."""

import hashlib

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_dossier.tools import form_pages

from ..models.tthc_receipt_paper import A5
from .common import ReceiptCommon


@tagged("post_install", "-at_install")
class TestPaper(ReceiptCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.open_series()
        self.receipt = self.cash()

    def words(self, pdf=None):
        return " ".join((pdf or self.receipt._render_pdf()).decode().split())

    def test_what_the_law_asks_for(self):
        paper = self.words()
        for text in (
            "Biên lai thu phí, lệ phí",
            "EBL01",
            "26TAA",
            "00000001",
            self.centre.name,
            "2300999910",
            "Nguyễn Văn Thử",
            "Phí thẩm định",
            "Lệ phí cấp bản sao",
            "58.000",
            "Năm mươi tám nghìn đồng",
            "Ngày 10 tháng 03 năm 2026",
            "Biên lai chưa được ký số",
            self.receipt.dossier_id.name,
            "data:image/png;base64,",
        ):
            self.assertIn(text, paper)
        self.assertNotIn("Ngày thu", paper)
        self.assertNotIn("&lt;", paper)

    def test_a_signed_receipt_says_by_whom(self):
        self.receipt._signed("TRUNG TÂM THỬ", "5401", self.NOON)
        self.assertIn("Ký bởi: TRUNG TÂM THỬ, ngày ký: 10/03/2026 12:00", self.words())
        self.assertNotIn("chưa được ký số", self.words())

    def test_the_first_print_is_the_original_and_others_are_copies(self):
        original = self.receipt.with_user(self.cashier)._issue_pdf()
        self.assertNotIn("BẢN SAO", original.decode())
        first = self.receipt.with_user(self.accountant)._issue_pdf()
        second = self.receipt.with_user(self.cashier)._issue_pdf()
        self.assertTrue(first.startswith(original))
        self.assertIn("BẢN SAO SỐ 1", first.decode())
        self.assertIn("BẢN SAO SỐ 2", second.decode())
        events = self.receipt.event_ids.sorted("id")[1:]
        self.assertEqual(events.mapped("kind"), ["print", "copy", "copy"])
        self.assertEqual(events.mapped("copy_no"), [0, 1, 2])
        self.assertEqual(events.mapped("user_id"), self.cashier | self.accountant)
        self.assertEqual(events[0].digest, hashlib.sha256(original).hexdigest())
        self.assertTrue(events[0].file_name.startswith("bien-lai-26TAA-00000001"))

    def test_after_the_signature_there_is_an_original_with_it(self):
        self.receipt._issue_pdf()
        self.receipt._signed("TRUNG TÂM THỬ", "5401", self.NOON)
        again = self.receipt._issue_pdf().decode()
        self.assertIn("Ký bởi", again)
        self.assertNotIn("BẢN SAO", again)

    def test_an_ended_receipt_says_so_on_every_copy(self):
        self.receipt._issue_pdf()
        self.receipt._set({"state": "cancelled"})
        self.assertIn("BIÊN LAI ĐÃ HỦY", self.receipt._issue_pdf().decode())
        self.receipt._set({"state": "replaced"})
        self.assertIn("BIÊN LAI ĐÃ BỊ THAY THẾ", self.receipt._issue_pdf().decode())

    def test_an_original_that_was_changed_is_made_anew(self):
        original = self.receipt._issue_pdf()
        event = self.receipt.event_ids.filtered(lambda row: row.kind == "print")
        self.env["ir.attachment"].search(
            [("res_model", "=", event._name), ("res_id", "=", event.id)]
        ).raw = b"something else"
        copy = self.receipt._issue_pdf()
        self.assertNotIn(b"something else", copy)
        self.assertTrue(copy.startswith(original[:200]))

    def test_who_prints(self):
        for user in (self.cashier, self.accountant, self.chief):
            action = self.receipt.with_user(user).action_print()
            self.assertEqual(action["url"], f"/tthc/receipt/{self.receipt.id}/pdf")
        for user in (self.receptionist, self.inspector, self.other_cashier):
            with self.assertRaises(AccessError):
                self.receipt.with_user(user).action_print()

    def test_what_has_no_number_is_not_printed(self):
        self.env["tthc.receipt.series"].search([]).action_close()
        with self.assertRaises(UserError):
            self.cash().with_user(self.cashier).action_print()

    def test_the_address_of_the_pdf(self):
        url = f"/tthc/receipt/{self.receipt.id}/pdf"
        for login, status in (("t.thungan", 200), ("t.thungan2", 404), ("t.tiepnhan", 404)):
            self.authenticate(login, login)
            response = self.url_open(url)
            self.assertEqual(response.status_code, status, login)
        self.assertEqual(self.kinds(self.receipt), ["issued", "print"])
        self.authenticate("t.thungan", "t.thungan")
        response = self.url_open(url)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("BẢN SAO SỐ 1", response.content.decode())

    def test_a_real_pdf_of_long_names_and_many_lines(self):
        """Made by wkhtmltopdf: every page is A5, and nothing is lost."""
        self.procedure.name = "Thủ tục có tên gọi rất dài " * 8
        self.citizen.name = "Công ty trách nhiệm hữu hạn một thành viên " * 5
        _dossier, request = self.accepted()
        lines = [
            {
                "name": f"Phí thẩm định hồ sơ cấp phép hoạt động chuyên ngành thứ {index}",
                "kind": "phi",
                "quantity": 1,
                "amount": 10_000,
            }
            for index in range(40)
        ]
        request = self.env["tthc.expected.payment"]._open(request.dossier_id, lines)
        self.at(request, user=self.cashier).action_receive_cash()
        real = request.receipt_ids.with_context(force_report_rendering=True)
        pdf = real._issue_pdf()
        copy = real._issue_pdf()
        pages = form_pages.page_count(pdf)
        self.assertGreater(pages, 1)
        self.assertEqual(form_pages.page_count(copy), pages)
        self.assertEqual(A5.paper, "A5")
        self.assertNotEqual(pdf, copy)
