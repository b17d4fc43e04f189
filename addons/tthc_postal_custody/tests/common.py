"""A result that goes by post, of a dossier with an original that goes back to the person."""

from datetime import date

from odoo.addons.tthc_postal.tests.common import FreePostalCommon


class PapersCommon(FreePostalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre.tthc_custody_since = date(2026, 1, 1)

    def draft(self, originals=1, dossier=None):
        """A shipment to be packed, with so many originals in it."""
        shipment = self.shipment_of(dossier or self.result_by_post())
        shipment.with_user(self.receptionist).item_ids.originals = originals
        return shipment

    def hand_over(self, *shipments):
        """Packed and signed for by both sides, on one record."""
        rows = self.env["tthc.shipment"].union(*shipments)
        rows.filtered(lambda row: row.state == "draft").with_user(self.receptionist).action_pack()
        action = rows.with_user(self.clerk).action_make_handover()
        return self.sign(self.env["tthc.postal.handover"].browse(action["res_id"]))

    def bring_back(self, shipment):
        """Signed for by both sides, on a record from the post."""
        record = self.env["tthc.postal.handover"].with_user(self.clerk).create(
            {
                "direction": "from_post",
                "company_id": self.centre.id,
                "carrier_id": shipment.carrier_id.id,
                "line_ids": [(0, 0, {"shipment_id": shipment.id})],
            }
        )  # fmt: skip
        return self.sign(record)

    def sign(self, record):
        record = record.with_user(self.clerk)
        record.signed_by_post = "Lê Văn Bưu"
        record.action_sign()
        return record.with_env(self.env)

    def places(self, dossier):
        """``{(paper, kind, place): count}`` as the list of papers has it."""
        found = {}
        for row in self.env["tthc.custody.holding"].search([("dossier_id", "=", dossier.id)]):
            key = (row.name, row.kind, row.place)
            found[key] = found.get(key, 0) + row.quantity
        return found

    def place(self, dossier, name="Giấy xác nhận", kind="result"):
        return {key[2] for key in self.places(dossier) if key[:2] == (name, kind)}

    def steps(self, shipment):
        rows = self.env["tthc.shipment.papers"].search([("shipment_id", "in", shipment.ids)])
        return rows.sorted("id")

    def differences(self, shipment):
        rows = self.steps(shipment).filtered("differs")
        return [fact["reason"] for row in rows for fact in row.facts]
