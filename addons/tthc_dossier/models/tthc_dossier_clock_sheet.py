from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..tools import clock, live_clock, wall_time

BADGES = {
    "early": "text-bg-success",
    "on_time": "text-bg-success",
    "late": "text-bg-danger",
    "open_late": "text-bg-danger",
    "open": "text-bg-info",
}


class TthcDossier(models.Model):
    """What a person reads of the clock: what is left, and why the dates are what they are."""

    _inherit = "tthc.dossier"

    remaining_label = fields.Char(
        "Time Left", compute="_compute_remaining", help="Working time to the appointment."
    )
    remaining_share = fields.Integer(
        "Time Left (%)",
        compute="_compute_remaining",
        aggregator=None,
        help="What is left of the working time to the appointment, in per cent.",
    )
    clock_sheet = fields.Html(
        "Clock",
        compute="_compute_clock_sheet",
        sanitize=False,
        help="Both limits by both rules, the pauses, and how each date came about.",
    )

    # What is left -------------------------------------------------------------------------------

    @api.depends(
        *("due_at", "finished_at", "paused_at", "paused_seconds", "clock_started_at"),
        *("competent_company_id", "company_id"),  # so that a list reads them with its rows
    )
    @api.depends_context("tthc_now", "uid", "lang")
    def _compute_remaining(self):
        for dossier in self:
            left, used = dossier._time_left()
            dossier.remaining_label = dossier._remaining_text() or False
            dossier.remaining_share = round(100 * left / (left + used)) if left > 0 else 0

    def _time_left(self):
        """Working seconds left to the appointment, negative when it is past, and used so far;
        zeros where no clock runs."""
        self.ensure_one()
        if not self.clock_started_at or not self.due_at or self.finished_at:
            return 0, 0
        until = self.paused_at or max(self._now(), self.clock_started_at)
        try:
            left = self._working_seconds(until, self.due_at)
            used = self._working_seconds(self.clock_started_at, until) - self.paused_seconds
        except clock.CalendarMissing:
            return 0, 0
        return left, max(used, 0)

    def _remaining_text(self):
        """What is left to the appointment, in words; empty where no clock runs."""
        self.ensure_one()
        if not self.clock_started_at or not self.due_at or self.finished_at:
            return ""
        left = self._time_left()[0]
        amount = self._working_time_text(abs(left))
        if self.verdict in live_clock.LATE:
            if not left:
                return self.env._("overdue since the end of working hours")
            return self.env._("overdue by %s of working time", amount)
        if self.paused_at:
            return self.env._("paused, %s of working time left", amount)
        return self.env._("%s of working time left", amount)

    def _working_time_text(self, seconds):
        """Working time in words, a day having the hours of the centre's setting."""
        options = self._clock_centre()._tthc_clock_options()
        days, hours, minutes = clock.split_working_time(seconds, options)
        parts = []
        if days:
            parts.append(self.env._("%s d", days))
        if hours:
            parts.append(self.env._("%s h", hours))
        if minutes and not days:
            parts.append(self.env._("%s min", minutes))
        return " ".join(parts) or self.env._("%s min", 0)

    # Why this date ------------------------------------------------------------------------------

    @api.depends("event_count", "due_at", "due_legal", "due_committed", "finished_at")
    @api.depends_context("tthc_now", "uid", "lang")
    def _compute_clock_sheet(self):
        for dossier in self:
            dossier.clock_sheet = dossier.clock_started_at and self.env["ir.qweb"]._render(
                "tthc_dossier.clock_sheet", dossier._clock_sheet_values()
            )

    def get_clock_sheet(self):
        """The sheet for the form, asked for when its page is opened; before a clock was started,
        why there is none.

        :raise AccessError: the dossier is not this user's to read
        """
        self.ensure_one()
        self.check_access("read")
        return self.clock_sheet or plaintext2html(self.clock_explanation or "")

    def _clock_sheet_values(self):
        """Values of the template ``clock_sheet``."""
        course = self._course()
        try:
            rows = [self._sheet_row(course, committed) for committed in (False, True)]
            steps = [task._sheet_row(course) for task in self.sudo().task_ids.sorted("id")]
            pauses = self._sheet_pauses(course)
        except UserError as error:
            # The form must open, also in a year whose calendar nobody has entered yet.
            return {"error": str(error)}
        return {
            "error": False,
            "rows": [row for row in rows if row],
            "pauses": pauses,
            "steps": steps,
            "remaining": self._remaining_text(),
            "rules": self.env._(
                "By the law a supplement begins the limit again from zero (NĐ 61/2018/NĐ-CP, "
                "Art. 19.4). The national scoring takes the wait for the person off, and counts "
                "a second request for a supplement as overdue (formulas of QĐ 766/QĐ-TTg)."
            ),
            "badges": BADGES,
            "verdicts": dict(self._fields["verdict"]._description_selection(self.env)),
        }

    def _sheet_row(self, course, committed):
        """One of the two limits by both rules; ``None`` if the dossier does not have it."""
        result = self._clock_result(committed, segments=course)
        if not result:
            return None
        suffix = "committed" if committed else "legal"
        promised = self._local_text(self[f"due_{suffix}"], "%H:%M ngày %d/%m/%Y")
        due = clock.instant_vi(result.due)
        title = self.env._("By commitment") if committed else self.env._("By law")
        # The calendar may have changed since, and the date moves on confirmation only.
        changed = due != promised and not (self.paused_at or self.extended)
        return {
            "title": title,
            "limit": self._limit_text(committed),
            "due": promised,
            "recomputed": changed
            and self.env._(
                "By the calendar in force today: %s. The date moves on confirmation only.", due
            ),
            "readings": [
                self._sheet_legal(title, result, self[f"verdict_{suffix}"]),
                self._sheet_scoring(title, course, committed),
            ],
        }

    def _sheet_legal(self, title, result, verdict):
        used = self._working_time_text(result.elapsed)
        return {
            "title": self.env._("%s, by the law", title),
            "verdict": verdict,
            "used": self.env._("%s of working time used", used),
            "lines": clock.explain_vi(result),
        }

    def _sheet_scoring(self, title, course, committed):
        result = self._scoring_result(committed, segments=course)
        final = self.final_scoring_committed if committed else self.final_scoring
        counted = self._working_time_text(result.elapsed)
        return {
            "title": self.env._("%s, by the national scoring", title),
            "verdict": final or result.verdict.value,
            "used": self.env._("%s of working time counted", counted),
            "lines": clock.explain_vi(result),
        }

    def _limit_text(self, committed):
        """The limit in words."""
        row = self.case_id.sudo()._channel(self.channel)
        if committed:
            return row._limit_text(self.committed_value, self.committed_unit)
        return row.legal_label

    def _sheet_pauses(self, course):
        """The pauses of the whole course, with what they took of the working time."""
        rows, pause = [], None
        for segment in [*course, None]:
            if pause and (segment is None or segment.kind.value in ("resume", "restart", "stop")):
                rows.append(self._sheet_pause(pause, segment))
                pause = None
            if segment and segment.kind is clock.SegmentKind.PAUSE:
                pause = segment
        return rows

    def _sheet_pause(self, pause, end):
        reasons = {
            "supplement": self.env._("waiting for a supplement"),
            "financial": self.env._("waiting for a financial duty to be fulfilled"),
        }
        centre = self._clock_centre()
        until = end.at if end else wall_time.to_local(self._now(), centre._tthc_zone())
        seconds = self._in_calendar(
            centre._tthc_working_calendar().working_seconds, pause.at, until
        )
        return {
            "what": self.env._(
                "%(since)s – %(until)s: %(kind)s, %(amount)s of working time",
                since=clock.instant_vi(pause.at),
                until=clock.instant_vi(end.at) if end else self.env._("now"),
                kind=reasons.get(pause.category, self.env._("another reason")),
                amount=self._working_time_text(seconds),
            ),
            "reason": pause.reason,
        }
