import json
import time
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.tthc_dossier.tools import wall_time
from odoo.addons.tthc_payment.tools import gateway

from ..const import CODE
from ..tools import sepay

SECRET = "whsec_minh_hoa"


class TthcDemo(models.AbstractModel):
    """Messages of SePay as the demo's centres get them, through the door of all gateways."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_sepay(self):
        """A commune whose transfers are seen at once: one that pays a fee, told twice, and one
        without a reference. The province tries SePay out: what it tells there counts for nothing.
        """
        self.env["payment.provider"].sudo()._setup_provider(CODE)
        provider = self._demo_sepay("tthc_catalogue.centre_commune_2", "enabled")
        request = self._demo_request(provider)
        if request:
            memo = f"MBVCB.5243900510.{request.reference}.CT tu 0123456789012 NGUYEN VAN A"
            for _time in range(2):
                self._demo_tell(provider, 900_001, request.amount, memo)
        self._demo_tell(provider, 900_002, 20_000, "NGUYEN THI B nop tien")
        trial = self._demo_sepay("tthc_catalogue.centre_province", "test")
        self._demo_tell(trial, 900_003, 2_000, "chuyen tien thu")

    def _demo_sepay(self, centre, state):
        provider = (
            self.env["payment.provider"]
            .sudo()
            .search(
                [("code", "=", CODE), ("company_id", "=", self.env.ref(centre).id)],
                limit=1,
            )
        )
        provider.write({"sepay_secret": SECRET, "state": state})
        return provider

    def _demo_request(self, provider):
        return (
            self.env["tthc.expected.payment"]
            .sudo()
            .search(
                [("company_id", "=", provider.company_id.id), ("state", "=", "open")],
                order="id desc",
                limit=1,
            )
        )

    def _demo_tell(self, provider, number, amount, memo):
        account = self.env["tthc.collection.account"]._for_company(provider.company_id)
        at = wall_time.to_local(fields.Datetime.now() - timedelta(minutes=5))
        body = json.dumps(
            {
                "id": number,
                "gateway": account.bank_id.name,
                "transactionDate": at.strftime("%Y-%m-%d %H:%M:%S"),
                "accountNumber": account.number,
                "content": memo,
                "transferType": "in",
                "transferAmount": round(amount),
                "referenceCode": f"FT{number}",
            }
        ).encode()
        now = str(int(time.time()))
        headers = {
            "x-sepay-timestamp": now,
            "x-sepay-signature": sepay.sign(SECRET, now, body),
        }
        provider._tthc_receive(gateway.Message("POST", {}, body, headers, "103.255.238.9"))
