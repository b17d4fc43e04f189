"""A stopped dossier that is opened again."""

import pytest
from hypothesis import strategies as st

from odoo.addons.tthc_dossier.tools import clock
from odoo.addons.tthc_dossier.tools.clock import Category, Segment, SegmentKind, Verdict

from .test_clock import at, closing, evaluate, pause, score, start, stop, working
from .test_clock_properties import GAPS, INSTANTS, LIMITS, OPTIONS, calendars, course, holds_for


def reopen(when):
    return Segment(SegmentKind.RESTART, when, category=Category.REOPEN)


def test_reopening_begins_from_zero():
    result = evaluate(working(3), start(at(9, 3)), stop(at(10, 3)), reopen(at(16, 3)))
    assert (result.due, result.original_due) == (closing(19, 3), closing(12, 3))
    assert (result.running, result.stopped_at, result.elapsed) == (True, None, 0)
    assert result.verdict is Verdict.OPEN


def test_verdict_before_reopening_stays_in_the_explanation():
    for ended, verdict in ((at(10, 3), Verdict.EARLY), (at(17, 3), Verdict.LATE)):
        result = evaluate(working(3), start(at(9, 3)), stop(ended), reopen(at(18, 3)))
        stops = [step for step in result.explanation if step.code == "stop"]
        assert [step.params["verdict"] for step in stops] == [verdict]
        lines = clock.explain_vi(result)
        assert any(line.startswith("Tính lại từ đầu lúc") for line in lines)


def test_reopened_dossier_stops_again():
    course = (start(at(9, 3)), stop(at(10, 3)), reopen(at(16, 3)), stop(at(20, 3)))
    assert evaluate(working(3), *course).verdict is Verdict.LATE
    assert score(working(3), *course).verdict is Verdict.LATE


def test_scoring_counts_the_reopened_dossier_anew():
    """Two requests for a supplement before the stop do not make the new course overdue."""
    course = [start(at(9, 3)), pause(at(9, 3)), Segment(SegmentKind.RESTART, at(10, 3))]
    course += [pause(at(11, 3)), stop(at(12, 3))]
    assert score(working(5), *course).verdict is Verdict.LATE
    reopened = score(working(5), *course, reopen(at(16, 3)), stop(at(17, 3)))
    assert reopened.verdict is Verdict.ON_TIME
    assert reopened.due == closing(23, 3)


def test_only_a_reopening_follows_a_stop():
    again = Segment(SegmentKind.RESUME, at(11, 3), category=Category.REOPEN)
    for segment in (again, Segment(SegmentKind.RESTART, at(11, 3), category="supplement")):
        for function in (evaluate, score):
            with pytest.raises(clock.SegmentError) as caught:
                function(working(3), start(at(9, 3)), stop(at(10, 3)), segment)
            assert caught.value.code == "after_stop"


@holds_for(LIMITS, INSTANTS, st.lists(GAPS, max_size=5), GAPS, GAPS, calendars(), OPTIONS)
def test_reopening_gives_the_due_time_of_a_new_start(
    limit, begun, gaps, later, wait, calendar, options
):
    segments = course(begun, *gaps)
    ended = segments[-1].at + later
    segments += [Segment(SegmentKind.STOP, ended), reopen(ended + wait)]
    result = clock.evaluate(limit, segments, calendar, options)
    assert result.due == clock.due(limit, ended + wait, calendar, options)
    assert result.original_due == clock.due(limit, begun, calendar, options)
    assert (result.elapsed, result.paused_seconds, result.stopped_at) == (0, 0, None)
