import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import wall_time

_logger = logging.getLogger(__name__)

DATES = ("due_legal", "due_committed", "due_at")


class TthcCalendarChangeLine(models.Model):
    """What a change of the calendar would do to one dossier, and what was done."""

    _name = "tthc.calendar.change.line"
    _description = "Date Moved by a Calendar Change"
    _order = "change_id, direction, old_due_at, id"
    _rec_name = "dossier_id"

    change_id = fields.Many2one(
        "tthc.calendar.change", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="change_id.company_id", store=True, index=True)
    change_state = fields.Selection(related="change_id.state", string="Review")
    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    owner_id = fields.Many2one(related="dossier_id.owner_id")
    agency_id = fields.Many2one(related="dossier_id.agency_id")
    old_due_legal = fields.Datetime("Legal, Old", readonly=True)
    new_due_legal = fields.Datetime("Legal, New", readonly=True)
    old_due_committed = fields.Datetime("Committed, Old", readonly=True)
    new_due_committed = fields.Datetime("Committed, New", readonly=True)
    old_due_at = fields.Datetime("Appointment, Old", readonly=True)
    new_due_at = fields.Datetime("Appointment, New", readonly=True)
    steps = fields.Json(readonly=True, help="New due dates of the open steps, by their id.")
    step_count = fields.Integer("Steps Moved", compute="_compute_step_count")
    direction = fields.Selection(
        [("earlier", "Earlier"), ("later", "Later"), ("same", "Steps Only")],
        readonly=True,
        help="Earlier: the receipt promised a later date.",
    )
    selected = fields.Boolean("Move")
    state = fields.Selection(
        [("pending", "Not Moved"), ("done", "Moved"), ("failed", "Failed")],
        default="pending",
        required=True,
        readonly=True,
    )
    result = fields.Char(readonly=True)

    _once = models.UniqueIndex("(change_id, dossier_id)")

    @api.depends("steps")
    def _compute_step_count(self):
        for line in self:
            line.step_count = len(line.steps or {})

    @api.model
    def _row(self, change, dossier, moved):
        """Values of the line for a dossier that would get the dates ``moved``."""
        new, old = moved["due_at"], dossier.due_at
        direction = "later" if new > old else "earlier" if new < old else "same"
        if direction == "same" and moved["due_legal"] != dossier.due_legal:
            direction = "later" if moved["due_legal"] > dossier.due_legal else "earlier"
        to_text = fields.Datetime.to_string
        return {
            "change_id": change.id,
            "dossier_id": dossier.id,
            "direction": direction,
            "selected": direction != "earlier" or change.company_id.tthc_earlier_selected,
            "steps": {str(task_id): to_text(due) for task_id, due in moved["steps"].items()},
            **{f"old_{name}": dossier[name] for name in DATES},
            **{f"new_{name}": moved[name] for name in DATES},
        }

    @api.model
    def _failed_row(self, change, dossier, result):
        return {
            "change_id": change.id,
            "dossier_id": dossier.id,
            "direction": "same",
            "state": "failed",
            "result": result,
            **{f"old_{name}": dossier[name] for name in DATES},
        }

    def write(self, vals):
        """Which dossiers move may be chosen until the review is confirmed."""
        if not self.env.su:
            if set(vals) != {"selected"}:
                raise UserError(self.env._("Only the selection can be changed here."))
            for change in self.change_id:
                change._check_decider()
        return super().write(vals)

    @api.private
    def _apply(self):
        """Move the date of each dossier as the person who confirmed; one that fails stays as it
        is and says why."""
        for line in self:
            change = line.change_id
            dossier = line.dossier_id.with_user(change.decided_by_id)
            try:
                with self.env.cr.savepoint():
                    dossier._perform(
                        "recompute",
                        note=change.reason or change.what,
                        expected=line._new(),
                        steps=line.steps,
                    )
                line.write({"state": "done", "result": False})
            except (UserError, AccessError) as error:
                line.write({"state": "failed", "result": str(error)})
            except OperationalError:
                raise  # the server or the job tries again
            except Exception as error:
                _logger.exception("The date of %s could not be moved", line.dossier_id.name)
                line.write({"state": "failed", "result": repr(error)})

    def _new(self):
        return {name: self[f"new_{name}"] for name in DATES}


class TthcDossier(models.Model):
    """Dates by a calendar that changed after they were computed."""

    _inherit = "tthc.dossier"

    def _calendar_move(self, before, segments):
        """What the calendar of now gives instead of the stored dates, where the change from
        ``before`` is the reason; ``None`` where nothing moves.

        :param before: the :class:`clock.WorkingCalendar` until the change
        :param segments: those of the dossier
        :raise UserError: a date would lie in a year without a calendar
        """
        now = self._clock_centre()._tthc_working_calendar()
        new = self._due_dates_in(now, segments)
        steps = self._step_moves(before, now, segments)
        stored = self._stored_dates()
        if new == stored or (before != now and new == self._due_dates_in(before, segments)):
            new = stored
        if new == stored and not steps:
            return None
        return {**new, "steps": steps}

    def _step_moves(self, before, now, segments):
        """New due dates (naive UTC) of the open steps that the calendar moves, by task id."""
        zone = self._clock_centre()._tthc_zone()
        moves = {}
        for task in self.open_task_ids.sudo():
            if not task.due_at or not task.allotted:
                continue
            old, new = (
                wall_time.to_utc(task._in_course(segments, calendar).due, zone)
                for calendar in (before, now)
            )
            if old != new and new != task.due_at:
                moves[task.id] = new
        return moves

    def _do_recompute(self, note, task, expected, steps=None):
        """Write what the calendar of now gives: only what was shown and confirmed.

        :param expected: the dates that the person confirmed
        :param steps: the same for the open steps, instants as text by the step's id
        """
        old, course = self._stored_dates(), self._course()
        calendar = self._clock_centre()._tthc_working_calendar()
        if expected != old and expected != self._due_dates_in(calendar, course):
            raise UserError(
                self.env._(
                    "The dates of %s changed after this list was made: they stay as they are.",
                    self.display_name,
                )
            )
        moved = []
        for row in self.open_task_ids.sudo().filtered(lambda row: str(row.id) in (steps or {})):
            before = row.due_at
            row._move(course)
            moved.append({"step_name": row.name, "old": _text(before), "new": _text(row.due_at)})
        paused = self._measured(course).paused_seconds if self.paused_seconds else 0
        return {**expected, "paused_seconds": paused}, {
            "facts": {
                **{f"old_{name}": _text(old[name]) for name in DATES},
                **{f"new_{name}": _text(expected[name]) for name in DATES},
                "steps": moved,
            }
        }

    def _stored_dates(self):
        return {name: self[name] for name in DATES}


def _text(instant):
    return fields.Datetime.to_string(instant) if instant else None
