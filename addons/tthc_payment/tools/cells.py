"""Read amounts, dates and labels out of spreadsheet cells as Vietnamese banks write them."""

import re
from datetime import date, datetime, timedelta

from .text import fold

_DATE = re.compile(
    r"(?P<a>\d{1,4})[-/.](?P<b>\d{1,2})[-/.](?P<c>\d{1,4})"
    r"(?:[ T]+(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?)?",
)
_EXCEL_EPOCH = datetime(1899, 12, 30)


class CellError(ValueError):
    """A cell that does not hold what its column promises; ``code`` is amount or fraction."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def as_text(value):
    """Return the text of a cell; a whole number stored as float has no ``.0``."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def parse_amount(value):
    """Return the VND in a cell: int, whole float or text such as ``+1.234.567`` or ``50,000.00``.

    An empty cell, ``-`` and ``0`` are 0. A bracketed or negative amount is negative.

    :raises CellError: ``amount`` if it is no number, ``fraction`` if it has a part below one VND.
    """
    if value is None or isinstance(value, bool):
        return 0
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        if abs(value - round(value)) > 1e-6:
            raise CellError("fraction")
        return round(value)
    text = re.sub(r"\s|VND|VNĐ|đ$", "", str(value), flags=re.IGNORECASE)
    if text in ("", "-", "--"):
        return 0
    match = re.fullmatch(r"(?P<open>\()?(?P<sign>[+-]?)(?P<body>\d[\d.,]*)(?(open)\))", text)
    if not match:
        raise CellError("amount")
    amount = _whole(match["body"])
    return -amount if match["open"] or match["sign"] == "-" else amount


def _whole(body):
    """Read digits with ``.`` or ``,`` between thousands and perhaps before zero decimals."""
    decimals = re.search(r"[.,](\d{1,2})$", body)
    if decimals:
        body = body[: decimals.start()]
    if not re.fullmatch(r"\d+|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+", body):
        raise CellError("amount")
    if decimals and int(decimals[1]):
        raise CellError("fraction")
    return int(re.sub(r"[.,]", "", body))


def parse_date(value):
    """Return the datetime in a cell (bank's local time), or None if it holds no credible date.

    Text is day first, or year first when that has four digits; numbers are Excel day counts.
    Years before 2000 are refused: a total row formatted as a date reads as 1899.
    """
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        moment = _EXCEL_EPOCH + timedelta(days=value) if 0 < value < 75_000 else None
    else:
        moment = _text_date(as_text(value))
    return moment if moment and 2000 <= moment.year < 2100 else None


def _text_date(text):
    match = _DATE.match(text)
    if not match:
        return None
    first, month, last = int(match["a"]), int(match["b"]), int(match["c"])
    year, day = (first, last) if len(match["a"]) == 4 else (last, first)
    if year < 100:
        year += 2000
    clock = [int(match[part] or 0) for part in "hms"]
    try:
        return datetime(year, month, day, *clock)
    except ValueError:
        return None


def split_two_lines(value):
    """Split a cell that carries a date and a document number on two lines (Vietcombank)."""
    if isinstance(value, (datetime, date)):
        return value, ""
    text = as_text(value)
    match = _DATE.match(text)
    if not match:
        return text, ""
    return match[0], re.sub(r"\s+", " ", text[match.end() :]).strip(" -")


def header_words(value):
    """Return a header cell as comparable text: folded words; ``+/-`` and the like stay whole."""
    text = fold(as_text(value))
    words = " ".join(re.findall(r"[a-z0-9]+", text))
    return words or text.replace(" ", "")


def header_rank(cell, words):
    """Tell how well ``cell`` carries one of ``words``: (place in the list, not exact), or None.

    Exact means that the whole cell, or one line or one side of a slash of it, is the word.
    """
    whole = header_words(cell)
    if not whole:
        return None
    parts = {header_words(part) for part in re.split(r"[\n\r/()]", as_text(cell))} | {whole}
    for place, word in enumerate(words):
        exact_only, wanted = word.startswith("="), header_words(word.lstrip("="))
        if wanted in parts:
            return place, False
        if not exact_only and f" {wanted} " in f" {whole} ":
            return place, True
    return None
