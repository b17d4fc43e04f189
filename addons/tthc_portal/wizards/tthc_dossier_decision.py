from odoo import api, models


class TthcDossierDecision(models.TransientModel):
    _inherit = "tthc.dossier.decision"

    @api.model
    def default_get(self, fields_list):
        """Override: where something waits that was sent online, what files came for is ticked."""
        values = super().default_get(fields_list)
        if values.get("action") == "receive_supplement":
            supplies = self.env["tthc.online.supply"].search(
                [("dossier_id", "=", values["dossier_id"]), ("state", "=", "sent")]
            )
            came = supplies.file_ids.item_id.ids
            for _command, _id, row in values.get("receipt_ids", ()) if came else ():
                row["received"] = row["item_id"] in came
        return values
