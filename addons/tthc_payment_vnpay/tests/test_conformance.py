from dataclasses import replace
from urllib.parse import quote, urlencode

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_payment.tests.bundle_cases import BundleCases
from odoo.addons.tthc_payment.tests.conformance import GatewayConformance, Told

from ..tools import vnpay
from .common import SECRET, TMN_CODE, VnpayCommon

#: Outcome → response code and transaction status.
CODES = {
    "paid": ("00", "00"),
    "failed": ("24", "02"),
    "held": ("07", "07"),
    "pending": ("99", "01"),
}


class VnpaySource:
    """How VNPAY tells."""

    browser_size = "390x844"
    touch_enabled = True
    has_currency = True
    secrets = (SECRET,)
    answers = {
        "done": (200, {"RspCode": "00"}),
        "recorded": (200, {"RspCode": "00"}),
        "duplicate": (200, {"RspCode": "02"}),
        "unknown": (200, {"RspCode": "01"}),
        "wrong_amount": (200, {"RspCode": "04"}),
        "wrong_currency": (200, {"RspCode": "04"}),
        "already_paid": (200, {"RspCode": "02"}),
        "late": (200, {"RspCode": "00"}),
        "bad_signature": (200, {"RspCode": "97"}),
        "malformed": (200, {"RspCode": "99"}),
    }

    @classmethod
    def make_provider(cls):
        return cls.vnpay_provider()

    def tell(self, event):
        code, status = CODES[event.outcome]
        params = {
            "vnp_Amount": str(event.amount * 100),
            "vnp_BankCode": "NCB",
            "vnp_BankTranNo": f"VNP{event.number}",
            "vnp_CardType": "ATM",
            "vnp_OrderInfo": event.memo or "Nop phi le phi",
            "vnp_PayDate": vnpay.stamp(event.at),
            "vnp_ResponseCode": code,
            "vnp_TmnCode": TMN_CODE,
            "vnp_TransactionNo": event.number,
            "vnp_TransactionStatus": status,
            "vnp_TxnRef": event.order,
        }
        if event.currency != "VND":
            params["vnp_CurrCode"] = event.currency
        return Told("GET", query=self.server.sign_pairs(params))

    def break_signature(self, told, how):
        query = dict(told.query)
        if how == "missing":
            del query["vnp_SecureHash"]
        elif how == "truncated":
            query["vnp_SecureHash"] = query["vnp_SecureHash"][:64]
        elif how == "wrong":
            query["vnp_SecureHash"] = "0" * 128
        else:
            query["vnp_ResponseCode"] = query["vnp_TransactionStatus"] = "00"
            query["vnp_Amount"] += "00"
        return replace(told, query=query)

    def misshape(self, event):
        query = dict(self.tell(event).query, vnp_Amount="58.000")
        del query["vnp_SecureHash"]
        return Told("GET", query=self.server.sign_pairs(query))

    def look_while_told(self, path, event, tour):
        """A payer without an account has the page open on a phone while VNPAY tells of ``event``;
        in a real browser."""
        self.provider.is_published = True
        notify = f"/tthc/payment/{self.provider.code}/{self.provider.id}/notify"
        address = quote(f"{notify}?{urlencode(self.tell(event).query)}", safe="")
        self.start_tour(f"{path}#{address}", tour, timeout=60)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestVnpayConformance(VnpaySource, GatewayConformance, VnpayCommon, HttpCase):
    def test_the_page_changes_by_itself_when_the_money_comes(self):
        self.look_while_told(self.request._pay_path(), self.event(), "tthc_pay_page_changes")
        self.assert_paid_once()


@tagged("post_install", "-at_install")
class TestVnpayBundles(VnpaySource, BundleCases, VnpayCommon, HttpCase):
    """Several requests in one payment at VNPAY."""

    def test_the_page_changes_by_itself_when_the_money_comes(self):
        self.look_while_told(self.bundle._pay_path(), self.event(), "tthc_pay_page_changes")
        self.assert_paid_once()

    def test_the_page_changes_by_itself_when_the_payment_failed(self):
        path = f"{self.bundle._pay_path()}/{self.attempt.id}"
        failed = self.event(outcome="failed")
        self.look_while_told(path, failed, "tthc_pay_page_tells_of_failure")
        self.assertEqual(self.attempt.state, "error")
        self.assert_unpaid()
