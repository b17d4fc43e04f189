from odoo import fields, models

from ..const import CONNECTOR


class TthcCarrier(models.Model):
    """Carriers that are spoken to as Viettel Post wants it."""

    _inherit = "tthc.carrier"

    connector = fields.Selection(
        selection_add=[(CONNECTOR, "Viettel Post")],
        ondelete={CONNECTOR: "set default"},
    )
