from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools import linked_group

from ..tools import submission as rules
from ..tools import wall_time


class TthcSubmission(models.Model):
    """Intake of a submission: its papers once, a dossier for each chosen procedure, and the
    beginning of those that wait for nothing."""

    _inherit = "tthc.submission"

    @api.model
    @api.private
    def _intake(self, values):
        """Take in a submission, by the rights of the current user.

        :param values: ``group_id``, ``company_id``, ``channel``, ``owner``, ``submitter``,
            ``mandate``, ``claims``, ``subject``, ``quantity``, ``copies``, ``applicant_kind``,
            ``return_method``, ``return_address`` as ``tthc.dossier._intake`` takes them, and

            - ``line_ids``: ids of the optional lines that are asked for; mandatory ones always are
            - ``cases``: ``{line id: case id}`` where the person's situation decides
            - ``papers``: ``{name of the shared paper: values of its row}``
        :return: the submission, its first parts accepted
        :raise UserError: what is missing in any part, all of it at once; nothing is kept then
        """
        dossiers = self.env["tthc.dossier"]
        group = self.env["tthc.procedure.group"].browse(values["group_id"])
        plan, lines = self._chosen_plan(group, values)
        owner = dossiers._intake_partner(values["owner"])
        submitter = values.get("submitter") and dossiers._intake_partner(values["submitter"])
        submission = (
            self.sudo()
            .create(
                {
                    "company_id": values["company_id"],
                    "group_id": group.id,
                    "owner_id": owner.id,
                    "submitter_id": (submitter or owner).id,
                    "channel": values["channel"],
                    "submitted_at": values.get("submitted_at") or dossiers._now(),
                    "lookup_token": dossiers._new_lookup_token(),
                }
            )
            .with_env(self.env)
        )
        papers = submission._make_papers(plan, lines, values.get("papers") or {})
        common = {
            **{key: values[key] for key in values if key not in ("papers", "line_ids", "cases")},
            "owner": owner.id,
            "submitter": submitter and submitter.id,
        }
        submission._make_parts(lines, papers, common)
        submission._begin()
        return submission

    def _chosen_plan(self, group, values):
        """The group's plan for today and its chosen lines.

        :raise UserError: the group is not in force, or a chosen line has no case
        """
        company = self.env["res.company"].browse(values["company_id"])
        now = self.env["tthc.dossier"]._now()
        day = wall_time.to_local(now, company.sudo()._tthc_zone()).date()
        if group.sudo() not in group.sudo().search(group._domain_in_force(day)):
            raise UserError(
                self.env._(
                    "The group %(group)s is not in force on %(day)s.",
                    group=group.display_name,
                    day=day.strftime("%d/%m/%Y"),
                )
            )
        cases = {
            line: self.env["tthc.procedure.case"].sudo().browse(case)
            for line, case in (values.get("cases") or {}).items()
        }
        plan = group.sudo()._submission_plan(day, cases)
        wanted = set(values.get("line_ids") or ())
        lines = [line for line in plan["lines"] if line["mandatory"] or line["line_id"] in wanted]
        without = [line for line in lines if not line["case_id"]]
        if without:
            procedures = self.env["tthc.procedure"].browse([row["procedure_id"] for row in without])
            raise UserError(
                self.env._(
                    "Not in force on %(day)s: %(names)s.",
                    day=day.strftime("%d/%m/%Y"),
                    names=", ".join(procedures.mapped("display_name")),
                )
            )
        return plan, lines

    def _make_papers(self, plan, lines, given):
        """The papers that the chosen lines use.

        :return: ``{(line number, key of the component's name): paper}``
        """
        chosen = {line["number"] for line in lines}
        wanted = [paper for paper in plan["components"] if chosen & set(paper["numbers"])]
        rows = self.env["tthc.submission.paper"].create(
            [
                {
                    "submission_id": self.id,
                    "sequence": index * 10,
                    **{
                        key: paper[key]
                        for key in ("name", "requirement", "originals", "certified_copies")
                    },
                    "copies": paper["copies"],
                    **given.get(paper["name"], {}),
                }
                for index, paper in enumerate(wanted, 1)
            ]
        )
        return {
            (number, linked_group.paper_key(name)): row
            for paper, row in zip(wanted, rows, strict=True)
            for number, name in paper["sources"]
        }

    def _make_parts(self, lines, papers, common):
        """A registered dossier for each line, knowing for which others it waits."""
        dossiers = self.env["tthc.dossier"]
        after = rules.effective_after(
            {line["number"]: line["after"] for line in lines},
            {line["number"] for line in lines},
        )
        made = {}
        for line in lines:
            case = self.env["tthc.procedure.case"].browse(line["case_id"])
            part = dossiers._intake(
                {
                    **common,
                    "procedure_id": line["procedure_id"],
                    "case_id": case.id,
                    "channel": case._nearest_channel(self.channel),
                    "components": self._part_components(line, case, papers),
                    "claims": self._part_claims(case, common.get("claims") or ()),
                },
                accept=False,
            )
            part._set(
                {
                    "submission_id": self.id,
                    "group_line_id": line["line_id"],
                    "part_number": line["number"],
                    "submission_share": 0 if made else 1,
                    "waiting_for_ids": [
                        (6, 0, [made[number].id for number in after[line["number"]]])
                    ],
                }
            )
            made[line["number"]] = part
        self.invalidate_recordset(["dossier_ids"])

    def _part_components(self, line, case, papers):
        """The components of one part, each as received as the paper that stands for it."""
        rows = []
        for row in self.env["tthc.dossier.component"]._values_from_case(case):
            paper = papers.get((line["number"], linked_group.paper_key(row["name"])))
            if paper:
                row.update(
                    submission_paper_id=paper.id,
                    received=paper.received,
                    attachment_ids=[(6, 0, paper.attachment_ids.ids)],
                )
            rows.append(row)
        return rows

    def _part_claims(self, case, claims):
        """The benefits claimed that concern the procedure of ``case``."""
        procedure = case.procedure_id
        kept = []
        for claim in claims:
            benefit = self.env["tthc.fee.benefit"].browse(claim["benefit_id"])
            everywhere = not (benefit.procedure_ids or benefit.sector_ids)
            if (
                everywhere
                or procedure in benefit.procedure_ids
                or procedure.sector_id in benefit.sector_ids
            ):
                kept.append(claim)
        return kept

    def _begin(self):
        """Accept the parts that wait for nothing, once nothing stands against any of them: the
        person is told everything at once (NĐ 61/2018/NĐ-CP, Art. 15.3)."""
        parts = self._parts()
        obstacles = []
        for part in parts:
            part._offer()
            obstacles += [
                f"{part.part_number}. {part.procedure_id.short_name}: {obstacle}"
                for obstacle in part._acceptance_obstacles()
            ]
        if obstacles:
            raise UserError("\n".join(obstacles))
        for part in parts.filtered(lambda part: not part.waiting_for_ids):
            part.action_accept()


class TthcProcedureCase(models.Model):
    _inherit = "tthc.procedure.case"

    def _nearest_channel(self, channel):
        """``channel`` where this case is received through it, or else its first one: a group is
        submitted through one channel, though not each of its procedures is published for it."""
        self.ensure_one()
        offered = self.channel_ids.mapped("channel")
        return channel if channel in offered or not offered else offered[0]
