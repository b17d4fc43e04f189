"""What holds of the clock whatever the calendar, the limit and the course."""

from datetime import date, datetime, time, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.addons.tthc_dossier.tools import clock
from odoo.addons.tthc_dossier.tools.clock import (
    DayKind,
    Limit,
    Options,
    Segment,
    SegmentKind,
    Unit,
    Verdict,
    WorkingCalendar,
)


def holds_for(*strategies):
    """``given``, with no limit on the time of an example: the first one on a
    calendar makes its tables."""

    def decorate(test):
        return settings(deadline=None, max_examples=100)(given(*strategies)(test))

    return decorate


# Starts lie in the first quarter of the first published year. The longest limit, 400
# hours at one morning a week, takes two years, so that no due time below leaves these.
YEARS = range(2026, 2032)
FIRST = datetime(2026, 1, 1)
MORNING, AFTERNOON = (time(7, 30), time(11, 30)), (time(13), time(17))
DAYS = st.sampled_from(
    [
        (MORNING, AFTERNOON),
        (MORNING, AFTERNOON),
        (MORNING,),
        (AFTERNOON,),
        ((time(8), time(9, 15)), (time(10), time(12)), (time(18), time(20, 30))),
    ]
)
DATES = st.dates(date(2026, 1, 1), date(2026, 5, 31))


@st.composite
def calendars(draw):
    worked = draw(st.sets(st.integers(0, 6), min_size=1))
    special = draw(st.dictionaries(DATES, st.sampled_from(list(DayKind)), max_size=30))
    weekly = {weekday: draw(DAYS) for weekday in sorted(worked)}
    return WorkingCalendar(weekly, special, draw(DAYS), YEARS)


def altered(calendar, weekly=None, special=None):
    return WorkingCalendar(
        weekly or calendar.weekly,
        special or calendar.special,
        calendar.make_up_hours,
        calendar.years,
    )


CUTOFFS = st.sampled_from([None, time(10), time(15), time(16, 30)])
# The kinds of limit, without that of working days with a fraction.
WHOLE = st.one_of(
    st.builds(Limit, st.integers(1, 30), st.just(Unit.WORKING_DAY)),
    st.builds(Limit, st.integers(1, 60), st.just(Unit.CALENDAR_DAY)),
    st.builds(Limit, st.integers(1, 3), st.just(Unit.MONTH)),
    st.builds(Limit, st.integers(1, 400).map(lambda n: n / 8), st.just(Unit.HOUR)),
    st.builds(Limit, st.just(1), st.just(Unit.SAME_DAY), CUTOFFS),
)
FRACTION = st.builds(Limit, st.integers(1, 160).map(lambda n: n / 16), st.just(Unit.WORKING_DAY))
LIMITS = WHOLE | FRACTION
# Any second, and the hours at which a day begins, pauses, passes the cut-off, ends.
INSTANTS = st.one_of(
    st.integers(0, 90 * 86400).map(lambda s: FIRST + timedelta(seconds=s)),
    st.builds(
        lambda day, hour: FIRST + timedelta(days=day, hours=hour),
        st.integers(0, 89),
        st.sampled_from([0, 7.5, 9, 11.5, 12, 13, 15, 15.01, 17, 17.01, 20, 23]),
    ),
)
GAPS = st.one_of(st.integers(0, 8 * 3600), st.integers(0, 20 * 86400), st.just(0)).map(
    lambda s: timedelta(seconds=s)
)
OPTIONS = st.builds(
    Options,
    cutoff_shifts_start=st.booleans(),
    first_day_excluded=st.booleans(),
    hours_per_day=st.sampled_from([7, 8, 8.5]),
)


def larger(limit, more):
    return Limit(limit.value + more, limit.unit, limit.cutoff)


def is_exact(limit):
    return limit.unit is Unit.HOUR or not isinstance(limit.value, int)


def course(start, *gaps):
    """A start, then a pause and a resumption at alternating gaps."""
    segments, at = [Segment(SegmentKind.START, start)], start
    for number, gap in enumerate(gaps):
        at += gap
        kind = SegmentKind.RESUME if number % 2 else SegmentKind.PAUSE
        segments.append(Segment(kind, at, category="supplement"))
    return segments


