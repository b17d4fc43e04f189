from odoo import models

from ..tools import reference


class TthcScan(models.AbstractModel):
    """The reference of a payment request, alone or inside the text of a payment QR code."""

    _inherit = "tthc.scan"

    def _scan_resolve(self, code):
        """Override: what the dossiers do not know may be the cashier's."""
        return super()._scan_resolve(code) or self._scan_payment(code)

    def _scan_payment(self, code):
        """The taking for a cashier at an open desk, the request for whoever may see it, else its
        dossier."""
        references = reference.find_references(code).valid
        requests = self.env["tthc.expected.payment"].sudo()
        found = references and requests.search([("reference", "in", references)], limit=1)
        if not found:
            return None
        mine = found.with_user(self.env.user)
        shift = self.env["tthc.cash.shift"]._current(found.company_id)
        if shift and found.state in ("open", "expired") and mine.has_access("read"):
            return {
                "kind": "open",
                "label": found.display_name,
                "action": mine.action_take_payment(),
            }
        return self._scan_open(found if mine.has_access("read") else found.dossier_id)
