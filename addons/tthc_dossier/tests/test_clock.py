"""The counting rules of the clock, by example.

The calendar is that of civil servants in 2026: Tết 16–20/02, Giỗ Tổ on Sunday 26/04
made good on 27/04, 30/04, 01/05, 31/08–02/09 with Saturday 22/08 worked, 24/11.
"""

import pickle
from datetime import date, datetime, time

import pytest

from odoo.addons.tthc_dossier.tools import clock
from odoo.addons.tthc_dossier.tools.clock import (
    Category,
    DayKind,
    Limit,
    Options,
    Segment,
    SegmentKind,
    Unit,
    Verdict,
    WorkingCalendar,
)

OFFICE = [(time(7, 30), time(11, 30)), (time(13), time(17))]
WEEK = dict.fromkeys(range(5), OFFICE)
SPECIAL = {
    date(2026, 1, 1): DayKind.HOLIDAY,
    **{date(2026, 2, day): DayKind.HOLIDAY for day in range(16, 21)},
    date(2026, 4, 26): DayKind.HOLIDAY,
    date(2026, 4, 27): DayKind.COMPENSATORY_OFF,
    date(2026, 4, 30): DayKind.HOLIDAY,
    date(2026, 5, 1): DayKind.HOLIDAY,
    date(2026, 8, 22): DayKind.MAKE_UP_WORK,
    date(2026, 8, 31): DayKind.COMPENSATORY_OFF,
    date(2026, 9, 1): DayKind.HOLIDAY,
    date(2026, 9, 2): DayKind.HOLIDAY,
    date(2026, 11, 24): DayKind.HOLIDAY,
    date(2027, 1, 1): DayKind.HOLIDAY,
}
CALENDAR = WorkingCalendar(WEEK, SPECIAL, years=[2026])
SHIFT = Options(cutoff_shifts_start=True)
SAME_DAY = Limit(1, Unit.SAME_DAY)


def working(value):
    return Limit(value, Unit.WORKING_DAY)


def calendar_days(value):
    return Limit(value, Unit.CALENDAR_DAY)


def months(value):
    return Limit(value, Unit.MONTH)


def hours(value):
    return Limit(value, Unit.HOUR)


def at(day, month, hour=9, minute=0, year=2026):
    return datetime(year, month, day, hour, minute)


def closing(day, month, year=2026):
    return datetime(year, month, day, 17)


def start(when):
    return Segment(SegmentKind.START, when)


def pause(when, category=Category.SUPPLEMENT, reason=""):
    return Segment(SegmentKind.PAUSE, when, reason, category=category)


def resume(when):
    return Segment(SegmentKind.RESUME, when)


def restart(when):
    return Segment(SegmentKind.RESTART, when)


def stop(when):
    return Segment(SegmentKind.STOP, when)


def extend(when, until=None, limit=None):
    return Segment(SegmentKind.EXTEND, when, until=until, limit=limit)


def evaluate(limit, *segments, **kwargs):
    return clock.evaluate(limit, segments, kwargs.pop("calendar", CALENDAR), **kwargs)


def score(limit, *segments, **kwargs):
    return clock.evaluate_scoring(limit, segments, CALENDAR, **kwargs)


# === STATUTORY VECTORS === #


@pytest.mark.parametrize(
    ("received", "limit", "options", "expected"),
    [
        (at(12, 2), working(3), Options(), closing(24, 2)),
        (at(9, 3, 15, 30), working(3), Options(), closing(12, 3)),
        (at(9, 3, 15, 30), working(3), SHIFT, closing(13, 3)),
        (at(20, 8), working(5), Options(), closing(26, 8)),
        (at(27, 8), working(3), Options(), closing(4, 9)),
        (at(24, 4), working(5), Options(), closing(6, 5)),
        (at(18, 8), calendar_days(15), Options(), closing(3, 9)),
        (at(23, 11), working(1), Options(), closing(25, 11)),
    ],
    ids=[
        "tet_skipped",
        "after_cutoff_no_shift",
        "after_cutoff_shifted",
        "make_up_saturday_counts",
        "national_day_bridge_skipped",
        "compensatory_monday_skipped",
        "calendar_end_on_holiday_rolls",
        "culture_day_skipped",
    ],
)
def test_statutory_vector(received, limit, options, expected):
    assert clock.due(limit, received, CALENDAR, options) == expected


# === COUNTING RULES (BLDS 91/2015 Art. 147, 148) === #


def test_hours_start_at_the_stated_moment():
    assert clock.due(hours(2), at(9, 3, 9, 17), CALENDAR) == at(9, 3, 11, 17)


def test_hours_ignore_the_cutoff_shift():
    assert clock.due(hours(1), at(9, 3, 15, 30), CALENDAR, SHIFT) == at(9, 3, 16, 30)


def test_hours_run_across_lunch():
    assert clock.due(hours(2), at(9, 3, 10, 30), CALENDAR) == at(9, 3, 14)


def test_hours_run_across_a_weekend():
    assert clock.due(hours(2), at(13, 3, 16), CALENDAR) == at(16, 3, 8, 30)


def test_hours_run_across_a_holiday():
    assert clock.due(hours(9), at(23, 11, 8), CALENDAR) == at(25, 11, 9)


def test_hours_end_with_a_session_rather_than_begin_the_next():
    assert clock.due(hours(4), at(9, 3, 7, 30), CALENDAR) == at(9, 3, 11, 30)
    assert clock.due(hours(8), at(9, 3, 7, 30), CALENDAR) == closing(9, 3)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (at(9, 3, 6), at(9, 3, 8, 30)),
        (at(9, 3, 12), at(9, 3, 14)),
        (at(9, 3, 18), at(10, 3, 8, 30)),
        (at(14, 3), at(16, 3, 8, 30)),
    ],
    ids=["before_opening", "at_lunch", "after_closing", "saturday"],
)
def test_hours_received_out_of_hours_start_at_the_next_working_moment(received, expected):
    assert clock.due(hours(1), received, CALENDAR) == expected


def test_first_day_is_not_counted():
    assert clock.due(working(1), at(9, 3, 7, 30), CALENDAR) == closing(10, 3)
    assert clock.due(calendar_days(1), at(9, 3, 7, 30), CALENDAR) == closing(10, 3)


