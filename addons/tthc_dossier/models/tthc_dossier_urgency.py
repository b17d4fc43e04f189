from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import actions, wall_time


class TthcDossier(models.Model):
    """How urgent a dossier is, at any instant and without a job that keeps it so."""

    _inherit = "tthc.dossier"

    is_overdue = fields.Boolean(
        "Overdue",
        compute="_compute_urgency",
        search="_search_is_overdue",
        help="Open and past its appointment, or finished after it.",
    )
    urgency = fields.Selection(
        [
            ("late", "Late"),
            ("today", "Due Today"),
            ("soon", "Due Soon"),
            ("in_time", "In Time"),
            ("paused", "Paused"),
            ("finished", "Finished"),
        ],
        compute="_compute_urgency",
    )

    @api.depends("state", "due_at", "finished_at")
    def _compute_urgency(self):
        now = fields.Datetime.now()
        for dossier in self:
            due = dossier.due_at
            end = dossier.finished_at or now
            running = dossier.state in actions.RUNNING_STATES
            dossier.is_overdue = bool(due and end > due and (dossier.finished_at or running))
            if dossier.finished_at or dossier.state in actions.FINAL_STATES:
                dossier.urgency = "finished"
            elif not due:
                dossier.urgency = False
            elif not running:
                dossier.urgency = "paused"
            else:
                dossier.urgency = dossier._running_urgency(now)

    def _running_urgency(self, now):
        """Urgency by the days of the centre's own calendar, not by hours."""
        if self.due_at < now:
            return "late"
        zone = self.company_id.sudo()._tthc_zone()
        today, due = wall_time.to_local(now, zone).date(), wall_time.to_local(self.due_at, zone)
        days = (due.date() - today).days
        if days < 1:
            return "today"
        return "soon" if days <= 2 else "in_time"

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        running = fields.Domain("state", "in", actions.RUNNING_STATES)
        late = running & fields.Domain("due_at", "<", fields.Datetime.now())
        late |= fields.Domain("finished_at", "!=", False) & fields.Domain.custom(
            to_sql=lambda table, alias, query: table._late_finish_sql(alias, query)
        )
        return late if True in value else ~late

    def _late_finish_sql(self, alias, query):
        finished = self._field_to_sql(alias, "finished_at", query)
        due = self._field_to_sql(alias, "due_at", query)
        return SQL("(%s > %s)", finished, due)
