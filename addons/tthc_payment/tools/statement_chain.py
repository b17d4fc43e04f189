"""Order the rows of a statement oldest first and check that each balance follows."""

from itertools import groupby

from .statement_error import StatementError


def oldest_first(rows, opening=None, closing=None):
    """Return the rows oldest first, by the balance chain if there is one.

    Banks list newest first, oldest first, or only the days in order; where no such order makes
    the balances follow, the order within each day is found from the balances themselves.

    :raises StatementError: ``chain`` at the first row whose balance does not follow from the one
        before, ``closing`` if the sum does not give the closing balance.
    """
    by_day = [sorted(order, key=lambda row: row.booked_at.date()) for order in (rows, rows[::-1])]
    newest_first = rows[0].booked_at > rows[-1].booked_at
    likely = by_day[::-1] if newest_first else by_day
    orders = [*likely, rows, rows[::-1], sorted(rows, key=lambda row: row.booked_at)]
    first_break = None
    for order in orders:
        broken = chain_break(order, opening, closing)
        if broken is None:
            return order
        first_break = first_break or broken
    linked = _linked(orders[0], opening)
    if linked and chain_break(linked, opening, closing) is None:
        return linked
    raise first_break


def chain_break(rows, opening=None, closing=None):
    """Return the error at the first row whose balance does not follow, or None."""
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


def _linked(rows, opening):
    """Order the rows of each day so that every balance follows, or None.

    A row is a step from the balance before it to the balance after it; the order sought walks
    every step once (an Eulerian trail), which is found in linear time.
    """
    if any(row.balance is None for row in rows):
        return None
    ordered, start = [], opening
    # The rows are in order; Odoo's own groupby would bring distant ones together.
    for _day, group in groupby(  # pylint: disable=bad-builtin-groupby
        rows, key=lambda row: row.booked_at.date()
    ):
        trail = _trail(list(group), start)
        if trail is None:
            return None
        ordered += trail
        start = trail[-1].balance
    return ordered


def _trail(rows, start):
    steps, surplus = {}, {}
    for row in reversed(rows):
        before = row.balance - row.credit + row.debit
        steps.setdefault(before, []).append(row)
        surplus[before] = surplus.get(before, 0) + 1
        surplus[row.balance] = surplus.get(row.balance, 0) - 1
    if start is None:
        start = next((node for node, excess in surplus.items() if excess > 0), None)
        if start is None:
            first = rows[0]
            start = first.balance - first.credit + first.debit
    path, stack = [], [(start, None)]
    while stack:
        node, row = stack[-1]
        if steps.get(node):
            step = steps[node].pop()
            stack.append((step.balance, step))
        else:
            stack.pop()
            if row is not None:
                path.append(row)
    return path[::-1] if len(path) == len(rows) else None
