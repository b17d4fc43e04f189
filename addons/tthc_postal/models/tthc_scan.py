from odoo import models

from odoo.addons.tthc_dossier.tools import scan_code

from ..tools import s10


class TthcScan(models.AbstractModel):
    """The label of a postal item, the number of a shipment and that of a postal hand-over."""

    _inherit = "tthc.scan"

    def _scan_resolve(self, code):
        """Override: what the dossiers do not know may be the post's."""
        return super()._scan_resolve(code) or self._scan_post(code)

    def _scan_post(self, code):
        label, number = s10.normalise(code), scan_code.number(code)
        shipments = self.env["tthc.shipment"].sudo()
        found = shipments.search(
            ["|", ("tracking_number", "in", [label, number]), ("name", "=", number)], limit=1
        )
        if not found:
            found = self.env["tthc.postal.handover"].sudo().search([("name", "=", number)], limit=1)
        if found and self.env.user.has_group("tthc_postal.group_post_office"):
            found = self._scan_post_office(found)
        return self._scan_open(found)

    def _scan_post_office(self, found):
        """What a worker of the post office sees of a shipment or a hand-over record; whether there
        is one of another carrier is not told."""
        views = {
            "tthc.shipment": "tthc.postal.envelope",
            "tthc.postal.handover": "tthc.postal.sheet",
        }
        seen = self.env[views[found._name]].search([("id", "in", found.ids)])
        return seen or found.filtered(lambda row: row.sudo(False).has_access("read"))
