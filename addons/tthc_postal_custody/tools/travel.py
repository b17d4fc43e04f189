"""Which papers an envelope takes out of custody, and where they are when it is over. Plain Python.

The inventory of an envelope counts originals; what they are follows from the book of papers: the
result first, then originals that go back to the person. What both sides signed for has happened,
whatever the book says; where the book says otherwise, the move is made and a remark tells it.
"""

from dataclasses import dataclass, field

from odoo.addons.tthc_custody.tools import custody
from odoo.addons.tthc_custody.tools.custody import Move, Place

#: Lot of the result paper, which is no component.
RESULT = (0, custody.RESULT)
POST = Place(custody.POST)
FILE = Place(custody.FILE)
DESK = Place(custody.DESK)
APPLICANT = Place(custody.APPLICANT)
LOST = Place(custody.LOST)
OUTSIDE = Place(custody.OUTSIDE)

#: Why the book and the envelope differ.
ELSEWHERE, WAS_LOST, POSTED, SHORT, DETOUR, ABSENT, LEFT = (
    "elsewhere",
    "was_lost",
    "posted",
    "short",
    "detour",
    "absent",
    "left",
)
#: In which of several places a result is looked for.
_ORDER = (
    custody.FILE,
    custody.DESK,
    custody.AGENCY,
    custody.PERSON,
    custody.ARCHIVE,
    custody.APPLICANT,
    custody.LOST,
    custody.POST,
)


@dataclass(frozen=True)
class Remark:
    """A difference: ``count`` papers of ``lot`` that the book has at ``place``."""

    reason: str
    lot: object = None
    count: int = 0
    place: Place | None = None


@dataclass
class Plan:
    """The moves that follow from a step of the envelope, and where the book differs."""

    moves: list = field(default_factory=list)
    remarks: list = field(default_factory=list)


def send(balance, to_return, listed, here):
    """What leaves with an envelope.

    :param balance: ``{(lot, place): count}``
    :param to_return: lots of originals that go back to the person, in the order of the papers
    :param listed: originals in the envelope's inventory, the result among them
    :param here: whether the file is at the centre
    :return: the :class:`Plan`; remarks with ``LEFT`` name what could go along and does not
    """
    plan, left = Plan(), listed
    if left and any(lot == RESULT for lot, _place in balance):
        left -= 1
        _send_result(plan, balance, here)
    for lot in to_return:
        for place in (FILE, DESK) if here else (DESK,):
            there = balance.get((lot, place), 0)
            taken = min(left, there)
            left -= taken
            if taken:
                plan.moves.append(Move(lot, taken, place, POST))
            if there > taken:
                plan.remarks.append(Remark(LEFT, lot, there - taken, place))
    if left:
        plan.remarks.append(Remark(SHORT, count=left))
    return plan


def _send_result(plan, balance, here):
    places = [place for lot, place in balance if lot == RESULT]
    place = min(places, key=lambda found: _ORDER.index(found.kind))
    if place == POST:
        plan.remarks.append(Remark(POSTED, RESULT, 1, place))
        return
    if place == LOST:
        # One that was lost stays lost: what travels was issued anew.
        plan.moves.append(Move(RESULT, 1, OUTSIDE, POST))
        plan.remarks.append(Remark(WAS_LOST, RESULT, 1, place))
        return
    plan.moves.append(Move(RESULT, 1, place, POST))
    if not (place == DESK or (place == FILE and here)):
        plan.remarks.append(Remark(ELSEWHERE, RESULT, 1, place))


def end(balance, travelled, target, sources=(POST,), detours=None):
    """Where the papers of an envelope are when it is over.

    :param balance: ``{(lot, place): count}``
    :param travelled: ``{lot: count}`` that left with the envelope
    :param target: where they are now by the envelope: with the applicant, at the centre, lost
    :param sources: where the book has them, if it knows of nothing else
    :param detours: ``{lot: places}`` to which somebody moved them out of the post meanwhile
    """
    plan = Plan()
    for lot, count in travelled.items():
        left, others = count, [row for row in (detours or {}).get(lot, ()) if row not in sources]
        for place in (*sources, *dict.fromkeys(others)):
            taken = min(left, balance.get((lot, place), 0))
            if not taken:
                continue
            left -= taken
            if _same(place, target):
                continue
            if place not in sources:
                plan.remarks.append(Remark(DETOUR, lot, taken, place))
                if target == LOST:
                    continue  # the book knows better than the carrier where it is
            plan.moves.append(Move(lot, taken, place, target))
        if left:
            plan.remarks.append(Remark(ABSENT, lot, left))
    return plan


def _same(place, target):
    """Whether a paper at ``place`` has arrived: file and desk are both the centre."""
    centre = (FILE, DESK)
    return place == target or (place in centre and target in centre)
