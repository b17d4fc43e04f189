"""The published list of communes: which rows can be taken, and what is wrong with the others.

Plain Python. Since 01/7/2025 there are provinces and communes only (QĐ 19/2025/QĐ-TTg): 3,321
communes of three kinds with five-digit codes.
"""

import re
from dataclasses import dataclass, field

from odoo.addons.tthc_catalogue.tools.fold import fold

#: Statistical codes of the 34 provinces (QĐ 19/2025/QĐ-TTg).
PROVINCES = {
    "01": "Hà Nội", "04": "Cao Bằng", "08": "Tuyên Quang", "11": "Điện Biên", "12": "Lai Châu",
    "14": "Sơn La", "15": "Lào Cai", "19": "Thái Nguyên", "20": "Lạng Sơn", "22": "Quảng Ninh",
    "24": "Bắc Ninh", "25": "Phú Thọ", "31": "Hải Phòng", "33": "Hưng Yên", "37": "Ninh Bình",
    "38": "Thanh Hóa", "40": "Nghệ An", "42": "Hà Tĩnh", "44": "Quảng Trị", "46": "Huế",
    "48": "Đà Nẵng", "51": "Quảng Ngãi", "52": "Gia Lai", "56": "Khánh Hòa", "66": "Đắk Lắk",
    "68": "Lâm Đồng", "75": "Đồng Nai", "79": "Hồ Chí Minh", "80": "Tây Ninh", "82": "Đồng Tháp",
    "86": "Vĩnh Long", "91": "An Giang", "92": "Cần Thơ", "96": "Cà Mau",
}  # fmt: skip

KINDS = {"xa": "commune", "phuong": "ward", "dac khu": "zone"}
#: Headers that the columns of a list may have, folded.
COLUMNS = {
    "code": ("ma", "ma xa", "ma don vi", "ma dvhc", "code", "ward_code", "ma phuong xa"),
    "name": ("ten", "ten xa", "ten don vi", "ten dvhc", "name", "full_name", "ten phuong xa"),
    "kind": ("loai", "cap", "loai hinh", "kind", "type"),
    "province": ("tinh", "ma tinh", "tinh/thanh pho", "ten tinh", "province", "province_code"),
    "former": ("ten cu", "truoc sap nhap", "don vi cu", "former", "former names"),
    "date_from": ("hieu luc tu", "tu ngay", "valid from", "date_from"),
    "date_to": ("hieu luc den", "den ngay", "valid to", "date_to"),
}
NEEDED = ("code", "name", "province")


@dataclass
class Row:
    """One row of the list; ``problems`` are codes of what is wrong with it."""

    number: int
    code: str = ""
    name: str = ""
    kind: str = ""
    province: str = ""
    former: str = ""
    date_from: str = ""
    date_to: str = ""
    problems: list = field(default_factory=list)


def province_key(name):
    """What is compared of a province's name: "TP Hồ Chí Minh" and "Thành phố Hồ Chí Minh" are one.

    >>> province_key("Thành phố Huế"), province_key("Thừa Thiên - Huế"), province_key("79")
    ('hue', 'hue', 'ho chi minh')
    """
    text = name.strip()
    text = PROVINCES.get(text.zfill(2), text) if text.isdigit() else text
    key = re.sub(r"^(tinh|thanh pho|tp\.?)\s+", "", fold(text))
    return "hue" if key.endswith("hue") else key


def split_kind(name):
    """``(kind or "", name)`` of a full name.

    >>> split_kind("Phường Võ Cường"), split_kind("ĐẶC KHU Phú Quốc"), split_kind("Võ Cường")
    (('ward', 'Võ Cường'), ('zone', 'Phú Quốc'), ('', 'Võ Cường'))
    """
    for words, kind in KINDS.items():
        if fold(name).startswith(words + " "):
            return kind, " ".join(name.split()[len(words.split()) :])
    return "", " ".join(name.split())


def read_rows(table, index):
    """Rows of the list below its header.

    :param table: lists of texts, the header first
    :param index: ``{column: place}``, see :func:`.table_file.columns`
    """
    rows, seen = [], {}
    for number, cells in enumerate(table[1:], 2):
        if not any(cells):
            continue
        given = {key: cells[at] if at < len(cells) else "" for key, at in index.items()}
        kind, name = split_kind(given.pop("name", ""))
        kind = KINDS.get(fold(given.pop("kind", "")), kind)
        row = Row(number, **{**given, "name": name, "kind": kind})
        row.code = row.code.zfill(5) if row.code.isdigit() else row.code
        row.problems = _problems(row, seen)
        rows.append(row)
    return rows


def _problems(row, seen):
    problems = []
    if not re.fullmatch(r"[0-9]{5}", row.code):
        problems.append("code")
    elif seen.setdefault(row.code, row.number) != row.number:
        problems.append("twice")
    if not row.name:
        problems.append("name")
    if not row.kind:
        problems.append("kind")
    if not row.province:
        problems.append("province")
    return problems
