"""The signed text behind the QR code of a receipt.

Pure Python. A token is ``KEY.WORDS.SEAL`` in capital letters and digits: which key signed, what
the receipt says in the open (:data:`FIELDS`), and 128 bits of HMAC-SHA-256 over both. It vouches
for what the collecting body issued; whether the receipt still holds, only the centre can say. It
is not the digital signature that the law asks of the electronic receipt.
"""

import base64
import hashlib
import hmac
import re

#: ``code``: which receipt; ``payer``: masked, see ``form_token.applicant``; ``amount``: VND;
#: ``day``: YYYYMMDD.
FIELDS = ("code", "symbol", "series", "number", "body", "amount", "day", "payer")
_DOMAIN = b"tthc_receipt"
_SEAL_BYTES = 16
_TOKEN = re.compile(r"[0-9A-Z]{1,4}\.[A-Z2-7]+\.[A-Z2-7]+")


class ForgedToken(ValueError):
    """The text was not made with a key of ours, or was changed since."""


def make(key_id, key, values):
    """The token of a receipt with ``values``, a dict of :data:`FIELDS`."""
    words = "|".join(str(values[name]).replace("|", "/") for name in FIELDS).encode()
    return ".".join((key_id, _letters(words), _letters(_seal(key_id, key, words))))


def key_id(token):
    """Which key a token says it was made with.

    :raise ForgedToken: the text is no token
    """
    token = clean(token)
    if not _TOKEN.fullmatch(token):
        raise ForgedToken(token)
    return token.split(".")[0]


def clean(token):
    """A token as it was made, whatever letters it was typed or scanned in."""
    return "".join((token or "").split()).upper()


def read(token, key):
    """The values of a token.

    :raise ForgedToken: it was not made with ``key``, or was changed since
    """
    try:
        name, words, seal = clean(token).split(".")
        words, seal = _bytes(words), _bytes(seal)
    except ValueError as error:
        raise ForgedToken(token) from error
    if not hmac.compare_digest(seal, _seal(name, key, words)):
        raise ForgedToken(token)
    return dict(zip(FIELDS, words.decode().split("|"), strict=True))


def _seal(name, key, words):
    own = hmac.digest(key, _DOMAIN, hashlib.sha256)
    return hmac.digest(own, name.encode() + b"." + words, hashlib.sha256)[:_SEAL_BYTES]


def _letters(data):
    return base64.b32encode(data).decode().rstrip("=")


def _bytes(letters):
    data = base64.b32decode(letters + "=" * (-len(letters) % 8))
    if _letters(data) != letters:
        # The last letter has unused bits: one text for one token.
        raise ValueError(letters)
    return data
