from odoo import models

from .tthc_shipment_papers import FEWER


class TthcShipment(models.Model):
    """What the post brings: its record stands beside the papers that the dossier counts.

    The papers are in custody by the intake itself; nothing is entered a second time.
    """

    _inherit = "tthc.shipment"

    def _submit_dossiers(self, items):
        """Override: keep with which record the papers of these dossiers came."""
        result = super()._submit_dossiers(items)
        shipment, papers = self.sudo(), self.env["tthc.shipment.papers"].sudo()
        known = papers.search([("shipment_id", "=", self.id), ("step", "=", "in")])
        dossiers = items.sudo().dossier_id.filtered(lambda row: not row.mirrored_at)
        dossiers -= known.dossier_id
        if dossiers:
            records, at = shipment._signed_records("in"), shipment.delivered_at
            handover = records.get(shipment, records[None])
            rows = papers._append(
                [shipment._papers_row(one, "in", at, handover=handover) for one in dossiers]
            )
            rows.filtered("dossier_id.accepted_at")._compare_intake()
        return result


class TthcShipmentPapers(models.Model):
    _inherit = "tthc.shipment.papers"

    def _compare_intake(self):
        """Once a dossier is accepted: it has the originals that the signed record counted. Only
        an envelope with papers of one dossier is compared, since the record counts envelopes."""
        for row in self:
            counts = row.dossier_id.component_ids._received_counts()
            entered = sum(count for (_id, kind), count in counts.items() if kind == "original")
            line = row.handover_id.line_ids.filtered(
                lambda line, row=row: line.shipment_id == row.shipment_id
            )
            single = len(row.shipment_id.item_ids) == 1
            fewer = single and line.counted and entered < line.found_originals
            fact = {"reason": FEWER, "count": line.found_originals, "entered": entered}
            row._set(
                {
                    "paper_count": sum(counts.values()),
                    "facts": [fact] if fewer else False,
                    "differs": bool(fewer),
                }
            )
