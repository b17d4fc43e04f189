from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_dossier.tools.wall_time import to_local
from odoo.addons.tthc_postal.tests.carrier_conformance import CarrierConformance, News
from odoo.addons.tthc_postal.tests.common import FreePostalCommon

from .viettel_server import PASSWORD, USER, ViettelServer


class ViettelSource:
    """How Viettel Post speaks."""

    connector = "viettel"
    carrier_ref = "tthc_postal.carrier_viettelpost"
    server_class = ViettelServer
    account_values = {
        "username": USER,
        "password": PASSWORD,
        "webhook_secret": "bi_mat_webhook_77",
    }
    codes = {"in_transit": "300", "out_for_delivery": "500", "delivered": "501"}
    fee = 16_500

    def tell(self, news, secret):
        data = {
            "ORDER_NUMBER": news.number,
            "ORDER_REFERENCE": news.reference,
            "ORDER_STATUSDATE": to_local(news.at).strftime("%d/%m/%Y %H:%M:%S"),
            "ORDER_STATUS": int(news.code) if news.code.isdigit() else news.code,
            "STATUS_NAME": "Trạng thái",
            "LOCALION_CURRENTLY": news.place,
            "NOTE": "",
            "MONEY_COLLECTION": 0,
            "MONEY_TOTAL": 16_500,
            "PRODUCT_WEIGHT": 100,
        }
        return {"DATA": data, "TOKEN": secret}, {}


@tagged("post_install", "-at_install")
class TestViettel(ViettelSource, CarrierConformance, FreePostalCommon, HttpCase):
    def test_secret_in_the_header(self):
        """Some accounts have it in ``Authorization``, not in the body."""
        _shipment, order = self.with_the_post()
        told, _headers = self.tell(News(order.reference, order.number, "300"), "")
        answer = self.opener.post(
            f"{self.base_url()}{self.account._webhook_path()}",
            json=told,
            headers={"Authorization": self.account_values["webhook_secret"]},
            timeout=30,
        )
        self.assertEqual(answer.status_code, 200)

    def test_token_that_ran_out(self):
        """The carrier calls the token invalid: the next try logs in again."""
        from ..models.tthc_connector_viettel import TOKENS

        TOKENS.put(self.account._token_name(), "cu_ky_het_han")
        shipment, order = self.ordered()
        self.run_outbox()
        self.assertEqual(order.state, "waiting")
        self.wait()
        self.run_outbox()
        self.assertEqual((order.state, self.made(shipment)), ("done", 1))
