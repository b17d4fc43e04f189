from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_dossier.tools.wall_time import to_local
from odoo.addons.tthc_postal.tests.carrier_conformance import CarrierConformance, News
from odoo.addons.tthc_postal.tests.common import FreePostalCommon

from .ems_server import TOKEN, EmsServer


@tagged("post_install", "-at_install")
class TestEms(CarrierConformance, FreePostalCommon, HttpCase):
    connector = "ems"
    carrier_ref = "tthc_postal.carrier_ems"
    server_class = EmsServer
    account_values = {"secret": TOKEN, "ems_cancel_path": "/api/v1/orders/cancel"}
    codes = {"in_transit": "4", "out_for_delivery": "T5", "delivered": "T6"}
    fee = 25_000
    has_secret = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What the description leaves open is said by the administrator.
        cls.env["tthc.carrier.status"].create(
            [
                {"connector": "ems", "code": cls.codes[word], "meaning": word}
                for word in ("out_for_delivery", "delivered")
            ]
        )

    def tell(self, news, secret, pattern="%d/%m/%Y %H:%M:%S"):
        data = {
            "tracking_code": news.number,
            "order_code": news.reference,
            "status_code": news.code,
            "status_name": "Trạng thái",
            "note": "",
            "locate": news.place,
            "datetime": to_local(news.at).strftime(pattern),
            "total_weight": 100,
            "money_collect": 0,
            "total_fee": 25_000,
        }
        return data, {"ems-transaction": "GD77"}

    def test_reply_names_the_transaction(self):
        _shipment, order = self.with_the_post()
        answer = self.deliver(News(order.reference, order.number, "4"))
        self.assertEqual(answer.json(), {"code": "success", "transaction": "GD77"})
        told, _headers = self.tell(News(order.reference, order.number, "4"), "")
        path = f"{self.base_url()}{self.account._webhook_path()}"
        self.assertEqual(self.opener.post(path, json=told, timeout=30).status_code, 403)

    def test_only_the_day_is_told(self):
        """It counts after the hand-over of the same day, and once however often it comes."""
        shipment, order = self.with_the_post()
        news = News(order.reference, order.number, "4", fields.Datetime.now())
        told, headers = self.tell(news, "", "%d/%m/%Y")
        path = f"{self.base_url()}{self.account._webhook_path()}"
        for _turn in range(2):
            self.opener.post(path, json=told, headers=headers, timeout=30)
        self.env.invalidate_all()
        self.assertEqual(shipment.state, "in_transit")
        rows = self.env["tthc.carrier.news"].search([("shipment_id", "=", shipment.id)])
        self.assertEqual(len(rows), 1)
