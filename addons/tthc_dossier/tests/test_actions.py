from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import actions
from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestActions(DossierCommon):
    """The named actions: who, from where, with what effect."""

    def test_main_job_through_two_agencies(self):
        dossier = self.take_in(case_id=self.free_case.id)
        self.walk_to_result(dossier)
        self.assertEqual((dossier.state, dossier.outcome), ("done", "granted"))
        self.assertEqual(dossier.task_id.name, "Trả kết quả")
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")
        self.assertFalse(dossier.task_id)
        self.assertEqual(
            dossier.event_ids.sorted("seq").mapped("kind"),
            ["accept", "forward", "forward", "forward", "issue_result", "return_result"],
        )
        self.assertEqual(
            dossier.task_ids.sorted("id").mapped("agency_id"), self.justice | self.police
        )
        self.assertTrue(all(dossier.task_ids.mapped("done_at")))

    def test_each_step_is_for_its_holder(self):
        dossier = self.take_in()
        for user in (self.officer, self.leader):
            with self.subTest(user.login), self.assertRaises(AccessError):
                dossier.with_user(user).action_forward()
        dossier.with_user(self.receptionist).action_forward()
        with self.assertRaisesRegex(AccessError, "officer of Sở Tư pháp"):
            dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_forward()
        with self.assertRaisesRegex(AccessError, "Công an tỉnh"):
            dossier.with_user(self.officer).action_forward()

    def test_second_click_is_told_the_state(self):
        dossier = self.take_in()
        number = dossier.name
        with self.assertRaisesRegex(UserError, "is in the state"):
            dossier.with_user(self.receptionist).action_accept()
        self.assertEqual(dossier.name, number)

    def test_every_action_refuses_the_states_outside_its_table(self):
        dossier = self.walk_to_result(self.take_in(case_id=self.free_case.id))
        dossier.with_user(self.receptionist).action_return_result()
        for name, action in actions.ACTIONS.items():
            if "returned" in action.sources or not action.sources:
                continue
            with self.subTest(name), self.assertRaises(UserError):
                dossier.sudo()._perform(name, note="thử")

    def test_refusal_needs_a_reason_and_gives_no_number(self):
        dossier = self.take_in(accept=False)
        with self.assertRaisesRegex(UserError, "reason"):
            dossier.with_user(self.receptionist).action_refuse(" ")
        dossier.with_user(self.receptionist).action_refuse("Trùng", "refuse_duplicate")
        self.assertEqual(dossier.state, "not_accepted")
        self.assertFalse(dossier.name)

    def test_supplement_during_examination_restarts_the_limit(self):
        """NĐ 61/2018/NĐ-CP Art. 19.4: the limit begins again from zero."""
        dossier = self.take_in(instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_forward()
        asked = datetime(2026, 3, 10, 3, 0)
        self.at(dossier, asked, self.officer).action_request_supplement("Thiếu bản sao")
        self.assertEqual((dossier.state, dossier.supplement_count), ("supplement", 1))
        back = datetime(2026, 3, 18, 3, 0)
        self.at(dossier, back, self.receptionist).action_receive_supplement()
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(dossier.due_at, datetime(2026, 3, 23, 10, 0))

    def test_supplement_at_the_counter_has_no_clock(self):
        dossier = self.take_in(accept=False)
        dossier.with_user(self.receptionist).action_request_supplement("Thiếu tờ khai")
        self.assertEqual(dossier.state, "supplement")
        dossier.with_user(self.receptionist).action_receive_supplement()
        self.assertEqual(dossier.state, "registered")
        self.assertFalse(dossier.event_ids.filtered("clock_effect"))

    def test_financial_duty_pauses_the_clock(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_forward()
        self.at(dossier, datetime(2026, 3, 10, 3, 0), self.officer).action_request_payment("Nộp")
        self.assertEqual(dossier.state, "financial")
        self.at(dossier, datetime(2026, 3, 12, 3, 0), self.officer)._payment_received()
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(dossier.due_at, datetime(2026, 3, 16, 10, 0))

    def test_extension_once_and_in_time(self):
        """NĐ 61/2018/NĐ-CP Art. 19.9."""
        dossier = self.take_in(instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_forward()
        until = datetime(2026, 3, 20, 10, 0)
        with self.assertRaises(AccessError):
            dossier.with_user(self.officer).action_extend("Chờ ý kiến", until=until)
        with self.assertRaisesRegex(UserError, "at least 1 working day"):
            self.at(dossier, datetime(2026, 3, 12, 3, 0), self.leader).action_extend("x", until)
        self.at(dossier, datetime(2026, 3, 10, 3, 0), self.leader).action_extend("Chờ", until)
        self.assertEqual((dossier.due_at, dossier.extended), (until, True))
        with self.assertRaisesRegex(UserError, "the law allows it 1 time"):
            self.at(dossier, datetime(2026, 3, 11, 3, 0), self.leader).action_extend(
                "Lần hai", until + timedelta(days=7)
            )

    def test_withdrawal_is_a_request_with_an_answer(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        desk = dossier.with_user(self.receptionist)
        desk.action_request_withdrawal("Đổi ý")
        desk.action_answer_withdrawal("Chưa đủ điều kiện rút", agree=False)
        self.assertEqual(dossier.state, "processing")
        desk.action_request_withdrawal("Vẫn muốn rút")
        dossier.with_user(self.officer).action_answer_withdrawal("Đồng ý", agree=True)
        self.assertEqual(dossier.state, "stopped")
        self.assertTrue(dossier.finished_at)

    def test_hand_back_and_rejection(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.officer2).action_return_step("Chưa rõ")
        self.assertEqual(dossier.agency_id, self.justice)
        dossier.with_user(self.leader).action_issue_result(
            "Không đủ điều kiện", "rejected", "reject_conditions"
        )
        self.assertEqual((dossier.state, dossier.outcome), ("done", "rejected"))

    def test_result_only_after_the_last_step(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        with self.assertRaisesRegex(UserError, "Phê duyệt"):
            dossier.with_user(self.officer).action_issue_result()

    def test_overdue_is_right_without_a_job(self):
        late = self.take_in(instant=self.MONDAY_9)
        found = self.env["tthc.dossier"].search(
            [("company_id", "=", self.centre.id), ("is_overdue", "=", True)]
        )
        self.assertIn(late, found)
        self.assertTrue(late.is_overdue)
        fresh = self.take_in()
        found = self.env["tthc.dossier"].search(
            [("company_id", "=", self.centre.id), ("is_overdue", "=", False)]
        )
        self.assertIn(fresh, found)
        self.assertNotIn(late, found)

    def test_my_steps(self):
        dossier = self.take_in()
        mine = [("is_mine", "=", True), ("id", "=", dossier.id)]
        dossiers = self.env["tthc.dossier"]
        self.assertEqual(dossiers.with_user(self.receptionist).search(mine), dossier)
        self.assertFalse(dossiers.with_user(self.officer).search(mine))
        dossier.with_user(self.receptionist).action_forward()
        self.assertEqual(dossiers.with_user(self.officer).search(mine), dossier)
        self.assertFalse(dossiers.with_user(self.stranger).search(mine))

    def test_accepted_dossier_cannot_be_deleted_or_rewritten(self):
        dossier = self.take_in()
        with self.assertRaisesRegex(UserError, "stays on record"):
            dossier.with_user(self.receptionist).unlink()
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            dossier.with_user(self.receptionist).write({"quantity": 9})

    def test_why_this_date_explains_the_segments(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.assertIn("3 ngày làm việc", dossier.clock_explanation)
        self.assertIn("12/03/2026", dossier.clock_explanation)
