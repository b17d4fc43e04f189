"""From a limit and a start to a due time.

Each unit has a rule that tells where a limit ends on a scale of its own (working
days by number, calendar days by ordinal, working seconds by position). A pause
moves the end along that scale by as much as the present's own place on it, its
*coordinate*, moved meanwhile. As the coordinate is a function of the instant alone
and never decreases, a pause of no length changes nothing, adjoining pauses add up
and a later resumption never gives an earlier due time. What was left at the pause
is left at the resumption: no dossier becomes late by having been paused.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from .terms import DEFAULT_CUTOFF, DEFAULT_OPTIONS, Limit, Options, Unit, naive
from .working_calendar import Span, WorkingCalendar, second_of_day


class _Rule:
    """How a limit of one unit is counted.

    :cvar measure: the unit of the scale, as pauses report it.
    :cvar exact: the due time is an instant rather than a day.
    """

    measure = "working_day"
    exact = False

    def __init__(self, limit: Limit, calendar: WorkingCalendar, options: Options):
        self.limit, self.calendar, self.options = limit, calendar, options
        self.count = limit.value
        self.excluded = options.first_day_excluded
        # Past midnight nothing is later than a cut-off that is never reached.
        self.cutoff = second_of_day(options.cutoff) if options.cutoff_shifts_start else 86400

    def due(self, start: datetime) -> datetime:
        span = self.calendar.span(start.year)
        return self.end(span, self.begin(span, start)[1])

    def begin(self, span: Span, start: datetime) -> tuple[int, int]:
        """The coordinate from which pauses count and the one where the limit ends."""
        raise NotImplementedError

    def coordinate(self, span: Span, instant: datetime) -> int:
        raise NotImplementedError

    def end(self, span: Span, target: int) -> datetime:
        raise NotImplementedError

    def fixed(self, span: Span, until: datetime) -> int:
        """The end that corresponds to an appointed time."""
        raise NotImplementedError

    def is_over(self, span: Span, target: int, due: datetime, at: datetime) -> bool:
        """Whether nothing of the limit is left at an instant. A pause that begins
        then moves nothing: what is late stays late, from the same day."""
        return at > due

    def floor(self, span: Span, begun: datetime) -> datetime | None:
        """The least due time of a limit of which something is left when it begins,
        or begins to run again after a pause."""
        return None

    def shifted(self, span: Span, start: datetime) -> int | None:
        """The number of the working day that the cut-off makes the day of
        acceptance, or ``None`` if acceptance counts on its own day."""
        if not self.options.cutoff_shifts_start:
            return None
        offset = start.toordinal() - span.first
        after = span.index[offset + 1]
        if after > span.index[offset] and second_of_day(start) <= self.cutoff:
            return None
        if after >= len(span.days):
            raise span.missing()
        return after


class _WorkingDays(_Rule):
    """Scale: numbers of working days. The limit ends with the working hours of its
    last day."""

    def begin(self, span, start):
        accepted = self.shifted(span, start)
        if accepted is not None:
            return accepted, accepted + self.count - (not self.excluded)
        if self.excluded:
            after = span.index[start.toordinal() - span.first + 1]
            return 0, after + self.count - 1
        return 0, span.at_hand(start) + self.count - 1

    def coordinate(self, span, instant):
        return span.at_hand(instant)

    def end(self, span, target):
        return span.end_of(target)

    def fixed(self, span, until):
        return span.index[span.offset(until)]


class _SameDay(_WorkingDays):
    """One working day: that of reception, or the next one after the cut-off."""

    def __init__(self, limit, calendar, options):
        super().__init__(limit, calendar, options)
        self.cutoff = second_of_day(limit.cutoff or options.cutoff)

    def begin(self, span, start):
        number = self.shifted(span, start)
        if number is None:
            number = span.index[start.toordinal() - span.first]
        return number, number

    def shifted(self, span, start):
        today = start.toordinal() - span.first
        number = span.at_hand(start)
        if number == span.index[today] < span.index[today + 1]:
            if second_of_day(start) <= self.cutoff:
                return None
            number += 1
        if number >= len(span.days):
            raise span.missing()
        return number


class _CalendarDays(_Rule):
    """Scale: ordinals of dates. A last day that is not worked gives way to the next
    working day (BLDS 91/2015 Art. 148.5)."""

    measure = "calendar_day"

    def begin(self, span, start):
        accepted = self.shifted(span, start)
        if accepted is not None:
            first = span.days[accepted]
            return first, self.last_day(first) - (not self.excluded)
        if self.excluded:
            return 0, self.last_day(start.toordinal())
        return 0, self.last_day(start.toordinal()) - 1

    def due(self, start):
        due = super().due(start)
        if self.excluded:
            return due
        return max(due, self.floor(self.calendar.span(start.year), start))

    def last_day(self, first: int) -> int:
        return first + self.count

    def coordinate(self, span, instant):
        return span.first + span.offset(instant)

    def end(self, span, target):
        offset = target - span.first
        if not 0 <= offset < span.size:
            span = self.calendar.span(date.fromordinal(target).year)
            offset = target - span.first
        return span.end_of(span.index[offset])

    def fixed(self, span, until):
        return until.toordinal()

    def floor(self, span, begun):
        # Nothing but this day, already closed or not worked, or the days off that
        # Art. 148.5 adds to it, may be left: the working day at hand is then the last
        # one. Needed here only, as this scale has days that are not worked.
        return span.end_of(span.at_hand(begun))


class _Months(_CalendarDays):
    """The same day number so many months on, or the last day of that month
    (BLDS 91/2015 Art. 148.3)."""

    def last_day(self, first):
        start = date.fromordinal(first)
        year, month = divmod(start.year * 12 + start.month - 1 + self.count, 12)
        month += 1
        day = min(start.day, monthrange(year, month)[1])
        return date(year, month, day).toordinal()


class _Hours(_Rule):
    """Scale: working seconds. Runs from the stated moment (BLDS 91/2015
    Art. 147.1), outside working hours from the next working moment."""

    measure = "second"
    exact = True

    def __init__(self, limit, calendar, options):
        super().__init__(limit, calendar, options)
        self.seconds = round(limit.value * 3600)

    def begin(self, span, start):
        return 0, span.position(start) + self.seconds

    def coordinate(self, span, instant):
        return span.position(instant)

    def end(self, span, target):
        return span.earliest(target)

    def fixed(self, span, until):
        return span.position(until)

    def is_over(self, span, target, due, at):
        return span.position(at) > target

    def shifted(self, span, start):
        return None


class _PartOfDay(_Hours):
    """Working days with a fraction: the whole days first, then the fraction in
    hours, at the latest when one more whole day would end."""

    def __init__(self, limit, calendar, options):
        super().__init__(limit, calendar, options)
        whole = int(limit.value)
        self.seconds = round((limit.value - whole) * options.hours_per_day * 3600)
        self.whole = whole and _WorkingDays(Limit(whole, Unit.WORKING_DAY), calendar, options)
        self.ceiling = _WorkingDays(Limit(whole + 1, Unit.WORKING_DAY), calendar, options)

    def begin(self, span, start):
        if self.whole:
            start_of_part = span.position(self.whole.due(start))
        else:
            accepted = self.ceiling.shifted(span, start)
            start_of_part = span.position(start) if accepted is None else span.cumulated[accepted]
        # A second at least, so that the end is an instant in working hours.
        target = start_of_part + max(self.seconds, 1)
        return 0, min(target, span.position(self.ceiling.due(start)))

    def shifted(self, span, start):
        return self.ceiling.shifted(span, start)


_RULES = {
    Unit.WORKING_DAY: _WorkingDays,
    Unit.CALENDAR_DAY: _CalendarDays,
    Unit.MONTH: _Months,
    Unit.HOUR: _Hours,
    Unit.SAME_DAY: _SameDay,
}


def rule_for(limit: Limit, calendar: WorkingCalendar, options: Options) -> _Rule:
    if limit.unit is Unit.WORKING_DAY and not isinstance(limit.value, int):
        return _PartOfDay(limit, calendar, options)
    return _RULES[limit.unit](limit, calendar, options)


def due(
    limit: Limit,
    start: datetime,
    calendar: WorkingCalendar,
    options: Options = DEFAULT_OPTIONS,
) -> datetime:
    """The due time of a limit that begins at ``start``, never before ``start``.

    * ``WORKING_DAY``: the day of acceptance is not counted (BLDS 91/2015 Art. 147.2);
      due at the end of working hours of the last day. With a fraction: the whole
      days, then the fraction as ``hours_per_day`` hours, at the latest when one more
      whole day would end.
    * ``CALENDAR_DAY``: the same with every day counted; a last day that is not
      worked gives way to the next working day (Art. 148.5).
    * ``MONTH``: the same day number, or the last day of the month (Art. 148.3), then
      Art. 148.5.
    * ``HOUR``: working hours from the stated moment, to the second (Art. 147.1).
    * ``SAME_DAY``: the end of working hours that day; received after the cut-off,
      after working hours or on a day off, that of the next working day
      (NĐ 61/2018 Art. 18).

    :param start: local wall time of the centre.
    :raise CalendarMissing: if a needed year is not published.
    :raise ValueError: if ``start`` carries a time zone.
    """
    return rule_for(limit, calendar, options).due(naive(start))


def due_batch(
    items: Iterable[tuple[Limit, datetime]],
    calendar: WorkingCalendar,
    options: Options = DEFAULT_OPTIONS,
) -> list[datetime]:
    """:func:`due` for many limits and starts on one calendar, in order.

    :raise CalendarMissing: as soon as one needs a year that is not published.
    """
    known = {}  # id(limit) -> limit, rule.due: hashing a limit costs more than the rest
    result = []
    for limit, start in items:
        entry = known.get(id(limit))
        if entry is None:
            # The entry keeps the limit alive, so that its id is not given again.
            entry = known[id(limit)] = limit, rule_for(limit, calendar, options).due
        result.append(entry[1](naive(start)))
    return result


def next_transfer_deadline(
    at: datetime, calendar: WorkingCalendar, cutoff: time = DEFAULT_CUTOFF
) -> datetime:
    """When a dossier received at ``at`` must have reached the competent agency
    (NĐ 61/2018 Art. 18): by the end of working hours the same day, or, received
    after the cut-off, after working hours or on a day off, at the start of the next
    working day.

    :raise CalendarMissing: if a needed year is not published.
    """
    at = naive(at)
    span = calendar.span(at.year)
    number = span.at_hand(at)
    same_day = number < len(span.days) and span.days[number] == at.toordinal()
    if same_day and second_of_day(at) <= second_of_day(cutoff):
        return span.ends[number]
    return _opening(span, number + same_day)


def working_days_before(instant_due: datetime, n: int, calendar: WorkingCalendar) -> datetime:
    """The start of working hours ``n`` working days before the day of a due time:
    when to warn at T-1 or T-2. Warned at T-1, an officer has that day left to ask
    for the extension of NĐ 61/2018 Art. 19.9.

    :raise CalendarMissing: if a needed year is not published.
    """
    instant_due = naive(instant_due)
    span = calendar.span(instant_due.year)
    return _opening(span, span.index[span.offset(instant_due)] - n)


def _opening(span: Span, number: int) -> datetime:
    if not 0 <= number < len(span.days):
        raise span.missing(before=number < 0)
    return span.midnights[number] + timedelta(seconds=span.sessions[number][0][0])
