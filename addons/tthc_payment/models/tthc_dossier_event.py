from odoo import api, fields, models

#: Kinds of this module that the owner sees on the portal.
PUBLIC_KINDS = ("paid",)


def _keep(events):
    """On removal of the module the ledger keeps its rows: their hashes cover the kind."""


class TthcDossierEvent(models.Model):
    _inherit = "tthc.dossier.event"

    kind = fields.Selection(
        selection_add=[
            ("paid", "Fee Paid"),
            ("payment_undone", "Payment Undone"),
            ("fee_cancelled", "Fee Cancelled"),
        ],
        ondelete={"paid": _keep, "payment_undone": _keep, "fee_cancelled": _keep},
    )

    @api.depends("kind")
    def _compute_public(self):
        result = super()._compute_public()
        for event in self:
            event.public = event.public or event.kind in PUBLIC_KINDS
        return result
