from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.tthc_postal.tools import outbox

from ..const import CONNECTOR

#: An address that no name server knows: nothing of the demo ever leaves the machine.
NOWHERE = "https://ems.invalid"
PHONE = "0222 38"
ANSWER = "Từ chối: from_phone: số điện thoại người gửi không hợp lệ"


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_refused_order(self):
        """A dossier that EMS was to fetch at the citizen's door: it refused the order, which waits
        for a person to correct the phone number and to send it again."""
        accounts = self.env["tthc.carrier.account"].sudo()
        if accounts.search_count([("connector", "=", CONNECTOR)], limit=1):
            return
        carrier = self.env.ref("tthc_postal.carrier_ems")
        carrier.sudo().connector = CONNECTOR
        company = self.env.ref("tthc_catalogue.centre_province")
        accounts.create(
            {
                "company_id": company.id,
                "carrier_id": carrier.id,
                "url": NOWHERE,
                "sender_name": company.name,
                "sender_phone": company.phone or "0222 3822 000",
                "sender_street": company.street or "Số 10, đường Phù Đổng Thiên Vương",
            }
        )
        at = fields.Datetime.now().replace(microsecond=0) - timedelta(hours=3)
        shipment = self._at(self.env["tthc.shipment"], at, self._clerk()).create(
            {
                "direction": "collect",
                "company_id": company.id,
                "carrier_id": carrier.id,
                "recipient_name": "Đỗ Thị Hạnh",
                "recipient_phone": PHONE,
                "recipient_street": "Số 27, đường Nguyễn Gia Thiều",
                "recipient_commune": "Phường Võ Cường",
                "recipient_state_id": self.env.ref("base.state_vn_VN-56").id,
                "item_ids": [(0, 0, {"papers": "Hồ sơ gửi qua bưu chính"})],
            }
        )
        order = shipment._carrier_request(outbox.CREATE)
        order.write(
            {
                "state": outbox.DEAD,
                "tries": 1,
                "sent_at": at + timedelta(minutes=1),
                "next_at": False,
                "error": ANSWER,
            }
        )
        self.env["tthc.carrier.log"]._append(order.account_id, "result", order, ANSWER)
