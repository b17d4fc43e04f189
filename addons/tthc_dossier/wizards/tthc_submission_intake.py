from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class TthcDossierIntake(models.TransientModel):
    """The same sheet for a group of linked procedures: the person once, the papers once, the
    procedures to choose among."""

    _inherit = "tthc.dossier.intake"

    group_id = fields.Many2one(
        "tthc.procedure.group", "Linked Procedures", domain="[('id', 'in', group_ids)]"
    )
    group_ids = fields.Many2many("tthc.procedure.group", compute="_compute_group_ids")
    part_ids = fields.One2many(
        "tthc.dossier.intake.part",
        "intake_id",
        "Parts",
        compute="_compute_part_ids",
        store=True,
        readonly=False,
    )

    @api.depends("company_id")
    def _compute_group_ids(self):
        groups = self.env["tthc.procedure.group"]
        found = groups.search(groups._domain_in_force(fields.Date.context_today(self)))
        for sheet in self:
            sheet.group_ids = found

    @api.depends("group_id", "company_id")
    def _compute_part_ids(self):
        today = fields.Date.context_today(self)
        for sheet in self:
            plan = sheet.group_id.sudo()._submission_plan(today) if sheet.group_id else {}
            sheet.part_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "line_id": line["line_id"],
                            "number": line["number"],
                            "mandatory": line["mandatory"],
                            "chosen": line["mandatory"],
                            "case_id": line["case_id"],
                            "after": ", ".join(str(number) for number in line["after"]),
                        }
                    )
                    for line in plan.get("lines", ())
                ),
            ]

    @api.depends("group_id", "part_ids.chosen", "part_ids.case_id")
    def _compute_line_ids(self):
        """Override: the papers that the chosen parts ask for, each once; what was ticked stays."""
        today = fields.Date.context_today(self)
        grouped = self.filtered("group_id")
        result = super(TthcDossierIntake, self - grouped)._compute_line_ids()
        for sheet in grouped:
            ticked = {line.name: line for line in sheet.line_ids}
            plan = sheet.group_id.sudo()._submission_plan(today, sheet._part_cases())
            chosen = set(sheet.part_ids.filtered("chosen").mapped("number"))
            rows = [paper for paper in plan["components"] if chosen & set(paper["numbers"])]
            sheet.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "name": paper["name"],
                            "sequence": index * 10,
                            "requirement": paper["requirement"],
                            "originals": paper["originals"],
                            "certified_copies": paper["certified_copies"],
                            "copies": paper["copies"],
                            "received": paper["name"] in ticked and ticked[paper["name"]].received,
                            "parts_text": ", ".join(
                                str(number) for number in paper["numbers"] if number in chosen
                            ),
                        }
                    )
                    for index, paper in enumerate(rows, 1)
                ),
            ]
        return result

    def _part_cases(self):
        """``{line id: case}`` as chosen on the sheet."""
        return {
            part.line_id._origin.id: part.case_id._origin.sudo()
            for part in self.part_ids
            if part.case_id
        }

    @api.depends("group_id", "part_ids.chosen", "part_ids.case_id")
    def _compute_fee(self):
        """Override: the sum of the chosen parts."""
        grouped = self.filtered("group_id")
        result = super(TthcDossierIntake, self - grouped)._compute_fee()
        for sheet in grouped:
            chosen = sheet.part_ids.filtered("chosen")
            sheet.fee_total = sum(chosen.mapped("fee"))
            sheet.fee_text = "\n".join(
                f"{part.number}. {part.case_id.procedure_id.short_name}: {part.fee_text}"
                for part in chosen
                if part.fee_text
            )
        return result

    # Actions --------------------------------------------------------------------------------------

    def action_accept(self):
        """Override: a group becomes a submission."""
        if not self.group_id:
            return super().action_accept()
        self.ensure_one()
        self._check_complete()
        submission = self.env["tthc.submission"]._intake(self._submission_values())
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.submission",
            "res_id": submission.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
        }

    def action_save(self):
        """Override: the parts of a group are accepted one after the other by themselves.

        :raise UserError: for a group
        """
        if self.group_id:
            raise UserError(
                self.env._("Linked procedures are taken in together: use “Accept the Submission”.")
            )
        return super().action_save()

    def _missing_matter(self):
        """Override: a group needs a chosen part, and no procedure."""
        if not self.group_id:
            return super()._missing_matter()
        return [] if self.part_ids.filtered("chosen") else [self.env._("the linked procedures")]

    def _submission_values(self):
        values = self._intake_values()
        chosen = self.part_ids.filtered("chosen")
        for name in ("procedure_id", "case_id", "components", "competent_company_id"):
            values.pop(name)
        papers = {}
        for line in self.line_ids:
            row = line._component_values()
            row.pop("template_id")
            row.pop("sequence")
            papers[line.name] = row
        return {
            **values,
            "group_id": self.group_id.id,
            "line_ids": chosen.line_id.ids,
            "cases": {part.line_id.id: part.case_id.id for part in chosen},
            "papers": papers,
        }


