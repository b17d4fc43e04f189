"""payOS's messages and answers: is one genuine, and what does it tell? Plain Python.

Source: payos.vn/docs, "API tạo link thanh toán" and "Kiểm tra dữ liệu với signature", and the
vectors published with payOS's own libraries.
"""

import hashlib
import hmac
import json
import re
from datetime import datetime

from odoo.addons.tthc_dossier.tools.wall_time import to_utc
from odoo.addons.tthc_payment.tools.gateway import (
    FAILED,
    IGNORED,
    PAID,
    PENDING,
    BadSignature,
    Malformed,
    Notice,
    whole,
)

#: What a request for a payment link signs, in this order.
LINK_FIELDS = ("amount", "cancelUrl", "description", "orderCode", "returnUrl")
#: payOS sends this to a new webhook address, signed with the key of the channel: no payment.
TRIAL = {"orderCode": 123, "reference": "TF230204212323", "accountNumber": "12345678"}
#: States of a link; others (CANCELLED, EXPIRED, FAILED) are the end without money.
OPEN_STATES = ("PENDING", "PROCESSING", "UNDERPAID", "PAID")
_REFERENCE = re.compile(r"[A-Z]*([0-9]{11})-([0-9]{1,4})")
#: Largest whole number that JavaScript, and so payOS, keeps exactly.
_MOST = 2**53 - 1


def order_code(reference):
    """payOS's number of an attempt: the eleven digits of ``HCC26110001235-2``, then the attempt.

    :raise ValueError: not the reference of an attempt
    """
    parts = _REFERENCE.fullmatch(reference or "")
    if not parts or int(parts[1] + parts[2].zfill(4)) > _MOST:
        raise ValueError(f"not the reference of an attempt: {reference}")
    return int(parts[1] + parts[2].zfill(4))


def sign_link(key, request):
    """Signature of a request for a payment link."""
    return _digest(key, "&".join(f"{name}={request[name]}" for name in LINK_FIELDS))


def sign(key, data):
    """Signature of the ``data`` of a message or an answer."""
    return _digest(key, "&".join(f"{name}={_text(data[name])}" for name in sorted(data)))


def _digest(key, text):
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _text(value):
    """A value as payOS's own libraries, written in JavaScript, sign it."""
    if value in (None, "null", "undefined"):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _json([_sorted(item) for item in value])
    if isinstance(value, dict):
        return "[object Object]"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _sorted(value):
    return dict(sorted(value.items())) if isinstance(value, dict) else value


def _json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_signed(key, answer):
    """The ``data`` of a message or an answer whose signature is right.

    :raise BadSignature: missing or wrong
    """
    data, given = answer.get("data"), answer.get("signature")
    if not (key and isinstance(data, dict) and isinstance(given, str) and given):
        raise BadSignature("the signature is missing")
    try:
        right = sign(key, data)
    except UnicodeEncodeError as error:
        raise BadSignature("what is signed is not text") from error
    if not hmac.compare_digest(right.encode(), given.encode("utf-8", "replace")):
        raise BadSignature("the signature is wrong")
    return data


def load(body):
    """The object of a webhook's body.

    :raise Malformed: not a JSON object
    """
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("the body is not JSON") from error
    if not isinstance(message, dict):
        raise Malformed("the body is not an object")
    return message


def read_webhook(data):
    """The notice of a webhook's ``data``: money has come for an order.

    :raise Malformed: not the object that is described
    """
    order = whole(data.get("orderCode"), "orderCode")
    if all(data.get(name) == value for name, value in TRIAL.items()):
        return Notice(key="trial", outcome=IGNORED)
    outcome = PAID if str(data.get("code")) == "00" else FAILED
    return _movement(order, data, outcome, str(data.get("currency") or "VND"))


def read_link(data):
    """The notices of a payment link that was asked for: its movements, or that it has ended.

    :raise Malformed: not the object that is described
    """
    order = whole(data.get("orderCode"), "orderCode")
    state = str(data.get("status") or "")
    movements = data.get("transactions") or []
    if not isinstance(movements, list) or not all(isinstance(row, dict) for row in movements):
        raise Malformed("transactions is not a list")
    if not state:
        raise Malformed("there is no status")
    notices = [_movement(order, row, PAID, "VND") for row in movements]
    if state == "PAID" and not notices:
        raise Malformed("paid, and no transaction")
    if not notices:
        outcome = PENDING if state in OPEN_STATES else FAILED
        notices = [Notice(key=f"{order}|{state}", outcome=outcome, reference=str(order))]
        reason = str(data.get("cancellationReason") or "")
        notices = [_with_detail(notices[0], " ".join(filter(None, (state, reason))))]
    return notices


def _with_detail(notice, detail):
    return Notice(**{**vars(notice), "detail": detail})


def _movement(order, row, outcome, currency):
    amount = whole(row.get("amount"))
    reference = str(row.get("reference") or "").strip()
    return Notice(
        key="|".join((str(order), outcome, reference, str(amount), currency)),
        outcome=outcome,
        amount=amount,
        currency=currency,
        reference=str(order),
        gateway_id=f"{order}|{reference}",
        booked_at=_instant(row.get("transactionDateTime")),
        memo=str(row.get("description") or ""),
        bank_reference=reference,
        account_number=str(row.get("accountNumber") or ""),
        virtual_account=str(row.get("virtualAccountNumber") or ""),
        counter_account=str(row.get("counterAccountNumber") or ""),
        counter_name=str(row.get("counterAccountName") or ""),
        detail=" ".join(str(row[name]) for name in ("code", "desc") if row.get(name)),
    )


def _instant(value):
    """Vietnamese wall time, or an instant with its zone → naive UTC."""
    try:
        found = datetime.fromisoformat(str(value or "").strip())
    except ValueError as error:
        raise Malformed("the date of the movement cannot be read") from error
    if found.tzinfo:
        return to_utc(found.replace(tzinfo=None) - found.utcoffset(), "UTC")
    return to_utc(found)
