"""Plain rules of the reconciliation workbench: ages, kinds of exceptions, what a search means."""

import re

from .near import compact

__all__ = ["compact"]

#: Ages by the day of booking, and how many days before today each but the last begins.
AGES = ("today", "week", "month", "older")
AGE_DAYS = (0, 7, 30)

#: Kinds of exceptions, by what an accountant does about them.
KINDS = {
    "misspelt": ("no_reference", "check_digit", "unknown_reference", "two_references"),
    "amount": ("amount_differs", "rest", "bundle_changed"),
    "late": ("already_paid", "late_cancelled", "late_expired"),
    "place": ("wrong_account", "wrong_currency"),
}
#: Everything else: undone matches, money that is not judged yet.
OTHER = "other"

#: Suggestions that rest on the memo itself: the only ones that are matched in bulk.
FROM_MEMO = frozenset(("named", "several", "lookalike", "one_off", "prefix", "cut_off", "dossier"))

SHORTEST_SEARCH = 3
_AMOUNT = re.compile(r"[0-9][0-9.,\s\u00a0]*(?:đ|₫|vnd|vnđ)?", re.IGNORECASE)


def kind_of(reason):
    """The kind of exception that ``reason`` belongs to.

    >>> kind_of("check_digit"), kind_of("undone")
    ('misspelt', 'other')
    """
    return next((kind for kind, reasons in KINDS.items() if reason in reasons), OTHER)


def reference_head(text, prefix):
    """The beginning of a reference that ``text`` (capitals and digits) may be, else ``None``.

    >>> reference_head("HCC2611", "HCC"), reference_head("2611000", "HCC")
    ('HCC2611', 'HCC2611000')
    """
    digits = text.removeprefix(prefix)
    if not digits.isdigit() or (digits == text and len(digits) < 4):
        return None
    return prefix + digits


def amount_in(text):
    """VND that ``text`` is, however its thousands are separated; ``None`` if it is no amount.

    >>> amount_in("58.000"), amount_in("1 250 000 đ"), amount_in("H29.01")
    (58000, 1250000, None)
    """
    text = text.strip()
    if not _AMOUNT.fullmatch(text):
        return None
    digits = re.sub("[^0-9]", "", text)
    return int(digits) if len(digits) <= 15 else None


def spread(left, wanted):
    """Spread money over requests in their order: ``[(money, request, VND)]``.

    :param left: ``[(money, VND that it has left)]``
    :param wanted: ``[(request, VND that it takes at most)]``
    """
    parts, wanted = [], [list(row) for row in wanted]
    for money, rest in left:
        for row in wanted:
            amount = min(rest, row[1])
            if amount > 0:
                parts.append((money, row[0], amount))
                row[1] -= amount
                rest -= amount
    return parts
