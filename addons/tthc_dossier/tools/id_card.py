"""Reader of the QR code on Vietnamese identity cards (thẻ CCCD, thẻ Căn cước).

The code holds text: ``number|old CMND|full name|ddMMyyyy|gender|address|ddMMyyyy of issue``; newer
cards append fields. A hand scanner "types" that text through the keyboard layout of the computer,
so the pipe may arrive as another character, letters may be decomposed (NFD) and a line feed ends
it. Pure Python, no ORM.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from .identity import check_personal_number

#: What a pipe becomes on other keyboard layouts and in look-alike characters.
PIPES = "|¦｜∣│┃❘ǀ‖￨~!"
MIN_FIELDS = 7

#: Why a scanned text is not a card, by error code.
ERRORS = {
    "empty": "Nothing was scanned.",
    "no_number": "The text does not begin with a 12-digit personal number.",
    "too_few_fields": "The text has fewer than 7 fields: scan the whole code again.",
    "bad_number": "The personal number on the card is impossible.",
    "no_name": "The card holds no name.",
    "bad_birth_date": "The date of birth on the card cannot be read.",
}

_SCANNER_PREFIX = re.compile(r"^\][A-Za-z]\d")
_SEPARATOR = re.compile(r"^\d{12}(?P<sep>[^\d ])")
_GENDERS = {
    "nam": "male",
    "male": "male",
    "m": "male",
    "nữ": "female",
    "nu": "female",
    "nư": "female",
    "female": "female",
    "f": "female",
}


class NotAnIdCard(ValueError):
    """The scanned text is no identity card; ``code`` is a key of :data:`ERRORS`."""

    def __init__(self, code):
        super().__init__(ERRORS[code])
        self.code = code


@dataclass(frozen=True)
class IdCard:
    """What the code on a card says.

    ``birth_date`` is None when the card gives only a year (``birth_year`` is then all there is);
    ``gender`` is ``male``, ``female`` or ``""``; ``old_number`` the former CMND or ``""``.
    ``warnings`` are codes: those of :func:`identity.check_personal_number` and
    ``bad_old_number``, ``birth_day_unknown``, ``unknown_gender``, ``bad_issue_date``,
    ``mangled_text``.
    """

    number: str
    old_number: str
    name: str
    birth_date: date | None
    birth_year: int
    gender: str
    address: str
    issue_date: date | None
    warnings: tuple = field(default=())


def looks_like_card(text):
    """Return True when ``text`` is worth giving to :func:`parse` (12 digits, then a separator)."""
    return bool(_SEPARATOR.match(_clean(text)))


def parse(text, *, on_date=None):
    """Read the text of an identity card's QR code.

    :param text: what the scanner typed or the camera decoded
    :param on_date: day of the scan, to refuse numbers of people not yet born
    :returns: :class:`IdCard`
    :raises NotAnIdCard: with a ``code`` saying why (see :data:`ERRORS`)
    """
    fields = _split(_clean(text))
    number, old_number, name, birth, gender_word, address, issued = fields[:MIN_FIELDS]
    if not name:
        raise NotAnIdCard("no_name")
    birth_date, birth_year = _read_birth(birth)
    gender = _GENDERS.get(gender_word.casefold(), "")
    check = check_personal_number(number, birth_date=birth_date, gender=gender, on_date=on_date)
    if check.problems:
        raise NotAnIdCard("bad_number")
    issue_date = read_date(issued)
    old_digits = re.sub(r"\D", "", old_number)
    warnings = [finding.code for finding in check.warnings]
    for code, found in (
        ("bad_old_number", bool(old_number) and len(old_digits) not in (9, 12)),
        ("birth_day_unknown", birth_date is None),
        ("unknown_gender", not gender),
        ("bad_issue_date", issue_date is None),
        ("mangled_text", any(mark in name + address for mark in "\ufffd?")),
    ):
        if found:
            warnings.append(code)
    return IdCard(
        number=number,
        old_number=old_digits if len(old_digits) in (9, 12) else "",
        name=name,
        birth_date=birth_date,
        birth_year=birth_year,
        gender=gender,
        address=address,
        issue_date=issue_date,
        warnings=tuple(warnings),
    )


def read_date(text):
    """Return the date in ``ddMMyyyy`` or ``dd/MM/yyyy`` (also ``-`` or ``.``), or None."""
    match = re.fullmatch(r"([0-9]{2})[/.\- ]?([0-9]{2})[/.\- ]?([0-9]{4})", text.strip())
    if not match:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clean(text):
    """Return ``text`` in NFC without byte-order mark, AIM scanner prefix (``]Q3``), line ends."""
    plain = unicodedata.normalize("NFC", text or "").strip("\ufeff\x00\x02\x03\r\n ")
    return _SCANNER_PREFIX.sub("", plain)


def _split(plain):
    """Split the cleaned text into at least :data:`MIN_FIELDS` trimmed fields.

    The known look-alikes of the pipe are tried first (they may be mixed); then whatever single
    character follows the number, because each keyboard layout has its own idea of a pipe.
    """
    if not plain:
        raise NotAnIdCard("empty")
    match = _SEPARATOR.match(plain)
    if not match:
        raise NotAnIdCard("no_number")
    fields = re.split(f"[{re.escape(PIPES)}]", plain)
    if len(fields) < MIN_FIELDS:
        fields = plain.split(match["sep"])
    if len(fields) < MIN_FIELDS:
        raise NotAnIdCard("too_few_fields")
    return [" ".join(part.split()) for part in fields]


def _read_birth(text):
    """Return ``(date or None, year)`` of a date of birth; some cards know the year only."""
    birth_date = read_date(text)
    if birth_date:
        return birth_date, birth_date.year
    match = re.fullmatch(r"(?:00[/.\-]?00[/.\-]?)?((?:19|20)[0-9]{2})", text.strip())
    if not match:
        raise NotAnIdCard("bad_birth_date")
    return None, int(match[1])
