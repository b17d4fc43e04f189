from odoo import api, fields, models

from ..const import METHOD_CODE, PROVIDER_CODE


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    code = fields.Selection(
        selection_add=[(PROVIDER_CODE, "VietQR Transfer")],
        ondelete={PROVIDER_CODE: "set default"},
    )

    def _get_default_payment_method_codes(self):
        """Override of ``payment``: the one method of this provider."""
        self.ensure_one()
        if self.code != PROVIDER_CODE:
            return super()._get_default_payment_method_codes()
        return {METHOD_CODE}

    @api.model
    def _get_compatible_providers(self, *args, **kwargs):
        """Override of ``payment``: never offer this provider on the generic payment form.

        There the browser names amount and reference; ours come from the fee lines of a dossier.
        """
        providers = super()._get_compatible_providers(*args, **kwargs)
        return providers.filtered(lambda provider: provider.code != PROVIDER_CODE)

    @api.model
    def _tthc_provider(self, company):
        """The VietQR provider of exactly ``company``; a new company gets its own, enabled."""
        providers = self.sudo().search([("code", "=", PROVIDER_CODE)])
        own = providers.filtered(lambda provider: provider.company_id == company)[:1]
        if own or not providers:
            return own
        own = providers[0].copy({"company_id": company.id})
        own.state = "enabled"
        return own
