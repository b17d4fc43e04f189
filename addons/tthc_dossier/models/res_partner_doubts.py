from odoo import api, fields, models
from odoo.tools import email_normalize

from ..tools import identity


class ResPartner(models.Model):
    """What looks wrong about a person's data: said to whoever enters it, never a hindrance, since
    the lists behind it grow old (new births may use newer codes)."""

    _inherit = "res.partner"

    tthc_doubts = fields.Text("To Be Checked", compute="_compute_doubts", compute_sudo=True)

    @api.depends(
        "tthc_kind", "tthc_identity_number", "vat", "tthc_birth_date", "tthc_gender", "phone",
        "email",
    )  # fmt: skip
    def _compute_doubts(self):
        for partner in self:
            partner.tthc_doubts = partner.tthc_kind and "\n".join(
                self._tthc_doubts(
                    {
                        "kind": partner.tthc_kind,
                        "identity": partner.tthc_identity_number,
                        "tax_code": partner.vat,
                        "birth_date": partner.tthc_birth_date,
                        "gender": partner.tthc_gender,
                        "phone": partner.phone,
                        "email": partner.email,
                    }
                )
            )

    @api.model
    def _tthc_doubts(self, person):
        """Sentences about the data of ``person``, a dict of ``kind``, ``identity``, ``tax_code``,
        ``birth_date``, ``gender``, ``phone``, ``email``."""
        found = []
        if person["identity"] and person["kind"] != "organisation":
            check = identity.check_identity_number(
                person["identity"],
                birth_date=person["birth_date"] or None,
                gender=person["gender"] or None,
                on_date=fields.Date.context_today(self),
            )
            if check.problems:
                found.append(self.env._("Personal number: %s", self._tthc_explain(check)))
            found += self._tthc_labels(check.warnings)
        if person["tax_code"]:
            check = identity.check_tax_code(person["tax_code"])
            if check.problems:
                found.append(self.env._("Tax code: %s", self._tthc_explain(check)))
        if person["phone"]:
            check = identity.check_phone(person["phone"])
            found += self._tthc_labels((*check.problems, *check.warnings))
        if person["email"] and not email_normalize(person["email"]):
            found.append(self.env._("The e-mail address cannot be right: %s", person["email"]))
        return found

    def _tthc_labels(self, findings):
        labels = {
            "unknown_province": self.env._("The province code of the number is unknown."),
            "birth_year_mismatch": self.env._("The number does not agree with the year of birth."),
            "gender_mismatch": self.env._("The number does not agree with the gender."),
            "cmnd_expired": self.env._("Identity cards with 9 digits are no longer valid."),
            "not_a_phone": self.env._(
                "Not a phone number of Viet Nam: a mobile one has 10 digits (03, 05, 07, 08, 09), "
                "a landline 11 (02)."
            ),
            "not_digits": self.env._("The phone number has something in it that is no digit."),
            "foreign_phone": self.env._("A foreign phone number: text messages may not arrive."),
        }
        return [labels.get(item.code, item.text) for item in findings]
