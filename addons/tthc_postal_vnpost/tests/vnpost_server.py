"""The bus to VNPost, written from its description for the tests."""

import base64

from odoo.addons.tthc_postal.tests.carrier_server import CarrierServer
from odoo.addons.tthc_postal.tools import s10

KEY, SECRET, TOKEN, CUSTOMER = "khoa_truc", "bi_mat_truc_88", "ma_truy_cap_truc_99", "TTPVHCC"
ENDS = {"Name", "Address", "Tel", "Province", "District", "Email"}


class VnpostServer(CarrierServer):
    def makes(self, path):
        return path in ("/order/post", "/order/cancel")

    def number(self, count):
        return f"RR{count:08d}{s10.check_digit(f'{count:08d}')}VN"

    def answer(self, method, path, query, headers, content):
        if path == "/token":
            basic = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
            known = headers.get("authorization") == f"Basic {basic}"
            fits = known and content == {"grant_type": "client_credentials"}
            return (200, {"access_token": TOKEN}) if fits else (401, {"error": "invalid_client"})
        if path == "/no/such/path":
            return 404, "<html>Not Found"
        if path == "/order/empty":
            return 200, {"message": "Bảo trì"}
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"message": "hết hạn"}
        if self.mode == "refuse":
            return 400, {"message": "Thiếu địa chỉ người nhận"}
        if content["customerCode"] != CUSTOMER:
            return 400, {"message": "Sai mã khách hàng"}
        if path == "/order/post":
            if ENDS - set(content["sender"]) or ENDS - set(content["receiver"]):
                return 400, {"message": "Thiếu thông tin"}
            order = self.make(content["orderNumber"])
            return 200, {"data": {"itemCode": order["number"]}}
        order = self.orders.get(content["orderNumber"])
        if not order:
            return 404, {"message": "Không có đơn"}
        if path == "/order/cancel":
            order["cancelled"] = True
            return 200, {"success": True}
        return 200, {
            "data": {
                "itemCode": order["number"],
                "status": order.get("code", "1"),
                "updatedTime": order.get("at", ""),
            }
        }
