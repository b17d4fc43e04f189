"""Lead times before a due date: when to warn, and until when something can still be asked for.

All instants are naive wall times of the centre, as in :mod:`.clock`.
"""

from dataclasses import dataclass
from datetime import datetime, time

from . import clock

#: Who is warned, in the order in which the time runs out.
LEVELS = ("officer", "leader", "manager")


@dataclass(frozen=True)
class Lead:
    """How long before a due date somebody is warned.

    :ivar days: so many working days before the day of the due date, from opening
    :ivar share: the share of the working time (0 to 1) that is left when the warning is given
        instead, where the whole time is shorter than those days
    """

    days: int
    share: float


def warn_at(start, due, lead, calendar):
    """When to warn of a time that runs from ``start`` to ``due``: never outside of it.

    :raise clock.CalendarMissing: a needed year has no calendar
    """
    begin = calendar.add_working_seconds(start, 0)
    if due <= begin:
        return max(start, min(begin, due))
    try:
        opening = clock.working_days_before(due, lead.days, calendar)
    except clock.CalendarMissing:
        opening = begin  # so long before that the calendar does not reach it
    if opening > begin:
        return min(opening, due)
    used = 1 - min(max(lead.share, 0), 1)
    seconds = round(calendar.working_seconds(start, due) * used)
    return min(max(calendar.add_working_seconds(start, seconds), start), due)


def reached(start, due, leads, now, calendar):
    """Levels of ``leads`` (``level -> Lead``, the first to be warned first) that are to be warned
    by ``now``. Nobody hears of it before those whose job it is."""
    levels = list(leads)
    while levels and warn_at(start, due, leads[levels[-1]], calendar) > now:
        levels.pop()
    return levels


def horizon(now, days, calendar):
    """The last instant at which something can be due of which to warn ``days`` working days
    before is to warn now."""
    day = calendar.add_working_days(now.date(), days)
    return datetime.combine(day, time.max).replace(microsecond=0)


def last_moment(due, days, calendar):
    """Until when that may be done which has to be done at least ``days`` working days before the
    day of ``due``: the end of working hours of that day; for no days, ``due`` itself
    (NĐ 61/2018/NĐ-CP, Art. 19.9 asks for one day)."""
    if not days:
        return due
    day = clock.working_days_before(due, days, calendar).date()
    return datetime.combine(day, calendar.hours(day)[-1][1])


def later_end(due, days, calendar):
    """End of working hours ``days`` working days after the day of ``due``."""
    day = calendar.add_working_days(due.date(), days)
    return datetime.combine(day, calendar.hours(day)[-1][1])