# === DUE TIMES === #


@holds_for(LIMITS, INSTANTS, calendars(), OPTIONS)
def test_due_is_in_working_hours_and_not_before_the_start(limit, start, calendar, options):
    due = clock.due(limit, start, calendar, options)
    assert any(s <= due.time() <= e for s, e in calendar.hours(due.date()))
    assert due >= start
    if not is_exact(limit):
        assert due.time() == calendar.hours(due.date())[-1][1]


@holds_for(LIMITS, INSTANTS, DATES, calendars(), OPTIONS)
def test_adding_a_holiday_never_shortens(limit, start, day, calendar, options):
    holiday = altered(calendar, special={**calendar.special, day: DayKind.HOLIDAY})
    before = clock.due(limit, start, calendar, options)
    assert clock.due(limit, start, holiday, options) >= before


@holds_for(WHOLE, INSTANTS, DATES, calendars(), OPTIONS, GAPS, GAPS, GAPS, GAPS)
def test_adding_a_holiday_never_shortens_a_paused_course(
    limit, start, day, calendar, options, gap, pause, later, second
):
    holiday = altered(calendar, special={**calendar.special, day: DayKind.HOLIDAY})
    segments = course(start, gap, pause, later, second)
    before = clock.evaluate(limit, segments, calendar, options)
    after = clock.evaluate(limit, segments, holiday, options)
    assert after.due >= before.due


@holds_for(LIMITS, INSTANTS, st.integers(0, 6), st.data(), calendars(), OPTIONS)
def test_removing_working_hours_never_shortens(limit, start, weekday, data, calendar, options):
    """Due times in hours come no earlier, due days are no earlier ones."""
    sessions = calendar.weekly.get(weekday, ())
    assume(sessions)
    fewer = list(sessions)
    number = data.draw(st.integers(0, len(fewer) - 1))
    begin, end = fewer.pop(number)
    if data.draw(st.booleans()):
        fewer.insert(number, (begin, end.replace(hour=end.hour - 1)))
    weekly = {**calendar.weekly, weekday: fewer}
    assume(any(weekly.values()))
    before = clock.due(limit, start, calendar, options)
    after = clock.due(limit, start, altered(calendar, weekly), options)
    if limit.unit is Unit.HOUR:
        assert after >= before
    elif not is_exact(limit):
        assert after.date() >= before.date()


@holds_for(LIMITS, INSTANTS, GAPS, calendars(), OPTIONS)
def test_due_is_monotonic_in_the_start(limit, start, gap, calendar, options):
    first = clock.due(limit, start, calendar, options)
    assert first <= clock.due(limit, start + gap, calendar, options)


@holds_for(
    LIMITS.filter(lambda limit: limit.unit is not Unit.SAME_DAY),
    st.integers(1, 20),
    INSTANTS,
    calendars(),
    OPTIONS,
)
def test_due_is_monotonic_in_the_value(limit, more, start, calendar, options):
    part = 8 if limit.unit in (Unit.HOUR, Unit.WORKING_DAY) else 1
    more_time = larger(limit, min(more, 3) if limit.unit is Unit.MONTH else more / part)
    first = clock.due(limit, start, calendar, options)
    assert first <= clock.due(more_time, start, calendar, options)


@holds_for(st.lists(st.tuples(LIMITS, INSTANTS)), calendars(), OPTIONS)
def test_batch_equals_single(items, calendar, options):
    singles = [clock.due(limit, start, calendar, options) for limit, start in items]
    assert clock.due_batch(iter(items), calendar, options) == singles


@holds_for(st.integers(1, 40), INSTANTS, calendars())
def test_working_days_agree_with_counting_one_by_one(count, start, calendar):
    day, left = start.date(), count
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working_day(day)
    limit = Limit(count, Unit.WORKING_DAY)
    assert clock.due(limit, start, calendar).date() == day
    assert calendar.add_working_days(start.date(), count) == day
    assert calendar.day_count(start.date(), day) == count
    first_counted = calendar.add_working_days(day, 1 - count)
    assert calendar.day_count(first_counted, day) == count - 1


