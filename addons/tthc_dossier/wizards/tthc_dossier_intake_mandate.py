from odoo import api, fields, models

from ..models.tthc_dossier_mandate import MANDATE, MANDATE_KINDS
from ..tools.duplicates import Entry


class TthcDossierIntake(models.TransientModel):
    """Who acts for the applicant, and whether the applicant is known under another spelling."""

    _inherit = "tthc.dossier.intake"

    mandate_kind = fields.Selection(MANDATE_KINDS, "Kind of Mandate", default="authorised")
    mandate_number = fields.Char("Mandate", help="Number of the mandate document.")
    mandate_date = fields.Date("Date of the Mandate")
    mandate_until = fields.Date("Valid until", help="Last day; empty where none is written.")
    mandate_scope = fields.Char("Scope of Mandate")
    mandate_file = fields.Binary("File of the Mandate", attachment=False)
    mandate_file_name = fields.Char()
    mandate_warning = fields.Char(compute="_compute_mandate_warning")
    similar_ids = fields.Many2many(
        "res.partner", string="Possibly the Same", compute="_compute_similar_ids"
    )
    similar_choice_id = fields.Many2one("res.partner", "It Is", store=False)

    @api.onchange("representative_id", "partner_id")
    def _fill_from_mandate(self):
        """A mandate of the same two people that is still valid is offered again."""
        representative, owner = self.representative_id._origin, self.partner_id._origin
        if representative and owner and not self.mandate_number:
            today = fields.Date.context_today(self)
            known = self.env["tthc.dossier.party"]._valid_mandate(owner, representative, today)
            if known:
                self.update(known._mandate_values())

    @api.depends("mandate_until", "has_representative", "company_id")
    def _compute_mandate_warning(self):
        today = fields.Date.context_today(self)
        for sheet in self:
            sheet.mandate_warning = False
            if sheet.has_representative and sheet.mandate_until and sheet.mandate_until < today:
                refused = sheet.company_id.sudo().tthc_refuse_expired_mandate
                sheet.mandate_warning = (
                    self.env._("This mandate has ended: the dossier cannot be accepted with it.")
                    if refused
                    else self.env._("This mandate has ended.")
                )

    def _mandate(self):
        """The mandate as values of the representative's row."""
        return {name: self.with_context(bin_size=False)[name] for name in MANDATE}

    @api.depends("name", "birth_date", "phone", "partner_id", "identity_number", "street", "kind")
    def _compute_similar_ids(self):
        """Who may be the applicant that is being entered; nobody is looked for once one is
        known."""
        for sheet in self:
            sheet.similar_ids = False
            if sheet.partner_id or not (sheet.name and len(sheet.name) > 3):
                continue
            entry = Entry(
                name=sheet.name,
                identity=sheet.identity_number or "",
                old=sheet.old_number or "",
                paper=sheet.paper_number or "",
                tax=sheet.tax_code or "",
                phone=sheet.phone or "",
                birth=sheet.birth_date or None,
                street=sheet.street or "",
                commune=sheet.commune or "",
            )
            found = self.env["res.partner"]._tthc_similar(entry)
            sheet.similar_ids = [person.id for person, *_rest in found]

    @api.onchange("similar_choice_id")
    def _onchange_similar_choice(self):
        """The chosen one is the applicant; a number that was typed goes with the choice."""
        chosen = self.similar_choice_id._origin
        if chosen:
            typed = self.identity_number
            self.partner_id = chosen
            self._fill_from_partner()
            if typed and not chosen.tthc_identity_masked:
                self.identity_number = typed
            self.similar_choice_id = False
