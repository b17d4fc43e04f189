"""The post's list of what it collected, and how it compares with ours. Plain Python.

Amounts are whole VND. Columns are found by the words of their headings.
"""

import re
from dataclasses import dataclass

from odoo.addons.tthc_catalogue.tools.fold import fold

#: Words of headings, folded (no marks, small letters), by what the column holds.
HEADINGS = {
    "number": ("so hieu", "ma buu gui", "ma van don", "van don", "tracking", "item number"),
    "receipt": ("bien lai", "so chung tu", "receipt"),
    "amount": ("so tien", "tien thu", "thu ho", "cod", "amount"),
}
SAME, MISSING, EXTRA, DIFFERS = "same", "missing", "extra", "amount"


class NotAList(ValueError):
    """The rows are no such list: ``code`` is ``no_heading``, ``no_rows`` or ``amount``; ``row``
    is the number of the row (from 1) and ``text`` what stands there."""

    def __init__(self, code, row=0, text=""):
        super().__init__(code)
        self.code, self.row, self.text = code, row, text


@dataclass(frozen=True)
class Entry:
    """One collection: ``key`` is an id of ours or the row of the post's list."""

    key: int
    number: str
    receipt: str
    amount: int


def plain(number):
    """A number as it is compared: capitals and digits only."""
    return re.sub(r"[^0-9A-Z]", "", (number or "").upper())


def amount_of(text):
    """Whole VND of ``26.000``, ``26,000`` or ``26000 đ``; ``None`` for anything else."""
    found = re.sub(r"[\s₫đ]|VND", "", text or "", flags=re.IGNORECASE)
    digits = re.sub(r"[.,]", "", found)
    grouped = re.fullmatch(r"\d{1,3}([.,]\d{3})*", found)
    return (
        int(digits)
        if digits.isascii() and digits.isdigit() and (grouped or found == digits)
        else None
    )


def read(rows):
    """The entries of a list; rows without a number, a receipt and an amount are left out.

    :param rows: lists of texts, see ``tthc_dossier.tools.table_file``
    :raises NotAList: see there
    """
    top, places = _headings(rows)
    entries = []
    for index, row in enumerate(rows[top + 1 :], top + 2):
        cells = {name: _cell(row, place) for name, place in places.items()}
        number, receipt = plain(cells["number"]), plain(cells.get("receipt"))
        # Sums at the end have no number; so has an empty row.
        if not number and not receipt:
            continue
        amount = amount_of(cells["amount"])
        if amount is None:
            raise NotAList("amount", index, cells["amount"])
        if amount:
            entries.append(Entry(index, number, receipt, amount))
    if not entries:
        raise NotAList("no_rows")
    return entries


def _headings(rows):
    """(index of the row of headings, {name: column})."""
    for index, row in enumerate(rows[:40]):
        places = {}
        for place, cell in enumerate(row):
            words = fold(cell)
            for name, wanted in HEADINGS.items():
                if name not in places and any(text in words for text in wanted):
                    places[name] = place
                    break
        if {"number", "amount"} <= set(places):
            return index, places
    raise NotAList("no_heading")


def _cell(row, place):
    return row[place] if place < len(row) else ""


def compare(ours, told):
    """Pair what we recorded with what the post tells: ``[(entry of ours, entry told)]``, one of
    the two ``None`` where the other side does not know it. Each entry is in exactly one pair.

    An entry is the same by its number and amount, or by receipt and amount; then by number or
    receipt alone, where only the amount differs.
    """
    pairs, left, open_told = [], list(ours), list(told)
    for key in (
        lambda row: row.number and (row.number, row.amount),
        lambda row: row.receipt and (row.receipt, row.amount),
        lambda row: row.number,
        lambda row: row.receipt,
    ):
        waiting = {}
        for entry in open_told:
            if key(entry):
                waiting.setdefault(key(entry), []).append(entry)
        rest = []
        for entry in left:
            found = waiting.get(key(entry)) if key(entry) else None
            if found:
                pairs.append((entry, found.pop(0)))
            else:
                rest.append(entry)
        taken = {pair[1].key for pair in pairs if pair[1]}
        left, open_told = rest, [entry for entry in open_told if entry.key not in taken]
    return [*pairs, *((entry, None) for entry in left), *((None, entry) for entry in open_told)]


def state(ours, told):
    """What a pair of :func:`compare` means."""
    if told is None:
        return MISSING
    if ours is None:
        return EXTRA
    return SAME if ours.amount == told.amount else DIFFERS
