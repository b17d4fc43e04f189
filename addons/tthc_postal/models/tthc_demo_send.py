from odoo import api, models

from ..tools import status

#: Made-up serials, far from those of the other demo shipments.
FIRST, LAST = 60_000_001, 60_000_500


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_batches(self):
        """A range of tracking numbers, and the bag of the day that is being filled; one delivery
        is to be tried again at a new phone number."""
        batches = self.env["tthc.postal.batch"]
        if batches.sudo().search_count([], limit=1):
            return
        self._demo_range()
        clerk = self._clerk()
        company = self.env.ref("tthc_catalogue.centre_province")
        batch = batches.with_user(clerk).create(
            {
                "company_id": company.id,
                "carrier_id": self.env.ref("tthc_postal.carrier_vnpost").id,
            }
        )
        batch.action_collect()
        batch.shipment_ids.sudo().filtered(lambda row: not row.recipient_commune).write(
            {"recipient_commune_id": self.env.ref("tthc_dossier.commune_vo_cuong").id}
        )
        self._demo_again(company)

    def _demo_range(self):
        self.env["tthc.s10.range"].create(
            {
                "carrier_id": self.env.ref("tthc_postal.carrier_ems").id,
                "service": "EE",
                "serial_first": FIRST,
                "serial_last": LAST,
                "date_from": "2026-01-01",
                "source": "Dải số minh họa",
            }
        )

    def _demo_again(self, company):
        on_the_way = (
            self.env["tthc.shipment"]
            .sudo()
            .search(
                [
                    ("direction", "=", "deliver"),
                    ("state", "in", status.OUT),
                    ("company_id", "=", company.id),
                ],
                limit=1,
            )
        )
        desk = self._receptionist(company)
        if on_the_way:
            on_the_way.with_user(desk).sudo()._ask_again(
                {
                    "kind": "address",
                    "asked_by": "citizen",
                    "fault": "citizen",
                    "cost": 12_000,
                    "recipient_phone": "0912 345 678",
                    "note": "Người dân báo số điện thoại mới",
                }
            )
