import uuid

from odoo import api, fields, models

from odoo.addons.tthc_payment.tools.gateway import BadSignature, Malformed, Notice, Unavailable
from odoo.addons.tthc_payment.tools.text import clean_transfer_text

from .. import const
from ..tools import vnpay


class PaymentProvider(models.Model):
    """VNPAY's payment page, version 2.1.0: pay, notification (IPN), query, refund."""

    _inherit = "payment.provider"

    code = fields.Selection(
        selection_add=[(const.CODE, "VNPAY")], ondelete={const.CODE: "set default"}
    )
    vnpay_tmn_code = fields.Char(
        "TmnCode",
        required_if_provider=const.CODE,
        copy=False,
        help="Code of the terminal (website) in VNPAY's contract.",
    )
    vnpay_hash_secret = fields.Char(
        "Hash Secret",
        required_if_provider=const.CODE,
        copy=False,
        groups="base.group_system",
        help="Signs every message to and from VNPAY.",
    )
    vnpay_order_type = fields.Char(
        "Order Type", default="other", help="Kind of goods in VNPAY's list, as agreed with VNPAY."
    )
    vnpay_bank_code = fields.Char(
        "Way of Payment",
        help="Empty: the payer chooses on VNPAY's page. VNPAYQR: QR code; VNBANK: domestic card "
        "or account; INTCARD: international card.",
    )
    vnpay_pay_url = fields.Char(
        "Payment Page", copy=False, help="Only if the contract names another one."
    )
    vnpay_api_url = fields.Char(
        "Query and Refund", copy=False, help="Only if the contract names another one."
    )

    # Gateway ------------------------------------------------------------------------------------

    @api.model
    def _tthc_codes(self):
        """Override of ``tthc_payment``: this code is one of ours."""
        return super()._tthc_codes() | {const.CODE}

    def _tthc_kind(self):
        """Override of ``tthc_payment``: the payer is sent to VNPAY's page."""
        return "gateway" if self.code == const.CODE else super()._tthc_kind()

    def _tthc_can_refund(self):
        """Override of ``tthc_payment``: in whole or in part."""
        return "partial" if self.code == const.CODE else super()._tthc_can_refund()

    def _vnpay_url(self, kind):
        """Address of the ``pay`` page or the ``api``, by the state unless the contract's."""
        own = self[f"vnpay_{kind}_url"]
        return own or const.URLS["enabled" if self.state == "enabled" else "test"][kind]

    # Notification -------------------------------------------------------------------------------

    def _tthc_verify(self, message):
        """Override of ``tthc_payment``: VNPAY's hash, and our terminal.

        :raise BadSignature: a hash is missing or wrong, or the message is for another terminal
        """
        if self.code != const.CODE:
            return super()._tthc_verify(message)
        if not vnpay.is_signed(self.sudo().vnpay_hash_secret, message.params):
            raise BadSignature("vnp_SecureHash")
        if message.params.get("vnp_TmnCode") != self.vnpay_tmn_code:
            raise BadSignature("vnp_TmnCode")

    def _tthc_notices(self, message):
        """Override of ``tthc_payment``: one IPN tells of one payment.

        :raise Malformed: no order, or no amount in whole VND
        """
        if self.code != const.CODE:
            return super()._tthc_notices(message)
        params = message.params
        code, status = params.get("vnp_ResponseCode", ""), params.get("vnp_TransactionStatus", "")
        return [self._vnpay_notice(params, vnpay.payment_outcome(code, status), code)]

    def _vnpay_notice(self, facts, outcome, code=""):
        """What a verified message says of the payment of one order.

        The key holds what the IPN and a query both tell, so that either makes the other known.

        :raise Malformed: no order, or no amount in whole VND
        """
        reference = facts.get("vnp_TxnRef")
        number = str(facts.get("vnp_TransactionNo") or "0")
        try:
            amount = vnpay.read_amount(facts.get("vnp_Amount"))
        except ValueError as error:
            raise Malformed(str(error)) from error
        if not reference or (outcome in ("paid", "held") and not amount):
            raise Malformed("vnp_TxnRef, vnp_Amount")
        status = str(facts.get("vnp_TransactionStatus") or "")
        text = const.RESPONSE_TEXTS.get(code) or const.STATUS_TEXTS.get(status)
        return Notice(
            key=f"{reference}|{number}|{amount}|{outcome}",
            outcome=outcome,
            amount=amount,
            currency=facts.get("vnp_CurrCode") or "VND",
            reference=reference,
            gateway_id="" if number == "0" else number,
            booked_at=vnpay.read_stamp(facts.get("vnp_PayDate")),
            memo=facts.get("vnp_OrderInfo") or "",
            bank_reference=facts.get("vnp_BankTranNo") or "",
            detail=self.env._(text) if text else "",
        )

    def _tthc_answer(self, results):
        """Override of ``tthc_payment``: RspCode and Message as VNPAY expects them.

        What was recorded, a failure too, is 00: anything but 00 and 02 makes VNPAY send it again.
        """
        if self.code != const.CODE:
            return super()._tthc_answer(results)
        [result] = results
        code, message = const.ANSWERS.get(result, const.ANSWERS["error"])
        return 200, {"RspCode": code, "Message": message}

    # Payment ------------------------------------------------------------------------------------

    def _tthc_start(self, attempt, return_url, address):
        """Override of ``tthc_payment``: nothing is asked of VNPAY, the signed address says all.

        :raise Unavailable: VNPAY takes no payment of this amount
        """
        if self.code != const.CODE:
            return super()._tthc_start(attempt, return_url, address)
        try:
            amount = vnpay.to_amount(attempt.amount)
        except ValueError as error:
            raise Unavailable(
                self.env._("VNPAY takes no payment of this amount: pay at the counter.")
            ) from error
        ends = attempt.tthc_expires_at or fields.Datetime.now() + const.TERM
        params = {
            "vnp_Version": vnpay.VERSION,
            "vnp_Command": "pay",
            "vnp_TmnCode": self.vnpay_tmn_code,
            "vnp_Amount": amount,
            "vnp_CurrCode": "VND",
            "vnp_TxnRef": self._tthc_order_number(attempt),
            "vnp_OrderInfo": self._vnpay_info(attempt),
            "vnp_OrderType": self.vnpay_order_type or "other",
            "vnp_ReturnUrl": return_url,
            "vnp_IpAddr": address or "127.0.0.1",
            "vnp_Locale": "vn" if (self.env.lang or "vi").startswith("vi") else "en",
            "vnp_CreateDate": vnpay.stamp(attempt.create_date),
            "vnp_ExpireDate": vnpay.stamp(ends),
            "vnp_BankCode": self.vnpay_bank_code or "",
        }
        return vnpay.pay_url(self._vnpay_url("pay"), self.sudo().vnpay_hash_secret, params)

    @api.model
    def _vnpay_info(self, attempt, reason=""):
        """Order info: unaccented, without special characters, naming no person."""
        reference = attempt._tthc_debt().reference or attempt.reference
        return clean_transfer_text(reason or f"Nop phi le phi {reference}", 255)

    # Query and refund ---------------------------------------------------------------------------

    def _vnpay_ask(self, command, attempt, request_id, **more):
        """Ask VNPAY about an attempt and verify what it answers.

        :return: the answer, signed by VNPAY, of our terminal and about this order
        :raise Unavailable: no answer, or none that can be believed
        """
        secret = self.sudo().vnpay_hash_secret
        message = {
            "vnp_RequestId": request_id,
            "vnp_Version": vnpay.VERSION,
            "vnp_Command": command,
            "vnp_TmnCode": self.vnpay_tmn_code,
            "vnp_TxnRef": self._tthc_order_number(attempt),
            "vnp_TransactionDate": vnpay.stamp(attempt.create_date),
            "vnp_CreateDate": vnpay.stamp(fields.Datetime.now()),
            "vnp_IpAddr": "127.0.0.1",
            "vnp_OrderInfo": self._vnpay_info(attempt),
            **more,
        }
        if not secret:
            raise Unavailable(self.env._("VNPAY has no hash secret: the administrator enters it."))
        answer = self._tthc_call(
            "POST", self._vnpay_url("api"), json=vnpay.sign_request(secret, message)
        )
        code = str(answer.get("vnp_ResponseCode", ""))
        if not vnpay.is_signed_answer(secret, command, answer):
            raise Unavailable(
                self.env._("VNPAY's answer (code %s) does not carry its signature.", code)
            )
        same = {name: message[name] for name in ("vnp_Command", "vnp_TmnCode", "vnp_TxnRef")}
        if any(str(answer.get(name)) != value for name, value in same.items()):
            raise Unavailable(self.env._("VNPAY's answer is about something else."))
        return code, answer

    def _vnpay_refusal(self, code):
        text = const.ANSWER_TEXTS.get(code)
        return self.env._(text) if text else self.env._("VNPAY answered with code %s.", code)

    def _tthc_query(self, attempt):
        """Override of ``tthc_payment``: ``querydr``.

        An order that VNPAY does not know when its time is over was never begun there.

        :raise Unavailable: no answer that says anything of the payment
        """
        if self.code != const.CODE:
            return super()._tthc_query(attempt)
        code, answer = self._vnpay_ask("querydr", attempt, uuid.uuid4().hex)
        if code == "91":
            ends = attempt.tthc_expires_at or attempt.create_date + const.TERM
            if fields.Datetime.now() < ends + const.TERM:
                return []
            nothing = {**answer, "vnp_Amount": vnpay.to_amount(attempt.amount)}
            return [self._vnpay_notice(nothing, "failed", "11")]
        if code != "00":
            raise Unavailable(self._vnpay_refusal(code))
        kind = str(answer.get("vnp_TransactionType") or "")
        outcome = vnpay.queried_outcome(kind, str(answer.get("vnp_TransactionStatus") or ""))
        try:
            return [self._vnpay_notice(answer, outcome)]
        except Malformed as error:
            raise Unavailable(self.env._("VNPAY's answer cannot be read.")) from error

    def _tthc_refund(self, attempt, amount, reason, request_id):
        """Override of ``tthc_payment``: pay ``amount`` VND of a payment back.

        VNPAY knows the number of a request for the day only: a refund that it was asked for on
        an earlier day is asked about, never ordered again.

        :raise Unavailable: whether VNPAY pays back is not known
        """
        if self.code != const.CODE:
            return super()._tthc_refund(attempt, amount, reason, request_id)
        if self._vnpay_ordered_before_today(request_id):
            return self._vnpay_refund_so_far(attempt, amount, request_id)
        paid = attempt.tthc_delivery_ids.filtered(lambda told: told.outcome == "paid")
        code, answer = self._vnpay_ask(
            "refund",
            attempt,
            request_id,
            vnp_TransactionType="02" if amount == attempt.amount else "03",
            vnp_Amount=vnpay.to_amount(amount),
            vnp_TransactionNo=paid[:1].gateway_id or "0",
            vnp_CreateBy=clean_transfer_text(self.env.user.login, 100),
            vnp_OrderInfo=self._vnpay_info(attempt, reason),
        )
        if code == "94":
            return self._vnpay_refund_so_far(attempt, amount, request_id)
        if code == "99":
            raise Unavailable(self._vnpay_refusal(code))
        if code != "00":
            detail = self._vnpay_refusal(code)
            return Notice(request_id, "failed", amount, reference=attempt.reference, detail=detail)
        if str(answer.get("vnp_Amount")) != str(vnpay.to_amount(amount)):
            raise Unavailable(self.env._("VNPAY's answer names another amount."))
        return self._vnpay_refund_notice(attempt, amount, request_id, answer)

    def _vnpay_refund_notice(self, attempt, amount, request_id, answer):
        status = str(answer.get("vnp_TransactionStatus") or "")
        text = const.STATUS_TEXTS.get(status)
        return Notice(
            request_id,
            vnpay.refund_outcome(status),
            amount,
            reference=attempt.reference,
            gateway_id=str(answer.get("vnp_TransactionNo") or ""),
            booked_at=vnpay.read_stamp(answer.get("vnp_PayDate")),
            detail=self.env._(text) if text else "",
        )

    @api.model
    def _vnpay_ordered_before_today(self, request_id):
        """Whether VNPAY may have been asked for this refund on an earlier day of its calendar."""
        refund = self.env["tthc.refund"].sudo().search([("request_id", "=", request_id)])
        if refund.asked < 2:
            return False
        return vnpay.stamp(refund.checked_at)[:8] != vnpay.stamp(fields.Datetime.now())[:8]

    def _vnpay_refund_so_far(self, attempt, amount, request_id):
        """What became of a refund that VNPAY was asked for before.

        A query tells of the latest refund of the payment. That is this one beyond doubt only if
        all of it is paid back; of a part an accountant sees at VNPAY what became of it.
        """
        if amount == attempt.amount:
            code, answer = self._vnpay_ask("querydr", attempt, uuid.uuid4().hex)
            if code == "00" and str(answer.get("vnp_TransactionType")) == "02":
                return self._vnpay_refund_notice(attempt, amount, request_id, answer)
        detail = self._vnpay_refusal("94")
        return Notice(request_id, "pending", amount, reference=attempt.reference, detail=detail)
