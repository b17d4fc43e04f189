from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    tthc_website_posting = fields.Boolean(
        "The Website Counts as Posting",
        help="What the public pages show is posted, without a record of its own. Whether a "
        "website replaces the board in the hall is for the province to say.",
    )
    tthc_posting_days = fields.Integer(
        "Days to Post",
        default=5,
        help="Days from publication in which a version must be posted. 5 working days for "
        "provinces, by QĐ 766/QĐ-TTg as told in its formula document: check it.",
    )
    tthc_posting_day_kind = fields.Selection(
        [("working", "Working Days"), ("calendar", "Calendar Days")],
        "Counted in",
        default="working",
        required=True,
    )

    @api.constrains("tthc_posting_days")
    def _check_tthc_posting_days(self):
        for company in self:
            if not 1 <= company.tthc_posting_days <= 60:
                raise ValidationError(self.env._("The days to post lie between 1 and 60."))

    def write(self, vals):
        result = super().write(vals)
        if "tthc_website_posting" in vals:
            offers = self.env["tthc.offer"].sudo().with_context(active_test=False)
            offers.search([("company_id", "in", self.ids)])._website_changed()
        return result

    def _posting_address(self):
        """Where the centre is, on one line."""
        self.ensure_one()
        return ", ".join(filter(None, [self.street, self.street2, self.city, self.state_id.name]))

    @api.model
    @api.private
    def _posting_site(self):
        """Whose pages the public ones are, as superuser: the first centre, the province's before
        the communes'."""
        centres = self.sudo().search([("tthc_is_centre", "=", True)], order="id")
        return centres.filtered(lambda one: one.tthc_level == "province")[:1] or centres[:1]

    @api.model
    @api.private
    def _posting_centre(self):
        """The centre in whose name a sheet is printed, as superuser: the context's
        ``posting_centre``, else the user's company."""
        companies = self.sudo()
        return companies.browse(self.env.context.get("posting_centre")) or self.env.company.sudo()
