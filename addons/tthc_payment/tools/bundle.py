"""Does money that came in pay several requests at once? Plain facts in, a reason out.

A collective payment is all or nothing: it settles its parts only if every one of them still owes
what the sum was made of. The order is that of :mod:`.judgement`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bundle:
    """A collective payment: ``amount`` VND as it was asked for, and its ``parts`` as they are now
    (:class:`~.judgement.Request`)."""

    amount: int
    currency: int
    account: int | bool
    cancelled: bool
    parts: tuple


def state(bundle):
    """``cancelled``, ``paid`` (nothing of it is owed), ``open``, or ``changed``: a part was paid,
    cancelled or lowered by itself, so that the sum is not right any more."""
    if bundle.cancelled:
        return "cancelled"
    if all(part.state == "paid" for part in bundle.parts):
        return "paid"
    still_open = all(part.state in ("open", "expired") for part in bundle.parts)
    if still_open and sum(part.due for part in bundle.parts) == bundle.amount:
        return "open"
    return "changed"


def judge(money, bundle):
    """Return why ``money`` does not settle ``bundle``, or None if it does."""
    if money.account and money.account != bundle.account:
        return "wrong_account"
    if money.currency != bundle.currency:
        return "wrong_currency"
    reason = {
        "paid": "already_paid",
        "cancelled": "late_cancelled",
        "changed": "bundle_changed",
    }.get(state(bundle))
    if reason:
        return reason
    if any(part.expires_at and money.booked_at > part.expires_at for part in bundle.parts):
        return "late_expired"
    if money.amount != bundle.amount:
        return "amount_differs"
    return None
