"""Plain-text helpers of the VietQR builder, the reference finder and the statement reader."""

import re
import unicodedata

# Unicode does not decompose these: NFKD followed by "drop the marks" would lose the letter.
_D_STROKE = str.maketrans({"đ": "d", "Đ": "D"})


def strip_accents(text):
    """Return ``text`` without Vietnamese diacritics, ``đ``/``Đ`` included; other letters stay."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_D_STROKE))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold(text):
    """Return ``text`` unaccented, lower case, blanks and line breaks collapsed to one space."""
    return " ".join(strip_accents(text).split()).lower()


def clean_transfer_text(text, limit=25):
    """Make any text fit for a bank transfer field: ASCII letters, digits, space and ``_ . -``.

    Accents are removed, any other character becomes a space, spaces are collapsed and the
    result is cut at ``limit`` characters (25 is the EMVCo limit of the fields inside object 62
    and of the name in object 59).
    """
    ascii_text = re.sub(r"[^A-Za-z0-9_.\- ]+", " ", strip_accents(text))
    return re.sub(r" +", " ", ascii_text).strip()[:limit].strip()
