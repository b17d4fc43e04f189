"""The named actions of a dossier: from which states, by whom, with what effect on the clock.

The core states are the ten of the national portal plus the draft (statutory note 2.4). The ORM
reads this table; nothing else decides which action a state allows.
"""

from dataclasses import dataclass

DRAFT = "draft"
REGISTERED = "registered"
ACCEPTED = "accepted"
NOT_ACCEPTED = "not_accepted"
PROCESSING = "processing"
SUPPLEMENT = "supplement"
FINANCIAL = "financial"
WITHDRAWING = "withdrawing"
STOPPED = "stopped"
DONE = "done"
RETURNED = "returned"

#: Code of each core state on the national portal (TrangThaiHoSo); a draft has none.
NATIONAL_CODES = {
    REGISTERED: 1,
    ACCEPTED: 2,
    NOT_ACCEPTED: 3,
    PROCESSING: 4,
    SUPPLEMENT: 5,
    FINANCIAL: 6,
    WITHDRAWING: 7,
    STOPPED: 8,
    DONE: 9,
    RETURNED: 10,
}

#: States in which somebody still has to do something before the result exists.
OPEN_STATES = (REGISTERED, ACCEPTED, PROCESSING, SUPPLEMENT, FINANCIAL, WITHDRAWING)
#: States in which the limit runs.
RUNNING_STATES = (ACCEPTED, PROCESSING, WITHDRAWING)
#: States after which nothing more happens.
FINAL_STATES = (NOT_ACCEPTED, STOPPED, RETURNED)


@dataclass(frozen=True)
class Action:
    """A named action.

    ``who``: ``desk`` (receptionist of the receiving centre), ``task`` (whoever holds the role of
    the current step in its agency), ``leader`` (leader of the agency of the current step),
    ``manager`` (centre manager), ``desk_or_task``, or ``system`` (another part of the suite).
    ``note_required``: a reason must be given.
    """

    name: str
    sources: tuple
    who: str
    note_required: bool = False


ACTIONS = {
    action.name: action
    for action in (
        Action("register", (DRAFT,), "desk"),
        Action("accept", (DRAFT, REGISTERED), "desk"),
        Action("refuse", (DRAFT, REGISTERED), "desk", note_required=True),
        Action(
            "request_supplement",
            (REGISTERED, ACCEPTED, PROCESSING),
            "desk_or_task",
            note_required=True,
        ),
        Action("receive_supplement", (SUPPLEMENT,), "desk"),
        Action("forward", (ACCEPTED, PROCESSING), "task"),
        Action("return_step", (PROCESSING,), "task", note_required=True),
        Action("request_payment", (ACCEPTED, PROCESSING), "desk_or_task", note_required=True),
        Action("payment_received", (FINANCIAL,), "system"),
        Action("issue_result", (ACCEPTED, PROCESSING), "task"),
        Action("return_result", (DONE,), "desk"),
        Action(
            "request_withdrawal",
            (REGISTERED, ACCEPTED, PROCESSING, SUPPLEMENT, FINANCIAL),
            "desk",
            note_required=True,
        ),
        Action("answer_withdrawal", (WITHDRAWING,), "desk_or_task", note_required=True),
        Action("stop", (SUPPLEMENT, FINANCIAL), "manager", note_required=True),
        Action("extend", (ACCEPTED, PROCESSING), "leader", note_required=True),
    )
}


def allowed_actions(state):
    """Names of the actions that a dossier in ``state`` knows, in the order of the table."""
    return [name for name, action in ACTIONS.items() if state in action.sources]
