from odoo import fields, models


class TthcS10Skip(models.Model):
    """Serials of a range that were passed over, and why: appended, never changed."""

    _name = "tthc.s10.skip"
    _description = "Tracking Numbers Passed over"
    _inherit = ["tthc.append.only"]
    _order = "id desc"
    _rec_name = "reason"

    range_id = fields.Many2one("tthc.s10.range", required=True, index=True, ondelete="restrict")
    serial_from = fields.Integer("First Serial", required=True, aggregator=None)
    serial_to = fields.Integer("Last Serial", required=True, aggregator=None)
    reason = fields.Char(required=True)
    at = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")
