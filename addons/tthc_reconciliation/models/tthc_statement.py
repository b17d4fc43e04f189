from odoo import api, models

from ..tools.camt import CAMT
from ..tools.mt940 import MT940


class TthcStatement(models.Model):
    """Messages that banks send to larger customers come in by the door of the spreadsheets."""

    _inherit = "tthc.statement"

    @api.model
    def _readers(self):
        return [CAMT, MT940, *super()._readers()]
