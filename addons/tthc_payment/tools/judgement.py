"""Does money that came in pay what was asked for? Plain facts in, a reason out.

The order is that of a careful cashier: which request is meant, is it the right account and
currency, is the request still open, is the amount exactly the one asked for.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Money:
    """Money that came in; ``account`` is False for cash and for what a gateway holds."""

    amount: int
    currency: int
    account: int | bool
    booked_at: datetime


@dataclass(frozen=True)
class Request:
    """A payment request; ``due`` is the VND that its code asks for now."""

    state: str
    due: int
    currency: int
    account: int | bool
    expires_at: datetime | None = None


def pick_reference(scan):
    """Return (reference, reason) from a scan of the memo: one of the two is None.

    A cut-off repetition of the valid reference ("HCC26110001235 HCC2611000") does not disturb.
    """
    broken = [text for text in scan.broken if not any(good.startswith(text) for good in scan.valid)]
    if len(scan.valid) > 1 or (scan.valid and broken):
        return None, "two_references"
    if scan.valid:
        return scan.valid[0], None
    return None, "check_digit" if broken else "no_reference"


def judge(money, request):
    """Return why ``money`` does not settle ``request`` (None when no such request), else None."""
    if request is None:
        return "unknown_reference"
    if money.account and money.account != request.account:
        return "wrong_account"
    if money.currency != request.currency:
        return "wrong_currency"
    if request.state == "paid":
        return "already_paid"
    if request.state == "cancelled":
        return "late_cancelled"
    if request.expires_at and money.booked_at > request.expires_at:
        return "late_expired"
    if money.amount != request.due:
        return "amount_differs"
    return None
