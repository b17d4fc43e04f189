"""A change of the working calendar moves no date by itself: it is reviewed and confirmed."""

from datetime import date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from odoo.addons.tthc_dossier.tools import calendar_snapshot, clock

from .common import DossierCommon
from .test_lead_time import CALENDAR, INSTANTS, WEEK

#: Accepted on Monday 9/3/2026: three working days committed, five by law.
COMMITTED = datetime(2026, 3, 12, 10, 0)
LEGAL = datetime(2026, 3, 16, 10, 0)


@tagged("post_install", "-at_install")
class TestCalendarChange(DossierCommon):
    def setUp(self):
        super().setUp()
        self.year = self.env["tthc.calendar.year"].search([("year", "=", 2026)])
        self.days = self.env["tthc.calendar.day"]
        self.dossier = self.new_dossier()
        self.assertEqual((self.dossier.due_at, self.dossier.due_legal), (COMMITTED, LEGAL))

    def new_dossier(self, instant=None):
        dossier = self.take_in(instant=instant or self.MONDAY_9)
        self.at(dossier, instant or self.MONDAY_9, self.receptionist).action_forward()
        return dossier

    def holiday(self, day=11, kind="holiday", company=None):
        return self.days.create(
            {
                "name": "Ngày nghỉ thử",
                "date": date(2026, 3, day),
                "kind": kind,
                "year_id": self.year.id,
                "company_id": (company or self.env["res.company"]).id,
            }
        )

    def review(self, centre=None):
        return self.env["tthc.calendar.change"].search(
            [("company_id", "=", (centre or self.centre).id)], limit=1
        )

    def prepared(self):
        self.run_job("tthc.calendar.change", "_cron_changes")
        return self.review()

    def test_nothing_moves_by_itself(self):
        self.holiday()
        change = self.prepared()
        self.assertEqual(change.state, "to_confirm")
        self.assertIn("11/03/2026", change.what)
        self.assertEqual(self.dossier.due_at, COMMITTED)
        line = change.line_ids
        self.assertEqual(line.dossier_id, self.dossier)
        self.assertEqual((line.old_due_at, line.old_due_legal), (COMMITTED, LEGAL))
        self.assertEqual(line.new_due_at, datetime(2026, 3, 13, 10, 0))
        self.assertEqual(line.new_due_legal, datetime(2026, 3, 17, 10, 0))
        self.assertEqual((line.direction, line.selected), ("later", True))
        self.assertIn(self.manager, change.activity_ids.user_id)

    def test_confirmed(self):
        self.holiday(10)
        change = self.prepared()
        task = self.dossier.task_id
        self.assertEqual(task.due_at, datetime(2026, 3, 10, 2, 0))
        change.with_user(self.manager).write({"reason": "Nghỉ theo thông báo 12/TB-UBND"})
        change.with_user(self.manager).action_confirm()
        self.assertEqual((change.state, change.done_count), ("confirmed", 1))
        self.assertEqual(self.dossier.due_at, datetime(2026, 3, 13, 10, 0))
        self.assertEqual(self.dossier.due_legal, datetime(2026, 3, 17, 10, 0))
        self.assertEqual(task.due_at, datetime(2026, 3, 11, 2, 0))
        event = self.dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual((event.kind, event.user_id), ("recompute", self.manager))
        self.assertEqual(event.note, "Nghỉ theo thông báo 12/TB-UBND")
        self.assertEqual(event.facts["old_due_at"], "2026-03-12 10:00:00")
        self.assertEqual(event.facts["new_due_at"], "2026-03-13 10:00:00")
        self.assertEqual(event.facts["steps"][0]["new"], "2026-03-11 02:00:00")
        self.assertIsNone(self.dossier._ledger_break())
        self.assertFalse(change.activity_ids)

    def test_dismissed(self):
        self.holiday()
        change = self.prepared()
        change.with_user(self.manager).action_dismiss()
        self.assertEqual((change.state, self.dossier.due_at), ("dismissed", COMMITTED))
        other = self.holiday(18)
        self.assertEqual(self.prepared().state, "dismissed", "18/3 concerns no open dossier")
        other.unlink()

    def test_only_the_centres_manager_decides(self):
        self.holiday()
        change = self.prepared()
        for user in (self.receptionist, self.officer, self.leader, self.inspector):
            for call in ("action_confirm", "action_dismiss"):
                with self.assertRaisesRegex(AccessError, "Thử Nghiệm"):
                    getattr(change.with_user(user), call)()
        with self.assertRaises(UserError):
            change.with_user(self.manager).write({"state": "confirmed"})
        with self.assertRaises(UserError):
            change.line_ids.with_user(self.manager).write({"new_due_at": COMMITTED})
        self.assertEqual(self.dossier.due_at, COMMITTED)
        self.assertFalse(
            self.env["tthc.calendar.change"]
            .with_user(self.manager)
            .search([("company_id", "=", self.other_centre.id)])
        )

    def test_earlier_dates_are_shown_but_not_selected(self):
        day = self.holiday()
        change = self.prepared()
        change.with_user(self.manager).action_confirm()
        self.assertEqual(self.dossier.due_at, datetime(2026, 3, 13, 10, 0))
        day.unlink()
        change = self.prepared()
        self.assertEqual((change.line_ids.direction, change.line_ids.selected), ("earlier", False))
        change.with_user(self.manager).action_confirm()
        self.assertEqual(self.dossier.due_at, datetime(2026, 3, 13, 10, 0), "as promised")
        self.assertEqual(change.line_ids.state, "pending")

    def test_earlier_dates_as_a_setting(self):
        self.centre.tthc_earlier_selected = True
        self.holiday(14, "make_up_work")
        change = self.prepared()
        self.assertEqual(change.line_ids.direction, "earlier")
        change.with_user(self.manager).action_confirm()
        self.assertEqual(self.dossier.due_legal, datetime(2026, 3, 14, 10, 0))
        self.assertEqual(self.dossier.due_at, COMMITTED)

    def test_changes_before_the_answer_are_one_review(self):
        day = self.holiday(11)
        self.holiday(12)
        change = self.prepared()
        own = [("company_id", "=", self.centre.id)]
        self.assertEqual(self.env["tthc.calendar.change"].search_count(own), 1)
        self.assertEqual(change.line_ids.new_due_at, datetime(2026, 3, 16, 10, 0))
        day.date = date(2026, 3, 10)
        self.assertEqual(change.state, "preparing")
        change = self.prepared()
        self.assertEqual(change.line_ids.new_due_at, datetime(2026, 3, 16, 10, 0))
        self.assertEqual(len(change.what.splitlines()), 3)

    def test_taken_back_before_the_answer(self):
        self.holiday().unlink()
        self.assertEqual(self.prepared().state, "dismissed")

    def test_of_one_centre(self):
        other = self.take_in(
            instant=self.MONDAY_9, user=self.other_receptionist, company_id=self.other_centre.id
        )
        self.holiday(company=self.centre)
        self.run_job("tthc.calendar.change", "_cron_changes")
        self.assertEqual(self.review().line_ids.dossier_id, self.dossier)
        self.assertFalse(self.review(self.other_centre))
        self.holiday(company=self.other_centre)
        self.run_job("tthc.calendar.change", "_cron_changes")
        self.assertEqual(self.review(self.other_centre).line_ids.dossier_id, other)

    def test_working_hours_and_options(self):
        schedule = self.centre.resource_calendar_id
        wednesday = schedule.attendance_ids.filtered(lambda row: row.dayofweek == "2")
        schedule.write({"attendance_ids": [Command.delete(row.id) for row in wednesday]})
        change = self.prepared()
        self.assertEqual(change.what.count("\n"), 0, "one change of the form, one line")
        self.assertEqual(change.line_ids.new_due_at, datetime(2026, 3, 13, 10, 0))
        change.with_user(self.manager).action_dismiss()
        self.centre.write({"tthc_cutoff_shifts_start": True, "tthc_cutoff_hour": 8})
        change = self.prepared()
        self.assertEqual(change.line_ids.new_due_at, datetime(2026, 3, 16, 10, 0))

    def test_what_is_newly_computed_counts_by_the_new_calendar(self):
        """A supplement restarts the limit: that date is a new one and knows the holiday."""
        self.at(self.dossier, self.MONDAY_9, self.officer).action_request_supplement("Thiếu")
        self.holiday(11)
        change = self.prepared()
        self.assertFalse(change.line_ids, "paused: the date is computed when it goes on")
        tuesday = datetime(2026, 3, 10, 3, 0)
        self.at(self.dossier, tuesday, self.receptionist).action_receive_supplement()
        self.assertEqual(self.dossier.due_at, datetime(2026, 3, 16, 10, 0))

    def test_what_fails_does_not_stop_the_rest(self):
        broken, second = self.new_dossier(), self.new_dossier()
        self.holiday()
        change = self.prepared()
        self.assertEqual(len(change.line_ids), 3)
        for user in (self.officer, self.officer2):
            self.at(broken, self.MONDAY_9, user).action_forward()
        self.at(broken, self.MONDAY_9, self.leader).action_issue_result()
        change.with_user(self.manager).action_confirm()
        by_dossier = {line.dossier_id: line for line in change.line_ids}
        self.assertEqual(by_dossier[broken].state, "failed")
        self.assertTrue(by_dossier[broken].result)
        for dossier in (self.dossier, second):
            self.assertEqual(by_dossier[dossier].state, "done")
            self.assertEqual(dossier.due_at, datetime(2026, 3, 13, 10, 0))
        self.assertEqual(broken.due_at, COMMITTED)
        self.assertEqual((change.done_count, change.failed_count), (2, 1))

    def test_a_date_that_changed_meanwhile_is_not_overwritten(self):
        self.holiday()
        change = self.prepared()
        until = datetime(2026, 3, 20, 10, 0)
        self.at(self.dossier, datetime(2026, 3, 10, 3, 0), self.leader).action_extend("x", until)
        change.with_user(self.manager).action_confirm()
        self.assertEqual(change.line_ids.state, "failed")
        self.assertEqual(self.dossier.due_at, until)

    def test_many_are_moved_by_the_job(self):
        dossiers = self.dossier
        for _index in range(24):
            dossiers |= self.new_dossier()
        self.holiday()
        change = self.prepared()
        change.line_ids[0].with_user(self.manager).selected = False
        change.with_user(self.manager).action_confirm()
        self.assertEqual((change.state, change.done_count), ("applying", 0))
        with self.enter_registry_test_mode():
            self.env.ref("tthc_dossier.cron_calendar_change").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((change.state, change.done_count), ("confirmed", 24))
        moved = dossiers.filtered(lambda row: row.due_at == datetime(2026, 3, 13, 10, 0))
        self.assertEqual(len(moved), 24)
        events = moved.event_ids.filtered(lambda event: event.kind == "recompute")
        self.assertEqual(set(events.user_id), {self.manager})


