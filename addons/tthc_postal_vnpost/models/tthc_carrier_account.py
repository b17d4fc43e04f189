from odoo import fields, models


class TthcCarrierAccount(models.Model):
    """What differs between the buses of provinces: the description leaves it open."""

    _inherit = "tthc.carrier.account"

    vnpost_token_path = fields.Char(
        "Path for the Access Token", default="/token", help="OAuth, by key and secret."
    )
    vnpost_order_path = fields.Char("Path of Orders", default="/order/post")
    vnpost_tracking_path = fields.Char("Path of States", default="/order/tracking")
    vnpost_cancel_path = fields.Char("Path of Cancellations", default="/order/cancel")
    vnpost_number_field = fields.Char(
        "Answer: Tracking Number",
        help="Name of the field in the answer to an order. Empty: the bus knows a shipment by our "
        "own number, and it gets no other.",
    )
    vnpost_state_field = fields.Char("Answer: State", default="status")
    vnpost_time_field = fields.Char(
        "Answer: Time of the State",
        default="updatedTime",
        help="ISO 8601 or dd/mm/yyyy hh:mm:ss. Without one, the time of asking counts.",
    )
    vnpost_knows_numbers = fields.Boolean(
        "Can Be Asked by Our Number",
        help="The bus says of any number of ours whether it has an order of it, as its operator "
        "confirms. Only then is an order whose answer was lost asked about, and sent again when "
        "the bus does not have it; otherwise a person decides.",
    )
