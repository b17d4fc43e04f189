from odoo import models

from .tthc_reconciliation_day import POST


class TthcFinanceBook(models.AbstractModel):
    _inherit = "tthc.finance.book"

    def _channels(self):
        return {**super()._channels(), POST: "Bưu chính"}
