"""A working calendar as plain data and back, and what differs between two of them.

A snapshot keeps how a centre counted before its calendar was changed, until somebody has decided
what the change means for the dossiers under way.
"""

from datetime import date, time

from . import clock


def to_data(calendar, options):
    """``calendar`` and ``options`` as JSON-able data; ``None`` without a calendar."""
    if calendar is None:
        return None
    return {
        "weekly": {
            str(day): [[_text(start), _text(end)] for start, end in spans]
            for day, spans in calendar.weekly.items()
        },
        "special": {day.isoformat(): kind.value for day, kind in sorted(calendar.special.items())},
        "years": sorted(calendar.years),
        "cutoff_shifts_start": options.cutoff_shifts_start,
        "cutoff": _text(options.cutoff),
    }


def from_data(data):
    """The calendar and the options that :func:`to_data` wrote down."""
    calendar = clock.WorkingCalendar(
        weekly={
            int(day): [(_time(start), _time(end)) for start, end in spans]
            for day, spans in data["weekly"].items()
        },
        special={
            date.fromisoformat(day): clock.DayKind(kind) for day, kind in data["special"].items()
        },
        years=data["years"],
    )
    options = clock.Options(
        cutoff_shifts_start=data["cutoff_shifts_start"], cutoff=_time(data["cutoff"])
    )
    return calendar, options


def first_change(before, after):
    """The first day on which two snapshots differ in a special day; ``None`` when they differ in
    something that concerns every day. Nothing due before that day can move.

    :raise ValueError: the two are equal
    """
    if before == after:
        raise ValueError("nothing differs")
    if {**before, "special": None} != {**after, "special": None}:
        return None
    old, new = before["special"], after["special"]
    changed = [day for day in old.keys() | new.keys() if old.get(day) != new.get(day)]
    return date.fromisoformat(min(changed))


def _text(moment):
    return moment.strftime("%H:%M:%S")


def _time(text):
    return time.fromisoformat(text)
