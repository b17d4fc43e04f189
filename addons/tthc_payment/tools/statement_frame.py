"""What stands around the movements of a statement: account, period, currency, balances, totals."""

import re
from datetime import datetime
from itertools import pairwise

from odoo.addons.tthc_catalogue.tools.sheet.cells import (
    CellError,
    as_text,
    parse_amount,
    parse_date,
)

from .statement_error import StatementError
from .text import fold

OPENING = ("so du dau", "du dau ky", "opening balance", "beginning balance", "so du truoc")
CLOSING = ("so du cuoi", "du cuoi ky", "closing balance", "ending balance")
# Not the names of firms: "TONG CONG TY ..." and "CONG TY ..." pay fees.
_TOTAL = re.compile(
    r"(?:tong cong(?! ty)|(?:grand |sub ?)?total|(?:tong|cong)(?! (?:cong )?ty))"
    r"(?:\s*[:/()]|\s*$|\s+(?:so|cong|phat sinh|ps|trang|ngay|thang|ky|no|co|ghi|gia tri|"
    r"tien|luy ke|giao dich|debit|credit|amount|transaction|number)\b)|luy ke|so du"
)
_COLUMN_MARK = re.compile(r"[(\[]?([A-Z]|\d{1,2})[)\]]?")
_OF_A_DAY = re.compile(r"so du (?:dau|cuoi) (?:ngay|trang)")
_ACCOUNT = re.compile(
    r"(?:so tai khoan|tai khoan so|so tk|so hieu tk|account number|account no\.?|a/c no\.?|"
    r"acct\.? no\.?)"
    r"(?!\s*(?:doi ung|cu\b|nhan|thu huong|lien ket|chuyen))[^0-9]*"
    r"(?P<number>[0-9][0-9 ]{4,}[0-9])?",
)
_CURRENCY_LABEL = re.compile(
    r"\b(?:loai tien(?: te)?|currency|ccy|don vi tien te|tien te|nguyen te)\b"
)
_CODE = re.compile(
    r"\b(vnd|usd|eur|jpy|gbp|aud|cad|chf|cny|hkd|sgd|thb|krw|lak|khr|nzd|sek|nok|dkk|twd|inr|myr|"
    r"rub)\b"
)
_DAY = r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2})"
_PERIOD = re.compile(
    rf"(?:tu ngay|from(?: date)?|tu)\b[^0-9]{{0,40}}{_DAY}[^0-9]{{0,60}}?"
    rf"(?:den ngay|den|to(?: date)?)\b[^0-9]{{0,40}}{_DAY}"
)
_TRAILING_AMOUNT = re.compile(
    r"((?<![\d/.,-])\(?[-\u2212]?\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,2})?\)?"
    r"|\(?[-\u2212]?[\d.,]+\)?)\s*(?:vnd|d)?$"
)


class Frame:
    """Collects what the rows around the movements say; :meth:`look` is shown each of them."""

    def __init__(self):
        self.account = ""
        self.opening = None
        self.closing = None
        self.period = None
        self._below = {}

    def look(self, cells, number):
        """Take from a row that is no movement what it tells.

        :raises StatementError: ``currency``: the account is kept in another one than VND
        """
        texts = [as_text(cell) for cell in cells]
        folded = [fold(text) for text in texts]
        line = " ".join(folded)
        if not line.strip():
            return
        code = _currency(folded)
        if code and code != "vnd":
            raise StatementError("currency", number, found=code.upper())
        self.account = account_in([cells]) or self.account
        if self.period is None and (match := _PERIOD.search(line)):
            self.period = _days(match)
        self._balances(cells, folded)

    def _balances(self, cells, folded):
        below, self._below = self._below, {}
        for column, kind in below.items():  # the label stood above its amount
            amount = _amount(cells[column]) if column < len(cells) else None
            if amount is not None:
                self._keep(kind, amount)
        for column, text in enumerate(folded):
            kind = _balance_kind(text)
            if not kind or not isinstance(cells[column], str):
                continue
            amount = _labelled(cells, column)
            if amount is None:
                self._below[column] = kind
            else:
                self._keep(kind, amount)

    def _keep(self, kind, amount):
        if kind == "opening" and self.opening is None:
            self.opening = amount
        elif kind == "closing":
            self.closing = amount


def account_in(rows):
    """Return the account number printed in ``rows``, without blanks, or an empty string."""
    for row in rows:
        texts = [as_text(cell) for cell in row]
        for index, text in enumerate(texts):
            match = _ACCOUNT.search(fold(text)) if len(text) < 200 else None
            if not match:
                continue
            following = next((other for other in texts[index + 1 :] if other), "")
            number = match["number"] or following
            digits = re.match(r"[0-9][0-9 ]{4,}[0-9]", number)
            if digits:
                return digits[0].replace(" ", "")
    return ""


def is_label_row(cells):
    """Tell whether a row without a date is a total or balance row instead of a movement."""
    labels = (*OPENING, *CLOSING)
    texts = [fold(cell).lstrip("(*) ") for cell in cells if isinstance(cell, str)]
    return any(text.startswith(labels) or _TOTAL.match(text) for text in texts)


def is_total_row(cells):
    """Tell whether a row is a total of movements, not one since the beginning of the year."""
    texts = [fold(cell).lstrip("(*) ") for cell in cells if isinstance(cell, str)]
    besides = (*OPENING, *CLOSING, "so du", "luy ke")
    return any(_TOTAL.match(text) and not text.startswith(besides) for text in texts) and not any(
        "luy ke" in text for text in texts
    )


def is_numbering_row(cells):
    """Tell whether a row numbers the columns, as printed forms do: (1), (2), (3)."""
    texts = [text for cell in cells if (text := as_text(cell))]
    marks = [match[1] for text in texts if (match := _COLUMN_MARK.fullmatch(text))]
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    alike = len(marks) == len(texts) > 2 and len(numbers) > 1
    return alike and all(second == first + 1 for first, second in pairwise(numbers))


def _currency(folded):
    for index, text in enumerate(folded):
        label = _CURRENCY_LABEL.search(text)
        if not label or len(text) > 80:
            continue
        following = next((other for other in folded[index + 1 :] if other), "")
        match = _CODE.search(text, label.end()) or _CODE.match(following)
        if match:
            return match[1]
    return ""


def _days(match):
    first, last = parse_date(match[1]), parse_date(match[2])
    return (first.date(), last.date()) if first and last and first <= last else None


def _balance_kind(text):
    if _OF_A_DAY.search(text):
        return None
    if any(label in text for label in OPENING):
        return "opening"
    return "closing" if any(label in text for label in CLOSING) else None


def _labelled(cells, column):
    """Return the amount that belongs to the label in ``column``: in its cell or right of it."""
    text = fold(cells[column])
    inside = text.rpartition(":")[2] if ":" in text else ""
    for part in (inside, text):
        match = _TRAILING_AMOUNT.search(part.strip())
        amount = _amount(match[1]) if match else None
        if amount is not None:
            return amount
    for cell in cells[column + 1 :]:
        amount = _amount(cell)
        if amount is not None:
            return amount
        shown = as_text(cell)
        if len(shown) > 5 and not any(char.isdigit() for char in shown):
            return None  # the next label begins
    return None


def _amount(cell):
    if cell is None or isinstance(cell, (bool, datetime)):
        return None
    if isinstance(cell, str) and not any(char.isdigit() for char in cell):
        return None
    try:
        return parse_amount(cell)
    except CellError:
        return None
