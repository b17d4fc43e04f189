"""Rows of a list that somebody hands in: an XLSX or CSV file, or text pasted from a table."""

import csv
import io
import unicodedata
import zipfile
from datetime import date, datetime

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from odoo.addons.tthc_catalogue.tools.fold import fold

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_ROWS = 20_000


class NotATable(ValueError):
    """The file cannot be read; ``code`` is ``empty``, ``too_big`` or ``unreadable``."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def read_file(data):
    """Rows of the first sheet of an XLSX file, or of a CSV file, as lists of stripped texts.

    Dates come as ``dd/mm/yyyy``; numbers without a fraction as their digits.

    :raises NotATable: see there
    """
    if not data:
        raise NotATable("empty")
    if len(data) > MAX_BYTES:
        raise NotATable("too_big")
    rows = _read_xlsx(data) if data.startswith(b"PK\x03\x04") else read_text(_decode(data))
    if len(rows) > MAX_ROWS:
        raise NotATable("too_big")
    return rows


def read_text(text):
    """Rows of CSV or of cells pasted from a table: what separates them most often in the first
    lines is taken for the separator. Empty rows are kept, so that row numbers hold."""
    text = unicodedata.normalize("NFC", text)
    head = "\n".join(text.splitlines()[:60])
    delimiter = max("\t;,", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise NotATable("unreadable") from error
    return [[cell.strip() for cell in row] for row in rows]


def _read_xlsx(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise NotATable("too_big")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS + 1)
        return [[_text(cell) for cell in row] for row in rows]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, OSError) as error:
        raise NotATable("unreadable") from error


def _text(cell):
    if cell is None:
        return ""
    if isinstance(cell, (date, datetime)):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFC", str(cell)).strip()


def _decode(data):
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1258")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotATable("unreadable")


def columns(header, names):
    """Which cell of a row holds what, by the words of its header.

    :param header: texts of the first row
    :param names: ``{key: folded words that the header of this column may be}``
    :return: ``{key: index}`` of the columns that were found
    """
    found = {}
    for index, text in enumerate(map(fold, header)):
        for key, words in names.items():
            if key not in found and text in words:
                found[key] = index
    return found
