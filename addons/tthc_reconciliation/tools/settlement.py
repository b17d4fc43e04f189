"""Read a settlement file of a payment gateway or card acquirer into checked rows.

The columns are found by their titles, as in bank statements. What is paid into the account is the
takings less the charge; each row and every total is checked for it.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from odoo.addons.tthc_catalogue.tools.sheet.cells import (
    CellError,
    as_text,
    header_words,
    parse_amount,
    parse_date,
)
from odoo.addons.tthc_catalogue.tools.sheet.sheets import open_sheets
from odoo.addons.tthc_catalogue.tools.sheet.titles import best_tables
from odoo.addons.tthc_payment.tools.statement_error import StatementError
from odoo.addons.tthc_payment.tools.statement_frame import is_label_row
from odoo.addons.tthc_payment.tools.text import fold

# In the order in which columns are given away: the narrow names before the wide ones.
COLUMNS = (
    "charge", "net", "kind", "settled_on", "paid_at", "gateway_number", "order_number",
    "slip_number", "terminal", "batch", "amount", "note",
)  # fmt: skip
#: A row is known by one of these.
NUMBERS = ("gateway_number", "order_number", "slip_number")
_REFUND = (
    "hoan tra", "hoan tien", "hoan", "refund", "void", "huy", "reversal", "dao", "chargeback",
)  # fmt: skip


@dataclass(frozen=True)
class SettlementLayout:
    """How a gateway or acquirer names its columns; ``words`` as in a statement's layout."""

    name: str
    words: dict

    @property
    def required(self):
        """The columns without which the layout does not fit."""
        number = next((key for key in NUMBERS if self.words.get(key)), NUMBERS[0])
        return (number, "amount", "charge" if self.words.get("charge") else "net")

    @property
    def wanted(self):
        """{column: its header words}, in the order in which columns are given away."""
        return {key: self.words[key] for key in COLUMNS if self.words.get(key)}


@dataclass(frozen=True, slots=True)
class Line:
    """One payment or refund. Amounts are VND; those of a refund are below zero. Times are local,
    ``row`` counts from 1."""

    row: int
    kind: str
    amount: int
    charge: int
    net: int
    gateway_number: str = ""
    order_number: str = ""
    slip_number: str = ""
    terminal: str = ""
    paid_at: datetime | None = None
    settled_on: date | None = None
    batch: str = ""
    note: str = ""

    @property
    def key(self):
        """What makes it the same line when another file has it, without the source's name."""
        if self.gateway_number:
            return f"{self.kind}|no|{fold(self.gateway_number)}"
        if self.order_number:
            return f"{self.kind}|order|{fold(self.order_number)}|{self.amount}"
        day = self.paid_at.date().isoformat() if self.paid_at else ""
        terminal = fold(self.terminal)
        return f"{self.kind}|slip|{terminal}|{fold(self.slip_number)}|{day}|{self.amount}"


@dataclass(frozen=True)
class Settlement:
    """What is paid into the account in one sum: a settled day, or a numbered batch of it."""

    settled_on: date
    batch: str
    lines: list = field(default_factory=list)

    @property
    def gross(self):
        return sum(line.amount for line in self.lines)

    @property
    def charge(self):
        return sum(line.charge for line in self.lines)

    @property
    def net(self):
        return sum(line.net for line in self.lines)


def read_settlements(data, layouts, settled_on=None):
    """Return the settlements in the bytes of a spreadsheet file, and the layout it was read with.

    :param layouts: candidates; the one that finds most columns is used
    :param settled_on: the day of rows that do not say theirs
    :raises StatementError: ``no_rows``, ``no_day``, ``no_number``, ``twice``, ``net``, ``total``,
        ``kind``, ``amount``, ``fraction``, ``formula``, or one of :func:`.sheets.open_sheets` and
        :func:`.statement_table.best_tables`
    """
    lines, used = [], None
    for sheet, (header, columns, layout) in best_tables(open_sheets(data), layouts):
        used = used or layout
        lines += TableReader(header, columns).read(sheet.open())
    if not lines:
        raise StatementError("no_rows")
    _refuse_twice(lines)
    groups = {}
    for line in lines:
        day = line.settled_on or settled_on
        if not day:
            raise StatementError("no_day", line.row)
        line = replace(line, settled_on=day)
        groups.setdefault((day, line.batch), []).append(line)
    return [Settlement(*key, rows) for key, rows in sorted(groups.items())], used


def _refuse_twice(lines):
    seen = {}
    for line in lines:
        if line.key in seen:
            raise StatementError("twice", line.row, first=seen[line.key])
        seen[line.key] = line.row


