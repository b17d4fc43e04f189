from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools import process_graph

from ..tools import actions, process_route

#: What is read of the steps of a process, in one query.
STEP_FIELDS = (
    "name", "number", "kind", "role", "agency_kind", "agency_id", "hours", "next_numbers",
    "ends_process", "split", "lead",
)  # fmt: skip

TASK_FIELDS = (
    "dossier_id", "company_id", "step_id", "name", "kind", "role", "agency_id", "user_id",
    "started_at", "due_at", "taken_at", "done_at", "allotted", "counted_from", "paused_seconds",
)  # fmt: skip


class TthcDossier(models.Model):
    """The way through the steps of the process: branches that run at the same time, the steps at
    which they meet, the way back. The rules are in :mod:`..tools.process_route`."""

    _inherit = "tthc.dossier"

    open_task_ids = fields.One2many(
        "tthc.dossier.task",
        "dossier_id",
        "Open Steps",
        domain=[("done_at", "=", False)],
        readonly=True,
    )
    waiting_numbers = fields.Char(
        readonly=True,
        copy=False,
        help="Numbers of the steps that were reached and wait for others that still run.",
    )
    agency_ids = fields.Many2many(
        "tthc.agency",
        "tthc_dossier_agency_rel",
        "dossier_id",
        "agency_id",
        "Agencies Involved",
        readonly=True,
        copy=False,
        help="Every agency that has or had a part in the dossier: its officers may see it.",
    )

    @api.model
    def _protected_fields(self):
        return super()._protected_fields() | {"waiting_numbers", "agency_ids"}

    # Actions ------------------------------------------------------------------------------------

    def _do_forward(self, note, task, next_step_ids=None):
        return self._pass_on(task, next_step_ids)

    def _do_approve(self, note, task, next_step_ids=None):
        return self._pass_on(task, next_step_ids)

    def _do_seal(self, note, task, next_step_ids=None):
        return self._pass_on(task, next_step_ids)

    def _do_return_step(self, note, task, step_id=None):
        steps = self._process_steps()
        graph = self._process_graph(steps)
        target = self._return_target(task, steps, graph, step_id)
        taken_back, waiting = process_route.undone_by_return(
            graph, target.number, self._open_numbers(), self._waiting()
        )
        now = self._now()
        running = self.open_task_ids.sudo()
        back = running.filtered(lambda row: row.step_id.number in taken_back)
        closed = [row._facts(now) for row in back]
        task._close("handed_back", now)
        (back - task)._close("taken_back", now)
        opened = self._open_tasks(target, now)
        return self._moved(running - back - task | opened, opened, waiting, now, {
            "from_step_id": task.step_id.id,
            "to_step_id": target.id,
            "from_agency_id": task.agency_id.id,
            "to_agency_id": opened.agency_id.id,
            "facts": {"closed": closed, "opened": [row._facts() for row in opened]},
        })  # fmt: skip

    def _pass_on(self, task, next_step_ids=None):
        """Finish ``task`` and open what follows: values, event values.

        :raise UserError: it is the last step, or one of several ways must be chosen
        """
        steps = self._process_steps()
        if self._is_last_working(task.step_id, steps):
            raise UserError(
                self.env._(
                    "“%s” is the last step before the result is returned: issue the result.",
                    task.name,
                )
            )
        graph = self._process_graph(steps)
        targets = self._targets(task, steps, graph, next_step_ids)
        return self._advance(task, steps, graph, targets)

    def _advance(self, task, steps, graph, targets):
        """Close ``task`` and open the steps of ``targets`` for which nothing is waited for."""
        now = self._now()
        running = self.open_task_ids.sudo() - task
        numbers, waiting = process_route.advance(
            graph, running.step_id.mapped("number"), self._waiting(), targets
        )
        following = steps.filtered(lambda step: step.number in numbers)
        # One query for the names of all agencies that the event speaks of.
        (following.agency_id | task.agency_id | self.competent_agency_id.sudo()).fetch(["name"])
        closed = task._facts(now)
        task._close("done", now)
        opened = self._open_tasks(following, now)
        lead = following[:1]
        return self._moved(running | opened, opened, waiting, now, {
            "from_step_id": task.step_id.id,
            "to_step_id": lead.id,
            "from_agency_id": task.agency_id.id,
            "to_agency_id": opened[:1].agency_id.id,
            "facts": {"closed": [closed], "opened": [row._facts() for row in opened]},
        })  # fmt: skip

    def _moved(self, running, opened, waiting, now, event_values):
        """Values of a dossier whose open steps are ``running`` now, ``opened`` among them."""
        event_values["at"] = now
        values = {"waiting_numbers": ",".join(map(str, waiting)) or False}
        current = self._leading_task(running)
        values.update(task_id=current.id, agency_id=current.agency_id.id)
        if current.kind != "receive":
            values["state"] = actions.PROCESSING
        at_agency = opened.agency_id & self.competent_agency_id
        if at_agency and not self.competent_received_at:
            values["competent_received_at"] = now
        return values, event_values

    # Steps --------------------------------------------------------------------------------------

    def _process_steps(self):
        """Steps of the dossier's case in their order, read in one query."""
        steps = self.env["tthc.procedure.step"].sudo()
        return steps.search_fetch([("case_id", "=", self.case_id.id)], STEP_FIELDS)

    def _process_graph(self, steps=None):
        """The :class:`~process_graph.Graph` of the dossier's process."""
        nodes = [step._node() for step in (steps or self._process_steps())]
        return process_graph.build(nodes)[0]

    def _ways(self, task, steps=None, graph=None):
        """The steps of which one must be decided on after ``task``; empty where none must."""
        if not task or task.step_id.split == "parallel":
            return self.env["tthc.procedure.step"].sudo()
        steps = steps or self._process_steps()
        after = (graph or self._process_graph(steps)).after.get(task.step_id.number, ())
        if len(after) < 2:
            return steps.browse()
        return steps.filtered(lambda step: step.number in after)

    def _targets(self, task, steps, graph, next_step_ids=None):
        """Numbers of the steps that ``task`` leads to; where one of several was to be decided on,
        that one.

        :raise UserError: the decision is missing, or is none of the ways
        """
        ways = self._ways(task, steps, graph)
        if not ways:
            return graph.after[task.step_id.number]
        chosen = ways.filtered(lambda step: step.id in (next_step_ids or ()))
        if len(chosen) != 1 or set(next_step_ids) - set(ways.ids):
            raise UserError(
                self.env._(
                    "After “%(step)s” the dossier goes one of these ways: %(ways)s. Choose one.",
                    step=task.name,
                    ways=", ".join(f"“{way.name}”" for way in ways),
                )
            )
        return tuple(chosen.mapped("number"))

    def _ways_back(self, task, steps=None, graph=None):
        """The steps that led to ``task`` and can be done again, the latest first."""
        steps = steps or self._process_steps()
        numbers = (graph or self._process_graph(steps)).before.get(task.step_id.number, ())
        before = steps.filtered(lambda step: step.number in numbers and step.kind != "receive")
        done = self.task_ids.sudo().filtered(
            lambda row: row.outcome == "done" and row.step_id in before
        )
        return done.sorted(lambda row: (row.done_at, row.id), reverse=True).step_id

    def _return_target(self, task, steps, graph, step_id=None):
        """The step that ``task`` goes back to: the latest that led to it, or the one chosen.

        :raise UserError: nothing but the reception is before it
        """
        possible = self._ways_back(task, steps, graph)
        if step_id:
            possible = possible.filtered(lambda step: step.id == step_id)
        if not possible:
            raise UserError(
                self.env._("There is no earlier processing step to hand the dossier back to.")
            )
        return possible[0]

    def _is_last_working(self, step, steps=None):
        """Whether nothing but the return of the result follows ``step``."""
        steps = steps or self._process_steps()
        if step not in steps:
            return True
        after = self._process_graph(steps).after[step.number]
        return all(row.kind == "return" for row in steps if row.number in after)

    def _open_numbers(self):
        return self.open_task_ids.sudo().step_id.mapped("number")

    def _waiting(self):
        return {int(number) for number in (self.waiting_numbers or "").split(",") if number}

    # Tasks --------------------------------------------------------------------------------------

    def _open_tasks(self, steps, now, competent_agency=None):
        """Open a task for each of ``steps``; who owns each is decided here."""
        competent = competent_agency or self.competent_agency_id
        tasks = self.env["tthc.dossier.task"].sudo()
        owners = {
            step: {"centre": tasks.agency_id, "competent": competent, "fixed": step.agency_id}[
                step.agency_kind
            ]
            for step in steps
        }
        opened = tasks.create(
            [
                {
                    "dossier_id": self.id,
                    "company_id": self._step_company(step).id,
                    "step_id": step.id,
                    "name": step.name,
                    "kind": step.kind,
                    "role": step.role,
                    "agency_id": owners[step].id,
                    "started_at": now,
                    "due_at": self._step_due(step, now),
                }
                for step in steps
            ]
        )
        self._involve(opened.agency_id)
        return opened

    def _step_company(self, step):
        """The centre whose step it is: the one that received the dossier."""
        return self.company_id

    @api.private
    def _involve(self, agencies):
        """Let the officers of ``agencies`` see the dossier from now on."""
        if not agencies:
            return
        self.env.execute_query(
            SQL(
                """INSERT INTO tthc_dossier_agency_rel (dossier_id, agency_id)
                   SELECT %s, unnest(%s) ON CONFLICT DO NOTHING""",
                self.id,
                agencies.ids,
            )
        )
        self.invalidate_recordset(["agency_ids"], flush=False)

    def _read_open_tasks(self):
        """Read the open steps of all these dossiers in one query, whatever the user may see."""
        tasks = found = self.env["tthc.dossier.task"].sudo()
        begun = self.filtered(lambda dossier: dossier.state not in actions.BEFORE_ACCEPTANCE)
        if begun:
            domain = [("dossier_id", "in", begun.ids), ("done_at", "=", False)]
            found = tasks.search_fetch(domain, TASK_FIELDS, order="id")
        grouped = found.grouped("dossier_id")
        field = self._fields["open_task_ids"]
        for dossier in self:
            field._update_cache(dossier, grouped.get(dossier.sudo(), tasks)._ids)

    def _leading_task(self, tasks):
        """The task by which the dossier is listed: the leading agency's, or else the first."""
        by_number = {task.step_id.number: task for task in tasks}
        leads = {number for number, task in by_number.items() if task.step_id.lead}
        number = process_route.leading(by_number, leads)
        return by_number[number] if number is not None else tasks.browse()

    def _close_all(self, outcome, now):
        """Close every open step; facts of the closed ones for the event."""
        running = self.open_task_ids.sudo()
        facts = [task._facts(now) for task in running]
        running._close(outcome, now)
        return facts

    def _state_of_task(self):
        """Core state to go back to after a pause: the one of the open steps."""
        return actions.ACCEPTED if self.task_id.kind == "receive" else actions.PROCESSING
