"""Web pages with a table, which several systems export under the name of an old workbook."""

from itertools import islice

from lxml import etree, html

from .delimited import decode
from .error import MAX_COLUMNS, MAX_ROWS, TableError

MAX_PAGE = 12 * 1024 * 1024
# A page without a row of so many cells shows a message, not a table.
_FEWEST_CELLS = 3
_BREAKS = {"br", "p", "div", "li"}
_SPAN_LIMIT = 500
_MERGE_LIMIT = 20_000


def sheets(data):
    """Return one sheet (name, opener of rows, vertical merges): the tables of the page, one under
    the other, for the block above the movements mostly is a table of its own.

    :raises TableError: ``html`` if there is no table in it, ``too_big``, ``unreadable``
    """
    if len(data) > MAX_PAGE:
        raise TableError("too_big", limit=MAX_PAGE)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, no_network=True)
    page = html.document_fromstring(decode(data).encode(), parser=parser)
    grid = _Grid()
    for row in islice(_innermost_rows(page), MAX_ROWS + 1):
        grid.add([cell for cell in row if cell.tag in ("td", "th")])
    if grid.widest < _FEWEST_CELLS:
        raise TableError("html")
    return [("", lambda: iter(grid.rows), grid.merged)]


def _innermost_rows(page):
    """Rows of tables; one that only holds a table is there for the looks."""
    return (row for row in page.iter("tr") if row.find(".//table") is None)


class _Grid:
    """Rows of cells in their columns, cells over several rows and columns included."""

    def __init__(self):
        self.rows = []
        self.merged = {}
        self.widest = 0
        self._open = {}  # column -> (rows that the cell above still covers, its first row)

    def add(self, cells):
        number, row = len(self.rows), []
        for cell in cells[:MAX_COLUMNS]:
            self._pass_covered(row, number)
            down, across = _span(cell, "rowspan"), _span(cell, "colspan", MAX_COLUMNS)
            if down > 1 and len(self.merged) < _MERGE_LIMIT:
                self._open.update(dict.fromkeys(range(len(row), len(row) + across), down - 1))
                for below in range(number + 1, number + down):
                    self.merged[below, len(row)] = number
            row += [_text(cell) or None, *[None] * (across - 1)]
        self._pass_covered(row, number)
        self.rows.append(row[:MAX_COLUMNS])
        self.widest = max(self.widest, len(cells))

    def _pass_covered(self, row, number):
        while self._open.get(len(row)):
            self._open[len(row)] -= 1
            row.append(None)


def _span(cell, name, limit=_SPAN_LIMIT):
    text = (cell.get(name) or "").strip()[:9]
    return min(max(int(text), 1), limit) if text.isdecimal() and text.isascii() else 1


def _text(cell):
    """The text of a cell, its lines apart; blanks and line ends of the source mean nothing."""
    lines = [""]
    for event, part in etree.iterwalk(cell, events=("start", "end")):
        if event == "start" and part.tag in _BREAKS:
            lines.append("")
        text = part.text if event == "start" else part is not cell and part.tail
        lines[-1] += text or ""
    return "\n".join(text for line in lines if (text := " ".join(line.split())))
