"""The internal process of a case as a whole: its problems, its picture, its "4 tại chỗ"."""

from markupsafe import Markup

from odoo import api, fields, models

from ..tools import process_graph, process_svg
from .problem_list import problem_list

SPOT_KINDS = {
    "spot_received": ("receive",),
    "spot_appraised": ("appraise", "process"),
    "spot_approved": ("approve",),
    "spot_returned": ("return",),
}


class TthcProcedureCase(models.Model):
    _inherit = "tthc.procedure.case"

    spot_received = fields.Boolean(
        "Received on the Spot", compute="_compute_spot", store=True, help="Tiếp nhận tại chỗ."
    )
    spot_appraised = fields.Boolean(
        "Appraised on the Spot",
        compute="_compute_spot",
        store=True,
        help="Thẩm định tại chỗ: every step that appraises, or else processes, is done there.",
    )
    spot_approved = fields.Boolean(
        "Approved on the Spot", compute="_compute_spot", store=True, help="Phê duyệt tại chỗ."
    )
    spot_returned = fields.Boolean(
        "Returned on the Spot", compute="_compute_spot", store=True, help="Trả kết quả tại chỗ."
    )
    spot_count = fields.Integer("On the Spot", compute="_compute_spot", store=True, aggregator=None)
    spot_label = fields.Char("4 on the Spot", compute="_compute_spot_label")
    process_hours = fields.Float(
        "Hours of the Longest Way",
        compute="_compute_process",
        help="Working hours from the first step to the end; of steps that run at the same time, "
        "and of alternatives, the longest counts.",
    )
    process_problem_html = fields.Html("Problems", compute="_compute_process", sanitize=False)
    process_diagram = fields.Html("Diagram", compute="_compute_process", sanitize=False)

    @api.depends("step_ids.kind", "step_ids.on_spot")
    def _compute_spot(self):
        """The four things are on the spot when every step that does them is (statutory note:
        "4 tại chỗ", Hòa Bình)."""
        for case in self:
            for name, kinds in SPOT_KINDS.items():
                steps = case.step_ids.browse()
                for kind in kinds:
                    steps = steps or case.step_ids.filtered(lambda row, kind=kind: row.kind == kind)
                case[name] = bool(steps) and all(steps.mapped("on_spot"))
            case.spot_count = sum(case[name] for name in SPOT_KINDS)

    @api.depends("spot_count")
    def _compute_spot_label(self):
        for case in self:
            case.spot_label = f"{case.spot_count}/4"

    # Numbers ------------------------------------------------------------------------------------

    @api.onchange("step_ids")
    def _onchange_step_numbers(self):
        self.step_ids._renumber_in_order()

    # Problems -----------------------------------------------------------------------------------

    def _process_limits(self):
        """``(label, working hours)`` of every limit that the process has to keep."""
        self.ensure_one()
        limits = []
        for row in self.channel_ids:
            for committed in (False, True):
                if committed and not row.committed_unit:
                    continue
                label = (
                    self.env._("the committed limit of the channel %s", row.display_name)
                    if committed
                    else self.env._("the legal limit of the channel %s", row.display_name)
                )
                limits.append((label, row._working_hours(committed)))
        return limits

    def _find_process_problems(self):
        self.ensure_one()
        steps = [step._node() for step in self.step_ids]
        return process_graph.find_problems(steps, self._process_limits())

    def _process_problems(self):
        """Every problem of these processes as a sentence, warnings too."""
        return [
            case._problem_sentence(problem)
            for case in self
            for problem in case._find_process_problems()
        ]

    def _process_gaps(self):
        """The problems that keep these processes from running: sentences with the case's name."""
        return [
            self.env._(
                "Case “%(case)s”, process: %(problem)s",
                case=case.name,
                problem=case._problem_sentence(problem),
            )
            for case in self
            for problem in case._find_process_problems()
            if problem.severity == process_graph.ERROR and problem.code != "no_step"
        ]

    def _problem_sentence(self, problem):
        """``problem`` in the user's language, saying what to do."""
        names = {step.number: step.name or "…" for step in self.step_ids}
        number = problem.numbers[0] if problem.numbers else 0
        values = {
            "number": number,
            "name": names.get(number, ""),
            "numbers": ", ".join(str(one) for one in problem.numbers),
            "target": problem.values.get("target", ""),
            "text": problem.values.get("text", ""),
            "label": problem.values.get("label", ""),
            "hours": f"{problem.values.get('hours', 0):g}",
            "limit": f"{problem.values.get('limit', 0):.4g}",
        }
        return self._problem_text(problem.code) % values

    def _problem_text(self, code):
        texts = {
            "no_step": self.env._("There are no steps: add them."),
            "unreadable": self.env._(
                "Step %(number)s: “%(text)s” is no step number. Write the numbers of the next "
                "steps, e.g. “3, 4”."
            ),
            "unknown": self.env._(
                "Step %(number)s goes on to step %(target)s, which does not exist. Correct the "
                "number."
            ),
            "self_loop": self.env._(
                "Step %(number)s goes on to itself. Name the step that follows."
            ),
            "end_goes_on": self.env._(
                "Step %(number)s ends the process and names next steps too. Choose one of both."
            ),
            "cycle": self.env._(
                "Step %(number)s goes back to step %(target)s: the process would run in a circle. "
                "Whoever does a step may return the dossier to the previous one; take the number "
                "out."
            ),
            "out_of_order": self.env._(
                "Step %(number)s goes on to step %(target)s, which stands above it. Drag step "
                "%(target)s below."
            ),
            "no_end": self.env._("From the steps %(numbers)s the process never ends."),
            "no_owner": self.env._(
                "Step %(number)s “%(name)s” has no owner: choose the agency that does it."
            ),
            "no_role": self.env._("Step %(number)s “%(name)s” has no role: choose who does it."),
            "no_hours": self.env._(
                "Step %(number)s “%(name)s” has no working hours: state them (only returning the "
                "result may take none)."
            ),
            "negative_hours": self.env._("Step %(number)s: hours cannot be below zero."),
            "unreachable": self.env._(
                "No step leads to step %(number)s “%(name)s”: it would never be done."
            ),
            "receive_not_first": self.env._(
                "Step %(number)s “%(name)s” receives the dossier but is not the first step. Drag "
                "it to the top or choose another kind."
            ),
            "return_not_last": self.env._(
                "Step %(number)s “%(name)s” returns the result but other steps follow it. Drag it "
                "to the end or choose another kind."
            ),
            "never_meet": self.env._(
                "The branches after step %(number)s “%(name)s” never meet again: one would end the "
                "process while the others still run. Let them all lead to one step."
            ),
            "over_limit": self.env._(
                "The longest way takes %(hours)s working hours (steps %(numbers)s): more than "
                "%(limit)s, %(label)s. Shorten steps or let them run at the same time."
            ),
            "no_receive": self.env._("No step receives the dossier."),
            "no_approve": self.env._("No step approves the result."),
            "end_not_return": self.env._(
                "The process ends with step %(number)s “%(name)s”, which does not return the "
                "result."
            ),
        }
        return texts[code]

    # Picture ------------------------------------------------------------------------------------

    @api.depends(
        "name",
        "channel_ids.time_value",
        "channel_ids.time_unit",
        "channel_ids.committed_value",
        "channel_ids.committed_unit",
        *(
            f"step_ids.{name}"
            for name in (
                *("name", "number", "sequence", "agency_kind", "agency_id", "role", "kind"),
                *(
                    "hours",
                    "next_numbers",
                    "ends_process",
                    "split",
                    "lead",
                    "on_spot",
                    "decision_ids",
                ),
            )
        ),
    )
    @api.depends_context("lang")
    def _compute_process(self):
        for case in self:
            problems = case._find_process_problems()
            steps = [step._node() for step in case.step_ids]
            case.process_hours = process_graph.critical_path(steps)[0]
            case.process_problem_html = case._problem_list(problems)
            diagram = case._diagram(problems)
            case.process_diagram = Markup(diagram.svg()) if diagram else False

    def _problem_list(self, problems):
        return problem_list(
            self.env,
            [(problem.severity, self._problem_sentence(problem)) for problem in problems],
            self.env._("This process cannot run:"),
            self.env._("The process can run."),
        )

    def _diagram(self, problems=None):
        """The drawing of the process; ``None`` while it has no steps."""
        self.ensure_one()
        if problems is None:
            problems = self._find_process_problems()
        steps = self.step_ids.sorted("number")
        if not steps or len(set(steps.mapped("number"))) < len(steps):
            return None
        bad = {
            number
            for problem in problems
            if problem.severity == process_graph.ERROR and problem.code != "over_limit"
            for number in problem.numbers[:1] + problem.numbers[1:] * (problem.code == "no_end")
        }
        graph, _problems = process_graph.build([step._node() for step in steps])
        return process_svg.Diagram(
            [step._box(step.number in bad) for step in steps],
            graph,
            self.env._("Diagram of the internal process: %s", self.name or ""),
            (self.env._("Start"), self.env._("Finish")),
        )


class TthcProcedureStep(models.Model):
    _inherit = "tthc.procedure.step"

    def _box(self, problem):
        roles = dict(self._fields["role"]._description_selection(self.env))
        hours = self.env._("%s h", f"{self.hours:g}")
        marks = [
            label
            for shown, label in (
                (self.lead, self.env._("leads")),
                (self.on_spot, self.env._("on the spot")),
                (self.kind == "seal", self.env._("seal")),
            )
            if shown
        ]
        return process_svg.Box(
            number=self.number,
            title=self.name or "…",
            lane=self._owner_label(),
            lines=(
                f"{roles.get(self.role, '?')} · {hours}",
                "; ".join(self.decision_ids.mapped("name")),
            ),
            marks=tuple(marks),
            kind=self.kind or "process",
            split=self.split or "parallel",
            problem=problem,
        )
