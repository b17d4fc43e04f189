from odoo import api, fields, models

#: Events that the post adds to a dossier's ledger.
POST_KINDS = [
    ("post_received", "Received from the Post"),
    ("post_handed_over", "Handed to the Post"),
    ("post_out_for_delivery", "Out for Delivery by Post"),
    ("post_failed", "Delivery by Post Failed"),
    ("post_delivered", "Delivered by Post"),
    ("post_returned", "Back from the Post"),
    ("post_lost", "Lost by the Post"),
    ("post_wish", "Asked the Post for Another Delivery"),
    ("post_wish_taken", "Request about the Delivery Passed on"),
    ("post_wish_refused", "Request about the Delivery Refused"),
    ("post_chosen", "Return by Post Chosen"),
    ("counter_chosen", "Return at the Counter Chosen"),
]


def _keep(_events):
    """Uninstallation leaves the ledger as it is: its rows are hashed and never change."""


class TthcDossierEvent(models.Model):
    _inherit = "tthc.dossier.event"

    kind = fields.Selection(
        selection_add=POST_KINDS, ondelete={kind: _keep for kind, _label in POST_KINDS}
    )

    @api.depends("kind")
    def _compute_public(self):
        """The owner follows the way of the papers."""
        result = super()._compute_public()
        kinds = {kind for kind, _label in POST_KINDS}
        for event in self:
            event.public = event.public or event.kind in kinds
        return result
