from datetime import timezone

from odoo import api, fields, models

from odoo.addons.tthc_payment.tools import gateway
from odoo.addons.tthc_payment.tools.text import clean_transfer_text

from ..const import API_URL, CODE, LONG, SHORT
from ..tools import payos


class PaymentProvider(models.Model):
    """payOS: the payer scans a VietQR code on payOS's page, the transfer goes straight to the
    centre's account, and payOS tells of it at once."""

    _inherit = "payment.provider"

    code = fields.Selection(
        selection_add=[(CODE, "payOS")],
        ondelete={CODE: "set default"},
    )
    payos_client_id = fields.Char(
        "payOS Client ID", copy=False, help="Of the payment channel in my.payos.vn."
    )
    payos_api_key = fields.Char("payOS API Key", copy=False, groups="base.group_system")
    payos_checksum_key = fields.Char(
        "payOS Checksum Key",
        copy=False,
        groups="base.group_system",
        help="Signs every message from and to payOS.",
    )
    payos_is_linked = fields.Boolean(
        "payOS Account Linked at the Bank",
        copy=False,
        help="The channel's account is linked through the bank's own interface: the transfer's "
        "text may then hold 25 characters and the whole payment reference, else 9.",
    )
    payos_api_url = fields.Char("payOS Address", copy=False, help="Another one only to try it out.")

    @api.model
    def _tthc_codes(self):
        """Override of ``tthc_payment``: this one too."""
        return super()._tthc_codes() | {CODE}

    def _get_reset_values(self):
        """Override of ``payment``: the credentials of this provider."""
        if self.code != CODE:
            return super()._get_reset_values()
        return dict.fromkeys(("payos_client_id", "payos_api_key", "payos_checksum_key"), False)

    def _tthc_kind(self):
        """Override of ``tthc_payment``: the payer is sent to payOS's page."""
        return super()._tthc_kind() if self.code != CODE else "gateway"

    # Messages -----------------------------------------------------------------------------------

    def _tthc_verify(self, message):
        """Override of ``tthc_payment``: the signature stands in the body."""
        if self.code != CODE:
            return super()._tthc_verify(message)
        return payos.read_signed(self.sudo().payos_checksum_key, payos.load(message.body))

    def _tthc_notices(self, message):
        """Override of ``tthc_payment``: one payment in each message."""
        if self.code != CODE:
            return super()._tthc_notices(message)
        return [payos.read_webhook(payos.load(message.body)["data"])]

    def _tthc_source_key(self, notice, account):
        """Override of ``tthc_payment``: the money is on the centre's own account, whose statement
        shows the same movement."""
        if self.code == CODE and account and notice.bank_reference:
            return account._reference_key(notice.bank_reference, notice.amount, notice.booked_at)
        return super()._tthc_source_key(notice, account)

    def _tthc_money_values(self, notice, currency, account, attempt):
        """Override of ``tthc_payment``: payOS says what the money is for, so that it may come in on
        another account of the centre than the one in its own VietQR codes."""
        values = super()._tthc_money_values(notice, currency, account, attempt)
        if self.code == CODE and attempt and account != attempt._tthc_debt().account_id:
            values["account_id"] = False
        return values

    # Payment links ------------------------------------------------------------------------------

    def _tthc_order_number(self, attempt):
        """Override of ``tthc_payment``: payOS takes whole numbers only."""
        if self.code != CODE:
            return super()._tthc_order_number(attempt)
        return str(payos.order_code(attempt.reference))

    def _tthc_start(self, attempt, return_url, address):
        """Override of ``tthc_payment``: have payOS make a link, and go there."""
        if self.code != CODE:
            return super()._tthc_start(attempt, return_url, address)
        expires_at = attempt.tthc_expires_at.replace(tzinfo=timezone.utc)
        request = {
            "orderCode": int(attempt.tthc_order_number),
            "amount": round(attempt.amount),
            "description": self._payos_description(attempt),
            "cancelUrl": return_url,
            "returnUrl": return_url,
            "expiredAt": int(expires_at.timestamp()),
        }
        request["signature"] = payos.sign_link(self.sudo().payos_checksum_key or "", request)
        data = self._payos_call("POST", "", attempt, json=request)
        if data.get("amount") != request["amount"] or not data.get("checkoutUrl"):
            raise gateway.Unavailable(self.env._("%s answers without a link.", self.name))
        return data["checkoutUrl"]

    def _payos_description(self, attempt):
        """The text of the transfer: the payment reference, or its last digits."""
        reference = clean_transfer_text(attempt._tthc_debt().reference, LONG)
        return reference if self.payos_is_linked else reference[-SHORT:]

    def _tthc_query(self, attempt):
        """Override of ``tthc_payment``: what payOS knows of the link.

        A link whose attempt was given up is closed, unless somebody is paying just now.
        """
        if self.code != CODE:
            return super()._tthc_query(attempt)
        number = attempt.tthc_order_number
        data = self._payos_call("GET", f"/{number}", attempt)
        if data.get("status") == "PENDING" and attempt.state == "cancel":
            reason = {"cancellationReason": "Khoan thu da duoc thanh toan hoac da huy"}
            data = self._payos_call("POST", f"/{number}/cancel", attempt, json=reason)
        try:
            return payos.read_link(data)
        except gateway.Malformed as error:
            raise gateway.Unavailable(str(error)) from error

    def _payos_call(self, method, path, attempt, **options):
        """The signed ``data`` of payOS's answer about the link of ``attempt``.

        :raise gateway.Unavailable: no answer, a refusal, or one whose signature is wrong
        """
        provider = self.sudo()
        answer = self._tthc_call(
            method,
            f"{(provider.payos_api_url or API_URL).rstrip('/')}/v2/payment-requests{path}",
            headers={
                # payOS's gatekeeper turns away what calls itself a Python library.
                "User-Agent": "tthc-payment",
                "x-client-id": provider.payos_client_id or "",
                "x-api-key": provider.payos_api_key or "",
            },
            **options,
        )
        if answer.get("code") != "00":
            raise gateway.Unavailable(
                self.env._(
                    "%(name)s refuses: %(reason)s (%(code)s).",
                    name=self.name,
                    reason=answer.get("desc"),
                    code=answer.get("code"),
                )
            )
        try:
            data = payos.read_signed(provider.payos_checksum_key, answer)
        except gateway.BadSignature as error:
            raise gateway.Unavailable(
                self.env._("The signature of the answer of %s is wrong.", self.name)
            ) from error
        if str(data.get("orderCode")) != attempt.tthc_order_number:
            raise gateway.Unavailable(self.env._("%s answers about another order.", self.name))
        return data
