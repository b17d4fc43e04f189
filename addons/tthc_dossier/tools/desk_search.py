"""What somebody typed, pasted or scanned into the search of dossiers may be."""

import re
from dataclasses import dataclass

from . import id_card

#: The look-up page's address, as printed in the code of a receipt.
_ADDRESS = re.compile(r"/tra-cuu/([0-9A-Za-z]{8,32})")
_TOKEN = re.compile(r"[2-9A-HJ-NP-Z]{12}")
_SPACES = re.compile(r"[\s.\-]+")
#: Shorter ones than these digits are the end of a dossier's number.
MIN_PHONE = 9


@dataclass(frozen=True)
class Typed:
    """Readings of a text, each empty where it is none.

    :ivar identity: a personal number or one of an old card
    :ivar phone: digits of a telephone number
    :ivar tail: digits with which a dossier's number ends
    :ivar number: part of a dossier's number
    :ivar token: look-up code of a receipt
    :ivar words: words of a person's name
    """

    identity: str = ""
    phone: str = ""
    tail: str = ""
    number: str = ""
    token: str = ""
    words: str = ""


def read(text):
    """The :class:`Typed` of a text.

    >>> read("0037")
    Typed(identity='', phone='', tail='0037', number='', token='', words='')
    >>> read("nguyen van an").words, read("H99.01-260309-0001").number
    ('nguyen van an', 'H99.01-260309-0001')
    >>> read("027192000123|123456789|Trần Thị Quét|05031992|Nữ|Võ Cường|01072021").identity
    '027192000123'
    >>> read("https://motcua.example/tra-cuu/7K3MWQ2ZP4XA").token
    '7K3MWQ2ZP4XA'
    """
    text = " ".join((text or "").split())
    if id_card.looks_like_card(text):
        return Typed(identity=re.search(r"\d{12}", text)[0])
    if found := _ADDRESS.search(text):
        return Typed(token=found[1].upper())
    digits = _SPACES.sub("", text)
    if digits.isascii() and digits.isdigit():
        return _of_digits(digits)
    token = text.upper() if _TOKEN.fullmatch(text.upper()) else ""
    if any(char.isdigit() for char in text):
        return Typed(number=text, token=token, words="" if "-" in text else text)
    return Typed(token=token, words=text)


def _of_digits(digits):
    if len(digits) < MIN_PHONE:
        return Typed(tail=digits)
    return Typed(
        identity=digits if len(digits) in (9, 12) else "",
        phone=digits if len(digits) <= 11 else "",
        tail=digits,
    )
