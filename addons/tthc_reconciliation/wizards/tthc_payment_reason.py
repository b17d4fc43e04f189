from odoo import fields, models


class TthcPaymentReason(models.TransientModel):
    _inherit = "tthc.payment.reason"

    kind = fields.Selection(
        selection_add=[("reject_match", "Reject a Match")], ondelete={"reject_match": "cascade"}
    )

    def _records(self):
        if self.kind != "reject_match":
            return super()._records()
        ids = [int(text) for text in (self.record_ids or "").split(",") if text.isdigit()]
        return self.env["tthc.match.proposal"].browse(ids).exists()

    def _confirm_reject_match(self, proposals, reason):
        proposals._reject(reason)


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
