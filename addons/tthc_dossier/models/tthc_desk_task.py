from odoo import api, fields, models

from ..tools import actions


class TthcDossierTask(models.Model):
    """Whose job a step is, as something that can be searched."""

    _inherit = "tthc.dossier.task"

    is_mine = fields.Boolean(
        "My Step",
        compute="_compute_is_mine",
        search="_search_is_mine",
        help="Open, under way, and the user's job: by name, or as one of the agency.",
    )
    is_held = fields.Boolean(
        "With Me",
        compute="_compute_is_mine",
        search="_search_is_held",
        help="The user's job once the dossier goes on: it may be waiting for somebody else.",
    )

    @api.depends_context("uid")
    @api.depends("done_at", "user_id", "role", "agency_id", "dossier_id.state")
    def _compute_is_mine(self):
        user = self.env.user
        working = (*actions.RUNNING_STATES, actions.DONE)
        for task in self:
            task.is_held = not task.done_at and task._is_holder(user)
            task.is_mine = task.is_held and task.sudo().dossier_id.state in working

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self._domain_mine()
        return mine if True in value else ~mine

    def _search_is_held(self, operator, value):
        if operator != "in":
            return NotImplemented
        user = self.env.user
        jobs = fields.Domain.OR(
            self._domain_job_of(person) for person in (user, *user._tthc_absent_users())
        )
        held = fields.Domain("done_at", "=", False) & jobs
        return held if True in value else ~held

    def action_open_dossier(self):
        """Its dossier: a step has no form of its own."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "views": [(False, "form")],
        }
