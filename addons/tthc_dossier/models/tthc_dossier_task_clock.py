from odoo import api, fields, models

from ..tools import clock, live_clock, wall_time
from .tthc_dossier_marks import FINAL


class TthcDossierTask(models.Model):
    """The clock of a step: its own working hours, which every pause of the dossier stops too.

    * A restart of the dossier begins the open steps anew: the examination starts over.
    * An extension moves the appointment of the whole; a step keeps its own due time.
    * The return of the result has no limit: the owner comes when it suits.
    """

    _name = "tthc.dossier.task"
    _inherit = ["tthc.dossier.task", "tthc.live.clock"]

    _clock_end = "done_at"
    _clock_pause = "dossier_id.paused_at"

    allotted = fields.Integer(
        "Working Time Allotted", readonly=True, help="Seconds; none for a step without a limit."
    )
    used = fields.Integer(
        "Working Time Used",
        readonly=True,
        help="Seconds from the beginning, or the last restart, to the end, without the pauses.",
    )
    counted_from = fields.Datetime(
        readonly=True, help="Since when its time counts, if the limit began anew."
    )
    paused_seconds = fields.Integer(
        "Working Time Paused", readonly=True, help="Seconds of the pauses that have ended."
    )
    final_verdict = fields.Selection(FINAL, readonly=True)
    time_label = fields.Char("Working Time", compute="_compute_time_label")
    remaining_share = fields.Integer(
        "Time Left (%)",
        compute="_compute_time_label",
        aggregator=None,
        help="What is left of the step's working time, in per cent.",
    )

    _open_due = models.Index("(due_at, id) WHERE done_at IS NULL")

    @api.model_create_multi
    def create(self, vals_list):
        """Override: keep with the step what it was allotted."""
        steps = self.env["tthc.procedure.step"].sudo()
        for vals in vals_list:
            step = steps.browse(vals["step_id"])
            if vals.get("due_at") and not vals.get("allotted"):
                vals["allotted"] = round(step.hours * 3600)
        return super().create(vals_list)

    # End ----------------------------------------------------------------------------------------

    def _closing_values(self, at):
        """Override: the working time that was used, and the verdict. Without a query."""
        values = super()._closing_values(at)
        dossier = self.dossier_id.sudo()
        ended = dossier.paused_at or at
        values["final_verdict"] = self.due_at and ("late" if ended > self.due_at else "on_time")
        try:
            used = self._used_until(ended)
            if dossier.paused_at:
                pause = dossier._working_seconds(dossier.paused_at, at)
                values["paused_seconds"] = self.paused_seconds + pause
        except clock.CalendarMissing:
            # The step is not held up by a year that nobody has entered: the dates decide.
            return values
        verdict = live_clock.final_step_verdict(
            used, self.allotted, self.due_at, ended, dossier._clock_centre()._tthc_zone()
        )
        return {**values, "used": used, "final_verdict": verdict or False}

    def _facts(self, ended=None):
        """Override: the verdict and the working time, in seconds, as the end leaves them."""
        facts = super()._facts(ended)
        if self.allotted:
            facts["allotted"] = self.allotted
        if ended:
            closing = self._closing_values(ended)
            facts["verdict"] = closing["final_verdict"] or None
            if "used" in closing:
                facts["used"] = closing["used"]
        return facts

    def _used_until(self, instant):
        """Working seconds used up to ``instant`` (naive UTC), an open pause not looked at.

        :raise CalendarMissing: a year's calendar has not been entered
        """
        begun = self.counted_from or self.started_at
        passed = self.dossier_id.sudo()._working_seconds(begun, max(begun, instant))
        return max(passed - self.paused_seconds, 0)

    # Pauses and restarts ------------------------------------------------------------------------

    @api.private
    def _move(self, course):
        """Compute the due times of open steps again, of one dossier whose segments are
        ``course``.

        :raise UserError: a date would lie in a year without a calendar
        """
        for task in self:
            result = task._in_course(course)
            zone = task.dossier_id._clock_centre()._tthc_zone()
            values = {"paused_seconds": result.paused_seconds}
            if task.allotted:
                values["due_at"] = wall_time.to_utc(result.due, zone)
            counted_from = wall_time.to_utc(result.started_at, zone)
            if counted_from != task.started_at:
                values["counted_from"] = counted_from
            task.write(values)

    def _in_course(self, course, calendar=None, now=None):
        """Where the step stands, given the segments of its dossier: a
        :class:`clock.ClockResult` in the wall time of the centre."""
        dossier = self.dossier_id
        centre = dossier._clock_centre()
        zone = centre._tthc_zone()
        return dossier._in_calendar(
            clock.evaluate_step,
            self.allotted / 3600,
            course,
            wall_time.to_local(self.started_at, zone),
            calendar or centre._tthc_working_calendar(),
            centre._tthc_clock_options(),
            ended=self.done_at and wall_time.to_local(self.done_at, zone) or None,
            now=now and wall_time.to_local(now, zone),
        )

    # For the views ------------------------------------------------------------------------------

    @api.depends("allotted", "used", "due_at", "done_at", "paused_seconds", "counted_from")
    @api.depends("dossier_id.paused_at")
    @api.depends_context("tthc_now", "uid", "lang")
    def _compute_time_label(self):
        now = self._now()
        for task in self:
            dossier = task.dossier_id.sudo()
            try:
                open_until = dossier.paused_at or now
                used = task.used if task.done_at else task._used_until(open_until)
            except clock.CalendarMissing:
                task.time_label, task.remaining_share = False, 0
                continue
            left = max(task.allotted - used, 0)
            task.remaining_share = task.allotted and round(100 * left / task.allotted)
            task.time_label = dossier._working_time_text(used)
            if task.allotted:
                task.time_label = self.env._(
                    "%(used)s of %(allotted)s",
                    used=task.time_label,
                    allotted=dossier._working_time_text(task.allotted),
                )

    def _sheet_row(self, course):
        """This step on the clock sheet of its dossier.

        :param course: the dossier's segments
        """
        result = self._in_course(course, now=self._now())
        return {
            "name": self.name,
            "agency": self.agency_id.name or self.company_id.name,
            "due": self.dossier_id._local_text(self.due_at, "%H:%M ngày %d/%m/%Y"),
            "time": self.time_label,
            "verdict": self.verdict,
            "lines": clock.explain_vi(result) if self.allotted else [],
        }
