"""A book as a workbook: headings, rows one after the other, sums. Plain Python.

Rows go to the disk as they come, so that a book of a year needs no more memory than one of a day;
no text is ever taken for a formula or a link (OWASP, "CSV Injection").
"""

from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

from .numbers import grouped

#: Kinds of columns.
TEXT, MONEY, NUMBER, DAY, MOMENT = "text", "money", "number", "day", "moment"
#: Rows of a sheet of the workbook format, less what stands above and below the rows.
MOST_ROWS = 1_048_576 - 20


class TooManyRows(ValueError):
    """A book has more rows than a sheet holds: take a shorter period."""


@dataclass(frozen=True)
class Column:
    """A column: its title, kind, width in characters, and whether it is summed up."""

    title: str
    kind: str = TEXT
    width: int = 16
    summed: bool = False


def write_workbook(path, sheet_name, heads, columns, rows):
    """Write a book to ``path``.

    :param heads: lines above the table
    :param rows: tuples of cells, one for each of ``columns``; the running number comes before them
    :return: number of rows, and the sums of the summed columns by position
    :raise TooManyRows: more than :data:`MOST_ROWS`
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        formats = _formats(book)
        sheet = book.add_worksheet(sheet_name)
        sheet.set_column(0, 0, 7)
        for index, column in enumerate(columns, 1):
            sheet.set_column(index, index, column.width)
        for line, text in enumerate(heads):
            sheet.write_string(line, 0, text, formats["title" if line == 2 else TEXT])
        top = len(heads) + 1
        sheet.freeze_panes(top + 1, 0)
        for index, title in enumerate(("STT", *(column.title for column in columns))):
            sheet.write_string(top, index, title, formats["head"])
        count, sums = _write_rows(sheet, top + 1, columns, rows, formats)
        _write_sums(sheet, top + 1 + count, columns, sums, formats)
    return count, sums


def _formats(book):
    # The mark that spreadsheets keep before a text like “=1+1”, so that it stays one.
    return {
        TEXT: book.add_format({"quote_prefix": True}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#DDE7F0", "text_wrap": True, "border": 1}
        ),
        MONEY: book.add_format({"num_format": "#,##0"}),
        NUMBER: book.add_format({"num_format": "0"}),
        DAY: book.add_format({"num_format": "dd/mm/yyyy"}),
        MOMENT: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        "sum": book.add_format({"num_format": "#,##0", "bold": True, "top": 1}),
        "word": book.add_format({"bold": True, "top": 1}),
    }


def _write_rows(sheet, top, columns, rows, formats):
    sums = {index: 0 for index, column in enumerate(columns) if column.summed}
    count = 0
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise TooManyRows(count)
        line = top + count - 1
        sheet.write_number(line, 0, count, formats[NUMBER])
        for index, cell in enumerate(row):
            _write_cell(sheet, line, index + 1, cell, formats[columns[index].kind])
        for index in sums:
            sums[index] += row[index] or 0
    return count, sums


def _write_cell(sheet, line, column, cell, style):
    if isinstance(cell, str):
        if cell:
            sheet.write_string(line, column, cell, style)
    elif isinstance(cell, datetime | date):
        sheet.write_datetime(line, column, cell, style)
    elif cell is not None and cell is not False:
        sheet.write_number(line, column, cell, style)


def _write_sums(sheet, line, columns, sums, formats):
    sheet.write_string(line, 0, "Cộng", formats["word"])
    for index in range(len(columns)):
        if index in sums:
            sheet.write_number(line, index + 1, sums[index], formats["sum"])
        else:
            sheet.write_blank(line, index + 1, None, formats["word"])


def shown(cell, kind):
    """A cell as it is printed on paper."""
    if cell is None or cell is False or cell == "":
        return ""
    if kind == MONEY:
        return grouped(cell)
    if kind == DAY:
        return f"{cell:%d/%m/%Y}"
    if kind == MOMENT:
        return f"{cell:%d/%m/%Y %H:%M}"
    return str(cell)
