"""Acting for somebody who is absent ("ủy quyền khi vắng mặt"): who acts for whom, and when.

Persons are named by any hashable key. A period is half open, ``[starts, ends)``. Nobody acts
through two persons: a deputy has the powers of the absent person's own office only.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

#: Roles that belong together: a role is passed on only to somebody who holds one of its family,
#: so that a receptionist never approves and an officer never takes dossiers in.
FAMILIES = (frozenset({"receptionist", "manager"}), frozenset({"officer", "leader"}))


@dataclass(frozen=True)
class Delegation:
    """``deputy`` acts for ``absent`` in ``[starts, ends)``."""

    absent: Any
    deputy: Any
    starts: datetime
    ends: datetime

    def covers(self, at):
        return self.starts <= at < self.ends

    def meets(self, other):
        """Whether the two periods have an instant in common."""
        return self.starts < other.ends and other.starts < self.ends


def absent_at(delegations, deputy, at):
    """The persons for whom ``deputy`` acts at the instant ``at``, each once, in order."""
    found = {}
    for row in delegations:
        if row.deputy == deputy and row.covers(at):
            found.setdefault(row.absent)
    return list(found)


def conflict(new, others):
    """Why ``new`` cannot stand beside ``others``: ``None`` or ``(reason, other)``.

    ``overlap``: the absent person has a deputy then already; ``deputy_absent``: the deputy is
    absent then; ``absent_is_deputy``: the absent person is somebody's deputy then.
    """
    if new.absent == new.deputy:
        return "self", new
    for other in others:
        if not new.meets(other):
            continue
        if other.absent == new.absent:
            return "overlap", other
        if other.absent == new.deputy:
            return "deputy_absent", other
        if other.deputy == new.absent:
            return "absent_is_deputy", other
    return None


def may_deputise(absent_roles, deputy_roles):
    """Whether the deputy holds a role of each family in which the absent person has one.

    The roles of an inspector, an editor or an administrator are in no family: they are not
    passed on.
    """
    needed = [family for family in FAMILIES if family & absent_roles]
    return bool(needed) and all(family & deputy_roles for family in needed)
