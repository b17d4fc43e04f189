"""Find days that were read with day and month exchanged.

A spreadsheet program set to American dates reads 02/11 as 11 February without a word and keeps
13/11 as text. The amounts still follow from each other; only the days are wrong.
"""

from datetime import timedelta
from itertools import pairwise

from .statement_error import StatementError

# Value dates lie a few days outside the period that a file covers.
MARGIN = timedelta(days=7)


def check_days(rows, period=None):
    """Refuse rows whose days only make sense with day and month exchanged.

    That is where a day far outside the period would lie in it, and where the rows stand in the
    order of the days only so.

    :param rows: movements in the order of the file
    :param period: first and last day that the file says it covers, or None
    :raises StatementError: ``exchanged`` at the first such row, with the day as ``found`` and as
        it was meant as ``expected``
    """
    days = [row.booked_at.date() for row in rows]
    meant = [exchanged(day) for day in days]
    wrong = [one for one in zip(rows, days, meant, strict=True) if one[1] != one[2]]
    for row, day, other in wrong:
        if period and not _near(day, period) and period[0] <= other <= period[1]:
            raise _error(row, day, other)
    if wrong and not _in_order(days) and _in_order(meant) and _span(meant) < _span(days):
        raise _error(*wrong[0])


def exchanged(day):
    """The day with day and month exchanged, or as it is where there is no such day."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else day


def _near(day, period):
    return period[0] - MARGIN <= day <= period[1] + MARGIN


def _in_order(days):
    return any(all(a <= b for a, b in pairwise(way)) for way in (days, days[::-1]))


def _span(days):
    return max(days) - min(days)


def _error(row, day, meant):
    return StatementError(
        "exchanged",
        row.row,
        found=day.strftime("%d/%m/%Y"),
        expected=meant.strftime("%d/%m/%Y"),
    )
