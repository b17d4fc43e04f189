"""Exported lists that a spreadsheet only shows.

What citizens, banks and other systems write (names, memos, remarks) ends in exported lists. A text
that begins like a formula would be computed when the file is opened, a web address would become a
link (OWASP, "CSV Injection").
"""

from odoo.addons.web.controllers import export

#: Beginnings that spreadsheet programs take for a formula or swallow before one, besides the three
#: that Odoo marks itself; full-width signs are read as the usual ones.
STARTS = ("@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_write_any = export.ExportXlsxWriter.write


def _write_text_as_text(writer, row, column, cell_value, style=None):
    if isinstance(cell_value, str) and cell_value:
        writer.worksheet.write_string(row, column, cell_value, style)
    else:
        _write_any(writer, row, column, cell_value, style)


# Odoo's export takes its writer by name, there is nothing to inherit.
export.ExportXlsxWriter.write = _write_text_as_text


class CSVExport(export.CSVExport):
    def from_data(self, fields, columns_headers, rows):
        """Override of ``web``: the beginnings that Odoo does not know of get its mark, too."""
        marked = [[_marked(cell) for cell in row] for row in rows]
        return super().from_data(fields, columns_headers, marked)


def _marked(cell):
    if isinstance(cell, bytes):
        cell = cell.decode()
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS) else cell
