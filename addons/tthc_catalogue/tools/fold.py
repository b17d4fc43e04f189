"""Folding of Vietnamese text for search: as it is typed without a Vietnamese keyboard."""

import re
import unicodedata

# Combining marks (all that Vietnamese and other Latin text decomposes to), and the invisible
# characters that copied portal text carries.
_MARKS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u00ad\u200b-\u200f\u2060\ufeff]"
)
_SIGN_BEFORE_WORD = re.compile(r"[\W_](?=[^\W_])")
_STROKES = str.maketrans({"đ": "d", "Đ": "d"})


def fold(text):
    """``text`` in lower case, without diacritics (đ becomes d), white space squeezed.

    Composed and decomposed spellings give the same; folding twice changes nothing.

    >>> fold("Đăng ký  KHAI SINH – 87/2020/NĐ-CP")
    'dang ky khai sinh – 87/2020/nd-cp'
    """
    text = text or ""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFD", text)).translate(_STROKES)
        text = unicodedata.normalize("NFC", text.lower())
    return " ".join(text.lower().split())


def search_text(parts):
    """The folded texts among ``parts`` in one, each said once, a space before every word.

    A word with signs inside is found by what follows a sign, too: "1.001193" by "001193". These
    endings stand behind the texts, whose words stay side by side.

    >>> search_text(["Khai sinh", "(87/2020/NĐ-CP)", "khai SINH"])
    ' khai sinh (87/2020/nd-cp) 87/2020/nd-cp) 2020/nd-cp) nd-cp) cp)'
    """
    text = " ".join(dict.fromkeys(filter(None, map(fold, parts))))
    endings = dict.fromkeys(
        word[match.end() :]
        for word in text.split()
        if not word.isalnum()
        for match in _SIGN_BEFORE_WORD.finditer(word)
    )
    return "".join(f" {word}" for word in [*text.split(), *endings])


def like_patterns(text):
    """SQL LIKE patterns that :func:`search_text` must all match: every word of ``text`` begins a
    word there. A word that begins with a sign may stand anywhere, a stop or comma behind a
    word does not count, and %, _ and \\ mean themselves.

    >>> like_patterns("Khai SI, %")
    ['% khai%', '% si%', '%\\\\%%']
    """
    words = dict.fromkeys(word.rstrip(",;:.") or word for word in fold(text).split())
    return [f"%{' ' if word[0].isalnum() else ''}{literal(word)}%" for word in words]


def literal(text):
    """``text`` for the inside of an SQL LIKE pattern, where %, _ and \\ mean themselves.

    >>> literal("50%")
    '50\\\\%'
    """
    return re.sub(r"([\\%_])", r"\\\1", text)
