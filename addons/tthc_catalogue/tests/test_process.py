"""The process of a case: numbers, problems, picture, "4 tại chỗ", by whoever edits it."""

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import CatalogueCase

STEPS = [
    {"name": "Tiếp nhận", "kind": "receive", "agency_kind": "centre", "role": "receptionist"},
    {"name": "Thẩm định", "kind": "appraise", "next_numbers": "3, 4", "lead": True},
    {"name": "Hỏi ý kiến", "next_numbers": "5", "hours": 12},
    {"name": "Kiểm tra", "next_numbers": "5", "hours": 16},
    {"name": "Phê duyệt", "kind": "approve", "role": "leader"},
    {"name": "Trả kết quả", "kind": "return", "agency_kind": "centre", "hours": 0},
]


@tagged("post_install", "-at_install")
class TestProcess(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.make_draft(case_ids=[Command.create(cls.process_vals())])
        cls.case = cls.draft.case_ids

    @classmethod
    def process_vals(cls):
        rows = [{"hours": 4, **values} for values in STEPS]
        return cls.case_vals(step_ids=[Command.create(values) for values in rows])

    def step(self, number):
        return self.case.step_ids.filtered(lambda row: row.number == number)

    def assertProblem(self, text):
        self.assertIn(text, "\n".join(self.case._process_problems()))
        self.assertIn(text, "\n".join(self.case._process_gaps()))

    def test_numbers_follow_the_order(self):
        self.assertEqual(self.case.step_ids.mapped("number"), [1, 2, 3, 4, 5, 6])
        self.assertEqual(self.case._process_problems(), [])

    def test_moved_step_takes_its_references_along(self):
        for index, row in enumerate(self.case.step_ids):
            row.sequence = (index + 1) * 10
        self.step(3).write({"sequence": 45})
        self.env.invalidate_all()
        self.assertEqual(
            self.case.step_ids.mapped(lambda row: (row.number, row.name, row.next_numbers)),
            [
                (1, "Tiếp nhận", False),
                (2, "Thẩm định", "4, 3"),
                (3, "Kiểm tra", "5"),
                (4, "Hỏi ý kiến", "5"),
                (5, "Phê duyệt", False),
                (6, "Trả kết quả", False),
            ],
        )
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_deleted_step_leaves_its_references_wrong(self):
        self.step(3).unlink()
        self.assertEqual(self.case.step_ids.mapped("number"), [1, 2, 4, 5, 6])
        self.assertProblem("Step 2 goes on to step 3, which does not exist.")

    def test_number_given_twice(self):
        step = self.env["tthc.procedure.step"].create(
            {"case_id": self.case.id, "name": "Thêm", "number": 2, "sequence": 99}
        )
        self.assertEqual(step.number, 7)
        step.number = 1
        self.assertEqual(step.number, 7)
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_longest_way(self):
        self.assertEqual(self.case.process_hours, 28)

    def test_hours_over_the_limit(self):
        self.case.channel_ids[0].write({"time_value": 27, "time_unit": "hour"})
        self.assertProblem("The longest way takes 28 working hours (steps 1, 2, 4, 5, 6)")
        self.assertIn("legal limit", self.case._process_gaps()[0])
        self.case.channel_ids[0].write(
            {"time_value": 40, "committed_value": 3, "committed_unit": "working_day"}
        )
        self.assertIn("committed limit", self.case._process_gaps()[0])

    def test_unknown_limit_refuses_nothing_here(self):
        self.case.channel_ids.write({"time_unit": "unknown", "time_value": 0})
        self.assertEqual(self.case._process_gaps(), [])

    def test_what_cannot_run_is_not_published(self):
        self.step(3).next_numbers = "2"
        with self.assertRaisesRegex(UserError, "goes back to step 2"):
            self.publish(self.draft)

    def test_warnings_do_not_refuse(self):
        self.step(5).kind = "process"
        self.assertEqual(self.case._process_problems(), ["No step approves the result."])
        self.assertEqual(self.case._process_gaps(), [])

    def test_new_version_copies_the_process(self):
        self.publish(self.draft)
        copy = self.draft.with_user(self.users["editor"]).copy({"date_from": "2027-01-01"})
        for name in ("number", "next_numbers", "lead", "split", "decision_ids"):
            self.assertEqual(
                copy.case_ids.step_ids.mapped(name), self.case.step_ids.mapped(name), name
            )
        self.assertEqual(copy.case_ids._process_problems(), [])

    def test_published_process_is_read_only(self):
        self.publish(self.draft)
        decision = self.env.ref("tthc_catalogue.step_decision_seal")
        for role in ("editor", "administrator"):
            step = self.step(2).with_user(self.users[role])
            for values in (
                {"number": 9},
                {"next_numbers": "5"},
                {"ends_process": True},
                {"decision_ids": [Command.link(decision.id)]},
            ):
                with self.subTest(role, values=values), self.assertRaises(UserError):
                    step.write(values)

    def test_usual_decisions_by_kind(self):
        self.assertEqual(
            set(self.step(5).decision_ids.mapped("code")),
            {"approve", "reject", "extend", "return_previous", "sign"},
        )
        self.step(5).decision_ids = self.env.ref("tthc_catalogue.step_decision_approve")
        self.step(5).hours = 5
        self.assertEqual(self.step(5).decision_ids.mapped("code"), ["approve"])
        self.step(5).kind = "seal"
        self.assertIn("seal", self.step(5).decision_ids.mapped("code"))

    def test_negative_hours(self):
        with self.assertRaises(ValidationError):
            self.step(2).hours = -1

    # On the spot --------------------------------------------------------------------------------

    def test_four_on_the_spot(self):
        self.assertEqual((self.case.spot_count, self.case.spot_label), (0, "0/4"))
        self.step(1).on_spot = self.step(2).on_spot = self.step(6).on_spot = True
        self.assertTrue(
            self.case.spot_received and self.case.spot_appraised and self.case.spot_returned
        )
        self.assertEqual((self.case.spot_approved, self.case.spot_label), (False, "3/4"))
        found = self.env["tthc.procedure.case"].search(
            [("spot_appraised", "=", True), ("spot_approved", "=", False)]
        )
        self.assertIn(self.case, found)

    def test_processing_counts_where_nothing_is_called_appraising(self):
        self.step(2).kind = "process"
        self.step(2).on_spot = self.step(3).on_spot = True
        self.assertFalse(self.case.spot_appraised)
        self.step(4).on_spot = True
        self.assertTrue(self.case.spot_appraised)

    # Screen and paper ---------------------------------------------------------------------------

    def test_picture_changes_while_the_form_is_not_saved(self):
        with Form(self.case.with_user(self.users["editor"])) as form:
            self.assertIn("o_tthc_good", form.process_problem_html)
            with form.step_ids.new() as step:
                step.name = "Đóng dấu, vào sổ"
                step.kind = "seal"
            self.assertIn("Đóng dấu, vào sổ", form.process_diagram)
            self.assertIn("o_tthc_step_7", form.process_diagram)
            self.assertIn("alert-danger", form.process_problem_html)
            form.step_ids.remove(index=6)
            self.assertNotIn("o_tthc_step_7", form.process_diagram)

    def test_typed_text_is_escaped(self):
        self.step(2).name = "<script>alert(1)</script>"
        self.step(2).next_numbers = "<img src=x onerror=alert(1)>"
        for html in (self.case.process_diagram, self.case.process_problem_html):
            self.assertNotIn("<script", html)
            self.assertNotIn("<img", html)

    def test_problem_is_outlined(self):
        self.step(3).hours = 0
        self.assertIn('class="o_tthc_step_3 o_tthc_problem"', self.case.process_diagram)

    def test_every_role_that_reads_sees_the_picture(self):
        self.publish(self.draft)
        for role in ("staff", "editor", "publisher"):
            case = self.case.with_user(self.users[role])
            case.invalidate_recordset()
            self.assertIn("<svg", case.process_diagram)

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_printed_sheet(self):
        self.publish(self.draft)
        report = self.env["ir.actions.report"].with_user(self.users["staff"])
        html = report._render_qweb_html("tthc_catalogue.report_process_sheet", self.case.ids)[0]
        text = html.decode()
        self.assertIn("QUY TRÌNH NỘI BỘ, QUY TRÌNH ĐIỆN TỬ", text)
        self.assertIn("3, 4 (song song)", text)
        self.assertIn("data:image/svg+xml;base64,", text)
        pdf, kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            "tthc_catalogue.report_process_sheet", self.case.ids
        )
        self.assertEqual((pdf[:5], kind), (b"%PDF-", "pdf"))
