"""Papers and places: which way a paper may go, and how many of it are where.

A lot is what is counted together: one paper of the dossier in one kind ("bản chính", "bản sao
chứng thực", "bản sao"), or the result. Lots start in the file; the file itself passes from hand to
hand by the core's hand-over lists, and its papers with it. Only what leaves the file is written
down as a move. A paper is never made or unmade by a move: what one place loses another gains.
"""

from collections import Counter
from dataclasses import dataclass

FILE = "file"
DESK = "desk"
AGENCY = "agency"
PERSON = "person"
POST = "post"
APPLICANT = "applicant"
ARCHIVE = "archive"
LOST = "lost"
#: Where papers come from that nobody has counted yet: the person brings one later.
OUTSIDE = "outside"

#: Places at which somebody of the administration answers for a paper.
STAFF = frozenset({FILE, DESK, AGENCY, PERSON, ARCHIVE})

ORIGINAL, CERTIFIED, COPY, RESULT = "original", "certified", "copy", "result"
#: Fields of a dossier's component that count each kind.
COUNTS = {ORIGINAL: "originals", CERTIFIED: "certified_copies", COPY: "copies"}

RETURN, KEEP = "return", "keep"


@dataclass(frozen=True)
class Way:
    """A kind of movement: from which places to which."""

    sources: frozenset
    targets: frozenset


WAYS = {
    "lend": Way(STAFF, frozenset({PERSON, AGENCY, DESK})),
    "back": Way(frozenset({PERSON, AGENCY, DESK, ARCHIVE}), frozenset({FILE})),
    "receive": Way(frozenset({OUTSIDE, APPLICANT, POST}), frozenset({FILE})),
    "return": Way(frozenset({FILE, DESK, POST}), frozenset({APPLICANT})),
    "post": Way(frozenset({FILE, DESK}), frozenset({POST})),
    "archive": Way(frozenset({FILE, DESK, AGENCY}), frozenset({ARCHIVE})),
    "lose": Way(STAFF | {POST}, frozenset({LOST})),
    "find": Way(frozenset({LOST}), frozenset({FILE})),
}


class CustodyError(ValueError):
    """A move that cannot have happened; ``reason`` is ``way``, ``quantity`` or ``absent``."""

    def __init__(self, reason, move, there=0):
        super().__init__(f"{reason}: {move}")
        self.reason, self.move, self.there = reason, move, there


@dataclass(frozen=True)
class Place:
    """Where a paper is: a kind of place, and whose, where that matters (ids; 0: nobody's)."""

    kind: str
    agency: int = 0
    user: int = 0


@dataclass(frozen=True)
class Move:
    """``quantity`` papers of ``lot`` from one place to another."""

    lot: object
    quantity: int
    source: Place
    target: Place


def check_move(way, move, there):
    """Whether ``move`` may be made where ``there`` papers of the lot are at its source.

    :raise CustodyError: the way does not lead there, nothing moves, or so many are not there
    """
    known = WAYS[way]
    wrong = move.source.kind not in known.sources or move.target.kind not in known.targets
    if wrong or move.source == move.target:
        raise CustodyError("way", move, there)
    if move.quantity < 1:
        raise CustodyError("quantity", move, there)
    if move.source.kind != OUTSIDE and move.quantity > there:
        raise CustodyError("absent", move, there)


def balance(received, moves):
    """How many papers of each lot are where.

    :param received: lot → how many came in with the dossier
    :param moves: the moves made, in any order
    :return: ``{(lot, place): count}``, counts above zero only; papers outside are not counted
    """
    found = Counter({(lot, Place(FILE)): count for lot, count in received.items()})
    for move in moves:
        found[move.lot, move.source] -= move.quantity
        found[move.lot, move.target] += move.quantity
    return {key: count for key, count in found.items() if count > 0 and key[1].kind != OUTSIDE}


def total(received, moves):
    """How many papers there are: what came in with the dossier and what was brought later."""
    later = sum(move.quantity for move in moves if move.source.kind == OUTSIDE)
    return sum(received.values()) + later
