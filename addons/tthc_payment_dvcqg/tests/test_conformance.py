import json
from dataclasses import replace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_payment.tests.bundle_cases import BundleCases
from odoo.addons.tthc_payment.tests.conformance import GatewayConformance, Told

from .common import KEY_1, KEY_2, DvcqgCommon

#: Outcome → status.
STATUSES = {"paid": "0", "pending": "1", "failed": "2"}
HEADERS = {"Content-Type": "application/json"}
AGAIN = (200, {"return_code": -1})
STORED = (200, {"return_code": 0})


class DvcqgSource:
    """How the platform tells."""

    has_currency = True
    calls_on_start = True
    secrets = (KEY_1, KEY_2)
    answers = {
        "bad_signature": AGAIN,
        "malformed": AGAIN,
        "done": STORED,
        "recorded": STORED,
        "duplicate": STORED,
        "unknown": STORED,
        "wrong_amount": STORED,
        "wrong_currency": STORED,
        "already_paid": STORED,
        "late": STORED,
    }

    def tell(self, event):
        """The callback about a transaction, which the platform knows just so."""
        ask = {"trans_amount": str(event.amount), "currency_code": event.currency}
        self.server.orders[event.order] = {
            "ask": {**ask, "description": event.memo or "Nộp phí, lệ phí"},
            "status": STATUSES[event.outcome],
            "code": event.number if event.outcome == "paid" else "",
            "date": f"{event.at:%Y-%m-%dT%H:%M:%S}+0000",
        }
        return self.told(self.server.message(event.order))

    @staticmethod
    def told(message):
        return Told(body=json.dumps(message).encode(), headers=HEADERS)

    def break_signature(self, told, how):
        message = json.loads(told.body)
        if how == "missing":
            del message["check_sum"]
        elif how == "truncated":
            message["check_sum"] = message["check_sum"][:32]
        elif how == "wrong":
            message["check_sum"] = "0" * 64
        else:
            message["trans_amount"] += "0"
        return replace(told, body=json.dumps(message).encode())

    def misshape(self, event):
        self.tell(event)
        return self.told(self.server.message(event.order, trans_amount="58.000,5"))


@tagged("post_install", "-at_install")
class TestDvcqgConformance(DvcqgSource, GatewayConformance, DvcqgCommon, HttpCase):
    """With a platform that is believed without being asked."""

    @classmethod
    def make_provider(cls):
        return cls.dvcqg_provider(dvcqg_confirm=False)


@tagged("post_install", "-at_install")
class TestDvcqgConfirmedConformance(TestDvcqgConformance):
    """With a platform that is asked to confirm what it told: the rule."""

    @classmethod
    def make_provider(cls):
        return cls.dvcqg_provider()


@tagged("post_install", "-at_install")
class TestDvcqgBundles(DvcqgSource, BundleCases, DvcqgCommon, HttpCase):
    """Several requests in one payment on the platform."""

    @classmethod
    def make_provider(cls):
        return cls.dvcqg_provider()

    def test_the_bill_names_the_dossiers(self):
        self.provider._tthc_start(self.attempt, "https://centre.example/back", "127.0.0.1")
        bill = self.server.asked[-1]["bill_info"]
        self.assertEqual(bill["MaHoSo"], self.bundle.reference)
        for dossier in self.requests.dossier_id:
            self.assertIn(dossier.name, bill["NoiDungThanhToan"])
        self.assertEqual(
            sorted(line["SoTien"] for line in bill["PhiLePhi"]), [8_000, 8_000, 50_000, 50_000]
        )
