from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..tools import identity

#: Who may see personal numbers and birth dates.
PERSONAL = "tthc_dossier.group_personal_data"


class ResPartner(models.Model):
    """People and organisations before the administration."""

    _inherit = "res.partner"

    tthc_identity_number = fields.Char(
        "Personal Number",
        index="btree_not_null",
        copy=False,
        groups=PERSONAL,
        help="Số định danh cá nhân (12 digits) or the old identity card number (9 digits).",
    )
    tthc_identity_masked = fields.Char("Personal No.", compute="_compute_identity_masked")
    tthc_birth_date = fields.Date("Date of Birth", groups=PERSONAL)
    tthc_gender = fields.Selection(
        [("male", "Male"), ("female", "Female"), ("other", "Other")],
        "Gender",
        groups=PERSONAL,
    )
    tthc_kind = fields.Selection(
        [
            ("citizen", "Citizen"),
            ("organisation", "Organisation"),
            ("household", "Household Business"),
        ],
        "Applicant Kind",
    )
    tthc_commune = fields.Char("Commune", help="Xã, phường or đặc khu.")
    tthc_dossier_ids = fields.One2many("tthc.dossier", "owner_id", "Dossiers")
    tthc_dossier_count = fields.Integer(compute="_compute_dossier_count")

    @api.depends("tthc_identity_number")
    def _compute_identity_masked(self):
        for partner in self:
            partner.tthc_identity_masked = identity.mask(partner.sudo().tthc_identity_number or "")

    def write(self, vals):
        """The names of acting persons are cached; addresses of accounts are guarded."""
        self._check_address(vals)
        if "name" in vals and self.sudo().with_context(active_test=False).user_ids:
            self.env.registry.clear_cache()
        return super().write(vals)

    def _check_address(self, vals):
        """The address of somebody's account is not the desk's to change, since the link that
        sets a new password goes there.

        :raise AccessError: the e-mail address of a person with an account, by the desk
        """
        if "email" not in vals or self.env.su or self._may_change_addresses():
            return
        for partner in self.sudo():
            if partner.user_ids and partner.email != vals["email"]:
                raise AccessError(
                    self.env._(
                        "%s has an account on the portal: only this person changes the e-mail "
                        "address, on the portal, or a contact manager does.",
                        partner.name,
                    )
                )

    def _may_change_addresses(self):
        user = self.env.user
        return self == user.partner_id or user.has_group("base.group_partner_manager")

    def _tthc_address_line(self):
        """Where the person lives, in a line, as printed on forms and books."""
        self.ensure_one()
        parts = (self.street, self.tthc_commune, self.state_id.name)
        return ", ".join(part for part in parts if part)

    def _compute_dossier_count(self):
        dossiers, counts = self.env["tthc.dossier"], {}
        if dossiers.has_access("read"):
            owned = [("owner_id", "in", self.ids)]
            counts = dict(dossiers._read_group(owned, ["owner_id"], ["__count"]))
        for partner in self:
            partner.tthc_dossier_count = counts.get(partner, 0)

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

    def action_view_tthc_dossiers(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dossiers"),
            "res_model": "tthc.dossier",
            "view_mode": "list,form",
            "domain": [("owner_id", "=", self.id)],
        }
