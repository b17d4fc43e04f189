from odoo import api, fields, models

from ..const import PROVIDER_CODE


class ResCompany(models.Model):
    _inherit = "res.company"

    tthc_cash_shift_required = fields.Boolean(
        "Cashiers Open a Shift",
        default=True,
        help="Cash and card are taken in an open shift only: opening float, count by denomination, "
        "acceptance by an accountant.",
    )
    tthc_finance_one_person = fields.Boolean(
        "One Person May Hold Cash and Books",
        help="For a small centre: who took the money may also accept the shift and void takings. "
        "It is marked on the shift. Refunds need two people all the same.",
    )

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

    @api.model
    def _tthc_record_lang(self):
        """The language in which the system itself writes what is kept on record, whoever is at
        work: Vietnamese, as the papers are."""
        return "vi_VN" if self.env["res.lang"]._get_data(code="vi_VN") else self.env.lang
