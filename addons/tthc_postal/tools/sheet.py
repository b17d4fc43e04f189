"""A list as a workbook. Plain Python; no text is ever taken for a formula or a link."""

import io

import xlsxwriter


def workbook(heads, columns, rows, sums=()):
    """The bytes of an XLSX file with one sheet.

    :param heads: lines above the table
    :param columns: (title, width, whether it holds VND)
    :param rows: tuples of cells, one for each column
    :param sums: positions of the columns that are summed up
    """
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    rows = list(rows)
    with xlsxwriter.Workbook(data, options) as book:
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})
        text = book.add_format({"border": 1, "valign": "top", "text_wrap": True})
        money = book.add_format({"border": 1, "num_format": "#,##0"})
        sheet = book.add_worksheet("Bảng kê")
        for line, words in enumerate(heads):
            sheet.write_string(line, 0, words, bold)
        top = len(heads) + 1
        for place, (title, width, _money) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(top, place, title, head)
        for line, row in enumerate(rows, top + 1):
            for place, cell in enumerate(row):
                if columns[place][2]:
                    sheet.write_number(line, place, cell or 0, money)
                else:
                    sheet.write_string(line, place, str(cell or ""), text)
        end = top + 1 + len(rows)
        for place in sums:
            sheet.write_number(end, place, sum(row[place] or 0 for row in rows), money)
    return data.getvalue()
