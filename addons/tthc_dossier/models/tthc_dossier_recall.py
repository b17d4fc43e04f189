from odoo import models

#: Actions that hand a dossier on and can be recalled.
HANDING_ON = ("forward", "approve", "seal", "return_step")


class TthcDossier(models.Model):
    """Taking back what one handed on ("thu hồi"), as long as nobody received it.

    Everything about it is read from the event by which the dossier was handed on: the steps that
    it ended, those that it opened, and what was waited for before and after.
    """

    _inherit = "tthc.dossier"

    def action_recall(self, note=None):
        """Take back a dossier that was handed on and not received yet."""
        return self._perform("recall", note=note)

    def _do_recall(self, note, task):
        """Close what the handing-on opened and open again what it ended, due as before: handing
        on and recalling gains nobody time."""
        event, now = self._handed_on(task), self._now()
        opened, ended = _tasks(event, "opened"), _tasks(event, "closed")
        closed_facts = [row._facts(now) for row in opened]
        running = self.open_task_ids.sudo() - opened
        opened._close("recalled", now)
        again = self._open_again(ended, now)
        before = (event.facts.get("waiting") or {}).get("before", [])
        values, event_values = self._moved(running | again, again, before, now, {
            "from_step_id": opened[:1].step_id.id,
            "to_step_id": again[:1].step_id.id,
            "from_agency_id": opened[:1].agency_id.id,
            "to_agency_id": again[:1].agency_id.id,
            "task_id": again[:1].id,
            "facts": {
                "closed": closed_facts,
                "opened": [row._facts() for row in again],
                "recalls": event.seq,
            },
        })  # fmt: skip
        values["state"] = event.from_state
        if self.competent_received_at == event.at:
            values["competent_received_at"] = False
        return values, event_values

    def _open_again(self, ended, now):
        """The steps of ``ended`` once more, for those who had them."""
        again = ended.browse()
        for row in ended:
            opened = self._open_tasks(row.step_id, now)
            values = {"due_at": row.due_at, "user_id": row.user_id.id}
            if row.done_by_id and row.outcome in ("done", "handed_back"):
                doer = row.done_by_id
                values.update(
                    taken_at=now, **({"user_id": doer.id} if row._could_hold(doer) else {})
                )
            opened.write(values)
            again |= opened
        return again

    # Which handing-on ---------------------------------------------------------------------------

    def _handed_on(self, task):
        """The event by which the dossier was handed on and which a recall undoes: the latest of
        the current user's own that still stands, or else the latest that stands.

        :param task: where several branches run, one of the steps that it opened
        """
        events = self.event_ids.sudo().filtered(
            lambda event: event.kind in HANDING_ON and event.facts
        )
        standing = events.sorted("seq", reverse=True).filtered(self._still_stands)
        if self.env.context.get("tthc_task_id") and task:
            standing = standing.filtered(lambda event: task in _tasks(event, "opened")) or standing
        own = standing.filtered(lambda event: self._may_recall(event))
        return (own or standing)[:1]

    def _still_stands(self, event):
        """Whether what the event opened is all still open; where it opened nothing and waits for
        a branch, whether that is still so."""
        opened = _tasks(event, "opened")
        if opened:
            return not any(opened.mapped("done_at"))
        after = (event.facts.get("waiting") or {}).get("after", [])
        later = self.event_ids.sudo().filtered(
            lambda other: other.kind in (*HANDING_ON, "recall") and other.seq > event.seq
        )
        return bool(after) and not later

    def _may_recall(self, event):
        """Whoever handed it on, or a leader of the same agency."""
        task, user = _tasks(event, "closed")[:1], self.env.user
        if event.user_id == user:
            return task._could_hold(user)
        return bool(task.agency_id) and self._holder_leader(task)[0]

    def _holder_recaller(self, task):
        event = self._handed_on(task)
        if not event:
            return False, self.env._("whoever handed the dossier on last")
        ended = _tasks(event, "closed")[:1]
        if not ended.agency_id:
            return self._may_recall(event), event.user_name
        who = self.env._(
            "%(person)s, who handed it on, or a leader of %(agency)s",
            person=event.user_name,
            agency=ended.agency_id.name,
        )
        return self._may_recall(event), who

    def _action_obstacles(self, action):
        """Extends the engine: what somebody received is no longer recalled."""
        obstacles = super()._action_obstacles(action)
        if action != "recall":
            return obstacles
        event = self._handed_on(self._asked_task())
        if not event:
            return [*obstacles, self.env._("Nothing was handed on that could be recalled.")]
        return obstacles + [
            self.env._(
                "“%(step)s” was received by %(agency)s on %(at)s: it can hand the dossier back.",
                step=row.name,
                agency=row.agency_id.name or row.company_id.name,
                at=self._local_text(row.taken_at),
            )
            for row in _tasks(event, "opened")
            if row.taken_at
        ]

    def _asked_task(self):
        asked = self.env.context.get("tthc_task_id")
        if isinstance(asked, dict):
            asked = asked.get(str(self.id))
        return self.open_task_ids.sudo().filtered(lambda task: task.id == asked)

    def _offer_fits(self, action, task):
        """Extends the engine: a recall is offered while it is possible."""
        fits = super()._offer_fits(action, task)
        return fits and (action.name != "recall" or not self._action_obstacles("recall"))

    # What is kept for it ------------------------------------------------------------------------

    def _advance(self, task, steps, graph, targets):
        """Extends the engine: the event keeps what is waited for, before and after."""
        before = self._waiting()
        return self._with_waiting(before, *super()._advance(task, steps, graph, targets))

    def _do_return_step(self, note, task, step_id=None):
        """Extends the engine: the event keeps what is waited for, before and after."""
        before = self._waiting()
        return self._with_waiting(before, *super()._do_return_step(note, task, step_id=step_id))

    def _with_waiting(self, before, values, event_values):
        after = {
            int(number) for number in (values.get("waiting_numbers") or "").split(",") if number
        }
        if before or after:
            event_values["facts"]["waiting"] = {"before": sorted(before), "after": sorted(after)}
        return values, event_values


def _tasks(event, which):
    """The tasks that an event ``closed`` or ``opened``; its own step first of those closed."""
    ids = [row["task"] for row in (event.facts or {}).get(which, ())]
    own = event.task_id.id
    return event.task_id.browse(sorted(ids, key=lambda task_id: task_id != own))
