from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import STAFF, DossierCommon


@tagged("post_install", "-at_install")
class TestAssignment(DossierCommon):
    """Take, reassign, recall."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env,
            "t.dongnghiep",
            groups=STAFF + "officer",
            company_id=cls.centre.id,
            company_ids=[(6, 0, cls.centre.ids)],
            tthc_agency_ids=[(6, 0, cls.justice.ids)],
        )

    def at_justice(self, instant=None):
        dossier = self.take_in(instant=instant)
        acting = self.at(dossier, instant, self.receptionist) if instant else None
        (acting or dossier.with_user(self.receptionist)).action_forward()
        return dossier

    def kinds(self, dossier):
        return dossier.event_ids.sorted("seq").mapped("kind")

    # Take

    def test_taken_once(self):
        dossier = self.at_justice()
        self.assertFalse(dossier.task_id.taken_at)
        with self.assertRaises(AccessError):
            dossier.with_user(self.officer2).action_take()
        dossier.with_user(self.officer).action_take()
        self.assertTrue(dossier.task_id.taken_at)
        self.assertFalse(dossier.task_id.user_id)
        with self.assertRaisesRegex(UserError, "was taken on"):
            dossier.with_user(self.colleague).action_take()
        dossier.with_user(self.colleague).action_forward()

    def test_taken_for_oneself(self):
        dossier = self.at_justice()
        dossier.with_user(self.officer).action_take(mine=True)
        self.assertEqual(dossier.task_id.user_id, self.officer)
        self.assertFalse(dossier.with_user(self.colleague).is_mine)
        with self.assertRaisesRegex(AccessError, "to whom the step"):
            dossier.with_user(self.colleague).action_forward()
        dossier.with_user(self.leader).action_forward()

    def test_finishing_a_step_takes_it(self):
        dossier = self.at_justice()
        task = dossier.task_id
        dossier.with_user(self.officer).action_forward()
        self.assertEqual(task.taken_at, task.done_at)

    # Reassign

    def test_the_agencys_leader_assigns_by_name(self):
        dossier = self.at_justice()
        for user in (self.officer, self.manager, self.receptionist):
            with self.subTest(user.login), self.assertRaises(AccessError):
                dossier.with_user(user).action_reassign("Quá tải", user_id=self.colleague.id)
        leading = dossier.with_user(self.leader)
        for person in (self.officer2, self.receptionist):
            with self.subTest(person.login), self.assertRaisesRegex(UserError, "cannot hold"):
                leading.action_reassign("Quá tải", user_id=person.id)
        with self.assertRaisesRegex(UserError, "reason"):
            leading.action_reassign(user_id=self.colleague.id)
        leading.action_reassign("Quá tải", user_id=self.colleague.id)
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(
            (event.kind, event.facts["to_user"], event.note),
            ("reassign", self.colleague.id, "Quá tải"),
        )
        with self.assertRaises(AccessError):
            dossier.with_user(self.officer).action_forward()
        told = self.env["mail.message"].search(
            [("model", "=", "tthc.dossier"), ("res_id", "=", dossier.id)]
        )
        self.assertEqual(told.partner_ids, self.colleague.partner_id)
        leading.action_reassign("Trả lại tổ", user_id=None)
        dossier.with_user(self.officer).action_forward()

    def test_the_manager_assigns_the_centres_steps(self):
        dossier = self.take_in()
        with self.assertRaises(AccessError):
            dossier.with_user(self.leader).action_reassign("x", user_id=self.receptionist.id)
        dossier.with_user(self.manager).action_reassign("x", user_id=self.receptionist.id)
        self.assertEqual(dossier.task_id.user_id, self.receptionist)

    # Recall

    def test_recalled_as_long_as_nobody_took_it(self):
        monday = datetime(2026, 3, 9, 2, 0)
        dossier = self.at_justice(monday)
        task = dossier.task_id
        self.at(dossier, monday + timedelta(hours=2), self.officer).action_forward()
        with self.assertRaises(AccessError):
            dossier.with_user(self.officer2).action_recall("Nhầm")
        with self.assertRaises(AccessError):
            dossier.with_user(self.colleague).action_recall("Nhầm")
        mine = dossier.with_user(self.officer)
        self.assertIn("recall", [offer["name"] for offer in mine._available_actions()])
        mine.action_recall("Nhầm nơi nhận")
        again = dossier.task_id
        self.assertEqual((again.step_id, again.user_id), (task.step_id, self.officer))
        self.assertEqual(again.due_at, task.due_at)
        self.assertEqual(dossier.agency_id, self.justice)
        recalled = dossier.task_ids.filtered(lambda row: row.outcome == "recalled")
        self.assertEqual(recalled.agency_id, self.police)
        mine.action_forward()
        self.assertEqual(dossier.task_id.agency_id, self.police)
        self.assertIsNone(dossier._ledger_break())

    def test_not_once_it_was_received(self):
        dossier = self.at_justice()
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.officer2).action_take()
        with self.assertRaisesRegex(UserError, "was received by Công an"):
            dossier.with_user(self.officer).action_recall("Nhầm")
        self.assertNotIn(
            "recall",
            [offer["name"] for offer in dossier.with_user(self.officer)._available_actions()],
        )

    def test_an_act_on_the_step_receives_it(self):
        dossier = self.at_justice(self.MONDAY_9)
        dossier.with_user(self.officer).action_request_payment("Nộp phí")
        self.assertTrue(dossier.task_id.taken_at)

    def test_the_leader_recalls_for_his_officer(self):
        dossier = self.at_justice()
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.leader).action_recall("Chưa ký")
        self.assertEqual(dossier.task_id.user_id, self.officer)

    def test_recall_to_the_desk_gives_the_state_back(self):
        dossier = self.at_justice()
        self.assertTrue(dossier.competent_received_at)
        dossier.with_user(self.receptionist).action_recall("Thiếu trang")
        self.assertEqual((dossier.state, dossier.task_id.kind), ("accepted", "receive"))
        self.assertFalse(dossier.competent_received_at)
        dossier.with_user(self.receptionist).action_forward()
        self.assertEqual(dossier.state, "processing")

    def test_hand_back_is_recalled_too(self):
        dossier = self.at_justice()
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.officer2).action_return_step("Thiếu tài liệu")
        dossier.with_user(self.officer2).action_recall("Đã tìm thấy")
        self.assertEqual(dossier.task_id.agency_id, self.police)
        self.assertEqual(self.kinds(dossier)[-3:], ["forward", "return_step", "recall"])

    def test_nothing_to_recall(self):
        dossier = self.take_in()
        with self.assertRaises(AccessError):
            dossier.with_user(self.receptionist).action_recall("x")


@tagged("post_install", "-at_install")
class TestRecallInBranches(DossierCommon):
    """Branches that run at the same time are recalled together, or each at the join."""

    @classmethod
    def _case_values(cls):
        values = super()._case_values()
        rows = [
            (10, "Tiếp nhận", "receive", "receptionist", "centre", False, "20,30", "parallel"),
            (20, "Thẩm định", "process", "officer", "competent", False, "40", "one"),
            (30, "Xác minh", "process", "officer", "fixed", cls.police.id, "40", "one"),
            (40, "Phê duyệt", "approve", "leader", "competent", False, "50", "one"),
            (50, "Trả kết quả", "return", "receptionist", "centre", False, "", "one"),
        ]
        values["step_ids"] = [
            (0, 0, {"sequence": number, "number": number, "name": name, "kind": kind,
                    "role": role, "agency_kind": owner, "agency_id": agency, "hours": 4,
                    "next_numbers": following, "split": split, "lead": number == 20})
            for number, name, kind, role, owner, agency, following, split in rows
        ]  # fmt: skip
        return values

    def split(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        self.assertEqual(len(dossier.open_task_ids), 2)
        return dossier

    def test_all_branches_must_be_untaken(self):
        dossier = self.split()
        dossier.with_user(self.officer2).action_take()
        with self.assertRaisesRegex(UserError, "Xác minh"):
            dossier.with_user(self.receptionist).action_recall("Nhầm")

    def test_the_split_is_recalled_whole(self):
        dossier = self.split()
        dossier.with_user(self.receptionist).action_recall("Nhầm")
        self.assertEqual(dossier.open_task_ids.mapped("kind"), ["receive"])
        dossier.with_user(self.receptionist).action_forward()
        self.assertEqual(len(dossier.open_task_ids), 2)

    def test_a_branch_that_waits_is_recalled(self):
        dossier = self.split()
        dossier.with_user(self.officer2).action_forward()
        self.assertTrue(dossier.waiting_numbers)
        dossier.with_user(self.officer2).action_recall("Bổ sung kết quả xác minh")
        self.assertFalse(dossier.waiting_numbers)
        self.assertEqual(len(dossier.open_task_ids), 2)
        dossier.with_user(self.officer2).action_forward()
        dossier.with_user(self.officer).action_forward()
        self.assertEqual(dossier.open_task_ids.mapped("kind"), ["approve"])
        self.assertIsNone(dossier._ledger_break())

    def test_the_join_is_recalled_by_the_last_branch(self):
        dossier = self.split()
        dossier.with_user(self.officer2).action_forward()
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.officer).action_recall("Nhầm")
        self.assertEqual(dossier.open_task_ids.agency_id, self.justice)
        self.assertTrue(dossier.waiting_numbers)
        dossier.with_user(self.officer).action_forward()
        self.assertEqual(dossier.open_task_ids.mapped("kind"), ["approve"])
