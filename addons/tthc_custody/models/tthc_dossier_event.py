from odoo import api, fields, models

#: Events that custody adds to a dossier's ledger: one per way of :mod:`..tools.custody`.
CUSTODY_KINDS = [
    ("paper_lend", "Papers Lent or Passed on"),
    ("paper_back", "Papers Back in the File"),
    ("paper_receive", "Papers Received"),
    ("paper_return", "Papers Given Back"),
    ("paper_post", "Papers Sent by Post"),
    ("paper_archive", "Papers Put into the Archive"),
    ("paper_lose", "Papers Lost"),
    ("paper_find", "Papers Found Again"),
    ("paper_correct", "Number of Papers Corrected"),
    ("paper_incident", "Loss or Damage Reported"),
    ("paper_settled", "Loss or Damage Settled"),
]
#: What the person is told: what concerns the papers that are his.
TOLD = ("paper_receive", "paper_return", "paper_post", "paper_incident", "paper_settled")


def _keep(_events):
    """Uninstallation leaves the ledger as it is: its rows are hashed and never change."""


class TthcDossierEvent(models.Model):
    _inherit = "tthc.dossier.event"

    kind = fields.Selection(
        selection_add=CUSTODY_KINDS, ondelete={kind: _keep for kind, _label in CUSTODY_KINDS}
    )

    @api.depends("kind")
    def _compute_public(self):
        """The owner follows his own papers, not what officers lend each other."""
        result = super()._compute_public()
        for event in self:
            event.public = event.public or event.kind in TOLD
        return result
