"""Lists that carriers take and give as files: columns found by their titles, rows checked.

Plain Python. Times in files are those of the centre's clock.
"""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import datetime, time

import xlsxwriter

from odoo.addons.tthc_catalogue.tools.sheet.cells import (
    CellError,
    as_text,
    parse_amount,
    parse_date,
)
from odoo.addons.tthc_catalogue.tools.sheet.error import TableError
from odoo.addons.tthc_catalogue.tools.sheet.sheets import open_sheets
from odoo.addons.tthc_catalogue.tools.sheet.text import fold
from odoo.addons.tthc_catalogue.tools.sheet.titles import best_tables, padded
from odoo.addons.tthc_catalogue.tools.sheet.workbook_xlsx import Formula

from .news import plain

#: Columns that come in, in the order in which they are given away: the narrow names first.
INCOMING = (
    "order_ref", "tracking_number", "receiver_relation", "receiver_name", "cod_amount", "price",
    "weight", "note", "code", "time", "at", "place",
)  # fmt: skip
#: Columns that go out.
OUTGOING = (
    "order_ref", "tracking_number", "sender_name", "sender_phone", "sender_address",
    "recipient_name", "recipient_phone", "recipient_street", "recipient_commune",
    "recipient_province", "weight", "cod_amount", "service", "papers", "papers_count", "note",
)  # fmt: skip
#: Columns without which a list of its kind says nothing; of the numbers one is enough.
NEEDED = {"status": ("code", "at"), "numbers": ("order_ref", "tracking_number"), "orders": ()}
#: A day without a time ends before the next one begins.
DAY_END = time(23, 59)
_CLOCK = re.compile(r"(\d{1,2})\s*[:hg.]\s*(\d{2})(?:\s*[:.]\s*(\d{2}))?")
_WEIGHT = re.compile(r"(\d+(?:[.,]\d+)*)\s*(kg|g|gr|gram)?")
_TOTALS = ("tong", "cong", "total", "sum", "nguoi lap", "ghi chu:", "ngay ")
#: A cell that begins so is a formula to a spreadsheet program (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ListLayout:
    """How the columns of a list are called: ``words[column]`` are header words, best first.

    ``kind`` is ``status`` (what happened), ``numbers`` (tracking numbers for our references) or
    ``orders`` (what goes out; there the first word is the title).
    """

    name: str
    kind: str
    words: dict = field(default_factory=dict)

    @property
    def required(self):
        needed = [key for key in NEEDED[self.kind] if key != "order_ref" or self.kind != "status"]
        if self.kind == "status":
            numbers = ("tracking_number", "order_ref")
            needed.append(next((key for key in numbers if self.words.get(key)), numbers[0]))
        return tuple(needed)

    @property
    def wanted(self):
        return {key: self.words[key] for key in INCOMING if self.words.get(key)}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list; ``row`` counts from 1, ``at`` is local, amounts are VND and grams.

    What the list does not say is empty or None.
    """

    row: int
    order_ref: str = ""
    tracking_number: str = ""
    code: str = ""
    at: datetime | None = None
    place: str = ""
    note: str = ""
    receiver_name: str = ""
    receiver_relation: str = ""
    weight: int | None = None
    price: int | None = None
    cod_amount: int | None = None


@dataclass
class Reading:
    """A list that was read: its ``lines``, the ``layout`` it fitted, and what was wrong."""

    layout: ListLayout
    columns: dict
    titles: list
    lines: list = field(default_factory=list)
    errors: list = field(default_factory=list)


def read_list(data, layouts, tolerant=False):
    """Read the bytes of a spreadsheet file with the layout that finds most columns.

    :param tolerant: collect wrong rows in ``errors`` instead of raising the first
    :raises TableError: ``no_rows``, ``no_number``, ``no_code``, ``no_time``, ``time``, ``amount``,
        ``fraction``, ``formula``, ``weight``, or what opening the file raises
    """
    reading = None
    for sheet, (header, columns, layout) in best_tables(open_sheets(data), layouts):
        reader = _Reader(layout, header, columns, tolerant)
        lines = reader.read(sheet.open())
        if reading is None:
            reading = Reading(layout, columns, reader.titles)
        reading.lines += lines
        reading.errors += reader.errors
    if not reading.lines and not reading.errors:
        raise TableError("no_rows")
    return reading


class _Reader:
    """Reads the rows below the titles of one sheet."""

    def __init__(self, layout, header, columns, tolerant):
        self.layout = layout
        self.header = header
        self.columns = columns
        self.width = max(columns.values()) + 1
        self.tolerant = tolerant
        self.titles = []
        self.errors = []

    def read(self, rows):
        lines = []
        for index, cells in enumerate(rows):
            if index == self.header:
                self.titles = [as_text(cell) for cell in padded(cells, self.width)]
            if index <= self.header or not any(as_text(cell) for cell in cells):
                continue
            try:
                line = self._line(padded(cells, self.width), index + 1)
            except TableError as error:
                if not self.tolerant:
                    raise
                self.errors.append(error)
                continue
            if line:
                lines.append(line)
        return lines

    def _cell(self, cells, key):
        return cells[self.columns[key]] if key in self.columns else None

    def _text(self, cells, key, row):
        cell = self._cell(cells, key)
        if isinstance(cell, Formula):
            raise TableError("formula", row, value=str(cell)[:60])
        return plain(as_text(cell))

    def _line(self, cells, row):
        """The line in ``cells``, or None for titles that are repeated, totals and footers."""
        texts = {
            key: self._text(cells, key, row)
            for key in (
                "order_ref", "tracking_number", "code", "place", "note", "receiver_name",
                "receiver_relation",
            )
        }  # fmt: skip
        if self._is_title(cells) or self._is_footer(cells, texts):
            return None
        if not (texts["order_ref"] or texts["tracking_number"]):
            raise TableError("no_number", row)
        at = None
        if self.layout.kind == "status":
            if not texts["code"]:
                raise TableError("no_code", row)
            at = self._at(cells, row)
        elif not (texts["order_ref"] and texts["tracking_number"]):
            raise TableError("no_pair", row)
        return Line(
            row,
            **texts,
            at=at,
            weight=self._weight(cells, row),
            price=self._amount(cells, "price", row),
            cod_amount=self._amount(cells, "cod_amount", row),
        )

    def _is_title(self, cells):
        """The titles again, on the next printed page."""
        known = [as_text(cell) for cell in cells if as_text(cell)]
        return bool(known) and all(text in self.titles for text in known)

    def _is_footer(self, cells, texts):
        if texts["tracking_number"] and texts["order_ref"]:
            return False
        first = next((fold(as_text(cell)) for cell in cells if as_text(cell)), "")
        empty = not (texts["order_ref"] or texts["tracking_number"])
        if first.startswith(_TOTALS) and (empty or not texts["code"]):
            return True
        # A signature or a remark below the table stands in one or two cells.
        return empty and not texts["code"] and sum(bool(as_text(cell)) for cell in cells) <= 2

    def _at(self, cells, row):
        """When it happened; the end of the day where only the day is said."""
        cell = self._cell(cells, "at")
        if isinstance(cell, Formula):
            raise TableError("formula", row, value=str(cell)[:60])
        at = parse_date(cell)
        if not at:
            if not as_text(cell):
                raise TableError("no_time", row)
            raise TableError("time", row, value=as_text(cell)[:60])
        clock = self._clock(self._cell(cells, "time"), row)
        if clock is not None:
            return datetime.combine(at.date(), clock)
        return at if at.time() != time() else datetime.combine(at.date(), DAY_END)

    def _clock(self, cell, row):
        """A time of day: text such as 14:05 or 14h05, or a cell of a spreadsheet."""
        if isinstance(cell, datetime):
            return cell.time().replace(microsecond=0)
        if isinstance(cell, time):
            return cell.replace(microsecond=0)
        if isinstance(cell, float) and 0 <= cell < 1:
            seconds = min(round(cell * 86_400), 86_399)
            return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
        text = as_text(cell)
        match = _CLOCK.search(text)
        if not match:
            if text:
                raise TableError("time", row, value=text[:60])
            return None
        hour, minute, second = (int(part or 0) for part in match.groups())
        try:
            return time(hour, minute, second)
        except ValueError as error:
            raise TableError("time", row, value=text[:60]) from error

    def _amount(self, cells, key, row):
        cell = self._cell(cells, key)
        if not as_text(cell):
            return None
        try:
            amount = parse_amount(cell)
        except CellError as error:
            raise TableError(error.code, row, value=as_text(cell)[:60]) from error
        if amount < 0:
            raise TableError("amount", row, value=as_text(cell)[:60])
        return amount

    def _weight(self, cells, row):
        """Grams; a title or a cell that says kg is in kilograms."""
        cell = self._cell(cells, "weight")
        text = fold(as_text(cell))
        if not text:
            return None
        match = _WEIGHT.fullmatch(text)
        if not match:
            raise TableError("weight", row, value=as_text(cell)[:60])
        title = fold(self.titles[self.columns["weight"]])
        kilograms = match[2] == "kg" or (not match[2] and re.search(r"\bkg\b", title))
        return _grams(match[1], kilograms)


def _grams(digits, kilograms):
    """Kilograms have decimals; grams have marks between thousands."""
    marks = sum(digits.count(mark) for mark in ".,")
    if kilograms and marks <= 1:
        return round(float(digits.replace(",", ".")) * 1000)
    parts = re.split(r"[.,]", digits)
    if len(parts) > 1 and len(parts[-1]) != 3:
        return round(float("".join(parts[:-1]) + "." + parts[-1]))
    return int("".join(parts))


# Writing --------------------------------------------------------------------------------------


def write_xlsx(titles, rows):
    """A workbook of one sheet, titles in its first row; no text is taken for a formula."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet("Bưu gửi")
        head = book.add_format({"bold": True})
        # The mark that spreadsheets keep before a text like “=1+1”, so that it stays one.
        text = book.add_format({"quote_prefix": True, "num_format": "@"})
        for index, title in enumerate(titles):
            sheet.set_column(index, index, max(12, len(title) + 2))
            sheet.write_string(0, index, title, head)
        for line, row in enumerate(rows, 1):
            for index, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(line, index, cell)
                elif cell:
                    sheet.write_string(line, index, cell, text)
    return stream.getvalue()


def write_csv(titles, rows):
    """A CSV file in UTF-8 with its mark, so that Excel reads Vietnamese rightly."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([harmless(title) for title in titles])
    writer.writerows([[harmless(cell) for cell in row] for row in rows])
    return stream.getvalue().encode("utf-8-sig")


def harmless(cell):
    """A cell of a CSV file that no spreadsheet program takes for a formula.

    >>> harmless("=1+1"), harmless(-5), harmless("Số 5")
    ("'=1+1", -5, 'Số 5')
    """
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return "" if cell is None else cell


def domestic_phone(phone):
    """A phone number without the country's code and signs, as carriers take it.

    >>> domestic_phone("+84 912 000-111")
    '0912000111'
    """
    digits = re.sub(r"\D", "", phone or "")
    return f"0{digits[2:]}" if (phone or "").strip().startswith("+84") else digits


def today_name(day, words, ending):
    """E.g. ``vnpost-20261124.xlsx``."""
    return f"{fold(words).replace(' ', '-')}-{day:%Y%m%d}.{ending}"
