"""The vocabulary of the clock: limits, segments, options, results and errors."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import Enum
from typing import Any

DEFAULT_CUTOFF = time(15, 0)


class Unit(str, Enum):
    """The unit in which a time limit is stated and therefore counted."""

    HOUR = "hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    SAME_DAY = "same_day"


class DayKind(str, Enum):
    """Why a date departs from the weekly hours (BLLĐ 2019 Art. 111.3, 112).

    ``MAKE_UP_WORK`` is a day worked in exchange for a bridging day off.
    """

    HOLIDAY = "holiday"
    COMPENSATORY_OFF = "compensatory_off"
    MAKE_UP_WORK = "make_up_work"


class SegmentKind(str, Enum):
    """What an event does to the clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    RESTART = "restart"
    EXTEND = "extend"
    STOP = "stop"


class Category:
    """Pause categories the national scoring tells apart (statutory states 5, 6), and the one of
    a restart that opens a stopped dossier again."""

    SUPPLEMENT = "supplement"
    FINANCIAL = "financial"
    OTHER = "other"
    REOPEN = "reopen"


class Verdict(str, Enum):
    """How the dossier stands against its due time.

    ``EARLY``, ``ON_TIME`` and ``LATE`` are final (the clock was stopped);
    ``OPEN`` and ``OPEN_LATE`` belong to a clock that has not been stopped.
    """

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    OPEN_LATE = "open_late"


class CalendarMissing(ValueError):
    """A needed day lies in a year whose working calendar is not published.

    :ivar year: the (first) year that is missing.
    """

    def __init__(self, year: int):
        super().__init__(f"no working calendar has been published for {year}")
        self.year = year

    def __reduce__(self):
        return type(self), (self.year,)


class SegmentError(ValueError):
    """A list of segments that describes no possible course of a dossier.

    :ivar code: ``no_start``, ``second_start``, ``after_stop``, ``not_in_order``,
        ``already_paused``, ``not_paused``, ``misplaced_limit`` or ``after_period``.
    """

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code

    def __reduce__(self):
        return type(self), (self.code, str(self))


class ExtensionError(SegmentError):
    """A re-appointment that NĐ 61/2018 Art. 19.9 does not allow.

    :ivar code: ``extension_incomplete``, ``second_extension``,
        ``extension_too_late`` or ``extension_not_later``.
    """


def naive(instant: datetime) -> datetime:
    """Return ``instant`` cut to the second, the resolution of the clock.

    :raise ValueError: if it carries a time zone: the clock works in the wall
        time of the centre and the caller converts.
    """
    if instant.tzinfo is not None:
        raise ValueError("the clock takes naive local times; convert before calling")
    return instant.replace(microsecond=0) if instant.microsecond else instant


@dataclass(frozen=True)
class Limit:
    """A time limit as it was published, its unit never converted.

    :param value: how many units, above zero. Whole for calendar days and months;
        hours and working days may be fractional. Not used by ``SAME_DAY``.
    :param unit: a :class:`Unit` or its value.
    :param cutoff: ``SAME_DAY`` only: what is received later than this is due on
        the next working day. ``None`` takes :attr:`Options.cutoff`.
    :raise ValueError: if the value does not fit the unit.
    """

    value: float | int
    unit: Unit
    cutoff: time | None = None

    def __post_init__(self):
        object.__setattr__(self, "unit", Unit(self.unit))
        if self.unit is Unit.SAME_DAY:
            return
        value = self.value
        if not math.isfinite(value) or value <= 0:
            raise ValueError(f"a time limit is above zero, not {value!r}")
        if value == int(value):
            object.__setattr__(self, "value", int(value))
        elif self.unit in (Unit.CALENDAR_DAY, Unit.MONTH):
            raise ValueError(f"a limit in {self.unit.value}s is whole, not {value!r}")
        if self.unit is Unit.HOUR and round(value * 3600) < 1:
            raise ValueError("a limit in hours is at least one second")

    @property
    def is_exact(self) -> bool:
        """Whether it ends at an instant rather than with a day: hours, or part of a day."""
        if self.unit is Unit.WORKING_DAY:
            return self.value != int(self.value)
        return self.unit is Unit.HOUR


