from odoo import fields, models

from .tthc_shipment_again import FAULTS

KINDS = [
    ("again", "Another Attempt"),
    ("address", "New Address or Phone"),
    ("back", "Bring it Back"),
    ("fault", "Fault and Cost"),
]


class TthcShipmentRedelivery(models.Model):
    """A wish about a delivery that failed: another attempt, another address, or to bring it back;
    with the side at fault and what it costs (QĐ 45/2016/QĐ-TTg). Appended, never changed."""

    _name = "tthc.shipment.redelivery"
    _description = "Carried Again"
    _inherit = ["tthc.append.only"]
    _order = "id desc"
    _rec_name = "kind"

    shipment_id = fields.Many2one("tthc.shipment", required=True, index=True, ondelete="restrict")
    at = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")
    kind = fields.Selection(KINDS, required=True)
    asked_by = fields.Selection(
        [("desk", "The Desk"), ("citizen", "The Citizen"), ("carrier", "The Carrier")],
        required=True,
    )
    fault = fields.Selection(FAULTS, "Side at Fault")
    bearer = fields.Selection(
        [("centre", "The Centre"), ("carrier", "The Carrier"), ("recipient", "The Recipient")],
        "Cost Is Borne by",
    )
    currency_id = fields.Many2one(related="shipment_id.currency_id")
    cost = fields.Monetary(help="VND, for carrying it again or back.")
    old_phone = fields.Char("Phone Before")
    old_address = fields.Char("Address Before")
    new_phone = fields.Char("Phone Now")
    new_address = fields.Char("Address Now")
    note = fields.Char()
