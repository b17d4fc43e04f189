"""The clock on the screen, and what the version before left without it."""

import importlib.util
from datetime import datetime, timedelta
from pathlib import Path

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import DossierCommon

MIGRATION = Path(__file__).parents[1] / "migrations" / "19.0.3.0.0" / "post-clock.py"
MARKS = (
    "legal_value",
    "legal_unit",
    "clock_marks",
    "clock_started_at",
    "paused_at",
    "paused_seconds",
    "final_verdict",
    "final_legal",
    "final_committed",
    "final_scoring",
    "final_scoring_committed",
    "final_elapsed",
    "final_scored",
)
STEP_MARKS = ("allotted", "used", "counted_from", "paused_seconds", "final_verdict")


@tagged("post_install", "-at_install")
class TestClockTour(DossierCommon, HttpCase):
    def test_the_manager_finds_what_is_late(self):
        late = self.take_in(instant=self.MONDAY_9)
        hour = timedelta(hours=1)
        self.at(late, self.MONDAY_9 + hour, self.receptionist).action_forward()
        self.at(late, self.MONDAY_9 + 2 * hour, self.officer).action_request_payment(
            "Nộp thuế trước bạ"
        )
        self.at(late, self.MONDAY_9 + 26 * hour, self.officer)._payment_received()
        self.take_in()
        self.start_tour(
            "/odoo/action-tthc_dossier.action_dossiers",
            "tthc_manager_urgency",
            login=self.manager.login,
        )
        self.assertEqual(late.urgency, "late")


@tagged("post_install", "-at_install")
class TestClockMigration(DossierCommon):
    """Dossiers of the version before carry nothing of the clock but their events: filling gives
    what the actions would have left."""

    maxDiff = None

    def courses(self):
        monday, hour = self.MONDAY_9, timedelta(hours=1)
        made = {}
        for name in ("open", "paused", "resumed", "anew", "late", "early", "stopped"):
            dossier = self.take_in(instant=monday, case_id=self.free_case.id)
            self.at(dossier, monday + hour / 2, self.receptionist).action_forward()
            made[name] = dossier
        asked, back = monday + 25 * hour, monday + 74 * hour
        for name in ("paused", "resumed", "stopped"):
            self.at(made[name], asked, self.officer).action_request_payment("Nộp thuế")
        self.at(made["resumed"], back, self.officer)._payment_received()
        self.at(made["stopped"], back, self.manager).action_stop("x", reason="stop_no_payment")
        self.at(made["anew"], asked, self.officer).action_request_supplement("Thiếu")
        self.at(made["anew"], back, self.receptionist).action_receive_supplement()
        for name, when in (
            ("late", monday + 200 * hour),
            ("early", monday + 26 * hour),
            ("anew", monday + 220 * hour),
        ):
            self.at(made[name], when, self.officer).action_forward()
            self.at(made[name], when, self.officer2).action_forward()
            self.at(made[name], when, self.leader).action_issue_result()
        return self.env["tthc.dossier"].union(*made.values())

    def marks(self, dossiers):
        self.env.flush_all()
        self.env.invalidate_all()
        return [
            [[row[name] for name in (*MARKS, "due_at", "due_legal", "due_committed")]
             for row in dossiers],
            [[row[name] for name in (*STEP_MARKS, "due_at")] for row in dossiers.task_ids],
        ]  # fmt: skip

    def test_filling_gives_what_the_actions_leave(self):
        dossiers = self.courses()
        expected = self.marks(dossiers)
        self.assertEqual(len({tuple(row[6:11]) for row in expected[0]}), 4)
        for records, names in ((dossiers, MARKS), (dossiers.task_ids, STEP_MARKS)):
            assignments = ", ".join(f"{name} = NULL" for name in names)
            self.env.cr.execute(
                f"UPDATE {records._table} SET {assignments} WHERE id = ANY(%s)", [records.ids]
            )
        self.env.invalidate_all()
        spec = importlib.util.spec_from_file_location("post_clock", MIGRATION)
        migration = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(migration)
        migration.migrate(self.env.cr, "19.0.2.0.0")
        found = self.marks(dossiers)
        self.assertEqual(found[0], expected[0])
        self.assertEqual(found[1], expected[1])

    def test_a_row_of_sql_without_marks_is_told_by_its_dates(self):
        """Until it is filled, and for dossiers that another system processes."""
        dossier = self.take_in(instant=self.MONDAY_9)
        for ended, verdict in ((timedelta(days=1), "late"), (timedelta(0), "on_time")):
            dossier._set({"finished_at": dossier.due_at + ended, "final_verdict": False})
            self.assertEqual(dossier.verdict, verdict)
            self.assertIn(dossier, dossier.search([("verdict", "=", verdict)]))
        dossier._set({"finished_at": False, "due_at": fields.Datetime.now() + timedelta(days=9)})
        self.assertEqual((dossier.urgency, dossier.verdict), ("in_time", "open"))
        self.assertIsInstance(dossier.clock_started_at, datetime)
