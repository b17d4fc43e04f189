"""Warnings before a date passes: who, when, once."""

from datetime import datetime

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools import wall_time
from .common import DossierCommon

#: Accepted on Monday 9/3/2026, three working days committed: due on Thursday at 17:00.
TUESDAY = datetime(2026, 3, 10, 1, 0)
WEDNESDAY = datetime(2026, 3, 11, 1, 0)
THURSDAY = datetime(2026, 3, 12, 1, 0)


@tagged("post_install", "-at_install")
class TestDeadlineWarning(DossierCommon):
    def setUp(self):
        super().setUp()
        self.dossier = self.take_in(instant=self.MONDAY_9)
        self.at(self.dossier, self.MONDAY_9, self.receptionist).action_forward()

    def run_at(self, instant):
        self.run_job("tthc.deadline.warning", "_cron_warn", instant)

    def warnings(self, scope="dossier"):
        return self.dossier.warning_ids.filtered(lambda row: row.scope == scope)

    def test_officer_then_leader_then_manager(self):
        self.run_at(self.MONDAY_9)
        self.assertFalse(self.warnings())
        for instant, levels in (
            (TUESDAY, ["officer"]),
            (WEDNESDAY, ["officer", "leader"]),
            (THURSDAY, ["officer", "leader", "manager"]),
        ):
            self.run_at(instant)
            self.assertEqual(self.warnings().sorted("id").mapped("level"), levels)
        by_level = {row.level: row for row in self.warnings()}
        self.assertEqual(by_level["officer"].user_ids, self.officer)
        self.assertEqual(by_level["leader"].user_ids, self.leader)
        self.assertEqual(by_level["manager"].user_ids, self.manager)
        self.assertEqual(set(self.warnings().mapped("due_at")), {self.dossier.due_at})

    def test_a_second_run_writes_nothing(self):
        self.run_at(WEDNESDAY)
        before = self.dossier.warning_ids
        self.run_at(WEDNESDAY)
        self.assertEqual(self.dossier.warning_ids, before)
        self.assertTrue(before)

    def test_a_moved_date_warns_anew_and_the_old_warning_falls(self):
        self.run_at(TUESDAY)
        old = self.warnings()
        self.at(self.dossier, TUESDAY, self.leader).action_extend(
            "Chờ xác minh", until=datetime(2026, 3, 20, 10, 0)
        )
        self.assertFalse(old.is_open)
        self.run_at(WEDNESDAY)
        self.assertEqual(self.warnings(), old)
        self.run_at(datetime(2026, 3, 18, 1, 0))
        new = self.warnings() - old
        self.assertEqual(new.mapped("level"), ["officer"])
        self.assertTrue(new.is_open)

    def test_when_the_dossier_moved_on_the_warning_is_closed_and_the_next_is_warned(self):
        self.run_at(TUESDAY)
        first = self.warnings()
        self.assertTrue(first.is_open)
        self.at(self.dossier, TUESDAY, self.officer).action_forward()
        self.assertFalse(first.is_open)
        search = self.env["tthc.deadline.warning"].search
        mine = [("dossier_id", "=", self.dossier.id), ("scope", "=", "dossier")]
        self.assertFalse(search([*mine, ("is_open", "=", True)]))
        self.run_at(TUESDAY)
        second = self.warnings() - first
        self.assertEqual(second.user_ids, self.officer2)
        self.assertEqual(search([*mine, ("is_open", "=", True)]), second)
        self.assertEqual(search([*mine, ("is_open", "=", False)]), first)

    def test_steps_by_the_share_of_their_hours(self):
        """Eight hours from Monday 9:00 are over on Tuesday at 9:00: half of them on Monday at
        14:30, a quarter left on Monday at 16:30, the manager's tenth on Tuesday morning."""
        task = self.dossier.task_id
        self.assertEqual(task.due_at, datetime(2026, 3, 10, 2, 0))
        self.run_at(datetime(2026, 3, 9, 7, 29))
        self.assertFalse(self.warnings("step"))
        self.run_at(datetime(2026, 3, 9, 7, 30))
        self.assertEqual(self.warnings("step").mapped("level"), ["officer"])
        self.run_at(datetime(2026, 3, 9, 9, 30))
        self.assertEqual(self.warnings("step").sorted("id").mapped("level"), ["officer", "leader"])
        self.assertEqual(self.warnings("step").task_id, task)

    def test_assigned_by_name(self):
        self.dossier.task_id.sudo().user_id = self.officer
        self.run_at(TUESDAY)
        self.assertEqual(self.warnings().user_ids, self.officer)

    def test_no_warning_of_what_is_late_or_waits(self):
        self.run_at(datetime(2026, 3, 13, 1, 0))
        self.assertFalse(self.dossier.warning_ids)
        self.assertTrue(self.dossier.is_overdue, "overdue without a job")
        other = self.take_in(instant=self.MONDAY_9)
        self.at(other, self.MONDAY_9, self.receptionist).action_forward()
        self.at(other, self.MONDAY_9, self.officer).action_request_supplement("Thiếu bản sao")
        self.run_at(TUESDAY)
        self.assertFalse(other.warning_ids)

    def test_a_dossier_without_steps_is_the_receptionists(self):
        bare = self.take_in(instant=self.MONDAY_9)
        bare.task_ids._close("recalled", self.MONDAY_9)
        self.run_at(THURSDAY)
        by_level = {row.level: row for row in bare.warning_ids}
        self.assertEqual(by_level["officer"].user_ids, self.receptionist)
        self.assertEqual(by_level["manager"].user_ids, self.manager)
        self.assertEqual(len(self.warnings()), 3, "the others of its batch are warned of as well")

    def test_one_that_cannot_be_read_keeps_no_other_from_its_warning(self):
        model = type(self.env["tthc.deadline.warning"])
        write, broken = model._warn, self.take_in(instant=self.MONDAY_9)

        def fail_for_one(records, dossiers, now):
            if broken.id in dossiers.ids:
                raise KeyError(broken.id)
            return write(records, dossiers, now)

        self.patch(model, "_warn", fail_for_one)
        with self.assertLogs("odoo.addons.tthc_dossier.models.tthc_deadline_run") as logs:
            self.run_at(THURSDAY)
        self.assertEqual(len(self.warnings()), 3)
        self.assertFalse(broken.warning_ids)
        self.assertIn(
            "ERROR:odoo.addons.tthc_dossier.models.tthc_deadline_run:"
            f"Warnings of dossiers [{broken.id}]",
            logs.output[-1],
        )

    def test_settings(self):
        self.centre.write({"tthc_warn_officer_days": -1, "tthc_warn_leader_days": 2})
        self.run_at(TUESDAY)
        self.assertEqual(self.warnings().mapped("level"), ["leader"])

    # Digest ---------------------------------------------------------------------------------------

    def digests(self, user):
        return self.env["tthc.deadline.digest"].sudo().search([("user_id", "=", user.id)])

    def notices(self, user):
        return self.env["mail.message"].search_count(
            [
                ("model", "=", "tthc.deadline.digest"),
                ("res_id", "in", self.digests(user).ids),
                ("partner_ids", "in", user.partner_id.ids),
            ]
        )

    def test_one_digest_a_person_and_day(self):
        others = [self.take_in(instant=self.MONDAY_9) for _index in range(3)]
        self.run_at(TUESDAY)
        for other in others:
            self.at(other, TUESDAY, self.receptionist).action_forward()
        self.run_at(TUESDAY)
        self.run_at(TUESDAY)
        digest = self.digests(self.officer)
        self.assertEqual((len(digest), len(digest.activity_ids)), (1, 1))
        self.assertEqual(self.notices(self.officer), 1)
        note = digest.activity_ids.note
        for dossier in (self.dossier, *others):
            self.assertIn(dossier.name, note)
            self.assertIn(f"res_id={dossier.id}", note)
        self.run_at(WEDNESDAY)
        self.assertEqual(self.notices(self.officer), 1, "nothing new for the officer")
        self.assertEqual(self.notices(self.leader), 2)
        self.assertEqual(len(self.digests(self.leader).activity_ids), 1)

    def test_the_activity_goes_with_the_last_warning(self):
        self.run_at(TUESDAY)
        self.assertTrue(self.digests(self.officer).activity_ids)
        self.at(self.dossier, TUESDAY, self.officer).action_forward()
        self.run_at(TUESDAY)
        self.assertFalse(self.digests(self.officer).activity_ids)
        self.assertTrue(self.digests(self.officer2).activity_ids)

    def test_rights(self):
        self.run_at(THURSDAY)
        model = self.env["tthc.deadline.warning"]
        mine = [("dossier_id", "=", self.dossier.id)]
        for user in (self.officer, self.leader, self.manager, self.inspector):
            self.assertTrue(model.with_user(user).search(mine))
        for user in (self.stranger, self.other_receptionist):
            self.assertFalse(model.with_user(user).search(mine))
        with self.assertRaises(AccessError):
            self.dossier.warning_ids[0].with_user(self.manager).write({"level": "officer"})
        digest = self.digests(self.officer)
        self.assertEqual(digest.with_user(self.officer).warning_count, 1)
        with self.assertRaises(AccessError):
            digest.with_user(self.leader).read(["day"])

    def test_the_job_itself(self):
        """The real job, on the real clock: a dossier that is due before the day is over."""
        start = self._recent_start()
        dossier = self.take_in(instant=start)
        self.at(dossier, start, self.receptionist).action_forward()
        zone = self.centre._tthc_zone()
        evening = wall_time.to_local(start, zone).replace(hour=23, minute=59, second=59)
        soon = wall_time.to_utc(evening, zone)
        dossier._set({"due_at": soon, "accepted_at": fields.Datetime.subtract(soon, days=60)})
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("tthc_dossier.cron_warn").method_direct_trigger()
        self.assertEqual(
            set(dossier.warning_ids.filtered(lambda row: row.scope == "dossier").mapped("level")),
            {"officer", "leader", "manager"},
        )

    def _recent_start(self):
        """A year without days off and without a closing time, whichever day and hour it is."""
        today = fields.Date.today()
        years = self.env["tthc.calendar.year"]
        for year in (today.year - 1, today.year, today.year + 1):
            if not years.search_count([("year", "=", year)]):
                years.create({"year": year})
        years.search([("year", ">=", today.year - 1)]).day_ids.unlink()
        self.centre.resource_calendar_id.attendance_ids = [Command.clear()] + [
            Command.create({"name": "x", "dayofweek": str(day), "hour_from": 0, "hour_to": 23.9})
            for day in range(7)
        ]
        return fields.Datetime.now()
