"""The national payment platform on this machine, in the KeyPay 3.0 shape, for tests and trials.

Payment page, callback, detail query and the portal's look-up by dossier number over real HTTP. Its
checksum code is its own, so that a mistake in the addon's cannot hide. ``mode`` makes it slow,
silent or wrong.

    python3 keypay_server.py PORT CLIENT KEY1 KEY2 NOTIFY-URL    a payment page to click through
"""

import hashlib
import hmac
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

try:
    from odoo.addons.tthc_payment.tests.page_server import PageServer
except ImportError:  # as a program of its own
    sys.path.append(str(Path(__file__).parents[2] / "tthc_payment" / "tests"))
    from page_server import PageServer

CREATE = ("addition_fee", "client_id", "command", "trans_amount", "transaction_id", "version")
SHORT = ("client_id", "command", "transaction_id")
REQUIRED = (
    "client_id",
    "transaction_id",
    "trans_amount",
    "command",
    "version",
    "description",
    "locale",
    "country_code",
    "currency_code",
    "environment",
    "return_url",
    "bill_info",
)
BILL = ("MaDichVu", "TKThuHuong", "MaNHThuHuong", "TenTKThuHuong", "PhiLePhi", "MaHoSo", "MaTTHC")


def now():
    return datetime.now(timezone(timedelta(hours=7))).strftime("%Y-%m-%d %H:%M:%S")


class KeypayServer(PageServer):
    """The platform. Modes besides the usual ones: ``refuse``, ``forged``, ``unsigned``,
    ``other_order``, ``no_page``."""

    def __init__(self, client_id, key_1, key_2, notify_url="", port=0):
        super().__init__(port)
        self.client_id, self.key_1, self.key_2 = client_id, key_1, key_2
        self.notify_url = notify_url
        self.serial = 7000
        self.create_url, self.detail_url = f"{self.url}/create", f"{self.url}/detail"

    def interface(self):
        if self.mode == "refuse":
            return dict.fromkeys(("/create", "/detail"), self._refuse)
        return {"/create": self._create, "/detail": self._detail}

    @staticmethod
    def _refuse(_message):
        return {"error": "7", "msg": "Bảo trì hệ thống"}

    def checksum(self, key, names, message):
        text = "|".join(str(message[name]) for name in names)
        return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()

    # Payment page

    def page(self, handler):
        path, _mark, query = handler.path.partition("?")
        params = dict(urllib.parse.parse_qsl(query))
        order = self.orders.get(params.get("id"))
        if path == "/pay" and order:
            link = "<p><a href='/finish?id={}&status={}'>{}</a></p>".format
            ident = urllib.parse.quote(params["id"])
            page = link(ident, "0", "Pay") + link(ident, "2", "Cancel")
            return self.reply(handler, 200, page, "text/html")
        if path == "/finish" and order:
            self.deliver(self.finish(params["id"], params["status"]))
            return self.redirect(handler, order["ask"]["return_url"])
        return self.reply(handler, 404, "")

    def know(self, ask):
        """A transaction begins."""
        self.orders[ask["transaction_id"]] = {"ask": ask, "status": "1", "code": ""}

    def finish(self, transaction, status="0"):
        """The payer pays (0) or gives up; returns the signed callback."""
        self.serial += 1
        self.orders[transaction].update(
            status=status, code=f"KP{self.serial}" if status == "0" else ""
        )
        return self.message(transaction)

    def message(self, transaction, **changes):
        """The signed callback about a transaction as it is, with ``changes``."""
        order = self.orders[transaction]
        told = {
            "client_id": self.client_id,
            "transaction_id": transaction,
            "transaction_code": order["code"],
            "trans_amount": order["ask"]["trans_amount"],
            "payment_fee": "0",
            "addition_fee": "0",
            "command": "PAY",
            "version": "3.0",
            "description": order["ask"].get("description", ""),
            "locale": "vn",
            "country_code": "vi",
            "currency_code": order["ask"].get("currency_code", "VND"),
            "environment": "1",
            "status": order["status"],
            "update_at": order.get("date") or now(),
            **changes,
        }
        return {**told, "check_sum": self.checksum(self.key_2, CREATE, told)}

    def deliver(self, told, url=None):
        """POST a message as JSON; returns the centre's answer, with an error status too."""
        asked = urllib.request.Request(
            url or self.notify_url,
            data=json.dumps(told).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)

    def lookup(self, url, dossier, **changes):
        """The portal asks what a dossier has to pay."""
        told = {"client_id": self.client_id, "MaHoSo": dossier}
        told["check_sum"] = self.checksum(self.key_2, ("client_id", "MaHoSo"), told)
        return self.deliver({**told, **changes}, url)

    # What the centre asks

    def _create(self, message):
        for name in REQUIRED:
            if message.get(name) in (None, ""):
                return {"error": "1", "msg": f"missing {name}"}
        for name in BILL:
            if not message["bill_info"].get(name):
                return {"error": "1", "msg": f"missing {name}"}
        if message["check_sum"] != self.checksum(self.key_1, CREATE, message):
            return {"error": "2", "msg": "check_sum"}
        if message["client_id"] != self.client_id or message["transaction_id"] in self.orders:
            return {"error": "3", "msg": "client or transaction"}
        fees = sum(int(line["SoTien"]) for line in message["bill_info"]["PhiLePhi"])
        if fees != int(message["trans_amount"]):
            return {"error": "4", "msg": "amount"}
        self.know(message)
        if self.mode == "no_page":
            return {"error": "0", "msg": "success", "payment_url": "javascript:alert(1)"}
        ident = urllib.parse.quote(message["transaction_id"])
        return {"error": "0", "msg": "success", "payment_url": f"{self.url}/pay?id={ident}"}

    def _detail(self, message):
        if message["check_sum"] != self.checksum(self.key_1, SHORT, message):
            return {"error": "2", "msg": "check_sum"}
        order = self.orders.get(message["transaction_id"])
        if not order:
            return {"error": "5", "msg": "no such transaction"}
        data = self.message(message["transaction_id"])
        data["check_sum"] = self.checksum(self.key_2, SHORT, data)
        if self.mode == "other_order":
            data["transaction_id"] = "other"
        if self.mode == "forged":
            data["check_sum"] = "0" * 64
        if self.mode == "unsigned":
            del data["check_sum"]
        return {"error": "0", "msg": "success", "data": data}


if __name__ == "__main__":
    port, client_id, key_1, key_2, notify_url = sys.argv[1:6]
    server = KeypayServer(client_id, key_1, key_2, notify_url, int(port))
    sys.stdout.write(f"new payment {server.create_url}\ndetail {server.detail_url}\n")
    server.http.serve_forever()
