from odoo import fields, models

from ..const import CONNECTOR


class TthcCarrier(models.Model):
    """Carriers that are spoken to as the bus of VNPost wants it."""

    _inherit = "tthc.carrier"

    connector = fields.Selection(
        selection_add=[(CONNECTOR, "VNPost (Bus of One-stop Systems)")],
        ondelete={CONNECTOR: "set default"},
    )
