"""Branches, meeting points and the way back, without a database."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.tthc_catalogue.tools.process_graph import graph_of, reachable
from odoo.addons.tthc_dossier.tools import process_route

#: 1 → 2 → {3, 4} → 5 → 6
DIAMOND = graph_of({1: (2,), 2: (3, 4), 3: (5,), 4: (5,), 5: (6,), 6: ()})
#: A branch with a step more than the other, and a way around the meeting point.
UNEVEN = graph_of({1: (2, 3), 2: (4,), 3: (5,), 4: (5, 6), 5: (6,), 6: ()})


@st.composite
def graphs(draw):
    """A process as the designer allows it: steps lead forward, every one can be reached."""
    size = draw(st.integers(2, 8))
    after = {size: ()}
    for number in range(1, size):
        later = st.integers(number + 1, size)
        after[number] = tuple(sorted(draw(st.sets(later, min_size=1, max_size=3))))
    return graph_of(after)


@tagged("post_install", "-at_install")
class TestProcessRoute(BaseCase):
    def test_all_branches_open_together(self):
        self.assertEqual(process_route.advance(DIAMOND, (), (), (3, 4)), ((3, 4), ()))

    def test_the_meeting_point_waits_for_what_runs(self):
        self.assertEqual(process_route.advance(DIAMOND, (4,), (), (5,)), ((), (5,)))
        self.assertEqual(process_route.advance(DIAMOND, (), (5,), (5,)), ((5,), ()))

    def test_the_meeting_point_does_not_wait_for_a_way_not_taken(self):
        self.assertEqual(process_route.advance(DIAMOND, (), (), (3,)), ((3,), ()))
        self.assertEqual(process_route.advance(DIAMOND, (), (), (5,)), ((5,), ()))

    def test_a_waiting_step_opens_when_the_last_branch_goes_around_it(self):
        """Step 5 was reached by 3; 4 decides for 6 directly: 5 opens, and 6 waits for it."""
        self.assertEqual(process_route.advance(UNEVEN, (4,), (), (5,)), ((), (5,)))
        self.assertEqual(process_route.advance(UNEVEN, (), (5,), (6,)), ((5,), (6,)))

    def test_going_back_takes_back_what_is_behind(self):
        self.assertEqual(process_route.undone_by_return(DIAMOND, 2, (3, 4), ()), ((3, 4), ()))
        self.assertEqual(process_route.undone_by_return(DIAMOND, 3, (5,), ()), ((5,), ()))
        self.assertEqual(process_route.undone_by_return(DIAMOND, 4, (4,), (5,)), ((4,), ()))
        # The other branch is not behind this one: what waits there goes on waiting.
        self.assertEqual(process_route.undone_by_return(UNEVEN, 2, (4, 3), ()), ((4,), ()))

    def test_the_leading_step(self):
        self.assertEqual(process_route.leading((3, 4), {4}), 4)
        self.assertEqual(process_route.leading((4, 3), set()), 3)
        self.assertIsNone(process_route.leading((), set()))

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(graphs(), st.randoms(use_true_random=False))
    def test_every_way_through_ends_and_no_step_runs_beside_one_behind_it(self, graph, rng):
        """Whatever is finished first and decided: open steps are never behind one another, no
        step runs twice, and the last step is reached with nothing left over."""
        running, waiting, passed = {1}, (), []
        while running:
            number = rng.choice(sorted(running))
            running.discard(number)
            passed.append(number)
            after = graph.after[number]
            if after and rng.random() < 0.5:
                after = (rng.choice(after),)
            opened, waiting = process_route.advance(graph, running, waiting, after)
            self.assertFalse(set(opened) & running)
            running |= set(opened)
            for one in running:
                behind = reachable(graph.after, one) - {one}
                self.assertFalse(behind & running, (number, running))
        self.assertEqual(len(passed), len(set(passed)))
        self.assertEqual(waiting, ())
        self.assertEqual(passed[-1], max(graph.order))
