from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.tthc_batch import AT_ONCE
from .common import DossierCommon

LINE = "odoo.addons.tthc_dossier.models.tthc_batch_line"


@tagged("post_install", "-at_install")
class TestBatch(DossierCommon):
    """One action on many dossiers, each by itself and with the user's own rights."""

    def dossiers(self, count, at_justice=True):
        made = self.env["tthc.dossier"]
        for _index in range(count):
            made |= self.take_in(case_id=self.free_case.id)
        if at_justice:
            made.with_user(self.receptionist).action_forward()
        return made

    def start(self, kind, dossiers, user, **values):
        batch = self.env["tthc.batch"].with_user(user)
        return batch._start(kind, dossiers.with_user(user), **values)

    def states(self, batch):
        return batch.sudo().line_ids.mapped("state")

    def test_what_fails_stops_nothing_else(self):
        made = self.dossiers(5)
        seen = {dossier.id: dossier.event_count for dossier in made}
        made[1].with_user(self.officer).action_forward()
        made[2].with_user(self.officer).action_request_supplement("Thiếu tờ khai")
        made[3].with_user(self.leader).action_reassign("Việc gấp", user_id=self.leader.id)
        seen[made[3].id] = made[3].event_count
        with mute_logger("odoo.addons.base.models.ir_rule"):
            batch = self.start("forward", made, self.officer, seen=seen)
        self.assertEqual(self.states(batch), ["done", "done", "failed", "failed", "done"])
        lines = batch.sudo().line_ids
        self.assertIn("t.chuyenvien", lines[2].message)
        self.assertIn("t.lanhdao", lines[3].message)
        self.assertEqual((made[0] | made[4]).task_id.agency_id, self.police)
        self.assertEqual((batch.state, batch.done_count, batch.failed_count), ("done", 3, 2))
        self.assertEqual(batch.progress, 100)

    def test_nothing_twice(self):
        """A batch that is started twice forwards once: what was seen has its effect once."""
        made = self.dossiers(3)
        seen = {dossier.id: dossier.event_count for dossier in made}
        for _click in range(2):
            batch = self.start("forward", made, self.officer, seen=seen)
            self.assertEqual(self.states(batch), ["done"] * 3)
        for dossier in made:
            self.assertEqual(
                dossier.event_ids.sorted("seq").mapped("kind"), ["accept", "forward", "forward"]
            )

    def test_the_engines_own_checks(self):
        made = self.dossiers(3)
        batch = self.start("forward", made, self.leader)
        self.assertEqual(self.states(batch), ["done"] * 3, "a leader is an officer of his agency")
        batch = self.start("forward", made, self.officer)
        self.assertEqual(self.states(batch), ["failed"] * 3)
        self.assertIn("Công an tỉnh", batch.sudo().line_ids[0].message)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.start("forward", made, self.stranger)

    def test_every_kind(self):
        made = self.dossiers(2)
        for kind, user, values in (
            ("take", self.officer, {"mine": True}),
            ("reassign", self.leader, {"note": "Đổi người", "assignee_id": self.leader.id}),
            ("forward", self.leader, {}),
            ("forward", self.officer2, {}),
            ("approve", self.leader, {}),
            ("return_result", self.receptionist, {}),
        ):
            with self.subTest(kind):
                batch = self.start(kind, made, user, **values)
                self.assertEqual(
                    self.states(batch), ["done"] * 2, batch.sudo().line_ids.mapped("message")
                )
        self.assertEqual(set(made.mapped("state")), {"returned"})

    def test_many_go_through_the_job(self):
        made = self.dossiers(AT_ONCE + 1)
        triggers = self.env["ir.cron.trigger"].search_count([])
        batch = self.start("forward", made, self.officer)
        self.assertEqual(self.env["ir.cron.trigger"].search_count([]), triggers + 1)
        self.assertEqual((batch.state, batch.progress), ("running", 0))
        self.env["tthc.batch"]._run_waiting()
        self.assertEqual((batch.state, batch.done_count), ("done", AT_ONCE + 1))
        self.assertEqual(made.task_id.agency_id, self.police)

    def test_batches_take_turns(self):
        made = self.dossiers(2 * AT_ONCE + 2)
        half = AT_ONCE + 1
        first = self.start("forward", made[:half], self.officer)
        second = self.start("take", made[half:], self.officer)
        lines = self.env["tthc.batch.line"].search(
            [("state", "=", "waiting")], order="sequence, batch_id"
        )
        self.assertEqual(lines[:2].batch_id, first | second)
        first.with_user(self.officer).action_cancel()
        self.assertEqual((first.state, first.skipped_count), ("done", half))
        self.env["tthc.batch"]._run_waiting()
        self.assertEqual(second.done_count, half)
        self.assertEqual(made[:half].task_id.agency_id, self.justice)

    def test_failed_ones_again(self):
        made = self.dossiers(2)
        made[0].with_user(self.officer).action_request_supplement("Thiếu")
        batch = self.start("forward", made, self.officer)
        self.assertEqual(batch.failed_count, 1)
        made[0].with_user(self.receptionist).action_receive_supplement()
        for user in (self.leader, self.inspector):
            with self.subTest(user.login), self.assertRaises(UserError):
                batch.with_user(user).action_retry()
        batch.with_user(self.officer).action_retry()
        self.assertEqual((batch.failed_count, batch.done_count), (0, 2))

    def test_somebody_who_left_does_nothing_more(self):
        made = self.dossiers(AT_ONCE + 1)
        batch = self.start("forward", made, self.officer)
        self.officer.active = False
        self.env["tthc.batch"]._run_waiting()
        self.assertEqual(batch.failed_count, AT_ONCE + 1)

    def test_unexpected_errors_are_told_and_logged(self):
        made = self.dossiers(2)
        self.env.cr.execute(
            "ALTER TABLE tthc_dossier ADD CONSTRAINT t_broken"
            " CHECK (id <> %s OR event_count < 3) NOT VALID",
            [made[0].id],
        )
        with mute_logger("odoo.sql_db"), self.assertLogs(LINE, "ERROR") as logs:
            batch = self.start("forward", made, self.officer)
        self.assertEqual(self.states(batch), ["failed", "done"])
        self.assertIn("t_broken", "\n".join(logs.output))

    def test_queries_for_one_dossier(self):
        """A line costs the transition (12) and its own row, and no more with more dossiers."""
        self.env["tthc.batch"]._run_waiting()
        made = self.dossiers(AT_ONCE + 5)
        batch = self.start("forward", made, self.officer)
        lines = batch.sudo().line_ids
        lines[0]._run()
        self.env.flush_all()
        counts = []
        for line in lines[1:6]:
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            line._run()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(max(counts), 25, counts)

    def test_dialog(self):
        made = self.dossiers(2)
        dialog = (
            self.env["tthc.batch.start"]
            .with_user(self.officer)
            .with_context(active_model="tthc.dossier", active_ids=made.ids)
            .create({})
        )
        self.assertEqual((dialog.kind, dialog.count), ("forward", 2))
        made[1].with_user(self.officer).action_take()
        action = dialog.action_start()
        batch = self.env["tthc.batch"].browse(action["res_id"])
        self.assertEqual(self.states(batch), ["done", "failed"])
        dialog.kind = "reassign"
        with self.assertRaisesRegex(UserError, "reason"):
            dialog.action_start()
        with self.assertRaisesRegex(UserError, "Choose dossiers"):
            self.env["tthc.batch.start"].with_user(self.officer).default_get(["kind"])


@tagged("post_install", "-at_install")
class TestBatchTour(DossierCommon, HttpCase):
    """The officer in a real browser: choose, begin, read what failed."""

    def test_forward_all_of_the_list(self):
        made = self.take_in() | self.take_in() | self.take_in()
        made.with_user(self.receptionist).action_forward()
        made[1].with_user(self.leader).action_reassign("Việc gấp", user_id=self.leader.id)
        self.start_tour(
            "/odoo/action-tthc_dossier.action_dossiers",
            "tthc_batch_forward",
            login=self.officer.login,
        )
        self.assertEqual((made[0] | made[2]).task_id.agency_id, self.police)
        self.assertEqual(made[1].task_id.agency_id, self.justice)
