"""VNPAY on this machine, written from its published description, for tests and for trying out.

Payment page, IPN, query and refund over real HTTP. Its signature code is its own, so that a
mistake in the addon's cannot hide. ``mode`` makes it slow, silent or wrong.

    python3 vnpay_server.py PORT TMNCODE SECRET IPN-URL    a payment page to click through
"""

import hashlib
import hmac
import json
import sys
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

try:
    from odoo.addons.tthc_payment.tests.page_server import PageServer
except ImportError:  # as a program of its own
    sys.path.append(str(Path(__file__).parents[2] / "tthc_payment" / "tests"))
    from page_server import PageServer

PAY_PATH = "/paymentv2/vpcpay.html"
API_PATH = "/merchant_webapi/api/transaction"
REQUIRED = (
    "vnp_Amount",
    "vnp_Command",
    "vnp_CreateDate",
    "vnp_CurrCode",
    "vnp_ExpireDate",
    "vnp_IpAddr",
    "vnp_Locale",
    "vnp_OrderInfo",
    "vnp_OrderType",
    "vnp_ReturnUrl",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_Version",
)
QUERY = "RequestId Version Command TmnCode TxnRef TransactionDate CreateDate IpAddr OrderInfo"
REFUND = (
    "RequestId Version Command TmnCode TransactionType TxnRef Amount TransactionNo "
    "TransactionDate CreateBy CreateDate IpAddr OrderInfo"
)
ANSWER = (
    "ResponseId Command ResponseCode Message TmnCode TxnRef Amount BankCode PayDate TransactionNo "
    "TransactionType TransactionStatus OrderInfo"
)
PROMOTION = " PromotionCode PromotionAmount"


def now():
    return datetime.now(timezone(timedelta(hours=7))).strftime("%Y%m%d%H%M%S")


