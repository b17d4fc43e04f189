from odoo import api, fields, models

#: What citizens' online acts add to a dossier's ledger.
ONLINE_KINDS = [
    ("supply_online", "Supplement Sent Online"),
    ("send_back_supply", "Online Supplement Sent Back"),
]


def _keep(_events):
    """Uninstallation leaves the ledger as it is: its rows are hashed and never change."""


class TthcDossierEvent(models.Model):
    _inherit = "tthc.dossier.event"

    kind = fields.Selection(
        selection_add=ONLINE_KINDS, ondelete={kind: _keep for kind, _label in ONLINE_KINDS}
    )

    @api.depends("kind")
    def _compute_public(self):
        """Override: the owner sees both."""
        result = super()._compute_public()
        kinds = {kind for kind, _label in ONLINE_KINDS}
        for event in self:
            event.public = event.public or event.kind in kinds
        return result
