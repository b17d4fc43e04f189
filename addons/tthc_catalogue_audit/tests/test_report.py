"""The printed report: what it says, to whom, and that it is one self-contained document."""

import shutil
import unittest

from odoo.tests import tagged

from odoo.addons.tthc_catalogue_audit.models.tthc_audit_sheet import PRINTED

from .common import AuditCase


@tagged("post_install", "-at_install")
class TestReport(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_draft()
        cls.procedure.responsible_id = cls.users["editor"]

    def html(self, role="staff"):
        rules = self.rules.with_user(self.users[role]).search([])
        report = self.env["ir.actions.report"].with_user(self.users[role])
        content, _kind = report._render_qweb_html("tthc_catalogue_audit.report_audit", rules.ids)
        return content.decode()

    def test_rules_findings_and_coverage(self):
        self.audit("result_without_code")
        html = self.html()
        self.assertIn("BÁO CÁO KIỂM TRA DANH MỤC THỦ TỤC HÀNH CHÍNH", html)
        for rule in self.rules.search([]):
            self.assertIn(rule.print_name.split("“")[0], html)
        self.assertIn(self.users["editor"].name, html)
        self.assertIn("Theo trung tâm", html)

    def test_many_findings_are_counted_not_printed(self):
        case = self.version.case_ids
        case.result_ids.unlink()
        self.env["tthc.procedure.result"].create(
            [{"case_id": case.id, "name": f"Kết quả {n}"} for n in range(PRINTED + 3)]
        )
        self.audit("result_without_code")
        html = self.html()
        self.assertEqual(html.count("Kết quả không có mã</strong>"), PRINTED)
        self.assertIn("nội dung khác", html)

    def test_coverage_rows_are_sorted_and_counted(self):
        self.make_published(
            executing_agency="Sở Thử",
            procedure_id=self.env["tthc.procedure"]
            .create({"code": "9.000002", "name": "Có hiệu lực", "sector_id": self.sector.id})
            .id,
        )
        tables = dict(self.rules._sheet_coverage())
        rows = {row[0]: row[1:] for row in tables["Theo cơ quan thực hiện (như đã công bố)"]}
        self.assertEqual(rows["Sở Thử"], (1, 0, 0, 0.0))
        shares = [row[4] for row in tables["Theo lĩnh vực"]]
        self.assertEqual(shares, sorted(shares))

    def test_button_prints_all_rules(self):
        action = self.rules.with_user(self.users["staff"]).action_print()
        self.assertEqual(action["report_name"], "tthc_catalogue_audit.report_audit")
        self.assertEqual(len(action["context"]["active_ids"]), self.rules.search_count([]))

    @unittest.skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf prints it")
    def test_pdf(self):
        report = self.env["ir.actions.report"].with_user(self.users["staff"])
        pdf, kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            "tthc_catalogue_audit.report_audit", self.rules.search([]).ids
        )
        self.assertEqual(kind, "pdf")
        self.assertTrue(pdf.startswith(b"%PDF"))
