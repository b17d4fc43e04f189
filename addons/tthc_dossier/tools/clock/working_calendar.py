"""The working calendar of a centre or counter."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from .terms import CalendarMissing, DayKind, naive

Hours = tuple[tuple[time, time], ...]


def second_of_day(moment: datetime | time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def _checked_hours(sessions: Sequence[tuple[time, time]]) -> Hours:
    hours = tuple((start, end) for start, end in sessions)
    edges = [edge for session in hours for edge in session]
    if any(edge.tzinfo or edge.microsecond for edge in edges):
        raise ValueError("working hours are naive times in whole seconds")
    if any(start >= end for start, end in hours) or edges != sorted(edges):
        raise ValueError(f"working sessions overlap or are out of order: {hours}")
    return hours


class Span:
    """Tables over a run of consecutive published years.

    Days are told by their offset from ``first``, working days by their number
    from 0. ``index[offset]`` is the number of working days before that day;
    ``cumulated[number]`` the working seconds before that working day.
    """

    __slots__ = (
        "closing",
        "cumulated",
        "days",
        "ends",
        "first",
        "first_year",
        "index",
        "last_year",
        "midnights",
        "sessions",
        "size",
    )

    def __init__(self, calendar: WorkingCalendar, first_year: int, last_year: int):
        self.first_year, self.last_year = first_year, last_year
        self.first = date(first_year, 1, 1).toordinal()
        self.size = date(last_year, 12, 31).toordinal() + 1 - self.first
        self.index, self.days, self.sessions, self.closing = [0], [], [], []
        self.cumulated, self.midnights, self.ends = [0], [], []
        in_seconds = {}
        for ordinal in range(self.first, self.first + self.size):
            day = date.fromordinal(ordinal)
            hours = calendar._hours(day)
            if hours:
                if hours not in in_seconds:
                    in_seconds[hours] = tuple(
                        (second_of_day(start), second_of_day(end)) for start, end in hours
                    )
                sessions = in_seconds[hours]
                self.days.append(ordinal)
                self.sessions.append(sessions)
                self.closing.append(sessions[-1][1])
                self.cumulated.append(
                    self.cumulated[-1] + sum(end - start for start, end in sessions)
                )
                self.midnights.append(datetime.combine(day, time()))
                self.ends.append(datetime.combine(day, hours[-1][1]))
            self.index.append(len(self.days))

    def offset(self, day: date) -> int:
        """The offset of a day.

        :raise CalendarMissing: if it lies outside the run of years.
        """
        offset = day.toordinal() - self.first
        if 0 <= offset < self.size:
            return offset
        raise self.missing(before=offset < 0)

    def missing(self, before: bool = False) -> CalendarMissing:
        return CalendarMissing(self.first_year - 1 if before else self.last_year + 1)

    def end_of(self, number: int) -> datetime:
        """The end of working hours of a working day told by its number."""
        if number < len(self.ends):
            return self.ends[number]
        raise self.missing()

    def at_hand(self, instant: datetime) -> int:
        """The number of the working day that can be worked on at an instant: the
        day itself until its working hours end, else the next working day."""
        offset = self.offset(instant)
        number = self.index[offset]
        if self.index[offset + 1] > number and second_of_day(instant) > self.closing[number]:
            return number + 1
        return number

    def position(self, instant: datetime) -> int:
        """Working seconds from the beginning of the span to an instant."""
        offset = self.offset(instant)
        number = self.index[offset]
        seconds = self.cumulated[number]
        if self.index[offset + 1] > number:
            moment = second_of_day(instant)
            for start, end in self.sessions[number]:
                if moment <= start:
                    break
                seconds += min(moment, end) - start
        return seconds

    def earliest(self, position: int) -> datetime:
        """The earliest instant with that position: an end of session rather than
        the beginning of the next one. ``position`` is above zero."""
        if position > self.cumulated[-1]:
            raise self.missing()
        number = bisect_left(self.cumulated, position) - 1
        rest = position - self.cumulated[number]
        for start, end in self.sessions[number]:
            if rest <= end - start:
                return self.midnights[number] + timedelta(seconds=start + rest)
            rest -= end - start
        raise AssertionError("sessions and cumulated seconds disagree")

    def next_moment(self, instant: datetime) -> datetime:
        """The instant if it is in working hours (both ends included), else the
        beginning of the next session."""
        number = self.at_hand(instant)
        if number >= len(self.days):
            raise self.missing()
        if self.days[number] == instant.toordinal():
            moment = second_of_day(instant)
            for start, end in self.sessions[number]:
                if moment <= end:
                    moment = max(moment, start)
                    break
        else:
            moment = self.sessions[number][0][0]
        return self.midnights[number] + timedelta(seconds=moment)


class WorkingCalendar:
    """Which days and hours are worked, for the years in which that is published.

    Immutable, hashable, picklable; safe to keep in a cache. Tables are made at
    first use, one for each run of consecutive published years.

    :param weekly: for each weekday (0 = Monday) the sessions ``(start, end)`` in
        order and not overlapping. A weekday left out, or empty, is not worked.
    :param special: the dates that depart from it. ``HOLIDAY`` and
        ``COMPENSATORY_OFF`` are not worked, ``MAKE_UP_WORK`` is, whatever the
        weekday. They are announced each year (BLLĐ 2019 Art. 111.3, 112) and
        never computed here.
    :param make_up_hours: the sessions of a make-up working day; those of the first
        worked weekday unless given.
    :param years: the years published. Days of other years are unknown.
    :raise ValueError: for sessions that overlap, or make-up days without hours.

    Every method raises :class:`CalendarMissing` when its answer depends on a day of
    a year that is not published.
    """

    __slots__ = ("_key", "_spans", "make_up_hours", "special", "weekly", "years")

    def __init__(
        self,
        weekly: Mapping[int, Sequence[tuple[time, time]]],
        special: Mapping[date, DayKind] | None = None,
        make_up_hours: Sequence[tuple[time, time]] | None = None,
        years: Iterable[int] = (),
    ):
        if not set(weekly) <= set(range(7)):
            raise ValueError("weekdays are numbered 0 (Monday) to 6 (Sunday)")
        week = {
            weekday: _checked_hours(sessions)
            for weekday, sessions in sorted(weekly.items())
            if sessions
        }
        days = {
            (day.date() if isinstance(day, datetime) else day): DayKind(kind)
            for day, kind in (special or {}).items()
        }
        if make_up_hours is None:
            make_up_hours = next(iter(week.values()), ())
        make_up_hours = _checked_hours(make_up_hours)
        if not make_up_hours and DayKind.MAKE_UP_WORK in days.values():
            raise ValueError("make-up working days need working hours")
        freeze = object.__setattr__
        freeze(self, "weekly", MappingProxyType(week))
        freeze(self, "special", MappingProxyType(dict(sorted(days.items()))))
        freeze(self, "make_up_hours", make_up_hours)
        freeze(self, "years", frozenset(years))
        freeze(self, "_spans", {})
        freeze(
            self,
            "_key",
            (
                tuple(week.items()),
                tuple(self.special.items()),
                make_up_hours,
                self.years,
            ),
        )

    def __setattr__(self, name, value):
        raise AttributeError("a working calendar cannot be changed")

    def __delattr__(self, name):
        raise AttributeError("a working calendar cannot be changed")

    def __reduce__(self):
        return type(self), (
            dict(self.weekly),
            dict(self.special),
            self.make_up_hours,
            tuple(sorted(self.years)),
        )

    def __eq__(self, other):
        if not isinstance(other, WorkingCalendar):
            return NotImplemented
        return self._key == other._key

    def __hash__(self):
        return hash(self._key)

    def __repr__(self):
        years = ", ".join(map(str, sorted(self.years)))
        return f"<WorkingCalendar {years or 'without years'}>"

    # === DAYS === #

    def is_working_day(self, day: date) -> bool:
        """Whether anything is worked on that day."""
        return bool(self.hours(day))

    def hours(self, day: date) -> Hours:
        """The sessions ``(start, end)`` of that day, empty on a day off."""
        if day.year not in self.years:
            raise CalendarMissing(day.year)
        return self._hours(day)

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``, which itself is never the answer."""
        return self.add_working_days(day, 1)

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, ``day`` itself not counted
        (BLDS 91/2015 Art. 147.2); before it when negative. Zero gives the day
        itself, or the next working day if it is a day off."""
        span = self.span(day.year)
        offset = day.toordinal() - span.first
        if count > 0:
            number = span.index[offset + 1] + count - 1
        else:
            number = span.index[offset] + count
        if 0 <= number < len(span.days):
            return date.fromordinal(span.days[number])
        raise span.missing(before=number < 0)

    def day_count(self, start: date, end: date) -> int:
        """The number of working days after ``start`` up to and including ``end``;
        negative when ``end`` is the earlier one."""
        span = self.span(start.year)
        return span.index[self._offset_in(span, end) + 1] - span.index[span.offset(start) + 1]

    def special_days(self, first: date, last: date) -> list[tuple[date, DayKind]]:
        """The announced days from ``first`` to ``last`` that change what the weekly
        hours say: a holiday on a weekly day off is not among them."""
        return [
            (day, kind)
            for day, kind in self.special.items()
            if first <= day <= last
            and bool(self.weekly.get(day.weekday())) != (kind is DayKind.MAKE_UP_WORK)
        ]

    # === WORKING TIME === #

    def working_seconds(self, start: datetime, end: datetime) -> int:
        """Working seconds from ``start`` to ``end``, negative when ``end`` is the
        earlier one."""
        start, end = naive(start), naive(end)
        span = self.span(start.year)
        self._offset_in(span, end)
        return span.position(end) - span.position(start)

    def add_working_seconds(self, instant: datetime, seconds: int) -> datetime:
        """The earliest instant by which ``seconds`` of working time have passed
        since ``instant``. Zero gives the instant itself, or the next working moment
        if it lies outside working hours.

        :raise ValueError: for negative seconds.
        """
        if seconds < 0:
            raise ValueError("working time is added, not taken away")
        instant = naive(instant)
        span = self.span(instant.year)
        if not seconds:
            return span.next_moment(instant)
        return span.earliest(span.position(instant) + seconds)

    # === TABLES === #

    def span(self, year: int) -> Span:
        """The tables that cover a year."""
        span = self._spans.get(year)
        if span is not None:
            return span
        if year not in self.years:
            raise CalendarMissing(year)
        first = last = year
        while first - 1 in self.years:
            first -= 1
        while last + 1 in self.years:
            last += 1
        span = Span(self, first, last)
        self._spans.update(dict.fromkeys(range(first, last + 1), span))
        return span

    def _offset_in(self, span: Span, day: date) -> int:
        if day.year not in self.years:
            raise CalendarMissing(day.year)
        return span.offset(day)

    def _hours(self, day: date) -> Hours:
        kind = self.special.get(day)
        if kind is None:
            return self.weekly.get(day.weekday(), ())
        return self.make_up_hours if kind is DayKind.MAKE_UP_WORK else ()
