"""Item identifiers of the Universal Postal Union (UPU S10): ``RR473124829VN``.

Two service letters, eight digits, a check digit and the country of the issuing post.
"""

import re
from dataclasses import dataclass

_SHAPE = re.compile(r"([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})")
_BETWEEN = re.compile(r"[\s.\-\u00ad\u200b-\u200f\u2010-\u2015\u2060\ufeff]")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)

#: Why a text is no identifier, by error code.
ERRORS = {
    "empty": "The tracking number is empty.",
    "shape": "A tracking number has two letters, nine digits and two letters: RR473124829VN.",
    "check_digit": "The check digit is wrong: at least one digit was misread.",
    "country": "The tracking number was issued in another country.",
}


class S10Error(ValueError):
    """The text is no S10 identifier; ``code`` is a key of :data:`ERRORS`."""

    def __init__(self, code):
        super().__init__(ERRORS[code])
        self.code = code


@dataclass(frozen=True)
class S10:
    """An identifier taken apart; ``str()`` writes it without spaces."""

    service: str
    serial: str
    country: str

    @property
    def is_express(self):
        """True for EMS items (service letters E*)."""
        return self.service.startswith("E")

    def __str__(self):
        return f"{self.service}{self.serial}{check_digit(self.serial)}{self.country}"


def check_digit(serial):
    """Return the check digit (int) of eight digits given as text.

    UPU S10: weights 8 6 4 2 3 5 9 7, 11 minus the sum modulo 11; 10 becomes 0 and 11 becomes 5.

    :raises ValueError: when ``serial`` is not eight ASCII digits
    """
    if len(serial) != 8 or not (serial.isascii() and serial.isdigit()):
        raise ValueError(f"{serial!r} is not eight digits.")
    total = sum(int(digit) * weight for digit, weight in zip(serial, _WEIGHTS, strict=True))
    return {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)


def normalise(text):
    """Return ``text`` in capitals without spaces, dots, dashes and what is not seen, as scanners,
    web pages and people add."""
    return _BETWEEN.sub("", text or "").upper()


def parse(text, *, country=None):
    """Read an identifier.

    :param country: two letters the identifier must end with, or None for any post
    :returns: :class:`S10`
    :raises S10Error: ``empty``, ``shape``, ``check_digit`` or ``country``
    """
    plain = normalise(text)
    if not plain:
        raise S10Error("empty")
    match = _SHAPE.fullmatch(plain)
    if not match:
        raise S10Error("shape")
    service, serial, digit, issued_in = match.groups()
    if int(digit) != check_digit(serial):
        raise S10Error("check_digit")
    if country and issued_in != country:
        raise S10Error("country")
    return S10(service, serial, issued_in)