@dataclass(frozen=True)
class Options:
    """The counting rules that differ between centres or between laws.

    :param cutoff_shifts_start: count what is accepted after the cut-off, or on a
        day off, as accepted on the next working day. Concerns limits in days and
        months only: hours run from the stated moment (BLDS 91/2015 Art. 147.1)
        and ``SAME_DAY`` has its own rule. The law speaks of the cut-off for the
        transfer only (NĐ 61/2018 Art. 18), hence off unless a province decided so.
    :param cutoff: the hour after which the above applies ("after 15:00": 15:00
        sharp is not after).
    :param first_day_excluded: the day of acceptance is not counted (BLDS 91/2015
        Art. 147.2). Off counts it as day one; nothing is due before the end of the
        working day at hand at acceptance.
    :param hours_per_day: the working hours that make one day where part of a
        working day is stated, as in the split of a process into steps.
    """

    cutoff_shifts_start: bool = False
    cutoff: time = DEFAULT_CUTOFF
    first_day_excluded: bool = True
    hours_per_day: float = 8

    def __post_init__(self):
        if not self.hours_per_day > 0:
            raise ValueError("hours_per_day is above zero")


DEFAULT_OPTIONS = Options()


@dataclass(frozen=True)
class Segment:
    """One event that bears on the clock, at a local wall time.

    :param kind: a :class:`SegmentKind` or its value.
    :param at: when it happened.
    :param reason: free text, repeated in the explanation.
    :param limit: ``EXTEND`` only: the time added after the due time.
    :param until: ``EXTEND`` only: the new due time (its day, unless the limit is
        in hours). Exactly one of ``limit`` and ``until`` is given.
    :param category: of a ``PAUSE``: ``"supplement"``, ``"financial"`` or ``"other"``. The
        legal rule treats all alike, the national scoring does not. Of a ``RESTART``:
        ``"reopen"`` if it opens a stopped dossier again, which no other segment may.
    :raise SegmentError: for a limit or a new date on anything but an extension.
    :raise ExtensionError: for an extension with none or both of them.
    """

    kind: SegmentKind
    at: datetime
    reason: str = ""
    limit: Limit | None = None
    until: datetime | None = None
    category: str = ""

    def __post_init__(self):
        object.__setattr__(self, "kind", SegmentKind(self.kind))
        object.__setattr__(self, "at", naive(self.at))
        if self.until is not None:
            object.__setattr__(self, "until", naive(self.until))
        given = (self.limit is not None) + (self.until is not None)
        if self.kind is SegmentKind.EXTEND:
            if given != 1:
                raise ExtensionError(
                    "extension_incomplete",
                    "an extension takes either a new date or an added limit",
                )
        elif given:
            raise SegmentError(
                "misplaced_limit",
                f"a {self.kind.value} segment takes no limit and no new date",
            )

    @property
    def reopens(self) -> bool:
        """Whether it opens a stopped dossier again."""
        return self.kind is SegmentKind.RESTART and self.category == Category.REOPEN


@dataclass(frozen=True)
class Step:
    """One line of the explanation, for the caller to put into words.

    ========================  ===================================================
    code                      params
    ========================  ===================================================
    ``start``, ``restart``    limit, first_day_excluded, counted_from (date or None)
    ``days_off``              first, last, kind (holiday or compensatory_off)
    ``days_made_up``          first, last
    ``moved_to_working_day``  from (date), to (date)
    ``pause``                 until, reason, category, moved, unit, after_due (began
                              when the limit was over, so that moved is 0)
    ``pause_open``            reason, category
    ``extend``                old, new, reason
    ``due``                   due, original_due
    ``stop``                  reason, verdict
    ``supplements``           count (national scoring: more than one is overdue)
    ========================  ===================================================

    ``unit`` of a pause is ``working_day``, ``calendar_day`` or ``second``. A ``stop`` before
    a ``restart`` is that of a dossier that was opened again.
    """

    code: str
    at: datetime
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ClockResult:
    """Where a dossier stands.

    Always ``elapsed + remaining + paused_seconds`` is the working time from
    ``started_at`` to ``due``.

    :ivar due: the due time as moved by pauses, restarts and extension. While the
        clock is paused, the one that resuming at the moment asked for would give.
    :ivar original_due: the one given at the first start; nothing moves it.
    :ivar running: the clock counts at this moment.
    :ivar paused: a pause is open and the clock not stopped.
    :ivar elapsed: working seconds used since ``started_at``, pauses left out.
    :ivar remaining: working seconds to ``due``, negative when late. Zero when only
        time outside working hours lies between: ``verdict`` decides, not the sign.
    :ivar stopped_at: when it ended, or ``None``.
    :ivar verdict: a :class:`Verdict`.
    :ivar extended: the one re-appointment has been used, be it before a restart.
    :ivar started_at: the start, or the last restart.
    :ivar paused_seconds: working seconds paused since ``started_at``.
    :ivar explanation: the :class:`Step` list, in order.
    """

    due: datetime
    original_due: datetime
    running: bool
    paused: bool
    elapsed: int
    remaining: int
    stopped_at: datetime | None
    verdict: Verdict
    extended: bool
    started_at: datetime
    paused_seconds: int
    explanation: tuple[Step, ...]
