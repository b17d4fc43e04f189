from odoo import api, fields, models

from .tthc_dossier_event import _keep

#: What happens to fees after acceptance, in the ledger of the dossier.
KINDS = [
    ("fee_waiver_proposed", "Waiver Proposed"),
    ("fee_waived", "Fee Waived"),
    ("fee_waiver_refused", "Waiver Refused"),
    ("payer_changed", "Payer Changed"),
    ("postage_asked", "Postage Asked for"),
]
#: Of these the owner sees on the portal that they happened.
PUBLIC_KINDS = ("fee_waived", "postage_asked")


class TthcDossierEvent(models.Model):
    _inherit = "tthc.dossier.event"

    kind = fields.Selection(selection_add=KINDS, ondelete={kind: _keep for kind, _label in KINDS})

    @api.depends("kind")
    def _compute_public(self):
        result = super()._compute_public()
        for event in self:
            event.public = event.public or event.kind in PUBLIC_KINDS
        return result
