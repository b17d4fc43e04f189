from odoo import models


class TthcPaymentReason(models.TransientModel):
    """Steps of the cash desk that have to be explained."""

    _inherit = "tthc.payment.reason"

    def _confirm_void(self, money, reason):
        money._void(reason)

    def _confirm_explain(self, shifts, reason):
        shifts._explain(reason)

    def _confirm_accept(self, shifts, reason):
        shifts._accept(reason)

    def _confirm_send_back(self, shifts, reason):
        shifts._send_back(reason)
