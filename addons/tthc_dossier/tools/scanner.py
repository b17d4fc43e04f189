"""What a hand scanner, a keyboard layout or an input method does to a text, undone where it can be.

Each function returns the text it was given when it recognises nothing. What is undone here is only
ever a guess about letters: the caller marks such a field to be checked. Digits are decoded where
each key has one meaning, or not at all.
"""

import re
import unicodedata

#: The digit row without Shift on a French keyboard (AZERTY), and the other keys that differ from
#: the American one that a scanner takes itself for.
FRENCH_DIGITS = dict(zip("&é\"'(-è_çà", "1234567890", strict=True))
FRENCH_LETTERS = {
    **dict(zip("qwazQWAZ", "azqwAZQW", strict=True)),
    ",": "m", "?": "M", ";": ",", ":": ".", "!": "/", "m": ";", "M": ":", ")": "-", "§": "!",
}  # fmt: skip
#: The digit row of the Vietnamese keyboard of Windows: letters, and tones that stand on their own.
VIETNAMESE_DIGITS = dict(zip("ăâêô\u0300\u0309\u0303\u0301\u0323đ", "1234567890", strict=True))
_TONES_BUT_NANG = "\u0300\u0309\u0303\u0301"
_NANG = "\u0323"

#: Letters with marks in the Vietnamese alphabet, as code points typed instead of them.
_CODE = re.compile(
    r"(?:U\+|\\u|u)(1[eE][a-fA-F][0-9a-fA-F]|00[c-fC-F][0-9a-fA-F]|01[0-9a-bA-B][0-9a-fA-F])"
)


def digits_of(text, keys):
    """``text`` with the characters of another layout's digit row as digits, or ``None`` when
    there is anything else in it."""
    found = "".join(char if char in "0123456789" else keys.get(char, "?") for char in text)
    return None if "?" in found else found


def order_is_lost(text):
    """Whether tones typed as digits may stand in another order than they were typed.

    Unicode's canonical order puts the dot below (the key 9) before the other tones (5 to 8), so
    that "59" and "95" look alike in a text that was normalised on its way. A text that is in no
    normal form was not.
    """
    if text not in (unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)):
        return False
    return bool(re.search(f"{_NANG}[{_TONES_BUT_NANG}]", text))


def french_letters(text):
    """Letters and signs typed through a French layout, back to the American one.

    >>> french_letters("Nguyễn Vqn Nq,")
    'Nguyễn Van Nam'
    """
    return "".join(FRENCH_LETTERS.get(char, char) for char in text)


def french_address(text):
    """The same for an address, in which whole words may be digits of that layout."""
    words = re.split(r"(\s+)", text)
    return "".join(digits_of(word, FRENCH_DIGITS) or french_letters(word) for word in words)


def from_code_points(text):
    """Letters that an input method left as code points.

    >>> from_code_points("Nguyu1ec5n V\\\\u0103n U+0110\\u1ee9c")
    'Nguyễn Văn Đức'
    """
    return _CODE.sub(lambda match: chr(int(match[1], 16)), text)


def from_mojibake(text):
    """UTF-8 that was read as a Western code page.

    >>> from_mojibake("Nguyá»…n VÄƒn")
    'Nguyễn Văn'
    """
    if text.isascii():
        return text
    try:
        return b"".join(_byte(char) for char in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _byte(char):
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")


def has_swapped_case(word):
    """Whether a capitalised word was typed with Caps Lock on.

    >>> has_swapped_case("nAM"), has_swapped_case("NAM"), has_swapped_case("Nam")
    (True, False, False)
    """
    return len(word) > 1 and word[0].islower() and word[1:].isupper()


def composed(text):
    """``text`` in NFC."""
    return unicodedata.normalize("NFC", text or "")
