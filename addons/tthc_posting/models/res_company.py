from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

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
