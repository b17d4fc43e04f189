from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools import actions


class TthcDossier(models.Model):
    """The engine of the named actions: lock, check, write, record, tell the others.

    An action ``x`` of the table is done by ``_do_x(note, task, **params)``, which returns the
    protected values to write on the dossier and the values of the event; rights, state and
    obstacles are checked by then.
    """

    _inherit = "tthc.dossier"

    def _perform(self, name, note=None, **params):
        """Perform a named action on each dossier, all or none.

        What the caller saw may be given in the context: ``tthc_seen``, the number of events of
        the dossier, so that nothing is done to a dossier that changed meanwhile and a request
        that was sent twice has its effect once; ``tthc_task_id``, the open step that is meant.

        :raise UserError: the dossier changed meanwhile, its state does not allow the action, a
            reason is missing, or an obstacle stands
        :raise AccessError: this user may not do it
        """
        action = actions.ACTIONS[name]
        self.check_access("read")
        note = (note or "").strip() or False
        if action.note_required and not note:
            raise UserError(self.env._("Give a reason: it is printed and kept on record."))
        self._lock()
        self._read_open_tasks()
        for dossier in self:
            if dossier._is_resent(name):
                continue
            dossier._check_state(action)
            task = dossier._acting_task(action)
            dossier._check_holder(action, task)
            dossier._check_kind(action, task)
            obstacles = dossier._action_obstacles(name)
            if obstacles:
                raise UserError("\n".join(obstacles))
            dossier._perform_checked(name, note, task, params)
        return True

    def _perform_checked(self, name, note, task, params):
        """Write and record an action whose checks have passed."""
        source = self.state
        on_behalf = self._on_behalf(actions.ACTIONS[name], task)
        values, event_values = getattr(self, f"_do_{name}")(note=note, task=task, **params)
        event_values.setdefault("to_state", values.get("state", source))
        event_values.setdefault("task_id", task.id)
        event_values.setdefault("on_behalf_id", on_behalf.id)
        event = self._log_event(name, note=note, extra=values, from_state=source, **event_values)
        self._after_action(name, event)

    # Checks -------------------------------------------------------------------------------------

    def _lock(self):
        """Take the rows until the end of the transaction, always in one order; a second clerk
        waits here and then sees the state that the first one left, or is retried by the server."""
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "SELECT id FROM tthc_dossier WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                tuple(self.ids) or (0,),
            )
        )

    def _is_resent(self, name):
        """Whether this request was carried out before: the first thing that happened since the
        caller looked is this very action of this very user.

        :raise UserError: somebody did something else meanwhile
        """
        seen = self.env.context.get("tthc_seen")
        if isinstance(seen, dict):
            seen = seen.get(str(self.id))
        if seen is None or int(seen) == self.event_count:
            return False
        since = self.event_ids.sudo().filtered(lambda event: event.seq > int(seen)).sorted("seq")
        if since[:1].kind == name and since[:1].user_id == self.env.user:
            return True
        raise UserError(
            self.env._(
                "%(dossier)s was changed while you were looking at it:\n%(events)s\nYour action "
                "was not carried out. Reload the dossier, then decide again.",
                dossier=self.display_name,
                events="\n".join(event._sentence() for event in since),
            )
        )

    def _check_state(self, action):
        if self.state in action.sources or (not action.sources and not action.who):
            return
        labels = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "“%(action)s” is not possible: dossier %(dossier)s is in the state "
                "“%(state)s”. It is possible in: %(sources)s.%(last)s",
                action=self._action_label(action.name),
                dossier=self.display_name,
                state=labels[self.state],
                sources=", ".join(labels[source] for source in action.sources),
                last=self._last_event_sentence(),
            )
        )

    def _last_event_sentence(self):
        event = self.event_ids.sudo().sorted("seq")[-1:]
        return "\n" + self.env._("Last: %s", event._sentence()) if event else ""

    def _check_kind(self, action, task):
        """An action that ends a step of a certain kind is done on such a step only."""
        if not action.kinds or task.kind in action.kinds:
            return
        kinds = dict(task._fields["kind"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "“%(action)s” belongs to a step of the kind “%(kinds)s”; “%(step)s” is of the kind "
                "“%(kind)s”.",
                action=self._action_label(action.name),
                kinds=", ".join(kinds[kind] for kind in action.kinds),
                step=task.name or "–",
                kind=kinds.get(task.kind, "–"),
            )
        )

    def _check_holder(self, action, task):
        """Refuse somebody whose job it is not, and say whose it is."""
        if self.env.su or not action.who or self._acts_for(action, task):
            return
        verdicts = [getattr(self, f"_holder_{key}")(task) for key in action.who]
        raise AccessError(
            self.env._(
                "“%(action)s” on dossier %(dossier)s is for: %(holder)s.",
                action=self._action_label(action.name),
                dossier=self.display_name,
                holder=self.env._(" or ").join(who for _allowed, who in verdicts),
            )
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

    # What is offered ----------------------------------------------------------------------------

    @api.model
    def _action_label(self, name):
        kinds = self.env["tthc.dossier.event"]._fields["kind"]._description_selection(self.env)
        return dict(kinds).get(name, name)

    def _available_actions(self):
        """What the current user may do now, in the order of the table: dicts of ``name``,
        ``label``, ``dialog``, ``primary``, ``task_id`` (``False`` when it is about no step) and
        ``step`` (its name). An action on several open steps is listed once for each."""
        self.ensure_one()
        labels = dict(
            self.env["tthc.dossier.event"]._fields["kind"]._description_selection(self.env)
        )
        offered = []
        for name in actions.allowed_actions(self.state):
            action = actions.ACTIONS[name]
            for task in self._offered_tasks(action):
                offered.append(
                    {
                        "name": name,
                        "label": labels[name],
                        "dialog": action.dialog or self._asks_for_way(action, task),
                        "primary": action.primary,
                        "task_id": task.id,
                        "step": task.name or "",
                    }
                )
        return offered

    def _asks_for_way(self, action, task):
        """Whether this action must say which of several steps follows."""
        return bool(action.kinds and self._ways(task, self.case_id.sudo().step_ids))

    def _offered_tasks(self, action):
        """The open steps on which the current user may do ``action``; one empty record when it
        is about none."""
        about_step = bool({"task", "leader", "task_leader"} & set(action.who)) and bool(
            self.open_task_ids
        )
        found = []
        for task in self.open_task_ids.sudo() if about_step else [self.task_id.sudo().browse()]:
            if self._acts_for(action, task) and self._offer_fits(action, task):
                found.append(task)
        # What the desk may do in any case is offered once, not for every open step.
        if len(found) > 1 and not {"task"} & set(action.who):
            return found[:1]
        return found

    def _offer_fits(self, action, task):
        """Whether ``action`` makes sense at this step: nothing is offered that would be refused
        for the kind of the step or its place in the process."""
        if action.kinds and task.kind not in action.kinds:
            return False
        # the case's rows stay in the cache over all the actions that are offered
        last = bool(task) and self._is_last_working(task.step_id, self.case_id.sudo().step_ids)
        if action.name == "issue_result":
            return last
        if action.name == "take":
            return not task.taken_at
        return not (last and action.kinds)

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
