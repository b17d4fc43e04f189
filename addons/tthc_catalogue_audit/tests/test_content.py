"""Rules of time limits, papers and results, each with a violating and a clean record."""

from odoo.tests import tagged

from .common import AuditCase


@tagged("post_install", "-at_install")
class TestContent(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_draft()
        cls.case = cls.version.case_ids

    def test_time_without_unit(self):
        self.assertClean("time_without_unit")
        channel = self.case.channel_ids[0]
        channel.time_unit = "unknown"
        finding = self.assertFound("time_without_unit", channel)
        self.assertEqual(finding.version_id, self.version)
        self.assertEqual(finding.procedure_id, self.procedure)

    def test_time_implausible(self):
        channel = self.case.channel_ids[0]
        channel.write({"time_value": 260, "time_unit": "working_day"})
        self.assertClean("time_implausible")
        channel.time_value = 1520
        self.assertFound("time_implausible", channel)
        channel.write({"time_value": 13, "time_unit": "month"})
        self.assertFound("time_implausible", channel)
        channel.write({"time_value": 300, "time_unit": "hour"})
        self.assertClean("time_implausible")

    def test_count_implausible(self):
        paper = self.case.component_ids
        paper.count_text = "1 bản chính"
        self.assertClean("count_implausible")
        paper.count_text = "181 bản chính"
        finding = self.assertFound("count_implausible", paper)
        self.assertIn("181 bản chính", finding.detail)
        paper.write({"count_text": False, "copies": 21})
        self.assertFound("count_implausible", paper)
        self.rule("count_implausible").maximum = 30
        self.assertClean("count_implausible")

    def test_form_missing(self):
        paper = self.case.component_ids
        paper.name = "Giấy chứng sinh"
        self.assertClean("form_missing")
        paper.name = "Tờ khai đăng ký khai sinh"
        self.assertFound("form_missing", paper)
        paper.form_code = "Mẫu số 01"
        self.assertClean("form_missing")

    def test_form_missing_is_content_with_a_file(self):
        paper = self.case.component_ids
        paper.name = "Đơn đề nghị"
        self.assertFound("form_missing", paper)
        file = paper.env["ir.attachment"].create({"name": "don.docx", "raw": b"x"})
        paper.form_attachment_ids = file
        self.assertClean("form_missing")
        paper.write({"form_attachment_ids": False, "requirement": "note"})
        self.assertClean("form_missing")

    def test_result_without_code(self):
        result = self.case.result_ids
        self.assertFound("result_without_code", result)
        result.code = "KQ.G15.000031"
        self.assertClean("result_without_code")

    def test_review_waiting(self):
        self.assertClean("review_waiting")
        self.case.component_ids.write({"needs_review": True, "review_note": "181 hay 1?"})
        self.case.needs_review = True
        finding = self.assertFound("review_waiting", self.version)
        self.assertIn("2", finding.detail)
        (self.case | self.case).needs_review = False
        self.case.component_ids.needs_review = False
        self.assertClean("review_waiting")

    def test_ended_versions_are_left_alone(self):
        self.assertFound("result_without_code", self.case.result_ids)
        self.procedure.active = False
        self.assertClean("result_without_code")
