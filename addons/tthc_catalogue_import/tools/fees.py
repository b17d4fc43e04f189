"""Fee cells ("phí, lệ phí"): a sum, “Miễn phí”, or nothing, with a note in parentheses."""

import re
from dataclasses import dataclass

from .text import NOTHING, line

WORDS = rf"(?:Miễn phí|{NOTHING})"
SUM = r"\d[\d,.]{0,24} (?:Việt Nam Đồng|VNĐ|USD|EUR)"
CELL = rf"(?:{WORDS}|{SUM})"
_SUM = re.compile(r"(?P<digits>\d[\d,.]*) (?P<currency>.+)")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})*|\d+")
# Smallest sum that a fee can be: “100 VNĐ” stands for 100.000 (statutory_vn.md 5.2).
LEAST = 1000
_MONEY = re.compile(
    r"\d[\d.,]*\s*(?:triệu|nghìn|ngàn|tỷ|tỉ)|(?<![/\d.])\d{1,3}(?:[.,]\d{3})+(?![/\d])"
    r"|\d[\d.,]*\s*(?:đồng|đ\b|vnđ|vnd|usd|eur)",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\d+ ?%|giảm|miễn (?:phí|lệ phí|thu)|hội đồng nhân dân|hđnd|kể từ ngày|từ ngày|đến hết ngày"
    r"|biểu (?:mức )?(?:thu|phí)",
    re.IGNORECASE,
)
_KIND = re.compile(r"(?P<charge>\blệ phí\b)|(?P<fee>\bphí\b)", re.IGNORECASE)
# In “mức thu phí, lệ phí” or the title of a circular both words stand for the whole field.
_BOTH = re.compile(r"phí[,;]? (?:và )?lệ phí", re.IGNORECASE)
_NAME = re.compile(
    r"(?:^|[-+*(:;.] ?)"
    r"(?P<name>(?:phí|lệ phí)(?: (?!có thể|được|theo|thực hiện|nếu)[^\W\d_]+,?){1,24}?)"
    r"(?= ?(?:[:;.()]|$| \d| có thể| được| theo| thực hiện| nếu))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FeeCell:
    """A fee cell as published.

    :param kind: ``sum`` (VND), ``free``, ``none``, ``foreign`` or ``unreadable``
    :param amount: VND for ``sum``; the foreign sum for ``foreign``
    :param problems: codes of what a person must look at
    """

    kind: str
    cell: str
    raw_note: str = ""
    note: str = ""
    amount: int = 0
    currency: str = ""
    problems: tuple = ()

    @property
    def text(self):
        """The cell and its note as published."""
        return line(f"{self.cell} {self.raw_note}") if self.raw_note else self.cell


@dataclass(frozen=True)
class FeeRow:
    """A price rule to be drafted. ``channel`` empty: every channel of the record."""

    name: str
    kind: str
    amount_kind: str
    amount: int
    channel: str
    note: str
    review: tuple = ()


def split_note(rest):
    """The note in parentheses at the head of ``rest``, and what follows it. ``closed`` tells
    whether its end could be found."""
    if not rest.startswith("("):
        return "", rest, True
    depth = 0
    for index, character in enumerate(rest):
        depth += (character == "(") - (character == ")")
        if not depth:
            return rest[: index + 1], rest[index + 1 :], True
    return rest, "", False


def read_cell(cell, rest):
    """The fee of ``cell`` and the text after its note."""
    note, rest, closed = split_note(rest)
    problems = [] if closed else ["fee_note_open"]
    kind, amount, currency = "none", 0, ""
    if cell == "Miễn phí":
        kind = "free"
        if _MONEY.search(note):
            problems.append("free_with_sum")
        elif _CHANGES.search(_without_free(note)):
            problems.append("free_with_condition")
    elif cell != NOTHING:
        kind, amount, currency, found = _read_sum(cell)
        problems += found
        if kind == "sum" and _other_sums(note, amount):
            problems.append("fee_other_sums")
        elif kind == "sum" and _CHANGES.search(note):
            problems.append("fee_with_condition")
    elif _MONEY.search(note):
        problems.append("fee_in_note_only")
    words = line(note[1:-1] if closed else note[1:])
    return FeeCell(kind, cell, note, words, amount, currency, tuple(problems)), rest


def read_merged(cell, rest):
    """A number of days and a sum run together: no sum can be told."""
    note, rest, closed = split_note(rest)
    words = line(note[1:-1] if closed else note[1:])
    problems = () if closed else ("fee_note_open",)
    return FeeCell("unreadable", cell, note, words, problems=problems), rest


def _without_free(note):
    """``note`` without the repetition of “Miễn phí” that says nothing more."""
    return "" if re.fullmatch(r"\(?\s*miễn (?:phí|lệ phí)\.?\s*\)?", note, re.IGNORECASE) else note


def _read_sum(cell):
    match = _SUM.fullmatch(cell)
    digits, currency = match["digits"], match["currency"]
    if not _GROUPED.fullmatch(digits):
        return "unreadable", 0, currency, ["fee_unreadable"]
    amount = int(digits.replace(",", ""))
    if currency in ("USD", "EUR"):
        return "foreign", amount, currency, ["fee_foreign"]
    if amount < LEAST:
        return "sum", amount, "VND", ["fee_implausible"]
    if amount > 2**31 - 1:
        return "unreadable", 0, "VND", ["fee_unreadable"]
    return "sum", amount, "VND", []


def money_in(text):
    """Sums of VND written in ``text`` as plain numbers (10.000, 10,000)."""
    found = set()
    for match in re.finditer(r"(?<![/\d.])\d{1,3}(?:[.,]\d{3}){1,6}(?![/\d])", text):
        found.add(int(re.sub(r"[.,]", "", match.group())))
    for match in re.finditer(
        r"(?<![\d.,])(\d{1,9})(?:[.,](\d))? ?(triệu|nghìn|ngàn)", text.lower()
    ):
        unit = 1_000_000 if match[3] == "triệu" else 1000
        found.add(int(match[1]) * unit + int(match[2] or 0) * unit // 10)
    return found


def _other_sums(note, amount):
    return bool(money_in(note) - {amount})


def kind_of(text):
    """``phi``, ``le_phi``, or None where ``text`` says neither or both."""
    kinds = {
        "le_phi" if match["charge"] else "phi" for match in _KIND.finditer(_BOTH.sub("", text))
    }
    return kinds.pop() if len(kinds) == 1 else None


def name_of(text):
    """The name of the fee that ``text`` gives, or None."""
    match = _NAME.search(text)
    if not match:
        return None
    name = match["name"].rstrip(",")
    return name[0].upper() + name[1:]


def fee_rows(rows):
    """Price rules of the channel rows of a record: one per distinct published price.

    A sum that stands for every channel becomes one rule. Foreign sums, sums run into the days
    and sums that stand in notes only stay in the channel's text: they would not be VND rules.
    """
    channels = {row.channel for row in rows}
    prices = {}
    for row in rows:
        if row.fee.kind in ("sum", "free"):
            key = (row.fee.kind, row.fee.amount, row.fee.note)
            prices.setdefault(key, []).append(row)
    several = {channel for channel in channels if _prices_of(rows, channel) > 1}
    result = []
    for (kind, amount, note), priced in prices.items():
        here = list(dict.fromkeys(row.channel for row in priced))
        places = [""] if set(here) == channels else here
        problems = list(dict.fromkeys(code for row in priced for code in row.fee.problems))
        fee_kind = kind_of(note)
        if kind == "sum" and not fee_kind:
            problems.append("fee_kind_unstated")
        if several & set(here):
            problems.append("fee_one_of_several")
        for place in places:
            result.append(
                FeeRow(
                    name=name_of(note) or "Phí, lệ phí",
                    kind=fee_kind or "phi",
                    amount_kind="free" if kind == "free" else "fixed",
                    amount=amount,
                    channel=place,
                    note=note,
                    review=tuple(problems),
                )
            )
    return result


def _prices_of(rows, channel):
    return len(
        {(row.fee.kind, row.fee.amount, row.fee.note) for row in rows if row.channel == channel}
    )
