from odoo import fields, models
from odoo.tools import SQL

from .tthc_remittance import HELD


class TthcRemittanceDue(models.Model):
    """What the post holds stands among what is not remitted, with its age, and cannot be."""

    _inherit = "tthc.remittance.due"

    held_by_id = fields.Many2one(
        "tthc.carrier",
        "Held by the Post",
        readonly=True,
        help="The carrier that took it; until the transfer of its list is in the account.",
    )

    @property
    def _table_query(self):
        return SQL(
            "SELECT due.*, held.carrier_id AS held_by_id FROM (%s) due "
            "LEFT JOIN (%s) held ON held.id = due.entry_id",
            super()._table_query,
            SQL(HELD),
        )