class TableReader:
    """Reads the rows below the titles of one sheet."""

    def __init__(self, header, columns):
        self.header = header
        self.columns = columns
        self.lines = []
        self.since = 0  # the first line after the last total

    def read(self, rows):
        """Return the lines of the sheet whose ``rows`` are given from its first one."""
        width = max(self.columns.values()) + 1
        for index, cells in enumerate(rows):
            if index <= self.header or not any(as_text(cell) for cell in cells):
                continue
            cells = [*cells, *([None] * (width - len(cells)))]
            line = self._line(cells, index + 1)
            if line:
                self.lines.append(line)
        return self.lines

    def _cell(self, cells, key):
        return cells[self.columns[key]] if key in self.columns else None

    def _text(self, cells, key):
        return " ".join(as_text(self._cell(cells, key)).split())

    def _line(self, cells, row):
        """Return the line in ``cells``, or None for a title, total or footer row."""
        numbers = {key: self._text(cells, key) for key in NUMBERS}
        paid_at = parse_date(self._cell(cells, "paid_at"))
        settled_on = parse_date(self._cell(cells, "settled_on"))
        if is_label_row(cells) and not (paid_at or settled_on):
            self._check_total(cells, row)
            return None
        try:
            sums = self._sums(cells)
        except CellError as error:
            if not any(numbers.values()) or self._is_title(cells):
                return None
            raise StatementError(error.code, row, value=self._shown(cells)) from error
        if sums is None:
            return None
        if not any(numbers.values()):
            if not (paid_at or settled_on) and self._is_total(sums):
                return None
            raise StatementError("no_number", row)
        return Line(
            row,
            *self._signed(cells, row, *sums),
            **numbers,
            terminal=self._text(cells, "terminal"),
            paid_at=paid_at,
            settled_on=settled_on and settled_on.date(),
            batch=self._text(cells, "batch"),
            note=self._text(cells, "note"),
        )

    def _sums(self, cells):
        """(amount, charge, net) as printed, None for a column that is not there; None if nothing
        is printed."""
        found = [
            parse_amount(self._cell(cells, key)) if key in self.columns else None
            for key in ("amount", "charge", "net")
        ]
        return found if any(found) else None

    def _signed(self, cells, row, amount, charge, net):
        """(kind, amount, charge, net), where net = amount − charge.

        Refunds are printed below zero, or above it with a word that says so; the charge of a
        payment given back may be given back with it, or be taken again.
        """
        kind = self._kind(cells, row, amount)
        if kind == "payment":
            amount, charge = abs(amount), None if charge is None else abs(charge)
            charge = amount - net if charge is None else charge
            net = amount - charge if net is None else net
            if amount - charge != net or charge < 0:
                raise StatementError("net", row, expected=amount - charge, found=net)
            return kind, amount, charge, net
        amount = -abs(amount)
        if net is None:
            return kind, amount, charge, amount - charge
        net = -abs(net)
        if charge is not None and abs(amount - net) != abs(charge):
            raise StatementError("net", row, expected=amount - charge, found=net)
        return kind, amount, amount - net, net

    def _kind(self, cells, row, amount):
        if amount == 0:
            raise StatementError("amount", row, value="0")
        words = header_words(self._text(cells, "kind"))
        named = any(words == word or words.startswith(f"{word} ") for word in _REFUND)
        named = named or any(f" {word} " in f" {words} " for word in ("refund", "hoan tien"))
        return "refund" if amount < 0 or named else "payment"

    # Totals and titles ----------------------------------------------------------------------------

    def _is_title(self, cells):
        """The titles again, on the next printed page."""
        shown = (self._text(cells, key) for key in (*NUMBERS, "amount", "charge", "net"))
        return not any(char.isdigit() for text in shown for char in text)

    def _check_total(self, cells, row):
        """Compare a printed total with the lines since the last one, and with all of them.

        :raises StatementError: ``total``
        """
        try:
            sums = self._sums(cells)
        except CellError:
            return
        if sums is None or not self.lines:
            return
        if not self._is_total(sums):
            expected = self._of(self.lines[self.since :])
            part = next(i for i, printed in enumerate(sums) if printed is not None)
            raise StatementError("total", row, expected=expected[part], found=sums[part])
        self.since = len(self.lines)

    def _is_total(self, sums):
        """Whether the printed sums are those of the lines above, signs left aside."""
        return any(
            all(
                printed is None or abs(printed) == abs(own)
                for printed, own in zip(sums, self._of(lines), strict=True)
            )
            for lines in (self.lines[self.since :], self.lines)
            if lines
        )

    @staticmethod
    def _of(lines):
        return (
            sum(line.amount for line in lines),
            sum(line.charge for line in lines),
            sum(line.net for line in lines),
        )

    def _shown(self, cells):
        return self._text(cells, "amount")
