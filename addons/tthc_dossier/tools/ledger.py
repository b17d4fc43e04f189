"""Hash chain over the events of one dossier: any later change of an event shows."""

import hashlib
import json

#: Hash before the first event.
GENESIS = "0" * 64


def event_hash(previous, payload):
    """SHA-256 (hex) of an event.

    :param previous: hash of the event before it, :data:`GENESIS` for the first
    :param payload: the event's facts; keys are sorted, so their order does not matter
    """
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def find_break(events, count, head):
    """Where a chain is broken.

    :param events: ``(seq, previous, digest, payload)`` tuples in the order of ``seq``
    :param count: how many events the dossier says it has
    :param head: the hash that the dossier says is its last
    :return: ``None`` when whole, else ``(seq, reason)`` with reason ``missing``, ``link``,
        ``content`` or ``tail``
    """
    previous = GENESIS
    expected = 1
    for seq, stored_previous, digest, payload in events:
        if seq != expected:
            return expected, "missing"
        if stored_previous != previous:
            return seq, "link"
        if event_hash(previous, payload) != digest:
            return seq, "content"
        previous = digest
        expected += 1
    if expected - 1 != count or previous != (head or GENESIS):
        return expected - 1, "tail"
    return None