def test_first_day_can_be_counted():
    counted = Options(first_day_excluded=False)
    assert clock.due(working(1), at(9, 3), CALENDAR, counted) == closing(9, 3)
    assert clock.due(calendar_days(3), at(9, 3), CALENDAR, counted) == closing(11, 3)
    assert clock.due(months(1), at(11, 3), CALENDAR, counted) == closing(10, 4)


def test_counted_first_day_is_one_that_can_be_worked():
    counted = Options(first_day_excluded=False)
    evening = at(9, 3, 20)
    assert clock.due(working(1), evening, CALENDAR, counted) == closing(10, 3)
    assert clock.due(calendar_days(1), evening, CALENDAR, counted) == closing(10, 3)
    saturday = evaluate(calendar_days(1), start(at(14, 3)), options=counted)
    assert saturday.due == saturday.original_due == closing(16, 3)
    shifted = Options(first_day_excluded=False, cutoff_shifts_start=True)
    for limit in (working(1), calendar_days(1)):
        assert clock.due(limit, at(9, 3, 16), CALENDAR, shifted) == closing(10, 3)


def test_accepted_on_a_day_off_counts_from_the_next_working_day():
    assert clock.due(working(1), at(14, 3), CALENDAR) == closing(16, 3)


def test_calendar_period_ending_on_a_weekend_ends_on_the_next_working_day():
    assert clock.due(calendar_days(5), at(9, 3), CALENDAR) == closing(16, 3)


def test_calendar_period_ending_on_a_worked_saturday_ends_there():
    assert clock.due(calendar_days(4), at(18, 8), CALENDAR) == closing(22, 8)


def test_calendar_days_count_days_off_inside_the_period():
    assert clock.due(calendar_days(10), at(13, 2), CALENDAR) == closing(23, 2)


def test_month_period_ends_on_the_same_day_number():
    assert clock.due(months(1), at(9, 3), CALENDAR) == closing(9, 4)


@pytest.mark.parametrize(
    ("received", "value", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 3, 1)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 3, 31), 1, date(2027, 4, 30)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
    ],
    ids=[
        "sunday_28_february_rolls",
        "leap_year",
        "leap_day_to_common_year",
        "thirty_day_month",
        "across_the_year",
    ],
)
def test_month_without_the_day_number_ends_on_its_last_day(received, value, expected):
    calendar = WorkingCalendar(WEEK, years=range(2027, 2030))
    received = datetime.combine(received, time(9))
    assert clock.due(months(value), received, calendar).date() == expected


def test_month_period_ending_on_a_holiday_ends_on_the_next_working_day():
    assert clock.due(months(1), at(30, 3), CALENDAR) == closing(4, 5)


def test_day_off_on_the_counted_first_day_never_shortens():
    """Accepted on Friday evening, that Friday worked or not."""
    counted = Options(first_day_excluded=False)
    saturdays = {**WEEK, 5: OFFICE}
    plain = WorkingCalendar(saturdays, years=[2026])
    off = WorkingCalendar(saturdays, {date(2026, 3, 13): DayKind.HOLIDAY}, years=[2026])
    for calendar in (plain, off):
        received = at(13, 3, 20)
        due = clock.due(calendar_days(2), received, calendar, counted)
        assert due == closing(14, 3)


def test_cutoff_shift_spares_what_comes_at_the_cutoff_sharp():
    assert clock.due(working(3), at(9, 3, 15), CALENDAR, SHIFT) == closing(12, 3)
    assert clock.due(working(3), at(9, 3, 15, 1), CALENDAR, SHIFT) == closing(13, 3)


def test_cutoff_shift_takes_a_day_off_as_the_next_working_day():
    assert clock.due(working(1), at(14, 3), CALENDAR, SHIFT) == closing(17, 3)


def test_cutoff_shift_applies_to_calendar_days_and_months():
    friday = at(13, 3, 16)
    assert clock.due(calendar_days(3), friday, CALENDAR) == closing(16, 3)
    assert clock.due(calendar_days(3), friday, CALENDAR, SHIFT) == closing(19, 3)
    assert clock.due(months(1), friday, CALENDAR, SHIFT) == closing(16, 4)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (at(9, 3), closing(9, 3)),
        (at(9, 3, 6), closing(9, 3)),
        (at(9, 3, 15), closing(9, 3)),
        (at(9, 3, 15, 1), closing(10, 3)),
        (at(13, 3, 16), closing(16, 3)),
        (at(14, 3), closing(16, 3)),
        (at(22, 8), closing(22, 8)),
        (at(13, 2, 15, 30), closing(23, 2)),
    ],
    ids=[
        "morning",
        "before_opening",
        "at_the_cutoff",
        "after_the_cutoff",
        "friday_after_the_cutoff",
        "saturday",
        "worked_saturday",
        "before_tet",
    ],
)
def test_same_day_after_the_cutoff_moves_to_the_next_working_day(received, expected):
    assert clock.due(SAME_DAY, received, CALENDAR) == expected


def test_same_day_cutoff_of_the_limit_precedes_that_of_the_options():
    received = at(9, 3, 14)
    early = Options(cutoff=time(10))
    assert clock.due(SAME_DAY, received, CALENDAR, early) == closing(10, 3)
    own = Limit(1, Unit.SAME_DAY, time(14))
    assert clock.due(own, received, CALENDAR, early) == closing(9, 3)


def test_same_day_after_a_short_day_moves_on():
    saturdays = {**WEEK, 5: [(time(7, 30), time(11, 30))]}
    calendar = WorkingCalendar(saturdays, years=[2026])
    assert clock.due(SAME_DAY, at(14, 3, 11, 30), calendar) == at(14, 3, 11, 30)
    assert clock.due(SAME_DAY, at(14, 3, 11, 31), calendar) == closing(16, 3)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.5, at(9, 3, 15)), (1.5, at(11, 3, 11, 30)), (2.25, at(12, 3, 9, 30))],
)
def test_one_day_is_eight_working_hours_when_split(value, expected):
    assert clock.due(working(value), at(9, 3, 9, 30), CALENDAR) == expected


def test_part_of_a_day_never_ends_after_the_whole_day():
    calendar = WorkingCalendar(
        {weekday: [(time(8), time(11))] for weekday in range(5)}, years=[2026]
    )
    assert clock.due(working(0.9), at(9, 3), calendar) == at(10, 3, 11)
    assert clock.due(working(1.9), at(9, 3), calendar) == at(11, 3, 11)


