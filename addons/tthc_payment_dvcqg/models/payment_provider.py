from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.tthc_payment.tools.gateway import (
    BadSignature,
    Malformed,
    Notice,
    Unavailable,
    whole,
)

from .. import const
from ..tools import keypay


class PaymentProvider(models.Model):
    """The national payment platform (Nền tảng thanh toán, Cổng Dịch vụ công quốc gia)."""

    _inherit = "payment.provider"

    code = fields.Selection(
        selection_add=[(const.CODE, "National Payment Platform")],
        ondelete={const.CODE: "set default"},
    )
    dvcqg_client_id = fields.Char(
        "Client", required_if_provider=const.CODE, copy=False, help="client_id of the centre."
    )
    dvcqg_key_1 = fields.Char(
        "Key 1",
        required_if_provider=const.CODE,
        copy=False,
        groups="base.group_system",
        help="Signs what the centre asks of the platform.",
    )
    dvcqg_key_2 = fields.Char(
        "Key 2",
        required_if_provider=const.CODE,
        copy=False,
        groups="base.group_system",
        help="Signs what the platform tells and asks.",
    )
    dvcqg_create_url = fields.Char(
        "New Payment", copy=False, help="Address that begins a payment; the platform names it."
    )
    dvcqg_detail_url = fields.Char(
        "Detail of a Payment", copy=False, help="Address that tells what became of a payment."
    )
    dvcqg_confirm = fields.Boolean(
        "Confirm What Is Told",
        default=True,
        help="The checksum of a notification does not cover its status. A payment that is told as "
        "paid counts only once the platform, asked for its detail, says the same.",
    )
    dvcqg_environment = fields.Selection(
        [("1", "Web"), ("2", "App")], "Environment", default="1", help="environment"
    )
    dvcqg_paid_status = fields.Char(
        "Paid", default="0", help="Values of status that mean paid, separated by commas."
    )
    dvcqg_pending_status = fields.Char(
        "Under Way", default="1", help="Values of status that mean not finished yet."
    )
    dvcqg_time_field = fields.Char(
        "Time of Payment",
        default="update_at",
        help="Field that tells when it was paid. Without it the time of the notification counts.",
    )
    dvcqg_lookup_url = fields.Char("Address for Look-ups", compute="_compute_dvcqg_lookup_url")

    @api.depends("tthc_notify_url")
    def _compute_dvcqg_lookup_url(self):
        for provider in self:
            url = provider.code == const.CODE and provider.tthc_notify_url
            provider.dvcqg_lookup_url = url and url.replace("/notify", "/dptracuuthanhtoanhs")

    @api.constrains("dvcqg_paid_status", "dvcqg_pending_status", "code")
    def _check_dvcqg_status(self):
        for provider in self.filtered(lambda row: row.code == const.CODE):
            paid = keypay.read_list(provider.dvcqg_paid_status)
            if not paid or paid & keypay.read_list(provider.dvcqg_pending_status):
                raise ValidationError(
                    self.env._(
                        "At least one status means paid, and none means both paid and under way."
                    )
                )

    @api.model
    def _tthc_codes(self):
        """Override of ``tthc_payment``: this code is one of ours."""
        return super()._tthc_codes() | {const.CODE}

    def _tthc_kind(self):
        """Override of ``tthc_payment``: the payer is sent to the platform's page."""
        return "gateway" if self.code == const.CODE else super()._tthc_kind()

    # Notification -------------------------------------------------------------------------------

    @api.model
    def _dvcqg_content(self, message):
        """What a message holds, as JSON or as a form.

        :raise BadSignature: neither
        """
        if "check_sum" in message.params:
            return message.params
        try:
            return keypay.read_object(message.body)
        except ValueError as error:
            raise BadSignature("no JSON object") from error

    def _dvcqg_read(self, message, names):
        """The content of a message, after its checksum and client were checked.

        :raise BadSignature: either is wrong, or there is no content to check
        """
        told = self._dvcqg_content(message)
        if not keypay.is_signed(self.sudo().dvcqg_key_2, names, told):
            raise BadSignature("check_sum")
        if told.get("client_id") != self.dvcqg_client_id:
            raise BadSignature("client_id")
        return told

    def _tthc_verify(self, message):
        """Override of ``tthc_payment``: checksum with key 2, and our client.

        :raise BadSignature: either is wrong
        """
        if self.code != const.CODE:
            return super()._tthc_verify(message)
        self._dvcqg_read(message, keypay.CALLBACK)

    def _tthc_notices(self, message):
        """Override of ``tthc_payment``: one callback tells of one payment.

        :raise Malformed: no transaction, or no amount in whole VND
        :raise Unavailable: told as paid, and the platform cannot confirm it now
        """
        if self.code != const.CODE:
            return super()._tthc_notices(message)
        notice = self._dvcqg_notice(self._dvcqg_content(message))
        if notice.outcome == "paid" and self.dvcqg_confirm:
            found = self._dvcqg_detail(notice.reference, timeout=const.PATIENCE)
            notice = self._dvcqg_notice({**found, "transaction_id": notice.reference})
        return [notice]

    def _dvcqg_notice(self, told):
        """What a verified message says of one payment.

        :raise Malformed: no transaction, or no amount in whole VND
        """
        reference = told.get("transaction_id")
        amount = whole(told.get("trans_amount"), "trans_amount")
        outcome = keypay.outcome(
            told.get("status"),
            keypay.read_list(self.dvcqg_paid_status),
            keypay.read_list(self.dvcqg_pending_status),
        )
        if not isinstance(reference, str) or not reference or not amount:
            raise Malformed("transaction_id, trans_amount")
        number = str(told.get("transaction_code") or "")
        return Notice(
            key=f"{reference}|{number}|{amount}|{outcome}",
            outcome=outcome,
            amount=amount,
            currency=str(told.get("currency_code") or "VND"),
            reference=reference,
            gateway_id=number or reference,
            booked_at=keypay.read_time(told.get(self.dvcqg_time_field or "")),
            memo=str(told.get("description") or ""),
            detail=self.env._("Status %s", told.get("status")),
        )

    def _tthc_answer(self, results):
        """Override of ``tthc_payment``: ``return_code`` 0 for all that is stored, -1 for what is
        to be sent again."""
        if self.code != const.CODE:
            return super()._tthc_answer(results)
        problem = const.TRY_AGAIN.get(results[0])
        return 200, {"return_code": -1 if problem else 0, "return_msg": problem or "success"}

    # Payment ------------------------------------------------------------------------------------

    def _dvcqg_ask(self, url, names, message, **options):
        """Ask the platform; its answer if it is one without an error.

        :raise Unavailable: no address or key, no answer, or an error
        """
        key = self.sudo().dvcqg_key_1
        if not url or not key:
            raise Unavailable(
                self.env._(
                    "%s is not set up: the administrator enters its addresses and keys.", self.name
                )
            )
        answer = self._tthc_call("POST", url, json=keypay.sign(key, names, message), **options)
        if str(answer.get("error", "")) != "0":
            raise Unavailable(
                self.env._(
                    "%(name)s answers: %(answer)s",
                    name=self.name,
                    answer=str(answer.get("msg") or answer.get("error") or "")[:200],
                )
            )
        return answer

    def _tthc_start(self, attempt, return_url, address):
        """Override of ``tthc_payment``: make the transaction and take the page from the answer.

        :raise Unavailable: the platform does not take it now
        """
        if self.code != const.CODE:
            return super()._tthc_start(attempt, return_url, address)
        bill = self._dvcqg_bill(attempt)
        message = {
            "client_id": self.dvcqg_client_id,
            "transaction_id": self._tthc_order_number(attempt),
            "trans_amount": str(round(attempt.amount)),
            "addition_fee": "0",
            "command": const.COMMAND,
            "version": const.VERSION,
            "description": bill.content,
            "locale": "vn",
            "country_code": "vi",
            "currency_code": "VND",
            "environment": self.dvcqg_environment or "1",
            "return_url": return_url,
            "bill_info": self._dvcqg_bill_info(bill),
        }
        answer = self._dvcqg_ask(self.dvcqg_create_url, keypay.CREATE, message)
        url = answer.get("payment_url")
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise Unavailable(self.env._("%s names no page to pay on.", self.name))
        return url

    # Detail -------------------------------------------------------------------------------------

    def _dvcqg_detail(self, transaction, **options):
        """What the platform knows of a transaction of ours.

        A checksum in the answer must be right; an answer without one is believed because it came
        on a connection that we opened.

        :raise Unavailable: no answer, or one that cannot be believed
        """
        asked = {
            "client_id": self.dvcqg_client_id,
            "command": const.COMMAND,
            "transaction_id": transaction,
        }
        answer = self._dvcqg_ask(self.dvcqg_detail_url, keypay.DETAIL, asked, **options)
        data = answer.get("data") if isinstance(answer.get("data"), dict) else answer
        signed = {**asked, "check_sum": data.get("check_sum") or answer.get("check_sum")}
        believed = not signed["check_sum"] or keypay.is_signed(
            self.sudo().dvcqg_key_2, keypay.DETAIL, signed
        )
        same = all(data.get(name) in (None, "", value) for name, value in asked.items())
        if not believed or not same:
            raise Unavailable(self.env._("%s answers about something else.", self.name))
        return data

    def _tthc_query(self, attempt):
        """Override of ``tthc_payment``: ask for the detail.

        While the payer is on the page nothing but a payment is an end.

        :raise Unavailable: no answer that says anything of the payment
        """
        if self.code != const.CODE:
            return super()._tthc_query(attempt)
        transaction = self._tthc_order_number(attempt)
        found = self._dvcqg_detail(transaction)
        try:
            notice = self._dvcqg_notice({**found, "transaction_id": transaction})
        except Malformed as error:
            raise Unavailable(self.env._("The answer of %s cannot be read.", self.name)) from error
        is_open = (attempt.tthc_expires_at or attempt.create_date) > fields.Datetime.now()
        return [] if is_open and notice.outcome != "paid" else [notice]
