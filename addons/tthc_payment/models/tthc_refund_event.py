from odoo import api, fields, models

from .tthc_dossier_event import _keep

KINDS = [("refund_approved", "Refund Approved"), ("refunded", "Fee Paid Back")]


class TthcDossierEvent(models.Model):
    _inherit = "tthc.dossier.event"

    kind = fields.Selection(selection_add=KINDS, ondelete={kind: _keep for kind, _label in KINDS})

    @api.depends("kind")
    def _compute_public(self):
        """Override: the owner is told of both."""
        result = super()._compute_public()
        for event in self:
            event.public = event.public or event.kind in dict(KINDS)
        return result
