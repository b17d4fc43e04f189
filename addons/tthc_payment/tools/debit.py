"""Recognise what a debit of the bank was for, as far as a statement says so without a doubt."""

import re
from dataclasses import dataclass

from .text import fold


@dataclass(frozen=True, slots=True)
class Debit:
    """Money out. ``key`` tells debits apart; amounts are VND, accounts ids."""

    key: int
    amount: int
    account: int
    company: int
    reference: str = ""
    memo: str = ""
    counter_account: str = ""


@dataclass(frozen=True, slots=True)
class PaidBack:
    """A refund by transfer. ``account`` is where its money had come in, 0 where that is no bank
    account; ``reference`` what the accountant noted of the transfer."""

    key: int
    number: str
    amount: int
    account: int
    company: int
    reference: str = ""
    beneficiary: str = ""


def recognise(debits, refunds):
    """Return ``{debit key: refund key}`` of the pairs that name each other and nobody else.

    A pair agrees in centre, account and amount, and the debit bears the refund's bank reference or
    its number in the memo. Two candidates on either side are nobody's: a person decides.
    """
    found, taken = {}, {}
    by_sum = {}
    for refund in refunds:
        by_sum.setdefault((refund.company, refund.amount), []).append(refund)
    for debit in debits:
        for refund in by_sum.get((debit.company, debit.amount), ()):
            if names(debit, refund):
                found.setdefault(debit.key, []).append(refund.key)
                taken[refund.key] = taken.get(refund.key, 0) + 1
    return {
        debit: keys[0] for debit, keys in found.items() if len(keys) == 1 and taken[keys[0]] == 1
    }


def names(debit, refund):
    """Whether a debit of the right amount bears what tells this refund from others."""
    if refund.account and refund.account != debit.account:
        return False
    if _other_account(debit.counter_account, refund.beneficiary):
        return False
    if refund.reference and fold(refund.reference) == fold(debit.reference):
        return True
    return has_number(debit.memo, refund.number)


def has_number(memo, number):
    """Whether ``memo`` bears ``number`` ("HT/2026/00012"), however it is separated.

    Digits right behind it are another number; banks put blanks and marks anywhere.
    """
    marks = re.findall(r"[A-Z0-9]", number.upper())
    if not marks:
        return False
    pattern = r"(?<![A-Z0-9])" + r"[\s./_-]*".join(marks) + r"(?![0-9])"
    return bool(re.search(pattern, fold(memo).upper()))


def _other_account(shown, beneficiary):
    """Whether the statement plainly shows another account; banks mask some of the digits."""
    if not shown or not beneficiary or not shown.isdecimal():
        return False
    return shown.lstrip("0") != beneficiary.lstrip("0")
