"""SePay's messages: is one genuine, and what does it tell? Plain Python.

Source: developer.sepay.vn, "Webhooks" (authentication, payload) and "Transaction API" 1.
"""

import hashlib
import hmac
import json
from datetime import datetime

from odoo.addons.tthc_dossier.tools.wall_time import to_local, to_utc
from odoo.addons.tthc_payment.tools.gateway import (
    IGNORED,
    PAID,
    BadSignature,
    Malformed,
    Notice,
    whole,
)

from ..const import WINDOW

SCHEME = "sha256="


def sign(secret, timestamp, body):
    """``X-SePay-Signature`` of ``body`` (bytes) sent at ``timestamp`` (seconds)."""
    signed = f"{timestamp}.".encode() + body
    return SCHEME + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def check_signature(secret, headers, body, now):
    """Check the signature of a message that arrives at ``now`` (seconds since 1970).

    :raise BadSignature: missing or wrong, or signed more than five minutes from ``now``
    """
    timestamp = headers.get("x-sepay-timestamp", "").strip()
    given = headers.get("x-sepay-signature", "").strip()
    if not (secret and given and timestamp.isascii() and timestamp.isdigit()):
        raise BadSignature("signature or timestamp is missing")
    if not hmac.compare_digest(sign(secret, timestamp, body).encode(), given.encode()):
        raise BadSignature("the signature is wrong")
    if abs(now - int(timestamp)) > WINDOW:
        raise BadSignature("the timestamp is more than five minutes off")


def check_api_key(key, headers):
    """Check ``Authorization: Apikey …``.

    :raise BadSignature: missing or wrong
    """
    scheme, _blank, given = headers.get("authorization", "").strip().partition(" ")
    if not key or scheme.lower() != "apikey":
        raise BadSignature("the API key is missing")
    if not hmac.compare_digest(key.encode(), given.strip().encode()):
        raise BadSignature("the API key is wrong")


def read_event(body):
    """The notice of a webhook's body.

    :raise Malformed: not the JSON object that is described
    """
    try:
        event = json.loads(body)
    except ValueError as error:
        raise Malformed("the body is not JSON") from error
    if not isinstance(event, dict):
        raise Malformed("the body is not an object")
    return _notice(
        event,
        amount=event.get("transferAmount"),
        incoming=event.get("transferType") == "in",
        at=event.get("transactionDate"),
        account=event.get("accountNumber"),
        virtual=event.get("subAccount"),
        memo=event.get("content") or event.get("description"),
        reference=event.get("referenceCode"),
        bank=event.get("gateway"),
    )


def read_row(row):
    """The notice of a row of the list of movements: the same key as the webhook's.

    :raise Malformed: not the object that is described
    """
    if not isinstance(row, dict):
        raise Malformed("a movement is not an object")
    received = whole(row.get("amount_in") or 0, "amount_in")
    return _notice(
        row,
        amount=received or row.get("amount_out"),
        incoming=bool(received),
        at=row.get("transaction_date"),
        account=row.get("account_number"),
        virtual=row.get("sub_account"),
        memo=row.get("transaction_content"),
        reference=row.get("reference_number"),
        bank=row.get("bank_brand_name"),
    )


def _notice(event, amount, incoming, at, account, virtual, memo, reference, bank):
    number = whole(event.get("id"), "id")
    amount = whole(amount)
    return Notice(
        key=f"{number}|{amount}",
        outcome=PAID if incoming and amount else IGNORED,
        amount=amount,
        gateway_id=str(number),
        booked_at=_instant(at),
        memo=_text(memo),
        bank_reference=_text(reference),
        account_number=_text(account),
        virtual_account=_text(virtual),
        detail=_text(bank),
    )


def _text(value):
    return str(value or "").strip()


def _instant(text):
    """Vietnamese wall time as SePay writes it → naive UTC."""
    try:
        return to_utc(datetime.strptime(_text(text), "%Y-%m-%d %H:%M:%S"))
    except ValueError as error:
        raise Malformed("the date of the movement cannot be read") from error


def oldest(notices):
    """Wall time of the earliest movement, as SePay's filters take it."""
    return to_local(min(notice.booked_at for notice in notices)).strftime("%Y-%m-%d %H:%M:%S")
