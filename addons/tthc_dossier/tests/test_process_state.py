"""The status of each step follows from the passages, whatever the process looks like."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.tthc_catalogue.tests.test_process_graph import processes
from odoo.addons.tthc_catalogue.tools import process_graph

from ..tools import process_state
from ..tools.process_state import Passage

T0 = datetime(2026, 3, 9, 2, 0)
HOUR = timedelta(hours=1)
fast = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))

#: 1 → 2 and 3 at the same time → 4 → one of 5 or 6 → 7
GRAPH = process_graph.graph_of(
    {1: (2, 3), 2: (4,), 3: (4,), 4: (5, 6), 5: (7,), 6: (7,), 7: ()},
)


def done(number, at, late=False):
    start = T0 + at * HOUR
    return Passage(number, start, start + (0 if late else 2) * HOUR, start + HOUR)


def opened(number, at, due=9):
    return Passage(number, T0 + at * HOUR, T0 + due * HOUR)


def statuses(*passages, at=5, **more):
    states = process_state.step_states(GRAPH, {4}, passages, T0 + at * HOUR, **more)
    return {number: state.status for number, state in states.items()}


@tagged("post_install", "-at_install")
class TestProcessState(BaseCase):
    def test_before_the_first_step_everything_waits(self):
        self.assertEqual(set(statuses().values()), {"waiting"})

    def test_parallel_branches_are_current_at_the_same_time(self):
        found = statuses(done(1, 0), opened(2, 1), opened(3, 1, due=4))
        self.assertEqual(
            [found[n] for n in (1, 2, 3, 4)], ["done", "current", "overdue", "waiting"]
        )

    def test_a_join_waits_for_the_branch_that_is_still_open(self):
        found = statuses(done(1, 0), done(2, 1), opened(3, 1))
        self.assertEqual([found[n] for n in (2, 3, 4)], ["done", "current", "waiting"])

    def test_the_alternative_that_was_not_taken(self):
        found = statuses(done(1, 0), done(2, 1), done(3, 1), done(4, 2), opened(6, 3))
        self.assertEqual([found[n] for n in (5, 6, 7)], ["not_taken", "current", "waiting"])

    def test_handed_back_what_was_done_is_waited_for_again(self):
        found = process_state.step_states(
            GRAPH,
            {4},
            [done(1, 0), done(2, 1), done(3, 1), done(4, 2), opened(2, 3)],
            T0 + 5 * HOUR,
        )
        self.assertEqual((found[2].status, len(found[2].passages)), ("current", 2))
        self.assertEqual((found[4].status, len(found[4].passages)), ("waiting", 1))
        self.assertEqual(found[3].status, "done")

    def test_paused_and_ended(self):
        paused = statuses(done(1, 0), opened(2, 1, due=2), paused=True)
        self.assertEqual(paused[2], "paused")
        ended = statuses(done(1, 0), done(2, 1), ended=True)
        self.assertEqual([ended[n] for n in (1, 2, 3, 7)], ["done", "done", "skipped", "skipped"])

    @fast
    @given(processes(), st.data())
    def test_every_step_has_one_status_and_the_open_ones_are_shown(self, rows, data):
        graph, _problems = process_graph.build(rows)
        numbers = st.sampled_from(graph.order)
        shut = data.draw(st.lists(numbers, max_size=6))
        still = data.draw(st.sets(numbers, max_size=3))
        passages = [done(number, index) for index, number in enumerate(shut)]
        passages += [opened(number, 7) for number in still]
        found = process_state.step_states(graph, set(), passages, T0 + 8 * HOUR)
        self.assertEqual(set(found), set(graph.order))
        current = {n for n, state in found.items() if state.status in ("current", "overdue")}
        self.assertEqual(current, still)
        for number, state in found.items():
            if state.status == "done":
                self.assertIn(number, shut)
            if state.status in ("skipped", "not_taken"):
                self.assertFalse(state.passages)

    def test_a_step_that_was_ended_unfinished_is_not_done(self):
        cut = Passage(3, T0, None, T0 + HOUR, finished=False)
        found = statuses(done(1, 0), done(2, 1), cut, opened(7, 2))
        self.assertEqual([found[n] for n in (2, 3, 4)], ["done", "skipped", "skipped"])
