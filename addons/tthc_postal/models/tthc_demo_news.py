from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import exchange, status

HEAD = ("Số hiệu bưu gửi", "Trạng thái", "Thời gian", "Bưu cục", "Khối lượng (g)", "Lý do")


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_post_news(self):
        """What a carrier tells of the demo shipments: a list of statuses as its desk sends it, with
        a word that nobody knows, a number of somebody else's, and a weight that differs; and the
        promised days by which carriers are measured."""
        files = self.env["tthc.carrier.file"].sudo()
        if files.search_count([], limit=1):
            return
        self._promise_days()
        shipments = (
            self.env["tthc.shipment"]
            .sudo()
            .search(
                [
                    ("direction", "=", "deliver"),
                    ("state", "=", status.IN_TRANSIT),
                    ("tracking_number", "!=", False),
                ],
                order="id",
            )
        )
        if not shipments:
            return
        carrier = shipments[0].carrier_id
        shipments = shipments.filtered(lambda one: one.carrier_id == carrier)
        zone = shipments[0].company_id._tthc_zone()
        rows = [
            [
                number,
                code,
                wall_time.to_local(at, zone).strftime("%d/%m/%Y %H:%M"),
                place,
                weight,
                why,
            ]
            for number, code, at, place, weight, why in self._told_rows(shipments)
        ]
        data = exchange.write_xlsx(HEAD, rows)
        files = files.with_user(self._clerk()).with_company(shipments[0].company_id)
        files._import(carrier, data, "trang-thai-buu-gui.xlsx", "status")
        self.env["tthc.shipment.event"].sudo().search([("told", "=", False)], order="id")._tell(
            set()
        )

    def _told_rows(self, shipments):
        """Rows of the list: number, status, instant, place, weight, reason."""
        now = fields.Datetime.now()
        told = []
        for serial, shipment in enumerate(shipments):
            at = min(max(shipment.last_event_at, now - timedelta(days=9)), now)
            step = (now - at) / 4
            weight = shipment.weight + (260 if serial == 0 else 5)
            number = shipment.tracking_number
            told.append((number, "Đã đến bưu cục", at + step, "Bưu cục khai thác", weight, ""))
            told.append((number, "Đang đi phát", at + 2 * step, "Bưu cục phát", weight, ""))
            if serial == 0:
                why = "Đã hẹn phát lại"
                told.append((number, "Chờ khách hẹn", at + 3 * step, "Bưu cục phát", weight, why))
        strange = ("RR881042570VN", "Đang vận chuyển", now - timedelta(hours=5), "", 40, "")
        return sorted([*told, strange], key=lambda row: row[2], reverse=True)

    def _promise_days(self):
        carriers = self.env["tthc.carrier"].sudo().search([])
        self.env["tthc.carrier.promise"].sudo().create(
            [
                {
                    "carrier_id": carrier.id,
                    "area": area,
                    "days": days,
                    "date_from": "2026-01-01",
                    "source": "Hợp đồng cung ứng dịch vụ",
                }
                for carrier in carriers
                for area, days in (("province", 2), ("country", 4))
            ]
        )
