"""Price of a procedure: its fee rules, the regulations that set their amounts, the benefits that
lower them. VND integers, no database.

A price is worked out in three steps: the rules of the day, one for each name of a fee; the amount
of each, from the rule or from the line of a regulation; the best benefit of each.
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from .fee_benefits import WHOLE, Benefit, choose
from .fee_formula import Formula, Measure, Tier, money

__all__ = [
    "Benefit",
    "Book",
    "FeeQuote",
    "FeeRule",
    "Formula",
    "Measure",
    "RegulationLine",
    "Request",
    "Tier",
    "contradict",
    "money",
    "quote",
]


def same_name(text):
    """``text`` as names of fees and cases are compared: NFC, one space, no capitals."""
    return " ".join(unicodedata.normalize("NFC", text or "").casefold().split())


@dataclass(frozen=True)
class Request:
    """What is asked for, and by whom. ``applicant`` is ``citizen``, ``organisation``,
    ``household`` or ``None``; ``claimed`` holds ids of benefits whose evidence was seen."""

    channel: str
    on_date: date
    quantity: int = 1
    copies: int = 1
    applicant: str | None = None
    claimed: frozenset[int] = frozenset()
    procedure_id: int = 0
    sector_id: int = 0
    case_name: str = ""


@dataclass(frozen=True)
class _Conditional:
    """What holds for a channel, a kind of applicant and a period; ``None``: for all."""

    channel: str | None = None
    applicant: str | None = None
    date_from: date | None = None
    date_to: date | None = None

    def applies(self, request):
        """Whether this holds in the request, on its day."""
        return (
            self.channel in (None, request.channel)
            and self.applicant in (None, request.applicant)
            and self.in_force(request.on_date)
        )

    def in_force(self, on_date):
        return (self.date_from is None or self.date_from <= on_date) and (
            self.date_to is None or on_date <= self.date_to
        )

    def narrowness(self):
        """How narrow the conditions are: the narrower rule goes before the wider one, and a
        channel before an applicant where each has one of them."""
        given = (self.channel is not None, self.applicant is not None)
        return (sum(given), given[0])


@dataclass(frozen=True, kw_only=True)
class FeeRule(_Conditional):
    """One dated price rule of a case.

    A rule with a ``remark`` asks for nothing, and the remark says why; a ``local`` one takes its
    amount from a regulation's line, without one its remark stays. ``retained`` is the share of
    the collecting body in hundredths of a per cent.
    """

    fee_id: int
    name: str
    kind: str
    formula: Formula
    remark: str = ""
    local: bool = False
    retained: int = 0
    basis: str = ""

    def rank(self):
        return (*self.narrowness(), self.date_from or date.min, -self.fee_id)


@dataclass(frozen=True, kw_only=True)
class RegulationLine(_Conditional):
    """A price that a regulation sets for a fee of its procedures.

    It fills the rules left to the province; with ``replaces`` also those that state an amount of
    their own. ``since`` orders regulations: the later one goes before the earlier.
    """

    line_id: int
    fee_name: str
    formula: Formula
    procedures: frozenset[int]
    case_name: str = ""
    replaces: bool = False
    retained: int = 0
    regulation: str = ""
    regulation_id: int = 0
    since: date = date.min

    def sets(self, rule, request):
        """Whether this line gives the amount of ``rule`` in the request."""
        return (
            (rule.local or self.replaces)
            and request.procedure_id in self.procedures
            and same_name(self.fee_name) == same_name(rule.name)
            and (not self.case_name or same_name(self.case_name) == same_name(request.case_name))
            and self.applies(request)
        )

    def rank(self):
        return (bool(self.case_name), *self.narrowness(), self.since, -self.line_id)


@dataclass(frozen=True)
class Book:
    """The lines and benefits of the regulations that count."""

    lines: tuple[RegulationLine, ...] = ()
    benefits: tuple[Benefit, ...] = ()

    def without(self, regulation_ids):
        """The book less what those regulations bring."""
        return Book(
            tuple(line for line in self.lines if line.regulation_id not in regulation_ids),
            tuple(item for item in self.benefits if item.regulation_id not in regulation_ids),
        )

    def plus(self, other):
        """The book with another one's content added."""
        return Book(self.lines + other.lines, self.benefits + other.benefits)

    def as_if_in_force(self):
        """The same content on every day; which one goes first stays as it was."""
        return Book(
            tuple(replace(line, date_from=None, date_to=None) for line in self.lines),
            tuple(replace(item, date_from=None, date_to=None) for item in self.benefits),
        )


