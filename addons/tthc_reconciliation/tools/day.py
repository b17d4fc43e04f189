"""The differences of a day and what a closed day is sealed with. Plain Python, no database."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date

#: States of a difference.
OPEN, EXPLAINED, CLEARED = "open", "explained", "cleared"


@dataclass(frozen=True)
class Difference:
    """What does not agree between books, source and bank.

    :ivar bucket: the kind of difference
    :ivar key: the same difference has the same key whenever it is looked for
    :ivar amount: VND by which the sides differ, positive
    :ivar label: the record in question, in words that stay
    :ivar happened_on: since when
    :ivar refs: the records that show it, by field
    :ivar explanation: why, where somebody said so before; with ``by`` (an id)
    """

    bucket: str
    key: str
    amount: int
    label: str
    happened_on: date
    refs: dict = field(default_factory=dict)
    explanation: str = ""
    by: int | None = None


@dataclass(frozen=True)
class Known:
    """A difference that was recorded before."""

    state: str
    amount: int
    bucket: str = ""


@dataclass(frozen=True)
class Plan:
    """What has to be written: keys of those that are ``new``, to be opened ``again``, and
    ``cleared``."""

    new: list
    again: list
    cleared: list


def plan(known, found):
    """Compare what was recorded with what is found now.

    An explanation holds as long as the difference is of the kind and amount that was explained.

    :param known: ``{key: Known}``
    :param found: ``{key: Difference}``
    """
    again = [
        key
        for key, one in found.items()
        if key in known
        and (
            known[key].state == CLEARED
            or known[key].amount != one.amount
            or known[key].bucket not in ("", one.bucket)
        )
    ]
    return Plan(
        [key for key in found if key not in known],
        again,
        [key for key, row in known.items() if key not in found and row.state != CLEARED],
    )


def line(values):
    """A row of the sealed text: the same values give the same line on every machine."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(previous, lines):
    """SHA-256 (hex) over the seal of the day before and the lines of this one, in their order.

    :param str previous: seal of the day before, empty for the first day
    :param lines: texts without line breaks, see :func:`line`
    """
    digest = hashlib.sha256(f"{previous}\n".encode())
    for text in lines:
        digest.update(f"{text}\n".encode())
    return digest.hexdigest()
