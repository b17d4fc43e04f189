from contextlib import suppress

from odoo import api, fields, models

from ..tools import clock, live_clock

FINAL = [("early", "Early"), ("on_time", "On Time"), ("late", "Late")]
SCORED = FINAL[1:]
#: What is stored when the clock stops, and taken back when a restart opens the dossier again.
FINALS = (
    "final_verdict",
    "final_legal",
    "final_committed",
    "final_scoring",
    "final_scoring_committed",
    "final_elapsed",
    "final_scored",
)


class TthcDossier(models.Model):
    """What the clock leaves on the dossier: since when it runs or is paused, and how it ended.

    Every event that carries a clock effect passes :meth:`_log_event`, whoever's action it is;
    what follows from it is written together with the event's number and hash.
    """

    _inherit = "tthc.dossier"

    clock_marks = fields.Integer(
        "Clock Events", readonly=True, copy=False, help="Events that had an effect on the clock."
    )
    clock_started_at = fields.Datetime(
        "Clock Runs Since",
        readonly=True,
        copy=False,
        help="The start, or the last restart from zero.",
    )
    paused_at = fields.Datetime("Paused Since", readonly=True, copy=False, index="btree_not_null")
    paused_seconds = fields.Integer(
        "Working Time Paused",
        readonly=True,
        copy=False,
        help="Seconds of the pauses that have ended, since the clock runs.",
    )

    final_verdict = fields.Selection(FINAL, readonly=True, copy=False)
    final_legal = fields.Selection(FINAL, "Final Verdict by Law", readonly=True, copy=False)
    final_committed = fields.Selection(
        FINAL, "Final Verdict by Commitment", readonly=True, copy=False
    )
    final_scoring = fields.Selection(
        SCORED,
        "National Scoring by Law",
        readonly=True,
        copy=False,
        help="By the formulas of QĐ 766/QĐ-TTg, against the legal limit.",
    )
    final_scoring_committed = fields.Selection(
        SCORED,
        "National Scoring by Commitment",
        readonly=True,
        copy=False,
        help="By the formulas of QĐ 766/QĐ-TTg, against the committed limit.",
    )
    final_elapsed = fields.Integer(
        "Working Time Used",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Seconds by the legal rule: since the last restart, without the pauses.",
    )
    final_scored = fields.Integer(
        "Working Time Scored",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Seconds by the national scoring: since the start, without the waits for the person.",
    )

    @api.model
    def _protected_fields(self):
        names = {"clock_marks", "clock_started_at", "paused_at", "paused_seconds", *FINALS}
        return super()._protected_fields() | names

    def _log_event(self, kind, note=None, extra=None, **values):
        """Override: with an event that has an effect on the clock, write what follows from it."""
        if values.get("clock_effect"):
            values["at"] = values.get("at") or self._now()
            marked = self._clock_values({**values, "note": note}, extra or {})
            # What the action decided itself stands, as the appointment of an extension does.
            extra = {**marked, **(extra or {})}
        return super()._log_event(kind, note=note, extra=extra, **values)

    def _clock_values(self, event, extra):
        """Values of the dossier that follow from an event with an effect on the clock.

        :param event: values of the event
        :param extra: values that are written on the dossier together with it
        :raise UserError: a date would lie in a year without a calendar
        """
        mark = getattr(self, f"_mark_{event['clock_effect']}")
        return {"clock_marks": self.clock_marks + 1, **mark(event, extra)}

    def _mark_start(self, event, extra):
        return {"clock_started_at": event["at"], "paused_at": False, "paused_seconds": 0}

    def _mark_pause(self, event, extra):
        return {"paused_at": event["at"]}

    def _mark_resume(self, event, extra):
        course = self._course(event)
        self.open_task_ids.sudo()._move(course)
        result = self._measured(course)
        return {
            "paused_at": False,
            "paused_seconds": result.paused_seconds,
            **self._due_dates_in(self._clock_centre()._tthc_working_calendar(), course),
        }

    def _mark_restart(self, event, extra):
        return {
            **dict.fromkeys(FINALS, False),
            **self._mark_resume(event, extra),
            "clock_started_at": event["at"],
        }

    def _mark_extend(self, event, extra):
        calendar = self._clock_centre()._tthc_working_calendar()
        return self._due_dates_in(calendar, self._course(event))

    def _mark_stop(self, event, extra):
        values = self._mark_resume(event, extra) if self.paused_at else {}
        names = ("due_at", "due_legal", "due_committed")
        due = {name: extra.get(name, values.get(name, self[name])) for name in names}
        values.update(self._final_verdicts(due, event["at"]))
        # The end is not held up by a year that nobody has entered: the figures stay empty.
        with suppress(clock.CalendarMissing):
            values.update(self._final_figures(due, event["at"], self._course(event)))
        return values

    # What the end leaves ------------------------------------------------------------------------

    def _final_verdicts(self, due, ended):
        """The verdicts by the dates that were promised, whatever was announced since."""
        zone = self._clock_centre()._tthc_zone()
        legal, committed = (bool(limit) and limit.is_exact for limit in self._limits())
        by_commitment = due["due_committed"] and due["due_at"] == due["due_committed"]
        exact = {
            "due_at": committed if by_commitment else legal,
            "due_legal": legal,
            "due_committed": committed,
        }
        fields_of = {
            "due_at": "final_verdict",
            "due_legal": "final_legal",
            "due_committed": "final_committed",
        }
        return {
            fields_of[name]: live_clock.final_verdict(due[name], ended, zone, exact[name]) or False
            for name in due
        }

    def _final_figures(self, due, ended, course):
        """The verdicts of the national scoring, and the working time used by either rule.

        :param course: all segments, the stop included
        :raise CalendarMissing: a year's calendar has not been entered
        """
        dates = {"final_scoring": "due_legal", "final_scoring_committed": "due_committed"}
        if len(course) == 2:
            # Nothing but the start and the end: both rules count the same.
            elapsed = self._working_seconds(self.clock_started_at, ended)
            verdicts = {
                name: due[date] and ("late" if ended > due[date] else "on_time")
                for name, date in dates.items()
            }
            return {**verdicts, "final_elapsed": elapsed, "final_scored": elapsed}
        scores = [limit and self._score(limit, course) for limit in self._limits()]
        verdicts = {
            name: score.verdict.value if score else False
            for name, score in zip(dates, scores, strict=True)
        }
        return {
            **verdicts,
            "final_elapsed": self._measured(course).elapsed,
            "final_scored": next((score.elapsed for score in scores if score), 0),
        }
