import re

from odoo import models


class TthcPostalBatch(models.Model):
    """The pick list, in the order of one walk along the shelves."""

    _inherit = "tthc.postal.batch"

    def _pick_rows(self):
        """Override: shelf 2 comes before shelf 10."""
        dossiers = self.shipment_ids.item_ids.sudo().dossier_id
        batch = self.with_context(tthc_result_places=dossiers._result_places())
        rows = super(TthcPostalBatch, batch)._pick_rows()
        return sorted(rows, key=lambda row: (_natural(row["place"]), _natural(row["dossier"])))

    def _place_of(self, dossier):
        """Override: where the book of papers has the result: its shelf, or who has it."""
        places = self.env.context.get("tthc_result_places")
        if places is None:
            places = dossier.sudo()._result_places()
        return places.get(dossier.id) or super()._place_of(dossier)


def _natural(text):
    """Sorts numbers in a text as numbers."""
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part.lower())
        for part in re.split(r"(\d+)", text)
        if part
    ]
