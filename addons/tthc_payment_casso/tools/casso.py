"""Casso's messages: is one genuine, and what does it tell? Plain Python.

Source: developer.casso.vn, "Xử lý sự kiện Webhook" (webhook 2: signature; webhook 1: secure
token) and "API lấy giao dịch" (list of movements).
"""

import hashlib
import hmac
import json
import re
from datetime import datetime

from odoo.addons.tthc_dossier.tools.wall_time import to_utc
from odoo.addons.tthc_payment.tools.gateway import (
    IGNORED,
    PAID,
    BadSignature,
    Malformed,
    Notice,
    whole,
)

_SIGNATURE = re.compile(r"\s*t=([0-9]{1,15})\s*,\s*v1=([0-9a-f]{128})\s*")
#: What Casso sends from "Gọi thử" (try it): no movement of any account.
TRIAL = "MA_GIAO_DICH_THU_NGHIEM"


def sign(secret, time, event):
    """``v1`` of an event (a dict) sent at ``time`` (milliseconds, as text)."""
    return hmac.new(secret.encode(), f"{time}.{_compact(event)}".encode(), "sha512").hexdigest()


def _compact(event):
    """JSON as JavaScript writes it, keys sorted on every level."""
    return json.dumps(_plain(event), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value):
    """JavaScript knows one kind of number: 50000.0 is written 50000."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def check_signature(secret, headers, body):
    """Check ``X-Casso-Signature`` of a webhook 2.

    :raise BadSignature: missing or wrong
    """
    given = _SIGNATURE.fullmatch(headers.get("x-casso-signature", ""))
    if not (secret and given):
        raise BadSignature("the signature is missing or incomplete")
    try:
        right = sign(secret, given[1], _load(body))
    except (Malformed, UnicodeEncodeError) as error:
        raise BadSignature("what is signed is not JSON") from error
    if not hmac.compare_digest(right, given[2]):
        raise BadSignature("the signature is wrong")


def check_token(secret, headers):
    """Check ``Secure-Token`` of a webhook 1.

    :raise BadSignature: missing or wrong
    """
    given = headers.get("secure-token", "")
    if not (secret and given):
        raise BadSignature("the secure token is missing")
    digests = [hashlib.sha256(text.encode()).digest() for text in (secret, given)]
    if not hmac.compare_digest(*digests):
        raise BadSignature("the secure token is wrong")


def read_event(body):
    """The notices of a webhook's body: one movement (webhook 2) or a list of them (webhook 1).

    :raise Malformed: not what is described
    """
    event = _load(body)
    data = event.get("data") if isinstance(event, dict) else None
    if isinstance(data, dict):
        return [read_movement(data)]
    if isinstance(data, list):
        return [read_movement(row) for row in data]
    raise Malformed("there is no movement in it")


def _load(body):
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("the body is not JSON") from error


def read_movement(row):
    """The notice of a movement, in the names of webhook 2, of webhook 1 or of the list.

    :raise Malformed: not the object that is described
    """
    if not isinstance(row, dict):
        raise Malformed("a movement is not an object")
    number = whole(row.get("id"), "id")
    amount, incoming = _amount(row.get("amount"))
    reference = _first(row, "reference", "tid")
    trial = not number and reference == TRIAL
    return Notice(
        key=f"{number}|{reference}|{amount}",
        outcome=PAID if incoming and amount and not trial else IGNORED,
        amount=amount,
        gateway_id=str(number),
        booked_at=_instant(_first(row, "transactionDateTime", "when")),
        memo=_first(row, "description"),
        bank_reference=reference,
        account_number=_first(row, "accountNumber", "bank_sub_acc_id", "bankSubAccId", "subAccId"),
        virtual_account=_first(row, "virtualAccountNumber", "virtualAccount"),
        counter_account=_first(row, "counterAccountNumber", "corresponsiveAccount"),
        counter_name=_first(row, "counterAccountName", "corresponsiveName"),
        detail=_first(row, "bankAbbreviation", "bankName", "bankCodeName"),
    )


def _first(row, *names):
    """The first of the values that says something, as text."""
    for name in names:
        if row.get(name) not in (None, ""):
            return str(row[name]).strip()
    return ""


def _amount(value):
    """Amount and whether it came in: money that left has a minus."""
    text = str(value).strip()
    if isinstance(value, bool) or value is None:
        raise Malformed("amount is not a number")
    return whole(text.removeprefix("-")), not text.startswith("-")


def _instant(text):
    """Vietnamese wall time, or an instant with its zone → naive UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Malformed("the date of the movement cannot be read") from error
    if found.tzinfo:
        return to_utc(found.replace(tzinfo=None) - found.utcoffset(), "UTC")
    return to_utc(found)
