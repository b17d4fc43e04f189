from odoo import fields, models
from odoo.tools import SQL


class TthcDossierIntake(models.TransientModel):
    """One sheet makes one dossier, however often its button reaches the server."""

    _inherit = "tthc.dossier.intake"

    dossier_id = fields.Many2one("tthc.dossier", readonly=True, copy=False)

    def _make_dossier(self, accept):
        """Override: a second click, or a request that was sent again, finds the dossier of the
        first. Two at the same time: the second waits for the row of the sheet, and is then run
        again by the server, because the first one changed it."""
        self.env.execute_query(
            SQL("SELECT id FROM tthc_dossier_intake WHERE id = %s FOR UPDATE", self.id)
        )
        made = self.sudo().dossier_id
        if made:
            return made.sudo(False)
        dossier = super()._make_dossier(accept)
        self.sudo().dossier_id = dossier
        return dossier
