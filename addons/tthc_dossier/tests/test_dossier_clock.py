"""The clock on a dossier and on each of its steps, through the real actions."""

from datetime import date, datetime, time, timedelta

from odoo.tests import tagged

from odoo.addons.tthc_dossier.tools import clock

from .common import DossierCommon

HOUR = 3600


@tagged("post_install", "-at_install")
class TestDossierClock(DossierCommon):
    """Limits of the case: 5 working days by law, 3 by commitment; the steps have 0.5, 8, 8, 4
    hours. Instants are UTC, the centre is at UTC+7 and works 07:30–11:30 and 13:00–17:00."""

    def begun(self, **more):
        """At the first examination since Monday 09:30 (02:30 UTC)."""
        dossier = self.take_in(instant=self.MONDAY_9, case_id=self.free_case.id, **more)
        self.at(dossier, datetime(2026, 3, 9, 2, 30), self.receptionist).action_forward()
        return dossier

    def finish(self, dossier, when):
        """Through the rest of the steps, all at ``when``."""
        self.at(dossier, when, self.officer).action_forward()
        self.at(dossier, when, self.officer2).action_forward()
        self.at(dossier, when, self.leader).action_issue_result()

    def pause_for_payment(self, dossier, since, until):
        self.at(dossier, since, self.officer).action_request_payment("Nộp thuế")
        self.at(dossier, until, self.officer)._payment_received()

    # The dossier --------------------------------------------------------------------------------

    def test_both_limits_stand_side_by_side(self):
        dossier = self.begun()
        self.assertEqual(dossier.due_legal, datetime(2026, 3, 16, 10, 0))
        self.assertEqual(dossier.due_committed, datetime(2026, 3, 12, 10, 0))
        self.assertEqual(dossier.due_at, dossier.due_committed)
        between = dossier.with_context(tthc_now=datetime(2026, 3, 13, 3, 0))
        self.assertEqual(
            (between.verdict, between.verdict_legal, between.verdict_committed),
            ("open_late", "open", "open_late"),
        )

    def test_verdicts_are_stored_at_the_end(self):
        for when, expected in (
            (datetime(2026, 3, 11, 9, 0), ("early", "early", "early", "on_time", "on_time")),
            (datetime(2026, 3, 12, 10, 0), ("on_time", "early", "on_time", "on_time", "on_time")),
            (datetime(2026, 3, 12, 10, 1), ("late", "early", "late", "on_time", "late")),
            (datetime(2026, 3, 17, 2, 0), ("late", "late", "late", "late", "late")),
        ):
            dossier = self.begun()
            self.finish(dossier, when)
            stored = (
                dossier.final_verdict,
                dossier.final_legal,
                dossier.final_committed,
                dossier.final_scoring,
                dossier.final_scoring_committed,
            )
            self.assertEqual(stored, expected)
            self.assertEqual(dossier.verdict, expected[0])
            result = dossier._clock_result(committed=True)
            self.assertEqual(dossier.final_committed, result.verdict.value)
            self.assertEqual(dossier.final_elapsed, result.elapsed)
            self.assertEqual(dossier.final_scored, result.elapsed)

    def test_law_restarts_where_the_scoring_subtracts(self):
        """NĐ 61/2018 Art. 19.4 against the formulas of QĐ 766."""
        dossier = self.begun()
        asked, back = datetime(2026, 3, 10, 3, 0), datetime(2026, 3, 18, 3, 0)
        self.at(dossier, asked, self.officer).action_request_supplement("Thiếu bản sao")
        self.assertEqual(dossier.paused_at, asked)
        self.at(dossier, back, self.receptionist).action_receive_supplement()
        self.assertFalse(dossier.paused_at)
        self.assertEqual(dossier.clock_started_at, back)
        self.assertEqual(dossier.due_committed, datetime(2026, 3, 23, 10, 0))
        self.assertEqual(dossier.due_legal, datetime(2026, 3, 25, 10, 0))
        self.finish(dossier, datetime(2026, 3, 23, 3, 0))
        self.assertEqual((dossier.final_verdict, dossier.final_legal), ("on_time", "early"))
        # Nine hours before the request, then from the 18th: the waiting itself is off.
        self.assertEqual(dossier.final_scoring, "on_time")
        self.assertEqual(dossier.final_scoring_committed, "late")
        self.assertEqual(dossier.final_elapsed, (5.5 + 8 + 8 + 2.5) * HOUR)
        self.assertEqual(dossier.final_scored, dossier.final_elapsed + 9 * HOUR)

    def test_second_supplement_is_overdue_for_the_scoring(self):
        dossier = self.begun()
        for day in (10, 11):
            asked, back = datetime(2026, 3, day, 3, 0), datetime(2026, 3, day, 4, 0)
            self.at(dossier, asked, self.officer).action_request_supplement(
                "Thiếu", legal_basis="Luật chuyên ngành", leave_note="Phát sinh khi thẩm định"
            )
            self.at(dossier, back, self.receptionist).action_receive_supplement()
        self.finish(dossier, datetime(2026, 3, 12, 3, 0))
        self.assertEqual((dossier.final_legal, dossier.final_scoring), ("early", "late"))
        self.assertEqual(dossier._scoring_result().verdict.value, "late")

    def test_a_pause_stops_both_limits_and_makes_nothing_late(self):
        dossier = self.begun()
        since, until = datetime(2026, 3, 10, 3, 0), datetime(2026, 3, 12, 3, 0)
        self.at(dossier, since, self.officer).action_request_payment("Nộp thuế")
        seen = dossier.with_context(tthc_now=datetime(2026, 3, 30, 3, 0))
        self.assertEqual((seen.urgency, seen.verdict), ("paused", "open"))
        self.assertIn("paused", seen._remaining_text())
        self.at(dossier, until, self.officer)._payment_received()
        self.assertEqual(dossier.due_committed, datetime(2026, 3, 16, 10, 0))
        self.assertEqual(dossier.due_legal, datetime(2026, 3, 18, 10, 0))
        self.assertEqual(dossier.paused_seconds, 16 * HOUR)
        self.assertEqual(dossier._recomputed_due_dates()["due_at"], dossier.due_at)

    def test_resuming_at_the_same_instant_moves_nothing(self):
        dossier = self.begun()
        before = (dossier.due_at, dossier.due_legal, dossier.task_id.due_at)
        instant = datetime(2026, 3, 10, 3, 0)
        self.pause_for_payment(dossier, instant, instant)
        self.assertEqual((dossier.due_at, dossier.due_legal, dossier.task_id.due_at), before)

    def test_paused_after_the_due_time_stays_late(self):
        dossier = self.begun()
        since = datetime(2026, 3, 13, 3, 0)
        self.at(dossier, since, self.officer).action_request_payment("Nộp thuế")
        seen = dossier.with_context(tthc_now=since + timedelta(days=3))
        self.assertEqual((seen.urgency, seen.verdict), ("paused", "open_late"))
        self.assertTrue(seen.is_overdue)
        due = dossier.due_at
        self.at(dossier, since + timedelta(days=3), self.officer)._payment_received()
        self.assertEqual(dossier.due_at, due)

    def test_stopped_while_waiting(self):
        """What the person does not bring is not counted against the agency."""
        dossier = self.begun()
        self.at(dossier, datetime(2026, 3, 10, 3, 0), self.officer).action_request_payment("Nộp")
        self.at(dossier, datetime(2026, 3, 24, 3, 0), self.manager).action_stop(
            "Không nộp", reason="stop_no_payment"
        )
        self.assertEqual((dossier.state, dossier.final_verdict), ("stopped", "early"))
        self.assertEqual(dossier.final_scoring, "on_time")
        self.assertEqual(dossier.final_elapsed, 9 * HOUR)
        self.assertFalse(dossier.paused_at)
        task = dossier.task_ids.sorted("id")[-1]
        self.assertEqual((task.final_verdict, task.used), ("late", 8.5 * HOUR))

    def test_extension_moves_both_limits_and_no_step(self):
        dossier = self.begun()
        step_due = dossier.task_id.due_at
        until = datetime(2026, 3, 20, 10, 0)
        self.at(dossier, datetime(2026, 3, 10, 3, 0), self.leader).action_extend("Chờ", until)
        self.assertEqual(
            (dossier.due_at, dossier.due_committed, dossier.due_legal), (until, until, until)
        )
        self.assertEqual(dossier.task_id.due_at, step_due)

    def test_due_dates_in_another_calendar(self):
        dossier = self.begun()
        calendar = self.centre._tthc_working_calendar()
        self.assertEqual(dossier._due_dates_in(calendar)["due_at"], dossier.due_at)
        holiday = clock.WorkingCalendar(
            calendar.weekly,
            {**calendar.special, date(2026, 3, 11): clock.DayKind.HOLIDAY},
            calendar.make_up_hours,
            calendar.years,
        )
        dates = dossier._due_dates_in(holiday)
        self.assertEqual(dates["due_committed"], datetime(2026, 3, 13, 10, 0))
        self.assertEqual(dates["due_legal"], datetime(2026, 3, 17, 10, 0))
        self.assertEqual(dossier.due_at, datetime(2026, 3, 12, 10, 0))

    def test_a_day_announced_later_changes_no_promise(self):
        """The verdict is against the date that was promised, until somebody confirms another."""
        dossier = self.begun()
        year = self.env["tthc.calendar.year"].search([("year", "=", 2026)])
        self.env["tthc.calendar.day"].create(
            {"name": "Nghỉ đột xuất", "date": "2026-03-11", "year_id": year.id}
        )
        self.assertEqual(dossier._recomputed_due_dates()["due_at"], datetime(2026, 3, 13, 10, 0))
        self.finish(dossier, datetime(2026, 3, 13, 3, 0))
        self.assertEqual((dossier.final_verdict, dossier.final_scoring_committed), ("late", "late"))

    def test_the_end_needs_no_calendar_of_a_year_not_entered(self):
        dossier = self.begun()
        later = datetime(2030, 3, 13, 3, 0)
        self.env["tthc.calendar.year"].search([("year", ">", 2029)]).unlink()
        dossier.task_id.sudo()._close("done", later)
        self.assertEqual(dossier.task_ids.sorted("id")[-1].final_verdict, "late")
        values = dossier._mark_stop({"clock_effect": "stop", "at": later, "note": ""}, {})
        self.assertEqual(values["final_verdict"], "late")
        self.assertNotIn("final_elapsed", values)

    def test_what_the_clock_leaves_is_protected(self):
        dossier = self.begun()
        for name in ("final_verdict", "paused_at", "clock_started_at", "final_scored"):
            with self.assertRaisesRegex(Exception, "cannot be entered"):
                dossier.with_user(self.manager).write({name: False})

    # In words -----------------------------------------------------------------------------------

    def test_remaining_in_words(self):
        dossier = self.begun()
        looks = {
            datetime(2026, 3, 9, 7, 0): "3 d 3 h of working time left",
            datetime(2026, 3, 12, 9, 15): "45 min of working time left",
            datetime(2026, 3, 12, 11, 0): "overdue since the end of working hours",
            datetime(2026, 3, 13, 10, 0): "overdue by 1 d of working time",
        }
        for now, expected in looks.items():
            self.assertEqual(dossier.with_context(tthc_now=now)._remaining_text(), expected)
        share = dossier.with_context(tthc_now=datetime(2026, 3, 11, 2, 0)).remaining_share
        self.assertEqual(share, 48)
        self.finish(dossier, datetime(2026, 3, 12, 3, 0))
        self.assertFalse(dossier.remaining_label)

    def test_the_sheet_tells_why(self):
        dossier = self.begun()
        since, until = datetime(2026, 3, 10, 3, 0), datetime(2026, 3, 12, 3, 0)
        self.pause_for_payment(dossier, since, until)
        seen = dossier.with_user(self.officer).with_context(tthc_now=datetime(2026, 3, 13, 3, 0))
        sheet = str(seen.clock_sheet)
        for words in (
            "17:00 ngày 16/03/2026",
            "17:00 ngày 18/03/2026",
            "10:00 ngày 10/03/2026",
            "Nộp thuế",
            "Tạm dừng từ 10:00 ngày 10/03/2026 đến 10:00 ngày 12/03/2026",
            "Thẩm định",
        ):
            self.assertIn(words, sheet)
        values = dossier.with_context(tthc_now=datetime(2026, 3, 13, 3, 0))._clock_sheet_values()
        verdicts = [[reading["verdict"] for reading in row["readings"]] for row in values["rows"]]
        self.assertEqual(verdicts, [["open", "open"], ["open", "open"]])
        self.assertIn("2 d of working time", values["pauses"][0]["what"])
        self.assertEqual(len(values["steps"]), 2)
        self.assertFalse(values["rows"][0]["recomputed"])

    def test_the_form_opens_in_a_year_without_a_calendar(self):
        dossier = self.begun()
        self.env["tthc.calendar.year"].search([]).unlink()
        self.assertIn("2026", str(dossier.clock_sheet))
        self.assertFalse(dossier.remaining_label and dossier.remaining_share)
        self.assertFalse(dossier.task_id.time_label)

    # The steps ----------------------------------------------------------------------------------

    def test_each_step_has_its_hours(self):
        dossier = self.begun()
        receive, examine = dossier.task_ids.sorted("id")
        self.assertEqual(receive.due_at, datetime(2026, 3, 9, 2, 30))
        self.assertEqual((receive.used, receive.allotted), (0.5 * HOUR, 0.5 * HOUR))
        self.assertEqual(receive.final_verdict, "on_time")
        self.assertEqual(examine.due_at, datetime(2026, 3, 10, 2, 30))
        late = examine.with_context(tthc_now=datetime(2026, 3, 10, 3, 0))
        self.assertEqual((late.urgency, late.verdict), ("late", "open_late"))
        self.assertEqual(late.time_label, "1 d of 1 d")
        dossier_then = dossier.with_context(tthc_now=datetime(2026, 3, 10, 3, 0))
        self.assertEqual((dossier_then.urgency, dossier_then.step_urgency), ("soon", "late"))
        found = self.env["tthc.dossier"].with_context(tthc_now=datetime(2026, 3, 10, 3, 0))
        self.assertIn(dossier, found.search([("open_task_ids.urgency", "=", "late")]))

    def test_a_pause_stops_the_open_step_too(self):
        dossier = self.begun()
        since, until = datetime(2026, 3, 9, 7, 0), datetime(2026, 3, 11, 7, 0)
        self.at(dossier, since, self.officer).action_request_payment("Nộp thuế")
        seen = dossier.task_id.with_context(tthc_now=datetime(2026, 3, 20, 3, 0))
        self.assertEqual((seen.urgency, seen.verdict), ("paused", "open"))
        self.assertEqual(seen.remaining_share, 62)
        self.at(dossier, until, self.officer)._payment_received()
        task = dossier.task_id
        self.assertEqual(task.due_at, datetime(2026, 3, 12, 2, 30))
        self.assertEqual(task.paused_seconds, 16 * HOUR)
        self.at(dossier, datetime(2026, 3, 12, 2, 0), self.officer).action_forward()
        self.assertEqual((task.used, task.final_verdict), (7.5 * HOUR, "on_time"))
        self.assertEqual(dossier.task_id.paused_seconds, 0)

    def test_pauses_of_a_step_add_up(self):
        one, two = self.begun(), self.begun()
        first, middle, last = (datetime(2026, 3, 10, hour, 0) for hour in (1, 3, 8))
        self.pause_for_payment(one, first, last)
        self.pause_for_payment(two, first, middle)
        self.pause_for_payment(two, middle, last)
        self.assertEqual(one.task_id.due_at, two.task_id.due_at)
        self.assertEqual(one.task_id.paused_seconds, two.task_id.paused_seconds)

    def test_a_restart_begins_the_open_step_anew(self):
        """The examination starts over with the completed papers (Art. 19.4)."""
        dossier = self.begun()
        asked, back = datetime(2026, 3, 10, 3, 0), datetime(2026, 3, 18, 3, 0)
        self.at(dossier, asked, self.officer).action_request_supplement("Thiếu bản sao")
        self.at(dossier, back, self.receptionist).action_receive_supplement()
        task = dossier.task_id
        self.assertEqual(task.due_at, datetime(2026, 3, 19, 3, 0))
        self.assertEqual((task.counted_from, task.paused_seconds), (back, 0))
        self.at(dossier, datetime(2026, 3, 19, 3, 0), self.officer).action_forward()
        self.assertEqual((task.used, task.final_verdict), (8 * HOUR, "on_time"))

    def test_verdicts_of_closed_steps(self):
        for when, expected in (
            (datetime(2026, 3, 9, 9, 0), "early"),
            (datetime(2026, 3, 10, 2, 30), "on_time"),
            (datetime(2026, 3, 10, 2, 30, 1), "late"),
        ):
            dossier = self.begun()
            task = dossier.task_id
            self.at(dossier, when, self.officer).action_forward()
            self.assertEqual((task.final_verdict, task.verdict), (expected, expected))
            facts = dossier.event_ids.sorted("seq")[-1].facts["closed"][0]
            self.assertEqual(
                (facts["verdict"], facts["used"], facts["allotted"]),
                (expected, task.used, task.allotted),
            )

    def test_waiting_for_the_owner_is_nobodys_delay(self):
        dossier = self.begun()
        self.finish(dossier, datetime(2026, 3, 11, 3, 0))
        task = dossier.task_id
        self.assertEqual(task.kind, "return")
        self.assertFalse(task.due_at or task.urgency or task.verdict)
        self.at(dossier, datetime(2026, 3, 27, 3, 0), self.receptionist).action_return_result()
        self.assertFalse(task.final_verdict)

    def test_half_days_and_cut_off(self):
        """A centre that works mornings only, and counts what comes after 10:00 from tomorrow."""
        calendar = self.centre.resource_calendar_id.copy()
        calendar.attendance_ids.filtered(lambda a: a.day_period == "afternoon").unlink()
        self.centre.write(
            {
                "resource_calendar_id": calendar.id,
                "tthc_cutoff_shifts_start": True,
                "tthc_cutoff_hour": 10,
            }
        )
        dossier = self.take_in(instant=datetime(2026, 3, 9, 3, 30), case_id=self.free_case.id)
        self.assertEqual(dossier.due_committed, datetime(2026, 3, 13, 4, 30))
        # Half an hour from 10:30; the step's hours know no cut-off.
        self.assertEqual(dossier.task_id.due_at, datetime(2026, 3, 9, 4, 0))
        hours = self.centre._tthc_working_calendar().hours(date(2026, 3, 9))
        self.assertEqual(hours, ((time(7, 30), time(11, 30)),))
