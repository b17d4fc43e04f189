"""Recognise the movements that were delivered before, also where no number tells them apart.

Rows without an id of the bank that agree in account, day, amount and memo are counted. Counting
goes wrong where a file begins in the middle of a day: its first such row is not the first of the
day. What tells them apart then is the balance behind the row and the time of day, where the file
has them.

A number of the bank is believed, also where one source tells another day or memo than the other.
Only together with the balance they tell that the bank has used it again.
"""

import re
from collections import defaultdict, deque
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from .text import fold


@dataclass(frozen=True, slots=True)
class Known:
    """A movement taken in before. ``clock`` is its time of day or None, ``balance`` None where the
    source had none, ``memo`` as :func:`letters`, empty where it was erased."""

    key: str
    balance: int | None = None
    clock: str | None = None
    day: date | None = None
    memo: str = ""


def resolve(rows, known):
    """Return the rows with keys under which the movements among them that are known are stored.

    A row is the known one with which nothing disagrees; of several the one that agrees in most.
    A row that disagrees in balance or time with every known one is new and gets the next counter.

    :param rows: rows with the keys of :func:`.statement.assign_keys`
    :param known: :class:`Known` movements of the account
    """
    stored, spelt = defaultdict(list), {}
    for one in known:
        base = _base(one.key)
        if base:
            stored[base].append(one)
            spelt.setdefault((_facts(base), one.memo), base)
    incoming = defaultdict(list)
    for index, row in enumerate(rows):
        base = _base(row.key)
        if base and base not in stored:  # the memo may be wrapped at another place
            base = spelt.get((_facts(base), letters(row.memo)))
        if base in stored:
            incoming[base].append(index)
    keyed = list(rows)
    for base, indexes in incoming.items():
        for index, key in _pair(base, [(i, rows[i]) for i in indexes], stored[base]):
            keyed[index] = replace(rows[index], key=key)
    return keyed


def used_again(rows, known):
    """Return the numbers, as keys without counter, that do not tell ``rows`` apart: several of
    them bear it, or a known movement that plainly is another one.

    :param known: the :class:`Known` movements with the keys of ``rows``
    """
    stored = {one.key: one for one in known}
    return {
        row.key.rpartition("|")[0]
        for row in rows
        if not row.key.endswith("|1") or (row.key in stored and not _may_be(row, stored[row.key]))
    }


def resolve_numbered(rows, known):
    """Return the rows with keys of their own where a number does not tell them apart.

    :param rows: rows with the keys of :func:`.statement.assign_keys`
    :param known: all :class:`Known` movements under the numbers of :func:`used_again`
    """
    stored, incoming = defaultdict(list), defaultdict(list)
    for one in known:
        stored[one.key.rpartition("|")[0]].append(one)
    for index, row in enumerate(rows):
        base = row.key.rpartition("|")[0]
        if base in stored:
            incoming[base].append(index)
    keyed = list(rows)
    for base, indexes in incoming.items():
        for index, key in _pair_numbered(base, [(i, rows[i]) for i in indexes], stored[base]):
            keyed[index] = replace(rows[index], key=key)
    return keyed


def _pair_numbered(base, waiting, known):
    """Yield (index, key): equal balances first, then equal memos, then what does not disagree;
    the rest is new."""
    counter = max(int(one.key.rpartition("|")[2]) for one in known)
    free = list(known)
    several = max(len(waiting), len(known)) > 1
    may_be = _may_be if several else _may_be_alone
    for agrees in (_same_balance, _same_memo, may_be):
        left = []
        for index, row in waiting:
            found = next((one for one in free if agrees(row, one)), None)
            if found:
                free.remove(found)
                yield index, found.key
            else:
                left.append((index, row))
        waiting = left
    for index, _row in waiting:
        counter += 1
        yield index, f"{base}|{counter}"


def _same_balance(row, one):
    return row.balance is not None and row.balance == one.balance


def _same_memo(row, one):
    return one.memo == letters(row.memo) and _may_be(row, one)


def _may_be_alone(row, one):
    """Tell whether a row may be the known movement with its number, the only one that bears it."""
    unknown = None in (row.balance, one.balance, one.day)
    return unknown or row.balance == one.balance or row.booked_at.date() == one.day


def _may_be(row, one):
    """Tell the same of a number that several bear."""
    if None in (row.balance, one.balance) or row.balance == one.balance:
        return True
    memo = letters(row.memo)
    return _may_be_alone(row, one) and (memo in one.memo or one.memo in memo)


def letters(memo):
    """The letters and digits of a memo: what stays however a file wraps it."""
    return re.sub(r"[^a-z0-9]+", "", fold(memo))


def clock_of(moment):
    """The time of day of ``moment``, None for midnight: files without a time read as that."""
    text = moment.strftime("%H%M%S")
    return None if text == "000000" else text


def _base(key):
    """The key without its counter, None for movements that the bank numbers."""
    return key.rpartition("|")[0] if key.startswith("row|") else None


def _facts(base):
    """A key without the counter and without the hash of the memo."""
    return base.rpartition("|")[0]


def _pair(base, rows, known):
    """Yield (index, key): pairs that agree in something first, then those that only do not
    disagree, in their order; the rest is new."""
    counter = max(int(one.key.rpartition("|")[2]) for one in known)
    free = defaultdict(deque)
    for one in known:
        free[one.balance].append(one)
    waiting = rows
    for least in (1, 0):
        left = []
        for index, row in waiting:
            found = _best(row, free, least)
            if found:
                free[found.balance].remove(found)
                yield index, found.key
            else:
                left.append((index, row))
        waiting = left
    for index, _row in waiting:
        counter += 1
        yield index, f"{base}|{counter}"


def _best(row, free, least):
    """The known row that agrees with ``row`` in most, at least in ``least``."""
    if row.balance is None:
        candidates = chain.from_iterable(free.values())
    else:
        candidates = chain(free.get(row.balance, ()), free.get(None, ()))
    possible = (row.balance is not None) + (clock_of(row.booked_at) is not None)
    best, most = None, least - 1
    for one in candidates:
        agreement = _agreement(row, one)
        if agreement is not None and agreement > most:
            best, most = one, agreement
            if most == possible:
                break
    return best


def _agreement(row, one):
    """How many of balance and time agree, or None if one of them disagrees."""
    count = 0
    for mine, other in ((row.balance, one.balance), (clock_of(row.booked_at), one.clock)):
        if mine is None or other is None:
            continue
        if mine != other:
            return None
        count += 1
    return count
