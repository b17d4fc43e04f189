"""Symbols of receipt series (TT 91/2026/TT-BTC): two digits of the year, ``T``, two letters."""

import itertools
import re

#: The letters that a series may have.
LETTERS = "ABCDEGHKLMNPQRSTUVXY"
#: A number has at most eight digits (NĐ 254/2026/NĐ-CP Art. 23.2).
LAST_NUMBER = 99_999_999
_DIGITS = 8
_LETTERS = re.compile(f"[{LETTERS}]{{2}}")


def is_letters(text):
    """Whether ``text`` is a pair of letters that the law allows."""
    return bool(_LETTERS.fullmatch(text or ""))


def series_name(year, letters):
    """``2026, "AA"`` → ``"26TAA"``.

    :raise ValueError: the letters are not two of :data:`LETTERS`
    """
    if not is_letters(letters):
        raise ValueError(letters)
    return f"{year % 100:02d}T{letters}"


def number_text(number):
    """A receipt's number as printed: eight digits."""
    return f"{number:0{_DIGITS}d}" if number else ""


def free_range(ranges):
    """The range after the last of ``ranges``, or ``None`` when the numbers are used up.

    :param ranges: pairs ``(first, last)``
    """
    first = max((last for _first, last in ranges), default=0) + 1
    return (first, LAST_NUMBER) if first <= LAST_NUMBER else None


def overlaps(ranges):
    """The first two of ``ranges`` that share a number, or ``None``."""
    ordered = sorted(ranges)
    for one, other in itertools.pairwise(ordered):
        if other[0] <= one[1]:
            return one, other
    return None
