from odoo import models

from odoo.addons.tthc_dossier.tools import scan_code


class TthcScan(models.AbstractModel):
    """The label of a postal item, the number of a shipment, of a postal hand-over or of a batch,
    and the seal of a bag."""

    _inherit = "tthc.scan"

    def _scan_resolve(self, code):
        """Override: what the dossiers do not know may be the post's."""
        return super()._scan_resolve(code) or self._scan_post(code)

    def _scan_post(self, code):
        number = scan_code.number(code)
        if not number:
            return None
        shipments = self.env["tthc.shipment"].sudo()
        found = shipments.search(shipments._scanned_domain(code), limit=1)
        if not found:
            found = self.env["tthc.postal.handover"].sudo().search([("name", "=", number)], limit=1)
        found = found or self._batch_of(number)
        if found and self.env.user.has_group("tthc_postal.group_post_office"):
            found = self._scan_post_office(found)
        return self._scan_open(found)

    def _scan_refused(self, label):
        """Override: what lies behind the envelopes is not even named to the post office."""
        user = self.env.user
        if user.has_group("tthc_postal.group_post_office") and not user.has_group(
            "tthc_catalogue.group_staff"
        ):
            return None
        return super()._scan_refused(label)

    def _scan_post_office(self, found):
        """What a worker of the post office sees of a shipment or a hand-over record; whether there
        is one of another carrier is not told."""
        views = {
            "tthc.shipment": "tthc.postal.envelope",
            "tthc.postal.handover": "tthc.postal.sheet",
        }
        view = views.get(found._name)
        seen = self.env[view].search([("id", "in", found.ids)]) if view else None
        return seen or found.filtered(lambda row: row.sudo(False).has_access("read"))

    def _batch_of(self, number):
        """The batch of this number, or the latest one whose bag has this seal."""
        batches = self.env["tthc.postal.batch"].sudo()
        found = batches.search([("name", "=", number)], limit=1)
        if found or not number:
            return found
        sealed = batches.search([("seal_numbers", "ilike", number)], order="id desc", limit=20)
        return sealed.filtered(
            lambda batch: (
                number in [scan_code.number(seal) for seal in batch.seal_numbers.split(",")]
            )
        )[:1]
