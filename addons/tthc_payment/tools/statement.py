"""Read a bank statement file into checked rows, by header words instead of column positions.

Nothing is deduplicated here: fees have fixed prices, so equal date and amount are the normal
case. Every row gets a key that is the same whenever the bank delivers the same movement again.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime

from .cells import (
    CellError,
    as_text,
    header_rank,
    parse_amount,
    parse_date,
    split_two_lines,
)
from .sheets import StatementError, read_sheets
from .statement_frame import account_in, balance_labels, is_label_row
from .text import fold

HEADER_SEARCH_ROWS = 40
# In the order in which columns are given away: the narrow names before the wide ones.
COLUMNS = (
    "credit", "debit", "balance", "sign", "amount", "counter_account", "counter_name",
    "date", "reference", "memo", "account",
)  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """How one bank names its columns. ``words[column]`` are header words, best first.

    A word matches a header cell that contains it; a word starting with ``=`` only one that equals
    it. ``reference_scope`` says where the bank's reference is unique: ``account`` (for ever) or
    ``day``.
    """

    name: str
    words: dict
    reference_scope: str = "account"

    @property
    def required(self):
        """The columns without which the layout does not fit."""
        return ("date", "memo", "credit" if self.words.get("credit") else "amount")


@dataclass(frozen=True)
class Row:
    """One movement. Amounts are VND, ``booked_at`` the bank's local time, ``row`` counts from 1."""

    row: int
    booked_at: datetime
    credit: int
    debit: int
    memo: str
    reference: str = ""
    balance: int | None = None
    account: str = ""
    counter_account: str = ""
    counter_name: str = ""
    key: str = ""


@dataclass(frozen=True)
class Statement:
    """A statement read and checked; rows are oldest first."""

    layout: Layout
    account: str
    rows: list
    opening: int | None = None
    closing: int | None = None
    left_out: dict = field(default_factory=dict)  # other account -> number of rows
    names_account: bool = False  # the file itself says whose movements these are


def read_statement(data, layouts, account):
    """Read the statement of ``account`` from the bytes of a file.

    :param layouts: candidates; the one that finds most columns is used.
    :param str account: the account expected; rows of other accounts are left out and counted.
    :raises StatementError: ``no_header`` (with ``expected`` and ``seen``), ``other_account``,
        ``no_rows``, ``date``, ``amount``, ``fraction``, ``both``, ``sign``, ``chain``,
        ``closing`` or one of :func:`read_sheets`.
    """
    sheets = read_sheets(data)
    sheet, header, columns, layout = _find_header(sheets, layouts)
    block_account = account_in(sheet[:header])
    if block_account and "account" not in columns and block_account != account:
        raise StatementError("other_account", found=block_account, expected=account)
    rows = _read_rows(sheet, header, columns)
    left_out = {}
    if "account" in columns:
        rows, left_out = _rows_of_account(rows, account)
    if not rows:
        raise StatementError("no_rows", header=header + 1)
    opening, closing = (None, None) if left_out else balance_labels(sheet)
    rows = _oldest_first(rows, opening, closing)
    return Statement(
        layout,
        account,
        assign_keys(rows, account, layout.reference_scope),
        opening,
        closing,
        left_out,
        bool(block_account) or "account" in columns,
    )


def reference_key(account, reference, amount, day=None):
    """Key of a movement that the bank numbers, without the counter of :func:`assign_keys`:
    statement and bank feed tell of the same movement under the same key."""
    return "|".join(["ref", account, fold(reference), str(amount), *([day] if day else [])])


def assign_keys(rows, account, scope="account"):
    """Return the rows with keys that stay equal when the bank delivers them again.

    With a bank reference: account, reference, amount (and the day when ``scope`` is ``day``).
    Without: account, date, amount, hash of the memo. Rows that agree in all of it are real
    different movements: an occurrence counter keeps them apart.
    """
    seen, keyed = {}, []
    for row in rows:
        day = row.booked_at.date().isoformat()
        amount = str(row.credit - row.debit)
        if row.reference:
            base = reference_key(account, row.reference, amount, scope == "day" and day)
        else:
            digest = hashlib.sha256(fold(row.memo).encode()).hexdigest()[:32]
            base = f"row|{account}|{day}|{amount}|{digest}"
        seen[base] = seen.get(base, 0) + 1
        keyed.append(replace(row, key=f"{base}|{seen[base]}"))
    return keyed


def _find_header(sheets, layouts):
    best, seen = None, []
    for sheet in sheets:
        for index in range(min(HEADER_SEARCH_ROWS, len(sheet))):
            for cells in (sheet[index], _joined(sheet, index)):
                for layout in layouts:
                    columns = _match_columns(cells, layout)
                    complete = all(key in columns for key in layout.required)
                    if complete and (best is None or len(columns) > len(best[2])):
                        header = index if cells is sheet[index] else index + 1
                        best = (sheet, header, columns, layout)
            filled = [as_text(cell) for cell in sheet[index] if as_text(cell)]
            seen = max(seen, filled, key=len)
    if best is None:
        expected = [
            " / ".join(layout.words[key][0] for key in layout.required) for layout in layouts
        ]
        raise StatementError("no_header", expected="; ".join(expected), seen=" | ".join(seen)[:300])
    return best


