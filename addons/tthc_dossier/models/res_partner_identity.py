from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools import identity

#: The masked field that everybody sees → the number behind it, which only the server reads.
MASKED = {
    "tthc_identity_masked": "tthc_identity_number",
    "tthc_old_masked": "tthc_old_number",
    "tthc_paper_masked": "tthc_paper_number",
}


class ResPartner(models.Model):
    """Numbers of people: kept in full, shown masked through every door, in full by a logged click.

    The full numbers are readable by nobody over RPC, in a list, an export, a group, a domain or a
    related path (``groups=NO_ACCESS``); superuser code reads them for the comparison at intake and
    for the statutory forms. The masked fields are what views hold: written to, they take a new
    number; searched, they find who has exactly the number that is asked for.
    """

    _inherit = "res.partner"

    tthc_identity_number = fields.Char(
        "Personal Number (in full)",
        index="btree_not_null",
        copy=False,
        groups=fields.NO_ACCESS,
        help="Số định danh cá nhân (12 digits) or the old identity card number (9 digits).",
    )
    tthc_old_number = fields.Char(
        "Former Number (in full)", index="btree_not_null", copy=False, groups=fields.NO_ACCESS
    )
    tthc_paper_number = fields.Char(
        "Number of the Paper (in full)",
        index="btree_not_null",
        copy=False,
        groups=fields.NO_ACCESS,
    )
    tthc_identity_masked = fields.Char(
        "Personal Number",
        compute="_compute_masked",
        inverse="_inverse_identity_masked",
        search="_search_identity_masked",
        compute_sudo=True,
        help="Số định danh cá nhân (12 digits) or the old identity card number (9 digits). Shown "
        "in full by a click, which is kept on record.",
    )
    tthc_old_masked = fields.Char(
        "Former Number",
        compute="_compute_masked",
        inverse="_inverse_old_masked",
        search="_search_old_masked",
        compute_sudo=True,
        help="Number of the old identity card (CMND, 9 digits), as it stands on older papers.",
    )
    tthc_paper_masked = fields.Char(
        "Number of the Paper",
        compute="_compute_masked",
        inverse="_inverse_paper_masked",
        search="_search_paper_masked",
        compute_sudo=True,
    )
    tthc_paper_kind = fields.Selection(
        [
            ("passport", "Passport"),
            ("residence", "Residence Card"),
            ("other", "Other Identity Paper"),
        ],
        "Foreigner's Paper",
        help="For people without a personal number: foreigners, and Vietnamese who live abroad.",
    )
    tthc_nationality_id = fields.Many2one("res.country", "Nationality")

    @api.depends(*MASKED.values())
    def _compute_masked(self):
        for partner in self:
            for masked, name in MASKED.items():
                partner[masked] = identity.mask(partner[name] or "")

    def _inverse_identity_masked(self):
        self._take_numbers("tthc_identity_masked")

    def _inverse_old_masked(self):
        self._take_numbers("tthc_old_masked")

    def _inverse_paper_masked(self):
        self._take_numbers("tthc_paper_masked")

    def _take_numbers(self, masked):
        """Take what was typed in the place of a masked number; the mask itself changes nothing.

        :raise ValidationError: a part of the mask was left in it
        """
        name = MASKED[masked]
        typed = {partner: partner[masked] for partner in self}
        for partner, text in typed.items():
            kept = partner.sudo()
            if text and identity.MASK in text:
                if text == identity.mask(kept[name] or ""):
                    continue
                raise ValidationError(
                    self.env._("Type the whole number: a part of %s is still hidden.", text)
                )
            kept[name] = identity.compact(text).upper() or False

    def _search_identity_masked(self, operator, value):
        return self._search_number("tthc_identity_number", operator, value)

    def _search_old_masked(self, operator, value):
        return self._search_number("tthc_old_number", operator, value)

    def _search_paper_masked(self, operator, value):
        return self._search_number("tthc_paper_number", operator, value)

    def _search_number(self, name, operator, value):
        """Who has exactly this number; a part of one finds nobody, so that nothing is guessed."""
        if operator in ("=", "ilike", "like", "=ilike", "=like"):
            value = [value]
        elif operator != "in":
            return NotImplemented
        wanted = [identity.compact(text).upper() if text else False for text in value]
        people = self.sudo().with_context(active_test=False)
        query = people._search([(name, "in", wanted)])
        # Few have a number: their ids serve the planner better than another query does.
        return [("id", "in", query if False in wanted else list(query))]

    @api.model
    def _search_display_name(self, operator, value):
        """Override: a whole number typed where a name is expected finds its person."""
        domain = super()._search_display_name(operator, value)
        number = identity.compact(value) if isinstance(value, str) else ""
        if not (number.isascii() and number.isdigit() and len(number) in (9, 12)):
            return domain
        if operator in ("ilike", "like", "=", "=ilike", "=like"):
            # Nothing else is looked through: no name has as many digits.
            return fields.Domain("tthc_identity_masked", "=", number) | fields.Domain(
                "tthc_old_masked", "=", number
            )
        return domain

    # The tax code that is a personal number ------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a person's tax code is the personal number (from 01/07/2025) and is kept in
        that place alone, where it is masked."""
        for index, vals in enumerate(vals_list):
            number = self._personal_tax_code(vals)
            if number and vals.get("tthc_kind") in ("citizen", "household"):
                known = vals.get("tthc_identity_number") or vals.get("tthc_identity_masked")
                self._check_one_number(number, known)
                known = {} if "tthc_identity_number" in vals else {"tthc_identity_masked": number}
                vals_list[index] = {**vals, "vat": False, **known}
        return super().create(vals_list)._masked_again(*vals_list)

    def write(self, vals):
        """Override: likewise."""
        number = self._personal_tax_code(vals)
        people = number and self.filtered(lambda row: row.tthc_kind in ("citizen", "household"))
        if not people:
            result = super().write(vals)
            self._masked_again(vals)
            return result
        for partner in people.sudo():
            self._check_one_number(
                number, vals.get("tthc_identity_masked") or partner.tthc_identity_number
            )
        super(ResPartner, self - people).write(vals)
        result = super(ResPartner, people).write({**vals, "vat": False})
        people.sudo().tthc_identity_number = number
        self._masked_again(vals)
        return result

    def _masked_again(self, *vals_list):
        """What was typed in the place of a masked number is not given back."""
        typed = [name for name in MASKED if any(name in vals for vals in vals_list)]
        if typed:
            self.invalidate_recordset(typed)
        return self

    @api.model
    def _personal_tax_code(self, vals):
        number = identity.compact(vals.get("vat") or "")
        return number if len(number) == 12 and number.isascii() and number.isdigit() else ""

    @api.model
    def _check_one_number(self, number, known):
        """:raise ValidationError: the tax code is another person's number"""
        if known and identity.MASK not in known and identity.compact(known) != number:
            raise ValidationError(
                self.env._(
                    "A person's tax code is the personal number: the two that were entered "
                    "differ. Compare both with the papers."
                )
            )

    # Shown in full --------------------------------------------------------------------------------

    def action_unmask_identity(self, field="tthc_identity_masked", reason=None, source=None):
        """Give a person's number in full, once, and keep on record that it was given.

        :param field: the masked field
        :param reason: what for; the setting of the centre may demand it
        :param source: ``[model, id]`` of the record that is open, kept with the rest
        :return: ``{"number": ..}``, or ``{"reason_needed": True}`` when one is demanded
        :raise AccessError: the person, or people's numbers, are not this user's to see
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("tthc_dossier.group_personal_data"):
            raise AccessError(
                self.env._("Personal numbers are shown to those who handle dossiers only.")
            )
        if field not in MASKED:
            raise UserError(self.env._("There is no such number."))
        reason = (reason or "").strip()
        if self.env.company.sudo().tthc_unmask_reason and not reason:
            return {"reason_needed": True}
        number = self.sudo()[MASKED[field]]
        if number:
            self.env["tthc.access.log"]._record(
                self, "unmask", reason or None, self._open_record(source)
            )
        return {"number": number or ""}

    def _open_record(self, source):
        """The record that the caller says was open, if it may read it; else this person's."""
        model, number = (source or (None, None))[:2]
        if model in self.env and isinstance(number, int) and model != self._name:
            record = self.env[model].browse(number).exists()
            if record and not record._transient and record.has_access("read"):
                return record
        return self

    # What is checked ------------------------------------------------------------------------------

    @api.constrains("tthc_identity_number", "tthc_birth_date")
    def _check_identity(self):
        today = fields.Date.context_today(self)
        for partner in self.sudo():
            if partner.tthc_birth_date and partner.tthc_birth_date > today:
                raise ValidationError(
                    self.env._(
                        "The date of birth %s lies in the future: correct it.",
                        partner.tthc_birth_date.strftime("%d/%m/%Y"),
                    )
                )
            number = partner.tthc_identity_number
            if not number:
                continue
            check = identity.check_identity_number(number, on_date=today)
            if check.problems:
                raise ValidationError(
                    self.env._(
                        "%(number)s cannot be a personal number: %(reason)s",
                        number=number,
                        reason=self._tthc_explain(check),
                    )
                )

    @api.constrains("vat", "tthc_kind")
    def _check_tax_code(self):
        for partner in self:
            if not partner.vat or not partner.tthc_kind:
                continue
            check = identity.check_tax_code(partner.vat)
            if check.problems:
                raise ValidationError(
                    self.env._(
                        "%(number)s cannot be a tax code: %(reason)s",
                        number=partner.vat,
                        reason=self._tthc_explain(check),
                    )
                )

    @api.constrains("phone")
    def _check_phone_not_masked(self):
        for partner in self:
            if identity.MASK in (partner.phone or ""):
                raise ValidationError(
                    self.env._(
                        "%s is a masked number from an export: type the phone number itself.",
                        partner.phone,
                    )
                )

    @api.model
    def _tthc_explain(self, check):
        """The problems of a number in the user's language, and what to do."""
        reasons = {
            "empty": self.env._("it is empty."),
            "not_digits": self.env._("it has digits only; compare it with the card."),
            "wrong_length": self.env._(
                "the number of digits is wrong: a personal number has 12 (an old card 9), a tax "
                "code 10, 12 or 13. Compare it with the paper."
            ),
            "born_in_future": self.env._(
                "its fourth digit puts the birth in the future; compare it with the card."
            ),
            "check_digit": self.env._("its check digit is wrong; compare it with the paper."),
            "never_issued": self.env._("such a number is never issued."),
        }
        return " ".join(reasons.get(item.code, item.text) for item in check.problems)