def test_part_of_a_day_follows_the_cutoff_shift():
    assert clock.due(working(0.5), at(9, 3, 16), CALENDAR, SHIFT) == at(10, 3, 11, 30)
    assert clock.due(working(1.5), at(9, 3, 16), CALENDAR, SHIFT) == at(12, 3, 11, 30)


def test_hours_per_day_sets_the_part():
    seven = Options(hours_per_day=7)
    assert clock.due(working(0.5), at(9, 3, 7, 30), CALENDAR, seven) == at(9, 3, 11)


def test_batch_gives_every_due_time_in_order():
    items = [
        (working(3), at(12, 2)),
        (hours(2), at(9, 3, 10, 30)),
        (calendar_days(15), at(18, 8)),
        (months(1), at(30, 3)),
        (SAME_DAY, at(9, 3, 15, 1)),
    ]
    assert clock.due_batch(iter(items), CALENDAR) == [
        closing(24, 2),
        at(9, 3, 14),
        closing(3, 9),
        closing(4, 5),
        closing(10, 3),
    ]


def test_seconds_are_the_resolution():
    received = datetime(2026, 3, 9, 15, 0, 0, 999_999)
    assert clock.due(SAME_DAY, received, CALENDAR) == closing(9, 3)


def test_time_zones_are_refused():
    aware = datetime.fromisoformat("2026-03-09T09:00:00+07:00")
    with pytest.raises(ValueError, match="naive"):
        clock.due(working(1), aware, CALENDAR)
    with pytest.raises(ValueError, match="naive"):
        clock.due_batch([(working(1), aware)], CALENDAR)
    with pytest.raises(ValueError, match="naive"):
        start(aware)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (0, Unit.WORKING_DAY),
        (-1, Unit.HOUR),
        (float("nan"), Unit.HOUR),
        (float("inf"), Unit.WORKING_DAY),
        (1.5, Unit.CALENDAR_DAY),
        (0.5, Unit.MONTH),
        (0.0001, Unit.HOUR),
        (1, "fortnight"),
    ],
)
def test_limit_without_meaning_is_refused(value, unit):
    with pytest.raises(ValueError):
        Limit(value, unit)


def test_limit_takes_the_value_of_a_unit():
    assert Limit(3.0, "working_day") == working(3)


# === MISSING YEARS === #


@pytest.mark.parametrize(
    ("limit", "received"),
    [
        (working(1), at(31, 12)),
        (calendar_days(1), at(31, 12)),
        (months(1), at(1, 12)),
        (hours(8), at(31, 12)),
        (SAME_DAY, at(31, 12, 16)),
        (working(1.5), at(31, 12)),
    ],
)
def test_due_in_an_unpublished_year_names_it(limit, received):
    with pytest.raises(clock.CalendarMissing) as caught:
        clock.due(limit, received, CALENDAR)
    assert caught.value.year == 2027


def test_start_in_an_unpublished_year_names_it():
    with pytest.raises(clock.CalendarMissing) as caught:
        clock.due(working(1), at(9, 3, year=2025), CALENDAR)
    assert caught.value.year == 2025


def test_a_gap_between_published_years_is_not_jumped():
    calendar = WorkingCalendar(WEEK, years=[2024, 2026])
    with pytest.raises(clock.CalendarMissing) as caught:
        calendar.working_seconds(at(9, 3, year=2024), at(9, 3))
    assert caught.value.year == 2025
    with pytest.raises(clock.CalendarMissing) as caught:
        calendar.working_seconds(at(9, 3), at(9, 3, year=2024))
    assert caught.value.year == 2025
    with pytest.raises(clock.CalendarMissing) as caught:
        calendar.add_working_days(date(2026, 1, 1), -1)
    assert caught.value.year == 2025


def test_calendar_days_may_end_in_a_year_after_a_gap():
    calendar = WorkingCalendar(WEEK, SPECIAL, years=[2024, 2026])
    due = clock.due(calendar_days(550), at(30, 12, year=2024), calendar)
    assert due == closing(3, 7)
    due = clock.due(calendar_days(366), at(31, 12, year=2024), calendar)
    assert due == closing(2, 1)


def test_a_year_published_later_is_a_new_calendar():
    calendar = WorkingCalendar(WEEK, SPECIAL, years=[2026, 2027])
    assert clock.due(working(1), at(31, 12), calendar) == closing(4, 1, 2027)


# === WORKING CALENDAR === #


def test_day_kinds():
    assert CALENDAR.is_working_day(date(2026, 8, 22))
    assert not CALENDAR.is_working_day(date(2026, 8, 29))
    assert not CALENDAR.is_working_day(date(2026, 4, 27))
    assert not CALENDAR.is_working_day(date(2026, 2, 16))
    assert CALENDAR.is_working_day(date(2026, 2, 23))


def test_make_up_day_takes_the_hours_of_the_first_worked_weekday():
    week = {0: OFFICE[:1], 1: OFFICE}
    calendar = WorkingCalendar(week, SPECIAL, years=[2026])
    assert calendar.hours(date(2026, 8, 22)) == tuple(OFFICE[:1])


def test_make_up_day_takes_its_own_hours():
    calendar = WorkingCalendar(WEEK, SPECIAL, OFFICE[1:], [2026])
    assert calendar.hours(date(2026, 8, 22)) == tuple(OFFICE[1:])


def test_working_days_are_added_and_counted():
    assert CALENDAR.next_working_day(date(2026, 2, 13)) == date(2026, 2, 23)
    assert CALENDAR.add_working_days(date(2026, 2, 13), 0) == date(2026, 2, 13)
    assert CALENDAR.add_working_days(date(2026, 2, 14), 0) == date(2026, 2, 23)
    assert CALENDAR.add_working_days(date(2026, 2, 23), -1) == date(2026, 2, 13)
    assert CALENDAR.day_count(date(2026, 8, 20), date(2026, 8, 26)) == 5
    assert CALENDAR.day_count(date(2026, 8, 26), date(2026, 8, 20)) == -5


def test_working_seconds_leave_out_lunch_nights_and_days_off():
    friday, monday = at(13, 2, 16), at(23, 2, 13, 30)
    assert CALENDAR.working_seconds(friday, monday) == (1 + 4 + 0.5) * 3600
    assert CALENDAR.working_seconds(monday, friday) == -5.5 * 3600


