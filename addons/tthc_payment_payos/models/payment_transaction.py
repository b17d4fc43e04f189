from odoo import fields, models

from ..const import CODE


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _set_canceled(self, **kwargs):
        """Override of ``payment``: a link that nobody is to use any more is closed at payOS soon,
        so that the fee is not paid a second time."""
        canceled = super()._set_canceled(**kwargs)
        now = fields.Datetime.now()
        links = canceled.filtered(
            lambda row: (
                row.provider_code == CODE and row.tthc_expires_at and row.tthc_expires_at > now
            )
        )
        if links:
            links.write({"tthc_ask_at": now})
            self.env.ref("tthc_payment.cron_ask")._trigger()
        return canceled
