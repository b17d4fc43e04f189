import re
import subprocess
import unittest
from shutil import which

from odoo.tests import HttpCase, tagged

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestReceipt(DossierCommon, HttpCase):
    """The receipt "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"."""

    def test_fields_of_the_form(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.receptionist)
            ._render_qweb_html("tthc_dossier.report_receipt", dossier.ids)
        )
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))
        for words in (
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "UBND TỈNH THỬ",
            dossier.name,
            self.citizen.name,
            "027•••••••19",
            self.procedure.name,
            "Tờ khai",
            "09 giờ 00 phút, ngày 09/03/2026",
            "17 giờ 00 phút, ngày 12/03/2026",
            "50.000 đồng",
            "NGƯỜI NỘP HỒ SƠ",
            "NGƯỜI TIẾP NHẬN HỒ SƠ",
            self.receptionist.name,
        ):
            self.assertIn(words, text)
        self.assertNotIn(self.citizen.tthc_identity_number, text)
        self.assertIn("data:image/png;base64,", html.decode())

    def test_qr_opens_the_lookup_page(self):
        dossier = self.take_in()
        self.assertTrue(dossier._lookup_url().endswith(f"/tra-cuu/{dossier.lookup_token}"))
        self.assertTrue(dossier._lookup_qr().startswith(b"\x89PNG"))

    @unittest.skipUnless(which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_pdf_is_one_page_with_vietnamese_text(self):
        dossier = self.take_in()
        pdf, kind = (
            self.env["ir.actions.report"]
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("tthc_dossier.report_receipt", dossier.ids)
        )
        self.assertEqual(kind, "pdf")
        self.assertTrue(pdf.startswith(b"%PDF"))
        if which("pdftotext"):
            text = subprocess.run(
                ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
            ).stdout.decode()
            self.assertIn("GIẤY TIẾP NHẬN HỒ SƠ", text)
            self.assertEqual(text.count("\f"), 1)
