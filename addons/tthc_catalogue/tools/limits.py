"""Time limits of procedures: conversion between their units. Plain numbers, no calendar.

A due date is never computed from these conversions (the clock counts real days); they serve to
compare two limits, to sum hours of steps against a limit, and to report reductions.
"""

from dataclasses import dataclass

#: One working day is eight working hours where a limit is split by step.
HOURS_PER_DAY = 8
#: Five of seven calendar days are working days; holidays are left out of account.
WORKING_SHARE = 5 / 7
#: Working days of an average month, as pay and planning count them.
DAYS_PER_MONTH = 22

#: Working hours of one unit; a same-day result is taken as one working day whatever its value.
HOURS = {
    "hour": 1.0,
    "working_day": float(HOURS_PER_DAY),
    "calendar_day": HOURS_PER_DAY * WORKING_SHARE,
    "month": float(HOURS_PER_DAY * DAYS_PER_MONTH),
}

#: Differences below a second are rounding.
EPSILON = 1 / 3600


@dataclass(frozen=True)
class Limit:
    """A time limit: ``value`` units. ``unit`` is ``hour``, ``working_day``, ``calendar_day``,
    ``month``, ``same_day`` or ``unknown``; ``cutoff`` is the hour of the day after which a
    same-day result moves to the next working day."""

    value: float
    unit: str
    cutoff: float = 15.0

    @property
    def hours(self):
        """Working hours by the conventions above; ``None`` when the unit is not known."""
        if self.unit == "same_day":
            return float(HOURS_PER_DAY)
        if self.unit not in HOURS:
            return None
        return self.value * HOURS[self.unit]

    @property
    def days(self):
        """Working days by the conventions above; ``None`` when the unit is not known."""
        hours = self.hours
        return None if hours is None else hours / HOURS_PER_DAY


@dataclass(frozen=True)
class Reduction:
    """How much shorter a committed limit is: in working days, and per cent of the legal one."""

    days: float
    percent: float


def is_longer(one, other):
    """Whether ``one`` is longer than ``other``. The same unit compares exactly, two units by
    their working hours; a limit that is not known is longer than nothing."""
    if one.unit == other.unit and one.unit in HOURS:
        return one.value > other.value
    if one.hours is None or other.hours is None:
        return False
    return one.hours > other.hours + EPSILON


def reduction(legal, committed):
    """The :class:`Reduction` of ``legal`` to ``committed`` (``None``: no commitment); ``None``
    when one of the two is not known."""
    if legal.days is None or (committed is not None and committed.days is None):
        return None
    days = legal.days - (legal.days if committed is None else committed.days)
    return Reduction(days, days / legal.days * 100 if legal.days else 0.0)
