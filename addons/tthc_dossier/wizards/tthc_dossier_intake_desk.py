from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import identity


class TthcDossierIntake(models.TransientModel):
    """What makes the sheet quick by keyboard: all papers ticked with one key, the field that a
    refusal is about, and the sheet that was left unfinished."""

    _inherit = "tthc.dossier.intake"
    #: Half a working day: so long an unfinished sheet can be taken up again.
    _transient_max_hours = 4.0

    all_received = fields.Boolean(
        "All Required Papers Received",
        compute="_compute_all_received",
        inverse="_inverse_all_received",
        help="Tick it when every mandatory paper is in your hand: it ticks them all. Take the tick "
        "away to begin anew.",
    )
    required_count = fields.Integer(compute="_compute_all_received")
    several_cases = fields.Boolean(compute="_compute_several_cases")
    person_text = fields.Char(
        "Found", compute="_compute_person_text", help="What is known of the applicant."
    )
    finished = fields.Boolean(readonly=True, copy=False)

    # Papers -------------------------------------------------------------------------------------

    @api.depends("line_ids.received", "line_ids.requirement")
    def _compute_all_received(self):
        for sheet in self:
            required = sheet._required_lines()
            sheet.required_count = len(required)
            sheet.all_received = bool(required) and all(required.mapped("received"))

    def _inverse_all_received(self):
        for sheet in self:
            if sheet.all_received:
                sheet._required_lines().received = True

    @api.onchange("all_received")
    def _onchange_all_received(self):
        required = self._required_lines()
        if self.all_received != all(required.mapped("received")):
            required.received = self.all_received

    def _required_lines(self):
        return self.line_ids.filtered(lambda line: line.requirement == "mandatory")

    @api.depends("version_id")
    def _compute_several_cases(self):
        for sheet in self:
            sheet.several_cases = len(sheet.version_id.case_ids) > 1

    # The person ---------------------------------------------------------------------------------

    @api.model
    def default_get(self, fields_list):
        """Override: the same applicant again, where the desk asked for that."""
        values = super().default_get(fields_list)
        applicant = self.env.context.get("tthc_applicant_id")
        if applicant and "partner_id" in fields_list:
            values["partner_id"] = applicant
        return values

    @api.depends("partner_id")
    def _compute_person_text(self):
        """Who was found, and what is under way for that person, as the desk sees it."""
        dossiers = self.env["tthc.dossier"]
        for sheet in self:
            partner = sheet.partner_id._origin
            if not partner:
                sheet.person_text = False
                continue
            states = dict(
                dossiers._read_group([("owner_id", "=", partner.id)], ["state"], ["__count"])
            )
            parts = [partner.name, partner.tthc_identity_masked, partner.phone]
            if states:
                parts.append(self.env._("dossiers: %s", sum(states.values())))
            if states.get("done"):
                parts.append(self.env._("results to be returned: %s", states["done"]))
            sheet.person_text = " · ".join(part for part in parts if part)

    def _scan_warning(self, code):
        """Override: a number that nobody has yet is kept as the new person's."""
        if code == "unknown":
            text = (self.scan or "").strip()
            if not identity.check_identity_number(text).problems:
                self.update({"identity_number": text, "scan": False})
            elif not identity.check_tax_code(text).problems:
                self.update({"tax_code": text, "kind": "organisation", "scan": False})
        return super()._scan_warning(code)

    def action_view_person(self):
        """The dossiers of the applicant who was found.

        :raise UserError: the applicant is new
        """
        self.ensure_one()
        if not self.partner_id:
            raise UserError(self.env._("Nobody was found yet: scan the card or type a number."))
        return self.partner_id.action_view_tthc_dossiers()

    # What is refused ------------------------------------------------------------------------------

    def action_accept(self):
        """Override: say which field a refusal is about; a sheet of a group is done as well."""
        result = self._saying_where(super().action_accept)
        self.sudo().finished = True
        return result

    def action_save(self):
        return self._saying_where(super().action_save)

    def action_answer_at_once(self):
        return self._saying_where(super().action_answer_at_once)

    def _saying_where(self, act):
        """Do ``act``; a refusal tells the form which field to put the cursor into."""
        self.ensure_one()
        try:
            return act()
        except UserError as error:
            error.context = {**getattr(error, "context", {}), "tthc_field": self._refused_field()}
            raise

    def _refused_field(self):
        """Name of the first field, in the order of the work, that is missing or wrong."""
        wrong = {
            "name": not self.name,
            "identity_number": self.identity_number
            and identity.check_identity_number(self.identity_number).problems,
            "tax_code": self.tax_code and identity.check_tax_code(self.tax_code).problems,
            "procedure_id": not (self.procedure_id or self.group_id),
            "case_id": not (self.case_id or self.group_id),
            "competent_company_id": self.elsewhere and not self.competent_company_id,
            "representative_name": self.has_representative
            and not (self.representative_id or self.representative_name),
            "return_address": self.return_method == "post"
            and not (self.return_address or self.street),
            "all_received": self.required_count and not self.all_received,
        }
        return next((name for name, found in wrong.items() if found), "procedure_id")

    # Taken up again ------------------------------------------------------------------------------

    def _unfinished_label(self):
        """When, who and what, for the banner that offers the sheet again."""
        self.ensure_one()
        left = fields.Datetime.context_timestamp(self, self.write_date).strftime("%H:%M")
        matter = self.procedure_id.display_name or self.group_id.display_name
        return " – ".join(part for part in (left, self.name, matter) if part)

    def action_discard(self):
        """Throw an unfinished sheet away, with what was entered about the person."""
        self.unlink()
        return True
