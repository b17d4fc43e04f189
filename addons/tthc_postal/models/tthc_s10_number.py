from odoo import api, fields, models

from ..tools import s10


class TthcS10Number(models.Model):
    """A tracking number that was given out, and to which shipment: appended, never changed."""

    _name = "tthc.s10.number"
    _description = "Tracking Number Given out"
    _inherit = ["tthc.append.only"]
    _order = "id desc"

    name = fields.Char("Number", required=True)
    range_id = fields.Many2one("tthc.s10.range", required=True, index=True, ondelete="restrict")
    serial = fields.Integer(required=True)
    shipment_id = fields.Many2one("tthc.shipment", required=True, index=True, ondelete="restrict")
    at = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")

    _once = models.UniqueIndex("(name)", "This tracking number was given out already.")

    @api.constrains("name")
    def _check_name(self):
        for row in self:
            s10.parse(row.name, country="VN")
