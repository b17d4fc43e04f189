import json
import time

from odoo.addons.tthc_dossier.tools.wall_time import to_local
from odoo.addons.tthc_payment.tests.conformance import Told
from odoo.addons.tthc_payment.tests.feed_cases import FeedSource
from odoo.addons.tthc_payment.tests.local_server import LocalServer

from ..const import WINDOW
from ..tools import sepay

SECRET, TOKEN = "whsec_bi_mat_8f2c", "token_bi_mat_77aa"


class SepayList(LocalServer):
    """SePay's list of movements (developer.sepay.vn, "Transaction API" 1), newest first.

    ``rows``: what the webhooks tell of, as their payloads.
    """

    def __init__(self):
        super().__init__()
        self.rows = []

    def answer(self, method, path, query, headers, body):
        if method != "GET" or path != "/userapi/transactions/list":
            return 404, {}
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"error": "Unauthorized"}
        rows = [row for row in self.rows if self._wanted(row, query)]
        rows.sort(key=lambda row: row["id"], reverse=True)
        listed = [self._listed(row) for row in rows[: int(query.get("limit", 5000))]]
        if self.mode == "strange":
            listed.insert(0, {"id": "?"})
        return 200, {
            "status": 200,
            "error": None,
            "messages": {"success": True},
            "transactions": listed if self.mode != "nolist" else None,
        }

    def _wanted(self, row, query):
        at = row["transactionDate"]
        return (
            row["id"] >= int(query.get("since_id", 0))
            and at >= query.get("transaction_date_min", "")
            and at <= query.get("transaction_date_max", "9")
        )

    def _listed(self, row):
        incoming = row["transferType"] == "in"
        return {
            "id": str(row["id"]),
            "bank_brand_name": row["gateway"],
            "account_number": row["accountNumber"],
            "transaction_date": row["transactionDate"],
            "amount_out": "0.00" if incoming else f"{row['transferAmount']}.00",
            "amount_in": f"{row['transferAmount']}.00" if incoming else "0.00",
            "accumulated": "0.00",
            "transaction_content": row["content"],
            "reference_number": row["referenceCode"],
            "code": None,
            "sub_account": row["subAccount"],
            "bank_account_id": "19",
        }


class SepayCommon(FeedSource):
    """A SePay provider of the test centre and what SePay sends it."""

    feed_code = "sepay"
    secret_field, token_field = "sepay_secret", "sepay_token"
    broken_modes = ("slow", "rubbish", "down", "empty", "nolist")
    secrets = (SECRET, TOKEN)

    @classmethod
    def make_provider(cls):
        cls.server = SepayList()
        cls.addClassCleanup(cls.server.close)
        main = cls.env.ref("tthc_payment_sepay.payment_provider_sepay")
        return main.copy(
            {
                "company_id": cls.centre.id,
                "sepay_secret": SECRET,
                "sepay_token": TOKEN,
                "sepay_list_url": f"{cls.server.url}/userapi/transactions/list",
                "tthc_feed_from": "2026-03-01",
                "state": "enabled",
            }
        )

    def payload(self, event, **changes):
        """An event as SePay tells it."""
        payload = {
            "id": int(event.number),
            "gateway": "Vietcombank",
            "transactionDate": to_local(event.at).strftime("%Y-%m-%d %H:%M:%S"),
            "accountNumber": event.account,
            "code": None,
            "content": event.memo,
            "transferType": "in",
            "transferAmount": event.amount,
            "accumulated": 19077000,
            "subAccount": None,
            "referenceCode": f"FT{event.number}",
            "description": "",
        }
        return {**payload, **changes}

    def signed(self, payload):
        body = json.dumps(payload, ensure_ascii=False).encode()
        # As late as the window allows: some tests deliver minutes after they signed.
        now = str(int(time.time()) + WINDOW - 20)
        headers = {
            "Content-Type": "application/json",
            "X-SePay-Timestamp": now,
            "X-SePay-Signature": sepay.sign(SECRET, now, body),
        }
        return Told(body=body, headers=headers)

    def spent(self, event):
        return self.payload(event, transferType="out")
