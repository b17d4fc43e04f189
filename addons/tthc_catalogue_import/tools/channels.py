"""Ways to submit ("cách thức thực hiện"): channel × time × fee × description.

The portal's table comes run together: “Trực tiếp7 Ngày làm việcMiễn phí(ghi chú)mô tả…”. A row
begins where a channel's name is followed at once by a time cell and a fee cell.
"""

import re
from dataclasses import dataclass
from itertools import zip_longest

from . import fees
from .found import BLOCKING, INFO, LAYOUT, QUEUED, REVIEW, VALUE, Found
from .text import NOTHING, absent, clean, line, paragraphs

FIELD = "cach_thuc_thuc_hien"
HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"
CHANNELS = {"Trực tiếp": "counter", "Trực tuyến": "online", "Dịch vụ bưu chính": "post"}
UNITS = {
    "Ngày làm việc": "working_day",
    "Ngày": "calendar_day",
    "Giờ làm việc": "hour",
    "Giờ": "hour",
    "Tháng": "month",
}
# Units that the catalogue has no counting rule for.
OTHER_UNITS = ("Phút", "Tuần", "Quý", "Năm")
# The same bounds as a limit of 365 days.
LONGEST = {"hour": 8 * 365, "working_day": 365, "calendar_day": 365, "month": 12}

_LABEL = "|".join(CHANNELS)
_UNIT = "|".join(sorted([*UNITS, *OTHER_UNITS], key=len, reverse=True))
_ROW = re.compile(
    rf"(?P<label>{_LABEL})"
    r"(?:"
    rf"(?P<number>\d{{1,6}}(?:[.,]\d{{1,2}})?) (?P<unit>{_UNIT})(?P<fee_a>{fees.CELL})"
    rf"|(?P<none>{NOTHING})(?P<fee_b>{fees.CELL})"
    rf"|(?P<bare>\d{{1,6}}(?:[.,]\d{{1,2}})?)(?P<fee_c>{fees.WORDS})"
    rf"|(?P<merged>{fees.SUM})"
    # A time cell in words: it begins like a sentence, and the fee cell is run onto it.
    rf"|(?P<phrase>(?=[^\W\d_])(?![a-zà-ỹđ])(?:(?!{_LABEL}).){{1,200}}?(?<=\S))(?P<fee_e>{fees.WORDS})"
    r")",
    re.DOTALL,
)
_EVIDENCE = re.compile(
    r"(?:ngay )?trong ngày(?: làm việc)?"
    r"|\d+(?: \([^()\d]{2,20}\))? ?(?:giờ|ngày|tháng)(?: làm việc)?",
    re.IGNORECASE,
)


@dataclass
class ChannelRow:
    """One row of the table. ``time_value`` is in ``time_unit``; both stay empty and ``unknown``
    where the source does not say. ``evidence`` is for the person who decides: the cell as published
    where it could not be read, and times that the text speaks of."""

    channel: str
    time_text: str
    time_value: float = 0.0
    time_unit: str = "unknown"
    fee: fees.FeeCell = None
    description: str = ""
    variant: str = ""
    evidence: str = ""
    review: tuple = ()


def parse(raw, process_text=""):
    """Rows of the table ``raw``.

    :param process_text: the order of steps; times found in it are reported as evidence beside a
        row without a unit and never become its value
    """
    text, found = clean(raw), Found()
    if absent(text):
        found.cut(LAYOUT, text)
        found.queue(FIELD, "channels_absent", text, BLOCKING)
        return found
    body = text
    if text.startswith(HEADER):
        found.cut(LAYOUT, HEADER)
        body = text[len(HEADER) :]
    matches = list(_ROW.finditer(body))
    lead = body[: matches[0].start()] if matches else body
    if lead:
        found.cut(QUEUED, lead)
        reason = "channel_text_outside" if matches else "channels_unreadable"
        found.queue(FIELD, reason, lead, REVIEW if matches else BLOCKING)
    for match, after in zip_longest(matches, matches[1:]):
        end = after.start() if after else len(body)
        _read_row(found, match, body[match.end() : end], process_text)
    _name_variants(found)
    return found


def _read_row(found, match, rest, process_text):
    """Add the row of ``match``, whose note and description are in ``rest``."""
    row = ChannelRow(CHANNELS[match["label"]], "")
    found.cut(LAYOUT, match["label"])
    problems = []
    if match["merged"]:
        # “1120,000 VNĐ”: a number of days without a unit and a sum; where one ends is not told.
        row.fee, rest = fees.read_merged(match["merged"], rest)
        row.time_text = match["merged"]
        problems.append("time_and_fee_merged")
    else:
        row.time_text = match["number"] or match["none"] or match["bare"] or match["phrase"]
        if match["number"]:
            row.time_text = f"{match['number']} {match['unit']}"
        cell = match["fee_a"] or match["fee_b"] or match["fee_c"] or match["fee_e"]
        row.fee, rest = fees.read_cell(cell, rest)
        problems += _read_time(row, match)
    row.description = paragraphs(rest)
    queued = bool(problems)
    found.cut(QUEUED if queued else VALUE, row.time_text)
    if not match["merged"]:
        found.cut(VALUE, row.fee.cell)
    found.cut(VALUE, row.fee.raw_note)
    found.cut(VALUE, rest)
    detail = ""
    if row.time_unit == "unknown":
        detail = evidence(f"{row.description}\n{process_text}")
    if problems:
        row.evidence = "; ".join(filter(None, [row.time_text, detail]))
    verbatim = match["label"] + row.time_text + row.fee.text
    for reason in problems:
        found.queue(FIELD, reason, verbatim, REVIEW, detail)
    for reason in row.fee.problems:
        found.queue(FIELD, reason, verbatim, REVIEW)
    row.review = (*problems, *row.fee.problems)
    found.rows.append(row)


def _read_time(row, match):
    """Fill value and unit of ``row``; return the reasons for review."""
    if match["number"]:
        unit = UNITS.get(match["unit"])
        if unit is None:
            return ["time_unit_other"]
        row.time_value, row.time_unit = float(match["number"].replace(",", ".")), unit
        if not 0 < row.time_value <= LONGEST[unit]:
            if row.time_value <= 0:
                row.time_unit = "unknown"
            return ["time_implausible"]
        return []
    if match["bare"]:
        row.time_value = float(match["bare"].replace(",", "."))
        return ["time_without_unit"]
    return ["time_in_words"] if match["phrase"] else ["time_absent"]


def evidence(text):
    """Times that ``text`` speaks of, for the person who decides: “03 ngày làm việc; …”."""
    seen = dict.fromkeys(line(match.group()).lower() for match in _EVIDENCE.finditer(text))
    return "; ".join(list(seen)[:6])


def _name_variants(found):
    """Number the rows of a channel that has several: the portal uses them for cases."""
    by_channel = {}
    for row in found.rows:
        by_channel.setdefault(row.channel, []).append(row)
    for rows in by_channel.values():
        if len(rows) < 2:
            continue
        for number, row in enumerate(rows, 1):
            row.variant = f"Dòng {number}"
            row.review = (*row.review, "channel_several_rows")
        texts = " | ".join(f"{row.time_text} {row.fee.text}".strip() for row in rows)
        found.queue(FIELD, "channel_several_rows", line(texts), INFO)
