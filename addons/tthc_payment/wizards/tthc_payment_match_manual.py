from odoo import api, fields, models


class TthcPaymentMatchManual(models.TransientModel):
    """Match money with a payment request by hand; repeat it to split either side."""

    _name = "tthc.payment.match.manual"
    _description = "Manual Match"

    incoming_id = fields.Many2one("tthc.incoming.money", "Money", required=True, readonly=True)
    memo = fields.Char(related="incoming_id.memo")
    reason = fields.Selection(related="incoming_id.reason")
    currency_id = fields.Many2one(related="incoming_id.currency_id")
    open_amount = fields.Monetary(related="incoming_id.open_amount")
    expected_id = fields.Many2one(
        "tthc.expected.payment",
        "Payment Request",
        required=True,
        domain="[('state', 'in', ('open', 'expired'))]",
    )
    due_amount = fields.Monetary(related="expected_id.due_amount")
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False, required=True)
    note = fields.Char("Why", required=True)

    @api.depends("incoming_id", "expected_id")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = min(wizard.open_amount, wizard.due_amount)

    def action_match(self):
        """Record the match in the name of the accountant."""
        self.ensure_one()
        self.env["tthc.payment.match"]._match_manually(
            self.incoming_id, self.expected_id, self.amount, self.note
        )
        return {"type": "ir.actions.act_window_close"}
