"""The signed text behind the QR code of a printed form.

Pure Python. A token is ``KEY.WORDS.SEAL`` in capital letters and digits, which a QR code packs
more tightly than anything else, and which can be typed from paper:

* ``WORDS`` says openly what the paper says (:data:`FIELDS`);
* ``SEAL`` is AES-SIV (RFC 5297) over the words and over what is for the authority alone
  (:data:`SECRETS`: the applicant's code and the look-up code). Its 128-bit tag vouches for both,
  and without the key the secrets cannot be read: people show their papers to each other and post
  pictures of them, and addresses stand in the logs of servers.

One symmetric primitive does both here, with 16 bytes: an Ed25519 signature takes 64, which makes
the code too fine for a desk printer, and its public key would help nobody, since what is true
*now* (replaced, cancelled) only the centre can say. AES-SIV needs no nonce, so that nothing
breaks when a token is made twice. ``KEY`` names the key, so that keys can be changed and papers
signed with earlier ones still hold.
"""

import base64
import re
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

#: What the words say, in this order. ``form``: key of the form; ``code``: which print;
#: ``number``, ``dossier``, ``procedure``: as printed; ``applicant``: see :func:`applicant`;
#: ``issued``, ``due``: naive local instants; ``count``: components, steps or lines; ``unit``:
#: identifier of the centre; ``other``: a further value of the form, such as the new appointment of
#: a letter.
FIELDS = (
    "form", "code", "number", "dossier", "procedure", "applicant", "issued", "due", "count",
    "unit", "other",
)  # fmt: skip
INSTANTS = ("issued", "due")
SECRETS = ("identity", "lookup")
#: Forms by one letter.
LETTERS = {
    "receipt": "R", "supplement": "B", "refusal": "T", "apology": "X", "stop": "D",
    "control_slip": "K", "ledger": "S", "handover_list": "G",
}  # fmt: skip
KEY_BYTES = 32
_EPOCH = datetime(2020, 1, 1)
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TOKEN = re.compile(r"[0-9A-Z]{1,4}\.[A-Z2-7]+\.[A-Z2-7]+")


class ForgedToken(ValueError):
    """The text was not made with a key of ours, or was changed since."""


#: In ``number``: the dossier's code, which stands in the words already.
_SAME = "="


def make(key_id, key, values):
    """The token of a paper.

    :param key: :data:`KEY_BYTES` bytes
    :param values: dict of :data:`FIELDS` and :data:`SECRETS`; none of them may hold a ``|``
    """
    dossier, number = values.get("dossier"), values.get("number")
    if dossier and str(number).startswith(dossier):
        values = {**values, "number": _SAME + number.removeprefix(dossier)}
    words = "|".join(_pack(name, values.get(name)) for name in FIELDS).encode()
    secret = "|".join(str(values.get(name) or "") for name in SECRETS).encode()
    seal = AESSIV(key).encrypt(secret, [key_id.encode(), words])
    return ".".join((key_id, to_letters(words), to_letters(seal)))


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
        words = from_letters(words)
        secret = AESSIV(key).decrypt(from_letters(seal), [name.encode(), words])
    except (ValueError, InvalidTag) as error:
        raise ForgedToken(token) from error
    values = dict(zip(FIELDS, words.decode().split("|"), strict=True))
    values.update(zip(SECRETS, secret.decode().split("|"), strict=True))
    if values["number"].startswith(_SAME):
        values["number"] = values["dossier"] + values["number"].removeprefix(_SAME)
    return {name: _unpack(name, value) for name, value in values.items()}


def _pack(name, value):
    if name == "form":
        return LETTERS[value]
    if name in INSTANTS:
        return _number((value - _EPOCH) // timedelta(minutes=1)) if value else ""
    return str(value if value is not None else "").replace("|", "/")


def _unpack(name, value):
    if name == "form":
        return next(form for form, letter in LETTERS.items() if letter == value)
    if name in INSTANTS:
        return _EPOCH + timedelta(minutes=int(value, 36)) if value else None
    return value


def _number(value):
    """A number to base 36; instants before 2020 are negative."""
    if value < 0:
        return "-" + _number(-value)
    text = ""
    while value:
        value, digit = divmod(value, 36)
        text = _DIGITS[digit] + text
    return text or "0"


def to_letters(data):
    """Bytes as capital letters and digits (base 32 without padding)."""
    return base64.b32encode(data).decode().rstrip("=")


def from_letters(letters):
    """The bytes of :func:`to_letters`.

    :raise ValueError: the text was not made by it
    """
    data = base64.b32decode(letters + "=" * (-len(letters) % 8))
    if to_letters(data) != letters:
        # the last letter has unused bits: one text for one token
        raise ValueError(letters)
    return data


def applicant(name, organisation=False):
    """Whose paper it is, as strangers who hold the paper beside it may read it: of a person the
    masked name, of an organisation, which is no secret, the beginning."""
    return shortened(name or "", 40) if organisation else mask_name(name)


def mask_name(name, limit=24):
    """A person's name as family name and first letters of the others.

    >>> mask_name("Nguyễn Văn An")
    'Nguyễn V••• A•••'
    """
    words = (name or "").split()
    return shortened(" ".join([*words[:1], *(f"{word[0]}•••" for word in words[1:])]), limit)


def shortened(text, limit=24):
    """A text that the code has room for."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
