"""Excel workbooks (XLSX), read with openpyxl row by row, guarded against what a ZIP may hide."""

import io
import re
import zipfile

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries

from .error import MAX_ROWS, TableError
from .xml_guard import UnsafeXml, refuse_doctype

MAX_UNPACKED = 320 * 1024 * 1024
# openpyxl holds every part but the sheets in memory.
MAX_STRINGS = 96 * 1024 * 1024
MAX_OTHER_PART = 12 * 1024 * 1024
MAX_PARTS = 2_000
_MERGE_LIMIT = 20_000

_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z0-9:]+)"')
_CHUNK = 1024 * 1024
#: A row without a cell has none.
_ROW_END = b"</row>"


class Formula(str):
    """A cell that holds a formula without its result."""


class _Book(ExcelReader):
    """A workbook without its charts, at which the library fails when it reads row by row."""

    def read_chartsheet(self, sheet, rel):
        """Override: there is no row in it."""


def sheets(data):
    """Return (name, opener of rows, vertical merges) of each visible sheet.

    :raises TableError: ``too_big``, ``unsafe``
    """
    _check_archive(data)
    book = _load(data)
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for number, sheet in enumerate(book.worksheets):
            if sheet.sheet_state != "visible":
                continue
            formulas, merged = _scan(archive, sheet._worksheet_path)
            found.append((sheet.title, _opener(sheet, data if formulas else None, number), merged))
    return found


def _load(data, values=True):
    reader = _Book(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
    reader.read()
    return reader.wb


def _check_archive(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise TableError("too_big", limit=MAX_UNPACKED)
        for part in parts:
            name = part.filename.lower()
            if not name.endswith((".xml", ".rels")):
                continue
            if part.file_size > _limit(name):
                raise TableError("too_big", limit=_limit(name))
            with archive.open(part) as stream:
                try:
                    refuse_doctype(stream)
                except UnsafeXml as error:
                    raise TableError("unsafe") from error


def _limit(name):
    if "/worksheets/" in name:
        return MAX_UNPACKED
    return MAX_STRINGS if "sharedstrings" in name else MAX_OTHER_PART


def _scan(archive, path):
    """Tell from the raw sheet whether it has formulas, and which cells are merged downwards.

    What is too large is refused here, before each cell of it is read.
    """
    formulas, merged, tail, rows = False, {}, b"", 0
    with archive.open(path) as stream:
        while chunk := stream.read(_CHUNK):
            if len(chunk) == _CHUNK and b"<" not in chunk:
                raise TableError("too_big", limit=_CHUNK)  # one cell, and no end of it
            rows += (tail[1 - len(_ROW_END) :] + chunk).count(_ROW_END)
            if rows > MAX_ROWS:
                raise TableError("too_big", limit=MAX_ROWS)
            window = tail + chunk
            formulas = formulas or bool(_FORMULA.search(window))
            for match in _MERGE.finditer(window):
                _add_merge(merged, match[1].decode())
            tail = window[-80:]
    return formulas, merged


def _add_merge(merged, ref):
    low_column, low_row, _high_column, high_row = range_boundaries(ref)
    if len(merged) < _MERGE_LIMIT:
        for row in range(low_row, min(high_row, low_row + 500)):
            merged[row, low_column - 1] = low_row - 1


def _opener(sheet, data, number):
    def rows():
        sheet.reset_dimensions()  # several programs write a wrong one, and rows get lost
        values = (list(row) for row in sheet.iter_rows(values_only=True))
        if data is None:
            yield from values
            return
        other = _load(data, values=False).worksheets[number]
        other.reset_dimensions()
        for row, texts in zip(values, other.iter_rows(values_only=True), strict=True):
            yield [
                Formula(found) if value is None and (found := _formula(text)) else value
                for value, text in zip(row, texts, strict=True)
            ]

    return rows


def _formula(cell):
    """The text of a formula, one over several cells included; empty for anything else."""
    text = str(getattr(cell, "text", cell) or "")
    return text if text[:1] == "=" else ""
