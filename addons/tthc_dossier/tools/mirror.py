"""What another system tells of a dossier that it processes (NĐ 224/2026/NĐ-CP, Art. 15.1.h): its
state, and whether an update is news. Plain Python."""

import re

from . import actions

#: Core state of each code of the national portal (TrangThaiHoSo).
STATES = {code: state for state, code in actions.NATIONAL_CODES.items()}

#: What becomes of an update.
APPLY, REPEATED, OLDER, CONTRADICTORY = "apply", "repeated", "older", "contradictory"


def state_of(text):
    """The core state that a source names by its national code (``4`` or ``4 – Đang xử lý``);
    ``None`` when there is no such code."""
    found = re.match(r"\s*0*(\d+)(?!\S)", str(text or "").replace(".0", ""))
    return STATES.get(int(found[1])) if found else None


def judge(known_at, known_content, at, content):
    """Whether an update is to be applied: only the newest word of the source counts, in
    whatever order its updates arrive and however often.

    :param known_at: instant of the last update applied; ``None`` before the first
    :param known_content: what that update said, any comparable value
    """
    if known_at is None or at > known_at:
        return APPLY
    if at < known_at:
        return OLDER
    return REPEATED if content == known_content else CONTRADICTORY
