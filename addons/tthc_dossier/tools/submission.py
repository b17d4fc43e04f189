"""Rules of a submission for a group of linked procedures ("liên thông theo nhóm"): which parts
may begin, which wait, which cannot begin any more, and where the whole stands. Plain Python."""

from . import actions

#: What a waiting part may expect of the parts before it.
READY, WAITING, BLOCKED = "ready", "waiting", "blocked"

#: States of a part in which its result exists.
_WITH_RESULT = (actions.DONE, actions.RETURNED)


def effective_after(after, chosen):
    """For each chosen line the chosen lines whose results it waits for. What an optional line
    that was not asked for would have waited for is waited for instead of it.

    :param after: ``{number: numbers before it}`` of the whole group, without a circle
    :param chosen: numbers of the lines asked for
    :return: ``{number: tuple of numbers, ascending}`` of the chosen ones
    """
    known = {}

    def before(number):
        if number not in known:
            found = set()
            for other in after.get(number, ()):
                found |= {other} if other in chosen else before(other)
            known[number] = found
        return known[number]

    return {number: tuple(sorted(before(number))) for number in sorted(chosen)}


def readiness(predecessors):
    """Whether a part whose predecessors stand at ``(state, outcome)`` each may begin.

    :return: ``READY`` once every result is granted, ``BLOCKED`` when one of them will never be,
        else ``WAITING``
    """
    verdicts = [_verdict(state, outcome) for state, outcome in predecessors]
    if BLOCKED in verdicts:
        return BLOCKED
    return WAITING if WAITING in verdicts else READY


def _verdict(state, outcome):
    if state in _WITH_RESULT:
        return READY if outcome == "granted" else BLOCKED
    return BLOCKED if state in (actions.NOT_ACCEPTED, actions.STOPPED) else WAITING


def overall(states):
    """Where the whole submission stands: ``registered`` while no part was accepted, ``closed``
    once nothing more happens to any, ``done`` when only results wait for their owner, else
    ``processing``.

    :param states: core states of the parts
    """
    states = set(states)
    if states <= {actions.DRAFT, actions.REGISTERED}:
        return "registered"
    if states <= set(actions.FINAL_STATES):
        return "closed"
    if states <= {*actions.FINAL_STATES, actions.DONE}:
        return "done"
    return "processing"
