from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools import actions


class TthcDossier(models.Model):
    """The engine of the named actions: lock, check, write, record, tell the others."""

    _inherit = "tthc.dossier"

    # The named actions; each is one line so that the table in tools/actions.py rules ------------

    def action_register(self):
        """Put a draft on record as submitted ("mới đăng ký")."""
        return self._perform("register")

    def action_accept(self):
        """Accept: number, due dates, first step (NĐ 61/2018/NĐ-CP Art. 17.3)."""
        return self._perform("accept")

    def action_refuse(self, note=None):
        """Do not accept; the reason is printed on the refusal notice."""
        return self._perform("refuse", note=note)

    def action_request_supplement(self, note=None, legal_basis=None):
        """Ask for everything that is missing, at once; the clock pauses."""
        return self._perform("request_supplement", note=note, legal_basis=legal_basis)

    def action_receive_supplement(self, note=None):
        """Take in the supplement; the limit begins again from zero (Art. 19.4)."""
        return self._perform("receive_supplement", note=note)

    def action_forward(self, note=None):
        """Finish the current step and hand the dossier to the next one."""
        return self._perform("forward", note=note)

    def action_return_step(self, note=None):
        """Hand the dossier back to the previous step."""
        return self._perform("return_step", note=note)

    def action_request_payment(self, note=None):
        """Ask the person to fulfil a financial duty; the clock pauses."""
        return self._perform("request_payment", note=note)

    def action_issue_result(self, note=None, outcome="granted"):
        """The result exists: the clock stops here."""
        return self._perform("issue_result", note=note, outcome=outcome)

    def action_return_result(self, note=None):
        """The person has the result in hand."""
        return self._perform("return_result", note=note)

    def action_request_withdrawal(self, note=None):
        """The person asks to withdraw; somebody has to answer."""
        return self._perform("request_withdrawal", note=note)

    def action_answer_withdrawal(self, note=None, agree=True):
        """Answer a withdrawal: the dossier is stopped, or goes on where it was."""
        return self._perform("answer_withdrawal", note=note, agree=agree)

    def action_stop(self, note=None):
        """Stop a dossier for which the person does not do what was asked."""
        return self._perform("stop", note=note)

    def action_extend(self, note=None, until=None):
        """Extend once, by the head's decision, at least one working day before the due date
        (Art. 19.9).

        :param until: new appointment, naive UTC, as datetime or as text of the RPC
        """
        return self._perform("extend", note=note, until=fields.Datetime.to_datetime(until))

    @api.private
    def _payment_received(self, note=None):
        """The financial duty is fulfilled: the clock goes on. Called by the money chain."""
        return self._perform("payment_received", note=note)

    # Engine -------------------------------------------------------------------------------------

    def _perform(self, name, note=None, **params):
        """Perform a named action on each dossier.

        :raise UserError: the state does not allow it, a reason is missing, or an obstacle stands
        :raise AccessError: this user may not do it
        """
        action = actions.ACTIONS[name]
        self.check_access("read")
        if action.note_required and not (note or "").strip():
            raise UserError(self.env._("Give a reason: it is printed and kept on record."))
        for dossier in self:
            dossier._lock()
            dossier._check_state(action)
            dossier._check_holder(action)
            obstacles = dossier._action_obstacles(name)
            if obstacles:
                raise UserError("\n".join(obstacles))
            dossier._perform_checked(name, (note or "").strip() or False, params)
        return True

    def _perform_checked(self, name, note, params):
        """Write and record an action whose checks have passed."""
        source = self.state
        values, event_values = getattr(self, f"_do_{name}")(note=note, **params)
        event_values.setdefault("to_state", values.get("state", source))
        event = self._log_event(name, note=note, extra=values, from_state=source, **event_values)
        self._after_action(name, event)

    def _lock(self):
        """Take the row until the end of the transaction; a second clerk waits here and then sees
        the state that the first one left, or is retried by the server."""
        self.flush_recordset()
        self.env.execute_query(
            SQL("SELECT id FROM tthc_dossier WHERE id = %s FOR NO KEY UPDATE", self.id)
        )

    def _check_state(self, action):
        if self.state not in action.sources:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(action)s” is not possible: dossier %(dossier)s is in the state "
                    "“%(state)s”. It is possible in: %(sources)s.",
                    action=self._action_label(action.name),
                    dossier=self.display_name,
                    state=labels[self.state],
                    sources=", ".join(labels[source] for source in action.sources),
                )
            )

    @api.model
    def _action_label(self, name):
        kinds = self.env["tthc.dossier.event"]._fields["kind"]._description_selection(self.env)
        return dict(kinds).get(name, name)

    def _check_holder(self, action):
        """Refuse somebody whose job it is not, and say whose it is."""
        if self.env.su or action.who == "system" or self._may_act(action.who):
            return
        holders = {
            "desk": self.env._("a receptionist of %s", self.company_id.sudo().name),
            "task": self._holder_label(),
            "leader": self.env._("a leader of %s", self._agency_label()),
            "manager": self.env._("the manager of %s", self.company_id.sudo().name),
            "desk_or_task": self.env._(
                "%(holder)s, or a receptionist of %(centre)s",
                holder=self._holder_label(),
                centre=self.company_id.sudo().name,
            ),
        }
        raise AccessError(
            self.env._(
                "“%(action)s” on dossier %(dossier)s is for: %(holder)s.",
                action=self._action_label(action.name),
                dossier=self.display_name,
                holder=holders[action.who],
            )
        )

    def _may_act(self, who):
        user = self.env.user
        own_centre = self.company_id.id in user._get_company_ids()
        if who == "manager":
            return own_centre and user.has_group("tthc_dossier.group_manager")
        at_desk = own_centre and user.has_group("tthc_dossier.group_receptionist")
        holds_task = bool(self.task_id) and self.task_id._is_holder(user)
        if who == "desk":
            return at_desk
        if who == "leader":
            return user.has_group("tthc_dossier.group_leader") and self._in_agency(user)
        return holds_task or (who == "desk_or_task" and at_desk)

    def _in_agency(self, user):
        agency = self.agency_id or self.competent_agency_id
        return agency.id in user._tthc_agency_id_set()

    def _agency_label(self):
        agency = (self.agency_id or self.competent_agency_id).sudo()
        return agency.name or self.company_id.sudo().name

    def _holder_label(self):
        task = self.task_id.sudo()
        if not task:
            return self.env._("nobody: the dossier has no open step")
        roles = dict(task._fields["role"]._description_selection(self.env))
        return self.env._(
            "%(role)s of %(agency)s (step “%(step)s”)",
            role=roles[task.role].lower(),
            agency=task.agency_id.name or self.company_id.sudo().name,
            step=task.name,
        )

    def _action_obstacles(self, action):
        """Reasons why ``action`` may not be done now; a list of translated sentences.

        Upper modules add theirs: an unpaid fee, a result that is with the post.
        """
        self.ensure_one()
        if action == "accept":
            return self._acceptance_obstacles()
        return []

    def _after_action(self, action, event):
        """Called once an action is written and recorded, in the same transaction."""
        self.ensure_one()

    # Ledger -------------------------------------------------------------------------------------

    @api.private
    def _log_event(self, kind, note=None, extra=None, **values):
        """Append an event to the ledger.

        :param extra: protected values to write on the dossier in the same statement
        :return: the ``tthc.dossier.event``
        """
        self.ensure_one()
        event = (
            self.env["tthc.dossier.event"]
            .sudo()
            ._append(
                self,
                {
                    "kind": kind,
                    "note": note or False,
                    "from_state": self.state,
                    "to_state": self.state,
                    **values,
                },
            )
        )
        self._set({**(extra or {}), "event_count": event.seq, "event_head": event.digest})
        return event
