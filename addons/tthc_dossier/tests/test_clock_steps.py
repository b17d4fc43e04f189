"""The clock of a step within that of its dossier, and verdicts told from stored dates."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.tthc_dossier.tools import clock, live_clock
from odoo.addons.tthc_dossier.tools.clock import (
    DayKind,
    Limit,
    Segment,
    SegmentKind,
    Unit,
    Verdict,
)

from .test_clock import CALENDAR, at, pause, restart, resume, start, stop
from .test_clock_properties import (
    DATES,
    GAPS,
    INSTANTS,
    LIMITS,
    OPTIONS,
    altered,
    calendars,
    course,
    holds_for,
)

HOURS = st.integers(1, 320).map(lambda n: n / 8)
ZONE = "Asia/Ho_Chi_Minh"


def step(hours, segments, begun, **more):
    return clock.evaluate_step(hours, segments, begun, CALENDAR, **more)


# === EXAMPLES === #


def test_a_pause_of_the_dossier_stops_the_step():
    """Eight hours from Monday 09:00 end on Tuesday 09:00; paused Monday 14:00 to Wednesday 14:00,
    on Thursday 09:00."""
    segments = [start(at(9, 3, 8)), pause(at(9, 3, 14)), resume(at(11, 3, 14))]
    result = step(8, segments, at(9, 3, 9))
    assert step(8, segments[:1], at(9, 3, 9)).due == at(10, 3, 9)
    assert result.due == at(12, 3, 9)
    assert result.paused_seconds == 16 * 3600


def test_a_restart_begins_the_step_anew():
    segments = [start(at(9, 3, 8)), pause(at(9, 3, 14)), restart(at(16, 3, 9))]
    result = step(8, segments, at(9, 3, 9))
    assert (result.due, result.started_at, result.elapsed) == (at(17, 3, 9), at(16, 3, 9), 0)


def test_an_extension_leaves_the_step_its_limit():
    extend = Segment(SegmentKind.EXTEND, at(9, 3, 10), until=at(31, 3, 17))
    segments = [start(at(9, 3, 8)), extend]
    assert step(8, segments, at(9, 3, 9)).due == at(10, 3, 9)


def test_what_was_before_the_step_does_not_concern_it():
    segments = [start(at(2, 3, 8)), pause(at(3, 3, 8)), resume(at(4, 3, 8)), pause(at(5, 3, 8))]
    segments += [restart(at(6, 3, 8)), pause(at(12, 3, 8))]
    assert step(8, segments, at(9, 3, 9)).due == at(10, 3, 9)
    assert [s.kind for s in clock.segments_of_step(segments, at(9, 3, 9), at(11, 3, 9))] == [
        SegmentKind.START,
        SegmentKind.STOP,
    ]


def test_a_step_that_begins_during_a_pause_waits_for_its_end():
    segments = [start(at(9, 3, 8)), pause(at(9, 3, 8)), resume(at(11, 3, 8))]
    result = step(8, segments, at(10, 3, 8))
    assert result.due == at(12, 3, 8)
    assert result.paused_seconds == 8 * 3600


def test_a_step_opened_by_the_stop_is_not_paused():
    segments = [start(at(9, 3, 8)), pause(at(9, 3, 9)), stop(at(10, 3, 8))]
    assert not step(8, segments, at(10, 3, 8)).paused


def test_without_a_limit_the_time_is_told_all_the_same():
    segments = [start(at(9, 3, 8)), pause(at(9, 3, 9)), resume(at(9, 3, 10))]
    assert step(0, segments, at(9, 3, 8), ended=at(9, 3, 11)).elapsed == 2 * 3600


@pytest.mark.parametrize(
    ("used", "allotted", "ended", "expected"),
    [
        (8 * 3600, 8 * 3600, at(10, 3, 9), "on_time"),
        (8 * 3600 + 1, 8 * 3600, at(10, 3, 9), "late"),
        (3 * 3600, 8 * 3600, at(10, 3, 8), "on_time"),
        (3 * 3600, 8 * 3600, at(9, 3, 14), "early"),
        # No working time has passed since the due time: not late.
        (8 * 3600, 8 * 3600, at(10, 3, 20), "on_time"),
        (8 * 3600, 0, at(10, 3, 9), None),
    ],
)
def test_a_step_is_on_time_while_it_uses_what_it_was_allotted(used, allotted, ended, expected):
    """The control slip's verdict; a deployed system calls only exact equality on time."""
    due = at(10, 3, 9) if allotted else None
    assert live_clock.final_step_verdict(used, allotted, due, ended, "UTC") == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, (0, 0, 0)),
        (1, (0, 0, 1)),
        (3600, (0, 1, 0)),
        (8 * 3600, (1, 0, 0)),
        (19 * 3600, (2, 3, 0)),
        (-19 * 3600 - 1, (2, 3, 1)),
    ],
)
def test_working_time_in_days_hours_and_minutes(seconds, expected):
    assert clock.split_working_time(seconds) == expected


