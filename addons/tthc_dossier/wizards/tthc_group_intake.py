import base64

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.tthc_dossier_mandate import MANDATE_KINDS
from ..tools import identity, people_list, table_file
from ..tools.duplicates import likeness, name_key

#: So many people are taken in by one list.
MOST = 300


class TthcGroupIntake(models.TransientModel):
    """One procedure for many people: the list typed, pasted or imported; either a dossier each, or
    one dossier that belongs to all of them.

    Nothing is written until every row is good, or was left out by the user.
    """

    _name = "tthc.group.intake"
    _description = "Intake of Many People"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    procedure_id = fields.Many2one(
        "tthc.procedure", required=True, domain="[('offer_ids.company_id', '=', company_id)]"
    )
    version_id = fields.Many2one(related="procedure_id.current_version_id")
    case_id = fields.Many2one(
        "tthc.procedure.case",
        compute="_compute_case_id",
        store=True,
        readonly=False,
        domain="[('version_id', '=', version_id)]",
    )
    channel = fields.Selection(
        [("counter", "At the Counter"), ("online", "Online"), ("post", "By Post")],
        required=True,
        default="counter",
    )
    mode = fields.Selection(
        [("each", "A dossier each"), ("owners", "One dossier that belongs to all")],
        "They Get",
        required=True,
        default="each",
        help="A dossier each: a company brings the papers of its workers. One dossier: co-owners "
        "of a plot of land; the first row is its owner, the others its co-owners.",
    )
    sender_id = fields.Many2one(
        "res.partner",
        "Brought by",
        domain="[('tthc_kind', '!=', False)]",
        help="The company or person who brings the list.",
    )
    mandate_kind = fields.Selection(MANDATE_KINDS, "Kind of Mandate")
    mandate_number = fields.Char("Mandate")
    mandate_date = fields.Date("Date of the Mandate")
    mandate_until = fields.Date("Valid until")
    subject = fields.Char()
    papers_received = fields.Boolean(
        "All Required Papers Received", help="Of each dossier: every mandatory paper is in hand."
    )
    pasted = fields.Text(help="Rows copied from a table, with or without its header.")
    data = fields.Binary("List (XLSX or CSV)", attachment=False)
    file_name = fields.Char()
    line_ids = fields.One2many("tthc.group.intake.line", "sheet_id", "People")
    good_count = fields.Integer("Good Rows", compute="_compute_counts")
    bad_count = fields.Integer("Rows to Correct", compute="_compute_counts")
    submission_id = fields.Many2one("tthc.submission", readonly=True, copy=False)
    dossier_id = fields.Many2one("tthc.dossier", readonly=True, copy=False)

    @api.depends("procedure_id")
    def _compute_case_id(self):
        for sheet in self:
            sheet.case_id = sheet.procedure_id.current_version_id.case_ids[:1]

    @api.depends("line_ids.problem", "line_ids.left_out")
    def _compute_counts(self):
        for sheet in self:
            kept = sheet.line_ids.filtered(lambda line: not line.left_out)
            sheet.bad_count = len(kept.filtered("problem"))
            sheet.good_count = len(kept) - sheet.bad_count

    @api.onchange("line_ids")
    def _onchange_line_ids(self):
        """Rows that are typed go on with the numbers."""
        last = max(self.line_ids.mapped("row"), default=0)
        for line in self.line_ids.filtered(lambda line: not line.row):
            last += 1
            line.row = last

    @api.depends("sender_id")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = sheet.sender_id.name or self.env._("Intake of Many People")

    # The list -------------------------------------------------------------------------------------

    def action_read_list(self):
        """Add the rows of the file and of the pasted text to the list.

        :raise UserError: the file cannot be read, or holds too many people
        """
        self.ensure_one()
        rows = []
        for table in self._tables():
            index = table_file.columns(table[0] if table else [], people_list.COLUMNS)
            rows += people_list.read_people(table, index if "name" in index else {})
        if not rows:
            raise UserError(self.env._("There is nobody in it: paste rows, or choose a file."))
        if len(rows) + len(self.line_ids) > MOST:
            raise UserError(
                self.env._("At most %s people are taken in by one list: split it.", MOST)
            )
        start = len(self.line_ids)
        self.write(
            {
                "pasted": False,
                "data": False,
                "line_ids": [
                    Command.create(
                        {
                            "row": start + place,
                            "name": person.name,
                            "identity_number": person.number,
                            "birth_date": person.birth,
                            "birth_text": person.birth_text if not person.birth else False,
                            "gender": person.gender or False,
                            "phone": person.phone,
                            "street": person.street,
                            "commune": person.commune,
                            "note": person.note,
                        }
                    )
                    for place, person in enumerate(rows, 1)
                ],
            }
        )
        return self._again()

    def _tables(self):
        tables = [table_file.read_text(self.pasted)] if (self.pasted or "").strip() else []
        if self.data:
            try:
                tables.append(table_file.read_file(base64.b64decode(self.data)))
            except table_file.NotATable as error:
                raise UserError(
                    self.env._(
                        "This file cannot be read as a list: save it as XLSX or CSV (UTF-8) and "
                        "choose it again."
                    )
                ) from error
        return tables

    def action_leave_bad_out(self):
        """Leave out every row that has something to correct."""
        self.ensure_one()
        self.line_ids.filtered("problem").left_out = True
        return self._again()

    def _again(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
        }

    # Taken in -------------------------------------------------------------------------------------

    def action_accept(self):
        """Take everybody in, or nobody: one request, however often it is sent.

        :raise UserError: rows to correct, named with number and reason; or what stands against
            the acceptance of a row
        """
        self.ensure_one()
        self.env.execute_query(
            SQL("SELECT id FROM tthc_group_intake WHERE id = %s FOR UPDATE", self.id)
        )
        if not (self.submission_id or self.dossier_id):
            self._check_ready()
            people = [(line.row, line._person()) for line in self._kept_lines()]
            if self.mode == "each":
                values = {**self._values(), "sender": self.sender_id.id}
                self.submission_id = self.env["tthc.submission"]._intake_many(values, people)
            else:
                self.dossier_id = self._one_dossier(people)
        made = self.submission_id or self.dossier_id
        return {
            "type": "ir.actions.act_window",
            "res_model": made._name,
            "res_id": made.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
        }

    def _kept_lines(self):
        return self.line_ids.filtered(lambda line: not line.left_out).sorted("row")

    def _check_ready(self):
        kept = self._kept_lines()
        if not kept:
            raise UserError(self.env._("Nobody is on the list."))
        wrong = [
            self.env._("Row %(row)s: %(reason)s", row=line.row, reason=line.problem)
            for line in kept
            if line.problem
        ]
        if wrong:
            raise UserError(
                self.env._(
                    "%s\nNothing was taken in: correct these rows or leave them out.",
                    "\n".join(wrong),
                )
            )
        if self.mode == "each" and not self.sender_id:
            raise UserError(self.env._("Enter who brings the list."))
        if not self.case_id:
            self.procedure_id._version_at(fields.Date.context_today(self))
            raise UserError(self.env._("Choose the case."))

    def _values(self):
        components = self.env["tthc.dossier.component"]._values_from_case(self.case_id)
        for row in components:
            row["received"] = self.papers_received and row["requirement"] == "mandatory"
        mandate = self.mandate_number and {
            name: self[name]
            for name in ("mandate_kind", "mandate_number", "mandate_date", "mandate_until")
        }
        return {
            "company_id": self.company_id.id,
            "procedure_id": self.procedure_id.id,
            "case_id": self.case_id.id,
            "channel": self.channel,
            "subject": self.subject,
            "components": components,
            "mandate": mandate,
        }

    def _one_dossier(self, people):
        """A dossier of the first person, with the others as its co-owners."""
        dossiers = self.env["tthc.dossier"]
        (_row, owner), *others = people
        values = {**self._values(), "owner": owner, "submitter": self.sender_id.id}
        dossier = dossiers._intake(values, accept=False)
        dossier.write(
            {
                "party_ids": [
                    Command.create(
                        {
                            "role": "co_owner",
                            "partner_id": dossiers._intake_partner(person).id,
                        }
                    )
                    for _row, person in others
                ]
            }
        )
        dossier.action_accept()
        return dossier


