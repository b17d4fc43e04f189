"""What one fee costs for a quantity: amount per unit, tiers, ceiling. VND integers, no database."""

from dataclasses import dataclass

from .numbers import grouped

#: How a unit is called on printed forms.
UNITS = {"dossier": "hồ sơ", "copy": "bản", "page": "trang", "person": "người"}


def money(amount):
    """``1234567`` as ``1.234.567 đ``, the way Vietnamese forms print it."""
    return f"{grouped(amount)} đ"


@dataclass(frozen=True)
class Tier:
    """From unit ``start`` on, each unit costs ``amount`` (TT 226/2016/TT-BTC: "từ trang thứ 3
    trở lên")."""

    start: int
    amount: int


@dataclass(frozen=True)
class Measure:
    """What is counted of one request: ``quantity`` pages of the original or persons, and the
    ``copies`` made. Both are one at least.

    :raise ValueError: one of them is below one
    """

    quantity: int = 1
    copies: int = 1

    def __post_init__(self):
        if self.quantity < 1 or self.copies < 1:
            raise ValueError("quantity and copies must be at least 1")


@dataclass(frozen=True)
class Formula:
    """Price of a quantity: ``amount`` VND for each unit up to the first tier, the tier's amount
    from there on, ``ceiling`` VND at most (0: none).

    With ``per_copy`` this is the price of one copy, ceiling included, and is taken as many times
    as there are copies (TT 226/2016/TT-BTC, Art. 4: 200.000 đ "một bản").
    """

    amount: int
    unit: str = "dossier"
    tiers: tuple[Tier, ...] = ()
    ceiling: int = 0
    per_copy: bool = False

    def count(self, measure):
        """How many units of one copy are charged."""
        if self.unit == "dossier":
            return 1
        return measure.copies if self.unit == "copy" else measure.quantity

    def times(self, measure):
        """How many times the price of one copy is taken."""
        return measure.copies if self.per_copy and self.unit != "copy" else 1

    def units(self, measure):
        """All units charged: of one copy, by the number of copies."""
        return self.count(measure) * self.times(measure)

    def bands(self, count):
        """How the first ``count`` units fall into the tiers: pairs of units and VND for one."""
        steps = [Tier(1, self.amount), *sorted(self.tiers, key=lambda tier: tier.start)]
        ends = [tier.start for tier in steps[1:]] + [count + 1]
        bands = [
            (min(end, count + 1) - tier.start, tier.amount)
            for tier, end in zip(steps, ends, strict=True)
        ]
        return [(units, amount) for units, amount in bands if units > 0]

    def price(self, measure):
        """The price in VND, and how it was worked out in words."""
        unit = UNITS[self.unit]
        bands = self.bands(self.count(measure))
        amount = sum(units * each for units, each in bands)
        words = " + ".join(f"{units} {unit} × {money(each)}" for units, each in bands)
        if self.ceiling and amount > self.ceiling:
            amount = self.ceiling
            words += f", tối đa {money(self.ceiling)}"
        times = self.times(measure)
        if times > 1:
            amount *= times
            words = f"({words}) × {times} bản"
        return amount, words

    def words(self):
        """The formula itself as one sentence, e.g. for a list of fees."""
        unit = UNITS[self.unit]
        parts = [f"{money(self.amount)}/{unit}"]
        parts += [
            f"từ {unit} thứ {tier.start}: {money(tier.amount)}"
            for tier in sorted(self.tiers, key=lambda tier: tier.start)
        ]
        if self.ceiling:
            parts.append(f"tối đa {money(self.ceiling)}" + ("/bản" if self.per_copy else ""))
        if self.per_copy and self.unit != "copy":
            parts.append("nhân số bản")
        return "; ".join(parts)

    def problems(self):
        """Codes of what is wrong with the tiers and the ceiling: ``tier_start`` (below 2),
        ``tier_twice`` (two of one start), ``tier_dossier`` (a price per dossier has no tiers),
        ``ceiling`` (below the price of the first unit)."""
        starts = [tier.start for tier in self.tiers]
        found = []
        if any(start < 2 for start in starts):
            found.append("tier_start")
        if len(set(starts)) < len(starts):
            found.append("tier_twice")
        if starts and self.unit == "dossier":
            found.append("tier_dossier")
        if self.ceiling and self.ceiling < self.amount:
            found.append("ceiling")
        return found


def pack_tiers(tiers):
    """Tiers as the text ``3:1000;10:500``, so that a rule is one row to read."""
    ordered = sorted(tiers, key=lambda tier: tier.start)
    return ";".join(f"{tier.start}:{tier.amount}" for tier in ordered)


def unpack_tiers(text):
    """The tiers of :func:`pack_tiers`."""
    pairs = (item.split(":") for item in (text or "").split(";") if item)
    return tuple(Tier(int(start), int(amount)) for start, amount in pairs)
