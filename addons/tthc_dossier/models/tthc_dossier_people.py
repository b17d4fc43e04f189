from odoo import models


class TthcDossier(models.Model):
    """The people of a dossier as its papers name them."""

    _inherit = "tthc.dossier"

    def _owner_name(self):
        """The owner's name as it stands on the papers of this dossier: that of the contact, or of
        the one that was merged into it since."""
        self.ensure_one()
        owner = self.sudo().party_ids.filtered(lambda row: row.role == "owner")[:1]
        return owner.name_then or self.owner_id.name
