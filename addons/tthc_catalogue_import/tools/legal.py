"""Legal basis ("căn cứ pháp lý"): title and number of each document, run together."""

import re
from dataclasses import dataclass

from .found import INFO, LAYOUT, QUEUED, VALUE, Found
from .text import absent, clean, line, starts_cell

FIELD = "can_cu_phap_ly"
HEADER = "Tên văn bản pháp lýMã văn bản"
_ISSUERS = (
    "BLĐTBXH|BLDTBXH|BNNPTNT|BNN&PTNT|BVHTTDL|BTTTT|BTNMT|BKHĐT|BKHCN|BGTVT|BGDĐT|BNNMT|BDTTG"
    "|VKSNDTC|TANDTC|UBTVQH|UBTƯMTTQVN|UBCKNN|UBCK|UBND|HĐND|VPCP|TTCP|TCHQ|KTNN|BHXH|NHNN|BTTg"
    "|BNN|BNV|BNG|BCA|BCT|BQP|BTC|BTP|BXD|BYT|BVHTT|BKH|BTS|BTM|CTN|TCT|TTg|CP|TW|HĐTP|UBDT"
)
_ISSUER = rf"(?:(?:{_ISSUERS})(?![A-ZĐ]{{1,4}}(?:$|[-\d]))|[A-ZĐƯ&]{{1,12}}(?![a-zà-ỹđ]))"
_TYPE = "NĐ|ND|NQLT|NQ|QĐ|QD|TTLT|TT|CT|VBHN|PL|TB|KH|CP"
_SYMBOL = rf"(?:QH\d{{2}}|QH\d(?!\d)|(?:PL-|NQ-)?UBTVQH\d{{2}}|(?:{_TYPE})(?:-{_ISSUER}){{1,4}})"
_NUMBER = re.compile(
    r"(?P<run>\d+)(?P<part>\.\d{1,2})?(?P<letter>[a-z])?/"
    rf"(?:(?P<year>(?:19|20)\d\d)/)?(?P<symbol>{_SYMBOL})"
)
_KIND = (
    r"(?:Bộ luật|Luật|Nghị định|Nghị quyết|Thông tư liên tịch|Thông tư|Quyết định|Pháp lệnh"
    r"|Chỉ thị)"
)
# The number's cell may say the kind again: “…bộ máyThông tư số 48/2025/TT-NHNN”.
_KIND_IN_CELL = re.compile(rf"(?<=\S)(?<!\s){_KIND}(?: số)?\s*$")
_TWO_TITLES = re.compile(rf"(?<=[^\s(“\"/–-]){_KIND}\b")


@dataclass(frozen=True)
class LegalRow:
    number: str
    name: str
    review: tuple = ()


@dataclass(frozen=True)
class _Mark:
    """A document's number in the text, and whether it is a cell of the table."""

    start: int
    end: int
    number: str
    odd: bool


def parse(raw):
    """Documents of the table ``raw``; rows are :class:`LegalRow`, each number once."""
    text, found = clean(raw), Found()
    if absent(text):
        found.cut(LAYOUT, text)
        found.queue(FIELD, "legal_absent", text, INFO)
        return found
    body = text
    if text.startswith(HEADER):
        found.cut(LAYOUT, HEADER)
        body = text[len(HEADER) :]
    start, seen = 0, set()
    for mark in _cells(body):
        _read_row(found, body[start : mark.start], body[mark.start : mark.end], mark, seen)
        start = mark.end
    rest = body[start:]
    found.cut(QUEUED if rest.strip(" .;\n") else LAYOUT, rest)
    if rest.strip(" .;\n"):
        found.queue(FIELD, "legal_without_number", rest)
    return found


def _read_row(found, title, cell, mark, seen):
    kind = _KIND_IN_CELL.search(title)
    name = line(title[: kind.start()] if kind else title)
    if not name or re.fullmatch(rf"{_KIND}(?: số)?", name):
        name = line(f"{name} {mark.number}")
    if mark.odd:
        found.cut(QUEUED, title + cell)
        found.queue(FIELD, "legal_number_odd", title + cell)
        return
    found.cut(VALUE, title[: kind.start()] if kind else title)
    found.cut(LAYOUT, title[kind.start() :] if kind else "")
    found.cut(VALUE, cell)
    review = ()
    if _TWO_TITLES.search(name):
        review = ("legal_titles_merged",)
        found.queue(FIELD, "legal_titles_merged", title + cell)
    if mark.number != cell:
        found.queue(FIELD, "legal_number_corrected", cell, INFO, mark.number)
    key = number_key(mark.number)
    if key in seen:
        found.queue(FIELD, "legal_twice", title + cell, INFO)
        return
    seen.add(key)
    found.rows.append(LegalRow(mark.number, name, review))


def _cells(body):
    """Numbers that are cells: the others stand inside a title."""
    marks = [_mark(body, match) for match in _NUMBER.finditer(body)]
    cells, start = [], 0
    for index, mark in enumerate(marks):
        title = body[start : mark.start]
        if _joined(marks, index) and _ends_title(title, marks, index):
            continue
        if _is_cell(title, body[mark.end :]):
            cells.append(mark)
            start = mark.end
    return cells


def _joined(marks, index):
    """Whether the next number follows the one at ``index`` at once."""
    return index + 1 < len(marks) and marks[index + 1].start == marks[index].end


def _ends_title(title, marks, index):
    """Whether the number at ``index``, run onto the next one, is the end of a title."""
    if marks[index].number == marks[index + 1].number:
        return True
    twice = _joined(marks, index + 1) and marks[index + 1].number == marks[index + 2].number
    return not twice and not _KIND_IN_CELL.search(title)


def _is_cell(title, rest):
    if not rest.strip(" .;\n"):
        return True
    begins = starts_cell(rest[0]) or rest.lstrip()[:1].isupper()
    if _KIND_IN_CELL.search(title):
        return begins
    glued = title and not title[-1].isspace()
    if starts_cell(rest[0]) and rest[0] != "-":
        # “53/2025/TT-BCAngày 01/7”: a slip inside a title, not the beginning of the next.
        return bool(glued or not re.match(r"ngày\b|của\b|về\b", rest))
    return bool(glued and title[-1] not in '(“"/' and begins)


def _mark(body, match):
    """The number at ``match``, freed of figures of the title run into it."""
    run, symbol = match["run"], match["symbol"]
    before = body[: match.start()]
    skip = 0
    if match["part"] and (not symbol.startswith("NQ") or len(run) == 4):
        skip = len(run) + 1  # “…năm 2025.09/2026/TT-BNNMT”: the end of a sentence
    elif re.search(r"(?:QH|UBTVQH)$", before) and len(run) > 2:
        skip = 2
    elif len(run) >= 5 and run[:2] in ("19", "20"):
        skip = 4
    number = match.group()[skip:].replace("ND-", "NĐ-").replace("QD-", "QĐ-")
    issuer = symbol.rsplit("-", 1)[-1]
    odd = len(run) - skip > 5 or (issuer != symbol and len(issuer) == 1) or symbol.startswith("CP-")
    return _Mark(match.start() + skip, match.end(), number, odd)


def number_key(number):
    """``number`` as it is compared: without case, and without zeros before it."""
    return re.sub(r"^0+(?=\d)", "", line(clean(number)).casefold())
