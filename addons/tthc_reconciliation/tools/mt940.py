"""SWIFT MT940 statements, read with the library mt-940.

The library merges what stands in a file into one; a file of a bank holds several messages, for
several days or accounts, so each is given to it on its own.
"""

import logging
import re
from datetime import datetime
from decimal import Decimal

import mt940

from odoo.addons.tthc_catalogue.tools.sheet.delimited import decode
from odoo.addons.tthc_payment.tools.statement import Row, Statement
from odoo.addons.tthc_payment.tools.statement_error import MAX_ROWS, StatementError
from odoo.addons.tthc_payment.tools.statement_reader import Reader

# It writes what it cannot read into the log: accounts and references do not belong there.
logging.getLogger("mt940").setLevel(logging.CRITICAL)
_STARTS = re.compile(r"(?m)^:20:")
_BLOCK = re.compile(r"\{[1235]:[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\{4:|^-\}?\s*$", re.MULTILINE)
_CODES = re.compile(r"\?\d\d")
_NOTHING = {"", "NONREF", "NOTPROVIDED"}


def accepts(data):
    """Tell whether the file has the tags of an MT940 message near its beginning."""
    head = data[:4000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return bool(re.search(rb"(?m)^:20:", head) and re.search(rb"(?m)^:25P?:", head))


def read(data, _layouts=()):
    """Return the statements of a file, one for each account, unchecked.

    :raises StatementError: ``unreadable``, ``cut``, ``currency``, ``fraction``, ``too_big`` or
        ``entry``
    """
    text = _BLOCK.sub("", decode(data).replace("\r\n", "\n").replace("\r", "\n"))
    starts = [match.start() for match in _STARTS.finditer(text)]
    by_account, number = {}, 0
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        message = _parse(text[begin:end])
        rows, number = _rows(message, number)
        account = _account(message)
        by_account.setdefault(account, []).append(
            Statement(
                None,
                account,
                rows,
                _balance(message, "opening"),
                _balance(message, "closing"),
                names_account=bool(account),
            )
        )
    return [one for messages in by_account.values() for one in messages]


MT940 = Reader("mt940", accepts, read)


def _parse(text):
    wanted = len(re.findall(r"(?m)^:61:", text))
    try:
        message = mt940.models.Transactions()
        message.parse(text)
    except Exception as error:  # the library raises anything a regular expression may run into
        raise StatementError("unreadable") from error
    if len(message.transactions) != wanted:
        raise StatementError("unreadable")
    if _printed(message, "opening") and not _printed(message, "closing"):
        raise StatementError("cut", field=":62F:")
    return message


def _account(message):
    text = (message.data.get("account_identification") or "").replace(" ", "")
    # Bank code and account are written with a slash between them, the currency behind.
    return re.sub(r"(?<=\d)VND$", "", text.rpartition("/")[2])


def _balance(message, which):
    balance = _printed(message, which)
    return None if balance is None else _vnd(balance.amount, None)


def _printed(message, which):
    data = message.data
    return data.get(f"final_{which}_balance") or data.get(f"intermediate_{which}_balance")


def _rows(message, number):
    rows = []
    for transaction in message.transactions:
        number += 1
        if number > MAX_ROWS:
            raise StatementError("too_big", limit=MAX_ROWS)
        rows.append(_row(transaction.data, number))
    return rows, number


def _row(data, number):
    """Return the movement of a line. RC takes a credit back (money out), RD a debit (money in)."""
    mark = (data.get("status") or "").upper().lstrip("E")
    if mark not in ("C", "D", "RC", "RD") or data.get("amount") is None:
        raise StatementError("entry", number, value=str(data.get("extra_details") or ""))
    amount = abs(_vnd(data["amount"], number))
    day = data.get("entry_date") or data.get("date")
    if day is None:
        raise StatementError("date", number, value="")
    credit = mark in ("C", "RD")
    customer = _reference(data.get("customer_reference"))
    memo = " ".join(
        part
        for part in (
            _memo(data.get("transaction_details")),
            _memo(data.get("purpose")),
            _memo(data.get("extra_details")),
            customer,
        )
        if part
    )
    return Row(
        number,
        datetime(day.year, day.month, day.day),
        amount if credit else 0,
        0 if credit else amount,
        memo,
        _reference(data.get("bank_reference")) or customer,
        counter_name=_memo(data.get("applicant_name")),
        reversal=mark in ("RC", "RD"),
    )


def _memo(text):
    """Lines of field 86 are cut at 65 characters wherever they end: a reference may span two."""
    text = _CODES.sub(" ", text or "")
    return " ".join(text.split())


def _reference(text):
    text = (text or "").strip()
    return "" if text.upper() in _NOTHING else text


def _vnd(amount, number):
    if amount.currency and amount.currency != "VND":
        raise StatementError("currency", number, found=amount.currency)
    value = Decimal(amount.amount)
    if value != int(value):
        raise StatementError("fraction", number, value=str(value))
    return int(value)
