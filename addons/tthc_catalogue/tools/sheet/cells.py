"""Read amounts, dates and labels out of spreadsheet cells as Vietnamese banks write them."""

import math
import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from .text import fold

_CLOCK = (
    r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?(?:\.\d+)?"
    r"(?:\s?(?P<half>[AaPp]\.?[Mm]\b|SA\b|CH\b))?"
)
_BETWEEN = r"(?: ?[-/.] ?| )"
_DAY = (
    rf"(?P<a>\d{{1,4}}){_BETWEEN}(?P<b>\d{{1,2}}|[A-Za-z]{{3}}){_BETWEEN}"
    r"(?P<c>\d{4}|\d{1,2})(?!\d)"
)
_DATE = re.compile(rf"{_DAY}(?:(?:\s+-\s+|[\sT,]+){_CLOCK})?")
_CLOCK_FIRST = re.compile(rf"{_CLOCK}[\s,-]+{_DAY}")
_COMPACT = re.compile(r"20\d{6}(?:\d{6})?")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
_NOISE = re.compile(r"[\s'\u200b\ufeff]|VND|VNĐ|(?:đ|₫|đồng|dong)$", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[+-]?)(?P<body>\d[\d.,]*)(?(open)\))(?P<after>[+-]?)"
    r"(?P<side>[CD]R\.?)?",
    re.IGNORECASE,
)
_DECIMALS = re.compile(r"[.,](\d{1,2})$")
_GROUPED = re.compile(r"\d+|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+")
_EXCEL_EPOCH = datetime(1899, 12, 30)


class CellError(ValueError):
    """A cell that does not hold what its column promises.

    ``code`` is ``amount``, ``fraction``, ``formula`` or ``sign``.
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def as_text(value):
    """Return the text of a cell; a whole number stored as float has no ``.0``."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().removeprefix("'")


def parse_amount(value):
    """Return the VND in a cell: int, whole float or text such as ``+1.234.567`` or ``50,000.00``.

    An empty cell, ``-`` and ``0`` are 0. A bracketed or negative amount is negative, also one with
    its sign or ``Dr`` behind it.

    :raises CellError: ``amount`` if it is no number, ``fraction`` if it has a part below one VND,
        ``formula`` if it is a formula without its result.
    """
    if value is None:
        return 0
    if isinstance(value, bool):
        raise CellError("amount")
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise CellError("amount")
        if abs(value - round(value)) > 1e-6:
            raise CellError("fraction")
        return round(value)
    text = _NOISE.sub("", str(value)).replace("\u2212", "-")
    if text in ("", "-", "--"):
        return 0
    if text.isdecimal() and text.isascii():
        return int(text)
    if text.startswith("="):
        raise CellError("formula")
    match = _NUMBER.fullmatch(text)
    if not match:
        raise CellError("amount")
    amount = _whole(match["body"])
    owed = (match["side"] or "").upper().startswith("DR")
    minus = owed or match["open"] or "-" in (match["sign"], match["after"])
    return -amount if minus else amount


def _whole(body):
    """Read digits with ``.`` or ``,`` between thousands and perhaps before zero decimals."""
    decimals = _DECIMALS.search(body)
    mark = decimals[0][0] if decimals else ""
    if decimals:
        body = body[: decimals.start()]
    # The mark before the decimals is another one than that between thousands.
    if not _GROUPED.fullmatch(body) or (mark and mark in body):
        raise CellError("amount")
    if decimals and int(decimals[1]):
        raise CellError("fraction")
    return int(body.replace(".", "").replace(",", ""))


def parse_date(value):
    """Return the datetime in a cell (bank's local time), or None if it holds no credible date.

    Text is day first, or year first when that has four digits; the time may stand before or
    after. Numbers are Excel day counts. Years before 2000 are refused: a total row formatted as a
    date reads as 1899.
    """
    if isinstance(value, datetime):
        # Excel keeps the time as a fraction of a day: it is exact to the millisecond at best.
        moment = (value + timedelta(milliseconds=500)).replace(tzinfo=None, microsecond=0)
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day)
    elif isinstance(value, bool):
        moment = None
    elif isinstance(value, (int, float)) and 0 < value < 75_000:
        seconds = round(value * 86_400)  # the fraction of a day is not exact to the second
        moment = _EXCEL_EPOCH + timedelta(seconds=seconds)
    else:
        moment = _text_date(as_text(value))
    return moment if moment and 2000 <= moment.year < 2100 else None


def _text_date(text):
    match = _DATE.match(text) or _CLOCK_FIRST.match(text)
    if match:
        return _moment(match)
    compact = _COMPACT.fullmatch(text)
    if not compact:
        return None
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S" if len(text) == 14 else "%Y%m%d")
    except ValueError:
        return None


def _moment(match):
    first, last = int(match["a"]), int(match["c"])
    named = match["b"].lower()
    month = _MONTHS.get(named) if named.isalpha() else int(named)
    year, day = (first, last) if len(match["a"]) == 4 else (last, first)
    if year < 100:
        year += 2000
    hour, minute, second = (int(match[part] or 0) for part in "hms")
    half = (match["half"] or "").lower()[:1]
    if half in ("p", "c") and hour < 12:
        hour += 12
    elif half in ("a", "s") and hour == 12:
        hour = 0
    try:
        return datetime(year, month, day, hour, minute, second)
    except (ValueError, TypeError):
        return None


def split_two_lines(value):
    """Split a cell that carries a date and a document number on two lines (Vietcombank)."""
    if isinstance(value, (datetime, date)):
        return value, ""
    text = as_text(value)
    match = _DATE.match(text) or _CLOCK_FIRST.match(text)
    if not match:
        return text, ""
    return match[0], re.sub(r"\s+", " ", text[match.end() :]).strip(" -")


@lru_cache(maxsize=4096)
def header_words(text):
    """Return a title as comparable text: folded words; ``+/-`` and the like stay whole."""
    text = fold(text)
    words = " ".join(re.findall(r"[a-z0-9]+", text))
    return words or re.sub(r"[ :.*()]", "", text)


# A title with both says which of them a row is: it has no amounts.
_EITHER = (
    ("no", "co"), ("ghi no", "ghi co"), ("debit", "credit"), ("dr", "cr"),
)  # fmt: skip


@lru_cache(maxsize=4096)
def _title(text):
    """Return (whole, parts, is it a numbering) of a title as header words."""
    whole = header_words(text)
    parts = {header_words(part) for part in re.split(r"[\n\r/()]| [-–] ", text)} | {whole}
    if any(parts.issuperset(pair) for pair in _EITHER):
        parts = {whole}
    return whole, parts, not parts.isdisjoint({"stt", "so tt", "so thu tu"})


def header_rank(cell, words):
    """Tell how well ``cell`` carries one of ``words``, the smaller the better, or None.

    The rank is (place in the list, not exact, without accents). Exact means that the whole cell,
    or one line or one side of a slash of it, is the word. Accents decide between "Nợ" (debit) and
    the "No." of a numbering, which read the same without them.
    """
    text = as_text(cell)
    if not text or len(text) > 200:
        return None
    whole, parts, numbering = _title(text)
    for place, word in enumerate(words):
        exact_only, wanted = word.startswith("="), header_words(word.lstrip("="))
        if numbering and wanted == "no":
            continue
        if wanted in parts:
            return place, False, text.isascii()
        if not exact_only and f" {wanted} " in f" {whole} ":
            return place, True, text.isascii()
    return None