@holds_for(INSTANTS, GAPS, calendars())
def test_working_seconds_agree_with_counting_by_session(start, gap, calendar):
    end = start + gap
    expected, day = timedelta(), start.date()
    while day <= end.date():
        for opens, closes in calendar.hours(day):
            opens = max(start, datetime.combine(day, opens))
            closes = min(end, datetime.combine(day, closes))
            expected += max(closes - opens, timedelta())
        day += timedelta(days=1)
    assert calendar.working_seconds(start, end) == expected.total_seconds()
    assert calendar.working_seconds(end, start) == -expected.total_seconds()


@holds_for(INSTANTS, st.integers(0, 10**6), calendars())
def test_added_working_seconds_are_the_earliest_that_hold(start, seconds, calendar):
    end = calendar.add_working_seconds(start, seconds)
    assert calendar.working_seconds(start, end) == seconds
    if seconds:
        earlier = end - timedelta(seconds=1)
        assert calendar.working_seconds(start, earlier) == seconds - 1


# === COURSES === #


def state(result):
    return (
        result.due,
        result.elapsed,
        result.remaining,
        result.paused_seconds,
        result.verdict,
    )


@holds_for(LIMITS, INSTANTS, GAPS, GAPS, GAPS, GAPS, calendars(), OPTIONS)
def test_pause_and_resume_at_one_instant_change_nothing(
    limit, start, gap, pause, later, rest, calendar, options
):
    nothing = timedelta()
    plain = course(start, gap, pause)
    now = plain[-1].at + later + rest
    idle = course(start, gap, pause, later, nothing)
    assert state(clock.evaluate(limit, idle, calendar, options, now)) == state(
        clock.evaluate(limit, plain, calendar, options, now)
    )


@holds_for(LIMITS, INSTANTS, GAPS, GAPS, GAPS, GAPS, GAPS, calendars(), OPTIONS)
def test_adjoining_pauses_are_one_pause(
    limit, start, gap, first, second, later, last, calendar, options
):
    nothing = timedelta()
    apart = course(start, gap, first, nothing, second, later, last)
    joined = course(start, gap, first + second, later, last)
    assert state(clock.evaluate(limit, apart, calendar, options)) == state(
        clock.evaluate(limit, joined, calendar, options)
    )


@holds_for(LIMITS, INSTANTS, GAPS, GAPS, GAPS, calendars(), OPTIONS)
def test_later_resumption_never_gives_an_earlier_due_time(
    limit, start, gap, pause, longer, calendar, options
):
    sooner = clock.evaluate(limit, course(start, gap, pause), calendar, options)
    later = clock.evaluate(limit, course(start, gap, pause + longer), calendar, options)
    assert sooner.due <= later.due
    assert sooner.original_due == later.original_due <= sooner.due


@holds_for(WHOLE, INSTANTS, GAPS, GAPS, calendars(), OPTIONS)
def test_no_pause_makes_late(limit, start, gap, pause, calendar, options):
    segments = course(start, gap, pause)
    paused = clock.evaluate(limit, segments[:2], calendar, options)
    resumed = clock.evaluate(limit, segments, calendar, options)
    if limit.unit is Unit.HOUR:
        assume(paused.remaining)
    assert resumed.verdict is paused.verdict


@holds_for(LIMITS, INSTANTS, GAPS, GAPS, GAPS, GAPS, calendars(), OPTIONS)
def test_open_pause_is_the_pause_resumed_now(
    limit, start, gap, first, later, second, calendar, options
):
    resumed = course(start, gap, first, later, second)
    open_result = clock.evaluate(limit, resumed[:-1], calendar, options, now=resumed[-1].at)
    assert open_result.paused
    assert state(open_result) == state(clock.evaluate(limit, resumed, calendar, options))


