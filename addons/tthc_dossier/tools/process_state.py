"""How far a dossier is in its process: the status of each step, from the passages through it.

Nothing here knows Odoo or a language; instants are arguments.
"""

from dataclasses import dataclass
from datetime import datetime

from odoo.addons.tthc_catalogue.tools.process_graph import reachable

DONE = "done"
CURRENT = "current"
OVERDUE = "overdue"
PAUSED = "paused"
WAITING = "waiting"
NOT_TAKEN = "not_taken"
SKIPPED = "skipped"
#: Statuses of a step that somebody has now.
OPEN = (CURRENT, OVERDUE, PAUSED)


@dataclass(frozen=True)
class Passage:
    """One passage through a step: from when to when, and when it was due; ``done`` is ``None``
    while the step is open; not ``finished``: it was ended from outside."""

    number: int
    started: datetime
    due: datetime | None = None
    done: datetime | None = None
    finished: bool = True
    source: object = None

    def late(self, now):
        return bool(self.due and (self.done or now) > self.due)


@dataclass(frozen=True)
class StepState:
    """Status of a step and its passages, oldest first."""

    number: int
    status: str
    passages: tuple = ()

    @property
    def last(self):
        return self.passages[-1] if self.passages else None


def step_states(graph, alternatives, passages, now, ended=False, paused=False):
    """``{number: StepState}`` of every step of ``graph``.

    - a step with an open passage is *current*; *overdue* past its due date; *paused* while the
      dossier waits for the person
    - what an open step still leads to is *waiting*, also when it was passed before and the
      dossier was handed back since
    - a step without a passage beside a branch that was taken is *not taken*; any other that can
      no longer be reached, or was ended unfinished, is *skipped*

    :param graph: ``process_graph.Graph``
    :param alternatives: numbers of the steps after which only one way is taken
    :param ended: the dossier ended; nothing is waited for any more
    """
    by_step = {number: [] for number in graph.order}
    for passage in sorted(passages, key=lambda one: (one.started, one.done is None)):
        if passage.number in by_step:
            by_step[passage.number].append(passage)
    opened = {n for n, rows in by_step.items() if any(row.done is None for row in rows)}
    ahead = _ahead(graph, opened, by_step, ended)
    return {
        number: StepState(
            number,
            _status(graph, alternatives, by_step, opened, ahead, number, now, paused),
            tuple(by_step[number]),
        )
        for number in graph.order
    }


def _ahead(graph, opened, by_step, ended):
    """Numbers that the process still leads to."""
    if ended:
        return set()
    if not any(by_step.values()):
        return set(graph.order)
    found = set()
    for number in opened:
        found |= reachable(graph.after, number) - {number}
    return found


def _status(graph, alternatives, by_step, opened, ahead, number, now, paused):
    if number in opened:
        if paused:
            return PAUSED
        late = any(row.late(now) for row in by_step[number] if row.done is None)
        return OVERDUE if late else CURRENT
    if number in ahead:
        return WAITING
    if by_step[number]:
        return DONE if by_step[number][-1].finished else SKIPPED
    for before in graph.before[number]:
        others = [other for other in graph.after[before] if other != number]
        if before in alternatives and any(by_step[other] for other in others):
            return NOT_TAKEN
    return SKIPPED