def test_days_end_at_midnight_of_the_centre():
    limits = live_clock.bounds(datetime(2026, 3, 9, 16, 30), ZONE, 2)
    assert limits.today == datetime(2026, 3, 9, 17, 0)
    assert limits.soon == datetime(2026, 3, 11, 17, 0)
    after = live_clock.bounds(datetime(2026, 3, 9, 17, 30), ZONE, 0)
    assert after.today == after.soon == datetime(2026, 3, 10, 17, 0)


# === PROPERTIES === #


@holds_for(HOURS, INSTANTS, calendars(), OPTIONS)
def test_without_a_pause_a_step_is_due_as_its_hours_are(hours, begun, calendar, options):
    expected = clock.due(Limit(hours, Unit.HOUR), begun, calendar, options)
    for segments in ([], [start(begun)], course(begun - timedelta(days=1))):
        result = clock.evaluate_step(hours, segments, begun, calendar, options)
        assert result.due == expected


@holds_for(HOURS, INSTANTS, GAPS, GAPS, calendars(), OPTIONS)
def test_resuming_at_the_same_instant_changes_nothing(hours, begun, gap, later, calendar, options):
    begun_step = begun + gap
    plain = clock.evaluate_step(hours, course(begun), begun_step, calendar, options)
    paused = course(begun, gap + later, timedelta())
    result = clock.evaluate_step(hours, paused, begun_step, calendar, options)
    assert (result.due, result.paused_seconds) == (plain.due, 0)


@holds_for(HOURS, INSTANTS, GAPS, GAPS, GAPS, calendars(), OPTIONS)
def test_adjoining_pauses_add_up(hours, begun, gap, first, second, calendar, options):
    one = course(begun, gap, first + second)
    two = course(begun, gap, first, timedelta(), second)
    results = [clock.evaluate_step(hours, c, begun, calendar, options) for c in (one, two)]
    assert results[0].due == results[1].due
    assert results[0].paused_seconds == results[1].paused_seconds


@holds_for(HOURS, INSTANTS, DATES, GAPS, GAPS, calendars(), OPTIONS)
def test_a_holiday_never_shortens_a_step(hours, begun, day, gap, pausing, calendar, options):
    holiday = altered(calendar, special={**calendar.special, day: DayKind.HOLIDAY})
    segments = course(begun, gap, pausing)
    before, after = (
        clock.evaluate_step(hours, segments, begun, c, options) for c in (calendar, holiday)
    )
    assert after.due >= before.due


@holds_for(HOURS, INSTANTS, GAPS, GAPS, GAPS, calendars(), OPTIONS)
def test_in_time_is_no_more_than_allotted(hours, begun, gap, pausing, rest, calendar, options):
    """What ends by the due time has used no more than its hours; what uses more ends after."""
    ended = begun + gap + pausing + rest
    result = clock.evaluate_step(
        hours, course(begun, gap, pausing), begun, calendar, options, ended=ended
    )
    if ended <= result.due:
        assert result.elapsed <= round(hours * 3600)
    else:
        assert result.elapsed >= round(hours * 3600)


@holds_for(LIMITS, INSTANTS, GAPS, GAPS, GAPS, calendars(), OPTIONS)
def test_stored_dates_tell_the_verdict_of_the_segments(
    limit, begun, gap, pausing, rest, calendar, options
):
    """Open, paused or ended: what the dates of the last segment tell is what the whole course
    tells."""
    for gaps in ((), (gap,), (gap, pausing)):
        segments = course(begun, *gaps)
        stored = clock.evaluate(limit, segments, calendar, options)
        now = segments[-1].at + rest
        live = clock.evaluate(limit, segments, calendar, options, now=now)
        paused = segments[-1].at if live.paused else None
        told = live_clock.verdict(stored.due, None, None, paused, now)
        assert told == live.verdict.value
        if not live.paused:
            ended = clock.evaluate(limit, [*segments, stop(now)], calendar, options)
            final = live_clock.final_verdict(stored.due, now, "UTC", limit.is_exact)
            assert final == ended.verdict.value


@settings(deadline=None, max_examples=100)
@given(INSTANTS, INSTANTS, st.none() | INSTANTS, st.none() | INSTANTS, st.integers(0, 30))
def test_urgency_and_verdict_agree(due, now, ended, paused, days):
    limits = live_clock.bounds(now, ZONE, days)
    urgency = live_clock.urgency(due, ended, paused, now, limits)
    verdict = live_clock.verdict(due, None, ended, paused, now)
    assert urgency in live_clock.URGENCIES
    assert verdict in live_clock.VERDICTS
    assert (urgency == "finished") == (verdict in ("late", "on_time"))
    if urgency == "late":
        assert verdict == Verdict.OPEN_LATE.value
    if urgency in ("today", "soon", "in_time"):
        assert verdict == Verdict.OPEN.value
