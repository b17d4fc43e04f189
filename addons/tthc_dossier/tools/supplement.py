"""When a supplement may be asked for without anybody's leave, and what is left of one.

NĐ 61/2018/NĐ-CP Art. 15.3, 17.1.a and 19.4: everything at once, and within a few working days
of the competent agency's receipt. The numbers are dated data of the centre, not of this file.
"""

from dataclasses import dataclass
from datetime import datetime

#: Stages at which a supplement is asked for.
COUNTER = "counter"
EXAMINATION = "examination"

#: Why a request needs leave.
LATE = "late"
AGAIN = "again"


@dataclass(frozen=True)
class Terms:
    """The rules in force on the day of the request.

    :ivar request_days: working days after receipt within which it may be asked for; 0: no limit
    :ivar rounds: how many requests during examination need no leave
    :ivar answer_days: days that the person is given; 0: no deadline
    :ivar legal_basis: the article they come from
    """

    request_days: int = 3
    rounds: int = 1
    answer_days: int = 30
    legal_basis: str = ""


def leave_needed(stage, earlier, rounds, asked_at: datetime, last: datetime | None):
    """Why asking now needs a legal basis and somebody's leave: a tuple of :data:`LATE` and
    :data:`AGAIN`, empty when it needs none.

    :param earlier: requests made during the examination before this one
    :param rounds: how many need no leave
    :param last: the last moment for asking; ``None`` without one
    """
    if stage != EXAMINATION:
        return ()
    reasons = ()
    if last is not None and asked_at > last:
        reasons += (LATE,)
    if earlier >= rounds:
        reasons += (AGAIN,)
    return reasons


def left_over(asked, came):
    """What of the asked items is still to come, in the order in which it was asked for.

    :raise ValueError: something came that was not asked for
    """
    unknown = set(came) - set(asked)
    if unknown:
        raise ValueError(f"not asked for: {sorted(unknown)}")
    came = set(came)
    return [item for item in asked if item not in came]
