"""Where a dossier is in its process, as a picture and in words."""

from markupsafe import Markup

from odoo import models

from odoo.addons.tthc_catalogue.tools import process_graph, process_svg

from ..tools import actions, process_state

#: Instants in the picture: the year stands in the form.
SHORT = "%H:%M %d/%m"
#: States in which the dossier waits for the person.
PAUSED_STATES = (actions.SUPPLEMENT, actions.FINANCIAL)


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    def get_process_picture(self):
        """The live picture of the process: HTML for the form, asked for when its page is opened.

        :raise AccessError: the dossier is not this user's to read
        """
        self.ensure_one()
        self.check_access("read")
        rows = self._process_rows()
        states = dict(self._fields["state"]._description_selection(self.env))
        return self.env["ir.qweb"]._render(
            "tthc_dossier.process_picture",
            {
                "rows": rows,
                "svg": Markup(self._process_drawing(rows).svg()) if rows else "",
                "state_label": states[self.state],
                "paused": self.state in PAUSED_STATES,
                "legend": self._process_legend(rows),
            },
        )

    def _process_rows(self, public=False):
        """The steps of the process with what became of them, in their order: dicts of ``number``,
        ``name``, ``agency``, ``status``, ``status_label``, ``times`` (passages), ``who``,
        ``started``, ``done``, ``due`` (texts in the centre's time) and ``step``.

        :param public: without people and without due dates of steps: down to the department, as
            its owner may see it (TT 01/2018/TT-VPCP, Art. 16.2.d)
        """
        self.ensure_one()
        dossier = self.sudo()
        steps = dossier.case_id.step_ids.sorted("number")
        graph = process_graph.build([step._node() for step in steps])[0]
        states = process_state.step_states(
            graph,
            {step.number for step in steps if step.split == "one"},
            dossier._passages(),
            dossier._now(),
            ended=self.state in actions.FINAL_STATES,
            paused=self.state in PAUSED_STATES,
        )
        return [dossier._process_row(step, states[step.number], public) for step in steps]

    def _passages(self):
        return [
            process_state.Passage(
                task.step_id.number,
                task.started_at,
                task.due_at or None,
                task.done_at or None,
                not task.done_at or task.outcome in ("done", "handed_back"),
                task,
            )
            for task in self.task_ids
        ]

    def _process_row(self, step, state, public):
        last = state.last
        task = last.source if last else self.env["tthc.dossier.task"]
        late = bool(last and last.done and last.late(self._now()))
        status = state.status
        if public:
            # whether a step was in time is between the agencies
            late, status = False, {process_state.OVERDUE: process_state.CURRENT}.get(status, status)
        row = {
            "step": step,
            "number": step.number,
            "name": task.name or step.name,
            "agency": self._process_agency(step, task),
            "status": status,
            "status_label": self._process_labels()[status],
            "late": late,
            "times": len(state.passages),
            "started": self._local_text(task.started_at, SHORT),
            "done": self._local_text(task.done_at, SHORT),
            "due": "",
            "who": "",
        }
        if late:
            row["status_label"] = self.env._("Done, late")
        if not public:
            row["due"] = self._local_text(task.due_at, SHORT)
            row["who"] = self._process_person(step, task)
        return row

    def _process_labels(self):
        return {
            process_state.DONE: self.env._("Done"),
            process_state.CURRENT: self.env._("Now here"),
            process_state.OVERDUE: self.env._("Now here, late"),
            process_state.PAUSED: self.env._("Paused"),
            process_state.WAITING: self.env._("To come"),
            process_state.NOT_TAKEN: self.env._("Not taken"),
            process_state.SKIPPED: self.env._("Passed over"),
        }

    def _process_agency(self, step, task):
        """Who owns the step in this dossier, or will own it."""
        if task:
            return task.agency_id.name or task.company_id.name
        if step.agency_kind == "centre":
            return self._step_company(step).name
        if step.agency_kind == "fixed":
            return step.agency_id.name or ""
        return self.competent_agency_id.name or step._owner_label()

    def _process_person(self, step, task):
        """Who did it or has it; the role, while nobody in particular has it."""
        person = task.done_by_id if task.done_at else task.user_id
        if person:
            return person.name
        return dict(step._fields["role"]._description_selection(self.env))[step.role]

    # Drawing ------------------------------------------------------------------------------------

    def _process_drawing(self, rows):
        steps = self.sudo().case_id.step_ids
        graph = process_graph.build([step._node() for step in steps])[0]
        return process_svg.Diagram(
            [self._process_box(row) for row in rows],
            graph,
            self.env._("Process of dossier %s", self.display_name),
            (self.env._("Start"), self.env._("Finish")),
        )

    def _process_box(self, row):
        active = row["status"] in process_state.OPEN
        when = " – ".join(filter(None, (row["started"], row["done"])))
        repeated = row["times"] > 1
        return process_svg.Box(
            number=row["number"],
            title=row["name"],
            lane=row["agency"],
            lines=tuple(
                filter(
                    None,
                    (
                        row["who"],
                        when,
                        active and row["due"] and self.env._("due %s", row["due"]),
                    ),
                )
            ),
            marks=(
                row["status_label"],
                *([self.env._("%s times", row["times"])] if repeated else []),
            ),
            kind=row["step"].kind,
            split=row["step"].split or "parallel",
            status=row["status"],
        )

    def _process_legend(self, rows):
        """``(fill, outline, label)`` of each status in the picture."""
        labels = self._process_labels()
        present = {row["status"] for row in rows}
        return [
            (*process_svg.STATUSES[status][:2], label)
            for status, label in labels.items()
            if status in present
        ]

    def _portal_values(self):
        """Override: the steps, down to the department."""
        return {**super()._portal_values(), "process_rows": self._process_rows(public=True)}
