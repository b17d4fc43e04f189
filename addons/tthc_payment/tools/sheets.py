"""Turn the bytes of a spreadsheet file (XLSX, XLS or CSV) into plain rows of cells."""

import csv
import io
import unicodedata
import warnings
import zipfile

import openpyxl
import xlrd

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_ROWS = 50_000

_XLSX_MAGIC = b"PK\x03\x04"
_XLS_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class StatementError(ValueError):
    """A statement that cannot be taken in. ``code`` names the reason, ``row`` the row (from 1).

    ``params`` holds the values the caller needs to say it in the user's language.
    """

    def __init__(self, code, row=None, **params):
        details = ", ".join(f"{key}={value}" for key, value in params.items())
        super().__init__(f"{code} (row {row}) {details}" if row else f"{code} {details}")
        self.code = code
        self.row = row
        self.params = params


def read_sheets(data):
    """Return the sheets of ``data`` as lists of rows, each a list of cell values.

    Cells are str, int, float, bool, datetime or None. The kind of file is told from its first
    bytes, because banks name files ``.xls`` that are something else.

    :raises StatementError: ``empty``, ``too_big``, ``html`` or ``unreadable``.
    """
    if not data:
        raise StatementError("empty")
    if len(data) > MAX_BYTES:
        raise StatementError("too_big", limit=MAX_BYTES)
    if data.startswith(_XLSX_MAGIC):
        sheets = _guarded(_read_xlsx, data)
    elif data.startswith(_XLS_MAGIC):
        sheets = _guarded(_read_xls, data)
    elif data.lstrip()[:200].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise StatementError("html")
    else:
        sheets = [_read_csv(data)]
    if sum(len(sheet) for sheet in sheets) > MAX_ROWS:
        raise StatementError("too_big", limit=MAX_ROWS)
    return sheets


def _guarded(reader, data):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return reader(data)
    except StatementError:
        raise
    except Exception as error:  # the libraries raise anything from KeyError to struct.error
        raise StatementError("unreadable") from error


def _read_xlsx(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise StatementError("too_big", limit=MAX_UNPACKED_BYTES)
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]


def _read_xls(data):
    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
    return [
        [
            [_xls_value(cell, book.datemode) for cell in sheet.row(index)]
            for index in range(sheet.nrows)
        ]
        for sheet in book.sheets()
    ]


def _xls_value(cell, datemode):
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        except (xlrd.xldate.XLDateError, OverflowError):
            return None
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return None
    return cell.value


def _read_csv(data):
    text = unicodedata.normalize("NFC", _decode(data))
    head = "\n".join(text.splitlines()[:60])
    delimiter = max(";\t,", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise StatementError("unreadable") from error


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
    raise StatementError("unreadable")
