"""Read a bank statement file into checked rows, by header words instead of column positions.

Nothing is deduplicated here: fees have fixed prices, so equal date and amount are the normal
case. Every row gets a key that is the same whenever the bank delivers the same movement again.
"""

import hashlib
from dataclasses import replace

from odoo.addons.tthc_catalogue.tools.sheet.sheets import open_sheets

from .statement_chain import oldest_first
from .statement_days import check_days
from .statement_error import StatementError
from .statement_rows import COLUMNS, Layout, Row, Statement
from .statement_table import read_tables
from .text import fold

__all__ = [
    "COLUMNS", "Layout", "Row", "Statement", "assign_keys", "choose", "read_accounts",
    "read_statement", "reference_key",
]  # fmt: skip


def read_statement(data, layouts, account):
    """Read the statement of ``account`` from the bytes of a spreadsheet file.

    :param layouts: candidates; the one that finds most columns is used.
    :param str account: the account expected; rows of other accounts are left out and counted.
    :raises StatementError: ``no_header`` (with ``expected`` and ``seen``), ``other_account``,
        ``no_rows``, ``date``, ``amount``, ``fraction``, ``formula``, ``both``, ``sign``,
        ``currency``, ``chain``, ``closing`` or one of :func:`.sheets.open_sheets`.
    """
    return choose(read_accounts(data, layouts), account)


def read_accounts(data, layouts, on_error=None):
    """Read every account that a spreadsheet file has, unchecked and in the order of the file.

    :param on_error: called with the StatementError of a row instead of raising it
    :return: statements; ``account`` is empty where the file does not say whose rows these are
    """
    return read_tables(open_sheets(data), layouts, on_error)


def choose(statements, account, scope=None):
    """Return the statement of ``account`` among those of a file, its balances checked.

    :param scope: where the account's references are unique (``account`` or ``day``), the same for
        files and feeds; a layout whose references say nothing goes before it
    :raises StatementError: ``other_account``, ``no_rows``, ``chain``, ``closing`` or
        ``exchanged``
    """
    mine, others = [], {}
    for statement in statements:
        if _same_account(statement.account, account):
            mine.append(statement)
        elif statement.rows:
            others[statement.account] = others.get(statement.account, 0) + len(statement.rows)
    if not mine:
        raise StatementError("other_account", found=", ".join(others), expected=account)
    rows = [row for statement in mine for row in statement.rows]
    if not rows:
        raise StatementError("no_rows")
    mine = sorted(
        (one for one in mine if one.rows), key=lambda one: min(row.booked_at for row in one.rows)
    )
    for one in mine:
        check_days(one.rows, one.period)
        if len(mine) > 1:
            _check_sum(one)
    opening, closing = mine[0].opening, mine[-1].closing
    rows, charged = _in_order(rows, opening, closing)
    layout = mine[0].layout
    periods = [one.period for one in mine if one.period]
    period = (min(p[0] for p in periods), max(p[1] for p in periods)) if periods else None
    return Statement(
        layout,
        account,
        assign_keys(rows, account, _scope(layout, scope)),
        *_outer_balances(charged, opening, closing),
        others,
        any(one.account for one in mine),
        period,
    )


def _check_sum(statement):
    """Refuse one of several statements of an account whose own balances do not fit its rows;
    together they may."""
    if any(row.fee for row in statement.rows) or None in (statement.opening, statement.closing):
        return
    expected = statement.opening + sum(row.credit - row.debit for row in statement.rows)
    if expected != statement.closing:
        raise StatementError("closing", expected=expected, found=statement.closing)


def _scope(layout, scope):
    own = layout.reference_scope if layout else "account"
    return own if own == "none" or not scope else scope


def _in_order(rows, opening, closing):
    """Return the rows oldest first, and the same rows as they moved the balance.

    Some banks print charge and tax beside the amount and take them off the balance with it: only
    then they are movements. Where the balance does not show it they are dropped, for a charge is
    mostly a row of its own.
    """
    try:
        ordered = oldest_first(rows, opening, closing)
    except StatementError:
        if not any(row.fee for row in rows):
            raise
        charged = oldest_first(
            [replace(row, debit=row.debit + row.fee) for row in rows], opening, closing
        )
        return [replace(row, debit=row.debit - row.fee) for row in charged], charged
    ordered = [replace(row, fee=0) if row.fee else row for row in ordered]
    return ordered, ordered


def _same_account(found, account):
    """An account the file does not name is the one asked for; leading zeros get lost in Excel."""
    return not found or found == account or found.lstrip("0") == account.lstrip("0")


def _outer_balances(rows, opening, closing):
    """Return opening and closing balance, taken from the rows where the file does not print
    them."""
    if opening is None and rows[0].balance is not None:
        opening = rows[0].balance - rows[0].credit + rows[0].debit
    if closing is None:
        if rows[-1].balance is not None:
            closing = rows[-1].balance
        elif opening is not None:
            closing = opening + sum(row.credit - row.debit for row in rows)
    return opening, closing


def reference_key(account, reference, amount, day=None):
    """Key of a movement that the bank numbers, without the counter of :func:`assign_keys`:
    statement and bank feed tell of the same movement under the same key."""
    return "|".join(["ref", account, fold(reference), str(amount), *([day] if day else [])])


def assign_keys(rows, account, scope="account"):
    """Return the rows with keys that stay equal when the bank delivers them again.

    With a bank reference: account, reference, amount (and the day when ``scope`` is ``day``).
    Without, or when ``scope`` is ``none``: account, date, amount, hash of the memo. Rows that
    agree in all of it are real different movements: an occurrence counter keeps them apart.
    """
    seen, keyed = {}, []
    for row in rows:
        day = row.booked_at.date().isoformat()
        amount = str(row.credit - row.debit)
        if row.reference and scope != "none":
            base = reference_key(account, row.reference, amount, scope == "day" and day)
        else:
            digest = hashlib.sha256(fold(row.memo).encode()).hexdigest()[:32]
            base = f"row|{account}|{day}|{amount}|{digest}"
        seen[base] = seen.get(base, 0) + 1
        keyed.append(replace(row, key=f"{base}|{seen[base]}"))
    return keyed
