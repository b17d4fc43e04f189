import base64
import re
import subprocess
import unittest
from shutil import which

from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tests import HttpCase, tagged

from .common import PostingCase

LONG = "Thủ tục có tên rất dài " * 20


@tagged("post_install", "-at_install")
class TestSheets(PostingCase, HttpCase):
    """The printed sheets: everything stands on them, however long it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure.name = LONG.strip()
        draft = cls.make_rich()
        draft.case_ids.component_ids = [
            Command.create({"name": f"Giấy tờ kèm theo số {number:02d} {'dài ' * 30}", "copies": 2})
            for number in range(1, 31)
        ]
        cls.add_form(draft)
        cls.version = cls.publish_rich(draft)

    def pdf(self, report, record):
        report_model = self.env["ir.actions.report"]._posting_report(self.centre)
        pdf, _kind = report_model.with_context(force_report_rendering=True)._render_qweb_pdf(
            f"tthc_posting.{report}", record.ids
        )
        text = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
        ).stdout.decode()
        return text.count("\f"), " ".join(text.split())

    @unittest.skipUnless(which("wkhtmltopdf") and which("pdftotext"), "no PDF tools here")
    def test_sheet_has_every_field(self):
        pages, text = self.pdf("report_sheet", self.version)
        self.assertGreaterEqual(pages, 2)
        for words in (
            "BẢNG NIÊM YẾT THỦ TỤC HÀNH CHÍNH",
            "UBND XÃ THỬ",
            "TRUNG TÂM THỬ MỘT",
            "Thủ tục có tên rất dài",
            "9.000001",
            "77/QĐ-THU",
            "Lĩnh vực thử",
            "Sở Thử nghiệm thực hiện",
            "Ủy ban có thẩm quyền thử",
            "Bước 2: nhận kết quả thử",
            "5 ngày làm việc",
            "01 bộ",
            "Tờ khai",
            "Giấy tờ kèm theo số 30",
            "Mẫu đơn số 01.pdf",
            "20.000 đ",
            "Giấy chứng nhận",
            "Phải đủ điều kiện thử",
            "901/2026/NĐ-CP",
            "Quầy 7",
            "Số 5, đường Thử",
            self.today.strftime("%d/%m/%Y"),
            "/thu-tuc/9.000001",
        ):
            self.assertIn(words, text)
        self.assertNotIn("KHÔNG NIÊM YẾT", text)

    @unittest.skipUnless(which("wkhtmltopdf") and which("pdftotext"), "no PDF tools here")
    def test_board_lists_the_sector_at_the_centre(self):
        other = self.procedure.copy({"code": "9.000006", "name": "Không tiếp nhận ở đây"})
        self.publish_rich(self.make_rich(procedure_id=other.id))
        _pages, text = self.pdf("report_sector_board", self.sector)
        for words in ("9.000001", "5 ngày làm việc", "Quầy 7", "Tổng số: 1 thủ tục"):
            self.assertIn(words, text)
        self.assertNotIn("9.000006", text)

    def test_draft_says_that_it_is_none(self):
        draft = self.make_rich(self.days(30))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "tthc_posting.report_sheet", draft.ids
        )
        self.assertIn("KHÔNG NIÊM YẾT", html.decode())

    def test_markup_in_names_stays_text(self):
        self.procedure.name = "<img src=x onerror=alert(1)>"
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "tthc_posting.report_sheet", self.version.ids
        )
        self.assertNotIn("<img src=x", html.decode())
        self.assertEqual(len(re.findall("<img", html.decode())), 1)

    @unittest.skipUnless(which("wkhtmltopdf"), "no PDF tools here")
    def test_public_sheet_is_printed_once_and_for_one_visitor_at_a_time(self):
        prints = self.env["tthc.posting.print"].with_context(force_report_rendering=True)
        public = prints.with_user(self.users["public"])
        first = public._pdf_of("tthc_posting.report_sheet", self.version, self.centre)
        self.assertTrue(first.startswith(b"%PDF"))
        kept = prints.search([])
        again = public._pdf_of("tthc_posting.report_sheet", self.version, self.centre)
        self.assertEqual((again, prints.search([])), (first, kept))
        # Another visitor's printing, in a transaction of its own.
        with db_connect(self.cr.dbname).cursor() as other:
            self.assertFalse(self.env(cr=other)["tthc.posting.print"]._lock_printing())

    def test_busy_printer_asks_to_come_again(self):
        with db_connect(self.cr.dbname).cursor() as other:
            self.assertTrue(self.env(cr=other)["tthc.posting.print"]._lock_printing())
            page = self.url_open("/thu-tuc/9.000001/niem-yet.pdf")
        self.assertEqual((page.status_code, page.headers["Retry-After"]), (503, "5"))
        self.assertIn("thử lại", page.text)

    def test_kept_sheets_go_after_a_day(self):
        prints = self.env["tthc.posting.print"]
        kept, old = prints.create(
            [{"digest": name, "pdf": base64.b64encode(b"%PDF")} for name in ("kept", "old")]
        )
        self.env.flush_all()
        self.cr.execute(
            "UPDATE tthc_posting_print SET create_date = now() - interval '2 days' WHERE id = %s",
            [old.id],
        )
        self.env.invalidate_all()
        prints._gc_prints()
        self.assertTrue(kept.exists())
        self.assertFalse(old.exists())
