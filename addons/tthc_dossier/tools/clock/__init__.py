"""The clock: due times, elapsed time and their explanation.

Plain Python without the ORM and without a clock of its own: the calendar and the
instants are arguments. Every instant, in and out, is a naive wall time of the centre
(Asia/Ho_Chi_Minh knows no daylight saving), to the second; the caller converts from
and to UTC.

The legal rule (:func:`evaluate`) and the national scoring (:func:`evaluate_scoring`)
are two readings of the same :class:`Segment` list.
"""

from .deadlines import due, due_batch, next_transfer_deadline, working_days_before
from .evaluation import evaluate, evaluate_scoring
from .explain import explain_vi, instant_vi, split_working_time
from .steps import evaluate_step, segments_of_step
from .terms import (
    DEFAULT_CUTOFF,
    DEFAULT_OPTIONS,
    CalendarMissing,
    Category,
    ClockResult,
    DayKind,
    ExtensionError,
    Limit,
    Options,
    Segment,
    SegmentError,
    SegmentKind,
    Step,
    Unit,
    Verdict,
)
from .working_calendar import WorkingCalendar

__all__ = [
    "DEFAULT_CUTOFF",
    "DEFAULT_OPTIONS",
    "CalendarMissing",
    "Category",
    "ClockResult",
    "DayKind",
    "ExtensionError",
    "Limit",
    "Options",
    "Segment",
    "SegmentError",
    "SegmentKind",
    "Step",
    "Unit",
    "Verdict",
    "WorkingCalendar",
    "due",
    "due_batch",
    "evaluate",
    "evaluate_scoring",
    "evaluate_step",
    "explain_vi",
    "instant_vi",
    "next_transfer_deadline",
    "segments_of_step",
    "split_working_time",
    "working_days_before",
]
