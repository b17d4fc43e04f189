from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestEndings(DossierCommon):
    """Refusal, rejection, stop, reopening: reasons, facts, who may."""

    def last(self, dossier):
        return dossier.event_ids.sorted("seq")[-1:]

    def at_agency(self, **more):
        dossier = self.take_in(**more)
        dossier.with_user(self.receptionist).action_forward()
        return dossier

    # Reasons ------------------------------------------------------------------------------------

    def test_reason_of_the_catalogue_is_required(self):
        dossier = self.take_in(accept=False)
        desk = dossier.with_user(self.receptionist)
        for reason in (None, "reject_conditions", "does_not_exist"):
            with self.subTest(reason), self.assertRaisesRegex(UserError, "Choose the reason"):
                desk.action_refuse("Giải thích", reason=reason)
        with self.assertRaisesRegex(UserError, "Give a reason"):
            desk.action_refuse(" ", reason="refuse_duplicate")
        self.assertEqual(dossier.state, "registered")

    def test_reason_out_of_force_is_refused(self):
        old = self.env["tthc.reason"].create(
            {
                "code": "t_old",
                "name": "Cũ",
                "kind": "refuse",
                "text": "Theo quy định cũ.",
                "valid_to": date(2026, 2, 28),
            }
        )
        march = self.at(self.take_in(accept=False), self.MONDAY_9, self.receptionist)
        with self.assertRaisesRegex(UserError, "Choose the reason"):
            march.action_refuse("x", reason=old.id)
        february = self.at(self.take_in(accept=False), datetime(2026, 2, 27, 2), self.receptionist)
        february.action_refuse("x", reason=old.id)
        self.assertEqual(february.state, "not_accepted")

    def test_wrong_agency_says_where_to_go(self):
        dossier = self.take_in(accept=False)
        desk = dossier.with_user(self.receptionist)
        with self.assertRaisesRegex(UserError, "where it is"):
            desk.action_refuse("Thuộc xã khác", reason="refuse_wrong_agency")
        desk.action_refuse(
            "Thuộc xã khác", reason="refuse_wrong_agency", address="UBND xã A, số 1 đường B"
        )
        facts = self.last(dossier).facts
        self.assertEqual(facts["address"], "UBND xã A, số 1 đường B")
        self.assertEqual(facts["reason_code"], "refuse_wrong_agency")
        self.assertIn("thẩm quyền", facts["reason_text"])
        self.assertIsNone(dossier._ledger_break())

    def test_missing_paper_is_named(self):
        dossier, other = self.take_in(accept=False), self.take_in(accept=False)
        desk = dossier.with_user(self.receptionist)
        with self.assertRaisesRegex(UserError, "choose the papers"):
            desk.action_refuse("Không bổ sung", reason="refuse_incomplete")
        with self.assertRaisesRegex(UserError, "another dossier"):
            desk.action_refuse(
                "x", reason="refuse_incomplete", component_ids=other.component_ids[:1].ids
            )
        desk.action_refuse(
            "Không bổ sung", reason="refuse_incomplete", component_ids=dossier.component_ids[:1].ids
        )
        self.assertEqual(self.last(dossier).facts["components"], ["Tờ khai"])

    def test_later_change_of_the_reason_leaves_the_event(self):
        dossier = self.take_in(accept=False)
        dossier.with_user(self.receptionist).action_refuse("x", reason="refuse_duplicate")
        text = self.last(dossier).facts["reason_text"]
        self.env["tthc.reason"].search([("code", "=", "refuse_duplicate")]).text = "Khác"
        self.assertEqual(self.last(dossier).facts["reason_text"], text)

    def test_catalogue_has_every_kind_and_is_the_administrators(self):
        reasons = self.env["tthc.reason"]
        kinds = {kind for kind, _label in reasons._fields["kind"].selection}
        found = {kind for (kind,) in reasons._read_group([], ["kind"])}
        self.assertEqual(found, kinds)
        with self.assertRaises(AccessError):
            reasons.with_user(self.manager).search([], limit=1).write({"text": "x"})

    # Rejection ----------------------------------------------------------------------------------

    def test_rejection_by_a_leader_of_the_competent_agency(self):
        dossier = self.at_agency(case_id=self.free_case.id)
        for user in (self.officer, self.manager, self.receptionist):
            with self.subTest(user.login), self.assertRaisesRegex(AccessError, "leader of Sở Tư"):
                dossier.with_user(user).action_reject("Không đủ", reason="reject_conditions")
        dossier.with_user(self.leader).action_reject("Không đủ", reason="reject_conditions")
        self.assertEqual((dossier.state, dossier.outcome), ("done", "rejected"))
        self.assertEqual(dossier.task_id.kind, "return")
        facts = self.last(dossier).facts
        self.assertEqual(
            (facts["outcome"], facts["reason_code"]), ("rejected", "reject_conditions")
        )
        self.assertEqual(len(facts["closed"]), 1)
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")

    # Stop ---------------------------------------------------------------------------------------

    def test_stop_by_manager_or_leader_with_facts(self):
        for user in (self.manager, self.leader):
            with self.subTest(user.login):
                dossier = self.at_agency()
                with self.assertRaises(AccessError):
                    dossier.with_user(self.officer).action_stop("x", reason="stop_authority")
                dossier.with_user(user).action_stop(
                    "Bản án 1/2026", reason="stop_authority", money="Không thu", papers="Bản gốc"
                )
                facts = self.last(dossier).facts
                self.assertEqual(dossier.state, "stopped")
                self.assertEqual((facts["money"], facts["papers"]), ("Không thu", "Bản gốc"))
                self.assertEqual(facts["steps"], ["Thẩm định"])
                self.assertFalse(dossier.open_task_ids)

    def test_no_answer_only_after_the_deadline(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_forward()
        self.at(dossier, self.MONDAY_9, self.officer).action_request_supplement("Thiếu")
        early = self.at(dossier, datetime(2026, 4, 1, 3), self.manager)
        with self.assertRaisesRegex(UserError, "until 17:00 08/04/2026"):
            early.action_stop("x", reason="stop_no_answer")
        dossier.with_user(self.manager).action_stop("Không bổ sung", reason="stop_no_answer")
        self.assertEqual(dossier.state, "stopped")
        self.assertEqual(dossier.supplement_round_ids.state, "ended")
        self.assertEqual(self.last(dossier).facts["supplement_open"], ["Thiếu"])
        with self.assertRaisesRegex(UserError, "nothing with a deadline"):
            self.at_agency().with_user(self.manager).action_stop("x", reason="stop_no_answer")

    # Reopening ----------------------------------------------------------------------------------

    def test_inspector_reopens_what_had_ended(self):
        dossier = self.walk_to_result(self.take_in(case_id=self.free_case.id))
        dossier.with_user(self.receptionist).action_return_result()
        number, count = dossier.name, dossier.event_count
        for user in (self.manager, self.leader, self.receptionist):
            with self.subTest(user.login), self.assertRaisesRegex(AccessError, "an inspector"):
                dossier.with_user(user).action_reopen("x", reason="reopen_error")
        dossier.with_user(self.inspector).action_reopen("KL 1/TTr", reason="reopen_inspection")
        self.assertEqual((dossier.state, dossier.name), ("processing", number))
        self.assertEqual((dossier.task_id.name, dossier.agency_id), ("Phê duyệt", self.justice))
        self.assertFalse(dossier.finished_at or dossier.returned_at or dossier.outcome)
        event = self.last(dossier)
        self.assertEqual((event.clock_effect, event.clock_category), ("restart", "reopen"))
        self.assertEqual(event.facts["before"]["state"], "returned")
        self.assertEqual(event.facts["before"]["verdict"], "early")
        self.assertFalse(dossier.final_verdict)
        self.assertEqual(dossier.event_count, count + 1)
        with self.assertRaises(AccessError):
            dossier.with_user(self.inspector).action_issue_result()
        dossier.with_user(self.leader).action_issue_result()
        self.assertEqual(dossier.state, "done")
        self.assertIsNone(dossier._ledger_break())

    def test_limit_begins_again_at_the_reopening(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.manager).action_stop("x", reason="stop_authority")
        self.assertEqual(dossier.due_at, datetime(2026, 3, 12, 10))
        again = self.at(dossier, datetime(2026, 3, 16, 2), self.inspector)
        again.action_reopen("QĐ 2", reason="reopen_court")
        self.assertEqual(dossier.due_at, datetime(2026, 3, 19, 10))
        self.assertIn("Tính lại từ đầu", dossier.clock_explanation)

    def test_step_is_chosen(self):
        dossier = self.walk_to_result(self.take_in(case_id=self.free_case.id))
        steps = dossier._process_steps()
        inspector = dossier.with_user(self.inspector)
        with self.assertRaisesRegex(UserError, "Choose a working step"):
            inspector.action_reopen("x", reason="reopen_error", step_id=steps[-1:].id)
        examined = steps.filtered(lambda step: step.name == "Thẩm định")
        inspector.action_reopen("x", reason="reopen_error", step_id=examined.id)
        self.assertEqual(dossier.open_task_ids.mapped("name"), ["Thẩm định"])

    def test_refused_dossier_is_opened_without_a_number(self):
        dossier = self.take_in(accept=False)
        dossier.with_user(self.receptionist).action_refuse("x", reason="refuse_duplicate")
        dossier.with_user(self.inspector).action_reopen("x", reason="reopen_complaint")
        self.assertEqual((dossier.state, dossier.name), ("registered", False))
        self.assertFalse(dossier.event_ids.filtered("clock_effect"))
        dossier.with_user(self.receptionist).action_accept()
        self.assertTrue(dossier.name)

    def test_dialogs(self):
        dossier = self.take_in(accept=False)
        context = {"default_dossier_id": dossier.id, "default_action": "refuse"}
        dialogs = self.env["tthc.dossier.decision"].with_user(self.receptionist)
        with Form(dialogs.with_context(**context)) as form:
            form.reason_id = self.env["tthc.reason"].search([("code", "=", "refuse_wrong_agency")])
            form.address = "UBND xã A"
            form.note = "Nộp tại nơi cư trú"
        form.record.action_confirm()
        self.assertEqual(dossier.state, "not_accepted")
        context["default_action"] = "reopen"
        dialogs = self.env["tthc.dossier.decision"].with_user(self.inspector)
        ended = self.take_in()
        ended.with_user(self.manager).action_stop("x", reason="stop_authority")
        form = Form(dialogs.with_context(**{**context, "default_dossier_id": ended.id}))
        self.assertEqual(form.reopen_step_id.name, "Tiếp nhận")
        with Form(dialogs.with_context(**context)) as form:
            form.reason_id = self.env["tthc.reason"].search([("code", "=", "reopen_error")])
            form.note = "Nhầm"
        form.record.action_confirm()
        self.assertEqual(dossier.state, "registered")
