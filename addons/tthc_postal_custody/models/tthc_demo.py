from odoo import api, models

from odoo.addons.tthc_postal.tools import status


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_posted_papers(self):
        """The papers of the demo shipments follow them; results that wait lie on shelves."""
        if self.env["tthc.shipment.papers"].sudo().search_count([], limit=1):
            return
        waiting = (
            self.env["tthc.dossier"]
            .sudo()
            .search(
                [
                    ("state", "=", "done"),
                    ("return_method", "!=", "electronic"),
                    ("mirrored_at", "=", False),
                ],
                order="id",
            )
        )
        for serial, dossier in enumerate(waiting):
            dossier.paper_shelf = f"Kệ {1 + serial // 4}, ngăn {1 + serial % 4}"
        self.env["tthc.shipment"].sudo()._custody_catch_up([*status.OUT, *status.FINAL])
