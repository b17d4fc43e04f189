"""Whether the statements of an account join on to each other."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """What one statement covers; balances are None where the file has none."""

    id: int
    date_from: date
    date_to: date
    opening: int | None = None
    closing: int | None = None


@dataclass(frozen=True)
class Join:
    """How a statement joins on to the one before: ``kind`` is first, joined, days or balance.

    ``date_from`` and ``date_to`` are the days without a statement, ``amount`` what the balance
    moved by in no statement (VND, negative: money left).
    """

    kind: str
    before: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    amount: int = 0


def joins(spans):
    """Return {id: Join} of the statements of one account.

    Equal balances prove that nothing is missing, whatever days lie between; without balances the
    days have to. A statement that overlaps those before it joins: its rows were recognised.
    """
    found, last = {}, None
    for span in sorted(spans, key=lambda one: (one.date_from, one.date_to, one.id)):
        if last is None:
            found[span.id] = Join("first")
        elif span.date_from <= last.date_to:
            found[span.id] = Join("joined", last.id)
        else:
            found[span.id] = _join(last, span)
        if last is None or span.date_to >= last.date_to:
            last = span
    return found


def _join(last, span):
    one = timedelta(days=1)
    between = span.date_from - last.date_to > one
    days = (last.date_to + one, span.date_from - one) if between else (None, None)
    if last.closing is not None and span.opening is not None:
        if last.closing == span.opening:
            return Join("joined", last.id)
        return Join("balance", last.id, *days, amount=span.opening - last.closing)
    return Join("days", last.id, *days) if between else Join("joined", last.id)
