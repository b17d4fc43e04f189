from odoo import models


class TthcPaymentReason(models.TransientModel):
    """Steps of a refund that have to be explained or signed for."""

    _inherit = "tthc.payment.reason"

    def _confirm_refuse_refund(self, refunds, reason):
        refunds._refuse(reason)

    def _confirm_pay_refund(self, refunds, reason):
        refunds._pay_cash(reason)

    def _confirm_refund_done(self, refunds, reason):
        refunds._bank_done(reason)

    def _confirm_fail_refund(self, refunds, reason):
        refunds._give_up(reason)
