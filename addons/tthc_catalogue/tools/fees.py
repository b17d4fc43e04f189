"""Price of a procedure from its fee rules. VND integers, no database."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class FeeRule:
    """One dated price rule. ``amount`` and ``tier_amount`` are VND for one unit.

    A rule with a ``remark`` asks for nothing, and the remark says why.
    """

    fee_id: int
    name: str
    kind: str
    amount: int
    unit: str = "dossier"
    tier_from: int = 0
    tier_amount: int = 0
    ceiling: int = 0
    channel: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    remark: str = ""

    def applies(self, channel, on_date):
        """Whether the rule is in force on the day, for the channel."""
        return (
            (self.channel is None or self.channel == channel)
            and (self.date_from is None or self.date_from <= on_date)
            and (self.date_to is None or on_date <= self.date_to)
        )


@dataclass(frozen=True)
class FeeQuote:
    """A priced rule: ``amount`` in VND, with the Vietnamese sentence that explains it."""

    fee_id: int
    name: str
    kind: str
    amount: int
    quantity: int
    explanation: str


def money(amount):
    """``1234567`` as ``1.234.567 đ``, the way Vietnamese forms print it."""
    return f"{amount:,}".replace(",", ".") + " đ"


def price(rule, quantity):
    """Price ``quantity`` units under ``rule``.

    The tier's amount applies from unit ``tier_from`` on (TT 226/2016/TT-BTC: "từ trang thứ 3
    trở lên"), and the ceiling caps the sum.

    :return: the amount in VND and its explanation in words
    :raise ValueError: a quantity below one
    """
    if quantity < 1:
        raise ValueError("quantity must be at least 1")
    if rule.remark:
        return 0, rule.remark
    units = {"dossier": "hồ sơ", "copy": "bản", "page": "trang", "person": "người"}
    count = 1 if rule.unit == "dossier" else quantity
    full = count
    if rule.tier_from and count >= rule.tier_from:
        full = rule.tier_from - 1
    lower = count - full
    amount = full * rule.amount + lower * rule.tier_amount
    words = f"{full} {units[rule.unit]} × {money(rule.amount)}"
    if lower:
        words += f" + {lower} {units[rule.unit]} × {money(rule.tier_amount)}"
    if rule.ceiling and amount > rule.ceiling:
        amount = rule.ceiling
        words += f"; tối đa {money(rule.ceiling)}"
    return amount, words


def quote(rules, channel, on_date, quantity=1):
    """Price the rules that apply on the day.

    A rule for the channel takes the place of the general rule of the same name (a lower price
    for online submission is such a pair); rules of different names add up.
    """
    chosen = {}
    for rule in rules:
        if not rule.applies(channel, on_date):
            continue
        other = chosen.get(rule.name)
        if other is None or (other.channel is None and rule.channel is not None):
            chosen[rule.name] = rule
    quotes = []
    for rule in chosen.values():
        amount, explanation = price(rule, quantity)
        count = 1 if rule.unit == "dossier" else quantity
        quotes.append(FeeQuote(rule.fee_id, rule.name, rule.kind, amount, count, explanation))
    return quotes
