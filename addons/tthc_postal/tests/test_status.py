"""The rule of a shipment's state, over random histories in random order of arrival."""

import random
import unittest
from datetime import datetime, timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.tthc_postal.tools import status

START = datetime(2026, 10, 8, 8)
directions = st.sampled_from(sorted(status.TRANSITIONS))
events = st.lists(
    st.tuples(
        st.sampled_from(sorted(status.PHASES)),
        st.integers(0, 50).map(lambda hours: START + timedelta(hours=hours)),
    ),
    max_size=30,
)


def run(direction, history):
    return reduce(
        lambda position, event: status.apply(position, *event), history, status.Position(direction)
    )


class TestStatus(unittest.TestCase):
    def test_delivery(self):
        history = ["packed", "handed_over", "in_transit", "failed", "in_transit", "delivered"]
        position = run(
            "deliver",
            [(state, START + timedelta(hours=hour)) for hour, state in enumerate(history)],
        )
        self.assertEqual(position.state, "delivered")

    def test_nothing_leaves_the_centre_unpacked(self):
        self.assertEqual(run("deliver", [("handed_over", START)]).state, "draft")

    def test_packed_item_may_be_taken_back(self):
        self.assertEqual(run("deliver", [("packed", START), ("returned", START)]).state, "returned")

    def test_collection_ends_at_the_centre_without_packing(self):
        self.assertEqual(run("collect", [("delivered", START)]).state, "delivered")
        self.assertEqual(run("collect", [("packed", START)]).state, "draft")

    def test_event_of_the_same_instant_counts_when_it_may_follow(self):
        history = [("packed", START), ("handed_over", START), ("in_transit", START)]
        self.assertEqual(run("deliver", history).state, "in_transit")

    def test_every_state_is_known_to_both_directions(self):
        for transitions in status.TRANSITIONS.values():
            self.assertEqual(set(transitions), set(status.PHASES))

    @given(directions, events)
    def test_never_goes_back(self, direction, history):
        position = status.Position(direction)
        for event in history:
            following = status.apply(position, *event)
            self.assertGreaterEqual(status.PHASES[following.state], status.PHASES[position.state])
            if position.state in status.FINAL:
                self.assertIs(following, position)
            position = following

    @given(directions, events, st.sampled_from(sorted(status.PHASES)), st.integers(1, 100))
    def test_an_older_event_never_changes_the_state(self, direction, history, late, hours):
        position = run(direction, history)
        if position.at is not None:
            older = position.at - timedelta(hours=hours)
            self.assertIs(status.apply(position, late, older), position)

    @given(directions, events)
    def test_news_told_twice_changes_nothing(self, direction, history):
        once = run(direction, history)
        self.assertIs(status.apply(once, once.state, once.at or START), once)

    @given(
        st.lists(st.sampled_from(["in_transit", "failed"]), max_size=10),
        st.sampled_from(status.FINAL),
        st.integers(),
    )
    def test_order_of_arrival_does_not_matter_when_the_end_is_youngest(self, middle, end, seed):
        sent = [("packed", START), ("handed_over", START)]
        under_way = [
            (state, START + timedelta(hours=1 + hour)) for hour, state in enumerate([*middle, end])
        ]
        random.Random(seed).shuffle(under_way)
        self.assertEqual(run("deliver", sent + under_way).state, end)
