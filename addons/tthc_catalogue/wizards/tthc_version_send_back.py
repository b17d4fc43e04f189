from odoo import fields, models


class TthcVersionSendBack(models.TransientModel):
    """Why a publisher sends versions back to their editors."""

    _name = "tthc.version.send.back"
    _description = "Send Versions Back"

    version_ids = fields.Many2many("tthc.procedure.version", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.version_ids._send_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
