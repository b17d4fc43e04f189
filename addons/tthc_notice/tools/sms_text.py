"""The length of a text message as the networks count it (3GPP TS 23.038, 23.040)."""

import math
import unicodedata
from dataclasses import dataclass

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "\f^{}\\[~]|€"

#: Signs that have no decomposition into a letter of the basic alphabet.
_PLAIN = str.maketrans(
    {"đ": "d", "Đ": "D", "–": "-", "—": "-", "“": '"', "”": '"', "’": "'", "…": "...", "\xa0": " "}
)


@dataclass(frozen=True)
class Size:
    """How long a text is and what it costs.

    :ivar encoding: ``GSM-7`` or ``UCS-2``
    :ivar units: septets, or UTF-16 code units
    :ivar parts: messages that are paid for; 0 for an empty text
    """

    encoding: str
    units: int
    parts: int


def without_diacritics(text):
    """Vietnamese letters as plain ones, for networks and brand names that carry no others."""
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def measure(text):
    """:class:`Size` of ``text``: 160 septets or 70 code units in one message, 153 or 67 in each
    part of a longer one."""
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        units = sum(2 if sign in _EXTENDED else 1 for sign in text)
        return Size("GSM-7", units, _parts(units, 160, 153))
    units = len(text.encode("utf-16-be")) // 2
    return Size("UCS-2", units, _parts(units, 70, 67))


def _parts(units, single, each):
    if units <= single:
        return min(units, 1)
    return math.ceil(units / each)
