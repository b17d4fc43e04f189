"""EMS's merchant interface, written from its description for the tests."""

from odoo.addons.tthc_postal.tests.carrier_server import CarrierServer
from odoo.addons.tthc_postal.tools import s10

TOKEN = "ma_thuong_nhan_bi_mat"
ENDS = {
    f"{end}_{name}"
    for end in ("from", "to")
    for name in ("name", "phone", "province", "district", "ward", "address")
}
FIELDS = ENDS | {
    "order_code",
    "inventory",
    "inventory_name",
    "to_postal",
    "product_name",
    "total_amount",
    "total_quantity",
    "total_weight",
    "money_collect",
    "description",
    "size",
    "service",
    "checked",
    "fragile",
    "vas",
}


class EmsServer(CarrierServer):
    def makes(self, path):
        return path in ("/api/v1/orders/create-v2", "/api/v1/orders/cancel")

    def number(self, count):
        return f"EJ{count:08d}{s10.check_digit(f'{count:08d}')}VN"

    def answer(self, method, path, query, headers, content):
        if query.get("merchant_token") != TOKEN:
            return 200, {"code": "error", "message": "Token không đúng"}
        if path == "/api/v1/address/province":
            return 200, {"code": "success", "data": [{"code": "10", "name": "Thành phố Hà Nội"}]}
        if self.mode == "refuse":
            return 200, {"code": "error", "message": "Địa chỉ không hợp lệ"}
        if path == "/api/v1/orders/create-v2":
            if FIELDS - set(content) or content["to_province"] != "10":
                return 200, {"code": "error", "message": f"Thiếu {FIELDS - set(content)}"}
            order = self.make(content["order_code"])
            fee = {"fee": 22_000, "remote_fee": 3_000}
            data = {"tracking_code": order["number"], "fee": fee, "vas": {}}
            return 200, {"code": "success", "data": data}
        number = path.rpartition("/")[2] if method == "GET" else content["tracking_code"]
        order = self.find(number)
        if not order:
            return 200, {"code": "error", "message": "Không có bưu gửi"}
        if path == "/api/v1/orders/cancel":
            order["cancelled"] = True
            return 200, {"code": "success", "data": {}}
        return 200, {
            "code": "success",
            "data": {"status_code": order["code"], "datetime": order["at"]},
        }
