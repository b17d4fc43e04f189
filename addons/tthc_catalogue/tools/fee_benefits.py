"""Exemptions and reductions of fees: which one applies, and what it saves. VND integers.

Of several benefits the highest applies and none are added up (NQ 66.22/2026/NQ-CP); the groups
are those of law 97/2015/QH13, Art. 10, and of the resolutions that add to them.
"""

from dataclasses import dataclass
from datetime import date

from .fee_formula import money

#: A percentage is kept in hundredths of a per cent, so that sums stay integers.
WHOLE = 10_000


@dataclass(frozen=True)
class Benefit:
    """One exemption or reduction.

    ``mode`` is ``exempt`` (nothing is paid), ``percent`` (``value`` hundredths of a per cent are
    taken off) or ``amount`` (``value`` VND are paid for each unit). Empty sets and ``None`` mean
    no restriction. An ``automatic`` one needs no claim; the others apply where claimed.
    """

    benefit_id: int
    name: str
    mode: str
    value: int = 0
    regulation: str = ""
    regulation_id: int = 0
    automatic: bool = False
    kind: str | None = None
    channel: str | None = None
    applicant: str | None = None
    sectors: frozenset[int] = frozenset()
    procedures: frozenset[int] = frozenset()
    sequence: int = 10
    date_from: date | None = None
    date_to: date | None = None

    def applies(self, request, kind):
        """Whether a fee of this kind (``phi``, ``le_phi``) may be lowered in the request."""
        scoped = bool(self.sectors or self.procedures)
        return (
            (self.automatic or self.benefit_id in request.claimed)
            and self.kind in (None, kind)
            and self.channel in (None, request.channel)
            and self.applicant in (None, request.applicant)
            and (self.date_from is None or self.date_from <= request.on_date)
            and (self.date_to is None or request.on_date <= self.date_to)
            and (
                not scoped
                or request.sector_id in self.sectors
                or request.procedure_id in self.procedures
            )
        )

    def payable(self, base, units=1):
        """What is still to pay of ``base`` VND for ``units`` units; parts of a đồng are dropped
        in favour of who pays. Never negative, never above ``base``."""
        if self.mode == "exempt":
            return 0
        if self.mode == "percent":
            share = min(max(self.value, 0), WHOLE)
            return base * (WHOLE - share) // WHOLE
        return min(base, max(self.value, 0) * units)

    def saving(self, base, units=1):
        """What is saved of ``base`` VND."""
        return base - self.payable(base, units)

    def words(self):
        """The benefit as a clause: what, of which regulation."""
        if self.mode == "exempt":
            what = "miễn"
        elif self.mode == "percent":
            percent = f"{self.value / 100:g}".replace(".", ",")
            what = f"giảm {percent} %"
        else:
            what = f"chỉ thu {money(self.value)}"
        source = f" ({self.regulation})" if self.regulation else ""
        return f"{what} – {self.name}{source}"


def rank(benefit, base, units=1):
    """Sort key, best first: the highest saving; of equal ones first what needs no claim, then
    the lower sequence, then the older record."""
    return (
        -benefit.saving(base, units),
        not benefit.automatic,
        benefit.sequence,
        benefit.benefit_id,
    )


def choose(benefits, base, units=1):
    """The benefit that applies to ``base`` VND (``None`` when none saves anything) and the
    others that would have saved something, best first."""
    useful = [benefit for benefit in benefits if benefit.saving(base, units) > 0]
    ordered = sorted(useful, key=lambda benefit: rank(benefit, base, units))
    return (ordered[0] if ordered else None), ordered[1:]
