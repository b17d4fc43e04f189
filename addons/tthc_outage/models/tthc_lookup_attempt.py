from odoo import models

from odoo.addons.tthc_dossier.tools import lookup_limit

from ..tools import pad


class TthcLookupAttempt(models.Model):
    """The person has the provisional number only: it opens the dossier as the real one does."""

    _inherit = "tthc.lookup.attempt"

    def _find(self, code, number):
        """Extends the look-up by the numbers of outage sheets."""
        dossier, submission = super()._find(code, number)
        if dossier or submission or not pad.parse(number):
            return dossier, submission
        sheet = self.env["tthc.outage.sheet"].sudo().search([("name", "=", number)], limit=1)
        if sheet.dossier_id and lookup_limit.opens(code, sheet.lookup_token):
            return sheet.dossier_id, submission
        return dossier, submission
