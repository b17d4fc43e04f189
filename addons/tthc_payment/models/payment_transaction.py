from odoo import fields, models

from ..const import PROVIDER_CODE


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    tthc_expected_id = fields.Many2one(
        "tthc.expected.payment",
        "Expected Payment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The payment request this is an attempt at.",
    )

    def _process(self, provider_code, payment_data):
        """Override of ``payment``: no notification may move an attempt of ours.

        The framework compares the amount only after it has found the transaction, and a repeated
        wrong notification ends in "done". Attempts are confirmed by the reconciliation, which
        compares reference, account, currency and amount before it touches them.
        """
        if provider_code == PROVIDER_CODE:
            return self.browse()
        return super()._process(provider_code, payment_data)
