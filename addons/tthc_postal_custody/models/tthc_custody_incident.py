from odoo import models


class TthcCustodyIncident(models.Model):
    _inherit = "tthc.custody.incident"

    def _lost_papers(self, dossier, lot):
        """Override: what a shipment lost is lost from the post, whatever else is lent out."""
        known = self.env.context.get("tthc_lost_in_post") if self.env.su else None
        return known or super()._lost_papers(dossier, lot)