class TthcGroupIntakeLine(models.TransientModel):
    """One person of the list."""

    _name = "tthc.group.intake.line"
    _description = "Person of a List"
    _order = "row, id"

    sheet_id = fields.Many2one("tthc.group.intake", required=True, ondelete="cascade")
    row = fields.Integer("No.")
    name = fields.Char("Full Name")
    identity_number = fields.Char("Personal Number")
    birth_date = fields.Date("Date of Birth")
    birth_text = fields.Char("Date of Birth (as written)")
    gender = fields.Selection([("male", "Male"), ("female", "Female"), ("other", "Other")])
    phone = fields.Char()
    street = fields.Char("Address")
    commune = fields.Char()
    note = fields.Char()
    left_out = fields.Boolean("Left out")
    partner_id = fields.Many2one("res.partner", "Known as", compute="_compute_checked")
    problem = fields.Char("To Correct", compute="_compute_checked")

    @api.depends(
        "name", "identity_number", "birth_date", "birth_text", "phone", "left_out",
        "sheet_id.line_ids.identity_number", "sheet_id.line_ids.left_out",
    )  # fmt: skip
    def _compute_checked(self):
        """Who is known already, and what is wrong with the row; one search for the whole list."""
        people = self.env["res.partner"]
        numbers = {identity.compact(line.identity_number) for line in self} - {""}
        found = (
            people.search([("tthc_identity_masked", "in", list(numbers))]) if numbers else people
        )
        known = {person.sudo().tthc_identity_number: person for person in found}
        for sheet in self.sheet_id or [self.env["tthc.group.intake"]]:
            lines = sheet.line_ids.filtered(lambda line: not line.left_out) or self
            checked = {line: line._as_person() for line in lines | self}
            people_list.check(
                [checked[line] for line in lines.sorted("row")],
                on_date=fields.Date.context_today(self),
            )
            for line in self.filtered(lambda line, sheet=sheet: line.sheet_id == sheet):
                line.partner_id = known.get(identity.compact(line.identity_number), False)
                line.problem = not line.left_out and line._problem_text(checked[line]) or False

    def _as_person(self):
        return people_list.Person(
            self.row,
            number=identity.compact(self.identity_number),
            name=self.name or "",
            birth=self.birth_date or None,
            birth_text=self.birth_text or "",
            phone=self.phone or "",
        )

    def _problem_text(self, person):
        labels = {
            "no_name": self.env._("the name is missing"),
            "number": self.env._("the personal number is impossible"),
            "twice": self.env._("the number stands in row %s already", person.twice_at),
            "birth": self.env._("“%s” is no date (dd/mm/yyyy)", person.birth_text),
            "phone": self.env._("the phone number is impossible"),
        }
        texts = [labels[problem] for problem in person.problems]
        known = self.partner_id
        if known and person.name and not likeness(name_key(person.name), name_key(known.name)):
            texts.append(self.env._("the number is that of %s", known.name))
        return "; ".join(texts)

    def _person(self):
        """Id of the known person, or the values of a new one."""
        if self.partner_id:
            return self.partner_id.id
        return {
            "name": self.name,
            "tthc_kind": "citizen",
            "tthc_identity_number": identity.compact(self.identity_number) or False,
            "tthc_birth_date": self.birth_date,
            "tthc_gender": self.gender,
            "phone": identity.normalise_phone(self.phone) or False,
            "street": self.street,
            "tthc_commune": self.commune,
            "country_id": self.env.ref("base.vn").id,
        }