class VnpayServer(PageServer):
    """VNPAY. Modes besides the usual ones: ``forged``, ``unsigned``, ``other_terminal``,
    ``other_order``."""

    def __init__(self, tmn_code, secret, notify_url="", port=0):
        super().__init__(port)
        self.tmn_code, self.secret, self.notify_url = tmn_code, secret, notify_url
        self.refund_status = "05"
        self.request_ids = set()
        self.serial = 14_000_000
        self.pay_url, self.api_url = self.url + PAY_PATH, self.url + API_PATH

    def interface(self):
        return {API_PATH: self._answer}

    # Signatures

    def hash(self, text):
        return hmac.new(self.secret.encode(), text.encode(), hashlib.sha512).hexdigest()

    def sign_pairs(self, params):
        filled = sorted((name, value) for name, value in params.items() if value != "")
        return {**params, "vnp_SecureHash": self.hash(urllib.parse.urlencode(filled))}

    def sign_fixed(self, names, message):
        values = [str(message.get(f"vnp_{name}", "")) for name in names.split()]
        return self.hash("|".join(values))

    # Payment page

    def page(self, handler):
        path, _mark, query = handler.path.partition("?")
        params = dict(urllib.parse.parse_qsl(query))
        if path == PAY_PATH:
            problem = self.problem(params)
            if problem:
                return self.reply(handler, 400, problem)
            self.know(params)
            return self.reply(handler, 200, self._choice(params["vnp_TxnRef"]), "text/html")
        if path == "/finish":
            message = self.finish(params["ref"], params["code"], params["status"])
            self.deliver(message)
            return self.redirect(handler, self.return_url(message))
        return self.reply(handler, 404, "")

    def problem(self, params):
        """What VNPAY's page would refuse about ``params``; empty if nothing."""
        given = dict(params)
        signature = given.pop("vnp_SecureHash", "")
        for name in REQUIRED:
            if not given.get(name):
                return f"03 {name}"
        if "vnp_SecureHashType" in given or given["vnp_Version"] != "2.1.0":
            return "03 version"
        if given["vnp_TmnCode"] != self.tmn_code:
            return "02 terminal"
        if signature != self.sign_pairs(given)["vnp_SecureHash"]:
            return "70 signature"
        if not given["vnp_OrderInfo"].isascii() or len(given["vnp_Amount"]) > 12:
            return "03 data"
        if given["vnp_ExpireDate"] <= now():
            return "11 expired"
        if given["vnp_TxnRef"] in self.orders:
            return "01 known"
        return ""

    def know(self, params):
        self.orders[params["vnp_TxnRef"]] = {"ask": params, "code": "", "status": "01", "no": "0"}

    def _choice(self, ref):
        def link(label, code, status):
            query = urllib.parse.urlencode({"ref": ref, "code": code, "status": status})
            return f"<p><a href='/finish?{query}'>{label}</a></p>"

        return "".join(
            (
                f"<h1>VNPAY {ref}</h1>",
                link("Pay", "00", "00"),
                link("Cancel", "24", "02"),
                link("Suspicious", "07", "07"),
            )
        )

    def finish(self, ref, code="00", status="00"):
        """The payer pays, gives up, …; returns the signed message of the IPN and the return."""
        order = self.orders[ref]
        self.serial += 1
        paid = status in ("00", "07")
        order.update(code=code, status=status, no=str(self.serial) if paid else "0", date=now())
        return self.message(ref)

    def message(self, ref, **changes):
        """The signed IPN about an order as it is, with ``changes`` (names without ``vnp_``)."""
        order = self.orders[ref]
        params = {
            "vnp_Amount": order["ask"]["vnp_Amount"],
            "vnp_BankCode": "NCB",
            "vnp_BankTranNo": f"VNP{order['no']}" if order["no"] != "0" else "",
            "vnp_CardType": "ATM",
            "vnp_OrderInfo": order["ask"]["vnp_OrderInfo"],
            "vnp_PayDate": order.get("date", now()),
            "vnp_ResponseCode": order["code"],
            "vnp_TmnCode": self.tmn_code,
            "vnp_TransactionNo": order["no"],
            "vnp_TransactionStatus": order["status"],
            "vnp_TxnRef": ref,
        }
        params.update({f"vnp_{name}": str(value) for name, value in changes.items()})
        return self.sign_pairs({name: value for name, value in params.items() if value != ""})

    def deliver(self, message):
        """Send an IPN; returns the merchant's answer."""
        url = f"{self.notify_url}?{urllib.parse.urlencode(message)}"
        with urllib.request.urlopen(url, timeout=30) as answer:
            return json.load(answer)

    def return_url(self, message):
        back = self.orders[message["vnp_TxnRef"]]["ask"]["vnp_ReturnUrl"]
        return f"{back}{'&' if '?' in back else '?'}{urllib.parse.urlencode(message)}"

    # Query and refund

    def _answer(self, message):
        command = message["vnp_Command"]
        request, extra = {"querydr": (QUERY, PROMOTION), "refund": (REFUND, "")}[command]
        code, facts = "00", {}
        order = self.orders.get(message["vnp_TxnRef"])
        day = now()[:8]
        if message["vnp_SecureHash"] != self.sign_fixed(request, message):
            code = "97"
        elif message["vnp_TmnCode"] != self.tmn_code:
            code = "02"
        elif (day, message["vnp_RequestId"]) in self.request_ids:
            code = "94"
        elif not order or order["ask"]["vnp_CreateDate"] != message["vnp_TransactionDate"]:
            code = "91"
        else:
            code, facts = getattr(self, f"_{command}")(order, message)
        self.request_ids.add((day, message["vnp_RequestId"]))
        answer = {
            "vnp_ResponseId": f"r{len(self.asked)}",
            "vnp_Command": command,
            "vnp_ResponseCode": code,
            "vnp_Message": "Success" if code == "00" else "Error",
            "vnp_TmnCode": "OTHER001" if self.mode == "other_terminal" else self.tmn_code,
            "vnp_TxnRef": "other" if self.mode == "other_order" else message["vnp_TxnRef"],
            "vnp_OrderInfo": message["vnp_OrderInfo"],
            **facts,
        }
        answer["vnp_SecureHash"] = self.sign_fixed(ANSWER + extra, answer)
        if self.mode == "forged":
            answer["vnp_SecureHash"] = self.hash("something else")
        if self.mode == "unsigned":
            del answer["vnp_SecureHash"]
        return answer

    def _querydr(self, order, message):
        return "00", {
            "vnp_Amount": order["ask"]["vnp_Amount"],
            "vnp_BankCode": "NCB",
            "vnp_PayDate": order.get("date", ""),
            "vnp_TransactionNo": order["no"],
            "vnp_TransactionType": order.get("kind", "01"),
            "vnp_TransactionStatus": order.get("back_status", order["status"]),
        }

    def _refund(self, order, message):
        if order["status"] != "00":
            return "95", {}
        amount, whole = int(message["vnp_Amount"]), int(order["ask"]["vnp_Amount"])
        back = order.get("back", 0) + amount
        if back > whole or (message["vnp_TransactionType"] == "02") != (amount == whole):
            return "03", {}
        order.update(back=back, kind=message["vnp_TransactionType"], back_status=self.refund_status)
        self.serial += 1
        return "00", {
            "vnp_Amount": message["vnp_Amount"],
            "vnp_BankCode": "NCB",
            "vnp_PayDate": now(),
            "vnp_TransactionNo": str(self.serial),
            "vnp_TransactionType": message["vnp_TransactionType"],
            "vnp_TransactionStatus": self.refund_status,
        }


if __name__ == "__main__":
    port, tmn_code, secret, notify_url = sys.argv[1:5]
    server = VnpayServer(tmn_code, secret, notify_url, int(port))
    sys.stdout.write(f"payment page {server.pay_url}\nquery, refund {server.api_url}\n")
    server.http.serve_forever()
