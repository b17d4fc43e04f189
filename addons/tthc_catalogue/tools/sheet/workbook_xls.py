"""Old Excel workbooks (BIFF), read with xlrd."""

import io

import xlrd

from .error import TableError


def sheets(data):
    """Return (name, opener of rows, vertical merges) of each visible sheet.

    :raises TableError: ``password``
    """
    book = _open(data)
    return [
        (sheet.name, _opener(sheet, book.datemode), _vertical_merges(sheet))
        for sheet in book.sheets()
        if not sheet.visibility
    ]


def _open(data):
    options = {"file_contents": data, "logfile": io.StringIO(), "ragged_rows": True}
    try:
        try:
            return xlrd.open_workbook(formatting_info=True, **options)
        except (xlrd.XLRDError, NotImplementedError, AssertionError, IndexError, KeyError):
            return xlrd.open_workbook(**options)  # merges are a help, not a need
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower():
            raise TableError("password") from error
        raise


def _vertical_merges(sheet):
    return {
        (row, low_column): low_row
        for low_row, high_row, low_column, _high_column in sheet.merged_cells
        for row in range(low_row + 1, min(high_row, low_row + 500))
    }


def _opener(sheet, datemode):
    def rows():
        for index in range(sheet.nrows):
            yield [_value(cell, datemode) for cell in sheet.row(index)]

    return rows


def _value(cell, datemode):
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        except (xlrd.xldate.XLDateError, OverflowError):
            return None
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR")
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    return cell.value