@dataclass(frozen=True)
class FeeQuote:
    """A priced fee, VND: ``base`` before and ``amount`` after the benefit, of which the
    collecting body keeps ``kept`` and remits ``remitted``; with the Vietnamese words that explain
    all of it."""

    fee_id: int
    name: str
    kind: str
    amount: int
    quantity: int
    explanation: str
    base: int = 0
    benefit_id: int | None = None
    kept: int = 0
    remitted: int = 0
    line_id: int | None = None
    #: The province sets the amount and no regulation does so yet: what is to be paid is not known.
    unpriced: bool = False

    @property
    def saving(self):
        return self.base - self.amount


def quote(rules, request, book=None):
    """Price the rules that apply in the request: a list of :class:`FeeQuote`, in the order of
    the rules.

    Of rules of one name the narrowest applies, then the latest; rules of different names add up.

    :raise ValueError: quantity or copies below one
    """
    book = book or Book()
    chosen = {}
    for rule in rules:
        if rule.applies(request):
            other = chosen.get(same_name(rule.name))
            if other is None or rule.rank() > other.rank():
                chosen[same_name(rule.name)] = rule
    found = [_with_amount(rule, request, book.lines) for rule in chosen.values()]
    measure = _measure(request, [rule.formula.unit for rule, _line in found])
    return [_quote_one(rule, line, request, measure, book.benefits) for rule, line in found]


def contradict(one, other):
    """Whether two rules of a case name two prices for the same thing on some day."""
    return (
        same_name(one.name) == same_name(other.name)
        and (one.channel, one.applicant) == (other.channel, other.applicant)
        and (one.date_from or date.min) <= (other.date_to or date.max)
        and (other.date_from or date.min) <= (one.date_to or date.max)
    )


def _measure(request, units):
    """What is counted. Where nothing but copies is charged by number, one number is enough and
    either of the two may hold it."""
    Measure(request.quantity, request.copies)
    if {"page", "person"} & set(units):
        return Measure(request.quantity, request.copies)
    return Measure(1, max(request.quantity, request.copies))


def _with_amount(rule, request, lines):
    """The rule with the amount that a regulation sets for it, and the line that does."""
    setting = [line for line in lines if line.sets(rule, request)]
    if not setting:
        return rule, None
    line = max(setting, key=RegulationLine.rank)
    retained = line.retained if rule.kind == "phi" else 0
    priced = replace(
        rule, formula=line.formula, remark="", retained=retained, basis=line.regulation
    )
    return priced, line


def _quote_one(rule, line, request, measure, benefits):
    line_id = line and line.line_id
    units = rule.formula.units(measure)
    if rule.remark:
        return FeeQuote(
            rule.fee_id, rule.name, rule.kind, 0, units, rule.remark, unpriced=rule.local
        )
    base, words = rule.formula.price(measure)
    parts = [words + (f", theo {rule.basis}" if rule.basis else "")]
    open_to = [item for item in benefits if item.applies(request, rule.kind)]
    best, others = choose(open_to, base, units)
    amount = best.payable(base, units) if best else base
    if best:
        parts.append(f"{best.words()}: bớt {money(base - amount)}, còn {money(amount)}")
    parts += [
        f"không áp dụng {item.words()}: chỉ bớt {money(item.saving(base, units))}, "
        "chỉ được hưởng mức cao nhất"
        for item in others
    ]
    kept = share_kept(rule.kind, amount, rule.retained)
    if amount:
        parts.append(_words_of_share(rule.kind, kept, amount - kept))
    return FeeQuote(
        fee_id=rule.fee_id,
        name=rule.name,
        kind=rule.kind,
        amount=amount,
        quantity=units,
        explanation="; ".join(parts),
        base=base,
        benefit_id=best and best.benefit_id,
        kept=kept,
        remitted=amount - kept,
        line_id=line_id,
    )


def share_kept(kind, amount, retained):
    """What the collecting body keeps of ``amount`` VND: its share of a phí, rounded down to the
    đồng so that the budget never gets less than its part; nothing of a lệ phí, which goes to the
    budget whole (law 97/2015/QH13)."""
    return amount * retained // WHOLE if kind == "phi" else 0


def _words_of_share(kind, kept, remitted):
    if kind == "le_phi" or not kept:
        return f"nộp ngân sách {money(remitted)}"
    return f"để lại {money(kept)}, nộp ngân sách {money(remitted)}"
