from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import live_clock
from .tthc_live_clock import VERDICTS


class TthcDossier(models.Model):
    """How urgent a dossier is, and how it stands by each of its two limits."""

    _name = "tthc.dossier"
    _inherit = ["tthc.dossier", "tthc.live.clock"]

    _clock_verdicts = {
        "verdict": ("due_at", "final_verdict"),
        "verdict_legal": ("due_legal", "final_legal"),
        "verdict_committed": ("due_committed", "final_committed"),
    }

    is_overdue = fields.Boolean(
        "Overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        help="Open and past its appointment, or finished after it.",
    )
    verdict_legal = fields.Selection(
        VERDICTS,
        "Verdict by Law",
        compute="_compute_live_clock",
        search="_search_verdict_legal",
    )
    verdict_committed = fields.Selection(
        VERDICTS,
        "Verdict by Commitment",
        compute="_compute_live_clock",
        search="_search_verdict_committed",
    )
    step_id = fields.Many2one(related="task_id.step_id", string="Step")
    step_due_at = fields.Datetime(related="task_id.due_at", string="Step Due")
    step_urgency = fields.Selection(
        string="Step Urgency",
        related="task_id.urgency",
        help="Of the current step, which may be late while the dossier is in time.",
    )

    _open_due = models.Index("(due_at, id) WHERE finished_at IS NULL")

    @api.model
    def _clock_ranks(self):
        return {**super()._clock_ranks(), "step_urgency": live_clock.URGENCIES}

    @api.depends("verdict")
    @api.depends_context("tthc_now", "uid")
    def _compute_is_overdue(self):
        for dossier in self:
            dossier.is_overdue = dossier.verdict in live_clock.LATE

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("verdict", "in", live_clock.LATE)
        return late if True in value else ~late

    def _search_verdict_legal(self, operator, value):
        return self._verdict_domain("verdict_legal", operator, value)

    def _search_verdict_committed(self, operator, value):
        return self._verdict_domain("verdict_committed", operator, value)
