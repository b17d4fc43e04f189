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
#: States after which nothing more happens, unless an inspector reopens the dossier.
FINAL_STATES = (NOT_ACCEPTED, STOPPED, RETURNED)
#: States in which an accepted dossier is worked on.
WORKING = (ACCEPTED, PROCESSING)
#: States of a dossier that has no step yet.
BEFORE_ACCEPTANCE = (DRAFT, REGISTERED, NOT_ACCEPTED)
#: Accepted and not ended.
UNDER_WAY = (ACCEPTED, PROCESSING, SUPPLEMENT, FINANCIAL, WITHDRAWING)


@dataclass(frozen=True)
class Action:
    """A named action.

    :ivar sources: core states that allow it
    :ivar who: keys of those who may do it, any of them; a key ``k`` is decided by the dossier's
        method ``_holder_k``; none for what only another part of the suite does
    :ivar kinds: kinds of step that it ends; empty for any step or none
    :ivar note_required: a reason must be given
    :ivar dialog: the screen asks for the reason, or for what else it needs, first
    :ivar primary: offered as a button of its own
    """

    name: str
    sources: tuple
    who: tuple
    kinds: tuple = ()
    note_required: bool = False
    dialog: bool = False
    primary: bool = False


def _ask(name, sources, who, note_required=True, **more):
    return Action(name, sources, who, note_required=note_required, dialog=True, **more)


ACTIONS = {
    action.name: action
    for action in (
        # Intake
        Action("register", (DRAFT,), ("desk",)),
        Action("accept", (DRAFT, REGISTERED), ("desk",), primary=True),
        _ask("refuse", (DRAFT, REGISTERED), ("desk",)),
        _ask(
            "complete_at_once",
            (REGISTERED, *WORKING),
            ("desk",),
            note_required=False,
            primary=True,
        ),
        Action(
            "receive_competent",
            (ACCEPTED,),
            ("competent_desk", "competent_officer"),
            primary=True,
        ),
        # Supplement and financial duty
        _ask(
            "request_supplement",
            (REGISTERED, *WORKING),
            ("counter_desk", "task", "supplement_approver"),
        ),
        _ask("receive_supplement", (SUPPLEMENT,), ("desk",), note_required=False, primary=True),
        _ask("request_payment", WORKING, ("desk", "task")),
        Action("payment_received", (FINANCIAL,), ()),
        # The way through the steps
        Action("take", (*WORKING, DONE), ("task",)),
        Action(
            "forward",
            WORKING,
            ("task",),
            kinds=("receive", "process", "appraise"),
            primary=True,
        ),
        Action("approve", WORKING, ("task",), kinds=("approve",), primary=True),
        Action("seal", WORKING, ("task",), kinds=("seal",), primary=True),
        _ask("return_step", WORKING, ("task",)),
        _ask("recall", WORKING, ("recaller",)),
        _ask("reassign", (*WORKING, DONE), ("task_leader", "centre_manager")),
        _ask("consult", WORKING, ("task",)),
        _ask("answer_consultation", UNDER_WAY, ("consulted",)),
        _ask("lapse_consultation", UNDER_WAY, ("task",)),
        _ask("hand_over", (*UNDER_WAY, STOPPED, DONE), ("paper_holder",), note_required=False),
        Action("take_over", (*UNDER_WAY, STOPPED, DONE), ("receiver",)),
        # The end
        Action("issue_result", WORKING, ("task",), primary=True),
        _ask("reject", WORKING, ("competent_leader",)),
        Action("return_result", (DONE,), ("desk",), primary=True),
        _ask(
            "request_withdrawal",
            (REGISTERED, *WORKING, SUPPLEMENT, FINANCIAL),
            ("desk", "party"),
        ),
        _ask("answer_withdrawal", (WITHDRAWING,), ("task", "desk", "manager"), primary=True),
        _ask("stop", (*WORKING, SUPPLEMENT, FINANCIAL), ("manager", "leader")),
        _ask("reopen", (NOT_ACCEPTED, STOPPED, DONE, RETURNED), ("inspector",)),
        # The clock
        _ask("propose_extension", WORKING, ("task",)),
        _ask("extend", WORKING, ("leader",)),
        _ask("refuse_extension", WORKING, ("leader",)),
        _ask("apologise", UNDER_WAY, ("late_leader",)),
        Action("recompute", UNDER_WAY, ("manager",)),
        # What another system tells
        Action("mirror", (), ()),
    )
}


def allowed_actions(state):
    """Names of the actions that a dossier in ``state`` knows, in the order of the table."""
    return [name for name, action in ACTIONS.items() if state in action.sources]
