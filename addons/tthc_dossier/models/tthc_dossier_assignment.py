from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import actions
from .tthc_dossier_task import ROLE_GROUPS

#: Actions of a step's holder that do not show that he received the step.
NOT_A_RECEIPT = frozenset({"recall", "reassign", "take_over"})


class TthcDossier(models.Model):
    """Who of an agency works on a step: taken by somebody, or given to somebody by name."""

    _inherit = "tthc.dossier"

    def action_take(self, mine=False):
        """Say that the step was received; it can no longer be recalled.

        :param mine: from now on the step is this person's alone
        """
        return self._perform("take", mine=mine)

    def action_reassign(self, note=None, user_id=None):
        """Give an open step to a named person of its agency, or back to the agency.

        :param user_id: the person; none for everybody of the agency with the role
        """
        return self._perform("reassign", note=note, user_id=user_id)

    def _do_take(self, note, task, mine=False):
        if task.taken_at:
            raise UserError(
                self.env._(
                    "The step “%(step)s” was taken on %(at)s.",
                    step=task.name,
                    at=self._local_text(task.taken_at),
                )
            )
        person = self._on_behalf(actions.ACTIONS["take"], task) or self.env.user
        now = self._now()
        task.write({"taken_at": now, **({"user_id": person.id} if mine else {})})
        return {}, {
            "at": now,
            "to_agency_id": task.agency_id.id,
            "facts": {"task": task.id, "step_name": task.name, "user": task.user_id.id or None},
        }

    def _do_reassign(self, note, task, user_id=None):
        if not task:
            raise UserError(self.env._("%s has no open step to assign.", self.display_name))
        person = self.env["res.users"].sudo().browse(user_id or ()).exists()
        if person and not task._could_hold(person):
            raise UserError(task._who_could_hold(person))
        if person == task.user_id:
            raise UserError(self.env._("The step “%s” is assigned like this already.", task.name))
        before, task.user_id = task.user_id, person
        if person and person != self.env.user:
            self._tell_assigned(task, note)
        return {}, {
            "from_agency_id": task.agency_id.id,
            "to_agency_id": task.agency_id.id,
            "to_step_id": task.step_id.id,
            "facts": {
                "task": task.id,
                "step_name": task.name,
                "from_user": before.id or None,
                "from_user_name": before.name or None,
                "to_user": person.id or None,
                "to_user_name": person.name or None,
            },
        }

    def _tell_assigned(self, task, note):
        """The person finds it in the inbox, or by e-mail, as set in the preferences."""
        person = task.user_id
        env = self.with_context(lang=person.lang).env
        self.sudo().message_notify(
            partner_ids=person.partner_id.ids,
            subject=env._("%(dossier)s: a step is yours", dossier=self.display_name),
            body=env._(
                "The step “%(step)s” of dossier %(dossier)s was assigned to you: %(note)s",
                step=task.name,
                dossier=self.display_name,
                note=note or "–",
            ),
        )

    def _holder_task_leader(self, task):
        """A leader of the agency that has the step, not of another one."""
        if not task.agency_id:
            return False, self._holder_manager(task)[1]
        return self._holder_leader(task)

    def _holder_task(self, task):
        """Extends the holders: what is assigned by name its agency's leader may do as well."""
        allowed, who = super()._holder_task(task)
        if allowed or not task.user_id or not task.agency_id:
            return allowed, who
        return self._holder_leader(task)[0], who

    def _offer_fits(self, action, task):
        """Extends the engine: a step is assigned where there is one."""
        return super()._offer_fits(action, task) and (action.name != "reassign" or bool(task))

    def _after_action(self, action, event):
        """Extends the engine: whoever acts on a step has received it."""
        result = super()._after_action(action, event)
        task = event.task_id.sudo()
        if (
            task
            and not task.taken_at
            and not task.done_at
            and action not in NOT_A_RECEIPT
            and "task" in actions.ACTIONS[action].who
            and task.started_at < event.at
            and task._is_holder(self.env.user)
        ):
            task.taken_at = event.at
        return result


class TthcDossierTask(models.Model):
    _inherit = "tthc.dossier.task"

    of_my_team = fields.Boolean(
        compute="_compute_of_my_team",
        search="_search_of_my_team",
        help="A step of an agency that the user leads, or of the centre that he manages.",
    )

    @api.depends_context("uid")
    @api.depends("agency_id", "company_id")
    def _compute_of_my_team(self):
        mine = self.sudo().filtered_domain(self._domain_of_my_team())
        for task in self:
            task.of_my_team = task in mine

    def _search_of_my_team(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._domain_of_my_team()
        return domain if True in value else ~domain

    @api.model
    def _domain_of_my_team(self):
        user, domain = self.env.user, fields.Domain.FALSE
        for person in (user, *user._tthc_absent_users()):
            if person.has_group("tthc_dossier.group_leader"):
                domain |= fields.Domain("agency_id", "in", list(person._tthc_agency_id_set()))
            if person.has_group("tthc_dossier.group_manager"):
                domain |= fields.Domain("agency_id", "=", False) & fields.Domain(
                    "company_id", "in", person._get_company_ids()
                )
        return domain

    def action_reassign_dialog(self):
        """Open the dialog that gives the step to somebody."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier.decision",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_dossier_id": self.dossier_id.id,
                "default_action": "reassign",
                "tthc_task_id": self.id,
                "tthc_seen": self.dossier_id.event_count,
            },
        }

    def _close(self, outcome, at):
        """Extends the step: whoever finishes it or hands it back has received it."""
        if outcome in ("done", "handed_back"):
            self.filtered(lambda task: not task.taken_at).write({"taken_at": at})
        return super()._close(outcome, at)

    def _could_hold(self, user):
        """Whether the step could be assigned to ``user``: its role, in its agency or centre."""
        task = self.sudo()
        if not user.active or not user.has_group(ROLE_GROUPS[task.role]):
            return False
        if task.agency_id:
            return task.agency_id.id in user._tthc_agency_id_set()
        return task.company_id.id in user._get_company_ids()

    def _who_could_hold(self, person):
        roles = dict(self._fields["role"]._description_selection(self.env))
        return self.env._(
            "%(person)s cannot hold the step “%(step)s”: it is for a %(role)s of %(place)s.",
            person=person.name,
            step=self.name,
            role=roles[self.role].lower(),
            place=self.agency_id.name or self.company_id.name,
        )