def test_adding_no_working_time_goes_to_the_next_working_moment():
    assert CALENDAR.add_working_seconds(at(9, 3, 9, 5), 0) == at(9, 3, 9, 5)
    assert CALENDAR.add_working_seconds(at(9, 3, 12), 0) == at(9, 3, 13)
    assert CALENDAR.add_working_seconds(at(9, 3, 17), 0) == at(9, 3, 17)
    assert CALENDAR.add_working_seconds(at(13, 3, 18), 0) == at(16, 3, 7, 30)
    with pytest.raises(ValueError, match="not taken away"):
        CALENDAR.add_working_seconds(at(9, 3), -1)


def test_calendar_survives_pickling_and_serves_as_a_key():
    clock.due(working(3), at(9, 3), CALENDAR)
    copy = pickle.loads(pickle.dumps(CALENDAR))
    assert {CALENDAR: 1}[copy] == 1
    assert clock.due(working(3), at(12, 2), copy) == closing(24, 2)
    assert WorkingCalendar(WEEK, years=[2026]) != CALENDAR


def test_calendar_cannot_be_changed():
    with pytest.raises(AttributeError):
        CALENDAR.years = frozenset()
    with pytest.raises(AttributeError):
        del CALENDAR.years
    with pytest.raises(TypeError):
        CALENDAR.special[date(2026, 3, 9)] = DayKind.HOLIDAY


def test_calendar_keeps_no_link_to_what_it_was_made_from():
    special = {}
    calendar = WorkingCalendar(WEEK, special, years=[2026])
    special[date(2026, 3, 10)] = DayKind.HOLIDAY
    assert calendar.is_working_day(date(2026, 3, 10))


@pytest.mark.parametrize(
    "weekly",
    [
        {0: [(time(8), time(8))]},
        {0: [(time(8), time(12)), (time(11), time(17))]},
        {0: [(time(13), time(17)), (time(8), time(12))]},
        {7: OFFICE},
    ],
    ids=["empty_session", "overlap", "out_of_order", "no_such_weekday"],
)
def test_impossible_hours_are_refused(weekly):
    with pytest.raises(ValueError):
        WorkingCalendar(weekly, years=[2026])


def test_make_up_days_without_hours_are_refused():
    with pytest.raises(ValueError, match="make-up"):
        WorkingCalendar({}, SPECIAL, years=[2026])


# === PAUSE AND RESUME === #


def test_pause_over_working_days_adds_them():
    result = evaluate(working(5), start(at(9, 3)), pause(at(11, 3)), resume(at(16, 3)))
    assert result.original_due == closing(16, 3)
    assert result.due == closing(19, 3)


def test_pause_within_one_working_day_costs_nothing():
    segments = start(at(9, 3)), pause(at(11, 3, 8)), resume(at(11, 3, 16))
    assert evaluate(working(5), *segments).due == closing(16, 3)
    assert evaluate(calendar_days(7), *segments).due == closing(16, 3)


def test_pause_over_a_night_adds_a_day():
    segments = start(at(9, 3)), pause(at(11, 3, 16)), resume(at(12, 3, 8))
    assert evaluate(working(5), *segments).due == closing(17, 3)
    assert evaluate(calendar_days(7), *segments).due == closing(17, 3)


def test_pause_over_a_holiday_adds_working_days_only():
    result = evaluate(working(5), start(at(9, 2)), pause(at(12, 2)), resume(at(24, 2)))
    assert result.original_due == closing(23, 2)
    assert result.due == closing(26, 2)


def test_pause_of_calendar_days_adds_calendar_days():
    segments = start(at(9, 3)), pause(at(11, 3)), resume(at(17, 3))
    assert evaluate(calendar_days(10), *segments).due == closing(25, 3)
    assert evaluate(months(1), *segments).due == closing(15, 4)


def test_calendar_end_rolls_once_after_all_pauses():
    segments = (
        start(at(9, 3)),
        pause(at(10, 3)),
        resume(at(11, 3)),
        pause(at(12, 3)),
        resume(at(13, 3)),
    )
    # 14/03 + 2 days = 16/03: rolling 14 to 16 at each pause would end on the 18th.
    assert evaluate(calendar_days(5), *segments).due == closing(16, 3)


def test_pause_of_hours_adds_working_time():
    segments = start(at(9, 3, 8)), pause(at(9, 3, 10)), resume(at(10, 3, 9))
    result = evaluate(hours(8), *segments)
    assert result.original_due == at(10, 3, 8)
    assert result.paused_seconds == (1.5 + 4 + 1.5) * 3600
    assert result.due == at(10, 3, 16, 30)


def test_resuming_after_hours_or_on_a_day_off_counts_as_the_next_working_day():
    segments = start(at(9, 3)), pause(at(13, 3))
    for resumed in (at(13, 3, 20), at(14, 3), at(16, 3)):
        assert evaluate(working(4), *segments, resume(resumed)).due == closing(16, 3)
        assert evaluate(calendar_days(4), *segments, resume(resumed)).due == closing(16, 3)
        same_day = start(at(13, 3)), pause(at(13, 3)), resume(resumed)
        assert evaluate(SAME_DAY, *same_day).due == closing(16, 3)


def test_pause_on_the_last_day_does_not_make_late():
    """Nothing is left but the last day, which moves along with the pause."""
    segments = start(at(9, 3)), pause(at(16, 3)), resume(at(18, 3))
    for limit in (working(5), calendar_days(5), calendar_days(7)):
        result = evaluate(limit, *segments)
        assert result.original_due == closing(16, 3)
        assert result.due == closing(18, 3)
        assert result.verdict is Verdict.OPEN


def test_pause_at_the_due_time_sharp_still_moves_it():
    for limit in (working(1), calendar_days(1)):
        paused = start(at(9, 3)), pause(closing(10, 3)), resume(at(12, 3))
        assert evaluate(limit, *paused).due == closing(12, 3)
    paused = start(at(9, 3)), pause(at(9, 3, 11)), resume(at(9, 3, 13, 30))
    assert evaluate(hours(2), *paused).due == at(9, 3, 13, 30)


def test_pause_of_a_same_day_limit():
    segments = start(at(9, 3)), pause(at(9, 3, 10)), resume(at(11, 3))
    assert evaluate(SAME_DAY, *segments).due == closing(11, 3)


def test_pause_before_the_counted_start_costs_nothing():
    segments = start(at(9, 3, 16)), pause(at(9, 3, 16, 30)), resume(at(10, 3, 8))
    assert evaluate(working(3), *segments, options=SHIFT).due == closing(13, 3)
    assert evaluate(calendar_days(3), *segments, options=SHIFT).due == closing(13, 3)
    assert evaluate(SAME_DAY, *segments).due == closing(10, 3)


