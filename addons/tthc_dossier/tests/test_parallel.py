"""A process with branches: they run together, and meet again before the approval."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestParallel(DossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branching_case = cls.make_process("9.990077", "parallel")
        cls.deciding_case = cls.make_process("9.990078", "one")

    @classmethod
    def make_process(cls, code, split):
        """Reception, appraisal, then the police's opinion and a survey (all or one of them), then
        the approval."""
        steps = [
            ("Tiếp nhận", "receive", "receptionist", "centre", False, {}),
            ("Thẩm định", "appraise", "officer", "competent", False,
             {"next_numbers": "3, 4", "split": split}),
            ("Lấy ý kiến", "process", "officer", "fixed", cls.police.id, {"next_numbers": "5"}),
            ("Kiểm tra thực địa", "process", "officer", "competent", False,
             {"next_numbers": "5", "lead": True}),
            ("Phê duyệt", "approve", "leader", "competent", False, {}),
            ("Đóng dấu", "seal", "officer", "competent", False, {}),
            ("Trả kết quả", "return", "receptionist", "centre", False, {}),
        ]  # fmt: skip
        rows = [
            (0, 0, {"name": name, "kind": kind, "role": role, "agency_kind": owner,
                    "agency_id": agency, "hours": 4, **more})
            for name, kind, role, owner, agency, more in steps
        ]  # fmt: skip
        procedure = cls.procedure.copy({"code": code, "name": f"Thủ tục có nhánh {code}"})
        version = cls.env["tthc.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "decision": "2/QĐ-THU",
                "date_from": date(2026, 1, 1),
                "case_ids": [(0, 0, {**cls._case_values(), "fee_ids": [], "step_ids": rows})],
            }
        )
        version.sudo().action_submit()
        version.sudo().action_publish()
        cls.env["tthc.offer"].create(
            {
                "company_id": cls.centre.id,
                "procedure_id": procedure.id,
                "agency_id": cls.justice.id,
            }
        )
        return version.case_ids

    def appraised(self, case):
        """A dossier whose appraisal is under way."""
        dossier = self.take_in(procedure_id=case.version_id.procedure_id.id, case_id=case.id)
        dossier.with_user(self.receptionist).action_forward()
        return dossier

    def open_steps(self, dossier):
        return sorted(dossier.open_task_ids.mapped("name"))

    def branched(self):
        dossier = self.appraised(self.branching_case)
        dossier.with_user(self.officer).action_forward()
        return dossier

    def test_branches_run_together_and_meet(self):
        dossier = self.branched()
        self.assertEqual(self.open_steps(dossier), ["Kiểm tra thực địa", "Lấy ý kiến"])
        self.assertEqual(dossier.task_id.name, "Kiểm tra thực địa", "the leading agency's step")
        self.assertTrue(dossier.with_user(self.officer).is_mine)
        self.assertTrue(dossier.with_user(self.officer2).is_mine)
        dossier.with_user(self.officer2).action_forward()
        self.assertEqual(self.open_steps(dossier), ["Kiểm tra thực địa"])
        self.assertFalse(dossier.with_user(self.officer2).is_mine)
        dossier.with_user(self.officer).action_forward()
        self.assertEqual(self.open_steps(dossier), ["Phê duyệt"])
        dossier.with_user(self.leader).action_approve()
        dossier.with_user(self.officer).action_issue_result()
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")
        self.assertIsNone(dossier._ledger_break())

    def test_both_agencies_see_it_and_a_third_does_not(self):
        dossier = self.branched()
        for user, seen in ((self.officer, 1), (self.officer2, 1), (self.stranger, 0)):
            found = self.env["tthc.dossier"].with_user(user).search([("id", "=", dossier.id)])
            self.assertEqual(len(found), seen, user.login)

    def test_one_of_several_ways_must_be_chosen(self):
        dossier = self.appraised(self.deciding_case)
        with self.assertRaisesRegex(UserError, "Lấy ý kiến.*Kiểm tra thực địa"):
            dossier.with_user(self.officer).action_forward()
        ways = self.deciding_case.step_ids.filtered(lambda step: step.number in (3, 4))
        with self.assertRaises(UserError):
            dossier.with_user(self.officer).action_forward(next_step_ids=ways.ids)
        dossier.with_user(self.officer).action_forward(next_step_ids=ways[0].ids)
        self.assertEqual(self.open_steps(dossier), ["Lấy ý kiến"])
        dossier.with_user(self.officer2).action_forward()
        self.assertEqual(self.open_steps(dossier), ["Phê duyệt"], "it waits for nothing else")

    def test_the_dialog_asks_for_the_way(self):
        dossier = self.appraised(self.deciding_case)
        [offer] = [
            row
            for row in dossier.with_user(self.officer)._available_actions()
            if row["name"] == "forward"
        ]
        self.assertTrue(offer["dialog"])
        decisions = self.env["tthc.dossier.decision"].with_user(self.officer)
        dialog = decisions.with_context(
            default_dossier_id=dossier.id,
            default_action="forward",
            tthc_seen=dossier.event_count,
            tthc_task_id=offer["task_id"],
        ).create({})
        self.assertEqual(
            sorted(dialog.step_ids.mapped("name")), ["Kiểm tra thực địa", "Lấy ý kiến"]
        )
        dialog.step_id = dialog.step_ids.filtered(lambda step: step.name == "Kiểm tra thực địa")
        dialog.action_confirm()
        self.assertEqual(self.open_steps(dossier), ["Kiểm tra thực địa"])

    def test_no_result_while_another_step_is_open(self):
        dossier = self.branched()
        with self.assertRaises(UserError):
            dossier.with_user(self.officer).action_issue_result()

    def test_each_ends_the_own_step_only(self):
        dossier = self.branched()
        survey = dossier.open_task_ids.filtered(lambda task: task.name == "Kiểm tra thực địa")
        with self.assertRaisesRegex(AccessError, "Kiểm tra thực địa"):
            dossier.with_user(self.officer2).with_context(tthc_task_id=survey.id).action_forward()
        dossier.with_user(self.officer).with_context(tthc_task_id=survey.id).action_forward()
        with self.assertRaises(UserError):
            dossier.with_user(self.officer).with_context(tthc_task_id=survey.id).action_forward()

    def test_handed_back_from_a_branch_takes_the_other_back(self):
        dossier = self.branched()
        dossier.with_user(self.officer2).action_return_step("Thiếu bản đồ")
        self.assertEqual(self.open_steps(dossier), ["Thẩm định"])
        outcomes = dict(dossier.task_ids.filtered("done_at").mapped(lambda t: (t.name, t.outcome)))
        self.assertEqual(outcomes["Lấy ý kiến"], "handed_back")
        self.assertEqual(outcomes["Kiểm tra thực địa"], "taken_back")
        dossier.with_user(self.officer).action_forward()
        self.assertEqual(self.open_steps(dossier), ["Kiểm tra thực địa", "Lấy ý kiến"])

    def test_handed_back_from_the_meeting_point_to_one_branch(self):
        dossier = self.branched()
        dossier.with_user(self.officer2).action_forward()
        dossier.with_user(self.officer).action_forward()
        opinion = self.branching_case.step_ids.filtered(lambda step: step.name == "Lấy ý kiến")
        dossier.with_user(self.leader).action_return_step("Ý kiến chưa rõ", step_id=opinion.id)
        self.assertEqual(self.open_steps(dossier), ["Lấy ý kiến"])
        dossier.with_user(self.officer2).action_forward()
        self.assertEqual(self.open_steps(dossier), ["Phê duyệt"])

    def test_a_rejection_ends_every_branch(self):
        dossier = self.branched()
        dossier.with_user(self.leader).action_reject("Không đủ", "reject_conditions")
        self.assertEqual(dossier.state, "done")
        self.assertEqual(self.open_steps(dossier), ["Trả kết quả"])

    def test_the_ledger_names_what_was_closed_and_opened(self):
        dossier = self.branched()
        facts = dossier.event_ids.sorted("seq")[-1].facts
        self.assertEqual([row["step_name"] for row in facts["closed"]], ["Thẩm định"])
        self.assertEqual(
            {(row["step_name"], row["agency_name"]) for row in facts["opened"]},
            {("Lấy ý kiến", self.police.name), ("Kiểm tra thực địa", self.justice.name)},
        )

    def test_approval_and_seal_are_actions_of_their_own_steps(self):
        dossier = self.branched()
        with self.assertRaises(UserError):
            dossier.with_user(self.officer).action_seal()
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.officer2).action_forward()
        with self.assertRaises(UserError):
            dossier.with_user(self.leader).action_forward()
        dossier.with_user(self.leader).action_approve()
        with self.assertRaisesRegex(UserError, "issue the result"):
            dossier.with_user(self.officer).with_context(lang="en_US").action_seal()


@tagged("post_install", "-at_install")
class TestSeen(DossierCommon):
    """What somebody else did meanwhile is told, and a request sent twice counts once."""

    def test_a_resent_request_has_its_effect_once(self):
        dossier = self.take_in()
        acting = dossier.with_user(self.receptionist).with_context(tthc_seen=dossier.event_count)
        acting.action_forward()
        events, tasks = dossier.event_count, len(dossier.task_ids)
        self.assertTrue(acting.action_forward())
        self.assertEqual((dossier.event_count, len(dossier.task_ids)), (events, tasks))

    def test_the_second_is_told_what_changed(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        seen = dossier.event_count
        dossier.with_user(self.officer).action_forward()
        stale = dossier.with_user(self.leader).with_context(tthc_seen=seen)
        with self.assertRaisesRegex(UserError, "t.chuyenvien"):
            stale.action_reject("Không đủ điều kiện", "reject_conditions")
        self.assertEqual(dossier.state, "processing")

    def test_every_action_names_its_holder(self):
        dossier = self.take_in()
        with self.assertRaisesRegex(AccessError, self.centre.name):
            dossier.with_user(self.inspector).action_forward()

    def test_offered_actions_are_those_that_would_be_carried_out(self):
        dossier = self.take_in()
        offers = {
            user.login: {row["name"] for row in dossier.with_user(user)._available_actions()}
            for user in (self.receptionist, self.officer, self.inspector, self.manager)
        }
        self.assertIn("forward", offers[self.receptionist.login])
        self.assertNotIn("approve", offers[self.receptionist.login])
        self.assertFalse(offers[self.officer.login] & {"forward", "take"})
        self.assertFalse(offers[self.inspector.login])
        self.assertIn("stop", offers[self.manager.login])
