"""What gateways and bank feeds tell, in one form for all of them. Plain Python, no database.

A provider turns its own message into :class:`Notice` rows; everything after that (store once,
find, compare, settle, answer) is the same for every provider.
"""

import re
from dataclasses import dataclass, field, fields
from datetime import datetime

from .text import storable

#: What a source can say of a payment.
PAID, PENDING, FAILED, HELD, REVERSED, IGNORED = OUTCOMES = (
    "paid",
    "pending",
    "failed",
    "held",
    "reversed",
    "ignored",
)
#: Longest body that is read, bytes. The messages of all known gateways stay far below.
MOST_BYTES = 256 * 1024
#: Identity and card numbers, and e-mail addresses, which no log needs.
_PERSONAL = re.compile(r"(?<!\w)(?:\d[ .-]?){8,18}\d(?!\w)|[^\s\"'=&<>]+@[^\s\"'=&<>]+")


class GatewayError(Exception):
    """What a gateway sent, or did not send, cannot be used; the text says why, without secrets."""


class BadSignature(GatewayError):
    """Missing, truncated or wrong signature, or no secret to check it with."""


class Malformed(GatewayError):
    """Signed, but not what the description of the interface says."""


class Unavailable(GatewayError):
    """The gateway is slow, down or answers rubbish: nothing is known of the payment."""


@dataclass(frozen=True)
class Message:
    """A request as it came: ``params`` of query or form, ``headers`` with lower-case names."""

    method: str = "POST"
    params: dict = field(default_factory=dict)
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    address: str = ""


@dataclass(frozen=True)
class Notice:
    """What a source says of one payment, after its signature was checked.

    Characters that a database cannot keep, as in a memo cut in the middle of one, are replaced.

    :ivar key: makes the same event the same when it is delivered again, unique per provider; two
        events that differ in outcome or amount have different keys
    :ivar outcome: one of :data:`OUTCOMES`
    :ivar amount: in whole units of ``currency`` (VND has no decimals)
    :ivar reference: our order number, where the source carries one
    :ivar gateway_id: the source's own number of the payment: the same money has the same
    :ivar booked_at: when it was paid, naive UTC
    :ivar bank_reference: the bank's number of the movement, as its statement shows it
    :ivar account_number: the account that received it, for a feed
    :ivar detail: the source's code and words for people who look into it
    """

    key: str
    outcome: str
    amount: int = 0
    currency: str = "VND"
    reference: str = ""
    gateway_id: str = ""
    booked_at: datetime | None = None
    memo: str = ""
    bank_reference: str = ""
    account_number: str = ""
    virtual_account: str = ""
    counter_account: str = ""
    counter_name: str = ""
    detail: str = ""

    def __post_init__(self):
        if self.outcome not in OUTCOMES:
            raise ValueError(f"unknown outcome: {self.outcome}")
        if not self.key:
            raise ValueError("a notice needs a key")
        if type(self.amount) is not int or self.amount < 0:
            raise ValueError("an amount is a whole number, not below zero")
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, str):
                object.__setattr__(self, item.name, storable(value))

    def as_json(self):
        """The notice as values that JSON keeps; :func:`from_json` reads them."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {**values, "booked_at": self.booked_at and self.booked_at.isoformat()}


def from_json(values):
    """The :class:`Notice` of :meth:`Notice.as_json`."""
    booked_at = values.get("booked_at")
    return Notice(**{**values, "booked_at": booked_at and datetime.fromisoformat(booked_at)})


def whole(value, name="amount"):
    """``value`` (int, or digits with an optional ``.0``) as an int.

    :raise Malformed: a fraction, a negative number, not a number
    """
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,15}(\.0+)?", text, re.ASCII):
        raise Malformed(f"{name} is not a whole number")
    return int(text.split(".")[0])


def mask(text):
    """``text`` for a log: runs of nine digits and more, and e-mail addresses, made unreadable."""
    return _PERSONAL.sub("***", text or "")


def wait_minutes(asked):
    """Minutes until a pending payment is asked about again, after it was asked ``asked`` times:
    doubling from 2 minutes up to 6 hours."""
    return min(2 ** (asked + 1), 360)
