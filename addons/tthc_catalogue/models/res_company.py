from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .tthc_agency import valid_identifier

ZONE = "Asia/Ho_Chi_Minh"


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
    tthc_tz = fields.Selection(
        related="resource_calendar_id.tz",
        readonly=False,
        string="Time Zone",
        help="In which working hours and due dates of the centre are counted.",
    )
    tthc_superior_name = fields.Char(
        "Superior Body", help="First line of the letterhead on printed forms, e.g. UBND TỈNH …"
    )
    tthc_short_name = fields.Char("Short Name", help="Used after the number on printed forms.")

    @api.model
    def _tthc_today(self):
        """The day it is for the present user; for accounts without a time zone (jobs, visitors
        of the website), the day it is in Việt Nam."""
        here = self.with_context(tz=ZONE) if self.env.tz.zone == "UTC" else self
        return fields.Date.context_today(here)

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

    @api.model_create_multi
    def create(self, vals_list):
        """Working hours made together with a centre are those of Việt Nam: Odoo would take the
        time zone of whoever creates the company."""
        companies = super().create(vals_list)
        for company, vals in zip(companies, vals_list, strict=True):
            if company.tthc_is_centre and not vals.get("resource_calendar_id"):
                company.resource_calendar_id.tz = ZONE
        return companies
