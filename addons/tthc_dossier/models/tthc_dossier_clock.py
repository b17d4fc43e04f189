from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.models.tthc_procedure_channel import UNITS

from ..tools import clock, wall_time
from .res_company import as_time


class TthcDossier(models.Model):
    """The dossier's clock: the only caller of :mod:`..tools.clock`.

    Segments are not stored apart: they are the events that carry a clock effect, so that a due
    date can always be computed again from the ledger.
    """

    _inherit = "tthc.dossier"

    clock_explanation = fields.Text("Why This Date?", compute="_compute_clock_explanation")
    limit_label = fields.Char("Time Limit", compute="_compute_limit_label")

    legal_value = fields.Float("Legal Limit", digits=(6, 1), readonly=True, copy=False)
    legal_unit = fields.Selection(
        UNITS,
        readonly=True,
        copy=False,
        help="The limit under which the dossier was accepted, so that no date rests on more than "
        "the dossier itself.",
    )
    committed_value = fields.Float(
        "Committed Limit",
        digits=(6, 1),
        readonly=True,
        copy=False,
        help="What the centre had committed itself to on acceptance: a later change of its "
        "commitment moves no date of this dossier.",
    )
    committed_unit = fields.Selection(UNITS, readonly=True, copy=False)

    @api.model
    def _protected_fields(self):
        return super()._protected_fields() | {"legal_value", "legal_unit"}

    def _limits(self):
        """The legal limit and the committed one (``None`` without a commitment): those of the
        day of acceptance, before it the centre's own or the version's of today."""
        self.ensure_one()
        committed = None
        if self.accepted_at and self.committed_unit:
            committed = self._kept_limit(self.committed_value, self.committed_unit)
        if self.accepted_at and self.legal_unit:
            return self._kept_limit(self.legal_value, self.legal_unit), committed
        case = self.case_id.sudo()
        row = case._channel(self.channel)
        if not self.accepted_at:
            found = self.env["tthc.offer.limit"]._commitment(
                self._competent_centre(), self.procedure_id, case.name, row
            )
            committed = found and _limit(found.value, found.unit, row.cutoff_hour) or None
        return _limit(row.time_value, row.time_unit, row.cutoff_hour), committed

    def _kept_limit(self, value, unit):
        """A limit as kept on acceptance; only one of the same day needs the catalogue for more."""
        if unit == clock.Unit.SAME_DAY.value:
            return _limit(value, unit, self.case_id.sudo()._channel(self.channel).cutoff_hour)
        return clock.Limit(value=value, unit=clock.Unit(unit))

    def _clock_centre(self):
        """The centre by whose zone, calendar and options the dossier is counted."""
        return self._competent_centre().sudo()

    # Segments -----------------------------------------------------------------------------------

    def _segments(self):
        """The clock's segments, from the events that carry a clock effect."""
        self.ensure_one()
        return self._segments_by_dossier()[self.id]

    def _segments_by_dossier(self):
        """The segments of each of the dossiers by its id, in one query."""
        events = (
            self.env["tthc.dossier.event"]
            .sudo()
            .search_fetch(
                [("dossier_id", "in", self.ids), ("clock_effect", "!=", False)],
                ["dossier_id", "at", "note", "clock_effect", "clock_category", "clock_until"],
                order="dossier_id, seq",
            )
        )
        segments = {dossier_id: [] for dossier_id in self.ids}
        for event in events:
            zone = event.dossier_id._clock_centre()._tthc_zone()
            segments[event.dossier_id.id].append(_segment(event, zone))
        return segments

    def _course(self, event=None):
        """The segments so far, without a query where nothing but the start is among them.

        :param event: values of one more event with a clock effect, which is being recorded
        """
        self.ensure_one()
        zone = self._clock_centre()._tthc_zone()
        if self.clock_marks == 1:
            started = wall_time.to_local(self.clock_started_at, zone)
            segments = [clock.Segment(clock.SegmentKind.START, started)]
        else:
            segments = self._segments()
        return [*segments, _segment(event, zone)] if event else segments

    # Evaluation ---------------------------------------------------------------------------------

    def _clock_result(self, committed=False, now=None, segments=None):
        """Where the dossier stands by the legal rule: a :class:`clock.ClockResult`, or ``None``
        when it has no such limit or its clock has not begun.

        :param committed: against the committed limit instead of the legal one
        :param now: naive UTC instant at which it is asked for
        :raise UserError: a date would lie in a year without a calendar
        """
        self.ensure_one()
        limit = self._limits()[1 if committed else 0]
        segments = self._course() if segments is None else segments
        if not limit or not segments:
            return None
        return self._in_calendar(self._evaluate, limit, segments, now or self._now())

    def _scoring_result(self, committed=False, period_end=None, segments=None):
        """Where the dossier stands by the national scoring, see :func:`clock.evaluate_scoring`.

        :param period_end: naive UTC end of the reporting period; now unless given
        """
        self.ensure_one()
        limit = self._limits()[1 if committed else 0]
        segments = self._course() if segments is None else segments
        if not limit or not segments:
            return None
        return self._in_calendar(self._score, limit, segments, period_end or self._now())

    def _evaluate(self, limit, segments, now=None, calendar=None):
        """:func:`clock.evaluate` with the zone, calendar and options of the centre; ``now`` is
        naive UTC, unless given the last segment's.

        :raise CalendarMissing: a year's calendar has not been entered
        """
        centre = self._clock_centre()
        return clock.evaluate(
            limit,
            segments,
            calendar or centre._tthc_working_calendar(),
            options=centre._tthc_clock_options(),
            now=now and wall_time.to_local(now, centre._tthc_zone()),
            judge_extensions=False,
        )

    def _score(self, limit, segments, period_end=None):
        """:func:`clock.evaluate_scoring` likewise."""
        centre = self._clock_centre()
        return clock.evaluate_scoring(
            limit,
            segments,
            centre._tthc_working_calendar(),
            options=centre._tthc_clock_options(),
            period_end=period_end and wall_time.to_local(period_end, centre._tthc_zone()),
        )

    def _measured(self, segments):
        """A result of which only elapsed and paused working time are wanted, as of the last
        segment: no limit bears on them."""
        return self._in_calendar(self._evaluate, clock.Limit(1, clock.Unit.HOUR), segments)

    def _working_seconds(self, start, end):
        """Working seconds between two naive UTC instants by the centre's calendar.

        :raise CalendarMissing: a year's calendar has not been entered
        """
        centre = self._clock_centre()
        zone = centre._tthc_zone()
        return centre._tthc_working_calendar().working_seconds(
            wall_time.to_local(start, zone), wall_time.to_local(end, zone)
        )

    def _in_calendar(self, function, *args, **kwargs):
        """Call a function of the clock and say a missing calendar in the user's words."""
        try:
            return function(*args, **kwargs)
        except clock.CalendarMissing as error:
            raise UserError(
                self.env._(
                    "The working calendar of %(year)s has not been entered, so a due date in that "
                    "year cannot be computed. An administrator enters the year's holidays under "
                    "Configuration, Working Calendars.",
                    year=error.year,
                )
            ) from error

    def _first_due_dates(self, start):
        """Due dates of a dossier whose clock starts at ``start`` (naive UTC), without a query
        for segments: values for ``due_legal``, ``due_committed`` and ``due_at``, and of the
        limits that they rest on."""
        self.ensure_one()
        legal, committed = self._limits()
        return {
            **_due_values(
                *(limit and self._due_from(limit, start) for limit in (legal, committed))
            ),
            "legal_value": legal.value if legal else 0,
            "legal_unit": legal.unit.value if legal else False,
            "committed_value": committed.value if committed else 0,
            "committed_unit": committed.unit.value if committed else False,
        }

    def _due_from(self, limit, start):
        """When ``limit`` is due that starts at ``start``, by the competent centre's
        calendar; naive UTC."""
        centre = self._clock_centre()
        zone = centre._tthc_zone()
        due = self._in_calendar(
            clock.due,
            limit,
            wall_time.to_local(start, zone),
            centre._tthc_working_calendar(),
            centre._tthc_clock_options(),
        )
        return wall_time.to_utc(due, zone)

    def _recomputed_due_dates(self):
        """Due dates from all segments of the ledger, as values to write."""
        return self._due_dates_in(self._clock_centre()._tthc_working_calendar())

    def _due_dates_in(self, calendar, segments=None):
        """The values of the due dates if the centre's working calendar were ``calendar``, as of
        the last segment: what is stored now, where that calendar is the one it was computed with.

        :param calendar: a :class:`clock.WorkingCalendar`
        :param segments: those of :meth:`_course`, where the caller has them
        :raise UserError: a date would lie in a year without a calendar
        """
        self.ensure_one()
        zone = self._clock_centre()._tthc_zone()
        segments = self._course() if segments is None else segments
        results = [
            limit and self._in_calendar(self._evaluate, limit, segments, calendar=calendar)
            for limit in self._limits()
        ]
        return _due_values(*(result and wall_time.to_utc(result.due, zone) for result in results))

    def _step_due(self, step, start):
        """When a step that starts now is due: its working hours, naive UTC; ``False`` for a step
        without hours, and for the return, for which the owner comes when it suits."""
        if not step.hours or step.kind == "return":
            return False
        return self._due_from(clock.Limit(step.hours, clock.Unit.HOUR), start)

    def _compute_clock_explanation(self):
        for dossier in self:
            if not dossier.accepted_at:
                dossier.clock_explanation = False
                continue
            try:
                result = dossier._clock_result(committed=bool(dossier.due_committed))
            except UserError as error:
                # The form must open, also in a year whose calendar nobody has entered yet.
                dossier.clock_explanation = str(error)
                continue
            dossier.clock_explanation = "\n".join(clock.explain_vi(result)) if result else False

    def _compute_limit_label(self):
        for dossier in self:
            row = dossier.case_id.sudo().channel_ids.filtered(
                lambda line, channel=dossier.channel: line.channel == channel
            )
            dossier.limit_label = row[:1].legal_label
            if dossier.committed_unit:
                committed = row._limit_text(dossier.committed_value, dossier.committed_unit)
                dossier.limit_label = f"{dossier.limit_label} → {committed}"


def _segment(event, zone):
    """What an event, or the values of one, does to the clock, in the wall time of ``zone``."""
    until = event["clock_until"] if event["clock_effect"] == "extend" else None
    category = event.get("clock_category") if isinstance(event, dict) else event.clock_category
    return clock.Segment(
        kind=clock.SegmentKind(event["clock_effect"]),
        at=wall_time.to_local(event["at"], zone),
        reason=event["note"] or "",
        category=category or "",
        until=wall_time.to_local(until, zone) if until else None,
    )


def _limit(value, unit, cutoff_hour):
    return clock.Limit(value=value, unit=clock.Unit(unit), cutoff=as_time(cutoff_hour))


def _due_values(legal, committed):
    """The appointment is the earlier of the two: the centre keeps what it commits itself to."""
    return {
        "due_legal": legal,
        "due_committed": committed or False,
        "due_at": min(legal, committed) if committed else legal,
    }
