"""Lists that carriers take and give as files: columns found by their titles, rows checked.

Plain Python. Times in files are those of the centre's clock.
"""

import csv
import io
import re
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import partial

import xlsxwriter

from odoo.addons.tthc_catalogue.tools.sheet.cells import as_text
from odoo.addons.tthc_catalogue.tools.sheet.error import TableError
from odoo.addons.tthc_catalogue.tools.sheet.sheets import open_sheets
from odoo.addons.tthc_catalogue.tools.sheet.text import fold
from odoo.addons.tthc_catalogue.tools.sheet.titles import best_tables, padded
from odoo.addons.tthc_dossier.tools import wall_time

from . import exchange_cells

#: Columns that come in, in the order in which they are given away: the narrow names first.
INCOMING = (
    "order_ref", "tracking_number", "receiver_relation", "receiver_name", "cod_amount", "price",
    "weight", "note", "code", "time", "at", "place",
)  # fmt: skip
#: Columns that go out.
OUTGOING = (
    "order_ref", "tracking_number", "sender_name", "sender_phone", "sender_address",
    "recipient_name", "recipient_phone", "recipient_street", "recipient_commune",
    "recipient_province", "weight", "cod_amount", "payer", "service", "papers", "papers_count",
    "note",
)  # fmt: skip
#: What a carrier reads where the postage is collected at the door; Vietnamese at source.
RECEIVER_PAYS = "Người nhận trả cước"
#: Columns without which a list of its kind says nothing; of the numbers one is enough.
NEEDED = {"status": ("code", "at"), "numbers": ("order_ref", "tracking_number"), "orders": ()}
NUMBERS = ("tracking_number", "order_ref")
#: Cells that are merged downwards hold for every row that they span, but for amounts.
SPANNING = (*NUMBERS, "code", "at", "time", "place", "note", "receiver_name", "receiver_relation")
#: A day without a time ends before the next one begins.
DAY_END = time(23, 59)
TEXTS = (*NUMBERS, "code", "place", "note", "receiver_name", "receiver_relation")
_TOTALS = ("tong", "cong", "total", "sum", "nguoi lap", "ghi chu:", "ngay ")
#: A cell that begins so is a formula to a spreadsheet program (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ListLayout:
    """How the columns of a list are called: ``words[column]`` are header words, best first.

    ``kind`` is ``status`` (what happened), ``numbers`` (tracking numbers for our references) or
    ``orders`` (what goes out; there the first word is the title).

    :ivar number: of a list of statuses, the column of the number that it must have
    """

    name: str
    kind: str
    words: dict = field(default_factory=dict)
    number: str = "tracking_number"

    @property
    def required(self):
        return (*NEEDED[self.kind], *((self.number,) if self.kind == "status" else ()))

    @property
    def readings(self):
        """This layout once for each number by which a list of statuses may name its items."""
        if self.kind != "status":
            return [self]
        return [replace(self, number=key) for key in NUMBERS if self.words.get(key)]

    @property
    def titles(self):
        """For each column that is needed, the words of which one is enough."""
        keys = [(key,) for key in NEEDED[self.kind]]
        keys += [NUMBERS] if self.kind == "status" else []
        return [[word for key in some for word in self.words.get(key, ())[:1]] for some in keys]

    @property
    def wanted(self):
        return {key: self.words[key] for key in INCOMING if self.words.get(key)}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list; ``row`` counts from 1, ``at`` is local, amounts are VND and grams.

    What the list does not say is empty or None; ``whole_day``: it says the day only, and ``at`` is
    its end.
    """

    row: int
    order_ref: str = ""
    tracking_number: str = ""
    code: str = ""
    at: datetime | None = None
    whole_day: bool = False
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


def read_list(data, layouts, tolerant=False, zone=wall_time.DEFAULT_ZONE):
    """Read the bytes of a spreadsheet file with the layout that finds most columns.

    :param tolerant: collect wrong rows in ``errors`` instead of raising the first
    :param zone: of the times that the list tells, but for those that name their own
    :raises TableError: ``no_rows``, ``no_number``, ``no_code``, ``no_time``, ``letters``, what the
        readers of cells (``exchange_cells.py``) raise, or what opening the file raises
    """
    tried = [(one, layout) for layout in layouts for one in layout.readings]
    reading = None
    try:
        tables = best_tables(open_sheets(data), [one for one, _layout in tried])
    except TableError as error:
        if error.code == "no_header":
            raise _no_header(error.params["seen"], layouts) from error
        raise
    for sheet, (header, columns, layout) in tables:
        layout = next(whole for one, whole in tried if one is layout)
        reader = _Reader(layout, header, columns, tolerant, zone)
        lines = reader.read(sheet)
        if reading is None:
            reading = Reading(layout, columns, reader.titles)
        reading.lines += lines
        reading.errors += reader.errors
    if not reading.lines and not reading.errors:
        raise TableError("no_rows")
    return reading


def _no_header(seen, layouts):
    """Why no titles were found, with the ``expected`` ones and what was ``seen``."""
    if exchange_cells.has_old_letters(seen):
        return TableError("letters", value=seen[:60])
    expected = ("; ".join(map(_words, layout.titles)) for layout in layouts)
    return TableError("no_header", expected=" – ".join(expected), seen=seen)


def _words(names):
    return " / ".join(dict.fromkeys(word.removeprefix("=") for word in names))


class _Spans:
    """What stands in the first row of cells that are merged downwards, for the rows below."""

    def __init__(self, merged, columns):
        self.first = {place: row for place, row in merged.items() if place[1] in columns}
        self.tops, self.held = set(self.first.values()), {}

    def filled(self, index, cells):
        """``cells`` of a row, and what spans it."""
        if not self.first:
            return cells
        if index in self.tops:
            self.held[index] = cells
        return [
            self._spanning(index, column) if cell is None else cell
            for column, cell in enumerate(cells)
        ]

    def _spanning(self, index, column):
        top = self.held.get(self.first.get((index, column)))
        return top[column] if top else None


def _is_numbering(cells):
    """Whether a row numbers the columns: (1), (2), (3) …, or 1, 2, 3 …, perhaps after a letter."""
    found = [as_text(cell).strip("()[]. ") for cell in cells if as_text(cell)]
    while found and len(found[0]) == 1 and found[0].isalpha():
        found.pop(0)
    numbers = [int(text) for text in found if text.isascii() and text.isdecimal()]
    return len(numbers) > 1 and numbers == [*range(numbers[0], numbers[0] + len(found))]


class _Reader:
    """Reads the rows below the titles of one sheet."""

    def __init__(self, layout, header, columns, tolerant, zone):
        self.layout = layout
        self.header = header
        self.columns = columns
        self.width = max(columns.values()) + 1
        self.tolerant = tolerant
        self.to_local = partial(wall_time.to_local, zone=zone)
        self.titles = []
        self.errors = []

    def read(self, sheet):
        lines, spans = [], _Spans(sheet.merged, [self.columns.get(key) for key in SPANNING])
        for index, cells in enumerate(sheet.open()):
            if index == self.header:
                self.titles = [as_text(cell) for cell in padded(cells, self.width)]
            if index <= self.header or not any(as_text(cell) for cell in cells):
                continue
            if index == self.header + 1 and _is_numbering(cells):
                continue
            try:
                line = self._line(spans.filled(index, padded(cells, self.width)), index + 1)
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

    def _line(self, cells, row):
        """The line in ``cells``, or None for titles that are repeated, totals and footers."""
        if self._is_title(cells):
            return None
        texts = {key: self._text(cells, key, row) for key in TEXTS}
        if self._is_footer(cells, texts):
            return None
        if not (texts["order_ref"] or texts["tracking_number"]):
            raise TableError("no_number", row)
        at, whole_day = None, False
        if self.layout.kind == "status":
            at, whole_day = self._told(cells, texts["code"], row)
        elif not (texts["order_ref"] and texts["tracking_number"]):
            raise TableError("no_pair", row)
        title = self.titles[self.columns["weight"]] if "weight" in self.columns else ""
        return Line(
            row,
            **texts,
            at=at,
            whole_day=whole_day,
            weight=exchange_cells.weight(self._cell(cells, "weight"), row, title),
            price=exchange_cells.amount(self._cell(cells, "price"), row),
            cod_amount=exchange_cells.amount(self._cell(cells, "cod_amount"), row),
        )

    def _text(self, cells, key, row):
        read = exchange_cells.number if key in NUMBERS else exchange_cells.text
        return read(self._cell(cells, key), row)

    def _told(self, cells, code, row):
        """The moment of a status, and whether it is a whole day."""
        if not code:
            raise TableError("no_code", row)
        if exchange_cells.has_old_letters(code):
            raise TableError("letters", row, value=code[:60])
        return self._at(cells, row)

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
        if not empty or texts["code"]:
            return False
        # Sums without a word; a signature or a remark below the table stands in one or two cells.
        return (
            not as_text(self._cell(cells, "at")) or sum(bool(as_text(cell)) for cell in cells) <= 2
        )

    def _at(self, cells, row):
        """When it happened, and whether only the day is said; then it is the end of that day."""
        at = exchange_cells.moment(self._cell(cells, "at"), row, self.to_local)
        clock = exchange_cells.clock(self._cell(cells, "time"), row)
        if clock is not None:
            return datetime.combine(at.date(), clock), False
        if at.time() != time():
            return at, False
        return datetime.combine(at.date(), DAY_END), True


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
