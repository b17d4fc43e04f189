"""Addresses in two levels: a line of text taken apart, and a commune looked up in a list.

Since 01/7/2025 an address is a street, a commune (xã, phường, đặc khu) and one of 34 provinces.
People still write what was there before; what is only known under an old name is doubtful, and
its successor is proposed, but nothing is put in its place unasked.
"""

import difflib
import re
from dataclasses import dataclass

from odoo.addons.tthc_catalogue.tools.fold import fold
from odoo.addons.tthc_dossier.tools.communes import PROVINCES, province_key, split_kind

#: Province until 30/6/2025 → province that it is part of (NQ 202/2025/QH15), as compared keys.
FORMER_PROVINCES = {
    "ha giang": "tuyen quang", "yen bai": "lao cai", "bac kan": "thai nguyen",
    "vinh phuc": "phu tho", "hoa binh": "phu tho", "bac giang": "bac ninh",
    "thai binh": "hung yen", "hai duong": "hai phong", "ha nam": "ninh binh",
    "nam dinh": "ninh binh", "quang binh": "quang tri", "quang nam": "da nang",
    "kon tum": "quang ngai", "binh dinh": "gia lai", "ninh thuan": "khanh hoa",
    "dak nong": "lam dong", "binh thuan": "lam dong", "phu yen": "dak lak",
    "ba ria - vung tau": "ho chi minh", "ba ria vung tau": "ho chi minh",
    "binh duong": "ho chi minh", "binh phuoc": "dong nai", "long an": "tay ninh",
    "soc trang": "can tho", "hau giang": "can tho", "ben tre": "vinh long",
    "tra vinh": "vinh long", "tien giang": "dong thap", "bac lieu": "ca mau",
    "kien giang": "an giang",
}  # fmt: skip
_CURRENT = {province_key(name): name for name in PROVINCES.values()}
_SHORT = (
    (re.compile(r"^p(hường)?\s*\.\s*", re.IGNORECASE), "Phường "),
    (re.compile(r"^x(ã)?\s*\.\s*", re.IGNORECASE), "Xã "),
    (re.compile(r"^đk\s*\.\s*", re.IGNORECASE), "Đặc khu "),
)
_TOWNSHIP = ("thi tran ", "tt. ", "tt ")
#: How alike two names have to be for one to be proposed for the other (difflib).
ALIKE = 0.75
MOST_PROPOSED = 3


@dataclass(frozen=True)
class Parts:
    """An address taken apart; what was not recognised stays in ``street``."""

    street: str
    commune: str = ""
    province: str = ""


@dataclass(frozen=True)
class Commune:
    """A commune of the list: ``former`` are the folded lines of its former names."""

    id: int
    name: str
    province: str
    former: tuple = ()


@dataclass(frozen=True)
class Verdict:
    """What a look-up found.

    :ivar reason: empty when the commune was found; ``no_province``, ``no_commune``, ``unknown``,
        ``former``, ``elsewhere`` (in another province) or ``no_list`` (nothing to compare with)
    :ivar found: id of the commune, or ``None``
    :ivar proposed: ids of communes that may be meant
    """

    reason: str = ""
    found: int | None = None
    proposed: tuple = ()


def split(text):
    """Take a line apart from its end: province, then commune, the rest is the street.

    A district of an old address stays with the street. Joined again with commas, the parts give
    the words of the line.

    >>> split("Số 9, đường Gửi, P. Võ Cường, tỉnh Bắc Ninh")
    Parts(street='Số 9, đường Gửi', commune='Phường Võ Cường', province='Bắc Ninh')
    """
    words = [" ".join(part.split()) for part in re.split(r"[,;\n]", text or "")]
    words = [word for word in words if word]
    if len(words) > 1 and fold(words[-1]) == "viet nam":
        words.pop()
    province = province_of(words[-1]) if len(words) > 1 else ""
    if province:
        words.pop()
    for place in range(len(words) - 1, 0, -1):
        commune = _written_out(words[place])
        if split_kind(commune)[0] or fold(commune).startswith(_TOWNSHIP):
            del words[place]
            return Parts(", ".join(words), commune, province)
        if place < len(words) - 2:
            break
    return Parts(", ".join(words), "", province)


def join(street, commune, province):
    """The line of an address; :func:`split` takes it apart again."""
    return ", ".join(part.strip() for part in (street, commune, province) if (part or "").strip())


def province_of(text):
    """Present name of the province that ``text`` names, by its old name too; empty for none."""
    key = province_key(text or "")
    return _CURRENT.get(FORMER_PROVINCES.get(key, key), "")


def _written_out(word):
    for short, full in _SHORT:
        word = short.sub(full, word, count=1)
    return word


def _key(name):
    """``(kind, name)`` as compared: no marks, no zero before a number."""
    kind, plain = split_kind(_written_out(name))
    return kind, re.sub(r"\b0+(?=\d)", "", fold(plain))


def look_up(commune, province, listed):
    """Find a commune in the list.

    :param commune: as written, "Phường Võ Cường" or "Võ Cường"
    :param province: name of the province that was chosen
    :param listed: :class:`Commune` of that province, and of others of the same name
    :return: :class:`Verdict`
    """
    if not (province or "").strip():
        return Verdict("no_province", proposed=_same_name(commune, listed))
    if not (commune or "").strip():
        return Verdict("no_commune")
    here = [row for row in listed if province_key(row.province) == province_key(province)]
    if not here:
        return Verdict("elsewhere" if listed else "no_list", proposed=_same_name(commune, listed))
    same = _same_name(commune, here)
    if len(same) == 1:
        return Verdict(found=same[0])
    if same:
        return Verdict("unknown", proposed=same)
    word = fold(_written_out(commune))
    heirs = tuple(
        row.id for row in here if any(line.split(",")[0].strip() == word for line in row.former)
    )
    if heirs:
        return Verdict("former", proposed=heirs[:MOST_PROPOSED])
    elsewhere = _same_name(commune, [row for row in listed if row not in here])
    if elsewhere:
        return Verdict("elsewhere", proposed=elsewhere[:MOST_PROPOSED])
    return Verdict("unknown", proposed=_alike(commune, here))


def _same_name(commune, rows):
    """Ids of the communes of this name; of this kind only, where a kind is written."""
    kind, name = _key(commune or "")
    return tuple(
        row.id for row in rows if _key(row.name)[1] == name and kind in ("", _key(row.name)[0])
    )


def _alike(commune, rows):
    names = {}
    for row in rows:
        names.setdefault(_key(row.name)[1], row.id)
    close = difflib.get_close_matches(_key(commune)[1], names, MOST_PROPOSED, ALIKE)
    return tuple(names[name] for name in close)
