from odoo import api, fields, models

from ..tools import actions


class TthcDossierTask(models.Model):
    """One passage through a step of the process: who had it, from when to when."""

    _name = "tthc.dossier.task"
    _description = "Dossier Step"
    _order = "dossier_id, started_at, id"

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, readonly=True, ondelete="restrict"
    )
    step_id = fields.Many2one(
        "tthc.procedure.step", required=True, readonly=True, ondelete="restrict"
    )
    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("receive", "Receive"),
            ("process", "Process"),
            ("appraise", "Appraise"),
            ("approve", "Approve"),
            ("seal", "Seal"),
            ("return", "Return the Result"),
        ],
        required=True,
        readonly=True,
    )
    role = fields.Selection(
        [("receptionist", "Receptionist"), ("officer", "Officer"), ("leader", "Leader")],
        required=True,
        readonly=True,
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="Empty: the receiving centre itself.",
    )
    user_id = fields.Many2one("res.users", "Assigned to", index="btree_not_null", readonly=True)
    done_by_id = fields.Many2one("res.users", "Done by", readonly=True)
    started_at = fields.Datetime("Received", required=True, readonly=True)
    due_at = fields.Datetime("Due", readonly=True)
    done_at = fields.Datetime("Done", readonly=True, index=True)
    outcome = fields.Selection(
        [("done", "Done"), ("handed_back", "Handed Back"), ("stopped", "Stopped")], readonly=True
    )
    verdict = fields.Selection(
        [("on_time", "On Time"), ("late", "Late"), ("open", "Open"), ("open_late", "Open, Late")],
        compute="_compute_verdict",
    )

    _open_task = models.Index("(agency_id, due_at) WHERE done_at IS NULL")
    _one_open_task = models.UniqueIndex(
        "(dossier_id) WHERE done_at IS NULL", "The dossier has an open step already."
    )

    @api.depends("due_at", "done_at")
    def _compute_verdict(self):
        now = fields.Datetime.now()
        for task in self:
            late = bool(task.due_at and (task.done_at or now) > task.due_at)
            if task.done_at:
                task.verdict = "late" if late else "on_time"
            else:
                task.verdict = "open_late" if late else "open"

    def _is_holder(self, user):
        """Whether it is this person's job: the role of the step, in its agency (or in the
        receiving centre, for the centre's own steps)."""
        self.ensure_one()
        task = self.sudo()
        groups = {
            "receptionist": "tthc_dossier.group_receptionist",
            "officer": "tthc_dossier.group_officer",
            "leader": "tthc_dossier.group_leader",
        }
        if not user.has_group(groups[task.role]):
            return False
        if task.agency_id:
            return task.agency_id.id in user._tthc_agency_id_set()
        return task.company_id.id in user._get_company_ids()

    @api.model
    def _domain_mine(self):
        """Domain of the open tasks that are the current user's job."""
        user = self.env.user
        roles = [
            role
            for role in ("receptionist", "officer", "leader")
            if user.has_group(f"tthc_dossier.group_{role}")
        ]
        place = fields.Domain("agency_id", "in", list(user._tthc_agency_id_set()))
        place |= fields.Domain("agency_id", "=", False) & fields.Domain(
            "company_id", "in", user._get_company_ids()
        )
        return (
            fields.Domain("done_at", "=", False)
            & fields.Domain("role", "in", roles)
            & fields.Domain("dossier_id.state", "in", [*actions.RUNNING_STATES, actions.DONE])
            & place
        )

    @api.private
    def _close(self, outcome, at):
        self.write({"done_at": at, "outcome": outcome, "done_by_id": self.env.uid})
        self.flush_recordset(["done_at"])
