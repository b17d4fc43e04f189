"""How far a shipment has come: which status may follow which, and which event counts.

News from a carrier arrives late, twice and in any order. The rule therefore looks at the instant
at which something happened, not at the order of arrival:

* an event older than the one that gave the present state never changes the state;
* a shipment never goes back to an earlier phase (a failed attempt and a new one are both
  "under way"; what turned back towards its sender is not tried again), and nothing follows a
  final state.
"""

from dataclasses import dataclass
from datetime import datetime

DRAFT = "draft"
PACKED = "packed"
HANDED_OVER = "handed_over"
IN_TRANSIT = "in_transit"
OUT_FOR_DELIVERY = "out_for_delivery"
FAILED = "failed"
RETURNING = "returning"
DELIVERED = "delivered"
RETURNED = "returned"
LOST = "lost"

#: Phase of each state; it never decreases.
PHASES = {
    DRAFT: 0,
    PACKED: 1,
    HANDED_OVER: 2,
    IN_TRANSIT: 3,
    OUT_FOR_DELIVERY: 3,
    FAILED: 3,
    RETURNING: 4,
    DELIVERED: 5,
    RETURNED: 5,
    LOST: 5,
}
FINAL = (DELIVERED, RETURNED, LOST)
#: Over, or on its way back: not tried again.
ENDING = (RETURNING, *FINAL)
#: With the post: out of the centre and not yet delivered.
OUT = (HANDED_OVER, IN_TRANSIT, OUT_FOR_DELIVERY, FAILED, RETURNING)

_UNDER_WAY = {
    HANDED_OVER: (IN_TRANSIT, OUT_FOR_DELIVERY, FAILED, *ENDING),
    IN_TRANSIT: (OUT_FOR_DELIVERY, FAILED, *ENDING),
    OUT_FOR_DELIVERY: (IN_TRANSIT, FAILED, *ENDING),
    FAILED: (IN_TRANSIT, OUT_FOR_DELIVERY, *ENDING),
    RETURNING: (RETURNED, LOST),
    DELIVERED: (),
    RETURNED: (),
    LOST: (),
}
#: State → states that may follow it, by direction. ``deliver``: from the centre to the citizen,
#: "returned" meaning back at the centre. ``collect``: from the citizen to the centre, where
#: nothing is packed here, "delivered" means handed over at the centre, and "returning" and
#: "returned" mean back with the citizen.
TRANSITIONS = {
    "deliver": {DRAFT: (PACKED,), PACKED: (HANDED_OVER, RETURNED), **_UNDER_WAY},
    "collect": {
        DRAFT: (HANDED_OVER, IN_TRANSIT, OUT_FOR_DELIVERY, FAILED, *ENDING),
        PACKED: (),
        **_UNDER_WAY,
    },
}


@dataclass(frozen=True)
class Position:
    """Where a shipment stands: its ``state`` and the instant (``at``) of the event that gave it.

    ``at`` is None as long as nothing happened.
    """

    direction: str
    state: str = DRAFT
    at: datetime | None = None


def may_follow(direction, state, status):
    """Return True when ``status`` may come directly after ``state``."""
    return status in TRANSITIONS[direction][state]


def apply(position, status, at):
    """Return the :class:`Position` after the event ``status`` of the instant ``at``.

    An event that does not count returns the very same ``position``. An event of the same instant
    as the last one counts when it may follow (carriers report to the minute).
    """
    if position.at is not None and at < position.at:
        return position
    if not may_follow(position.direction, position.state, status):
        return position
    return Position(position.direction, status, at)
