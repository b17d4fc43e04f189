from odoo import fields, models

_MODELS = {
    "reject_match": "tthc.match.proposal",
    "explain_item": "tthc.reconciliation.item",
    "send_back_day": "tthc.reconciliation.day",
    "take_back": "tthc.incoming.money",
}


class TthcPaymentReason(models.TransientModel):
    _inherit = "tthc.payment.reason"

    kind = fields.Selection(
        selection_add=[
            ("reject_match", "Reject a Match"),
            ("explain_item", "Explain Differences"),
            ("send_back_day", "Send a Day Back"),
            ("take_back", "Put Back into the Exceptions"),
        ],
        ondelete=dict.fromkeys(_MODELS, "cascade"),
    )

    def _records(self):
        if self.kind not in _MODELS:
            return super()._records()
        ids = [int(text) for text in (self.record_ids or "").split(",") if text.isdigit()]
        return self.env[_MODELS[self.kind]].browse(ids).exists()

    def _confirm_reject_match(self, proposals, reason):
        proposals._reject(reason)

    def _confirm_explain_item(self, items, reason):
        items._explain(reason)

    def _confirm_send_back_day(self, days, reason):
        days._send_back(reason)

    def _confirm_take_back(self, money, reason):
        money._take_back(reason)


class TthcPaymentMatchManual(models.TransientModel):
    _inherit = "tthc.payment.match.manual"

    def action_match(self):
        """Override: say so when the match waits for a second person."""
        matched = self.incoming_id.sudo().match_ids
        result = super().action_match()
        if self.incoming_id.sudo().match_ids != matched:
            return result
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "The match is above the limit of the centre: it takes effect when another "
                    "accountant approves it (Finance > Proposed Matches)."
                ),
                "next": result,
            },
        }


class TthcRefundProposal(models.TransientModel):
    _inherit = "tthc.refund.proposal"

    def action_propose(self):
        """Override: stay on the workbench."""
        action = super().action_propose()
        if not self.env.context.get("tthc_workbench"):
            return action
        refund = self.env["tthc.refund"].browse(action["res_id"])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Refund %s is proposed.", refund.name),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
