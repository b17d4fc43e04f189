"""When a request to a carrier is sent, again or never: the rule of the outbox, plain Python.

A request that makes something at the carrier (an order, an instruction) is sent once. When its
answer is lost, nobody knows whether it was made: the carrier is asked, and only what it says twice
that it does not have, some time after the call, may be sent again. What only asks, or means the
same however often it is said (a cancellation), is simply repeated.
"""

from dataclasses import dataclass, field
from datetime import timedelta

QUOTE = "quote"
CREATE = "create"
CANCEL = "cancel"
TRACK = "track"
REDELIVER = "redeliver"
SEND_BACK = "send_back"
KINDS = (QUOTE, CREATE, CANCEL, TRACK, REDELIVER, SEND_BACK)
#: Sent again when the answer is lost.
REPEATABLE = frozenset({QUOTE, CANCEL, TRACK})
#: What follows for the same shipment waits as long as one of these is given up and undecided.
HOLDING = frozenset({CREATE, CANCEL, REDELIVER, SEND_BACK})

WAITING = "waiting"
SENDING = "sending"
UNKNOWN = "unknown"
DONE = "done"
DEAD = "dead"
DROPPED = "dropped"
#: Not over yet: what follows for the same shipment waits.
OPEN = (WAITING, SENDING, UNKNOWN)

#: How a call ended. ``not_taken``: the carrier has done nothing; ``lost``: it may have.
TAKEN, REFUSED, NOT_TAKEN, LOST = "taken", "refused", "not_taken", "lost"
#: What the carrier answers about an order whose creation got no answer.
FOUND, ABSENT, SILENT = "found", "absent", "silent"


def _minutes(*steps):
    return tuple(timedelta(minutes=step) for step in steps)


#: Waiting time before the next try, by the number of tries that failed.
BACKOFF = _minutes(1, 5, 15, 60, 240, 720)
#: The same for a price or a state, which are worth little when they come late.
SHORT = _minutes(1, 5)
#: Waiting time before the carrier is asked (again) about a lost answer.
ASKING = _minutes(1, 2, 10, 60, 240, 720, 1440)
#: The carrier may still be busy with a call for so long after it: until then it says nothing
#: certain about what it does not have.
SETTLED = timedelta(minutes=10)
#: A call takes less; a request that is "sending" for longer belongs to a worker that is no more.
ORPHANED = timedelta(minutes=5)


@dataclass(frozen=True)
class Answer:
    """What a carrier answered to a request that it took.

    :ivar number: its tracking number
    :ivar fee: what it asks, whole VND
    :ivar weight: g, as it has weighed
    :ivar text: its words, for the log
    :ivar news: rows for ``tthc.carrier.news``, for ``track``
    """

    number: str = ""
    fee: int | None = None
    weight: int | None = None
    text: str = ""
    news: list = field(default_factory=list)


@dataclass(frozen=True)
class Turn:
    """The state after a step, and the wait before the next one; ``None``: nothing is to come
    by itself."""

    state: str
    delay: timedelta | None = None

    def not_before(self, wait):
        """The same step, but for as long as the carrier wants to be left alone (or None)."""
        if wait is None or self.delay is None:
            return self
        return Turn(self.state, max(self.delay, wait))


def after_call(kind, outcome, tries, can_ask):
    """The :class:`Turn` after a call.

    :param tries: calls so far, this one included
    :param can_ask: the carrier can be asked for an order by our reference
    """
    if outcome == TAKEN:
        return Turn(DONE)
    if outcome == REFUSED:
        return Turn(DEAD)
    if outcome == LOST and kind not in REPEATABLE:
        return Turn(UNKNOWN, ASKING[0] if kind == CREATE and can_ask else None)
    return _again(kind, tries)


def after_asking(said, asked, absent, tries, since):
    """The :class:`Turn` of an order that may have been made, after the carrier was asked.

    :param said: ``found``, ``absent`` or ``silent`` (no usable answer)
    :param asked: times it was asked, this one included
    :param absent: times it said that it does not have it, this one included
    :param tries: calls that may have made it
    :param since: time since the last of those
    """
    if said == FOUND:
        return Turn(DONE)
    if said == ABSENT and absent >= 2 and since >= SETTLED:
        return Turn(DEAD) if tries > len(BACKOFF) else Turn(WAITING, timedelta())
    if asked < len(ASKING):
        return Turn(UNKNOWN, ASKING[asked])
    return Turn(UNKNOWN)


def _again(kind, tries):
    steps = SHORT if kind in (QUOTE, TRACK) else BACKOFF
    return Turn(DEAD) if tries > len(steps) else Turn(WAITING, steps[tries - 1])
