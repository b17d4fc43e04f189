import hashlib
import hmac
import json

from odoo.addons.tthc_dossier.tools.wall_time import to_local
from odoo.addons.tthc_payment.tests.conformance import Told
from odoo.addons.tthc_payment.tests.feed_cases import FeedSource
from odoo.addons.tthc_payment.tests.local_server import LocalServer

SECRET, API_KEY = "khoa_bao_mat_4d1e", "AK_CS.khoa_api_bi_mat_90"
#: Milliseconds at which the messages are signed; Casso describes no window.
TIME = "1773112000000"


def signature(event):
    """Casso's signature, written from its description for these tests: what the addon computes is
    not compared with itself."""
    data = {name: event["data"][name] for name in sorted(event["data"])}
    parts = {"data": data, "error": event["error"]}
    text = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    digest = hmac.new(SECRET.encode(), f"{TIME}.{text}".encode(), hashlib.sha512).hexdigest()
    return f"t={TIME},v1={digest}"


class CassoList(LocalServer):
    """Casso's list of movements (developer.casso.vn, "API lấy giao dịch").

    ``rows``: what the webhooks tell of. Modes besides the usual ones: ``error`` (its own refusal),
    ``strange`` (a row that nobody can read), ``nolist``.
    """

    def __init__(self):
        super().__init__()
        self.rows = []

    def answer(self, method, path, query, headers, body):
        if method != "GET" or path != "/v2/transactions":
            return 404, {}
        if headers.get("authorization") != f"Apikey {API_KEY}":
            return 401, {"error": 401, "message": "Unauthorized"}
        if self.mode == "error":
            return 200, {"error": 1, "message": "failed", "data": {}}
        rows = [row for row in self.rows if row["transactionDateTime"] >= query["fromDate"]]
        rows.sort(key=lambda row: row["transactionDateTime"])
        size, page = int(query["pageSize"]), int(query["page"])
        listed = [self._listed(row) for row in rows[(page - 1) * size : page * size]]
        if self.mode == "strange" and page == 1:
            listed.insert(0, {"id": "?"})
        data = {
            "page": page,
            "pageSize": size,
            "totalPages": -(-len(rows) // size),
            "totalRecords": len(rows),
            "records": listed if self.mode != "nolist" else None,
        }
        return 200, {"error": 0, "message": "success", "data": data}

    def _listed(self, row):
        return {
            "id": row["id"],
            "tid": row["reference"],
            "description": row["description"],
            "amount": row["amount"],
            "cusum_balance": row["runningBalance"],
            "when": row["transactionDateTime"].replace(" ", "T"),
            "bankSubAccId": row["accountNumber"],
            "paymentChannel": "",
            "virtualAccount": row["virtualAccountNumber"],
            "virtualAccountName": "",
            "corresponsiveName": row["counterAccountName"],
            "corresponsiveAccount": row["counterAccountNumber"],
            "corresponsiveBankId": "",
            "corresponsiveBankName": "",
            "accountId": 733,
            "bankCodeName": "vietcombank",
        }


class CassoCommon(FeedSource):
    """A Casso provider of the test centre and what Casso sends it."""

    feed_code = "casso"
    secret_field, token_field = "casso_secret", "casso_api_key"
    broken_modes = ("rubbish", "down", "empty", "error", "nolist")
    secrets = (SECRET, API_KEY)

    @classmethod
    def make_provider(cls):
        cls.server = CassoList()
        cls.addClassCleanup(cls.server.close)
        main = cls.env.ref("tthc_payment_casso.payment_provider_casso")
        return main.copy(
            {
                "company_id": cls.centre.id,
                "casso_secret": SECRET,
                "casso_api_key": API_KEY,
                "casso_list_url": f"{cls.server.url}/v2/transactions",
                "tthc_feed_from": "2026-03-01",
                "state": "enabled",
            }
        )

    def payload(self, event, **changes):
        """The ``data`` of an event as Casso's webhook 2 tells it."""
        data = {
            "id": int(event.number),
            "reference": f"FT{event.number}",
            "description": event.memo,
            "amount": event.amount,
            "runningBalance": 25000000,
            "transactionDateTime": to_local(event.at).strftime("%Y-%m-%d %H:%M:%S"),
            "accountNumber": event.account,
            "bankName": "Vietcombank",
            "bankAbbreviation": "VCB",
            "virtualAccountNumber": "",
            "virtualAccountName": "",
            "counterAccountName": event.payer,
            "counterAccountNumber": "111",
            "counterAccountBankId": "970415",
            "counterAccountBankName": "VietinBank",
        }
        return {**data, **changes}

    def signed(self, data):
        event = {"error": 0, "data": data}
        headers = {"Content-Type": "application/json", "X-Casso-Signature": signature(event)}
        return Told(body=json.dumps(event).encode(), headers=headers)

    def spent(self, event):
        return self.payload(event, amount=-event.amount)
