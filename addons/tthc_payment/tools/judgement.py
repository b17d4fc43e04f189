"""Does money that came in pay what was asked for? Plain facts in, a reason out.

The order is that of a careful cashier: which request is meant, is it the right account and
currency, is the request still open, is the amount exactly the one asked for.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from . import bundle as bundles
from .reference import PREFIX

#: No request asks for money on this account.
NOT_OURS = -1


@dataclass(frozen=True)
class Money:
    """Money that came in; ``account`` is False for cash and for what a gateway holds, and
    :data:`NOT_OURS` for what a bank booked on an account that is none of the centre. ``taken``:
    part of it pays something already or is on its way back."""

    amount: int
    currency: int
    account: int | bool
    booked_at: datetime
    taken: bool = False


@dataclass(frozen=True)
class Request:
    """A payment request; ``due`` is the VND that its code asks for now."""

    state: str
    due: int
    currency: int
    account: int | bool
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """What becomes of one piece of money: ``parts`` are the requests that it settles with their
    sums, none where a ``reason`` says why it waits. ``request`` and ``bundle`` are ids of what it
    is meant for."""

    reason: str | None = None
    request: int | None = None
    bundle: int | None = None
    parts: tuple = ()


def pick_reference(scan):
    """Return (reference, reason) from a scan of the memo: one of the two is None.

    Beside a valid reference only what may be another one disturbs: neither a cut-off repetition of
    it ("HCC26110001235 HCC2611000") nor a number behind the name of the centre or a payer ("nop ve
    TT HCC 0071000123456", "MINH CC 079123456789").
    """
    if not scan.valid:
        return None, "check_digit" if scan.broken else "no_reference"
    good = scan.valid[0]
    if len(scan.valid) > 1 or any(_may_be_another(text, good) for text in scan.broken):
        return None, "two_references"
    return good, None


def _may_be_another(broken, good):
    """Whether a broken reference is about as old as the ``good`` one that stands in the same memo,
    by the year with which both begin; other numbers rarely are."""
    year, other = (int(text.removeprefix(PREFIX)[:2]) for text in (good, broken))
    return not good.startswith(broken) and abs(year - other) <= 1


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
    if money.taken:
        return "rest"
    return None


class Books:
    """Requests and collective payments as they stand while money is judged piece by piece: what
    one piece has settled is paid for the next one.

    :param requests: ``{id: Request}``, those of the collective payments too
    :param bundles: ``{id: (Bundle without parts, ids of its requests)}``
    """

    def __init__(self, requests, bundles=None):
        self.requests = dict(requests)
        self.bundles = bundles or {}

    def judge_request(self, money, request):
        """The verdict on money that names the request of this id (None: no such request)."""
        facts = self.requests.get(request)
        reason = judge(money, facts)
        if reason:
            return Verdict(reason, request)
        self._settle(request)
        return Verdict(None, request, None, ((request, money.amount),))

    def judge_bundle(self, money, bundle):
        """The verdict on money that names the collective payment of this id."""
        facts, ids = self.bundles[bundle]
        parts = tuple(self.requests[request] for request in ids)
        reason = bundles.judge(money, replace(facts, parts=parts))
        if not reason and money.taken:
            reason = "rest"
        if reason:
            owed = [
                request for request in ids if self.requests[request].state in ("open", "expired")
            ]
            return Verdict(reason, next(iter(owed or ids), None), bundle)
        settled = tuple((request, self.requests[request].due) for request in ids)
        for request in ids:
            self._settle(request)
        return Verdict(None, ids[0], bundle, settled)

    def _settle(self, request):
        self.requests[request] = replace(self.requests[request], state="paid", due=0)
