"""Characters and white space of the portal's texts."""

import re
import unicodedata

NOTHING = "Không có thông tin"

# Spaces of other widths, and the tab, become the common space. Marks of direction and of width
# zero carry nothing.
_SPACES = dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"), " ")
_NOTHING = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\x00"), None)
_TABLE = {**_SPACES, **_NOTHING, ord("\r"): "\n"}
# Bullets of the Wingdings and Symbol fonts, pasted from Word, live in the private use area.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Half a character, which no database stores.
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(raw):
    """``raw`` composed (NFC), with common spaces and line ends. Nothing visible is lost."""
    text = unicodedata.normalize("NFC", (raw or "").replace("\r\n", "\n"))
    return _SURROGATE.sub("\ufffd", _PRIVATE.sub("•", text.translate(_TABLE)))


def storable(text):
    """``text`` without what PostgreSQL's text cannot hold: NUL and halves of characters."""
    return _SURROGATE.sub("\ufffd", text.replace("\x00", "\u2400"))


def line(text):
    """``text`` on one line with single spaces."""
    return " ".join(text.split())


def paragraphs(text):
    """``text`` with its lines, without spaces at their ends and without runs of empty lines."""
    lines = "\n".join(line(part) for part in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def absent(text):
    """Whether the portal says that there is nothing: empty, or “Không có thông tin”."""
    return line(text).casefold() in ("", NOTHING.casefold())


def starts_cell(character):
    """Whether ``character`` can be the first of the next cell, run onto the cell before."""
    return not character.isspace() and character not in ";,.:)]}/”’»!?%"
