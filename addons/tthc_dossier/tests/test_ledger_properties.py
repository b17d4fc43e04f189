import unittest
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ..tools import ledger

BEGIN = datetime(2026, 3, 9, 2, 0)
TEXT = st.text("abcđệ \\n\"'{}", min_size=1, max_size=8)
FACTS = st.dictionaries(
    TEXT, st.none() | st.integers() | st.floats(-1e6, 1e6) | TEXT | st.lists(TEXT), max_size=3
)


def append(events, **values):
    """The chain with one more event, as the model appends it."""
    previous = events[-1].digest if events else ledger.GENESIS
    seq = len(events) + 1
    row = {
        "seq": seq, "kind": "take", "user_id": 2, "user_name": "An", "dossier_id": 7,
        "at": BEGIN + timedelta(minutes=seq), "company_id": 1, "hash_version": 2, **values,
    }  # fmt: skip
    digest = ledger.event_hash(previous, ledger.payload(row))
    return [*events, ledger.Event(100 + seq, seq, previous, digest, row)]


@st.composite
def chains(draw, least=1, most=7):
    """A chain of events of both hash versions."""
    events = []
    for _index in range(draw(st.integers(least, most))):
        events = append(
            events,
            note=draw(st.none() | TEXT),
            to_agency_id=draw(st.none() | st.integers(1, 9)),
            facts=draw(st.none() | FACTS),
            hash_version=draw(st.sampled_from((1, 2))),
        )
    return events


def changed(event, **values):
    """The row of an event with other columns, its hash as it was."""
    return event._replace(row={**event.row, **values}, seq=values.get("seq", event.seq))


def rehashed(event, previous=None):
    """A row whose own hash was computed again."""
    previous = previous or event.previous
    digest = ledger.event_hash(previous, ledger.payload(event.row))
    return event._replace(previous=previous, digest=digest)


def renumbered(event, seq):
    return changed(event, seq=seq)


