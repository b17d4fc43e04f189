"""Read the cells of carriers' lists: numbers, times, weights. Plain Python.

What a spreadsheet program has made of a number, a day without its time, another zone's clock: a
cell is read wholly or refused, never nearly.
"""

import re
from datetime import date, datetime, time, timedelta

from odoo.addons.tthc_catalogue.tools.sheet.cells import (
    CellError,
    as_text,
    parse_amount,
    parse_date,
)
from odoo.addons.tthc_catalogue.tools.sheet.error import TableError
from odoo.addons.tthc_catalogue.tools.sheet.text import fold
from odoo.addons.tthc_catalogue.tools.sheet.workbook_xlsx import Formula

from .news import plain

#: Longest number and longest text that are taken, characters.
MOST_NUMBER, MOST_TEXT = 60, 500
#: A spreadsheet program keeps so many digits of a number, and makes zeros of the rest.
EXACT = 10**15
_ROUNDED = re.compile(r"[+-]?\d+(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#ERROR")
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:[:hg.]|gio)\s*(\d{2})(?!\d)(?:\s*(?:[:.mp]|phut)\s*(\d{2})(?!\d))?"
    r"(?:\.\d+)?(?:\s*(am|pm|sa|ch)\b)?"
)
_DAY = re.compile(r"(?<![\d:.])\d{1,4}([-/. ])(?:\d{1,2}|[a-z]{3})\1\d{1,4}(?!\d)")
_DAY_IN_WORDS = re.compile(r"(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_WEEKDAY = re.compile(r"\b(?:thu|t) ?[2-7]\b")
_OFFSET = re.compile(r"(?<=\d)\s*(?:z|utc|gmt)?(?:([+-])(\d{2}):?(\d{2})?)?$")
_DAY_COUNT = re.compile(r"\d{5}(?:[.,]\d+)?")
_WEIGHT = re.compile(r"(\d+(?:[.,]\d+)*)\s*(kg|g|gr|gram)?")
#: What people write where there is no amount, and the currency in words.
_NOTHING = ("-", "--", "khong", "khong co", "k", "n/a")
_DONG = re.compile(r"\s*đồng\s*$", re.IGNORECASE)
#: Letters of Vietnamese texts of the time before Unicode (TCVN3) that no text of today has.
_OLD_LETTERS = frozenset("¸¶·¹¨¾»¼½©ËÐÎÏªÖ×ØÜÞßä«åæç¬ëîïñ\xadö÷ûüþ®µ")
_LETTERS = re.compile("[đĐơƠưƯăĂ\u1ea0-\u1ef9]")


def text(cell, row):
    """The text of a cell.

    :raises TableError: ``formula`` (without its result, or with an error for one), ``long``
    """
    if isinstance(cell, Formula):
        raise TableError("formula", row, value=str(cell)[:60])
    found = plain(as_text(cell))
    if found.startswith("#") and found.upper() in _ERRORS:
        raise TableError("formula", row, value=found)
    if len(found) > MOST_TEXT:
        raise TableError("long", row, value=found[:60])
    return found


def number(cell, row):
    """A reference or a tracking number.

    :raises TableError: as :func:`text`, and ``digits``: the spreadsheet program has made a rounded
        number, a sum or a day of it
    """
    found = text(cell, row)
    changed = isinstance(cell, (bool, date, time, timedelta)) or (
        isinstance(cell, (int, float)) and not (0 <= cell < EXACT and cell == int(cell))
    )
    if changed or _ROUNDED.fullmatch(found):
        raise TableError("digits", row, value=found[:60])
    if len(found) > MOST_NUMBER:
        raise TableError("long", row, value=found[:60])
    return found


def moment(cell, row, to_local):
    """The local day and time in a cell; the time is 00:00 where it only says the day.

    :param to_local: makes naive local time of naive UTC, for a time that names its zone
    :raises TableError: ``formula``, ``no_time`` (empty), ``time`` (cannot be read)
    """
    if isinstance(cell, Formula):
        raise TableError("formula", row, value=str(cell)[:60])
    words = as_text(cell)
    if not words:
        raise TableError("no_time", row)
    found = _written(words, to_local) if isinstance(cell, str) else parse_date(cell)
    if not found:
        raise TableError("time", row, value=words[:60])
    return found


def _written(words, to_local):
    """The moment that a text tells; None unless all of it is understood."""
    words = _DAY_IN_WORDS.sub(r"\1/\2/\3", _WEEKDAY.sub(" ", fold(words)).strip(" ,-"))
    if _DAY_COUNT.fullmatch(words):
        return parse_date(float(words.replace(",", ".")))
    day = _DAY.search(words)
    if not day:
        return parse_date(words)
    found = parse_date(day[0])
    before, after = words[: day.start()], words[day.end() :].removeprefix("t")
    if not found or not re.search(r"\d", before + after):
        return found
    offset = _offset(after) if ":" in after else None
    told = _CLOCK.search(after) or _CLOCK.search(before)
    clock = told and _time(told)
    if clock is None:
        return None
    found = datetime.combine(found.date(), clock)
    return found if offset is None else to_local(found - offset)


def _offset(words):
    """How far the zone that a time names is ahead of UTC; None when it names none."""
    zone = _OFFSET.search(words.strip())
    if not zone or not zone[0].strip() or int(zone[2] or 0) > 14:
        return None
    found = timedelta(hours=int(zone[2] or 0), minutes=int(zone[3] or 0))
    return -found if zone[1] == "-" else found


def clock(cell, row):
    """A time of day, of text such as 14:05 or 14h05 or of a cell of a spreadsheet; None when
    empty.

    :raises TableError: ``time``
    """
    if isinstance(cell, datetime):
        return cell.time().replace(microsecond=0)
    if isinstance(cell, time):
        return cell.replace(microsecond=0)
    if isinstance(cell, float) and 0 <= cell < 1:
        seconds = min(round(cell * 86_400), 86_399)
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    words = as_text(cell)
    if not words:
        return None
    told = _CLOCK.search(fold(words))
    found = told and _time(told)
    if found is None:
        raise TableError("time", row, value=words[:60])
    return found


def _time(told):
    """The time of a match of ``_CLOCK``; None for one that no clock shows."""
    hour, minute, second = (int(part or 0) for part in told.groups()[:3])
    if told[4] in ("pm", "ch") and hour < 12:
        hour += 12
    elif told[4] in ("am", "sa") and hour == 12:
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def amount(cell, row):
    """VND, None for an empty cell.

    :raises TableError: ``amount`` (a negative one too), ``fraction``, ``formula``
    """
    words = as_text(cell)
    if not words or fold(words) in _NOTHING:
        return None
    try:
        found = parse_amount(_DONG.sub("", cell) if isinstance(cell, str) else cell)
    except CellError as error:
        raise TableError(error.code, row, value=words[:60]) from error
    if found < 0:
        raise TableError("amount", row, value=words[:60])
    return found


def weight(cell, row, title):
    """Grams, None for an empty cell; a ``title`` or a cell that says kg is in kilograms.

    :raises TableError: ``weight``
    """
    words = fold(as_text(cell))
    if not words or words in _NOTHING:
        return None
    match = _WEIGHT.fullmatch(words)
    if not match:
        raise TableError("weight", row, value=words[:60])
    kilograms = match[2] == "kg" or (not match[2] and re.search(r"\bkg\b", fold(title)))
    # Nothing weighs less than a gram.
    return _grams(match[1], kilograms or (not match[2] and re.match(r"0[.,]", match[1])))


def _grams(digits, kilograms):
    """Kilograms have decimals; grams have marks between thousands."""
    marks = sum(digits.count(mark) for mark in ".,")
    if kilograms and marks <= 1:
        return round(float(digits.replace(",", ".")) * 1000)
    parts = re.split(r"[.,]", digits)
    if len(parts) > 1 and len(parts[-1]) != 3:
        return round(float("".join(parts[:-1]) + "." + parts[-1]))
    return int("".join(parts))


def has_old_letters(words):
    """Whether a text was written with a font of the time before Unicode.

    >>> has_old_letters("Ph¸t thµnh c«ng"), has_old_letters("Phát thành công")
    (True, False)
    """
    return len(_OLD_LETTERS.intersection(words)) > 1 and not _LETTERS.search(words)
