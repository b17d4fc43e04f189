"""How a payment is split over the fees that it pays, exact to the đồng. Plain Python.

The rule that the ledger of shares follows set by set in SQL (``models/tthc_remittance_fill.py``);
tests hold one against the other. Amounts are whole VND.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A fee of a payment request: what it asks, what of that the collecting body keeps, and what
    of both was entered so far (undone payments taken off)."""

    amount: int
    kept: int
    paid: int = 0
    kept_so_far: int = 0


def parts(amount, lines):
    """``amount`` divided in proportion to what is left of each line, by the largest remainder;
    of equal remainders the first line's comes first. No line gets more than is left of it.

    Where less is left than was paid, which no match allows, the lines' amounts are the measure.

    :return: one part for each of ``lines``, which add up to ``amount``
    """
    left = [max(line.amount - line.paid, 0) for line in lines]
    weights = left if sum(left) >= amount else [line.amount for line in lines]
    total = sum(weights)
    floors = [amount * weight // total for weight in weights]
    order = sorted(range(len(lines)), key=lambda at: (-(amount * weights[at] % total), at))
    for at in order[: amount - sum(floors)]:
        floors[at] += 1
    return floors


def kept(line, part):
    """What of ``part`` the collecting body keeps, so that the parts of a line that is paid in full
    add up to what it keeps of the line; never less than nothing and never more than the part."""
    share = (line.paid + part) * line.kept // line.amount
    return min(max(share - line.kept_so_far, 0), part)
