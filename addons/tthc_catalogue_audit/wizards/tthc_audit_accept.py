from odoo import fields, models


class TthcAuditAccept(models.TransientModel):
    """Asks why findings stay as they are, and until when."""

    _name = "tthc.audit.accept"
    _description = "Accept Findings"

    finding_ids = fields.Many2many("tthc.audit.finding", string="Findings", required=True)
    reason = fields.Text(required=True)
    until = fields.Date(help="Last day on which the reason holds. Empty: for good.")

    def action_accept(self):
        self.ensure_one()
        self.finding_ids._accept(self.reason, self.until)
        return {"type": "ir.actions.act_window_close"}