def test_pause_after_the_due_time_moves_nothing():
    for limit in (working(1), calendar_days(1), hours(8), SAME_DAY):
        before = evaluate(limit, start(at(9, 3, 8)), now=at(12, 3))
        result = evaluate(limit, start(at(9, 3, 8)), pause(at(12, 3)), resume(at(16, 3)))
        assert result.due == before.due
        assert result.verdict is Verdict.OPEN_LATE


def test_while_paused_the_due_time_is_that_of_resuming_now():
    segments = start(at(9, 3)), pause(at(11, 3), Category.FINANCIAL)
    result = evaluate(working(5), *segments, now=at(16, 3))
    assert (result.paused, result.running) == (True, False)
    assert result.due == closing(19, 3)
    assert evaluate(working(5), *segments).due == closing(16, 3)


def test_stop_ends_a_pause():
    result = evaluate(working(5), start(at(9, 3)), pause(at(11, 3)), stop(at(18, 3)), now=at(30, 3))
    assert (result.paused, result.running) == (False, False)
    assert result.stopped_at == at(18, 3)
    assert result.due == closing(23, 3)
    assert result.elapsed == (6.5 + 8 + 1.5) * 3600


def test_elapsed_and_remaining_leave_pauses_out():
    result = evaluate(
        hours(16),
        start(at(9, 3, 8)),
        pause(at(9, 3, 10)),
        resume(at(11, 3, 10)),
        now=at(11, 3, 11),
    )
    assert result.elapsed == 3 * 3600
    assert result.remaining == 13 * 3600


def test_remaining_is_negative_when_late():
    result = evaluate(working(1), start(at(9, 3)), now=at(11, 3, 9, 30))
    assert result.remaining == -2 * 3600
    assert result.verdict is Verdict.OPEN_LATE


def test_now_before_the_last_segment_is_that_segment():
    segments = start(at(9, 3)), pause(at(11, 3)), resume(at(16, 3))
    earlier = evaluate(working(5), *segments, now=at(10, 3))
    assert earlier == evaluate(working(5), *segments)


# === RESTART (NĐ 61/2018 Art. 19.4) === #


def test_restart_begins_from_zero():
    result = evaluate(
        working(5),
        start(at(9, 3)),
        pause(at(11, 3)),
        restart(at(18, 3)),
        now=at(19, 3, 7, 30),
    )
    assert result.due == closing(25, 3)
    assert result.original_due == closing(16, 3)
    assert result.started_at == at(18, 3)
    assert result.elapsed == 6.5 * 3600
    assert result.paused_seconds == 0
    assert result.running


def test_restart_without_a_pause():
    result = evaluate(calendar_days(5), start(at(9, 3)), restart(at(11, 3)))
    assert result.due == closing(16, 3)
    assert evaluate(hours(4), start(at(9, 3)), restart(at(11, 3))).due == at(11, 3, 14, 30)


def test_restart_forgets_earlier_pauses():
    segments = start(at(9, 3)), pause(at(10, 3)), resume(at(13, 3))
    assert evaluate(working(2), *segments, restart(at(16, 3))).due == closing(18, 3)


# === EXTENSION (NĐ 61/2018 Art. 19.9) === #


def test_extension_to_a_date():
    result = evaluate(working(5), start(at(9, 3)), extend(at(13, 3), at(20, 3)))
    assert result.due == closing(20, 3)
    assert result.original_due == closing(16, 3)
    assert result.extended


def test_extension_to_a_day_off_ends_on_the_next_working_day():
    for limit in (working(5), calendar_days(5)):
        result = evaluate(limit, start(at(9, 3)), extend(at(13, 3), at(21, 3)))
        assert result.due == closing(23, 3)


def test_extension_by_a_limit_is_counted_from_the_old_due_time():
    segments = start(at(9, 3)), extend(at(13, 3), limit=working(2))
    assert evaluate(working(5), *segments).due == closing(18, 3)
    assert evaluate(working(5), *segments, options=SHIFT).due == closing(18, 3)
    by_hours = start(at(9, 3)), extend(at(13, 3), limit=hours(2))
    assert evaluate(working(5), *by_hours).due == at(17, 3, 9, 30)


def test_extension_of_hours_is_to_the_minute():
    segments = start(at(9, 3)), extend(at(9, 3), at(12, 3, 10, 15))
    assert evaluate(hours(16), *segments).due == at(12, 3, 10, 15)
    at_opening = start(at(9, 3)), extend(at(9, 3), at(12, 3, 7, 30))
    assert evaluate(hours(16), *at_opening).due == at(12, 3, 7, 30)


def test_extension_until_the_last_moment_one_working_day_before():
    segments = (start(at(9, 3)),)
    in_time = extend(at(13, 3, 17), at(20, 3))
    assert evaluate(working(5), *segments, in_time).due == closing(20, 3)
    for too_late in (at(13, 3, 17, 1), at(15, 3), at(16, 3, 7), at(17, 3)):
        with pytest.raises(clock.ExtensionError) as caught:
            evaluate(working(5), *segments, extend(too_late, at(20, 3)))
        assert caught.value.code == "extension_too_late"


def test_only_one_extension():
    segments = start(at(9, 3)), extend(at(10, 3), at(20, 3))
    with pytest.raises(clock.ExtensionError) as caught:
        evaluate(working(5), *segments, extend(at(11, 3), at(25, 3)))
    assert caught.value.code == "second_extension"


def test_only_one_extension_whatever_restarts():
    segments = start(at(9, 3)), extend(at(10, 3), at(20, 3)), restart(at(11, 3))
    result = evaluate(working(5), *segments)
    assert result.due == closing(18, 3)
    assert result.extended
    with pytest.raises(clock.ExtensionError):
        evaluate(working(5), *segments, extend(at(12, 3), at(25, 3)))


def test_extension_to_an_earlier_date_is_refused():
    for until in (at(16, 3), at(12, 3), at(14, 3)):
        with pytest.raises(clock.ExtensionError) as caught:
            evaluate(working(5), start(at(9, 3)), extend(at(10, 3), until))
        assert caught.value.code == "extension_not_later"


def test_extension_takes_a_date_or_a_limit():
    for given in ({}, {"until": at(20, 3), "limit": working(1)}):
        with pytest.raises(clock.ExtensionError) as caught:
            extend(at(10, 3), **given)
        assert caught.value.code == "extension_incomplete"


