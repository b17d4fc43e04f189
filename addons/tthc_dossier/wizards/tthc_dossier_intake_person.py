from odoo import api, fields, models
from odoo.tools import email_normalize

from ..tools import identity

#: Numbers on the sheet → the masked field of the contact that shows them, and takes a new one.
NUMBERS = {
    "identity_number": "tthc_identity_masked",
    "old_number": "tthc_old_masked",
    "paper_number": "tthc_paper_masked",
}


class TthcDossierIntake(models.TransientModel):
    """The applicant on the intake sheet: found by card, number or name, or entered anew.

    The number of somebody who is known already is not shown here: the sheet holds what was typed
    or scanned, and beside it the contact's own number masked.
    """

    _inherit = "tthc.dossier.intake"

    name = fields.Char("Full Name")
    identity_number = fields.Char("Personal Number")
    identity_masked = fields.Char(related="partner_id.tthc_identity_masked", string="Number Known")
    old_number = fields.Char("Former Number", help="Old identity card (CMND), as the card says.")
    tax_code = fields.Char()
    registration_number = fields.Char(
        "Registration No.",
        help="Of the business household's registration certificate, of an organisation's decision "
        "of establishment or registration.",
    )
    nationality_id = fields.Many2one("res.country")
    paper_kind = fields.Selection(
        [
            ("passport", "Passport"),
            ("residence", "Residence Card"),
            ("other", "Other Identity Paper"),
        ],
        "Foreigner's Paper",
        help="For people without a personal number: foreigners, and Vietnamese who live abroad.",
    )
    paper_number = fields.Char("Number of the Paper")
    paper_masked = fields.Char(related="partner_id.tthc_paper_masked", string="Paper Known")
    birth_date = fields.Date("Date of Birth")
    gender = fields.Selection([("male", "Male"), ("female", "Female"), ("other", "Other")])
    street = fields.Char("Address")
    commune_id = fields.Many2one("tthc.commune")
    commune = fields.Char("Commune (as written)")
    state_id = fields.Many2one(
        "res.country.state", "Province", domain="[('country_id.code', '=', 'VN')]"
    )
    phone = fields.Char()
    email = fields.Char()
    card_doubts = fields.Char(help="Fields of the scanned card that are compared with it.")
    identity_warning = fields.Text(compute="_compute_identity_warning")

    def _find_person(self, number):
        """Who has this number: personal, former, of a foreigner's paper, or tax code."""
        wanted = [
            [(name, "=", number)]
            for name in ("tthc_identity_masked", "tthc_old_masked", "tthc_paper_masked", "vat")
        ]
        return self._partners().search(fields.Domain.OR(wanted), limit=1)

    def _partners(self):
        return self.env["res.partner"].with_context(active_test=True)

    def _fill_from_card(self, card):
        self.partner_id = self._find_person(card.number)
        if self.partner_id:
            self._fill_from_partner()
            return
        self.update(
            {
                "kind": "citizen",
                "name": card.name,
                "identity_number": card.number,
                "old_number": card.old_number or False,
                "birth_date": card.birth_date,
                "gender": card.gender or False,
                "street": card.address,
                "card_doubts": self._card_doubts(card),
            }
        )

    def _card_doubts(self, card):
        """Which fields of a scanned card the desk compares with the card in its hand."""
        labels = {
            "name": self.env._("name"),
            "address": self.env._("address"),
            "old_number": self.env._("former number"),
            "gender": self.env._("gender"),
        }
        if not card.doubtful:
            return False
        return self.env._(
            "The scanner may have changed letters, compare with the card: %s.",
            ", ".join(labels[name] for name in card.doubtful),
        )

    @api.onchange("partner_id")
    def _fill_from_partner(self):
        partner = self.partner_id
        if not partner:
            return
        self.update(
            {
                "kind": partner.tthc_kind or ("organisation" if partner.is_company else "citizen"),
                "name": partner.name,
                "identity_number": False,
                "paper_number": False,
                "card_doubts": False,
                "tax_code": partner.vat,
                "registration_number": partner.company_registry,
                "nationality_id": partner.tthc_nationality_id,
                "paper_kind": partner.tthc_paper_kind,
                "birth_date": partner.tthc_birth_date,
                "gender": partner.tthc_gender,
                "street": partner.street,
                "commune_id": partner.tthc_commune_id,
                "commune": partner.tthc_commune,
                "state_id": partner.state_id,
                "phone": partner.phone,
                "email": partner.email,
            }
        )

    @api.onchange("identity_number", "tax_code", "paper_number")
    def _onchange_number(self):
        """A number already on file brings its person, so that nobody is entered twice."""
        number = self.identity_number or self.tax_code or self.paper_number
        if number and not self.partner_id:
            partner = self._find_person(number.strip())
            if partner:
                self.partner_id = partner
                self._fill_from_partner()

    @api.onchange("commune_id")
    def _onchange_commune(self):
        """A commune brings its province and its name."""
        commune = self.commune_id._origin
        if commune:
            self.state_id = commune.state_id
            self.commune = commune.full_name

    @api.onchange("state_id")
    def _onchange_province(self):
        """Another province has other communes."""
        commune = self.commune_id._origin
        if commune and commune.state_id != self.state_id._origin:
            self.commune_id = self.commune = False

    @api.depends(
        "identity_number", "birth_date", "gender", "tax_code", "phone", "email", "partner_id",
        "kind", "card_doubts",
    )  # fmt: skip
    def _compute_identity_warning(self):
        for sheet in self:
            known = sheet.partner_id._origin.sudo()
            doubts = [sheet.card_doubts] if sheet.card_doubts else []
            sheet.identity_warning = "\n".join(
                doubts
                + self.env["res.partner"]._tthc_doubts(
                    {
                        "kind": sheet.kind,
                        "identity": sheet.identity_number or known.tthc_identity_number,
                        "tax_code": sheet.tax_code,
                        "birth_date": sheet.birth_date,
                        "gender": sheet.gender,
                        "phone": sheet.phone,
                        "email": sheet.email,
                    }
                )
            )

    # What becomes of it -----------------------------------------------------------------------

    def _owner(self):
        """Id of the known person, brought up to date, or the values of a new one."""
        if self.partner_id:
            return self._known_owner().id
        return {
            "name": self.name,
            "tthc_kind": self.kind,
            "is_company": self.kind == "organisation",
            "tthc_identity_number": identity.compact(self.identity_number) or False,
            "tthc_old_number": identity.compact(self.old_number) or False,
            "tthc_paper_kind": self.paper_kind,
            "tthc_paper_number": identity.compact(self.paper_number).upper() or False,
            "tthc_nationality_id": self.nationality_id.id,
            "vat": self.tax_code,
            "company_registry": self.registration_number,
            "tthc_birth_date": self.birth_date,
            "tthc_gender": self.gender,
            "country_id": self.env.ref("base.vn").id,
            **self._address_values(),
        }

    def _address_values(self):
        return {
            "street": self.street,
            "tthc_commune_id": self.commune_id.id,
            "tthc_commune": self.commune_id.full_name or self.commune,
            "state_id": self.state_id.id,
            "phone": identity.normalise_phone(self.phone) or False,
            "email": email_normalize(self.email) or self.email,
        }

    def _known_owner(self):
        """The known person, with what the sheet says anew of address and reach, and numbers that
        were not known."""
        known = self.partner_id
        changed = {
            key: value
            for key, value in self._address_values().items()
            if value and value != (known[key].id if key.endswith("_id") else known[key])
        }
        if known.sudo().user_ids:
            changed.pop("email", None)
        for typed, masked in NUMBERS.items():
            if self[typed] and not known[masked]:
                changed[masked] = self[typed]
        # The contact of a colleague or of a centre is not the desk's to change.
        if changed and known.has_access("write"):
            known.write(changed)
        return known

    def _representative(self):
        if not self.has_representative:
            return False
        if self.representative_id:
            return self.representative_id.id
        return {
            "name": self.representative_name,
            "tthc_kind": "citizen",
            "tthc_identity_number": identity.compact(self.representative_identity) or False,
            "phone": identity.normalise_phone(self.representative_phone) or False,
        }