def _joined(sheet, index):
    """Return the row with the next one below it in each cell: headers may span two rows."""
    below = sheet[index + 1] if index + 1 < len(sheet) else []
    width = max(len(sheet[index]), len(below))
    first, second = _padded(sheet[index], width), _padded(below, width)
    return [f"{as_text(a)}\n{as_text(b)}".strip() for a, b in zip(first, second, strict=True)]


def _padded(cells, width):
    return list(cells) + [None] * (width - len(cells))


def _match_columns(cells, layout):
    columns = {}
    for key in COLUMNS:
        words = layout.words.get(key)
        if not words:
            continue
        ranked = [
            (rank, index)
            for index, cell in enumerate(cells)
            if (rank := header_rank(cell, words)) is not None
        ]
        for _rank, index in sorted(ranked):
            shares_date = key == "reference" and columns.get("date") == index
            if index not in columns.values() or shares_date:
                columns[key] = index
                break
    return columns


def _read_rows(sheet, header, columns):
    rows = []
    width = max(columns.values()) + 1
    title = [as_text(sheet[header][i]) if i < len(sheet[header]) else "" for i in columns.values()]
    for index in range(header + 1, len(sheet)):
        cells = _padded(sheet[index], width)
        if [as_text(cells[i]) for i in columns.values()] == title:
            continue  # the header again, at a page break
        row = _read_row(cells, index + 1, columns)
        if row:
            rows.append(row)
    return rows


def _read_row(cells, number, columns):
    """Return the movement in ``cells``, or None for a blank, total or footer row."""
    value = {key: cells[index] for key, index in columns.items()}
    if columns.get("reference") == columns["date"]:
        value["date"], value["reference"] = split_two_lines(value["date"])
    moment = parse_date(value["date"])
    if moment is None and is_label_row(cells):
        return None
    try:
        credit, debit = _movement(value)
        balance = parse_amount(value["balance"]) if as_text(value.get("balance")) else None
    except CellError as error:
        if moment is None:
            return None  # a footer sentence below an amount column
        shown = {key: as_text(value.get(key)) for key in ("credit", "debit", "amount", "balance")}
        raise StatementError(error.code, number, value=_text_of(shown)) from error
    if not credit and not debit:
        return None
    if credit and debit:
        raise StatementError("both", number)
    if moment is None:
        raise StatementError("date", number, value=as_text(value["date"]))
    texts = {
        key: as_text(value.get(key))
        for key in ("memo", "reference", "account", "counter_account", "counter_name")
    }
    return Row(number, moment, credit, debit, balance=balance, **texts)


def _text_of(shown):
    return ", ".join(f"{key} {text}" for key, text in shown.items() if text)


def _movement(value):
    """Return (credit, debit) in VND; debits are stored without sign by some banks."""
    if "amount" not in value:
        credit, debit = parse_amount(value.get("credit")), parse_amount(value.get("debit"))
        if credit < 0:
            return 0, -credit + abs(debit)
        return credit, abs(debit)
    amount = parse_amount(value["amount"])
    sign = fold(as_text(value.get("sign")))
    if sign[:1] in ("-", "d", "n"):  # Debit, Nợ
        amount = -abs(amount)
    elif sign and sign[:1] not in ("+", "c"):  # Credit, Có
        raise CellError("sign")
    return max(amount, 0), max(-amount, 0)


def _rows_of_account(rows, account):
    left_out, kept = {}, []
    for row in rows:
        if not row.account or row.account.replace(" ", "") == account:
            kept.append(row)
        else:
            left_out[row.account] = left_out.get(row.account, 0) + 1
    return kept, left_out


def _oldest_first(rows, opening, closing):
    """Order the rows oldest first, by the balance chain if there is one, and check the chain."""
    by_day = [sorted(order, key=lambda row: row.booked_at.date()) for order in (rows, rows[::-1])]
    newest_first = rows[0].booked_at > rows[-1].booked_at
    likely = by_day[::-1] if newest_first else by_day
    orders = [*likely, rows, rows[::-1]]
    for order in orders:
        if _chain_break(order, opening, closing) is None:
            return order
    raise _chain_break(orders[0], opening, closing)


def _chain_break(rows, opening, closing):
    """Return the error at the first row whose balance does not follow from the one before."""
    running = opening
    for row in rows:
        if running is not None:
            running += row.credit - row.debit
        if row.balance is not None:
            if running is not None and running != row.balance:
                return StatementError("chain", row.row, expected=running, found=row.balance)
            running = row.balance
    if closing is not None and running is not None and running != closing:
        return StatementError("closing", expected=running, found=closing)
    return None
