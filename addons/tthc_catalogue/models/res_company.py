from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .tthc_agency import valid_identifier


class ResCompany(models.Model):
    """A centre ("Trung tâm Phục vụ hành chính công") is a company; its points are branches."""

    _inherit = "res.company"

    tthc_is_centre = fields.Boolean(
        "One-stop Centre",
        help="This company receives dossiers: Trung tâm Phục vụ hành chính công or one of its "
        "reception points.",
    )
    tthc_level = fields.Selection(
        [("province", "Province"), ("commune", "Commune")],
        "Administrative Level",
    )
    tthc_unit_code = fields.Char(
        "Unit Identifier",
        size=35,
        help="Identifier of the receiving unit in dossier numbers, e.g. H15.50.05 "
        "(QĐ 20/2020/QĐ-TTg, Art. 4).",
    )
    tthc_superior_name = fields.Char(
        "Superior Body", help="First line of the letterhead on printed forms, e.g. UBND TỈNH …"
    )
    tthc_short_name = fields.Char("Short Name", help="Used after the number on printed forms.")

    @api.constrains("tthc_unit_code")
    def _check_tthc_unit_code(self):
        for company in self:
            code = company.tthc_unit_code
            if code and not valid_identifier(code):
                raise ValidationError(
                    self.env._(
                        "%(code)s is not a unit identifier: use groups of digits and capital "
                        "letters separated by dots, 35 characters at most, e.g. H15.50.05.",
                        code=code,
                    )
                )
