"""From a list of segments to where a dossier stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from .deadlines import rule_for
from .terms import (
    DEFAULT_OPTIONS,
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
    Verdict,
    naive,
)
from .working_calendar import WorkingCalendar


class _Clock:
    """Takes segments in and keeps the state of the clock."""

    def __init__(
        self,
        limit: Limit,
        calendar: WorkingCalendar,
        options: Options,
        judge_extensions: bool,
    ):
        self.limit, self.calendar, self.options = limit, calendar, options
        self.judge_extensions = judge_extensions
        self.steps: list[Step] = []
        self.last_at = self.started_at = self.stopped_at = None
        self.original_due = None
        self.extended = False
        self.pause: Segment | None = None

    # === SEGMENTS === #

    def feed(self, segment: Segment):
        self._check(segment)
        self.last_at = segment.at
        getattr(self, f"_{segment.kind.value}")(segment)

    def _check(self, segment: Segment):
        kind, at = segment.kind, segment.at
        if self.started_at is None:
            if kind is not SegmentKind.START:
                raise SegmentError("no_start", f"{kind.value} at {at} before any start")
            return
        if kind is SegmentKind.START:
            raise SegmentError("second_start", f"a second start at {at}")
        if at < self.last_at:
            raise SegmentError("not_in_order", f"{kind.value} at {at} comes after {self.last_at}")
        if self.stopped_at is not None and not segment.reopens:
            raise SegmentError("after_stop", f"{kind.value} at {at}, stopped at {self.stopped_at}")
        if kind is SegmentKind.PAUSE and self.pause is not None:
            raise SegmentError("already_paused", f"pause at {at}, paused since {self.pause.at}")
        if kind is SegmentKind.RESUME and self.pause is None:
            raise SegmentError("not_paused", f"resume at {at} without a pause")

    def _start(self, segment):
        self._begin(segment.at, "start")
        self.original_due = self._due(self.target, self.floor)

    def _begin(self, at: datetime, code: str):
        self.started_at = at
        self.pause = None
        self.paused_seconds = 0
        self.rule = rule_for(self.limit, self.calendar, self.options)
        self.span = self.calendar.span(at.year)
        self.anchor, self.target = self.rule.begin(self.span, at)
        self.floor = self.rule.floor(self.span, at)
        shifted = self.rule.shifted(self.span, at)
        if shifted is not None:
            shifted = date.fromordinal(self.span.days[shifted])
        self.steps.append(
            Step(
                code,
                at,
                {
                    "limit": self.limit,
                    "first_day_excluded": self.options.first_day_excluded,
                    "counted_from": shifted,
                },
            )
        )

    def _pause(self, segment):
        self.pause = segment
        # Differs from the pause's own time once an extension has settled its part.
        self.paused_from = segment.at

    def _resume(self, segment):
        self._settle(segment.at)
        self.pause = None

    def _settle(self, at: datetime):
        """Count the open pause up to ``at``."""
        target, floor = self._moved(at)
        self.steps.append(
            Step(
                "pause",
                self.paused_from,
                {
                    "until": at,
                    "reason": self.pause.reason,
                    "category": self.pause.category,
                    "moved": target - self.target,
                    "unit": self.rule.measure,
                    "after_due": self._over(),
                },
            )
        )
        self.paused_seconds += self._seconds(self.paused_from, at)
        self.paused_from = at
        self.target, self.floor = target, floor

    def _restart(self, segment):
        if self.pause is not None:
            self._settle(segment.at)
        if self.stopped_at is not None:
            due = self._due(self.target, self.floor)
            self.steps.append(self._stop_step(self._verdict(self.stopped_at, due)))
            self.stopped_at = None
        self._begin(segment.at, "restart")

    def _extend(self, segment):
        at = segment.at
        if self.pause is not None:
            self._settle(at)
        old = self._due(self.target, self.floor)
        if self.judge_extensions:
            self._judge_extension(at, old)
        if segment.limit is not None:
            # The old due time is an end of day: no cut-off applies to it.
            options = replace(self.options, cutoff_shifts_start=False, first_day_excluded=True)
            rule = rule_for(segment.limit, self.calendar, options)
            span = self.calendar.span(old.year)
            target, floor = rule.begin(span, old)[1], None
        else:
            rule, until = self.rule, segment.until
            span = self.calendar.span(until.year)
            target = rule.fixed(span, until)
            floor = span.next_moment(until) if rule.exact else None
        if span is not self.span:
            raise self.span.missing()
        new = max(rule.end(span, target), floor or datetime.min)
        if new <= old:
            if self.judge_extensions:
                raise ExtensionError(
                    "extension_not_later", f"the new date {new} is not after {old}"
                )
        else:
            self.rule, self.target, self.floor = rule, target, floor
            self.anchor = 0
        self.extended = True
        self.steps.append(
            Step(
                "extend",
                at,
                {"old": old, "new": max(old, new), "reason": segment.reason},
            )
        )

    def _judge_extension(self, at: datetime, old: datetime):
        if self.extended:
            raise ExtensionError("second_extension", "only one extension is allowed")
        span = self.calendar.span(old.year)
        if span is not self.span:
            raise self.span.missing()
        if span.at_hand(at) >= span.at_hand(old):
            raise ExtensionError(
                "extension_too_late",
                f"extended at {at}, less than one working day before {old}",
            )

    def _stop(self, segment):
        if self.pause is not None:
            self._settle(segment.at)
            self.pause = None
        self.stopped_at = segment.at
        self.stop_reason = segment.reason

    # === STATE === #

    def _over(self) -> bool:
        """Whether nothing of the limit was left when the open pause began."""
        due = self._due(self.target, self.floor)
        return self.rule.is_over(self.span, self.target, due, self.paused_from)

    def _moved(self, at: datetime) -> tuple[int, datetime | None]:
        """Where the limit ends, and the least due time, with the open pause counted
        up to ``at``."""
        if self.pause is None or self._over():
            return self.target, self.floor
        paused = max(self.rule.coordinate(self.span, self.paused_from), self.anchor)
        resumed = max(self.rule.coordinate(self.span, at), self.anchor)
        floor = self.rule.floor(self.span, at) or self.floor
        return self.target + resumed - paused, floor

    def _due(self, target: int, floor: datetime | None) -> datetime:
        end = self.rule.end(self.span, target)
        return max(end, floor) if floor else end

    def _seconds(self, start: datetime, end: datetime) -> int:
        return self.calendar.working_seconds(start, end)

    def result(
        self, now: datetime | None, overdue: bool = False, early: bool = True
    ) -> ClockResult:
        if self.started_at is None:
            raise SegmentError("no_start", "there is no start")
        at = self.stopped_at or max(self.last_at, now or self.last_at)
        target, floor = self._moved(at)
        due = self._due(target, floor)
        paused = self.paused_seconds
        if self.pause is not None:
            paused += self._seconds(self.paused_from, at)
        verdict = self._verdict(at, due, overdue, early)
        return ClockResult(
            due=due,
            original_due=self.original_due,
            running=self.stopped_at is None and self.pause is None,
            paused=self.pause is not None,
            elapsed=self._seconds(self.started_at, at) - paused,
            remaining=self._seconds(at, due),
            stopped_at=self.stopped_at,
            verdict=verdict,
            extended=self.extended,
            started_at=self.started_at,
            paused_seconds=paused,
            explanation=(
                *self.steps,
                *self._closing_steps(target, due, verdict),
            ),
        )

    def _verdict(self, at, due, overdue=False, early=True) -> Verdict:
        late = overdue or at > due
        if self.stopped_at is None:
            return Verdict.OPEN_LATE if late else Verdict.OPEN
        if late:
            return Verdict.LATE
        if early and (at < due if self.rule.exact else at.date() < due.date()):
            return Verdict.EARLY
        return Verdict.ON_TIME

    def _closing_steps(self, target: int, due: datetime, verdict: Verdict):
        if self.pause is not None:
            params = {"reason": self.pause.reason, "category": self.pause.category}
            yield Step("pause_open", self.pause.at, params)
        if self.rule.measure == "calendar_day":
            last = date.fromordinal(target)
            if not self.calendar.is_working_day(last):
                yield Step("moved_to_working_day", due, {"from": last, "to": due.date()})
        else:
            yield from self._special_steps(due)
        params = {"due": due, "original_due": self.original_due}
        yield Step("due", due, params)
        if self.stopped_at is not None:
            yield self._stop_step(verdict)

    def _stop_step(self, verdict: Verdict) -> Step:
        return Step("stop", self.stopped_at, {"reason": self.stop_reason, "verdict": verdict})

    def _special_steps(self, due: datetime):
        day_after = timedelta(days=1)
        groups = []
        first = self.started_at.date()
        for day, kind in self.calendar.special_days(first, due.date()):
            if groups and groups[-1][2] is kind and groups[-1][1] + day_after == day:
                groups[-1][1] = day
            else:
                groups.append([day, day, kind])
        for first, last, kind in groups:
            at = datetime(first.year, first.month, first.day)
            if kind is DayKind.MAKE_UP_WORK:
                yield Step("days_made_up", at, {"first": first, "last": last})
            else:
                params = {"first": first, "last": last, "kind": kind}
                yield Step("days_off", at, params)


def evaluate(
    limit: Limit,
    segments: Iterable[Segment],
    calendar: WorkingCalendar,
    options: Options = DEFAULT_OPTIONS,
    now: datetime | None = None,
    judge_extensions: bool = True,
) -> ClockResult:
    """Where a dossier stands by the legal rule.

    * A pause moves the due day by as many days (working days, or calendar days for
      limits in calendar days and months; working time for hours) as pass between
      pause and resumption. A day belongs to the dossier until its working hours end,
      so that a pause within one working day costs nothing, one over a night moves
      the due time by a day, and one resumed by an online payment at night or on a
      Saturday counts as resumed on the next working day. A pause that begins after
      the due time moves nothing.
    * ``RESTART`` begins the limit again from zero (NĐ 61/2018 Art. 19.4) and ends an
      open pause. With the category ``"reopen"`` it opens a stopped dossier again; the
      verdict of the stop stays in the explanation.
    * ``EXTEND`` is allowed once per dossier, a restart in between notwithstanding,
      and no later than the end of the working day before the due day (Art. 19.9).
      An added limit is counted from the old due time, its day excluded. It never
      brings the due time forward.
    * ``STOP`` ends it. ``LATE`` is what stops after the due time, to the second;
      ``EARLY`` what stops on a date before the due day, or for limits in hours
      before the due time; ``ON_TIME`` the rest.

    :param segments: in the order of time, the first one a start.
    :param now: the moment asked for, if the clock is not stopped; the last segment's
        unless given, or if it is later.
    :param judge_extensions: off to take extensions as they were granted, which is
        right for any reading but that of the moment of granting: the other one of
        the legal and the committed limit, or a calendar published since, may have
        refused it.
    :raise SegmentError: for an impossible sequence.
    :raise ExtensionError: for an extension that is late, second or not later.
    :raise CalendarMissing: if a needed year is not published.
    """
    clock = _Clock(limit, calendar, options, judge_extensions)
    for segment in segments:
        clock.feed(segment)
    return clock.result(now and naive(now))


def evaluate_scoring(
    limit: Limit,
    segments: Iterable[Segment],
    calendar: WorkingCalendar,
    options: Options = DEFAULT_OPTIONS,
    period_end: datetime | None = None,
) -> ClockResult:
    """Where a dossier stands by the national scoring (formulas of QĐ 766/QĐ-TTg).

    From the same segments as :func:`evaluate`, but:

    * time spent waiting for a supplement or for a financial obligation is taken
      off; other pauses are not;
    * a restart does not begin from zero: it ends the wait, as a resumption does. One that
      opens a stopped dossier again does: what ended was counted with its own end, and the
      formulas do not speak of reopening (our reading);
    * more than one request for a supplement makes the dossier overdue;
    * what is waiting for its one supplement is judged at the moment of the request;
    * what is not finished by ``period_end`` is judged at that moment; what happened
      later is not looked at;
    * finishing early is not a bucket of its own: it is ``ON_TIME``.

    Whether an extension was asked for in time is not judged again.

    :raise SegmentError: for an impossible sequence; ``after_period`` if the dossier
        was started after the end of the period.
    :raise CalendarMissing: if a needed year is not published.
    """
    clock = _Clock(limit, calendar, options, judge_extensions=False)
    # The unabridged list is fed to its own clock only to refuse what is impossible.
    whole = _Clock(limit, calendar, options, judge_extensions=False)
    end = period_end and naive(period_end)
    open_pause, requests = None, 0
    for segment in segments:
        whole.feed(segment)
        if end is not None and segment.at > end:
            if segment.kind is SegmentKind.START:
                raise SegmentError("after_period", f"started at {segment.at}, after {end}")
            continue
        kind = segment.kind
        if kind is SegmentKind.PAUSE:
            open_pause = segment
            requests += segment.category == Category.SUPPLEMENT
        waiting = open_pause is not None and open_pause.category in (
            Category.SUPPLEMENT,
            Category.FINANCIAL,
        )
        if kind in (SegmentKind.RESUME, SegmentKind.RESTART):
            open_pause = None
            if segment.reopens:
                requests = 0
            else:
                segment = replace(segment, kind=SegmentKind.RESUME)
        if (
            waiting
            or segment.reopens
            or kind
            not in (
                SegmentKind.PAUSE,
                SegmentKind.RESUME,
                SegmentKind.RESTART,
            )
        ):
            clock.feed(segment)
    if requests > 1:
        clock.steps.append(Step("supplements", clock.last_at, {"count": requests}))
    elif clock.pause is not None and clock.pause.category == Category.SUPPLEMENT:
        end = clock.pause.at
    return clock.result(end, overdue=requests > 1, early=False)
