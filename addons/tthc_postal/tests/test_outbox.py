"""The rule of the outbox, against carriers that fail in every way."""

import unittest
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from ..tools import outbox
from ..tools.carrier_call import mask, named, whole
from ..tools.outbox import ABSENT, FOUND, LOST, NOT_TAKEN, REFUSED, SILENT, TAKEN

#: What happens in a call: how it ends, and whether the carrier made the order by then or later.
CALLS = st.sampled_from(
    [(TAKEN, "now"), (LOST, "now"), (LOST, "later"), (LOST, "never"), (NOT_TAKEN, "never")]
)


class TestOutbox(unittest.TestCase):
    def test_steps_are_the_published_ones(self):
        waits = [outbox.after_call("create", NOT_TAKEN, tries, True).delay for tries in range(1, 8)]
        self.assertEqual(
            waits, [timedelta(minutes=step) for step in (1, 5, 15, 60, 240, 720)] + [None]
        )

    def test_a_lost_creation_is_never_simply_sent_again(self):
        for kind in ("create", "redeliver", "send_back"):
            self.assertEqual(outbox.after_call(kind, LOST, 1, True).state, outbox.UNKNOWN)
        self.assertIsNone(outbox.after_call("create", LOST, 1, False).delay)
        self.assertIsNone(outbox.after_call("redeliver", LOST, 1, True).delay)

    def test_what_only_asks_is_repeated(self):
        for kind in outbox.REPEATABLE:
            self.assertEqual(outbox.after_call(kind, LOST, 1, False).state, outbox.WAITING)

    def test_refused(self):
        self.assertEqual(outbox.after_call("create", REFUSED, 1, True), outbox.Turn(outbox.DEAD))

    def test_one_absence_is_not_believed(self):
        late, soon = timedelta(hours=1), timedelta(minutes=3)
        self.assertEqual(outbox.after_asking(ABSENT, 1, 1, 1, late).state, outbox.UNKNOWN)
        self.assertEqual(outbox.after_asking(ABSENT, 2, 2, 1, soon).state, outbox.UNKNOWN)
        self.assertEqual(outbox.after_asking(ABSENT, 2, 2, 1, late).state, outbox.WAITING)

    @given(st.lists(CALLS, min_size=1, max_size=12), st.data())
    def test_never_made_twice(self, calls, data):
        """A carrier whose order appears at once, within :data:`~.outbox.SETTLED`, or never."""
        state, tries, now, made_at, sent_at = outbox.WAITING, 0, timedelta(), [], None
        asked = absent = 0
        for _step in range(60):
            if state == outbox.WAITING:
                tries += 1
                outcome, made = calls[(tries - 1) % len(calls)]
                sent_at = now
                if made != "never":
                    late = data.draw(st.integers(1, 9)) if made == "later" else 0
                    made_at.append(now + timedelta(minutes=late))
                turn = outbox.after_call("create", outcome, tries, True)
            elif state == outbox.UNKNOWN:
                asked += 1
                there = any(moment <= now for moment in made_at)
                said = data.draw(st.sampled_from([SILENT, FOUND if there else ABSENT]))
                absent += said == ABSENT
                turn = outbox.after_asking(said, asked, absent, tries, now - sent_at)
                if turn.state != outbox.UNKNOWN:
                    asked = absent = 0
            if turn.delay is None:
                state = turn.state
                break
            state, now = turn.state, now + turn.delay
        self.assertLessEqual(len(made_at), 1)
        self.assertIn(state, (outbox.DONE, outbox.DEAD, outbox.UNKNOWN))
        if state in (outbox.DEAD,):
            self.assertFalse(made_at, "given up means that the carrier has nothing")

    @given(st.text(max_size=40), st.text(min_size=4, max_size=12))
    def test_secrets_are_masked(self, text, secret):
        self.assertNotIn(secret, mask(text + secret + text, (secret,)).replace("***", ""))
        self.assertNotIn("abc123", mask('{"access_token": "abc123"}'))

    def test_whole(self):
        self.assertEqual([whole("16500"), whole(16500.4), whole(None)], [16500, 16500, None])
        self.assertEqual([whole("x"), whole(-1), whole(float("inf"))], [None, None, None])
        self.assertIsNone(whole(2**31), "no column holds it")

    def test_named(self):
        self.assertEqual([named(" EJ1"), named(12), named("")], ["EJ1", "12", ""])
        for value in (None, True, ["A1"], {"a": 1}, 1.5, "A\0", 0, "\ud800", "x" * 999):
            self.assertEqual(named(value), "", value)

    def test_as_long_as_the_carrier_wants(self):
        turn, hour = outbox.Turn(outbox.WAITING, timedelta(minutes=1)), timedelta(hours=1)
        self.assertEqual(turn.not_before(hour).delay, hour)
        self.assertEqual(turn.not_before(None), turn)
        self.assertEqual(turn.not_before(timedelta(seconds=1)), turn)
        self.assertIsNone(outbox.Turn(outbox.DEAD).not_before(hour).delay)
