"""Turn the bytes of a spreadsheet file (XLSX, XLS, CSV or a web page) into rows of cells.

The kind of file is told from its content, because banks name files ``.xls`` that are something
else. Rows are handed out one after the other: a sheet is never held in memory as a whole.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

from . import delimited, web_page, workbook_xls, workbook_xlsx
from .error import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, TableError

XLSX_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``open()`` begins to read its rows (lists of cells) from the first one.

    ``merged`` maps the cell (row, column), from 0, to the first row of a vertical merge.
    """

    name: str
    open: Callable
    merged: dict


def open_sheets(data):
    """Return the readings of ``data``: each is a list of :class:`Sheet`, the best one is used.

    A workbook has one reading, a text file one for every separator it may be written with. Cells
    are str, int, float, bool, datetime or None.

    :raises TableError: ``empty``, ``too_big``, ``html``, ``xml``, ``password`` or
        ``unreadable``. Reading the rows raises the same.
    """
    check_size(data)
    if data.startswith(XLSX_MAGIC):
        readings = [_guarded(workbook_xlsx.sheets, data)]
    elif data.startswith(OLE_MAGIC):
        if _ENCRYPTED in data:
            raise TableError("password")
        readings = [_guarded(workbook_xls.sheets, data)]
    elif _is_web_page(data):
        readings = [_guarded(web_page.sheets, data)]
    else:
        readings = _guarded(delimited.readings, data)
    return [
        [Sheet(name, _bounded(rows), merged) for name, rows, merged in reading]
        for reading in readings
    ]


def check_size(data):
    """Refuse a file without content, or one that is too large to be a statement."""
    if not data or not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise TableError("empty")
    if len(data) > MAX_BYTES:
        raise TableError("too_big", limit=MAX_BYTES)


def _is_web_page(data):
    """Tell a web page from text with separators; markup of another kind is refused."""
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    head = data[:4096].decode("utf-16" if utf16 else "latin-1", "ignore")
    head = head.lstrip("\ufeff\xef\xbb\xbf \t\r\n").lower()
    if head.startswith("<"):
        if any(tag in head for tag in ("<html", "<!doctype html", "<table", "<body", "<div")):
            return True
        raise TableError("xml")
    if head.startswith(("mime-version:", "{\\rtf", "%pdf")):
        raise TableError("pdf" if head.startswith("%pdf") else "html")
    return False


def _bounded(rows):
    """Wrap the opener of a sheet: bad files end in a TableError, endless ones end."""

    def open_rows():
        iterator = iter(_guarded(rows))
        filled = 0
        while True:
            row = _guarded(next, iterator, None)
            if row is None:
                return
            filled += bool(row)
            if filled > MAX_ROWS:
                raise TableError("too_big", limit=MAX_ROWS)
            yield row[:MAX_COLUMNS]

    return open_rows


def _guarded(function, *args):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return function(*args)
    except (TableError, MemoryError):
        raise
    except Exception as error:  # the libraries raise anything from KeyError to struct.error
        raise TableError("unreadable") from error
