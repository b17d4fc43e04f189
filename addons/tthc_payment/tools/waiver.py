"""What a benefit granted after acceptance leaves of a fee that was priced before. VND integers.

Of several benefits the highest applies and none are added up (NQ 66.22/2026/NQ-CP): what lowered
the fee before and what is granted now are both measured on the full price.
"""

from dataclasses import dataclass

from odoo.addons.tthc_catalogue.tools.fee_benefits import Benefit
from odoo.addons.tthc_catalogue.tools.fee_formula import money


@dataclass(frozen=True)
class Fee:
    """A priced fee: ``base`` before and ``amount`` after what lowers it so far (``benefit``);
    ``kept`` of the amount stays with the collecting body."""

    base: int
    amount: int
    kept: int = 0
    units: int = 1
    explanation: str = ""
    benefit: Benefit | None = None


@dataclass(frozen=True)
class Relief:
    """The fee as it is after the new benefit, with the Vietnamese words that explain it."""

    amount: int
    kept: int
    explanation: str

    @property
    def remitted(self):
        return self.amount - self.kept


def relieve(fee, benefit):
    """``fee`` lowered by ``benefit``, or ``None`` if that saves nothing more than it has now."""
    amount = benefit.payable(fee.base, fee.units)
    if amount >= fee.amount:
        return None
    # The share of the collecting body stays the same part; what does not divide goes to the budget.
    kept = fee.kept * amount // fee.amount
    parts = [fee.explanation.split("; ")[0]] if fee.explanation else []
    parts.append(f"{benefit.words()}: bớt {money(fee.base - amount)}, còn {money(amount)}")
    if fee.benefit:
        parts.append(
            f"không áp dụng {fee.benefit.words()}: chỉ bớt {money(fee.base - fee.amount)}, "
            "chỉ được hưởng mức cao nhất"
        )
    if amount:
        share = f"để lại {money(kept)}, " if kept else ""
        parts.append(f"{share}nộp ngân sách {money(amount - kept)}")
    return Relief(amount, kept, "; ".join(parts))


def taken_off(waived, paid_back, unpaid):
    """What nobody has to pay any more of a request, VND.

    :param waived: all that was waived of it after money had come
    :param paid_back: what was paid and given back because it was not due
    :param unpaid: what was neither paid nor given back
    """
    return max(min(waived - min(waived, paid_back), unpaid), 0)


def spread(savings, total):
    """``total`` VND taken off fees in their order, of each at most its own saving."""
    parts = []
    for saving in savings:
        parts.append(min(saving, total - sum(parts)))
    return parts