class TestLedgerProperties(unittest.TestCase):
    """Any single tampering is found at the very event, whatever else is set to match."""

    def breaks(self, events, like):
        """Breaks of ``events`` in a dossier that ended like the chain ``like``."""
        return ledger.find_breaks(events, len(like), like[-1].digest if like else False)

    def places(self, events, like, reason):
        return [row.seq for row in self.breaks(events, like) if row.reason == reason]

    @given(chains())
    def test_untouched_chain_is_whole(self, events):
        self.assertEqual(self.breaks(events, events), [])
        sealed = [(event.id, event.seq, event.digest) for event in events]
        self.assertEqual(
            ledger.find_breaks(events[::-1], len(events), events[-1].digest, sealed), []
        )

    def test_no_event_at_all(self):
        self.assertEqual(ledger.find_breaks([], 0, False), [])
        self.assertEqual(ledger.find_breaks([], 0, "x" * 64), [ledger.Break(1, ledger.HEAD)])

    @given(chains(), st.data())
    def test_changed_column(self, events, data):
        """Every column that says something; facts, company and task since version 2."""
        index = data.draw(st.integers(0, len(events) - 1))
        row = events[index].row
        names = [name for name in ledger.HASHED[row["hash_version"]] if name not in ("seq",)]
        name = data.draw(st.sampled_from(names))
        others = {
            "at": row["at"] + timedelta(microseconds=1),
            "clock_until": BEGIN,
            "facts": {**(row.get("facts") or {}), "sửa": 1},
        }
        value = others.get(name, f"{row.get(name)}!")
        tampered = [*events]
        tampered[index] = changed(events[index], **{name: value})
        self.assertEqual(
            self.breaks(tampered, events),
            [ledger.Break(index + 1, ledger.CONTENT, events[index].id)],
        )

    @given(chains(), st.data())
    def test_changed_column_with_its_hash_computed_again(self, events, data):
        index = data.draw(st.integers(0, len(events) - 1))
        tampered = [*events]
        tampered[index] = rehashed(changed(events[index], note="khác hẳn"))
        found = self.breaks(tampered, events)
        self.assertEqual([(row.seq, row.event_id) for row in found], [(index + 1, 101 + index)])

    @given(chains(), st.data())
    def test_changed_hash_columns(self, events, data):
        index = data.draw(st.integers(0, len(events) - 1))
        column = data.draw(st.sampled_from(("previous", "digest")))
        tampered = [*events]
        tampered[index] = events[index]._replace(**{column: "f" * 64})
        self.assertEqual(self.places(tampered, events, ledger.CONTENT), [index + 1])

    @given(chains(), st.data(), st.booleans())
    def test_removed_event(self, events, data, close_ranks):
        """The gap is at its number, also when the later events got smaller numbers."""
        index = data.draw(st.integers(0, len(events) - 1))
        rest = events[:index] + events[index + 1 :]
        if close_ranks:
            rest = [renumbered(row, number) for number, row in enumerate(rest, 1)]
        self.assertEqual(self.places(rest, events, ledger.MISSING), [index + 1])

    @given(chains(2), st.data())
    def test_removed_event_and_smaller_count(self, events, data):
        index = data.draw(st.integers(0, len(events) - 2))
        rest = events[:index] + events[index + 1 :]
        rest = [renumbered(row, number) for number, row in enumerate(rest, 1)]
        found = ledger.find_breaks(rest, len(rest), events[-1].digest)
        self.assertEqual([row.seq for row in found if row.reason == ledger.MISSING], [index + 1])

    @given(chains(2), st.integers(1, 6))
    def test_cut_tail(self, events, count):
        kept = events[: max(len(events) - count, 0)]
        lost = [event.seq for event in events[len(kept) :]]
        self.assertEqual(self.places(kept, events, ledger.MISSING), lost)

    @given(chains(2), st.integers(1, 6))
    def test_cut_tail_with_the_dossier_set_to_match(self, events, count):
        """Nothing in the dossier tells; the seal does."""
        kept = events[: max(len(events) - count, 0)]
        head = kept[-1].digest if kept else False
        sealed = [(event.id, event.seq, event.digest) for event in events]
        self.assertEqual(ledger.find_breaks(kept, len(kept), head), [])
        self.assertEqual(
            [row.seq for row in ledger.find_breaks(kept, len(kept), head, sealed)],
            [event.seq for event in events[len(kept) :]],
        )

    @given(chains(2), st.data())
    def test_swapped_events(self, events, data):
        first = data.draw(st.integers(0, len(events) - 2))
        second = data.draw(st.integers(first + 1, len(events) - 1))
        tampered = [*events]
        tampered[first] = renumbered(events[second], first + 1)
        tampered[second] = renumbered(events[first], second + 1)
        found = self.breaks(tampered, events)
        self.assertEqual(
            [(row.seq, row.reason, row.was) for row in found],
            [(first + 1, ledger.MOVED, second + 1), (second + 1, ledger.MOVED, first + 1)],
        )

    @given(chains(), st.data())
    def test_inserted_event(self, events, data):
        """A false event that fits its predecessor, the later ones numbered on."""
        index = data.draw(st.integers(0, len(events)))
        false = append(events[:index], note="giả")[-1]._replace(id=999)
        tampered = events[:index] + [false]
        tampered += [renumbered(row, row.seq + 1) for row in events[index:]]
        for count in (len(events), len(tampered)):
            found = ledger.find_breaks(tampered, count, events[-1].digest)
            self.assertIn((index + 1, 999), [(row.seq, row.event_id) for row in found])

    @given(chains(), st.data())
    def test_second_event_of_the_same_number(self, events, data):
        index = data.draw(st.integers(0, len(events) - 1))
        false = append(events[:index], note="giả")[-1]
        for event_id in (1, 999):
            found = self.breaks([*events, false._replace(id=event_id)], events)
            self.assertEqual(found, [ledger.Break(index + 1, ledger.INSERTED, event_id)])

    @given(chains(), st.data())
    def test_chain_written_anew_from_an_event_on(self, events, data):
        """Hashes, count and last hash all fit; the seal names each event that is another."""
        index = data.draw(st.integers(0, len(events) - 1))
        sealed = [(event.id, event.seq, event.digest) for event in events]
        tampered = events[:index]
        for event in events[index:]:
            note = "khác hẳn" if event.seq == index + 1 else event.row.get("note")
            previous = tampered[-1].digest if tampered else ledger.GENESIS
            tampered.append(rehashed(changed(event, note=note), previous))
        head = tampered[-1].digest
        self.assertEqual(ledger.find_breaks(tampered, len(events), head), [])
        found = ledger.find_breaks(tampered, len(events), head, sealed)
        self.assertEqual(
            [(row.seq, row.reason) for row in found],
            [(event.seq, ledger.SEALED) for event in events[index:]],
        )

    @given(chains(), st.integers(0, 9))
    def test_changed_count(self, events, count):
        if count == len(events):
            return
        found = ledger.find_breaks(events, count, events[-1].digest)
        expected = [ledger.Break(len(events), ledger.HEAD, events[-1].id)]
        if count > len(events):
            expected = [
                ledger.Break(number, ledger.MISSING) for number in range(len(events) + 1, count + 1)
            ]
        self.assertEqual(found, expected)

    @given(chains())
    def test_changed_last_hash_of_the_dossier(self, events):
        found = ledger.find_breaks(events, len(events), "e" * 64)
        self.assertEqual(found, [ledger.Break(len(events), ledger.HEAD, events[-1].id)])

    @given(chains(3))
    def test_every_break_is_told(self, events):
        tampered = [changed(events[0], note="x!"), *events[1:]]
        tampered[-1] = changed(events[-1], note="y!")
        self.assertEqual(self.places(tampered, events, ledger.CONTENT), [1, len(events)])

    @given(FACTS)
    def test_facts_read_back_as_they_were_hashed(self, facts):
        """PostgreSQL keeps numbers by value and sorts keys its own way."""
        written = {key: float(value) if type(value) is int and abs(value) < 2**40 else value
                   for key, value in reversed(facts.items())}  # fmt: skip
        row = {"at": BEGIN, "facts": facts, "hash_version": 2}
        again = {"at": BEGIN, "facts": written, "hash_version": 2}
        self.assertEqual(
            ledger.event_hash("", ledger.payload(row)), ledger.event_hash("", ledger.payload(again))
        )
