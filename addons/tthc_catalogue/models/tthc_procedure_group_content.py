"""What a group of linked procedures asks of a person: papers once, one time, one sum, one plan."""

from markupsafe import Markup

from odoo import api, fields, models

from ..tools import linked_group, process_graph, process_svg
from .problem_list import problem_list


class TthcProcedureGroup(models.Model):
    _inherit = "tthc.procedure.group"

    group_hours = fields.Float(
        "Hours of the Group",
        compute="_compute_content",
        help="Working hours of the longest chain of procedures, each with its longest limit.",
    )
    saved_count = fields.Integer(
        "Papers Saved",
        compute="_compute_content",
        help="Papers that a person hands in less than if each procedure were asked for alone.",
    )
    problem_html = fields.Html("Problems", compute="_compute_content", sanitize=False)
    diagram = fields.Html(compute="_compute_content", sanitize=False)
    component_html = fields.Html("Papers of the Group", compute="_compute_content", sanitize=False)

    @api.onchange("line_ids")
    def _onchange_line_numbers(self):
        self.line_ids._renumber_in_order()

    @api.depends(
        "date_from",
        *(
            f"line_ids.{name}"
            for name in ("procedure_id", "case_name", "number", "sequence", "after_numbers")
        ),
        *("line_ids.requirement", "line_ids.lead", "share_ids.name", "share_ids.component_names"),
    )
    @api.depends_context("lang")
    def _compute_content(self):
        for group in self:
            day = group._content_day()
            shared = group._merged_components(day)
            problems = group._find_problems(day)
            group.group_hours = group._total_hours(day)
            group.saved_count = linked_group.saved(shared)
            group.problem_html = group._problem_list(problems)
            group.diagram = Markup(group._diagram(day, problems))
            group.component_html = group._component_table(shared)

    def _content_day(self):
        """The day on which the group is looked at: its first one, or today when that is past."""
        today = fields.Date.context_today(self)
        return max(self.date_from or today, today)

    def _lines(self):
        return self.line_ids.sorted("number")

    def _graph(self):
        return linked_group.order([(line.number, line.after_numbers) for line in self._lines()])

    # Papers, time and money -----------------------------------------------------------------------

    def _merged_components(self, on_date, cases=None):
        """The papers of the whole group on ``on_date``, each asked for once.

        :param cases: ``{line id: case}`` for the lines whose case the person's situation decides
        :return: list of :class:`~..tools.linked_group.SharedPaper`
        """
        self.ensure_one()
        papers = [
            linked_group.Paper(
                number=line.number,
                name=row.name,
                requirement=row.requirement,
                originals=row.originals,
                certified_copies=row.certified_copies,
                copies=row.copies,
                form_code=row.form_code or "",
            )
            for line in self._lines()
            for row in line._case_at(on_date, cases).component_ids
        ]
        shares = [(share.name, share._names()) for share in self.share_ids if share.name]
        return linked_group.merge(papers, shares)

    def _line_hours(self, line, on_date):
        """Working hours of the line's longest limit, committed before legal; ``None`` unknown."""
        hours = [
            row._working_hours(bool(row.committed_unit))
            for row in line._case_at(on_date).channel_ids
        ]
        return None if not hours or None in hours else max(hours)

    def _total_hours(self, on_date):
        graph, _problems = self._graph()
        hours = {line.number: self._line_hours(line, on_date) or 0 for line in self._lines()}
        return process_graph.longest_path(graph.after, hours)[0]

    def _quote_fees(self, channel, on_date, cases=None):
        """Prices line by line: list of ``(line, quotes)``; the sum of all is the group's."""
        self.ensure_one()
        quotes = []
        for line in self._lines():
            case = line._case_at(on_date, cases)
            quotes.append((line, case._quote_fees(channel, on_date) if case else []))
        return quotes

    def _submission_plan(self, on_date, cases=None):
        """What submitting this group means, as plain data: the extension point for the part of the
        suite that opens one dossier for each line.

        :param cases: ``{line id: case}`` for the lines whose case the person's situation decides
        :return: ``{"group_id", "lines": [{"line_id", "number", "procedure_id", "case_id",
            "after", "mandatory", "lead"}], "components": [...]}``; the lines in an order in which
            they can be submitted, ``after`` the numbers whose results each waits for, the
            components with the numbers of the lines that use them and, as ``sources``, line
            number and name of the components of the cases that each stands for
        """
        self.ensure_one()
        graph, _problems = self._graph()
        return {
            "group_id": self.id,
            "lines": [
                {
                    "line_id": line.id,
                    "number": line.number,
                    "procedure_id": line.procedure_id.id,
                    "case_id": line._case_at(on_date, cases).id,
                    "after": list(graph.before[line.number]),
                    "mandatory": line.requirement == "mandatory",
                    "lead": line.lead,
                }
                for line in self._lines()
            ],
            "components": [
                {
                    "name": paper.name,
                    "requirement": paper.requirement,
                    "originals": paper.originals,
                    "certified_copies": paper.certified_copies,
                    "copies": paper.copies,
                    "form_code": paper.form_code,
                    "numbers": list(paper.numbers),
                    "sources": [list(source) for source in paper.sources],
                }
                for paper in self._merged_components(on_date, cases)
            ],
        }

    # Problems -------------------------------------------------------------------------------------

    def _find_problems(self, on_date):
        """Problems of the group, errors first."""
        self.ensure_one()
        lines = self._lines()
        _graph, problems = self._graph()
        if len(lines) < 2:
            problems.append(process_graph.Problem("too_few"))
        offered = self._offered_procedures(lines.procedure_id)
        seen = set()
        for line in lines:
            problems += self._line_problems(line, on_date, offered)
            key = (line.procedure_id.id, line.case_name or "")
            if key in seen:
                problems.append(process_graph.Problem("twice", (line.number,)))
            seen.add(key)
        return sorted(
            problems, key=lambda problem: (problem.severity != process_graph.ERROR, problem.numbers)
        )

    def _offered_procedures(self, procedures):
        offers = self.env["tthc.offer"].sudo()
        found = offers._read_group(
            [("procedure_id", "in", procedures.ids)], groupby=["procedure_id"]
        )
        return {procedure.id for (procedure,) in found}

    def _line_problems(self, line, on_date, offered):
        case = line._case_at(on_date)
        numbers = (line.number,)
        if not line.procedure_id:
            return [process_graph.Problem("no_procedure", numbers)]
        codes = []
        if not case:
            codes.append("no_case" if line.case_name else "not_in_force")
        elif self._line_hours(line, on_date) is None:
            codes.append("limit_unknown")
        if line.procedure_id.id not in offered:
            codes.append("not_offered")
        if case and not line.case_name and len(case.version_id.case_ids) > 1:
            codes.append("several_cases")
        mild = ("limit_unknown", "several_cases")
        return [
            process_graph.Problem(
                code,
                numbers,
                severity=process_graph.WARNING if code in mild else process_graph.ERROR,
            )
            for code in codes
        ]

    def _group_gaps(self):
        """Sentences on what keeps the group from being used."""
        return [
            self._problem_sentence(problem)
            for problem in self._find_problems(self._content_day())
            if problem.severity == process_graph.ERROR
        ]

    def _problem_sentence(self, problem):
        number = problem.numbers[0] if problem.numbers else 0
        line = self.line_ids.filtered(lambda row: row.number == number)[:1]
        texts = {
            "too_few": self.env._("A group links at least two procedures: add them."),
            "unreadable": self.env._(
                "Line %(number)s: “%(text)s” is no line number. Write the numbers of the lines "
                "before it, e.g. “1, 2”."
            ),
            "unknown": self.env._(
                "Line %(number)s waits for line %(target)s, which does not exist. Correct the "
                "number."
            ),
            "after_itself": self.env._("Line %(number)s waits for itself. Take the number out."),
            "cycle": self.env._(
                "The lines %(numbers)s wait for one another: none could begin. Take one of the "
                "numbers out."
            ),
            "out_of_order": self.env._(
                "Line %(number)s waits for line %(target)s, which stands below it. Drag line "
                "%(number)s below."
            ),
            "twice": self.env._("Line %(number)s: “%(name)s” is in the group already."),
            "no_procedure": self.env._("Line %(number)s names no procedure: choose one."),
            "not_in_force": self.env._(
                "Line %(number)s: “%(name)s” is not in force then. Choose another procedure or day."
            ),
            "no_case": self.env._(
                "Line %(number)s: “%(name)s” has no case “%(case)s” in force then. Correct the "
                "case's name."
            ),
            "not_offered": self.env._(
                "Line %(number)s: no centre offers “%(name)s”. An administrator adds the offer."
            ),
            "limit_unknown": self.env._(
                "Line %(number)s: the time limit of “%(name)s” is not known and counts as nothing."
            ),
            "several_cases": self.env._(
                "Line %(number)s: “%(name)s” has several cases; its first one is counted with."
            ),
        }
        return texts[problem.code] % {
            "number": number,
            "numbers": ", ".join(str(one) for one in problem.numbers),
            "name": line.procedure_id.short_name or "…",
            "case": line.case_name or "",
            "target": problem.values.get("target", ""),
            "text": problem.values.get("text", ""),
        }

    # Screen ---------------------------------------------------------------------------------------

    def _problem_list(self, problems):
        return problem_list(
            self.env,
            [(problem.severity, self._problem_sentence(problem)) for problem in problems],
            self.env._("This group cannot be used:"),
            self.env._("The group can be used."),
        )

    def _diagram(self, on_date, problems):
        lines = self._lines()
        if not lines or len(set(lines.mapped("number"))) < len(lines):
            return ""
        bad = {
            number
            for problem in problems
            if problem.severity == process_graph.ERROR
            for number in problem.numbers
        }
        graph, _problems = self._graph()
        boxes = [
            process_svg.Box(
                number=line.number,
                title=line.procedure_id.short_name or "…",
                lane=line.procedure_id.sector_id.name or "…",
                lines=(line.case_name or "", line._limit_text(self._line_hours(line, on_date))),
                marks=tuple(line._marks()),
                kind="approve" if line.requirement == "mandatory" else "process",
                problem=line.number in bad,
            )
            for line in lines
        ]
        title = self.env._("Order of the linked procedures: %s", self.name or "")
        return process_svg.Diagram(boxes, graph, title, starts=graph.starts).svg()

    def _component_table(self, shared):
        """The papers with the lines that use each."""
        requirements = dict(
            self.env["tthc.procedure.component"]
            ._fields["requirement"]
            ._description_selection(self.env)
        )
        rows = Markup("").join(
            Markup(
                '<tr class="%s"><td>%s</td><td>%s</td><td class="text-end">%s</td>'
                '<td class="text-end">%s</td><td class="text-end">%s</td><td>%s</td></tr>'
            )
            % (
                "table-info" if len(paper.numbers) > 1 else "",
                paper.name,
                requirements[paper.requirement],
                paper.originals,
                paper.certified_copies,
                paper.copies,
                ", ".join(str(number) for number in paper.numbers),
            )
            for paper in shared
        )
        titles = Markup("").join(
            Markup("<th>%s</th>") % title
            for title in (
                self.env._("Paper"),
                self.env._("Requirement"),
                self.env._("Originals"),
                self.env._("Certified Copies"),
                self.env._("Copies"),
                self.env._("Used by Lines"),
            )
        )
        table = Markup('<table class="table table-sm"><thead><tr>%s</tr></thead>%s</table>')
        return table % (titles, Markup("<tbody>%s</tbody>") % rows) if shared else False


class TthcProcedureGroupLine(models.Model):
    _inherit = "tthc.procedure.group.line"

    def _limit_text(self, hours):
        return self.env._("%s working h", f"{hours:.4g}") if hours else ""

    def _marks(self):
        self.ensure_one()
        shown = (
            (self.lead, self.env._("leads")),
            (self.requirement == "optional", self.env._("if asked for")),
        )
        return [label for wanted, label in shown if wanted]