def test_extension_granted_on_another_limit_is_not_judged():
    """The committed date is put off to a day before the legal one."""
    segments = start(at(9, 3)), extend(at(11, 3), at(13, 3))
    granted = evaluate(working(3), *segments, judge_extensions=True)
    assert granted.due == closing(13, 3)
    legal = evaluate(working(10), *segments, judge_extensions=False)
    assert legal.due == closing(23, 3)
    overdue = evaluate(working(1), *segments, judge_extensions=False)
    assert overdue.due == closing(13, 3)


def test_scoring_does_not_judge_extensions():
    segments = start(at(9, 3)), extend(at(11, 3), at(13, 3))
    assert score(working(10), *segments).due == closing(23, 3)
    assert score(working(1), *segments).due == closing(13, 3)


def test_pause_after_an_extension_moves_the_new_date():
    segments = start(at(9, 3)), extend(at(10, 3), at(20, 3)), pause(at(11, 3))
    assert evaluate(working(5), *segments, resume(at(13, 3))).due == closing(24, 3)
    assert evaluate(calendar_days(5), *segments, resume(at(12, 3))).due == closing(23, 3)
    assert evaluate(hours(40), *segments, resume(at(11, 3, 10))).due == at(20, 3, 10)


def test_extension_during_a_pause_moves_on_with_its_rest():
    result = evaluate(
        working(5),
        start(at(9, 3)),
        pause(at(10, 3)),
        extend(at(11, 3), limit=working(2)),
        resume(at(12, 3)),
    )
    # 16/03, one day paused: 17/03; extended: 19/03; one more day paused.
    assert result.due == closing(20, 3)
    assert result.paused_seconds == 16 * 3600


# === IMPOSSIBLE SEQUENCES === #


@pytest.mark.parametrize(
    ("segments", "code"),
    [
        ((), "no_start"),
        ((pause(at(9, 3)),), "no_start"),
        ((start(at(9, 3)), start(at(10, 3))), "second_start"),
        ((start(at(9, 3)), pause(at(6, 3))), "not_in_order"),
        ((start(at(9, 3)), resume(at(10, 3))), "not_paused"),
        ((start(at(9, 3)), pause(at(10, 3)), pause(at(11, 3))), "already_paused"),
        ((start(at(9, 3)), stop(at(10, 3)), restart(at(11, 3))), "after_stop"),
        ((start(at(9, 3)), stop(at(10, 3)), stop(at(10, 3))), "after_stop"),
        (
            (start(at(9, 3)), pause(at(10, 3)), restart(at(11, 3)), resume(at(11, 3))),
            "not_paused",
        ),
    ],
)
def test_impossible_sequence(segments, code):
    for function in (clock.evaluate, clock.evaluate_scoring):
        with pytest.raises(clock.SegmentError) as caught:
            function(working(5), segments, CALENDAR)
        assert caught.value.code == code


def test_only_extensions_carry_a_limit():
    with pytest.raises(clock.SegmentError) as caught:
        Segment(SegmentKind.START, at(9, 3), limit=working(5))
    assert caught.value.code == "misplaced_limit"


def test_errors_survive_pickling():
    error = pickle.loads(pickle.dumps(clock.ExtensionError("code", "text")))
    assert (type(error), error.code, str(error)) == (
        clock.ExtensionError,
        "code",
        "text",
    )
    assert pickle.loads(pickle.dumps(clock.CalendarMissing(2027))).year == 2027


# === VERDICT === #


@pytest.mark.parametrize(
    ("limit", "stopped", "verdict"),
    [
        (working(1), at(9, 3, 16), Verdict.EARLY),
        (working(1), at(9, 3, 22), Verdict.EARLY),
        (working(1), at(10, 3, 0), Verdict.ON_TIME),
        (working(1), closing(10, 3), Verdict.ON_TIME),
        (working(1), at(10, 3, 17, 1), Verdict.LATE),
        (calendar_days(5), at(14, 3), Verdict.EARLY),
        (calendar_days(5), closing(16, 3), Verdict.ON_TIME),
        (calendar_days(5), at(16, 3, 17, 1), Verdict.LATE),
        (SAME_DAY, at(9, 3, 10), Verdict.ON_TIME),
        (SAME_DAY, at(9, 3, 17, 1), Verdict.LATE),
        (hours(2), at(9, 3, 10, 59), Verdict.EARLY),
        (hours(2), at(9, 3, 11), Verdict.ON_TIME),
        (hours(2), at(9, 3, 11, 1), Verdict.LATE),
    ],
)
def test_verdict_of_a_stopped_clock(limit, stopped, verdict):
    result = evaluate(limit, start(at(9, 3)), stop(stopped))
    assert result.verdict is verdict
    assert (result.running, result.stopped_at) == (False, stopped)


def test_verdict_of_an_open_clock():
    segments = (start(at(9, 3)),)
    assert evaluate(working(1), *segments).verdict is Verdict.OPEN
    in_time = evaluate(working(1), *segments, now=closing(10, 3))
    assert (in_time.verdict, in_time.running) == (Verdict.OPEN, True)
    late = evaluate(working(1), *segments, now=at(10, 3, 17, 1))
    assert late.verdict is Verdict.OPEN_LATE


# === INCOMPLETE DOSSIERS === #


def test_before_acceptance_there_is_no_clock():
    with pytest.raises(clock.SegmentError):
        evaluate(working(5), pause(at(9, 3)), resume(at(10, 3)))


def test_returned_during_examination_restarts():
    """Form 02 within three working days: the limit begins again when complete."""
    returned = pause(at(11, 3), reason="thiếu bản sao")
    result = evaluate(working(5), start(at(9, 3)), returned, restart(at(13, 4)))
    assert result.due == closing(20, 4)


def test_final_negative_stops_within_the_limit():
    result = evaluate(working(5), start(at(9, 3)), stop(at(16, 3)))
    assert result.verdict is Verdict.ON_TIME


def test_cannot_finish_in_time_gets_a_new_due_date():
    result = evaluate(working(5), start(at(9, 3)), extend(at(13, 3), at(18, 3)), stop(at(18, 3)))
    assert result.verdict is Verdict.ON_TIME


def test_withdrawn_while_waiting_stops():
    result = evaluate(working(5), start(at(9, 3)), pause(at(10, 3)), stop(at(20, 4)))
    assert result.verdict is Verdict.EARLY
    assert not result.paused


# === NATIONAL SCORING (QĐ 766) === #


