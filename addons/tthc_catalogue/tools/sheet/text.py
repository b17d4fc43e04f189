"""Plain-text helpers of the readers of tables: what titles and references are compared by."""

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