@holds_for(LIMITS, INSTANTS, st.lists(GAPS, max_size=7), GAPS, calendars(), OPTIONS)
def test_elapsed_remaining_and_paused_make_the_whole(limit, start, gaps, later, calendar, options):
    segments = course(start, *gaps)
    result = clock.evaluate(limit, segments, calendar, options, now=segments[-1].at + later)
    whole = calendar.working_seconds(result.started_at, result.due)
    assert result.elapsed + result.remaining + result.paused_seconds == whole
    assert result.elapsed >= 0 <= result.paused_seconds
    late = result.verdict is Verdict.OPEN_LATE
    assert result.remaining <= 0 if late else result.remaining >= 0


@holds_for(st.integers(1, 400), INSTANTS, st.lists(GAPS, max_size=6), calendars(), OPTIONS)
def test_hours_elapsed_and_remaining_make_the_limit(value, start, gaps, calendar, options):
    """As long as no pause began after the due time, which moves nothing."""
    limit = Limit(value, Unit.HOUR)
    result = clock.evaluate(limit, course(start, *gaps), calendar, options)
    assume(result.verdict is Verdict.OPEN)
    assert result.elapsed + result.remaining == value * 3600


@holds_for(LIMITS, INSTANTS, st.lists(GAPS, max_size=5), GAPS, calendars(), OPTIONS)
def test_restart_gives_the_due_time_of_a_new_start(limit, start, gaps, later, calendar, options):
    segments = course(start, *gaps)
    again = segments[-1].at + later
    segments.append(Segment(SegmentKind.RESTART, again))
    result = clock.evaluate(limit, segments, calendar, options)
    assert result.due == clock.due(limit, again, calendar, options)
    assert result.original_due == clock.due(limit, start, calendar, options)
    assert (result.elapsed, result.paused_seconds) == (0, 0)


@holds_for(LIMITS, LIMITS, INSTANTS, st.lists(GAPS, max_size=6), calendars(), OPTIONS)
def test_extension_never_shortens(limit, added, start, gaps, calendar, options):
    segments = course(start, *gaps)
    before = clock.evaluate(limit, segments, calendar, options)
    extension = Segment(SegmentKind.EXTEND, segments[-1].at, limit=added)
    after = clock.evaluate(limit, [*segments, extension], calendar, options, judge_extensions=False)
    assert after.due >= before.due
    assert after.extended
    assert after.elapsed == before.elapsed


@holds_for(LIMITS, INSTANTS, st.lists(GAPS, max_size=4), GAPS, calendars(), OPTIONS)
def test_scoring_equals_the_legal_rule_but_for_early(limit, start, gaps, later, calendar, options):
    """With one supplement at most, resumed rather than restarted."""
    segments = course(start, *gaps[:2])
    assume(len(gaps) != 1)
    stop = Segment(SegmentKind.STOP, segments[-1].at + later)
    legal = clock.evaluate(limit, [*segments, stop], calendar, options)
    scored = clock.evaluate_scoring(limit, [*segments, stop], calendar, options)
    late = legal.verdict is Verdict.LATE
    assert scored.verdict is (Verdict.LATE if late else Verdict.ON_TIME)
    assert state(scored)[:-1] == state(legal)[:-1]


@holds_for(LIMITS, INSTANTS, st.lists(GAPS, max_size=7), calendars(), OPTIONS)
def test_every_result_can_be_explained(limit, start, gaps, calendar, options):
    result = clock.evaluate(limit, course(start, *gaps), calendar, options)
    lines = clock.explain_vi(result)
    assert lines[0].startswith(f"Tiếp nhận lúc {start:%H:%M} ngày {start:%d/%m/%Y}")
    assert lines[-1].startswith(f"Hạn trả: {result.due:%H:%M} ngày")


@holds_for(INSTANTS, calendars())
def test_transfer_is_never_after_the_next_opening(at, calendar):
    deadline = clock.next_transfer_deadline(at, calendar)
    opening = calendar.next_working_day(at.date())
    assert at <= deadline
    assert deadline <= datetime.combine(opening, calendar.hours(opening)[0][0])
    assert calendar.is_working_day(deadline.date())
