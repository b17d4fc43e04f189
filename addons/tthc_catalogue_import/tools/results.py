"""Results ("kết quả") with their national codes, and the keywords and the description that the
portal prints after them."""

import re
from dataclasses import dataclass

from .found import INFO, LAYOUT, QUEUED, VALUE, Found
from .text import absent, clean, line, paragraphs

FIELD = "ket_qua_xu_ly"
_CODE = re.compile(
    r"Mã: ?(?P<code>KQ[.-][A-Z]\d{1,3}\.\d+|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{1,3}-KQ\d+"
    r"|TP[.-][A-Z]\d{1,3}\.\d+|(?P<other>[A-Z\d][A-Z\d.-]*?(?=[A-ZĐ][a-zà-ỹđ]|[^A-Z\d.-]|$)))"
)
_TAIL = re.compile(
    r"Từ khóa(?P<keywords>(?:(?!Từ khóa).)*?)Mô tả(?P<description>(?:(?!Mô tả).)*?)"
    r"(?P<residue>Chọn cơ quan thực hiện(?:Tỉnh/ Thành phố|Bộ ngành|Phường/ Xã|Sở|Đơn vị"
    r"|-- Chọn [^-]{1,30} --|Hệ thống chỉ hiển thị những cơ quan đã áp dụng dịch vụ công trực"
    r" tuyến|Nộp hồ sơ|\s)*)?\Z",
    re.DOTALL,
)
_PLAIN_DIGITS = 6  # figures of a result code, KQ.G15.000031


@dataclass(frozen=True)
class ResultRow:
    name: str
    code: str = ""
    review: tuple = ()


@dataclass
class Results(Found):
    keywords: str = ""
    description: str = ""


def parse(raw):
    """Results, keywords and description of ``raw``; rows are :class:`ResultRow`."""
    text, found = clean(raw), Results()
    if absent(text):
        found.cut(LAYOUT, text)
        found.queue(FIELD, "results_absent", text, INFO)
        return found
    tail = _TAIL.search(text)
    body = text[: tail.start()] if tail else text
    codes = list(_CODE.finditer(body))
    if not tail and not codes:
        # Neither a code nor the rest of the page: the crawler cut another field here.
        found.cut(QUEUED, text)
        found.queue(FIELD, "results_unreadable", text)
        return found
    _read_rows(found, body, codes)
    if tail:
        _read_tail(found, tail)
    return found


def _read_rows(found, body, codes):
    start = 0
    for match in codes:
        name, code = line(body[start : match.start()]), match["code"].rstrip(".-")
        end, review = match.start("code") + len(code), ()
        figures = re.search(r"\.(\d+)$", code)
        if figures and match["other"] is None and len(figures[1]) > _PLAIN_DIGITS:
            if body[end : end + 1] in (".", ")") and code.startswith("KQ"):
                over = len(figures[1]) - _PLAIN_DIGITS  # “KQ.G12.0007921. Thông báo…”
                code, end = code[:-over], end - over
            elif not code.startswith("TP"):
                review = ("result_code_odd",)
        if match["other"] is not None:
            review = ("result_code_odd",)
        found.cut(VALUE, body[start : match.start()])
        found.cut(LAYOUT, body[match.start() : match.start("code")])
        found.cut(VALUE, code)
        start = end
        if review:
            found.queue(FIELD, "result_code_odd", f"{name}Mã: {match['code']}")
        if not name:
            review = (*review, "result_without_name")
            found.queue(FIELD, "result_without_name", match.group())
        found.rows.append(ResultRow(name or "–", code, review))
    rest = body[start:]
    if absent(rest):
        found.cut(LAYOUT, rest)
    else:
        found.cut(VALUE, rest)
        found.queue(FIELD, "result_without_code", rest)
        found.rows.append(ResultRow(line(rest), "", ("result_without_code",)))


def _read_tail(found, tail):
    found.cut(LAYOUT, "Từ khóa")
    found.cut(VALUE if not absent(tail["keywords"]) else LAYOUT, tail["keywords"])
    found.cut(LAYOUT, "Mô tả")
    found.cut(VALUE if not absent(tail["description"]) else LAYOUT, tail["description"])
    found.cut(LAYOUT, tail["residue"])
    found.keywords = "" if absent(tail["keywords"]) else line(tail["keywords"])
    found.description = "" if absent(tail["description"]) else paragraphs(tail["description"])
