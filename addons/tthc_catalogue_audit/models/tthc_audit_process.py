from odoo import fields, models

from odoo.addons.tthc_catalogue.tools.process_graph import ERROR

NO_STEP = ("no_step",)
NO_OWNER = ("no_owner", "no_role")
OVER_LIMIT = ("over_limit",)
OWN_RULES = NO_STEP + NO_OWNER + OVER_LIMIT


class TthcAuditRule(models.Model):
    """Checks of the internal process: what the designer refuses on submission stands here for
    all cases, the older and the imported ones as well."""

    _inherit = "tthc.audit.rule"

    def _live_cases(self, domain=None):
        live = fields.Domain("version_id", "any", self._domain_live())
        cases = self.env["tthc.procedure.case"].search_fetch(
            live & fields.Domain(domain or fields.Domain.TRUE), ["name", "version_id"], order="id"
        )
        cases.version_id.fetch(["procedure_id"])
        return cases

    def _process_findings(self, wanted):
        """One finding for every case with problems that ``wanted(problem)`` accepts."""
        for case in self._live_cases():
            sentences = [
                case._problem_sentence(problem)
                for problem in case._find_process_problems()
                if wanted(problem)
            ]
            if sentences:
                detail = self.env._(
                    "“%(case)s”: %(problems)s", case=case.name, problems=" ".join(sentences)
                )
                yield self._finding(case, detail, case.version_id, case_id=case.id)

    def _check_process_missing(self):
        for case in self._live_cases([("step_ids", "=", False)]):
            detail = self.env._("“%(case)s” has no process: enter its steps.", case=case.name)
            yield self._finding(case, detail, case.version_id, case_id=case.id)

    def _check_step_without_owner(self):
        """Steps without agency or role, and steps whose agency was archived."""
        yield from self._process_findings(lambda problem: problem.code in NO_OWNER)
        steps = self._live_parts(
            "tthc.procedure.step",
            ["name", "agency_id"],
            [("agency_kind", "=", "fixed"), ("agency_id.active", "=", False)],
        )
        for step, version in steps:
            yield self._finding(
                step,
                self.env._(
                    "Step “%(step)s” belongs to %(agency)s, which is archived.",
                    step=step.name,
                    agency=step.agency_id.display_name,
                ),
                version,
                case_id=step.case_id.id,
            )

    def _check_hours_over_limit(self):
        yield from self._process_findings(lambda problem: problem.code in OVER_LIMIT)

    def _check_process_broken(self):
        """The other problems for which a process cannot run."""
        yield from self._process_findings(
            lambda problem: problem.severity == ERROR and problem.code not in OWN_RULES
        )
