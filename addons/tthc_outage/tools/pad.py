"""Numbers of intake pads, and which true times a sheet of one may have. Pure Python.

Why a pad has numbers of its own. A dossier number holds the day of acceptance and the running
number of the unit on that day; it is given at acceptance, without a gap, and never again
(statutory note 2.3). A pad is printed before anybody knows the day of the outage, and most of its
sheets are never used: real numbers on it would name the wrong day, or leave gaps that have to be
explained for ever. So a sheet carries a *provisional* number of the pad's own series, which cannot
be mistaken for a real one, and the later entry gives the dossier the next real number of the *true*
day and links the two. The day's series stays without a gap; unused provisional numbers are voided
with a reason and accounted for by the pad.
"""

import re
from dataclasses import dataclass

#: "SC" stands for "sự cố"; where a dossier number has the day's six or eight digits, this does not.
PATTERN = re.compile(r"^(?P<unit>[0-9A-Z.]{3,35})-SC(?P<pad>\d{4,6})-(?P<sheet>\d{3})$")
MAX_SHEETS = 200


def pad_number(unit, pad):
    """``H15.50.05-SC0007``: the unit's seventh pad."""
    return f"{unit}-SC{pad:04d}"


def sheet_number(pad_name, sheet):
    """``H15.50.05-SC0007-003``: the third sheet of a pad."""
    return f"{pad_name}-{sheet:03d}"


def parse(text):
    """``(unit, pad, sheet)`` of a provisional number; ``None`` for anything else."""
    found = PATTERN.match((text or "").strip().upper())
    return found and (found["unit"], int(found["pad"]), int(found["sheet"]))


@dataclass(frozen=True)
class Entry:
    """What a later entry gives to acceptance, in the context of superuser code. No call from
    outside can make one: it would bring a dict at most.

    :ivar token: the look-up code printed on the sheet
    :ivar facts: what the acceptance's event keeps of the outage
    """

    token: str
    facts: dict


class TrueTimeError(ValueError):
    """A true time that cannot be: ``reason`` is ``future``, ``unprinted``, ``before`` or
    ``after``."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def check_true_time(received, now, printed, begins, ends):
    """Whether a sheet may have been filled in at ``received``; all instants naive UTC.

    :param printed: when the pad was printed
    :param begins: begin of the outage
    :param ends: its end; ``None`` while it lasts
    :raise TrueTimeError: it may not
    """
    if received > now:
        raise TrueTimeError("future")
    if received < printed:
        raise TrueTimeError("unprinted")
    if received < begins:
        raise TrueTimeError("before")
    if ends and received > ends:
        raise TrueTimeError("after")


def mean_delay(pairs):
    """Mean hours from the true time to the entry, of pairs of instants; 0 without any."""
    delays = [(entered - received).total_seconds() for received, entered in pairs]
    return round(sum(delays) / len(delays) / 3600, 1) if delays else 0.0
