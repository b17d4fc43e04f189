"""The signed text behind the QR code of a receipt.

Pure Python. A token is ``KEY.WORDS.SEAL`` in capital letters and digits: which key signed, what
the receipt says in the open (:data:`FIELDS`), and 128 bits of HMAC-SHA-256 over both. It vouches
for what the collecting body issued; whether the receipt still holds, only the centre can say. It
is not the digital signature that the law asks of the electronic receipt.
"""

import hashlib
import hmac

from odoo.addons.tthc_dossier.tools.form_token import (
    ForgedToken,
    clean,
    from_letters,
    key_id,
    to_letters,
)

__all__ = ["FIELDS", "ForgedToken", "clean", "key_id", "make", "read"]

#: ``code``: which receipt; ``payer``: masked, see ``form_token.applicant``; ``amount``: VND;
#: ``day``: YYYYMMDD.
FIELDS = ("code", "symbol", "series", "number", "body", "amount", "day", "payer")
_DOMAIN = b"tthc_receipt"
_SEAL_BYTES = 16


def make(key_name, key, values):
    """The token of a receipt with ``values``, a dict of :data:`FIELDS`."""
    words = "|".join(str(values[name]).replace("|", "/") for name in FIELDS).encode()
    return ".".join((key_name, to_letters(words), to_letters(_seal(key_name, key, words))))


def read(token, key):
    """The values of a token.

    :raise ForgedToken: it was not made with ``key``, or was changed since
    """
    try:
        name, words, seal = clean(token).split(".")
        words, seal = from_letters(words), from_letters(seal)
    except ValueError as error:
        raise ForgedToken(token) from error
    if not hmac.compare_digest(seal, _seal(name, key, words)):
        raise ForgedToken(token)
    return dict(zip(FIELDS, words.decode().split("|"), strict=True))


def _seal(name, key, words):
    own = hmac.digest(key, _DOMAIN, hashlib.sha256)
    return hmac.digest(own, name.encode() + b"." + words, hashlib.sha256)[:_SEAL_BYTES]
