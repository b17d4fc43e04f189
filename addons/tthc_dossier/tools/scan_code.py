"""What a hand scanner or camera read, before anything is looked up. Pure Python, no ORM.

A scanner sends what a keyboard would: with its own prefix (AIM identifier), with a line end, in
the case of the Caps Lock key, and now and then with a dash that is none.
"""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

#: A text longer than this is no code of ours (the longest is the signed address of a form).
MAX_LENGTH = 2000
#: Characters of an unknown code that are shown back.
SHOWN = 60

_AIM_PREFIX = re.compile(r"^\][A-Za-z]\d")
_CONTROL = dict.fromkeys([*range(32), 127, 0xFEFF], None)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-"))
_LONG_DIGITS = re.compile(r"\d{9,}")


def clean(text):
    """Return ``text`` in NFC without control characters, byte-order mark and scanner prefix; empty
    when it is too long to be a code of ours."""
    text = unicodedata.normalize("NFC", text or "")
    if len(text) > MAX_LENGTH:
        return ""
    return _AIM_PREFIX.sub("", text.translate(_CONTROL).strip()).strip()


def number(text):
    """Return how the numbers of lists, dossiers and papers are written: capitals, plain dashes and
    no blanks."""
    return "".join(text.translate(_DASHES).split()).upper()


def path_parts(text):
    """Return the parts of the path when ``text`` is an address, else an empty list:
    ``https://x.gov.vn/tra-cuu/ABC?y=1`` → ``["tra-cuu", "ABC"]``."""
    if "/" not in text:
        return []
    try:
        path = urlsplit(text if "://" in text else f"//x/{text.lstrip('/')}").path
    except ValueError:
        return []
    return [unquote(part) for part in path.split("/") if part]


def after(text, route):
    """Return what follows ``route`` in an address (``tra-cuu`` → its code), or an empty text."""
    parts = path_parts(text)
    lowered = [part.lower() for part in parts]
    place = lowered.index(route) if route in lowered else -1
    return "/".join(parts[place + 1 :]) if place >= 0 else ""


def shown(text):
    """Return ``text`` as it may be shown to whoever scanned it: cut, without long numbers, which
    may be somebody's personal number."""
    plain = _LONG_DIGITS.sub(lambda found: "•" * (len(found[0]) - 4) + found[0][-4:], text)
    if "|" in plain:
        plain = plain.split("|", 1)[0] + "|…"
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"
