from collections import defaultdict

from odoo import fields, models

from ..tools import texts

# Calendar days of a unit, for judging whether a limit is plausible, not for due dates.
DAYS = {"hour": 1 / 8, "working_day": 1.4, "calendar_day": 1, "month": 30, "same_day": 1}


class TthcAuditRule(models.Model):
    """Checks of time limits, papers and results."""

    _inherit = "tthc.audit.rule"

    def _case_finding(self, part, version, detail):
        return self._finding(part, detail, version, case_id=part.case_id.id)

    def _check_time_without_unit(self):
        channels = self._live_parts(
            "tthc.procedure.channel", ["channel", "time_value"], [("time_unit", "=", "unknown")]
        )
        for channel, version in channels:
            yield self._case_finding(
                channel,
                version,
                self.env._(
                    "“%(case)s”, %(channel)s: the time limit has no unit (%(value)g).",
                    case=channel.case_id.name,
                    channel=self._label(channel, "channel"),
                    value=channel.time_value,
                ),
            )

    def _label(self, record, name):
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], record[name])

    def _check_time_implausible(self):
        """Limits outside the bounds of this rule, in calendar days."""
        names = ["channel", "time_value", "time_unit", "committed_value", "committed_unit"]
        for channel, version in self._live_parts("tthc.procedure.channel", names):
            limits = [
                (channel.time_value, channel.time_unit),
                (channel.committed_value, channel.committed_unit),
            ]
            days = [value * DAYS[unit] for value, unit in limits if unit in DAYS and value]
            if any(not self._is_plausible(number) for number in days):
                yield self._case_finding(
                    channel,
                    version,
                    self.env._(
                        "“%(case)s”, %(channel)s: hardly a time limit.",
                        case=channel.case_id.name,
                        channel=channel.display_name,
                    ),
                )

    def _check_count_implausible(self):
        """More papers than anybody asks for, in the counts or in the published text."""
        names = ["name", "originals", "certified_copies", "copies", "count_text"]
        for paper, version in self._live_parts("tthc.procedure.component", names):
            numbers = [paper.originals, paper.certified_copies, paper.copies]
            numbers += texts.counts(paper.count_text)
            if any(number and not self._is_plausible(number) for number in numbers):
                yield self._case_finding(
                    paper,
                    version,
                    self.env._(
                        "“%(paper)s” is asked for %(count)s times.",
                        paper=paper.name,
                        count=paper.count_text or max(numbers),
                    ),
                )

    def _check_form_missing(self):
        """Papers whose name speaks of a form, of which neither code nor file is given."""
        papers = self._live_parts(
            "tthc.procedure.component",
            ["name"],
            [
                ("form_code", "in", (False, "")),
                ("form_attachment_ids", "=", False),
                ("requirement", "!=", "note"),
            ],
        )
        for paper, version in papers:
            if texts.speaks_of_form(paper.name):
                yield self._case_finding(
                    paper,
                    version,
                    self.env._(
                        "“%(paper)s”: neither the code of the form nor its file is given.",
                        paper=paper.name,
                    ),
                )

    def _check_result_without_code(self):
        results = self._live_parts("tthc.procedure.result", ["name"], [("code", "in", (False, ""))])
        for result, version in results:
            yield self._case_finding(
                result,
                version,
                self.env._("The result “%(name)s” has no code.", name=result.name),
            )

    def _check_review_waiting(self):
        """Rows that somebody flagged for review: one finding a version."""
        waiting = defaultdict(list)
        for name in self.env["tthc.version.part"]._part_models():
            model = self.env[name]
            live = fields.Domain(model._version_field, "any", self._domain_live())
            parts = model.search(live & fields.Domain("needs_review", "=", True), order="id")
            parts._versions().fetch(["procedure_id"])
            for part in parts:
                waiting[part._versions()].append(part.review_note or part.display_name)
        for version, notes in waiting.items():
            yield self._finding(
                version,
                self.env._(
                    "%(count)s rows wait for review, e.g.: %(note)s",
                    count=len(notes),
                    note=notes[0],
                ),
                version,
            )
