import hashlib
import hmac
import json

from odoo.addons.tthc_dossier.tools.wall_time import to_local
from odoo.addons.tthc_payment.tests.conformance import Told
from odoo.addons.tthc_payment.tests.local_server import LocalServer

CLIENT, API_KEY, CHECKSUM = "client-uuid-55", "khoa_api_bi_mat_31", "khoa_kiem_tra_bi_mat_77"


def signature(data):
    """payOS's signature of ``data``, written from its description for these tests: what the addon
    computes is not compared with itself."""
    words = []
    for name in sorted(data):
        value = data[name]
        if value is None:
            value = ""
        if isinstance(value, list):
            rows = [{key: row[key] for key in sorted(row)} for row in value]
            value = json.dumps(rows, separators=(",", ":"), ensure_ascii=False)
        words.append(f"{name}={value}")
    return hmac.new(CHECKSUM.encode(), "&".join(words).encode(), hashlib.sha256).hexdigest()


class PayosServer(LocalServer):
    """payOS's payment requests (payos.vn/docs, API 2).

    ``links`` by order code; mode ``forged``: well-formed answers, wrong signature; ``other``: about
    another order; ``refuse``: the answer of a channel that is not verified.
    """

    PATH = "/v2/payment-requests"

    def __init__(self):
        super().__init__()
        self.links, self.linked = {}, False

    def answer(self, method, path, query, headers, body):
        if (headers.get("x-client-id"), headers.get("x-api-key")) != (CLIENT, API_KEY):
            return 401, {"code": "401", "desc": "Unauthorized"}
        if self.mode == "refuse":
            return 200, {"code": "214", "desc": "Kênh thanh toán chưa xác thực"}
        parts = path.removeprefix(self.PATH).strip("/").split("/")
        if method == "POST" and path == self.PATH:
            return self._make(json.loads(body))
        link = self.links.get(parts[0])
        if not link:
            return 200, {"code": "101", "desc": "Mã thanh toán không tồn tại"}
        if method == "POST" and parts[1:] == ["cancel"] and link["status"] == "PENDING":
            link.update(
                status="CANCELLED",
                cancellationReason=json.loads(body or "{}").get("cancellationReason"),
                canceledAt="2026-03-10T10:00:00+07:00",
            )
        return self._signed(link)

    def _make(self, request):
        signed = "&".join(
            f"{name}={request[name]}"
            for name in ("amount", "cancelUrl", "description", "orderCode", "returnUrl")
        )
        right = hmac.new(CHECKSUM.encode(), signed.encode(), hashlib.sha256).hexdigest()
        if request.get("signature") != right:
            return 200, {"code": "201", "desc": "Mã kiểm tra(signature) không hợp lệ"}
        if len(request["description"]) > (25 if self.linked else 9):
            return 200, {"code": "20", "desc": "Mô tả tối đa 9 kí tự"}
        if type(request["orderCode"]) is not int or request["orderCode"] > 9007199254740991:
            return 200, {"code": "20", "desc": "orderCode"}
        number = str(request["orderCode"])
        if number in self.links:
            return 200, {"code": "231", "desc": "Đơn thanh toán đã tồn tại"}
        self.links[number] = {
            "id": f"link{number}",
            "orderCode": request["orderCode"],
            "amount": request["amount"],
            "amountPaid": 0,
            "amountRemaining": request["amount"],
            "status": "PENDING",
            "createdAt": "2026-03-10T09:00:00+07:00",
            "transactions": [],
            "canceledAt": None,
            "cancellationReason": None,
        }
        return self._signed(
            {
                "bin": "970436",
                "accountNumber": "9900112233",
                "accountName": "TRUNG TAM PVHCC",
                "amount": request["amount"],
                "description": request["description"],
                "orderCode": request["orderCode"],
                "currency": "VND",
                "paymentLinkId": f"link{number}",
                "status": "PENDING",
                "expiredAt": request.get("expiredAt"),
                "checkoutUrl": f"{self.url}/web/link{number}",
                "qrCode": "000201",
            }
        )

    def _signed(self, data):
        data = json.loads(json.dumps(data))
        if self.mode == "other":
            data["orderCode"] += 1
        right = signature(data)
        return 200, {
            "code": "00",
            "desc": "success",
            "data": data,
            "signature": "0" * 64 if self.mode == "forged" else right,
        }

    def pay(self, number, amount, reference="FT26069000001", at="2026-03-10T10:00:00+07:00"):
        """Somebody pays the link."""
        link = self.links[number]
        link["transactions"].append(
            {
                "accountNumber": "9900112233",
                "amount": amount,
                "counterAccountBankId": None,
                "counterAccountBankName": None,
                "counterAccountName": "NGUYEN VAN A",
                "counterAccountNumber": "111",
                "description": "CT tu 111",
                "reference": reference,
                "transactionDateTime": at,
                "virtualAccountName": None,
                "virtualAccountNumber": None,
            }
        )
        link["amountPaid"] += amount
        link["status"] = "PAID" if link["amountPaid"] >= link["amount"] else "UNDERPAID"


class PayosCommon:
    """A payOS channel of the test centre and what payOS sends it."""

    secrets = (API_KEY, CHECKSUM)
    has_currency = True
    calls_on_start = True

    @classmethod
    def make_provider(cls):
        cls.server = PayosServer()
        cls.addClassCleanup(cls.server.close)
        main = cls.env.ref("tthc_payment_payos.payment_provider_payos")
        return main.copy(
            {
                "company_id": cls.centre.id,
                "payos_client_id": CLIENT,
                "payos_api_key": API_KEY,
                "payos_checksum_key": CHECKSUM,
                "payos_api_url": cls.server.url,
                "state": "enabled",
            }
        )

    def payload(self, event, **changes):
        """The ``data`` of an event as payOS tells it."""
        paid = event.outcome == "paid"
        data = {
            "orderCode": int(event.order),
            "amount": event.amount,
            "description": event.memo or "CSAB12 thanh toan",
            "accountNumber": event.account,
            "reference": f"FT{event.number}",
            "transactionDateTime": to_local(event.at).strftime("%Y-%m-%d %H:%M:%S"),
            "currency": event.currency,
            "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18",
            "code": "00" if paid else "01",
            "desc": "Thành công" if paid else "Thất bại",
            "counterAccountBankId": "",
            "counterAccountBankName": "",
            "counterAccountName": event.payer,
            "counterAccountNumber": None,
            "virtualAccountName": "",
            "virtualAccountNumber": "",
        }
        return {**data, **changes}

    def signed(self, data, **changes):
        message = {
            "code": "00",
            "desc": "success",
            "success": True,
            "data": data,
            "signature": signature(data),
        }
        body = json.dumps({**message, **changes}, ensure_ascii=False).encode()
        return Told(body=body, headers={"Content-Type": "application/json"})

    def tell(self, event):
        return self.signed(self.payload(event))
