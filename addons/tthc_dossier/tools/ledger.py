"""Hash chain over the events of one dossier, and what is wrong with a chain.

Pure Python. Each event's hash covers what the event says, its number and the hash of the event
before it; the dossier keeps the number of its events and the last hash, and seals
(``tthc.ledger.seal``) keep the hash of each event apart. So a change shows at the very event,
whether or not number, count and last hash were set to match.
"""

import hashlib
import json
from collections import namedtuple
from dataclasses import dataclass

#: Hash before the first event.
GENESIS = "0" * 64

_FIRST = (
    "seq", "kind", "user_id", "user_name", "from_state", "to_state", "from_step_id", "to_step_id",
    "from_agency_id", "to_agency_id", "note", "legal_basis", "clock_effect", "clock_category",
    "dossier_id", "at", "clock_until",
)  # fmt: skip
#: What the hash of each version covers: 1 is that of the first ledger, 2 covers every column.
HASHED = {1: _FIRST, 2: (*_FIRST, "company_id", "on_behalf_id", "task_id", "facts")}

#: An event as it is checked: ``id`` of its row, ``row`` its columns.
Event = namedtuple("Event", "id seq previous digest row")

#: What may be wrong with an event.
CONTENT = "content"  # it does not fit its own hash
REPLACED = "replaced"  # it fits its own hash, and the next one follows from another
INSERTED = "inserted"  # it was not there, or the dossier does not know it
MOVED = "moved"  # it had another number
MISSING = "missing"  # it is not there
LINK = "link"  # it does not follow from the event before it
HEAD = "head"  # the dossier's own record of its last event does not fit
SEALED = "sealed"  # it is not what was sealed


@dataclass(frozen=True, order=True)
class Break:
    """Something wrong: ``seq`` of the event, ``reason``, ``event_id`` of the row (``None`` for one
    that is missing), ``was`` the number that a moved event had."""

    seq: int
    reason: str
    event_id: int | None = None
    was: int | None = None


def payload(row):
    """What the hash of an event covers, in a form that reads back the same from the database.

    :param row: the event's columns; instants naive UTC, references as ids
    """
    values = {name: row.get(name) or None for name in HASHED[row.get("hash_version") or 1]}
    for name in ("at", "clock_until"):
        values[name] = values[name] and _instant(values[name])
    if values.get("facts"):
        values["facts"] = canonical(values["facts"])
    return values


def canonical(value):
    """A JSON value as PostgreSQL gives it back: numbers by value, lists for tuples."""
    if isinstance(value, dict):
        return {str(key): canonical(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def event_hash(previous, values):
    """SHA-256 (hex) of an event.

    :param previous: hash of the event before it, :data:`GENESIS` for the first
    :param values: its :func:`payload`; keys are sorted, so their order does not matter
    """
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def seal_hash(number, at, event_count, content, previous):
    """SHA-256 (hex) of a seal.

    :param at: when it was made, naive UTC
    :param content: hash of its lines
    :param previous: hash of the seal before it, :data:`GENESIS` for the first
    """
    text = f"{previous}\n{number}\n{_instant(at)}\n{event_count}\n{content}"
    return hashlib.sha256(text.encode()).hexdigest()


def find_breaks(events, count, head, sealed=()):
    """Everything that is wrong with a chain, in the order of the events' numbers.

    :param events: the chain's :class:`Event`\\ s
    :param count: how many events the dossier says it has
    :param head: the hash that the dossier says is its last
    :param sealed: ``(event_id, seq, digest)`` of those of its events that were sealed
    :return: sorted list of :class:`Break`, empty when the chain is whole
    """
    events = sorted(events, key=lambda event: (event.seq, event.id))
    fits = [event_hash(event.previous, payload(event.row)) == event.digest for event in events]
    if _is_whole(events, fits, count, head) and _is_as_sealed(events, sealed):
        return []
    found = set()
    was = {}
    for event, fit in zip(events, fits, strict=True):
        if fit:
            continue
        number = _number_that_fits(event, len(events) + count + 1)
        if number:
            was[event.id] = number
        found.add(Break(event.seq, MOVED if number else CONTENT, event.id, number))
    links = _link_breaks(events, fits, was)
    numbers = _number_breaks(events, was, count, head, found | links)
    inserted = {row.event_id for row in numbers if row.reason == INSERTED}
    found |= {row for row in links if row.event_id not in inserted} | numbers
    found |= _seal_breaks(events, sealed)
    return sorted(found, key=lambda row: (row.seq, row.reason, row.event_id or 0))


def _is_whole(events, fits, count, head):
    previous = GENESIS
    for number, (event, fit) in enumerate(zip(events, fits, strict=True), 1):
        if not fit or event.seq != number or event.previous != previous:
            return False
        previous = event.digest
    return len(events) == count and previous == (head or GENESIS)


def _is_as_sealed(events, sealed):
    known = {event.id: (event.seq, event.digest) for event in events}
    return all(known.get(event_id) == (seq, digest) for event_id, seq, digest in sealed)


def _number_that_fits(event, limit):
    """The number with which an event fits its hash; ``None`` when its content was changed."""
    values = payload(event.row)
    for number in range(1, limit + 1):
        if event_hash(event.previous, {**values, "seq": number}) == event.digest:
            return number
    return None


def _link_breaks(events, fits, was):
    """Events that do not follow from the one before them, where nothing else explains it."""
    found = set()
    before = None
    for index, event in enumerate(events):
        explained = (
            not fits[index]
            or event.id in was
            or event.seq != (before.seq if before else 0) + 1
            or (before is not None and (before.id in was or not fits[index - 1]))
        )
        if not explained and event.previous != (before.digest if before else GENESIS):
            # It says which hash it was appended to: the row before is another one.
            found.add(
                Break(before.seq, REPLACED, before.id) if before else Break(1, LINK, event.id)
            )
        before = event
    return found


def _number_breaks(events, was, count, head, found):
    """Numbers that are not there or are there twice, and a last event other than recorded."""
    by_number = {}
    for event in events:
        by_number.setdefault(was.get(event.id, event.seq), []).append(event)
    followed = {event.previous for event in events} | {head}
    breaks = set()
    for rows in by_number.values():
        if len(rows) > 1:
            genuine = [row for row in rows if row.digest in followed] or rows[:1]
            breaks |= {Break(row.seq, INSERTED, row.id) for row in rows if row not in genuine[:1]}
    end = events[-1] if events else None
    last = max([count, *by_number])
    breaks |= {Break(number, MISSING) for number in set(range(1, last + 1)) - set(by_number)}
    ends_there = (end.digest if end else GENESIS) == (head or GENESIS)
    if not ends_there:
        breaks |= {
            Break(event.seq, INSERTED, event.id)
            for event in events
            if event.seq > count and event.id not in was
        }
    explained = breaks or (end and any(row.event_id == end.id for row in found))
    if not explained and (not ends_there or len(events) != count):
        breaks.add(Break(end.seq if end else 1, HEAD, end and end.id))
    return breaks


def _seal_breaks(events, sealed):
    known = {event.id: event for event in events}
    found = set()
    for event_id, seq, digest in sealed:
        event = known.get(event_id)
        if event is None:
            found.add(Break(seq, MISSING))
        elif event.digest != digest:
            found.add(Break(event.seq, SEALED, event_id))
        elif event.seq != seq:
            found.add(Break(event.seq, MOVED, event_id, seq))
    return found


def _instant(value):
    """An instant as text; what is finer than a second is never written, so it shows."""
    text = value.strftime("%Y-%m-%d %H:%M:%S")
    return f"{text}.{value.microsecond:06d}" if value.microsecond else text
