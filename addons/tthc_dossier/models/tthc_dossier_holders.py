from odoo import models
from odoo.exceptions import UserError


class TthcDossier(models.Model):
    """Whose job an action is. For each key of ``Action.who`` there is a method ``_holder_<key>``
    that takes the step in question and returns whether the current user is one of them, and who
    they are, in words."""

    _inherit = "tthc.dossier"

    def _acting_task(self, action):
        """The open step that ``action`` is about, as superuser; empty when it is about none.

        :raise UserError: the step that the caller means is finished, or several are meant
        """
        tasks = self.open_task_ids.sudo()
        wanted = self.env.context.get("tthc_task_id")
        if isinstance(wanted, dict):
            wanted = wanted.get(str(self.id))
        if wanted:
            if wanted not in tasks.ids:
                raise UserError(
                    self.env._(
                        "This step of dossier %(dossier)s is finished.%(last)s",
                        dossier=self.display_name,
                        last=self._last_event_sentence(),
                    )
                )
            return tasks.browse(wanted)
        if len(tasks) > 1 and "task" in action.who:
            mine = tasks.filtered(lambda task: task._is_holder(self.env.user))
            fitting = mine.filtered(lambda task: not action.kinds or task.kind in action.kinds)
            mine = fitting or mine
            if len(mine) > 1 and action.kinds:
                raise UserError(
                    self.env._(
                        "Several steps of dossier %(dossier)s are yours: %(steps)s. Choose the "
                        "one that you mean.",
                        dossier=self.display_name,
                        steps=", ".join(f"“{task.name}”" for task in mine),
                    )
                )
            if mine:
                return mine[0]
        return self.task_id.sudo()

    # Holders --------------------------------------------------------------------------------------

    def _holder_desk(self, task):
        user = self.env.user
        allowed = self._of_centre(user) and user.has_group("tthc_dossier.group_receptionist")
        return allowed, self.env._("a receptionist of %s", self.company_id.sudo().name)

    def _holder_manager(self, task):
        user = self.env.user
        allowed = self._of_centre(user) and user.has_group("tthc_dossier.group_manager")
        return allowed, self.env._("the manager of %s", self.company_id.sudo().name)

    def _holder_centre_manager(self, task):
        """The manager, for the centre's own steps."""
        if task.agency_id:
            return False, self._holder_leader(task)[1]
        return self._holder_manager(task)

    def _holder_task(self, task):
        allowed = bool(task) and task._is_job_of(self.env.user)
        # The words are read for a refusal only: they cost a query.
        return allowed, "" if allowed else self._holder_label(task)

    def _holder_leader(self, task):
        """A leader of the agency that has the step; of the competent one, for the centre's."""
        agency = (task.agency_id or self.competent_agency_id).sudo()
        user = self.env.user
        allowed = (
            bool(agency)
            and user.has_group("tthc_dossier.group_leader")
            and agency.id in user._tthc_agency_id_set()
        )
        name = agency.name or self.company_id.sudo().name
        return allowed, self.env._("a leader of %s", name)

    def _holder_inspector(self, task):
        allowed = self.env.user.has_group("tthc_dossier.group_inspector")
        return allowed, self.env._("an inspector")

    def _holder_competent_desk(self, task):
        """The desk of the centre that is competent for a dossier received elsewhere."""
        user, centre = self.env.user, self.competent_company_id.sudo()
        allowed = (
            bool(centre)
            and centre.id in user._get_company_ids()
            and user.has_group("tthc_dossier.group_receptionist")
        )
        return allowed, self.env._("a receptionist of %s", (centre or self.company_id.sudo()).name)

    def _holder_party(self, task):
        """The person whose dossier it is."""
        partner = self.env.user.partner_id
        allowed = partner in self.sudo().party_ids.partner_id
        return allowed, self.env._("the applicant")

    def _of_centre(self, user):
        return self.company_id.id in user._get_company_ids()

    def _holder_label(self, task):
        task = task.sudo()
        if not task:
            return self.env._("nobody: the dossier has no open step")
        if task.user_id:
            return self.env._(
                "%(name)s, to whom the step “%(step)s” was assigned",
                name=task.user_id.name,
                step=task.name,
            )
        roles = dict(task._fields["role"]._description_selection(self.env))
        return self.env._(
            "%(role)s of %(agency)s (step “%(step)s”)",
            role=roles[task.role].lower(),
            agency=task.agency_id.name or task.company_id.name,
            step=task.name,
        )

    def _holder_late_leader(self, task):
        return self._holder_leader(task)
