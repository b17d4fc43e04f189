"""How something with a due time stands at an instant, told from its stored dates alone.

No event is read and no time is counted: what a pause, a restart or an extension moved is in the
due time already. The same rules stand in SQL in ``models/tthc_live_clock.py``; a property test
holds the two together. Instants are naive UTC.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from . import wall_time

#: In the order of attention, in which lists sort and group them.
URGENCIES = ("late", "today", "soon", "in_time", "paused", "finished")
VERDICTS = ("open_late", "open", "late", "on_time", "early")
#: Verdicts that say "after the due time".
LATE = ("late", "open_late")


@dataclass(frozen=True)
class Bounds:
    """Where, seen from an instant, the days of a centre end.

    :ivar today: the midnight that ends the centre's present day
    :ivar soon: the midnight that ends the last day that is "soon"
    """

    today: datetime
    soon: datetime


def bounds(now, zone, soon_days):
    """The :class:`Bounds` of a centre in ``zone``, where the ``soon_days`` calendar days after
    today are "soon"."""
    day = wall_time.to_local(now, zone).date()
    midnights = (datetime.combine(day + timedelta(days=n), time()) for n in (1, soon_days + 1))
    return Bounds(*(wall_time.to_utc(midnight, zone) for midnight in midnights))


def urgency(due, ended, paused, now, limits):
    """One of :data:`URGENCIES`; ``None`` for what has no due time and is not finished."""
    if ended:
        return "finished"
    if not due:
        return None
    if paused:
        return "paused"
    if due < now:
        return "late"
    if due < limits.today:
        return "today"
    return "soon" if due < limits.soon else "in_time"


def verdict(due, final, ended, paused, now):
    """One of :data:`VERDICTS`; ``None`` for what has no due time.

    :param final: the verdict that was stored when it ended, if one was
    :param paused: since when its clock is paused; what was in time then stays so, for what was
        left at the pause is left at the resumption
    """
    if ended:
        if final or not due:
            return final or None
        return "late" if ended > due else "on_time"
    if not due:
        return None
    return "open_late" if due < min(paused or now, now) else "open"


def final_verdict(due, ended, zone, exact=False):
    """The verdict of what ended: late after the due time, to the second; early on a day before
    the due day or, for a limit that ends at an instant, before it; ``None`` without a due time.
    """
    if not due:
        return None
    if ended > due:
        return "late"
    if exact:
        return "early" if ended < due else "on_time"
    days = (wall_time.to_local(instant, zone).date() for instant in (ended, due))
    return "early" if next(days) < next(days) else "on_time"


def final_step_verdict(used, allotted, due, ended, zone):
    """The verdict of a step that ended: on time while no more working time was ``used`` than was
    ``allotted`` (control slip, TT 01/2018/TT-VPCP); of those, early on a day before the due day;
    ``None`` for a step without a limit."""
    if not allotted:
        return None
    if used > allotted:
        return "late"
    return final_verdict(due, min(ended, due), zone) if due else "on_time"