def test_scoring_subtracts_the_wait_where_the_law_restarts():
    segments = start(at(9, 3)), pause(at(11, 3)), restart(at(18, 3)), stop(at(24, 3))
    assert evaluate(working(5), *segments).verdict is Verdict.EARLY
    scored = score(working(5), *segments)
    assert scored.due == closing(23, 3)
    assert scored.started_at == at(9, 3)
    assert scored.verdict is Verdict.LATE


def test_scoring_early_is_on_time():
    result = score(working(5), start(at(9, 3)), stop(at(10, 3)))
    assert result.verdict is Verdict.ON_TIME


def test_scoring_boundary_is_the_due_time():
    segments = (start(at(9, 3)),)
    on_time = score(working(5), *segments, stop(closing(16, 3)))
    late = score(working(5), *segments, stop(at(16, 3, 17, 1)))
    assert (on_time.verdict, late.verdict) == (Verdict.ON_TIME, Verdict.LATE)


def test_scoring_more_than_one_supplement_is_overdue():
    once = start(at(9, 3)), pause(at(10, 3)), resume(at(11, 3))
    twice = *once, pause(at(12, 3)), restart(at(13, 3))
    assert score(working(9), *once, stop(at(16, 3))).verdict is Verdict.ON_TIME
    assert score(working(9), *twice, stop(at(16, 3))).verdict is Verdict.LATE
    assert score(working(9), *twice).verdict is Verdict.OPEN_LATE
    assert evaluate(working(9), *twice, stop(at(16, 3))).verdict is Verdict.EARLY
    # Only supplements are counted.
    paid = *once, pause(at(12, 3), Category.FINANCIAL), resume(at(13, 3))
    assert score(working(9), *paid, stop(at(16, 3))).verdict is Verdict.ON_TIME


def test_scoring_supplement_and_financial_waits_are_subtracted_others_are_not():
    def scored_due(category):
        segments = start(at(9, 3)), pause(at(11, 3), category), resume(at(13, 3))
        return score(working(5), *segments).due

    assert scored_due(Category.SUPPLEMENT) == closing(18, 3)
    assert scored_due(Category.FINANCIAL) == closing(18, 3)
    assert scored_due(Category.OTHER) == closing(16, 3)
    assert scored_due("") == closing(16, 3)


def test_scoring_other_pause_ended_by_a_restart_does_not_count():
    segments = start(at(9, 3)), pause(at(11, 3), Category.OTHER), restart(at(13, 3))
    result = score(working(5), *segments)
    assert (result.due, result.paused) == (closing(16, 3), False)


def test_scoring_unfinished_is_judged_at_the_end_of_the_period():
    segments = (start(at(9, 3)),)
    open_in = score(working(5), *segments, period_end=at(15, 3))
    open_over = score(working(5), *segments, period_end=at(31, 3))
    assert open_in.verdict is Verdict.OPEN
    assert open_over.verdict is Verdict.OPEN_LATE


def test_scoring_ignores_what_happened_after_the_period():
    segments = start(at(9, 3)), pause(at(12, 3)), resume(at(13, 3)), stop(at(16, 3))
    result = score(working(9), *segments, period_end=at(11, 3))
    assert (result.verdict, result.stopped_at) == (Verdict.OPEN, None)
    assert result.elapsed == (6.5 + 8 + 1.5) * 3600
    with pytest.raises(clock.SegmentError) as caught:
        score(working(9), *segments, period_end=at(6, 3))
    assert caught.value.code == "after_period"


def test_scoring_waiting_for_one_supplement_is_judged_at_the_request():
    in_time = start(at(9, 3)), pause(at(11, 3))
    result = score(working(5), *in_time, period_end=at(30, 4, 8))
    assert result.verdict is Verdict.OPEN
    assert result.due == closing(16, 3)
    late = start(at(9, 3)), pause(at(17, 3))
    result = score(working(5), *late, period_end=at(30, 4, 8))
    assert result.verdict is Verdict.OPEN_LATE


def test_scoring_waiting_for_payment_is_not_overdue():
    segments = start(at(9, 3)), pause(at(11, 3), Category.FINANCIAL)
    result = score(working(5), *segments, period_end=at(29, 4))
    assert (result.verdict, result.paused) == (Verdict.OPEN, True)


def test_scoring_takes_an_extension_as_granted():
    """By the legal rule it came in time, as the limit had begun again."""
    segments = (
        start(at(9, 3)),
        pause(at(11, 3)),
        restart(at(18, 3)),
        extend(at(24, 3), at(27, 3)),
        stop(at(27, 3)),
    )
    assert evaluate(working(5), *segments).verdict is Verdict.ON_TIME
    assert score(working(5), *segments).verdict is Verdict.ON_TIME


# === TRANSFER AND WARNINGS === #


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (at(9, 3), closing(9, 3)),
        (at(9, 3, 15), closing(9, 3)),
        (at(9, 3, 15, 1), at(10, 3, 7, 30)),
        (at(13, 3, 16), at(16, 3, 7, 30)),
        (at(14, 3), at(16, 3, 7, 30)),
        (at(13, 2, 16), at(23, 2, 7, 30)),
    ],
    ids=["morning", "at_cutoff", "after", "friday", "saturday", "before_tet"],
)
def test_transfer_the_same_day_or_next_morning_after_the_cutoff(received, expected):
    assert clock.next_transfer_deadline(received, CALENDAR) == expected


def test_transfer_cutoff_is_a_parameter():
    received = at(9, 3, 15, 30)
    later = clock.next_transfer_deadline(received, CALENDAR, time(16))
    assert later == closing(9, 3)


def test_transfer_after_the_hours_of_a_short_day_is_next_morning():
    saturdays = {**WEEK, 5: [(time(7, 30), time(11, 30))]}
    calendar = WorkingCalendar(saturdays, years=[2026])
    assert clock.next_transfer_deadline(at(14, 3, 12), calendar) == at(16, 3, 7, 30)


def test_warnings_come_on_working_mornings():
    tet = closing(24, 2)
    assert clock.working_days_before(tet, 0, CALENDAR) == at(24, 2, 7, 30)
    assert clock.working_days_before(tet, 1, CALENDAR) == at(23, 2, 7, 30)
    assert clock.working_days_before(tet, 2, CALENDAR) == at(13, 2, 7, 30)
    with pytest.raises(clock.CalendarMissing) as caught:
        clock.working_days_before(at(2, 1), 1, CALENDAR)
    assert caught.value.year == 2025


