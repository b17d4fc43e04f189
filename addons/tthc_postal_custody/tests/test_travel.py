"""The rules of what travels, without a database."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.tthc_custody.tools import custody
from odoo.addons.tthc_custody.tools.custody import Move, Place

from ..tools import travel
from ..tools.travel import DESK, FILE, LOST, POST, RESULT

CARD, DEED = (7, "original"), (8, "original")
OFFICER = Place(custody.PERSON, user=5)
PLACES = st.sampled_from([FILE, DESK, POST, LOST, OFFICER, travel.APPLICANT])
BALANCES = st.dictionaries(
    st.tuples(st.sampled_from([RESULT, CARD, DEED]), PLACES), st.integers(1, 3), max_size=6
)


@tagged("post_install", "-at_install")
class TestTravel(BaseCase):
    def reasons(self, plan):
        return [remark.reason for remark in plan.remarks]

    def test_the_result_goes_first_then_originals(self):
        balance = {(RESULT, FILE): 1, (CARD, FILE): 1, (DEED, DESK): 1}
        plan = travel.send(balance, [CARD, DEED], 2, True)
        self.assertEqual(plan.moves, [Move(RESULT, 1, FILE, POST), Move(CARD, 1, FILE, POST)])
        self.assertEqual(self.reasons(plan), [travel.LEFT])
        self.assertEqual(self.reasons(travel.send(balance, [CARD, DEED], 4, True)), [travel.SHORT])

    def test_what_the_book_has_elsewhere_is_told(self):
        for place, reason in (
            (OFFICER, [travel.ELSEWHERE]),
            (travel.APPLICANT, [travel.ELSEWHERE]),
            (LOST, [travel.WAS_LOST]),
            (POST, [travel.POSTED]),
            (DESK, []),
        ):
            plan = travel.send({(RESULT, place): 1}, [], 1, True)
            self.assertEqual(self.reasons(plan), reason, place)
        self.assertEqual(
            self.reasons(travel.send({(RESULT, FILE): 1}, [], 1, False)), [travel.ELSEWHERE]
        )

    def test_what_others_moved_meanwhile(self):
        end = travel.end({(CARD, OFFICER): 1}, {CARD: 1}, FILE, detours={CARD: [OFFICER]})
        self.assertEqual(end.moves, [Move(CARD, 1, OFFICER, FILE)])
        self.assertEqual(self.reasons(end), [travel.DETOUR])
        end = travel.end({(CARD, FILE): 1}, {CARD: 1}, DESK, detours={CARD: [FILE]})
        self.assertEqual((end.moves, end.remarks), ([], []))
        end = travel.end({(CARD, FILE): 1}, {CARD: 1}, LOST, detours={CARD: [FILE]})
        self.assertEqual((end.moves, self.reasons(end)), ([], [travel.DETOUR]))
        self.assertEqual(self.reasons(travel.end({}, {CARD: 1}, FILE)), [travel.ABSENT])

    @settings(max_examples=50, deadline=None)
    @given(BALANCES, st.integers(0, 6), st.booleans())
    def test_nothing_is_made_or_taken_twice(self, balance, listed, here):
        out = travel.send(balance, [CARD, DEED], listed, here)
        now = self.moved(balance, out.moves)
        sent = Counter()
        for move in out.moves:
            sent[move.lot] += move.quantity
        self.assertLessEqual(sum(sent.values()), max(listed, 0))
        for target in (travel.APPLICANT, FILE, LOST):
            end = travel.end(now, sent, target)
            self.assertFalse(end.remarks)
            after = self.moved(now, end.moves)
            for lot, count in sent.items():
                self.assertGreaterEqual(after[lot, target], count)

    def moved(self, balance, moves):
        """The balance after the moves; no place gives what it has not."""
        now = Counter(balance)
        for move in moves:
            if move.source != travel.OUTSIDE:
                now[move.lot, move.source] -= move.quantity
                self.assertGreaterEqual(now[move.lot, move.source], 0)
            now[move.lot, move.target] += move.quantity
        return now
