"""Reader of the QR code on Vietnamese identity cards (thẻ CCCD, thẻ Căn cước).

The code holds text: ``number|old CMND|full name|ddMMyyyy|gender|address|ddMMyyyy of issue``; newer
cards append fields. A hand scanner "types" that text through the keyboard layout and the input
method of the computer, so that anything but plain digits may arrive as something else.

The number and the dates are taken as they are read or not at all; letters are repaired where the
kind of damage shows, and each repaired or doubtful field is named in :attr:`IdCard.doubtful`, for a
person to compare with the card. Pure Python, no ORM.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from . import scanner
from .identity import check_personal_number
from .vn_syllable import bare, from_telex, from_vni, is_syllable

#: What a pipe becomes on other keyboard layouts and in look-alike characters.
PIPES = "|¦｜∣│┃❘ǀ‖￨~!"
MIN_FIELDS = 7
#: Places of the fields of a card.
NUMBER, OLD_NUMBER, NAME, BIRTH, GENDER, ADDRESS, ISSUED = range(MIN_FIELDS)

#: Why a scanned text is not a card, by error code.
ERRORS = {
    "empty": "Nothing was scanned.",
    "no_number": "The text does not begin with a 12-digit personal number.",
    "too_few_fields": "The text has fewer than 7 fields: scan the whole code again.",
    "bad_number": "The personal number on the card is impossible.",
    "no_name": "The card holds no name.",
    "bad_birth_date": "The date of birth on the card cannot be read.",
    "two_cards": "Two different cards were scanned one after the other.",
    "keyboard_layout": "The keyboard layout changed the digits beyond recovery: set it to English.",
}

_SCANNER_PREFIX = re.compile(r"^\][A-Za-z]\d")
_DIGIT_KEYS = "".join([*scanner.FRENCH_DIGITS, *scanner.VIETNAMESE_DIGITS])
_SEPARATOR = re.compile(r"^[0-9]{12}(?P<sep>[^0-9 ])")
_OTHER_LAYOUT = re.compile(f"^[0-9{re.escape(_DIGIT_KEYS)}]{{12}}(?P<sep>[^0-9 ])")
_DATE = re.compile(r"(?:[0-9]{2}[/.\- ]?){2}[0-9]{4}")
_TAIL_NUMBER = re.compile(r"(?P<rest>.*?)(?P<number>[0-9]{12})")
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
    ``mangled_text`` (something is missing), ``repaired_text`` (something was put right),
    ``strange_name`` (no Vietnamese syllables), ``no_diacritics``.
    ``doubtful`` names the fields that a person compares with the card: ``name``, ``address``,
    ``old_number``, ``gender``.
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
    doubtful: tuple = field(default=())


def looks_like_card(text):
    """Return True when ``text`` is worth giving to :func:`parse`: 12 digits, or what another
    keyboard layout makes of digits, and then a separator; or as many pipes as a card has."""
    plain = _clean(text)
    starts = _SEPARATOR.match(plain) or _OTHER_LAYOUT.match(plain)
    return bool(starts) or plain.count("|") >= MIN_FIELDS - 2


def parse(text, *, on_date=None):
    """Read the text of an identity card's QR code.

    :param text: what the scanner typed or the camera decoded, as it arrived
    :param on_date: day of the scan, to refuse numbers of people not yet born
    :returns: :class:`IdCard`
    :raises NotAnIdCard: with a ``code`` saying why (see :data:`ERRORS`)
    """
    fields, repaired = _read_fields(text)
    number, old_number, name, birth, gender_word, address, issued = fields
    if not name:
        raise NotAnIdCard("no_name")
    birth_date, birth_year = _read_birth(birth)
    gender = _GENDERS.get(gender_word.casefold(), "")
    check = check_personal_number(number, birth_date=birth_date, gender=gender, on_date=on_date)
    if check.problems:
        raise NotAnIdCard("bad_number")
    issue_date = read_date(issued)
    old_digits = re.sub(r"[^0-9]", "", old_number)
    mangled = [key for key, value in (("name", name), ("address", address)) if _is_mangled(value)]
    strange = not all(is_syllable(word) for word in name.split())
    findings = (
        ("bad_old_number", bool(old_number) and len(old_digits) not in (9, 12), ["old_number"]),
        ("birth_day_unknown", birth_date is None, []),
        ("unknown_gender", not gender, ["gender"]),
        ("bad_issue_date", issue_date is None, []),
        ("mangled_text", bool(mangled), mangled),
        ("repaired_text", bool(repaired), repaired),
        ("strange_name", strange and not mangled, ["name"]),
        ("no_diacritics", _has_lost_marks(name, address), ["name", "address"]),
    )
    found = [(code, places) for code, is_so, places in findings if is_so]
    return IdCard(
        number=number,
        old_number=old_digits if len(old_digits) in (9, 12) else "",
        name=name,
        birth_date=birth_date,
        birth_year=birth_year,
        gender=gender,
        address=address,
        issue_date=issue_date,
        warnings=(*(item.code for item in check.warnings), *(code for code, _places in found)),
        doubtful=tuple(dict.fromkeys(place for _code, places in found for place in places)),
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


# From what arrived to seven fields --------------------------------------------------------------


def _clean(text):
    """Return ``text`` without byte-order mark, AIM scanner prefix (``]Q3``), line ends and tabs
    around it. It is not normalised yet: tones typed as digits would change places."""
    plain = (text or "").strip("\ufeff\x00\x02\x03\r\n\t ")
    return _SCANNER_PREFIX.sub("", plain).lstrip("\t ")


def _read_fields(text):
    """Return the seven fields and the names of those in which something was repaired."""
    plain = _clean(text)
    if not plain:
        raise NotAnIdCard("empty")
    if not _SEPARATOR.match(plain) and _OTHER_LAYOUT.match(plain):
        return _from_layout(plain)
    decoded = scanner.from_mojibake(plain)
    lines = [scanner.composed(line.strip("\t ")) for line in re.split(r"[\r\n]+", decoded)]
    lines = [line for line in lines if line]
    cards = {tuple(card) for line in lines for card in _cards_in(_split(line))}
    if len({card[NUMBER] for card in cards}) > 1:
        raise NotAnIdCard("two_cards")
    # The same card twice: where the two differ, the first is taken and looked at.
    first = _cards_in(_split(lines[0]))[0]
    fields, repaired = _repair(first)
    if len(cards) > 1 or decoded != plain:
        repaired = list(dict.fromkeys([*repaired, "name", "address"]))
    return fields, repaired


def _cards_in(fields):
    """The cards among ``fields``: one, or several that were scanned without a pause. A further
    card begins where twelve digits are followed by the fields of a card."""
    starts = [0]
    fields = list(fields)
    index = ISSUED
    while index < len(fields):
        match = _TAIL_NUMBER.fullmatch(fields[index])
        if match and _begins_card([match["number"], *fields[index + 1 :]]):
            fields[index : index + 1] = [match["rest"], match["number"]]
            index += 1
            starts.append(index)
            index += ISSUED
        else:
            index += 1
    ends = [*starts[1:], len(fields)]
    return [_seven(fields[start:end]) for start, end in zip(starts, ends, strict=True)]


def _begins_card(fields):
    birth_at = BIRTH if len(fields) > BIRTH and _DATE.fullmatch(fields[BIRTH]) else BIRTH - 1
    return len(fields) > birth_at + 3 and bool(_DATE.fullmatch(fields[birth_at]))


def _seven(fields):
    """The fields of one card; the old number may be left out with its separator."""
    named = len(fields) > BIRTH and bool(re.search(r"[^0-9\s.\-]", fields[OLD_NUMBER]))
    if named and _DATE.fullmatch(fields[BIRTH - 1]) and not _DATE.fullmatch(fields[BIRTH]):
        fields = [fields[NUMBER], "", *fields[OLD_NUMBER:]]
    if len(fields) < MIN_FIELDS:
        raise NotAnIdCard("too_few_fields")
    return fields[:MIN_FIELDS]


def _split(plain):
    """Split a line into trimmed fields.

    The known look-alikes of the pipe are tried first (they may be mixed); then whatever single
    character follows the number, because each keyboard layout has its own idea of a pipe.
    """
    match = _SEPARATOR.match(plain)
    if not match:
        raise NotAnIdCard("no_number")
    fields = re.split(f"[{re.escape(PIPES)}]", plain)
    if len(fields) < MIN_FIELDS - 1:
        fields = plain.split(match["sep"])
    if len(fields) < MIN_FIELDS - 1:
        raise NotAnIdCard("too_few_fields")
    return [" ".join(part.split()) for part in fields]


# Other keyboard layouts ---------------------------------------------------------------------------


def _from_layout(plain):
    """The fields of a text that was typed through a French or a Vietnamese layout: digits are
    decoded key by key, letters repaired and looked at.

    :raises NotAnIdCard: two tones may have changed places, so that a digit would be a guess
    """
    for keys, letters, address in (
        (scanner.FRENCH_DIGITS, scanner.french_letters, scanner.french_address),
        (scanner.VIETNAMESE_DIGITS, str, str),
    ):
        if scanner.digits_of(plain[:12], keys) is None:
            continue
        fields = plain.split(_OTHER_LAYOUT.match(plain)["sep"])
        if len(fields) < MIN_FIELDS:
            raise NotAnIdCard("too_few_fields")
        fields = [part.strip() for part in fields[:MIN_FIELDS]]
        if scanner.order_is_lost(plain):
            raise NotAnIdCard("keyboard_layout")
        for place in (NUMBER, OLD_NUMBER, BIRTH, ISSUED):
            digits = scanner.digits_of(fields[place], keys)
            fields[place] = fields[place] if digits is None else digits
        fields[NAME] = scanner.composed(letters(fields[NAME]))
        fields[GENDER] = scanner.composed(letters(fields[GENDER]))
        fields[ADDRESS] = scanner.composed(address(fields[ADDRESS]))
        return [" ".join(part.split()) for part in fields], ["name", "address"]
    raise NotAnIdCard("keyboard_layout")


# Letters ----------------------------------------------------------------------------------------


def _repair(fields):
    """Put right the letters of name, gender and address; say in which something was changed."""
    fields = list(fields)
    places = {"name": NAME, "gender": GENDER, "address": ADDRESS}
    before = {key: fields[place] for key, place in places.items()}
    for place in places.values():
        fields[place] = scanner.composed(scanner.from_code_points(fields[place]))
    if scanner.has_swapped_case(fields[GENDER]):
        for place in places.values():
            fields[place] = fields[place].swapcase()
    for method in (from_telex, from_vni):
        spelt = _spelt(fields[NAME], method)
        words = spelt.split()
        if spelt != fields[NAME] and len(words) > 1 and all(map(is_syllable, words)):
            fields[NAME] = spelt
            fields[GENDER] = _spelt(fields[GENDER], method)
            fields[ADDRESS] = _spelt(fields[ADDRESS], method)
            break
    return fields, [key for key, place in places.items() if fields[place] != before[key]]


def _spelt(text, method):
    """``text`` with the words that are no syllables, but keystrokes for one, as that one."""
    return " ".join(
        word if not word.isascii() or is_syllable(word) else _spelt_word(word, method)
        for word in text.split()
    )


def _spelt_word(word, method):
    """A word without the signs behind it, which belong to the address."""
    match = re.fullmatch(r"(\w+)(\W*)", word)
    return method(match[1]) + match[2] if match else word


def _is_mangled(value):
    return any(mark in value for mark in "\ufffd?") or any(
        unicodedata.category(char) == "Cc" for char in value
    )


def _has_lost_marks(name, address):
    """All in ASCII, and long or with a name that cannot be one: a card is printed with its
    diacritics."""
    text = name + address
    if not text.isascii() or not bare(text):
        return False
    return sum(map(str.isalpha, text)) > 20 or not all(map(is_syllable, name.split()))


def _read_birth(text):
    """Return ``(date or None, year)`` of a date of birth; some cards know the year only."""
    birth_date = read_date(text)
    if birth_date:
        return birth_date, birth_date.year
    match = re.fullmatch(r"(?:00[/.\-]?00[/.\-]?)?((?:19|20)[0-9]{2})", text.strip())
    if not match:
        raise NotAnIdCard("bad_birth_date")
    return None, int(match[1])