def test_transfer_and_warnings_at_the_edges_of_the_published_years():
    first = at(2, 1, 7, 30)
    assert clock.working_days_before(at(2, 1, 17), 0, CALENDAR) == first
    with pytest.raises(clock.CalendarMissing) as caught:
        clock.next_transfer_deadline(at(31, 12, 16), CALENDAR)
    assert caught.value.year == 2027


def test_warning_at_one_day_leaves_time_to_extend():
    due = clock.due(working(5), at(9, 3), CALENDAR)
    warned = clock.working_days_before(due, 1, CALENDAR)
    result = evaluate(working(5), start(at(9, 3)), extend(warned, at(20, 3)))
    assert result.extended


# === EXPLANATION === #


def test_explanation_tells_what_is_skipped_and_made_up():
    result = evaluate(working(8), start(at(20, 8)))
    steps = [(step.code, *map(str, step.params.values())) for step in result.explanation]
    assert [code for code, *_ in steps] == [
        "start",
        "days_made_up",
        "days_off",
        "days_off",
        "due",
    ]
    assert clock.explain_vi(result) == [
        (
            "Tiếp nhận lúc 09:00 ngày 20/08/2026; thời hạn 8 ngày làm việc, không tính ngày"
            " tiếp nhận"
        ),
        "Tính là ngày làm việc: 22/08 (làm bù)",
        "Không tính: 31/08 (nghỉ bù)",
        "Không tính: 01/09–02/09 (nghỉ lễ)",
        "Hạn trả: 17:00 ngày 03/09/2026",
    ]


def test_explanation_of_tet():
    assert clock.explain_vi(evaluate(working(3), start(at(12, 2)))) == [
        (
            "Tiếp nhận lúc 09:00 ngày 12/02/2026; thời hạn 3 ngày làm việc, không tính ngày"
            " tiếp nhận"
        ),
        "Không tính: 16/02–20/02 (nghỉ lễ)",
        "Hạn trả: 17:00 ngày 24/02/2026",
    ]


def test_explanation_does_not_list_a_holiday_on_a_weekly_day_off():
    lines = clock.explain_vi(evaluate(working(5), start(at(24, 4))))
    assert lines[1:3] == [
        "Không tính: 27/04 (nghỉ bù)",
        "Không tính: 30/04–01/05 (nghỉ lễ)",
    ]


def test_explanation_of_a_rolled_end():
    lines = clock.explain_vi(evaluate(calendar_days(15), start(at(18, 8))))
    assert lines[1:] == [
        ("Ngày cuối cùng 02/09/2026 là ngày nghỉ, chuyển sang ngày làm việc tiếp theo 03/09/2026"),
        "Hạn trả: 17:00 ngày 03/09/2026",
    ]


def test_explanation_of_pauses_restart_extension_and_end():
    result = evaluate(
        working(5),
        start(at(9, 3, 16)),
        pause(at(10, 3), reason="chờ bổ sung"),
        resume(at(12, 3)),
        pause(at(13, 3)),
        restart(at(16, 3)),
        extend(at(18, 3), at(25, 3)),
        pause(at(19, 3), Category.FINANCIAL),
        stop(at(20, 3)),
        options=SHIFT,
    )
    assert clock.explain_vi(result) == [
        (
            "Tiếp nhận lúc 16:00 ngày 09/03/2026; thời hạn 5 ngày làm việc, coi như tiếp"
            " nhận ngày 10/03/2026, không tính ngày tiếp nhận"
        ),
        (
            "Tạm dừng từ 09:00 ngày 10/03/2026 đến 09:00 ngày 12/03/2026 (chờ bổ sung):"
            " cộng 2 ngày làm việc"
        ),
        (
            "Tạm dừng từ 09:00 ngày 13/03/2026 đến 09:00 ngày 16/03/2026 (chờ bổ sung hồ"
            " sơ): cộng 1 ngày làm việc"
        ),
        (
            "Tính lại từ đầu lúc 09:00 ngày 16/03/2026; thời hạn 5 ngày làm việc, không"
            " tính ngày tiếp nhận"
        ),
        ("Gia hạn lúc 09:00 ngày 18/03/2026: từ 17:00 ngày 23/03/2026 đến 17:00 ngày 25/03/2026"),
        (
            "Tạm dừng từ 09:00 ngày 19/03/2026 đến 09:00 ngày 20/03/2026 (chờ thực hiện"
            " nghĩa vụ tài chính): cộng 1 ngày làm việc"
        ),
        "Hạn trả: 17:00 ngày 26/03/2026 (hạn ban đầu 17:00 ngày 17/03/2026)",
        "Kết thúc lúc 09:00 ngày 20/03/2026: trước hạn",
    ]


def test_explanation_of_other_units():
    def lines(limit, *segments, **kwargs):
        return clock.explain_vi(evaluate(limit, *segments, **kwargs))

    assert lines(hours(1.5), start(at(9, 3)))[0].endswith("thời hạn 1,5 giờ làm việc")
    assert lines(SAME_DAY, start(at(9, 3)))[0].endswith("thời hạn trả trong ngày")
    assert lines(SAME_DAY, start(at(14, 3)))[0].endswith("coi như tiếp nhận ngày 16/03/2026")
    assert lines(SAME_DAY, start(at(9, 3, 16)))[0].endswith("coi như tiếp nhận ngày 10/03/2026")
    assert lines(months(2), start(at(9, 3)), options=Options(first_day_excluded=False))[0].endswith(
        "2 tháng, tính cả ngày tiếp nhận"
    )
    paused = start(at(9, 3, 8)), pause(at(9, 3, 9)), resume(at(9, 3, 10, 30))
    assert lines(hours(4), *paused)[1].endswith("cộng 1,5 giờ làm việc")
    assert lines(calendar_days(4), start(at(9, 3)), pause(at(10, 3), "other"))[1].startswith(
        "Đang tạm dừng từ 09:00 ngày 10/03/2026"
    )
    late = start(at(9, 3)), pause(at(12, 3)), resume(at(13, 3))
    assert lines(working(1), *late)[1].endswith("đã quá hạn")


def test_explanation_of_the_scoring():
    segments = start(at(9, 3)), pause(at(10, 3)), resume(at(11, 3)), pause(at(12, 3))
    lines = clock.explain_vi(score(working(9), *segments))
    assert "Yêu cầu bổ sung 2 lần: tính là quá hạn" in lines
