"""What stands around the movements of a statement: account block, balances, total rows."""

import re

from .cells import CellError, as_text, parse_amount
from .text import fold

OPENING = ("so du dau", "du dau ky", "opening balance", "beginning balance")
CLOSING = ("so du cuoi", "du cuoi ky", "closing balance", "ending balance")
TOTALS = ("tong so", "tong cong", "tong phat sinh", "cong phat sinh", "total", "tong:", "cong:")
_ACCOUNT = re.compile(
    r"(?:so tai khoan|tai khoan so|so tk|account number|account no\.?|a/c no\.?)"
    r"(?!\s*(?:doi ung|cu\b))[^0-9]*(?P<number>[0-9][0-9 ]{4,}[0-9])?",
)


def account_in(rows):
    """Return the account number printed above the table, without blanks, or an empty string."""
    for row in rows:
        texts = [as_text(cell) for cell in row]
        for index, text in enumerate(texts):
            match = _ACCOUNT.search(fold(text))
            if not match:
                continue
            following = next((other for other in texts[index + 1 :] if other), "")
            number = match["number"] or following
            digits = re.match(r"[0-9][0-9 ]{4,}[0-9]", number)
            if digits:
                return digits[0].replace(" ", "")
    return ""


def balance_labels(rows):
    """Return the (opening, closing) balances printed in the file, None where there is none."""
    return _labelled(rows, OPENING), _labelled(rows, CLOSING)


def is_label_row(cells):
    """Tell whether a row without a date is a total or balance row instead of a movement."""
    labels = (*TOTALS, *OPENING, *CLOSING)
    texts = (fold(cell).lstrip("(*) ") for cell in cells if isinstance(cell, str))
    return any(text.startswith(labels) for text in texts)


def _labelled(rows, labels):
    for row in rows:
        for index, cell in enumerate(row):
            if not isinstance(cell, str) or not any(label in fold(cell) for label in labels):
                continue
            inside = cell.rpartition(":")[2] if ":" in cell else ""
            amount = _first_amount([inside, *row[index + 1 :]])
            if amount is not None:
                return amount
    return None


def _first_amount(cells):
    for cell in cells:
        if not as_text(cell):
            continue
        try:
            return parse_amount(cell)
        except CellError:
            continue
    return None
