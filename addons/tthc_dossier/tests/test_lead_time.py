"""Lead times before a due date, without a database."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.tthc_dossier.tools import clock, lead_time
from odoo.addons.tthc_dossier.tools.lead_time import Lead

WEEK = {day: [(time(7, 30), time(11, 30)), (time(13), time(17))] for day in range(5)}
CALENDAR = clock.WorkingCalendar(
    weekly=WEEK, special={date(2026, 3, 11): clock.DayKind.HOLIDAY}, years=[2026]
)
INSTANTS = st.datetimes(datetime(2026, 2, 1), datetime(2026, 10, 31)).map(
    lambda instant: instant.replace(microsecond=0)
)
LEADS = st.builds(Lead, st.integers(0, 10), st.floats(0, 1))


@tagged("post_install", "-at_install")
class TestLeadTime(BaseCase):
    DUE = datetime(2026, 3, 13, 17)  # Friday; the Wednesday before is a holiday

    def test_working_days_before(self):
        start = datetime(2026, 3, 2, 9)
        for days, day in ((0, 13), (1, 12), (2, 10), (3, 9)):
            at = lead_time.warn_at(start, self.DUE, Lead(days, 0.5), CALENDAR)
            self.assertEqual(at, datetime(2026, 3, day, 7, 30))

    def test_short_time_by_the_share_that_is_left(self):
        start, due = datetime(2026, 3, 9, 8), datetime(2026, 3, 9, 15)  # five hours and a half
        at = lead_time.warn_at(start, due, Lead(2, 0.5), CALENDAR)
        self.assertEqual(at, datetime(2026, 3, 9, 10, 45))

    def test_a_calendar_that_does_not_reach_back(self):
        at = lead_time.warn_at(
            datetime(2026, 1, 1, 9), datetime(2026, 1, 2, 9, 30), Lead(2, 0.5), CALENDAR
        )
        self.assertEqual(at, datetime(2026, 1, 1, 14, 45))

    def test_last_moment_of_an_extension(self):
        self.assertEqual(lead_time.last_moment(self.DUE, 1, CALENDAR), datetime(2026, 3, 12, 17))
        self.assertEqual(lead_time.last_moment(self.DUE, 2, CALENDAR), datetime(2026, 3, 10, 17))
        self.assertEqual(lead_time.last_moment(self.DUE, 0, CALENDAR), self.DUE)

    @settings(max_examples=200, deadline=None)
    @given(INSTANTS, st.integers(0, 60 * 24 * 30), LEADS)
    def test_a_warning_lies_within_the_time(self, start, minutes, lead):
        due = start + timedelta(minutes=minutes)
        at = lead_time.warn_at(start, due, lead, CALENDAR)
        self.assertTrue(start <= at <= due)

    @settings(max_examples=200, deadline=None)
    @given(INSTANTS, st.integers(1, 60 * 24 * 30), st.integers(0, 10), st.floats(0, 1))
    def test_nothing_to_warn_of_lies_beyond_the_horizon(self, now, minutes, days, share):
        """What is warned of by now is due within the horizon that the run looks at."""
        for start in (now, now - timedelta(days=20)):
            due = now + timedelta(minutes=minutes)
            if lead_time.warn_at(start, due, Lead(days, share), CALENDAR) <= now:
                self.assertLessEqual(due, lead_time.horizon(now, days, CALENDAR))

    @settings(max_examples=200, deadline=None)
    @given(INSTANTS, st.integers(1, 60 * 24 * 30), INSTANTS)
    def test_nobody_hears_before_those_whose_job_it_is(self, start, minutes, now):
        due = start + timedelta(minutes=minutes)
        leads = {"officer": Lead(2, 0.5), "leader": Lead(1, 0.25), "manager": Lead(0, 0.1)}
        levels = lead_time.reached(start, due, leads, now, CALENDAR)
        self.assertEqual(levels, list(lead_time.LEVELS)[: len(levels)])
        if now >= due >= CALENDAR.add_working_seconds(start, 0):
            self.assertEqual(levels, list(lead_time.LEVELS))
