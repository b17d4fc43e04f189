"""Plain-text helpers of the VietQR builder, the reference finder and the statement reader."""

import re

from odoo.addons.tthc_catalogue.tools.sheet.text import fold, strip_accents

__all__ = ["clean_transfer_text", "fold", "storable", "strip_accents"]

#: NUL and halves of characters, which PostgreSQL's text cannot hold.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text):
    """``text`` with the sign for an unknown character in the place of what no database keeps."""
    return _UNSTORABLE.sub("\ufffd", text)


def clean_transfer_text(text, limit=25):
    """Make any text fit for a bank transfer field: ASCII letters, digits, space and ``_ . -``.

    Accents are removed, any other character becomes a space, spaces are collapsed and the
    result is cut at ``limit`` characters (25 is the EMVCo limit of the fields inside object 62
    and of the name in object 59).
    """
    ascii_text = re.sub(r"[^A-Za-z0-9_.\- ]+", " ", strip_accents(text))
    return re.sub(r" +", " ", ascii_text).strip()[:limit].strip()