class TthcDossierIntakePart(models.TransientModel):
    """A procedure of the group on the intake sheet."""

    _name = "tthc.dossier.intake.part"
    _description = "Linked Procedure at Intake"
    _order = "number, id"

    intake_id = fields.Many2one("tthc.dossier.intake", required=True, ondelete="cascade")
    line_id = fields.Many2one("tthc.procedure.group.line", required=True, ondelete="cascade")
    number = fields.Integer("No.")
    mandatory = fields.Boolean()
    chosen = fields.Boolean("Asked for")
    procedure_id = fields.Many2one(related="line_id.procedure_id")
    version_id = fields.Many2one(related="case_id.version_id")
    case_id = fields.Many2one(
        "tthc.procedure.case", domain="[('version_id', '=', version_id)]", ondelete="cascade"
    )
    after = fields.Char("Waits for")
    lead = fields.Boolean(related="line_id.lead")
    agency_id = fields.Many2one("tthc.agency", compute="_compute_prospect")
    due_text = fields.Char("Appointment", compute="_compute_prospect")
    fee = fields.Float(compute="_compute_prospect")
    fee_text = fields.Char("Fees", compute="_compute_prospect")

    @api.depends(
        "case_id", "after", "intake_id.company_id", "intake_id.channel", "intake_id.kind",
        "intake_id.quantity", "intake_id.copies", "intake_id.benefit_ids",
    )  # fmt: skip
    def _compute_prospect(self):
        """Who decides, until when, and what it costs, as acceptance now would give."""
        today = fields.Date.context_today(self)
        for part in self:
            sheet, case = part.intake_id, part.case_id._origin
            part.agency_id, part.due_text, part.fee, part.fee_text = False, False, 0, False
            if not case:
                continue
            channel = case.sudo()._nearest_channel(sheet.channel)
            draft = self.env["tthc.dossier"].new(
                {
                    "company_id": sheet.company_id.id,
                    "procedure_id": case.procedure_id.id,
                    "case_id": case.id,
                    "channel": channel,
                }
            )
            part.agency_id = draft._find_offer().agency_id.sudo(False)
            part.due_text = (
                self.env._("After part %s", part.after) if part.after else part._due_of(draft)
            )
            quotes = case.sudo()._quote_fees(
                channel,
                today,
                max(sheet.quantity, 1),
                max(sheet.copies, 1),
                sheet.kind,
                sheet.benefit_ids._origin,
            )
            part.fee = sum(quote.amount for quote in quotes)
            part.fee_text = "; ".join(
                f"{quote.name}: {quote.explanation}"
                for quote in quotes
                if quote.amount or quote.saving
            )

    def _due_of(self, draft):
        try:
            return draft._local_text(draft._first_due_dates(fields.Datetime.now())["due_at"])
        except UserError as error:
            return str(error)


class TthcDossierIntakeLine(models.TransientModel):
    _inherit = "tthc.dossier.intake.line"

    parts_text = fields.Char("Used by Parts", readonly=True)
