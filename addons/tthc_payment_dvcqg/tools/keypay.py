"""Messages of the national payment platform in the shape of KeyPay 3.0. Plain Python.

The present interface documents are not public: the shape is the one that open implementations of
2020-2023 use. Checksums are HMAC-SHA256 in hexadecimal over values joined by ``|``, with one key
for what we ask (key 1) and another for what we are told (key 2).
"""

import hashlib
import hmac
import json
import re
from datetime import datetime, timedelta, timezone

_GMT_7 = timezone(timedelta(hours=7))
#: Ways of writing a time that were seen; without a zone they mean Vietnam's.
_TIMES = ("%Y%m%d%H%M%S", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z")
#: What the checksum of each message covers, in this order.
CREATE = ("addition_fee", "client_id", "command", "trans_amount", "transaction_id", "version")
CALLBACK = CREATE
DETAIL = ("client_id", "command", "transaction_id")
LOOKUP = ("client_id", "MaHoSo")


def digest(key, text):
    """HMAC-SHA256 of ``text`` in lower-case hexadecimal."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def covered(names, message):
    """The values of ``names`` in ``message``, joined; a missing one is empty."""
    values = (message.get(name) for name in names)
    return "|".join("" if value is None else str(value) for value in values)


def sign(key, names, message):
    """``message`` with its checksum."""
    return {**message, "check_sum": digest(key, covered(names, message))}


def is_signed(key, names, message):
    """Whether ``message`` carries the checksum of ``key``, compared in constant time. Without a
    key: never."""
    given = message.get("check_sum")
    if not key or not isinstance(given, str):
        return False
    expected = digest(key, covered(names, message))
    return hmac.compare_digest(given.lower().encode(), expected.encode())


def read_object(body):
    """The JSON object in ``body``.

    :raise ValueError: it is not one
    """
    found = json.loads(body)
    if isinstance(found, dict):
        return found
    raise ValueError("not a JSON object")


def read_list(text):
    """Words separated by commas, blanks or line breaks."""
    return frozenset(re.split(r"[\s,;]+", text or "")) - {""}


def read_pairs(text):
    """Lines ``Name = value`` as a dict; empty lines are skipped.

    :raise ValueError: a line is not of this form; the line is the error's text
    """
    pairs = {}
    for line in (text or "").splitlines():
        if not line.strip():
            continue
        name, mark, value = (part.strip() for part in line.partition("="))
        if not mark or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise ValueError(line.strip())
        pairs[name] = value
    return pairs


def outcome(status, paid, pending):
    """What ``status`` says of a payment, by the lists of statuses that mean paid and under way."""
    word = "" if status is None else str(status)
    if word in paid:
        return "paid"
    return "pending" if word in pending or not word else "failed"


def read_time(text):
    """A time of the platform → naive UTC; None for anything that is not one."""
    for form in _TIMES:
        try:
            wall = datetime.strptime(str(text or ""), form)
        except ValueError:
            continue
        zoned = wall if wall.tzinfo else wall.replace(tzinfo=_GMT_7)
        return zoned.astimezone(timezone.utc).replace(tzinfo=None)
    return None
