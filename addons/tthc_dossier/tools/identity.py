"""Numbers that identify people and enterprises in Viet Nam: structure checks, masking, phones.

Pure Python: no ORM, no clock of its own (the day of the check is an argument). Nothing here reads
personal data *out of* a number: birth year and gender encoded in a personal number are only
compared with what the applicant declared (data-protection law: minimise), never returned.

Each check returns a result object with two tuples of :class:`Finding`:

* ``problems``: the number cannot exist; the caller refuses it;
* ``warnings``: the number is unusual or contradicts declared data; the caller asks a person.

A finding carries a stable ``code`` for the caller to translate and an English ``text``.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.vn import mst

MASK = "•"

#: First day on which a personal number is itself the tax code of a person (Law on tax
#: administration 38/2019/QH14 Art. 35.7; applied from 01/7/2025).
PERSONAL_TAX_CODE_FROM = date(2025, 7, 1)

#: Province codes of the 63-province list as used in personal numbers ("001" = Hà Nội).
#: Only good for a warning: numbers given after the merger of 01/7/2025 may use other codes.
# fmt: off
PROVINCE_CODES = frozenset(
    f"{code:03d}" for code in (
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33,
        34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64,
        66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94,
        95, 96,
    )
)
# fmt: on
#: Codes from here up stand for the country of a birth registered abroad.
FOREIGN_BIRTH_FROM = 101

_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{9}")
_FOREIGN_PHONE = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True)
class Finding:
    """One remark about a number: a stable ``code`` and an English sentence."""

    code: str
    text: str


@dataclass(frozen=True)
class NumberCheck:
    """Result of a check.

    ``number`` is the normalised text (separators removed), ``kind`` what it was taken for:
    ``personal``, ``cmnd``, ``tax_enterprise``, ``tax_branch``, ``tax_personal``, ``mobile``,
    ``landline``, ``foreign`` or ``""`` when it is none of them.
    """

    number: str
    kind: str = ""
    problems: tuple = ()
    warnings: tuple = ()

    @property
    def ok(self):
        """True when the number can exist (warnings may still stand)."""
        return not self.problems


def compact(text, separators=" .-"):
    """Return ``text`` as NFKC (full-width digits become ASCII) without ``separators``."""
    folded = unicodedata.normalize("NFKC", text or "").strip()
    kept = (char for char in folded if char not in separators)
    return "".join(char for char in kept if unicodedata.category(char) not in ("Cf", "Zs", "Cc"))


def _all_digits(text):
    return text.isascii() and text.isdigit()


def check_personal_number(text, *, birth_date=None, gender=None, on_date=None):
    """Check the structure of a 12-digit personal number (số định danh cá nhân).

    :param birth_date: declared date of birth, or None
    :param gender: declared gender ``"male"``/``"female"``; anything else is not compared
    :param on_date: day of the check; a number whose century and year lie after it is impossible.
        Without it no such check is made.
    :returns: :class:`NumberCheck` of kind ``personal``

    Structure (NĐ 137/2015 Art. 13, TT 59/2021/TT-BCA Art. 4): 3 digits place of birth
    registration, 1 digit century and gender, 2 digits year of birth, 6 random; no check digit.
    """
    number = compact(text)
    if not number:
        return NumberCheck(number, "", (Finding("empty", "The number is empty."),))
    if not _all_digits(number):
        return NumberCheck(
            number, "", (Finding("not_digits", "A personal number has digits only."),)
        )
    if len(number) != 12:
        found = f"A personal number has 12 digits, this one has {len(number)}."
        return NumberCheck(number, "", (Finding("wrong_length", found),))
    year = 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])
    problems = []
    if on_date and year > on_date.year:
        problems.append(
            Finding("born_in_future", "The century digit puts the year of birth in the future.")
        )
    return NumberCheck(
        number, "personal", tuple(problems), _personal_warnings(number, year, birth_date, gender)
    )


def _personal_warnings(number, year, birth_date, gender):
    """Return the tuple of contradictions between a personal number and what was declared."""
    warnings = []
    place = number[:3]
    if place not in PROVINCE_CODES and int(place) < FOREIGN_BIRTH_FROM:
        warnings.append(
            Finding("unknown_province", f"{place} is not in the known list of province codes.")
        )
    if birth_date and birth_date.year != year:
        warnings.append(
            Finding(
                "birth_year_mismatch", "The number does not agree with the declared year of birth."
            )
        )
    encoded = "female" if int(number[3]) % 2 else "male"
    if gender in ("male", "female") and gender != encoded:
        warnings.append(
            Finding("gender_mismatch", "The number does not agree with the declared gender.")
        )
    return tuple(warnings)


def check_cmnd(text):
    """Check an old 9-digit identity card number (Chứng minh nhân dân).

    The card itself lost validity on 01/01/2025 (Luật Căn cước 2023 Art. 46.2); the number still
    stands on old papers, hence the permanent warning ``cmnd_expired``.
    """
    number = compact(text)
    if not number:
        return NumberCheck(number, "", (Finding("empty", "The number is empty."),))
    if not _all_digits(number) or len(number) != 9:
        return NumberCheck(
            number, "", (Finding("wrong_length", "An old identity card number has 9 digits."),)
        )
    return NumberCheck(
        number,
        "cmnd",
        (),
        (Finding("cmnd_expired", "9-digit identity cards are no longer valid papers."),),
    )


def check_identity_number(text, *, birth_date=None, gender=None, on_date=None):
    """Check a number that may be a personal number (12 digits) or an old CMND (9 digits)."""
    if len(compact(text)) == 9:
        return check_cmnd(text)
    return check_personal_number(text, birth_date=birth_date, gender=gender, on_date=on_date)


def mask(text):
    """Return a number fit for lists: first 3 and last 2 characters kept, the rest bullets.

    >>> mask("001099012323")
    '001•••••••23'

    A text shorter than 9 characters keeps only its last 2; up to 3 characters keep nothing.
    """
    number = compact(text)
    if len(number) >= 9:
        return number[:3] + MASK * (len(number) - 5) + number[-2:]
    if len(number) > 3:
        return MASK * (len(number) - 2) + number[-2:]
    return MASK * len(number)


def normalise_phone(text):
    """Return a phone number as it is dialled inside the country: ``+84 912…`` → ``0912…``.

    A foreign number keeps its ``+``. What is not a phone number comes back without separators,
    for :func:`check_phone` to refuse.
    """
    number = compact(text, separators=" .-()/")
    if number.startswith("00"):
        number = "+" + number[2:]
    if number.startswith("+84"):
        rest = number[3:]
    elif number.startswith("84") and len(number) in (11, 12):
        rest = number[2:]
    else:
        return number
    return "0" + rest.removeprefix("0")


def check_phone(text):
    """Check a phone number of a person: mobile (10 digits), landline 02x (11) or foreign (E.164).

    :returns: :class:`NumberCheck`; ``number`` is the normalised one, kind ``mobile``,
        ``landline`` or ``foreign`` (warning: cannot be reached by SMS from here)
    """
    number = normalise_phone(text)
    if not number:
        return NumberCheck(number, "", (Finding("empty", "The phone number is empty."),))
    if number.isascii() and _MOBILE.fullmatch(number):
        return NumberCheck(number, "mobile")
    if number.isascii() and _LANDLINE.fullmatch(number):
        return NumberCheck(number, "landline")
    if number.isascii() and _FOREIGN_PHONE.fullmatch(number) and not number.startswith("+84"):
        return NumberCheck(
            number, "foreign", (), (Finding("foreign_phone", "This is a foreign phone number."),)
        )
    if not _all_digits(number.removeprefix("+")):
        return NumberCheck(
            number, "", (Finding("not_digits", "A phone number has digits and at most one +."),)
        )
    return NumberCheck(
        number,
        "",
        (
            Finding(
                "not_a_phone",
                "Not a Vietnamese phone number: mobile 03, 05, 07, 08, 09 with 10 digits,"
                " landline 02 with 11.",
            ),
        ),
    )


def check_tax_code(text, *, on_date=None):
    """Check a tax code (mã số thuế, MST).

    10 digits with check digit for an enterprise, 13 for its branch (written ``0100109106-001``),
    or a 12-digit personal number as the tax code of a person or household from 01/7/2025
    (TT 86/2024/TT-BTC). ``on_date`` before that day makes 12 digits a problem.
    """
    number = compact(text)
    if not number:
        return NumberCheck(number, "", (Finding("empty", "The tax code is empty."),))
    if not _all_digits(number):
        return NumberCheck(number, "", (Finding("not_digits", "A tax code has digits only."),))
    if len(number) == 12:
        return _personal_tax_code(number, on_date)
    if len(number) not in (10, 13):
        found = f"A tax code has 10, 12 or 13 digits, this one has {len(number)}."
        return NumberCheck(number, "", (Finding("wrong_length", found),))
    try:
        mst.validate(number)
    except InvalidChecksum:
        return NumberCheck(
            number, "", (Finding("check_digit", "The check digit of the tax code is wrong."),)
        )
    except ValidationError:
        return NumberCheck(
            number, "", (Finding("never_issued", "A tax code like this is never issued."),)
        )
    if len(number) == 13:
        return NumberCheck(f"{number[:10]}-{number[10:]}", "tax_branch")
    return NumberCheck(number, "tax_enterprise")


def _personal_tax_code(number, on_date):
    """Check 12 digits given as a tax code: valid only from :data:`PERSONAL_TAX_CODE_FROM`."""
    personal = check_personal_number(number, on_date=on_date)
    problems = list(personal.problems)
    if on_date and on_date < PERSONAL_TAX_CODE_FROM:
        problems.append(
            Finding(
                "personal_tax_code_too_early",
                "A personal number is a tax code only from 01/07/2025.",
            )
        )
    return NumberCheck(number, "tax_personal", tuple(problems), personal.warnings)
