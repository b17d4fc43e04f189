"""Rules without a database: parts of a submission, updates of a mirrored dossier."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import actions, mirror, submission

fast = settings(max_examples=80, deadline=None)
states = st.sampled_from([*actions.NATIONAL_CODES])
outcomes = st.sampled_from(["granted", "rejected"])


def befores(count):
    """For each of ``count`` lines some of the lines above it."""
    return st.tuples(*(st.sets(st.integers(1, max(n - 1, 1)), max_size=3) for n in range(count)))


@tagged("post_install", "-at_install")
class TestSubmissionRules(BaseCase):
    def test_chain_with_an_optional_line_left_out(self):
        after = {1: (), 2: (1,), 3: (2,), 4: (2, 3)}
        self.assertEqual(submission.effective_after(after, {1, 3, 4}), {1: (), 3: (1,), 4: (1, 3)})
        self.assertEqual(submission.effective_after(after, {3, 4}), {3: (), 4: (3,)})

    @fast
    @given(befores(6), st.sets(st.integers(1, 6), min_size=1))
    def test_order_is_kept_among_the_chosen(self, rows, chosen):
        """Whoever came before, directly or through others, still does; nobody else does."""
        after = {n: tuple(b for b in row if b < n) for n, row in enumerate(rows, 1)}

        def ancestors(graph, number):
            found = set()
            for other in graph.get(number, ()):
                found |= {other} | ancestors(graph, other)
            return found

        kept = submission.effective_after(after, chosen)
        self.assertEqual(set(kept), chosen)
        for number in chosen:
            self.assertEqual(ancestors(kept, number), ancestors(after, number) & chosen)

    def test_readiness(self):
        for predecessors, expected in (
            ([], "ready"),
            ([("done", "granted"), ("returned", "granted")], "ready"),
            ([("done", "granted"), ("processing", False)], "waiting"),
            ([("done", "rejected"), ("processing", False)], "blocked"),
            ([("stopped", False)], "blocked"),
            ([("not_accepted", False)], "blocked"),
            ([("withdrawing", False)], "waiting"),
        ):
            with self.subTest(predecessors):
                self.assertEqual(submission.readiness(predecessors), expected)

    @fast
    @given(st.lists(st.tuples(states, outcomes), min_size=1))
    def test_a_part_begins_only_on_granted_results(self, rows):
        ready = submission.readiness(rows) == "ready"
        granted = all(s in ("done", "returned") and o == "granted" for s, o in rows)
        self.assertEqual(ready, granted)

    def test_where_the_whole_stands(self):
        for parts, expected in (
            (["registered", "registered"], "registered"),
            (["accepted", "registered"], "processing"),
            (["done", "registered"], "processing"),
            (["done", "returned"], "done"),
            (["done", "not_accepted"], "done"),
            (["returned", "not_accepted", "stopped"], "closed"),
        ):
            with self.subTest(parts):
                self.assertEqual(submission.overall(parts), expected)


@tagged("post_install", "-at_install")
class TestMirrorRules(BaseCase):
    def test_national_codes(self):
        for text, expected in (
            ("4", "processing"),
            (4, "processing"),
            ("04", "processing"),
            ("4.0", "processing"),
            ("10 – Đã trả kết quả", "returned"),
            ("9", "done"),
            ("11", None),
            ("0", None),
            ("Đang xử lý", None),
            ("4a", None),
            ("", None),
            (False, None),
        ):
            with self.subTest(text):
                self.assertEqual(mirror.state_of(text), expected)

    @fast
    @given(
        st.lists(st.tuples(st.integers(0, 5), st.integers(1, 3)), min_size=1, unique=True),
        st.randoms(use_true_random=False),
    )
    def test_the_newest_word_wins_in_any_order(self, updates, rng):
        """One word for each instant, in any order and repeated: the newest is kept, once."""
        updates = list(dict(updates).items())
        start = datetime(2026, 6, 9)
        arriving = updates * 2
        rng.shuffle(arriving)
        known_at, known, applied = None, None, 0
        for minutes, content in arriving:
            at = start + timedelta(minutes=minutes)
            verdict = mirror.judge(known_at, known, at, content)
            self.assertNotEqual(verdict, "contradictory")
            if verdict == "apply":
                known_at, known = at, content
                applied += 1
        self.assertEqual(
            (known_at, known), (start + timedelta(minutes=max(updates)[0]), max(updates)[1])
        )
        self.assertLessEqual(applied, len(updates))

    def test_two_words_for_one_instant(self):
        at = datetime(2026, 6, 9)
        self.assertEqual(mirror.judge(at, "4", at, "4"), "repeated")
        self.assertEqual(mirror.judge(at, "4", at, "5"), "contradictory")
