"""How likely it is that two entries are one person: points and reasons, never a verdict.

Plain Python. Two people with different 12-digit personal numbers are two people, whatever else
agrees (twins share a birthday and most of a name). Sound-alike tables are not needed: names are
compared without diacritics and without order, and typing errors by difflib among the few entries
that share a number, a phone or a birthday.
"""

import difflib
from dataclasses import dataclass

from odoo.addons.tthc_catalogue.tools.fold import fold

from .identity import compact, normalise_phone

#: From here up two names may be one that was mistyped.
SIMILAR = 0.84
#: Fewer points are not shown to anybody.
ENOUGH = 60


@dataclass(frozen=True)
class Entry:
    """What is compared of a person; empty texts where nothing is known."""

    name: str = ""
    identity: str = ""
    old: str = ""
    paper: str = ""
    tax: str = ""
    phone: str = ""
    birth: object = None
    street: str = ""
    commune: str = ""


def name_key(name):
    """The words of a name without diacritics, in alphabetical order.

    >>> name_key("Nguyễn Văn  An"), name_key("An Nguyễn-Văn")
    ('an nguyen van', 'an nguyen van')
    """
    words = "".join(char if char.isalnum() else " " for char in fold(name)).split()
    return " ".join(sorted(words))


def phone_key(phone):
    """A phone number as it is dialled inside the country, digits only."""
    return "".join(char for char in normalise_phone(phone) if char.isdigit())


def likeness(one, other):
    """How alike two name keys are, from 0 to 1."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < SIMILAR or matcher.quick_ratio() < SIMILAR:
        return 0.0
    return max(matcher.ratio(), difflib.SequenceMatcher(None, other, one, autojunk=False).ratio())


def compare(one, other):
    """``(points up to 100, reasons)`` of two entries; ``(0, ())`` where they are two people.

    Reasons are codes: ``identity``, ``old``, ``paper``, ``tax``, ``name``, ``similar_name``,
    ``phone``, ``birth``, ``place``.
    """
    numbers = [
        (code, points)
        for code, points, equal in (
            ("identity", 100, _same(one.identity, other.identity)),
            ("old", 95, _same_old(one, other)),
            ("paper", 95, _same(one.paper, other.paper)),
            ("tax", 90, _same(one.tax, other.tax)),
        )
        if equal
    ]
    if not numbers and _two_people(one, other):
        return 0, ()
    alike = likeness(name_key(one.name), name_key(other.name))
    reasons = [code for code, _points in numbers]
    points = max((points for _code, points in numbers), default=0)
    if alike:
        reasons.append("name" if alike == 1 else "similar_name")
    shared = [
        (code, weight)
        for code, weight, equal in (
            ("birth", 50, one.birth and one.birth == other.birth),
            ("phone", 40, _same(phone_key(one.phone), phone_key(other.phone))),
            ("place", 20, _same_place(one, other)),
        )
        if equal
    ]
    reasons += [code for code, _weight in shared]
    if alike and not (one.birth and other.birth and one.birth != other.birth and not numbers):
        weight = 40 if alike == 1 else 30
        points = max(points, min(99, weight + sum(weight for _code, weight in shared)))
    return (points, tuple(reasons)) if points >= ENOUGH else (0, ())


def _same(one, other):
    return bool(one) and one == other


def _same_place(one, other):
    communes = {fold(entry.commune) for entry in (one, other)} - {""}
    return _same(fold(one.street), fold(other.street)) and len(communes) < 2


def _same_old(one, other):
    """A former number, also where it still stands in the place of the personal number."""
    olds = {number for number in (one.old, _nine(one.identity)) if number}
    return bool(olds & {number for number in (other.old, _nine(other.identity)) if number})


def _nine(number):
    number = compact(number)
    return number if len(number) == 9 else ""


def _two_people(one, other):
    numbers = {compact(entry.identity) for entry in (one, other)}
    return len(numbers) == 2 and all(len(number) == 12 for number in numbers)
