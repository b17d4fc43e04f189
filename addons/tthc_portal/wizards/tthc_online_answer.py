from odoo import fields, models


class TthcOnlineAnswer(models.TransientModel):
    """Why something that was sent online cannot be used, for the person to read."""

    _name = "tthc.online.answer"
    _description = "Send an Online Supplement Back"

    supply_id = fields.Many2one(
        "tthc.online.supply", required=True, readonly=True, ondelete="cascade"
    )
    answer = fields.Text("What the Person Has to Do", required=True)

    def action_confirm(self):
        """Send it back."""
        self.ensure_one()
        self.supply_id._send_back(self.answer)
        return {"type": "ir.actions.act_window_close"}
