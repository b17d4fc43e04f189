"""The clock of a step within that of its dossier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from .evaluation import evaluate
from .terms import (
    DEFAULT_OPTIONS,
    ClockResult,
    Limit,
    Options,
    Segment,
    SegmentKind,
    Unit,
    naive,
)
from .working_calendar import WorkingCalendar

#: Stands for the limit of a step that has none, where only elapsed time is asked for.
_NO_LIMIT = Limit(1, Unit.HOUR)


def segments_of_step(
    segments: Iterable[Segment], started: datetime, ended: datetime | None = None
) -> list[Segment]:
    """What a step sees of its dossier's segments: its own start and end, and between them the
    pauses and restarts.

    * A pause that is open when the step begins pauses the step from its beginning.
    * A restart of the dossier (NĐ 61/2018 Art. 19.4) begins the limit of the step anew: the
      examination starts over with the completed papers.
    * An extension concerns the appointment of the whole and leaves the step its own limit.
    """
    started = naive(started)
    ended = ended and naive(ended)
    paused = None
    seen = []
    for segment in segments:
        if ended is not None and segment.at > ended:
            break
        stops = segment.kind is SegmentKind.STOP
        if segment.at < started or (stops and segment.at == started):
            if segment.kind is SegmentKind.PAUSE:
                paused = segment
            elif segment.kind in (SegmentKind.RESUME, SegmentKind.RESTART, SegmentKind.STOP):
                paused = None
        elif segment.kind in (SegmentKind.PAUSE, SegmentKind.RESUME, SegmentKind.RESTART):
            seen.append(segment)
    course = [Segment(SegmentKind.START, started)]
    if paused is not None:
        course.append(replace(paused, at=started))
    course.extend(seen)
    if ended is not None:
        course.append(Segment(SegmentKind.STOP, ended))
    return course


def evaluate_step(
    hours: float | None,
    segments: Iterable[Segment],
    started: datetime,
    calendar: WorkingCalendar,
    options: Options = DEFAULT_OPTIONS,
    ended: datetime | None = None,
    now: datetime | None = None,
) -> ClockResult:
    """Where a step of ``hours`` working hours stands, given the segments of its dossier.

    Without ``hours`` only ``started_at``, ``elapsed`` and ``paused_seconds`` of the result mean
    anything.

    :raise CalendarMissing: if a needed year is not published.
    """
    limit = Limit(hours, Unit.HOUR) if hours else _NO_LIMIT
    course = segments_of_step(segments, started, ended)
    return evaluate(limit, course, calendar, options, now)
