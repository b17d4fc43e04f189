"""Measure the clock: one batch of 100,000 due times, and single calls.

Run with plain Python, Odoo not needed: ``python benchmarks/bench_clock.py``.
"""

import importlib.util
import random
import sys
import time as timer
from datetime import date, datetime, time, timedelta
from pathlib import Path

BATCH = 100_000
SINGLE = 20_000
EVALUATED = 5_000


def load_clock():
    """Load the clock package by its place, which spares importing Odoo."""
    addons = Path(__file__).resolve().parent.parent / "addons"
    package = addons / "tthc_dossier" / "tools" / "clock"
    spec = importlib.util.spec_from_file_location(
        "clock", package / "__init__.py", submodule_search_locations=[str(package)]
    )
    module = sys.modules["clock"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_calendar(clock):
    sessions = [(time(7, 30), time(11, 30)), (time(13), time(17))]
    special = {
        date(year, month, day): clock.DayKind.HOLIDAY
        for year in range(2024, 2030)
        for month, day in ((1, 1), (4, 30), (5, 1), (9, 1), (9, 2), (11, 24))
    }
    return clock.WorkingCalendar(
        dict.fromkeys(range(5), sessions), special, years=range(2024, 2030)
    )


def timed(label, work, count):
    start = timer.perf_counter()
    work()
    seconds = timer.perf_counter() - start
    print(f"{label}: {count:,} in {seconds:.3f} s ({count / seconds:,.0f} a second)")


def main():
    clock = load_clock()
    calendar = make_calendar(clock)
    unit = clock.Unit
    limits = [
        clock.Limit(value, kind)
        for value, kind in (
            (3, unit.WORKING_DAY),
            (15, unit.WORKING_DAY),
            (2.5, unit.WORKING_DAY),
            (30, unit.CALENDAR_DAY),
            (2, unit.MONTH),
            (20, unit.HOUR),
            (1, unit.SAME_DAY),
        )
    ]
    chance = random.Random(2026)
    first = datetime(2025, 1, 1)
    items = [
        (
            chance.choice(limits),
            first + timedelta(seconds=chance.randrange(3 * 365 * 86400)),
        )
        for _ in range(BATCH)
    ]

    def course(start):
        kind = clock.SegmentKind
        return [
            clock.Segment(kind.START, start),
            clock.Segment(kind.PAUSE, start + timedelta(days=1)),
            clock.Segment(kind.RESUME, start + timedelta(days=5)),
            clock.Segment(kind.STOP, start + timedelta(days=9)),
        ]

    courses = [(limit, course(start)) for limit, start in items[:EVALUATED]]
    timed("batch, tables included", lambda: clock.due_batch(items, calendar), BATCH)
    timed("batch, tables made", lambda: clock.due_batch(items, calendar), BATCH)
    timed(
        "single calls",
        lambda: [clock.due(limit, start, calendar) for limit, start in items[:SINGLE]],
        SINGLE,
    )
    timed(
        "evaluations with a pause",
        lambda: [clock.evaluate(*entry, calendar) for entry in courses],
        EVALUATED,
    )


if __name__ == "__main__":
    main()
