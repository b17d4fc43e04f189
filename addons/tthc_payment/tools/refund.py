"""Rules of paying money back, in whole VND. Plain Python."""

import re

#: What leaves the money when a refund is in one of these states, paid or on its way.
HOLDS = frozenset({"approved", "sent", "done"})
_ACCOUNT = re.compile(r"[0-9A-Z]{4,19}")


class BadAccount(ValueError):
    """Text that is not an account number (VietQR 38-01: 19 characters at most)."""


def left(amount, matched, held):
    """What of ``amount`` is neither matched nor paid back nor on its way back."""
    return amount - matched - held


def refundable(amount, matched, held, of_match=None):
    """The most that may be paid back: of one match (``of_match``), else of what is open."""
    if of_match is not None:
        return of_match
    return max(left(amount, matched, held), 0)


def clean_account(text):
    """An account number without spaces.

    :raise BadAccount: not 4 to 19 letters and digits
    """
    number = re.sub(r"[\s.-]", "", text or "").upper()
    if not _ACCOUNT.fullmatch(number):
        raise BadAccount(number)
    return number
