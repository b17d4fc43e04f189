from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools import id_card


class TthcDossierIntake(models.TransientModel):
    """The counter's intake sheet: one screen from the person's card to the receipt.

    Nothing is written to the dossiers until "Accept" (or "Save without accepting"); when something
    is refused, the sheet stays as it was filled in.
    """

    _name = "tthc.dossier.intake"
    _description = "Dossier Intake"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    scan = fields.Char(
        help="Click here and scan the QR code of the identity card; a personal number or a tax "
        "code typed here finds the person too.",
    )
    partner_id = fields.Many2one("res.partner", "Known Applicant")
    kind = fields.Selection(
        [
            ("citizen", "Citizen"),
            ("organisation", "Organisation"),
            ("household", "Household Business"),
        ],
        required=True,
        default="citizen",
    )
    has_representative = fields.Boolean("Somebody Else Brings It")
    representative_id = fields.Many2one("res.partner", "Known Representative")
    representative_name = fields.Char()
    representative_identity = fields.Char("Representative's Personal Number")
    representative_phone = fields.Char()

    procedure_id = fields.Many2one("tthc.procedure")
    version_id = fields.Many2one("tthc.procedure.version", compute="_compute_version_id")
    case_id = fields.Many2one(
        "tthc.procedure.case",
        domain="[('version_id', '=', version_id)]",
        compute="_compute_case_id",
        store=True,
        readonly=False,
    )
    elsewhere = fields.Boolean(
        "Competent Elsewhere",
        help="Another centre is competent: this one receives the dossier for it and returns the "
        "result (phi địa giới hành chính).",
    )
    competent_company_id = fields.Many2one(
        "res.company",
        "Competent Centre",
        compute="_compute_competent_company_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', competent_company_ids)]",
    )
    competent_company_ids = fields.Many2many(
        "res.company", compute="_compute_competent_company_ids"
    )
    channel = fields.Selection(
        [("counter", "At the Counter"), ("online", "Online"), ("post", "By Post")],
        required=True,
        default="counter",
    )
    subject = fields.Char()
    quantity = fields.Integer(default=1, help="Pages of the original, persons, or copies.")
    copies = fields.Integer(default=1)
    sector_id = fields.Many2one(related="procedure_id.sector_id")
    benefit_ids = fields.Many2many(
        "tthc.fee.benefit",
        string="Benefits Claimed",
        domain="[('automatic', '=', False), ('in_force', '=', True), "
        "'|', '|', ('procedure_ids', 'in', [procedure_id]), ('sector_ids', 'in', [sector_id]), "
        "'&', ('procedure_ids', '=', False), ('sector_ids', '=', False)]",
        help="Exemptions and reductions of fees that the applicant can prove.",
    )
    benefit_evidence = fields.Char("Evidence Seen")
    benefit_demanded = fields.Char("Evidence Demanded", compute="_compute_benefit_demanded")
    line_ids = fields.One2many(
        "tthc.dossier.intake.line",
        "intake_id",
        "Components",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    return_method = fields.Selection(
        [("counter", "At the Counter"), ("post", "By Post"), ("electronic", "Electronic")],
        required=True,
        default="counter",
    )
    return_address = fields.Char()
    fee_text = fields.Text("Fees", compute="_compute_fee")
    fee_total = fields.Monetary("To Pay", compute="_compute_fee")
    due_text = fields.Char("Appointment", compute="_compute_due_text")

    # The person -------------------------------------------------------------------------------

    @api.onchange("scan")
    def _onchange_scan(self):
        """Read a card's QR text, or look a number up."""
        text = (self.scan or "").strip()
        if not text:
            return None
        if id_card.looks_like_card(text):
            try:
                card = id_card.parse(text, on_date=fields.Date.context_today(self))
            except id_card.NotAnIdCard as error:
                return self._scan_warning(error.code)
            self.scan = False
            self._fill_from_card(card)
        else:
            partner = self._find_person(text)
            if not partner:
                return self._scan_warning("unknown")
            self.scan = False
            self.partner_id = partner
            self._fill_from_partner()
        return None

    def _scan_warning(self, code):
        reasons = {
            "empty": self.env._("Nothing was scanned."),
            "no_number": self.env._("The text does not begin with a personal number."),
            "too_few_fields": self.env._("The code was read in part only: scan it again."),
            "bad_number": self.env._("The personal number on the card is impossible."),
            "no_name": self.env._("The card holds no name."),
            "bad_birth_date": self.env._("The date of birth on the card cannot be read."),
            "two_cards": self.env._("Two different cards were scanned: scan one again."),
            "keyboard_layout": self.env._(
                "The keyboard layout changed the digits of the card: set the keyboard to English "
                "(US) and scan it again."
            ),
            "unknown": self.env._("Nobody with this number is known yet: type in their data."),
        }
        return {
            "warning": {
                "title": self.env._("Not read"),
                "message": reasons.get(code, code),
                "type": "notification",
            }
        }

    # The matter ---------------------------------------------------------------------------------

    @api.depends("procedure_id", "elsewhere", "company_id")
    def _compute_competent_company_ids(self):
        """The other centres that offer the procedure: what each offers is its own to read, that
        it offers it is no secret."""
        offers = self.env["tthc.offer"].sudo()
        for sheet in self:
            sheet.competent_company_ids = sheet.elsewhere and offers.search(
                [
                    ("procedure_id", "=", sheet.procedure_id.id),
                    ("company_id", "!=", sheet.company_id.id),
                    ("company_id.tthc_is_centre", "=", True),
                ]
            ).company_id.sudo(False)

    @api.depends("competent_company_ids")
    def _compute_competent_company_id(self):
        """The only one, or what was chosen as long as it fits."""
        for sheet in self:
            possible = sheet.competent_company_ids
            if sheet.competent_company_id not in possible:
                sheet.competent_company_id = possible if len(possible) == 1 else False

    @api.depends("procedure_id")
    def _compute_version_id(self):
        for sheet in self:
            sheet.version_id = sheet.procedure_id.current_version_id

    @api.depends("procedure_id")
    def _compute_case_id(self):
        for sheet in self:
            sheet.case_id = sheet.procedure_id.current_version_id.case_ids[:1]

    @api.depends("case_id")
    def _compute_line_ids(self):
        components = self.env["tthc.dossier.component"]
        for sheet in self:
            sheet.line_ids = [Command.clear()] + [
                Command.create(row) for row in components._values_from_case(sheet.case_id)
            ]

    @api.depends("benefit_ids")
    def _compute_benefit_demanded(self):
        for sheet in self:
            sheet.benefit_demanded = "; ".join(
                benefit.evidence for benefit in sheet.benefit_ids if benefit.evidence
            )

    @api.depends("case_id", "channel", "quantity", "copies", "kind", "benefit_ids")
    def _compute_fee(self):
        today = fields.Date.context_today(self)
        for sheet in self:
            if not sheet.case_id:
                sheet.fee_total, sheet.fee_text = 0, False
                continue
            quotes = sheet.case_id._quote_fees(
                sheet.channel,
                today,
                max(sheet.quantity, 1),
                max(sheet.copies, 1),
                sheet.kind,
                sheet.benefit_ids._origin,
            )
            sheet.fee_total = sum(quote.amount for quote in quotes)
            sheet.fee_text = "\n".join(
                f"{quote.name}: {quote.explanation}"
                for quote in quotes
                if quote.amount or quote.saving
            )

    @api.depends("case_id", "channel", "competent_company_id")
    def _compute_due_text(self):
        for sheet in self:
            sheet.due_text = False
            if sheet.case_id:
                sheet.due_text = sheet._preview_due()

    def _preview_due(self):
        """The appointment that acceptance now would give, or why there is none."""
        draft = self.env["tthc.dossier"].new(
            {
                "company_id": self.company_id.id,
                "procedure_id": self.procedure_id.id,
                "case_id": self.case_id.id,
                "channel": self.channel,
                "competent_company_id": self.competent_company_id.id,
            }
        )
        try:
            due = draft._first_due_dates(draft._clock_start(fields.Datetime.now()))["due_at"]
        except UserError as error:
            return str(error)
        text = draft._local_text(due)
        return self.env._("%s (expected)", text) if self.competent_company_id else text

    # Actions --------------------------------------------------------------------------------------

    def action_accept(self):
        """Accept, and open the dossier with its receipt ready to print."""
        self.ensure_one()
        return self._open(self._make_dossier(accept=True))

    def action_save(self):
        """Keep the dossier as registered, without a number."""
        self.ensure_one()
        return self._open(self._make_dossier(accept=False))

    def _make_dossier(self, accept):
        self._check_complete()
        return self.env["tthc.dossier"]._intake(self._intake_values(), accept=accept)

    def _check_complete(self):
        missing = []
        if not self.name:
            missing.append(self.env._("the applicant's name"))
        missing += self._missing_matter()
        if self.elsewhere and not self.competent_company_id:
            missing.append(self.env._("the competent centre"))
        if self.has_representative and not (self.representative_id or self.representative_name):
            missing.append(self.env._("the representative's name"))
        if self.return_method == "post" and not (self.return_address or self.street):
            missing.append(self.env._("the address to which the result is sent"))
        if missing:
            raise UserError(self.env._("Fill in: %s.", ", ".join(missing)))

    def _missing_matter(self):
        """What is missing of what the person asks for."""
        missing = []
        if not self.procedure_id:
            missing.append(self.env._("the procedure"))
        elif not self.case_id:
            # Says that the procedure is unknown, not yet in force or retired.
            self.procedure_id._version_at(fields.Date.context_today(self))
            missing.append(self.env._("the case"))
        return missing

    def _intake_values(self):
        address = ", ".join(
            part for part in (self.street, self.commune, self.state_id.name) if part
        )
        return {
            "company_id": self.company_id.id,
            "procedure_id": self.procedure_id.id,
            "case_id": self.case_id.id,
            "competent_company_id": self.competent_company_id.id,
            "channel": self.channel,
            "quantity": self.quantity,
            "copies": self.copies,
            "applicant_kind": self.kind,
            "claims": [
                {"benefit_id": benefit.id, "evidence": self.benefit_evidence}
                for benefit in self.benefit_ids
            ],
            "subject": self.subject,
            "return_method": self.return_method,
            "return_address": self.return_address
            or (address if self.return_method == "post" else False),
            "owner": self._owner(),
            "submitter": self._representative(),
            "mandate": self.has_representative and self._mandate(),
            "components": [line._component_values() for line in self.line_ids],
        }

    @staticmethod
    def _open(dossier):
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": dossier.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
            # the form offers the receipt and the next intake, see dossier_form_view.js
            "context": {"tthc_taken_in": True},
        }
