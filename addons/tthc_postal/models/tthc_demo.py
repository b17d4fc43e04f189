from odoo import api, models

from ..tools import s10, status

#: How far each demo shipment has come, in the order in which results are found for them.
JOURNEYS = (
    status.DRAFT,
    status.PACKED,
    status.IN_TRANSIT,
    status.DELIVERED,
    status.FAILED,
    status.RETURNED,
    status.HANDED_OVER,
)


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_shipments(self):
        """Shipments in every state for results that wait, and what the post brought in; by the
        real actions of the real roles. Dossiers that something stands against are left out."""
        if self.env["tthc.shipment"].sudo().search_count([], limit=1):
            return
        dossiers = self.env["tthc.dossier"].sudo().search([("state", "=", "done")], order="id")
        ready = dossiers.filtered(
            lambda dossier: not dossier._action_obstacles("return_result")
        ).sorted(
            lambda dossier: (
                dossier.company_id.id,
                ("post", "counter", "electronic").index(dossier.return_method),
            )
        )
        for serial, (dossier, journey) in enumerate(zip(ready, JOURNEYS, strict=False)):
            self._send_result(dossier, journey, serial)
        for dossier in dossiers.filtered(lambda row: row.return_method == "post"):
            if not dossier.shipment_item_ids and dossier.state == "done":
                self._at(dossier, dossier.finished_at).action_send_by_post()
        self._generate_collection()

    def _clerk(self):
        return self.env.ref("tthc_postal.user_postal_clerk")

    def _send_result(self, dossier, journey, serial):
        """Send the result of ``dossier`` and follow it as far as ``journey``."""
        desk = self._receptionist(dossier.company_id)
        if dossier.return_method != "post":
            dossier.with_user(desk).write(
                {
                    "return_method": "post",
                    "return_address": dossier.owner_id.street or "Số 1, đường Lý Thái Tổ",
                }
            )
        at = self._later(dossier, dossier.finished_at, 0.5)
        action = self._at(dossier, at, desk).action_send_by_post()
        shipment = self.env["tthc.shipment"].browse(action["res_id"])
        if journey == status.DRAFT:
            return
        self._at(shipment, at, desk).write(
            {
                "weight": 60 + 15 * serial,
                "price": 26000 + 1500 * serial,
                "recipient_state_id": self.env.ref("base.state_vn_VN-56").id,
                "tracking_number": str(s10.S10("RR", f"{47312482 + serial * 37:08d}", "VN")),
            }
        )
        self._at(shipment, at, desk).action_pack()
        if journey != status.PACKED:
            at = self._later(dossier, at, 1)
            self._sign_handover(shipment, "to_post", at)
            self._travel(dossier, shipment, journey, at)

    def _travel(self, dossier, shipment, journey, at):
        """What the post reports once it has the envelope."""
        if journey == status.HANDED_OVER:
            return
        at = self._later(dossier, at, 3)
        clerk = self._clerk()
        self._at(shipment, at, clerk).action_in_transit(place="Bưu cục trung tâm")
        at = self._later(dossier, at, 6)
        act = self._at(shipment, at, clerk)
        if journey == status.DELIVERED:
            act.action_deliver(shipment.recipient_name, place="Tại địa chỉ người nhận")
        elif journey in (status.FAILED, status.RETURNED):
            act.action_fail("Người nhận vắng nhà, gọi điện không liên lạc được")
        if journey == status.RETURNED:
            at = self._later(dossier, at, 8)
            self._sign_handover(shipment, "from_post", at)

    def _sign_handover(self, shipments, direction, at):
        """A signed hand-over record of ``shipments``."""
        clerk = self._clerk()
        records = self._at(self.env["tthc.postal.handover"], at, clerk)
        record = records.create(
            {
                "direction": direction,
                "company_id": shipments.company_id.id,
                "carrier_id": shipments.carrier_id.id,
                "date": at.date(),
                "signed_by_post": "Nguyễn Văn Bưu",
                "line_ids": [(0, 0, {"shipment_id": shipment.id}) for shipment in shipments],
            }
        )
        record.action_sign()
        return record

    def _generate_collection(self):
        """What citizens sent in by post, handed over at the centre."""
        dossiers = (
            self.env["tthc.dossier"]
            .sudo()
            .search(
                [("channel", "=", "post"), ("submitted_at", "!=", False)], order="submitted_at desc"
            )
        )
        # Only those not yet accepted take their submission time from the record.
        dossiers = dossiers.filtered(lambda row: row.state == "registered") or dossiers
        if not dossiers:
            return
        centre = dossiers[0].company_id
        dossiers = dossiers.filtered(lambda dossier: dossier.company_id == centre)[:4]
        at = min(dossiers.mapped("submitted_at"))
        desk = self._receptionist(centre)
        shipments = self._at(self.env["tthc.shipment"], at, desk)
        collected = shipments.create(
            [
                {
                    "direction": "collect",
                    "company_id": centre.id,
                    "carrier_id": self.env.ref("tthc_postal.carrier_vnpost").id,
                    "tracking_number": str(s10.S10("EE", f"{10203040 + serial * 91:08d}", "VN")),
                    **shipments._recipient_values(dossier.owner_id),
                    "item_ids": [
                        (0, 0, {"dossier_id": dossier.id, "papers": "Hồ sơ gửi qua bưu chính"})
                    ],
                }
                for serial, dossier in enumerate(dossiers)
            ]
        )
        self._sign_handover(collected, "from_post", at)
