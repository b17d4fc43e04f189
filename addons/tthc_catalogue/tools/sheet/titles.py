"""Find the table in the sheets of a spreadsheet by the words of its column titles."""

from itertools import chain, islice

from .cells import as_text, header_rank, parse_date
from .error import TableError

HEADER_SEARCH_ROWS = 40


def best_tables(readings, layouts):
    """Return (sheet, what :func:`find_header` found in it) for each sheet with a table, of the
    reading in which most columns are found.

    :param layouts: objects with ``words`` (column → header words), ``wanted`` (these in the order
        in which columns are given away) and ``required`` (columns without which one does not fit);
        perhaps ``common`` (columns that do not tell one layout from another) and ``shares``
        (column → another that may stand in the same cell)
    :raises TableError: ``no_header`` (with ``expected`` and ``seen``), ``quotes``
    """
    best, seen, broken = None, [], None
    for sheets in readings:
        found = []
        for sheet in sheets:
            head, problem = first_rows(sheet)
            broken = broken or problem
            header = find_header(head, layouts)
            if header:
                found.append((sheet, header))
            seen = max([seen, *map(_filled, head[:HEADER_SEARCH_ROWS])], key=len)
        size = max((len(header[1]) for _sheet, header in found), default=0)
        if size and (best is None or size > best[0]):
            best = (size, found)
    if best is None and broken:
        raise broken
    if best is None:
        expected = [
            " / ".join(layout.words[key][0] for key in layout.required) for layout in layouts
        ]
        raise TableError("no_header", expected="; ".join(expected), seen=" | ".join(seen)[:300])
    return best[1]


def first_rows(sheet):
    """Return the rows in which titles are looked for, and ``None``; or no rows and why.

    Quotation marks that do not fit: wrong ones, or a separator that only occurs in the texts.
    """
    try:
        return list(islice(sheet.open(), HEADER_SEARCH_ROWS + 1)), None
    except TableError as error:
        if error.code != "quotes":
            raise
        return [], error


def find_header(head, layouts):
    """Return (row, columns, layout) of the column titles in the first rows of a sheet, or None.

    ``row`` is the index of the last row of the titles, which may span two. Titles that are all in
    one row do not: what stands above them is the block of the account, not more of them.
    """
    best = None
    for index in range(min(HEADER_SEARCH_ROWS, len(head))):
        below = head[index + 1] if index + 1 < len(head) else []
        candidates = [(index, head[index])]
        # A row with a date is a movement: taken for the second row of titles it would be lost.
        if not any(parse_date(cell) for cell in chain(head[index], below)):
            candidates.append((index + 1, join_titles(head[index], below)))
        for row, cells in candidates:
            for layout in layouts:
                columns = _complete(cells, layout)
                if not columns or (row > index and _complete(below, layout)):
                    continue
                if best is None or _size(columns, layout) > _size(*best[1:]):
                    best = (row, columns, layout)
    return best


def _complete(cells, layout):
    """The columns in ``cells``, None if one is missing without which the layout does not fit."""
    columns = match_columns(cells, layout)
    return columns if all(key in columns for key in layout.required) else None


def _size(columns, layout):
    return len(columns.keys() - set(getattr(layout, "common", ())))


def _filled(cells):
    return [as_text(cell) for cell in cells if as_text(cell)]


def join_titles(upper, lower):
    """Return two rows of titles as one, each cell with the one below it."""
    width = max(len(upper), len(lower))
    pairs = zip(padded(upper, width), padded(lower, width), strict=True)
    return [f"{as_text(above)}\n{as_text(below)}".strip() for above, below in pairs]


def padded(cells, width):
    return cells if len(cells) >= width else [*cells, *([None] * (width - len(cells)))]


def match_columns(cells, layout):
    """Return {column name: index} of the titles in ``cells`` that ``layout`` knows."""
    columns = {}
    for key, words in layout.wanted.items():
        ranked = [
            (rank, index)
            for index, cell in enumerate(cells)
            if (rank := header_rank(cell, words)) is not None
        ]
        for _rank, index in sorted(ranked):
            partner = getattr(layout, "shares", {}).get(key)
            if index not in columns.values() or columns.get(partner) == index:
                columns[key] = index
                break
    return columns
