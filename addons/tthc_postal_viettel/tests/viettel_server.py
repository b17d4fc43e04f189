"""Viettel Post's partner interface, written from its description for the tests."""

from odoo.addons.tthc_postal.tests.carrier_server import CarrierServer

USER, PASSWORD = "trungtam@example.vn", "mat_khau_bi_mat"
FIRST, TOKEN = "ma_dang_nhap_bi_mat", "ma_chu_tai_khoan_bi_mat"
ORDER_FIELDS = {
    "ORDER_NUMBER",
    "SENDER_FULLNAME",
    "SENDER_PHONE",
    "SENDER_ADDRESS",
    "RECEIVER_FULLNAME",
    "RECEIVER_PHONE",
    "RECEIVER_ADDRESS",
    "PRODUCT_NAME",
    "PRODUCT_QUANTITY",
    "PRODUCT_PRICE",
    "PRODUCT_WEIGHT",
    "PRODUCT_TYPE",
    "ORDER_PAYMENT",
    "ORDER_SERVICE",
    "MONEY_COLLECTION",
    "ORDER_NOTE",
}


class ViettelServer(CarrierServer):
    def makes(self, path):
        return path in ("/v2/order/createOrderNlp", "/v2/order/UpdateOrder")

    def number(self, count):
        return f"1{count:011d}"

    def answer(self, method, path, query, headers, content):
        kind = path.rpartition("/")[2]
        if kind == "listProvinceNew":
            return self.say([{"PROVINCE_ID": 1, "PROVINCE_NAME": "Thành phố Hà Nội"}])
        if kind in ("Login", "ownerconnect"):
            known = content == {"USERNAME": USER, "PASSWORD": PASSWORD}
            if not known or (kind == "ownerconnect" and headers.get("token") != FIRST):
                return self.refuse("Sai tài khoản")
            return self.say({"token": FIRST if kind == "Login" else TOKEN})
        if headers.get("token") != TOKEN:
            return self.refuse("Token invalid")
        if self.mode == "refuse":
            return self.refuse("Số điện thoại người nhận không đúng")
        return getattr(self, kind)(content)

    def getPriceAllNlp(self, content):
        assert content["RECEIVER_PROVINCE"] == 1, content
        return self.say(
            {
                "RESULT": [
                    {"MA_DV_CHINH": "VHT", "GIA_CUOC": 21_000},
                    {"MA_DV_CHINH": "TMDT", "GIA_CUOC": 16_500},
                ]
            }
        )

    def createOrderNlp(self, content):
        missing = ORDER_FIELDS - set(content)
        if missing or content["ORDER_PAYMENT"] not in (1, 2, 3, 4):
            return self.refuse(f"Thiếu {missing}")
        if content.get("CHECK_UNIQUE") and content["ORDER_NUMBER"] in self.orders:
            return self.refuse("Trùng mã đơn hàng")
        order = self.make(content["ORDER_NUMBER"])
        return self.say({"ORDER_NUMBER": order["number"], "MONEY_TOTAL": 16_500})

    def UpdateOrder(self, content):
        order = self.find(content["ORDER_NUMBER"])
        if not order:
            return self.refuse("Không có vận đơn")
        order["cancelled"] |= content["TYPE"] == 4
        return self.say(None)

    def say(self, data):
        return 200, {"status": 200, "error": False, "message": "OK", "data": data}

    def refuse(self, message):
        return 200, {"status": 204, "error": True, "message": message, "data": None}
