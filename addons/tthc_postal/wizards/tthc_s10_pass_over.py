from odoo import fields, models


class TthcS10PassOver(models.TransientModel):
    """Asks up to which serial labels are spoilt or lost, and why."""

    _name = "tthc.s10.pass.over"
    _description = "Pass over Tracking Numbers"

    range_id = fields.Many2one("tthc.s10.range", required=True, readonly=True, ondelete="cascade")
    next_serial = fields.Integer(related="range_id.next_serial")
    serial_last = fields.Integer(related="range_id.serial_last")
    serial = fields.Integer("Go on with Serial", required=True)
    reason = fields.Char(required=True, help="Spoilt or lost labels, with the record of it.")

    def action_confirm(self):
        """Pass them over; see ``tthc.s10.range.action_skip_to``."""
        self.ensure_one()
        self.range_id.action_skip_to(self.serial, self.reason)
        return {"type": "ir.actions.act_window_close"}
