"""Find the credits by which settlements and deposits of cash reach an account."""

from dataclasses import dataclass
from datetime import date

from odoo.addons.tthc_payment.tools.debit import has_number
from odoo.addons.tthc_payment.tools.text import fold

#: A shorter number stands in memos by chance.
LEAST_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sum that is to reach an account between two days. ``numbers`` name it alone, ``words``
    only say whose sum it is."""

    key: int
    account: int
    amount: int
    first: date
    last: date
    numbers: tuple = ()
    words: tuple = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that a statement or feed shows on an account."""

    key: int
    account: int
    amount: int
    day: date
    reference: str = ""
    memo: str = ""


def pair(wanted, shown):
    """Return ``{wanted key: credit key}`` of those that fit each other and nobody else.

    A pair agrees in account and amount, falls into the days, and the credit bears a number of what
    is wanted; where none does, its words. Two candidates on either side wait for a person.
    """
    found = {}
    for names in (_by_number, _by_words):
        left = [one for one in wanted if one.key not in found]
        free = [one for one in shown if one.key not in found.values()]
        found |= _unique(left, free, names)
    return found


def fits(one, credit):
    """Whether account, amount and day agree."""
    return (
        one.account == credit.account
        and one.amount == credit.amount
        and one.first <= credit.day <= one.last
    )


def _unique(wanted, shown, names):
    by_sum = {}
    for credit in shown:
        by_sum.setdefault((credit.account, credit.amount), []).append(credit)
    candidates, claims = {}, {}
    for one in wanted:
        for credit in by_sum.get((one.account, one.amount), ()):
            if fits(one, credit) and names(one, credit):
                candidates.setdefault(one.key, []).append(credit.key)
                claims[credit.key] = claims.get(credit.key, 0) + 1
    return {
        key: keys[0] for key, keys in candidates.items() if len(keys) == 1 and claims[keys[0]] == 1
    }


def _by_number(one, credit):
    for number in one.numbers:
        if sum(char.isalnum() for char in number) < LEAST_NUMBER:
            continue
        if fold(number) == fold(credit.reference) or has_number(credit.memo, number):
            return True
    return False


def _by_words(one, credit):
    memo = f" {_plain(credit.memo)} "
    return any(f" {_plain(word)} " in memo for word in one.words if _plain(word))


def _plain(text):
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