@tagged("post_install", "-at_install")
class TestHolidayNeverShortens(BaseCase):
    """Whatever the limit: one more day off never gives an earlier date, nor one less day off a
    later one."""

    UNITS = st.sampled_from(list(clock.Unit))
    DAYS = st.dates(date(2026, 1, 15), date(2026, 12, 1))

    @settings(max_examples=150, deadline=None)
    @given(INSTANTS, UNITS, st.integers(1, 20), DAYS)
    def test_adding_a_holiday(self, start, unit, value, day):
        more = clock.WorkingCalendar(
            weekly=WEEK,
            special={**CALENDAR.special, day: clock.DayKind.HOLIDAY},
            years=[2026],
        )
        limit = clock.Limit(1 if unit is clock.Unit.MONTH else value, unit)
        before = clock.due(limit, start, CALENDAR)
        after = clock.due(limit, start, more)
        self.assertGreaterEqual(after, before)
        if day > max(before, after).date():
            self.assertEqual(after, before, "a day after the due date concerns nothing")


@tagged("post_install", "-at_install")
class TestCalendarSnapshot(BaseCase):
    def test_there_and_back(self):
        options = clock.Options(cutoff_shifts_start=True, cutoff=time(14, 30))
        data = calendar_snapshot.to_data(CALENDAR, options)
        self.assertEqual(calendar_snapshot.from_data(data), (CALENDAR, options))
        self.assertIsNone(calendar_snapshot.to_data(None, options))

    def test_first_change(self):
        before = calendar_snapshot.to_data(CALENDAR, clock.DEFAULT_OPTIONS)
        special = {**before["special"], "2026-05-04": "holiday", "2026-04-30": "holiday"}
        self.assertEqual(
            calendar_snapshot.first_change(before, {**before, "special": special}),
            date(2026, 4, 30),
        )
        self.assertIsNone(calendar_snapshot.first_change(before, {**before, "years": [2027]}))
        with self.assertRaises(ValueError):
            calendar_snapshot.first_change(before, before)
