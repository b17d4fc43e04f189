from odoo import fields, models

#: kind → model, label
_STEPS = {
    "remitted": ("tthc.remittance", "List Remitted"),
    "cancel_remittance": ("tthc.remittance", "Cancel a List"),
    "dispute_period": ("tthc.period.signoff", "The Agency Disputes"),
    "cancel_period": ("tthc.period.signoff", "Cancel a Period"),
}


class TthcPaymentReason(models.TransientModel):
    _inherit = "tthc.payment.reason"

    kind = fields.Selection(
        selection_add=[(kind, label) for kind, (_model, label) in _STEPS.items()],
        ondelete=dict.fromkeys(_STEPS, "cascade"),
    )

    def _records(self):
        if self.kind not in _STEPS:
            return super()._records()
        ids = [int(text) for text in (self.record_ids or "").split(",") if text.isdigit()]
        return self.env[_STEPS[self.kind][0]].browse(ids).exists()

    def _confirm_remitted(self, remittances, reason):
        remittances._done(reason)

    def _confirm_cancel_remittance(self, remittances, reason):
        remittances._cancel(reason)

    def _confirm_dispute_period(self, periods, reason):
        periods._dispute(reason)

    def _confirm_cancel_period(self, periods, reason):
        periods._cancel(reason)
