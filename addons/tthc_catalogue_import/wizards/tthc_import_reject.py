from odoo import Command, api, fields, models


class TthcImportReject(models.TransientModel):
    """Reason for taking records out of the queue."""

    _name = "tthc.import.reject"
    _description = "Reject Imported Records"

    record_ids = fields.Many2many("tthc.import.record", required=True)
    reason = fields.Char(required=True)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "tthc.import.record":
            chosen = self.env.context.get("active_ids") or []
            values.setdefault("record_ids", [Command.set(chosen)])
        return values

    def action_reject(self):
        self.ensure_one()
        self.record_ids.action_reject(self.reason)
        return {"type": "ir.actions.act_window_close"}
