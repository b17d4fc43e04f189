from odoo import fields, models


class TthcMandateRevocation(models.TransientModel):
    """Why a representative's mandate ended before its last day."""

    _name = "tthc.mandate.revocation"
    _description = "Revocation of a Mandate"

    party_id = fields.Many2one(
        "tthc.dossier.party", "Representative", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Text("Why Revoked", required=True)

    def action_confirm(self):
        """Enter it."""
        self.ensure_one()
        self.party_id._revoke_mandate(self.reason)
        return {"type": "ir.actions.act_window_close"}
