"""Try a way of reading a statement on a sample file: what a layout would be and what it gives.

Pure: the guided form shows the result of :func:`trial` for every choice its user makes.
"""

from dataclasses import dataclass, field

from odoo.addons.tthc_catalogue.tools.sheet.cells import as_text, header_words, parse_date
from odoo.addons.tthc_catalogue.tools.sheet.sheets import open_sheets
from odoo.addons.tthc_catalogue.tools.sheet.titles import (
    find_header,
    first_rows,
    join_titles,
    match_columns,
)
from odoo.addons.tthc_payment.tools.statement import COLUMNS, Layout, choose
from odoo.addons.tthc_payment.tools.statement_error import StatementError
from odoo.addons.tthc_payment.tools.statement_table import TableReader

SHOWN_COLUMNS = 30


@dataclass
class Trial:
    """A sample as it would be read. ``columns`` maps column names to indexes; ``header`` is the
    index of the last row of titles. ``errors`` are StatementErrors, in the order of the rows."""

    sheets: list
    sheet: int
    rows: list
    header: int
    two_rows: bool
    columns: dict
    titles: list
    words: dict = field(default_factory=dict)
    statements: list = field(default_factory=list)
    errors: list = field(default_factory=list)


def trial(data, known, choices, scope="account"):
    """Read the sample ``data`` with ``choices``; what is not chosen is guessed.

    :param known: layouts whose header words help to guess
    :param dict choices: any of ``sheet``, ``header``, ``two_rows`` and ``columns``
    :raises StatementError: the file cannot be opened at all
    """
    tables = [sheet for reading in open_sheets(data) for sheet in reading]
    heads, problems = zip(*map(first_rows, tables), strict=True)
    if all(problems):
        raise problems[0]
    guess = _general(known)
    place = choices.get("sheet")
    if place is None or not 0 <= place < len(tables):
        place = _likely(heads, guess)
    head = heads[place]
    header, two_rows = _header(head, guess, choices)
    titles = _titles(head, header, two_rows)
    columns = choices.get("columns")
    if columns is None:
        columns = match_columns(titles, guess)
        columns = {key: index for key, index in columns.items() if key in COLUMNS}
        if "credit" in columns:
            columns = {k: v for k, v in columns.items() if k not in ("amount", "sign")}
    columns = {key: index for key, index in columns.items() if index < len(titles)}
    names = [sheet.name for sheet in tables]
    result = Trial(names, place, head, header, two_rows, columns, titles)
    result.words = {key: word_for(titles[index]) for key, index in columns.items()}
    result.errors = list(_complaints(result))
    if not result.errors:
        _read(result, tables[place], scope)
    return result


def word_for(title):
    """The header word that finds exactly this title again."""
    words = header_words(as_text(title))
    return f"={words}" if words else ""


def layout_of(result, name="", scope="account"):
    """The layout that reads the sample as it was tried."""
    return Layout(name, {key: (word,) for key, word in result.words.items()}, scope)


def _general(known):
    words = {}
    for layout in known:
        for key, some in layout.words.items():
            words.setdefault(key, {}).update(dict.fromkeys(some))
    return Layout("", {key: tuple(some) for key, some in words.items()})


def _likely(heads, guess):
    """The table in which most columns are recognised, else the one with the fullest row."""

    def score(head):
        found = _find(head, guess)
        return (len(found[1]) if found else 0, max(map(_filled, head), default=0))

    return max(range(len(heads)), key=lambda place: score(heads[place]))


def _find(head, guess):
    credit = Layout("", {k: w for k, w in guess.words.items() if k not in ("amount", "sign")})
    amount = Layout("", {k: w for k, w in guess.words.items() if k not in ("credit", "debit")})
    return find_header(head, [credit, amount])


def _header(head, guess, choices):
    if choices.get("header") is not None:
        header = min(max(int(choices["header"]), 0), max(len(head) - 1, 0))
        return header, bool(choices.get("two_rows")) and header > 0
    found = _find(head, guess)
    if found:
        row, columns, _layout = found
        alone = match_columns(head[row], guess) if row < len(head) else {}
        return row, len(alone) < len(columns)
    texts = [
        sum(isinstance(cell, str) and bool(cell.strip()) for cell in row)
        if not any(parse_date(cell) for cell in row)
        else 0
        for row in head
    ]
    return (texts.index(max(texts)) if texts else 0), False


def _titles(head, header, two_rows):
    if not head:
        return []
    titles = join_titles(head[header - 1], head[header]) if two_rows else head[header]
    return [as_text(cell) for cell in titles]


def _filled(row):
    return sum(bool(as_text(cell)) for cell in row)


def _complaints(result):
    """Yield what keeps the choices from being a layout."""
    columns, titles = result.columns, result.titles
    if "date" not in columns or "memo" not in columns:
        yield StatementError("needs_columns")
        return
    if "credit" not in columns and "amount" not in columns:
        yield StatementError("needs_amount")
        return
    for key, index in columns.items():
        if not result.words[key]:
            yield StatementError("no_title", column=letter(index))
            return
    found = match_columns(titles, layout_of(result))
    for key, index in columns.items():
        if found.get(key) != index:
            yield StatementError("same_title", column=letter(index), title=titles[index])
            return


def _read(result, sheet, scope):
    layout = layout_of(result, scope=scope)
    found = match_columns(result.titles, layout)
    reader = TableReader(layout, result.header, found, sheet.merged, result.errors.append)
    try:
        result.statements = reader.read(sheet.open())
        checked = []
        for statement in result.statements:
            if statement.rows:
                checked.append(choose([statement], statement.account))
        result.statements = checked
        if not checked and not result.errors:
            raise StatementError("no_rows")
    except StatementError as error:
        result.errors.append(error)


def letter(index):
    """The name of a column as spreadsheet programs show it: A, B, …, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
