"""A list of people handed in for one procedure: rows of a table, read and checked.

Plain Python. A row is read by the header of its columns; without one, by what its cells look like:
12 or 9 digits are the number, a date is the birthday, the first other text is the name.
"""

import re
from dataclasses import dataclass, field

from odoo.addons.tthc_catalogue.tools.fold import fold

from .id_card import read_date
from .identity import check_identity_number, check_phone, compact

#: Headers that a column may have, folded.
COLUMNS = {
    "number": ("so dinh danh", "so dinh danh ca nhan", "cccd", "so cccd", "so cccd/cmnd", "cmnd",
               "personal number", "ma dinh danh"),
    "name": ("ho ten", "ho va ten", "ho, ten", "ten", "name", "full name", "ho ten nguoi lao dong"),
    "birth": ("ngay sinh", "ngay thang nam sinh", "ngay, thang, nam sinh", "sinh ngay",
              "date of birth"),
    "gender": ("gioi tinh", "gender", "nam/nu"),
    "phone": ("dien thoai", "so dien thoai", "sdt", "phone"),
    "street": ("dia chi", "address", "noi o"),
    "commune": ("xa", "phuong/xa", "xa/phuong", "xa, phuong", "commune"),
    "note": ("ghi chu", "note"),
}  # fmt: skip
_GENDERS = {"nam": "male", "nu": "female", "male": "male", "female": "female"}


@dataclass
class Person:
    """One row; ``problems`` are codes: ``no_name``, ``number`` (cannot be one), ``twice`` (stood
    at row ``twice_at``), ``birth`` (no date), ``phone`` (cannot be one)."""

    row: int
    number: str = ""
    name: str = ""
    birth: object = None
    birth_text: str = ""
    gender: str = ""
    phone: str = ""
    street: str = ""
    commune: str = ""
    note: str = ""
    problems: list = field(default_factory=list)
    twice_at: int = 0


def read_people(table, index, *, on_date=None):
    """The people of a table.

    :param table: lists of texts
    :param index: ``{column: place}`` when the first row is a header, else ``{}``
    :return: list of :class:`Person`, numbered as the rows of the table (from 1)
    """
    people = []
    start = 1 if index else 0
    for number, cells in enumerate(table[start:], start + 1):
        if not any(cells):
            continue
        given = _by_header(cells, index) if index else _by_looks(cells)
        birth_text = given.pop("birth", "")
        gender = _GENDERS.get(fold(given.pop("gender", "")), "")
        given["number"] = compact(given.get("number", ""))
        people.append(
            Person(
                number,
                birth=read_date(_padded(birth_text)),
                birth_text=birth_text,
                gender=gender,
                **given,
            )
        )
    check(people, on_date=on_date)
    return people


def check(people, *, on_date=None):
    """Set the problems of each of ``people``."""
    first = {}
    for person in people:
        person.problems, person.twice_at = [], 0
        if not person.name.strip():
            person.problems.append("no_name")
        if person.number:
            if check_identity_number(person.number, on_date=on_date).problems:
                person.problems.append("number")
            elif first.setdefault(person.number, person.row) != person.row:
                person.problems.append("twice")
                person.twice_at = first[person.number]
        if person.birth_text and not person.birth:
            person.problems.append("birth")
        if person.phone and check_phone(person.phone).problems:
            person.problems.append("phone")


def _by_header(cells, index):
    return {key: cells[at] if at < len(cells) else "" for key, at in index.items()}


def _by_looks(cells):
    found = {}
    for cell in filter(None, cells):
        digits = compact(cell)
        if digits.isdigit() and len(digits) in (9, 12) and "number" not in found:
            found["number"] = cell
        elif read_date(_padded(cell)) and "birth" not in found:
            found["birth"] = cell
        elif fold(cell) in _GENDERS and "gender" not in found:
            found["gender"] = cell
        elif not digits.isdigit() and "name" not in found:
            found["name"] = cell
        elif digits.isdigit() and len(digits) in (10, 11) and "phone" not in found:
            found["phone"] = cell
        elif not digits.isdigit() and "street" not in found:
            found["street"] = cell
    return found


def _padded(text):
    """``1/2/1980`` as ``01/02/1980``."""
    match = re.fullmatch(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})", text.strip(), re.ASCII)
    return f"{int(match[1]):02d}/{int(match[3]):02d}/{match[4]}" if match else text
