from odoo import api, fields, models

from ..tools import actions

ROLE_GROUPS = {
    "receptionist": "tthc_dossier.group_receptionist",
    "officer": "tthc_dossier.group_officer",
    "leader": "tthc_dossier.group_leader",
}


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
    taken_at = fields.Datetime(
        "Taken on", readonly=True, help="When somebody of the agency received it."
    )
    done_by_id = fields.Many2one("res.users", "Done by", readonly=True)
    started_at = fields.Datetime("Received", required=True, readonly=True)
    due_at = fields.Datetime("Due", readonly=True)
    done_at = fields.Datetime("Done", readonly=True, index=True)
    outcome = fields.Selection(
        [
            ("done", "Done"),
            ("handed_back", "Handed Back"),
            ("taken_back", "Taken Back"),
            ("recalled", "Recalled"),
            ("stopped", "Stopped"),
        ],
        readonly=True,
        help="Taken back: ended unfinished, because a step before it is done again or the dossier "
        "was decided.",
    )
    _open_task = models.Index("(agency_id, due_at) WHERE done_at IS NULL")
    _step_open_once = models.UniqueIndex(
        "(dossier_id, step_id) WHERE done_at IS NULL", "This step of the dossier is open already."
    )

    def _is_holder(self, user):
        """Whether it is this person's job, or that of somebody for whom the person stands in."""
        self.ensure_one()
        return self._is_job_of(user) or bool(self._absent_holder(user))

    def _is_job_of(self, user):
        """Whether it is this person's own job: assigned by name, or else the role of the step in
        its agency (or in the receiving centre, for the centre's own steps)."""
        task = self.sudo()
        if not user.has_group(ROLE_GROUPS[task.role]):
            return False
        if task.user_id:
            return task.user_id == user
        if task.agency_id:
            return task.agency_id.id in user._tthc_agency_id_set()
        return task.company_id.id in user._get_company_ids()

    def _absent_holder(self, user):
        """The absent person for whom ``user`` holds this step; empty when it is the user's own."""
        if not self or self._is_job_of(user):
            return user.browse()
        absent = user._tthc_absent_users()
        return next((person for person in absent if self._is_job_of(person)), user.browse())

    @api.model
    def _domain_mine(self):
        """Domain of the open tasks that are the current user's job."""
        user = self.env.user
        jobs = fields.Domain.OR(
            self._domain_job_of(person) for person in (user, *user._tthc_absent_users())
        )
        return (
            fields.Domain("done_at", "=", False)
            & fields.Domain("dossier_id.state", "in", [*actions.RUNNING_STATES, actions.DONE])
            & jobs
        )

    @api.model
    def _domain_job_of(self, user):
        roles = [role for role, group in ROLE_GROUPS.items() if user.has_group(group)]
        place = fields.Domain("agency_id", "in", list(user._tthc_agency_id_set()))
        place |= fields.Domain("agency_id", "=", False) & fields.Domain(
            "company_id", "in", user._get_company_ids()
        )
        named = fields.Domain("user_id", "=", user.id)
        anybody = fields.Domain("user_id", "=", False) & place
        return fields.Domain("role", "in", roles) & (named | anybody)

    @api.private
    def _close(self, outcome, at):
        """End open steps; whoever ends one has taken it."""
        for task in self:
            task.write(
                {
                    "done_at": at,
                    "outcome": outcome,
                    "done_by_id": self.env.uid,
                    **task._closing_values(at),
                }
            )
        self.flush_recordset(["done_at"])
        self.dossier_id.invalidate_recordset(["open_task_ids"], flush=False)

    def _closing_values(self, at):
        """What is stored besides when a step ends at ``at``."""
        return {}

    def _facts(self, ended=None):
        """This passage as the ledger keeps it: ids for programs, names for people, instants as
        text in UTC.

        :param ended: when it ends, naive UTC
        """
        self.ensure_one()
        to_text = fields.Datetime.to_string
        late = ended and self.due_at and ended > self.due_at
        return {
            "task": self.id,
            "step": self.step_id.id,
            "step_name": self.name,
            "agency": self.agency_id.id or None,
            "agency_name": self.agency_id.name or self.company_id.name,
            "user": self.user_id.id or None,
            "started": to_text(self.started_at),
            "due": self.due_at and to_text(self.due_at) or None,
            **({"verdict": "late" if late else "on_time"} if ended else {}),
        }
