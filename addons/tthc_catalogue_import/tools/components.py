"""Papers of the dossier ("thành phần hồ sơ"), grouped by case.

The portal's table comes run together: a heading, the column titles, then for each paper its
name, its form files and “n bản chính[,m bản sao]”. What stands between the last count of a
group and the next column titles is the next heading; “--” is the heading of no case.
"""

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from .forms import split_forms
from .found import BLOCKING, INFO, LAYOUT, QUEUED, REVIEW, VALUE, Found
from .text import absent, clean, line, starts_cell

FIELD = "thanh_phan_ho_so"
TITLES = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
MOST = 50  # of one paper: the catalogue's own bound
_COUNT = re.compile(r"(?P<digits>\d{1,9}) bản chính(?:,(?P<copies>\d{1,9}) bản sao)?")
_YEAR_BEFORE = re.compile(r"(?:\d{1,2}[/.-]\d{1,2}[/.-]|\bnăm )$")
# Headings that name a part of one dossier, not a case.
_SECTION = re.compile(
    r"[-+*•\s\d.)a-zđ]{0,4}(?:lưu ý|bao gồm|thành phần hồ sơ|(?:các )?"
    r"(?:giấy tờ|hồ sơ|tài liệu)(?: phải)?(?: nộp| xuất trình)?)"
    r"(?: ?(?:,? ?bao gồm|gồm(?: có)?))?[\s:.]*",
    re.IGNORECASE,
)


@dataclass
class ComponentRow:
    name: str
    originals: int = 0
    copies: int = 0
    count_text: str = ""
    requirement: str = "mandatory"
    forms: tuple = ()
    review: tuple = ()


@dataclass
class CaseRow:
    """A group of papers. ``name`` empty: the general case."""

    name: str
    components: list = field(default_factory=list)


def parse(raw):
    """Groups of papers of the table ``raw``: rows are :class:`CaseRow`."""
    text, found = clean(raw), Found()
    parts = text.split(TITLES)
    if absent(text.replace("-", "")):
        found.cut(LAYOUT, text)
        found.queue(FIELD, "components_absent", text, BLOCKING)
        return found
    if len(parts) == 1:
        found.cut(QUEUED, text)
        found.queue(FIELD, "components_unreadable", text, BLOCKING)
        return found
    heading = parts[0]
    for number, part in enumerate(parts[1:], 1):
        cells = _cells(part)
        end = cells[-1].end() if cells else 0
        tail = part[end:]
        _read_group(found, heading, part[:end], cells)
        heading = tail if number < len(parts) - 1 else ""
    if tail:
        empty = not tail.strip("-– \n")
        found.cut(LAYOUT if empty else QUEUED, tail)
        if not empty:
            found.queue(FIELD, "component_without_count", tail)
    found.rows = _merged(found.rows)
    if not any(case.components for case in found.rows):
        found.queue(FIELD, "components_absent", text, BLOCKING)
    return found


def _cells(part):
    """The counts of ``part`` that end a row; the others belong to a paper's name
    (“nộp 02 bản chính1 bản chính”)."""
    ending = [match for match in _COUNT.finditer(part) if _ends_row(part, match)]
    return [
        match
        for match, after in zip_longest(ending, ending[1:])
        if after is None or part[match.end() : after.start()].strip()
    ]


def _ends_row(part, match):
    rest = part[match.end() : match.end() + 12]
    if not rest or starts_cell(rest[0]):
        return True
    glued = match.start() and not part[match.start() - 1].isspace()
    words = rest.lstrip()
    return bool(
        glued and rest[0].isspace() and (not words or words[0].isupper() or words[0] in "-+*")
    )


def _read_group(found, heading, body, cells):
    name = line(heading)
    bare = not name.strip("-– ")
    section = bool(_SECTION.fullmatch(name))
    found.cut(LAYOUT if bare else VALUE, heading)
    found.cut(LAYOUT, TITLES)
    case = CaseRow("" if bare or section else name)
    shown = "xuất trình" in name.casefold()
    if section and not shown:
        found.queue(FIELD, "component_heading", name, INFO)
    elif section:
        found.queue(FIELD, "component_heading", name, INFO, "show")
    start = 0
    for match in cells:
        case.components.append(_read_component(found, body[start : match.start()], match, shown))
        start = match.end()
    if not cells and not bare:
        found.queue(FIELD, "case_without_components", name, REVIEW)
    found.rows.append(case)


def _read_component(found, text, match, shown):
    """The paper whose name and forms are ``text`` and whose count is ``match``."""
    row = ComponentRow("", count_text=match.group())
    problems = []
    value, moved, reason, detail = read_count(match["digits"], text)
    text += moved
    found.cut(VALUE, text)
    found.cut(QUEUED if reason else VALUE, match.group()[len(moved) :])
    row.count_text = match.group()[len(moved) :]
    row.copies = int(match["copies"] or 0)
    row.originals = value or 0
    if reason:
        problems.append(reason)
        found.queue(FIELD, reason, text[-60:] + row.count_text, REVIEW, detail)
    elif max(row.originals, row.copies) > MOST:
        problems.append("count_implausible")
        found.queue(FIELD, "count_implausible", line(text) + row.count_text)
    row.originals, row.copies = (n if n <= MOST else 0 for n in (row.originals, row.copies))
    name, row.forms, doubt = split_forms(text)
    row.name = line(name) or line(text)
    if doubt:
        found.queue(FIELD, doubt, line(text), INFO)
    if not row.name:
        row.name = "–"
        problems.append("component_without_name")
        found.queue(FIELD, "component_without_name", match.group())
    row.requirement = _requirement(row, shown, value)
    row.review = tuple(problems)
    return row


def _requirement(row, shown, value):
    name = row.name.casefold()
    if shown or re.match(r"[-+*•\s\d.)]*xuất trình\b", name):
        return "show"
    if value == 0 and not row.copies:
        return "note"
    return "conditional" if "(nếu có" in name else "mandatory"


def read_count(digits, before):
    """Number of originals in ``digits``, which may have the last figures of the name run into
    them.

    :param before: the text before the digits
    :return: value or None, the figures that belong to the name, a reason for review or None,
        and the possible readings
    """
    year, rest = digits[:4], digits[4:]
    if 1 <= len(rest) <= 2 and year[:2] in ("19", "20") and _YEAR_BEFORE.search(before):
        return int(rest), year, None, ""
    whole = int(digits)
    last = before[-1:]
    own_cell = last and not last.isspace() and last not in "./-:_" and not last.isdigit()
    if len(digits) == 1 or (own_cell and digits[0] != "0" and whole <= MOST):
        return whole, "", None, ""
    readings = [
        f"{digits[:cut]}|{digits[cut:]}" if cut else digits
        for cut in range(len(digits))
        if digits[cut] != "0" or cut == len(digits) - 1
    ]
    reason = "count_ambiguous" if whole <= MOST else "count_implausible"
    return None, "", reason, "; ".join(readings)


def _merged(cases):
    """Groups with the same heading as one case, in their order; empty groups left out."""
    by_name = {}
    for case in cases:
        if case.components:
            by_name.setdefault(case.name, CaseRow(case.name)).components += case.components
    return list(by_name.values())
