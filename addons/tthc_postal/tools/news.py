"""What a carrier tells about shipments: cleaning it, knowing it again, judging it.

Plain Python. The instants are naive UTC; the rule itself is that of :mod:`.status`.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from odoo.addons.tthc_catalogue.tools.fold import fold

from . import status

#: A status that tells something and moves nothing.
NONE = "none"
#: Verdicts about one news, stored as its state.
WAITING = "waiting"
APPLIED = "applied"
NOTED = "noted"
OLD = "old"
REPEATED = "repeated"
UNKNOWN_STATUS = "unknown_status"
UNKNOWN_ITEM = "unknown_item"
UNSIGNED = "unsigned"
AGAINST = "against"
#: Judged again when something about the shipment, its carrier's codes or the day has changed.
OPEN = (WAITING, UNKNOWN_STATUS, UNKNOWN_ITEM, UNSIGNED)
#: What contradicts a state when it is said to have happened later: a person has to look into it.
#: What came back and is then "delivered" was, to the carrier, delivered to its sender.
CONTRADICTING = {
    status.RETURNING: (status.DELIVERED,),
    status.DELIVERED: (status.FAILED, status.RETURNING, status.LOST),
    status.RETURNED: (status.LOST,),
    status.LOST: tuple(state for state in status.OUT + status.FINAL if state != status.LOST),
}
#: How far a carrier's clock may run ahead of ours.
AHEAD = timedelta(minutes=10)


def plain(text):
    """``text`` on one line, composed, without outer blanks; empty for nothing. Halves of letters,
    which JSON can hold and no database, become question marks."""
    if not isinstance(text, str):
        text = "" if text is None or text is False else str(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    return " ".join(text.replace("\0", "").split())


def code_key(code):
    """A carrier's status code or words as it is compared: case and blanks do not matter."""
    return plain(code).casefold()


def fold_words(text):
    """Words of ``text`` in lower case without accents, one blank between them."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(plain(text))))


def news_hash(carrier_id, item_key, code, at):
    """The same news has the same hash, from whatever source and however often it comes."""
    parts = (str(carrier_id), item_key, code_key(code), at.isoformat())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Told:
    """One news about a known shipment: what it means here (a state or ``none``) and when.

    ``place`` is its place in the list that it came in: news of one instant keeps that order where
    the rule does not say better.
    """

    meaning: str
    at: datetime
    place: int = 0


@dataclass(frozen=True)
class Verdict:
    """``state`` of a news, the ``reason`` for it and whether it ``moves`` the shipment to ``new``.

    ``new`` is the state that the news means here, None when it means none.
    """

    state: str
    reason: str | None = None
    new: str | None = None
    moves: bool = False


def order(told):
    """Sorting key: time, then how far the news brings a shipment, then place."""
    return told.at, status.PHASES.get(told.meaning, 0), told.place


def judge(position, told, now):
    """Judge one news about a shipment that stands at ``position``.

    * "Delivered" of an envelope to the centre moves nothing: only a signed hand-over record does.
    * "Returned" of an envelope from the centre means that it is on its way back: the papers are
      here when a hand-over record says so.
    * News of an envelope that the post has not yet signed for waits for that signature.
    * What contradicts the state, and a delivery before it, moves nothing and is shown to a person.

    :return: (the following position, its :class:`Verdict`)
    """
    if told.at > now + AHEAD:
        return position, Verdict(WAITING, "future")
    new = told.meaning
    if new == NONE:
        return position, Verdict(NOTED)
    if position.direction == "deliver" and new == status.RETURNED:
        new = status.RETURNING
    if position.direction == "collect" and new == status.DELIVERED:
        return position, _delivered_to_centre(position)
    following = status.apply(position, new, told.at)
    if following is not position:
        return following, Verdict(APPLIED, new=new, moves=True)
    return position, _not_moving(position, new, told.at)


def _delivered_to_centre(position):
    if position.state == status.DELIVERED:
        return Verdict(NOTED, "known", status.DELIVERED)
    if position.state in status.FINAL:
        return Verdict(OLD, "over", status.DELIVERED)
    return Verdict(UNSIGNED, "unsigned", status.DELIVERED)


def _not_moving(position, new, at):
    if position.direction == "deliver" and position.state in (status.DRAFT, status.PACKED):
        if new == status.DELIVERED:
            return Verdict(UNSIGNED, "unsigned", new)
        return Verdict(WAITING, "early", new)
    if new == position.state:
        if at == position.at:
            return Verdict(REPEATED, "known", new)
        return Verdict(NOTED, "known" if at > position.at else "older", new)
    if at > position.at and new in CONTRADICTING.get(position.state, ()):
        return Verdict(AGAINST, "against", new)
    if position.state in status.FINAL:
        return Verdict(OLD, "over", new)
    if new == status.DELIVERED and at < position.at:
        # Perhaps signed for later than it left: nobody else would ever tell it again.
        return Verdict(AGAINST, "older", new)
    return Verdict(OLD, "older" if at < position.at else "backwards", new)


def judge_all(position, tolds, now):
    """Judge news about one shipment in the order of its time.

    :param tolds: ``{key: Told}``
    :return: (position, ``{key: Verdict}``, key of the last news that moved it or None)
    """
    verdicts, last = {}, None
    for key, told in sorted(tolds.items(), key=lambda row: order(row[1])):
        position, verdicts[key] = judge(position, told, now)
        if verdicts[key].moves:
            last = key
    return position, verdicts, last


def differences(ours, theirs, tolerance):
    """Names of the values that the carrier tells otherwise than we have them.

    Each is a dict of ``weight`` (g), ``price`` and ``cod_amount`` (VND); what one side has not
    (None, and 0 for weight and price) does not count.

    :param tolerance: grams that a weight may differ by
    """
    found = []
    for name in ("weight", "price", "cod_amount"):
        told, own = theirs.get(name), ours.get(name) or 0
        if told is None or (name != "cod_amount" and not (told and own)):
            continue
        if abs(told - own) > (tolerance if name == "weight" else 0):
            found.append(name)
    return found
