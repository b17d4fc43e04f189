from odoo import fields, models


class TthcCarrierAccount(models.Model):
    """What EMS wants to know besides, or what its description leaves open."""

    _inherit = "tthc.carrier.account"

    ems_inventory = fields.Char(
        "Number of the Sending Place", help="Under which EMS knows where it fetches (inventory)."
    )
    ems_cancel_path = fields.Char(
        "Cancelling at EMS",
        help="Path, as EMS says; the number is sent as tracking_code. Empty: orders are cancelled "
        "by telephone.",
    )
    ems_province_path = fields.Char(
        "Provinces of EMS",
        default="/api/v1/address/province",
        help="Path of EMS's list of provinces. Empty: their names are sent.",
    )
