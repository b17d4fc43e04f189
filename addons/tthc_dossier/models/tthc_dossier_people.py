from odoo import models


class TthcDossier(models.Model):
    """The people of a dossier as its papers name them."""

    _inherit = "tthc.dossier"

    def _owner_name(self):
        """The owner's name as it stands on the papers of this dossier: that of the contact, or of
        the one that was merged into it since."""
        self.ensure_one()
        owner = self.sudo().party_ids.filtered(lambda row: row.role == "owner")[:1]
        return owner.name_then or self.sudo().owner_id.name or ""

    def _owner_names(self):
        """The owner and the co-owners, as a receipt names them."""
        others = self.sudo().party_ids.filtered(lambda row: row.role == "co_owner").sorted("id")
        names = [self._owner_name(), *(row.name_then or row.partner_id.name for row in others)]
        return ", ".join(filter(None, names))

    def _submitter_party(self):
        """Who brought the dossier in place of its owner: the representative, else the submitter;
        empty when the owner did."""
        brought = self.party_ids.filtered(lambda row: row.role in ("representative", "submitter"))
        return brought.sorted("role")[:1]
