from odoo import api, models

from ..const import PROVIDER_CODE


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of ``payment``: the VietQR provider it copies for a new company is ready for
        use, because it has no credentials to enter; the collection account decides."""
        companies = super().create(vals_list)
        providers = (
            self.env["payment.provider"]
            .sudo()
            .search([("code", "=", PROVIDER_CODE), ("company_id", "in", companies.ids)])
        )
        providers.write({"state": "enabled"})
        return companies
