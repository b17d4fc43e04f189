"""VNPAY 2.1.0 as published: signatures, times, amounts and what its codes mean. Plain Python.

Two kinds of signature, both HMAC-SHA512 in hexadecimal: over sorted, URL-encoded pairs (payment
page, return, IPN) and over values in a fixed order joined by ``|`` (query and refund).
"""

import hashlib
import hmac
from datetime import datetime, timedelta, timezone
from urllib.parse import quote_plus, urlencode

VERSION = "2.1.0"
_HASHES = ("vnp_SecureHash", "vnp_SecureHashType")
_GMT_7 = timezone(timedelta(hours=7))
_STAMP = "%Y%m%d%H%M%S"

REQUEST_FIELDS = {
    "querydr": (
        "vnp_RequestId",
        "vnp_Version",
        "vnp_Command",
        "vnp_TmnCode",
        "vnp_TxnRef",
        "vnp_TransactionDate",
        "vnp_CreateDate",
        "vnp_IpAddr",
        "vnp_OrderInfo",
    ),
    "refund": (
        "vnp_RequestId",
        "vnp_Version",
        "vnp_Command",
        "vnp_TmnCode",
        "vnp_TransactionType",
        "vnp_TxnRef",
        "vnp_Amount",
        "vnp_TransactionNo",
        "vnp_TransactionDate",
        "vnp_CreateBy",
        "vnp_CreateDate",
        "vnp_IpAddr",
        "vnp_OrderInfo",
    ),
}
_ANSWER = (
    "vnp_ResponseId",
    "vnp_Command",
    "vnp_ResponseCode",
    "vnp_Message",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_BankCode",
    "vnp_PayDate",
    "vnp_TransactionNo",
    "vnp_TransactionType",
    "vnp_TransactionStatus",
    "vnp_OrderInfo",
)
ANSWER_FIELDS = {
    "querydr": (*_ANSWER, "vnp_PromotionCode", "vnp_PromotionAmount"),
    "refund": _ANSWER,
}


# Signatures -------------------------------------------------------------------------------------


def digest(secret, text):
    """HMAC-SHA512 of ``text`` in lower-case hexadecimal."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def pairs_text(params):
    """What the signature of a payment, return or IPN covers.

    Only VNPAY's own parameters, without empty values and without the hash, by ascending name. A
    space becomes ``+``.
    """
    return "&".join(
        f"{quote_plus(name)}={quote_plus(str(value))}"
        for name, value in sorted(params.items())
        if name.startswith("vnp_") and name not in _HASHES and value not in (None, "")
    )


def pay_url(base, secret, params):
    """The address of the payment page with ``params`` and their signature."""
    text = pairs_text(params)
    return f"{base}?{text}&{urlencode({'vnp_SecureHash': digest(secret, text)})}"


def _same(given, expected):
    """Compare in constant time; upper-case hexadecimal is the same hash."""
    return bool(given) and hmac.compare_digest(str(given).lower().encode(), expected.encode())


def is_signed(secret, params):
    """Whether a return or IPN carries the signature of ``secret``. Without a secret: never."""
    if not secret:
        return False
    return _same(params.get("vnp_SecureHash"), digest(secret, pairs_text(params)))


def _fixed_text(fields, message):
    values = (message.get(name) for name in fields)
    return "|".join("" if value is None else str(value) for value in values)


def sign_request(secret, message):
    """``message`` of a query or refund with its signature."""
    fields = REQUEST_FIELDS[message["vnp_Command"]]
    return {**message, "vnp_SecureHash": digest(secret, _fixed_text(fields, message))}


def is_signed_answer(secret, command, answer):
    """Whether VNPAY's answer to a query or refund is signed. The values are taken as they came:
    dividing the amount first would break the hash."""
    if not secret:
        return False
    return _same(
        answer.get("vnp_SecureHash"), digest(secret, _fixed_text(ANSWER_FIELDS[command], answer))
    )


# Values -----------------------------------------------------------------------------------------


def stamp(instant):
    """Naive UTC instant → yyyyMMddHHmmss in GMT+7."""
    return instant.replace(tzinfo=timezone.utc).astimezone(_GMT_7).strftime(_STAMP)


def read_stamp(text):
    """yyyyMMddHHmmss in GMT+7 → naive UTC instant; None for anything else."""
    try:
        wall = datetime.strptime(str(text or ""), _STAMP)
    except ValueError:
        return None
    return wall.replace(tzinfo=_GMT_7).astimezone(timezone.utc).replace(tzinfo=None)


def to_amount(vnd):
    """VND → VNPAY's amount, a hundred times as much.

    :raise ValueError: not between 1 VND and the twelve digits that VNPAY takes
    """
    amount = round(vnd) * 100
    if not 0 < amount < 10**12:
        raise ValueError(f"VNPAY takes no payment of {vnd}")
    return amount


def read_amount(text):
    """VNPAY's amount → VND.

    :raise ValueError: not a whole number of VND
    """
    amount, rest = divmod(int(str(text)), 100)
    if rest or amount < 0:
        raise ValueError(f"{text} is not a whole number of VND")
    return amount


# Meanings ---------------------------------------------------------------------------------------


def payment_outcome(code, status):
    """What ``vnp_ResponseCode`` and ``vnp_TransactionStatus`` together say of a payment.

    Paid only if both say so. Where they contradict each other nothing is decided yet: VNPAY is
    asked again.
    """
    if code == status == "00":
        return "paid"
    if "07" in (code, status):
        return "held"
    if "00" in (code, status) or status in ("", "01", "04"):
        return "pending"
    return "failed"


def queried_outcome(kind, status):
    """What ``vnp_TransactionType`` and ``vnp_TransactionStatus`` of a queried payment say.

    A query may answer with the latest refund of the payment; its status says nothing of the
    payment itself. A whole refund that is through leaves nothing paid; anything else about a
    refund is for people to look into.
    """
    if kind in ("", "01"):
        return payment_outcome("00" if status == "00" else "", status)
    return "reversed" if kind == "02" and status == "00" else "held"


def refund_outcome(status):
    """What ``vnp_TransactionStatus`` of an accepted refund says."""
    return {"00": "paid", "02": "failed", "09": "failed"}.get(status, "pending")
