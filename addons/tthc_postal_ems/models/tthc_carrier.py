from odoo import fields, models

from ..const import CONNECTOR


class TthcCarrier(models.Model):
    """Carriers that are spoken to as EMS wants it."""

    _inherit = "tthc.carrier"

    connector = fields.Selection(
        selection_add=[(CONNECTOR, "EMS")],
        ondelete={CONNECTOR: "set default"},
    )
