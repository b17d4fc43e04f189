"""Papers are neither made nor unmade by moving them."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import custody
from ..tools.custody import Move, Place

PLACES = [
    Place(custody.FILE),
    Place(custody.DESK),
    Place(custody.AGENCY, agency=1),
    Place(custody.AGENCY, agency=2),
    Place(custody.PERSON, agency=1, user=7),
    Place(custody.PERSON, agency=2, user=8),
    Place(custody.POST),
    Place(custody.APPLICANT),
    Place(custody.ARCHIVE),
    Place(custody.LOST),
    Place(custody.OUTSIDE),
]
LOTS = [(1, custody.ORIGINAL), (1, custody.COPY), (2, custody.ORIGINAL), (0, custody.RESULT)]
WISHES = st.tuples(
    st.sampled_from(sorted(custody.WAYS)),
    st.sampled_from(LOTS),
    st.integers(0, 4),
    st.sampled_from(PLACES),
    st.sampled_from(PLACES),
)


@tagged("post_install", "-at_install")
class TestCustodyPure(BaseCase):
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.integers(0, 3), min_size=4, max_size=4), st.lists(WISHES, max_size=15))
    def test_whatever_is_tried_papers_are_conserved(self, counts, wishes):
        """Every paper received is at exactly one place after any sequence of attempts, and no
        place ever has fewer than none."""
        received = dict(zip(LOTS, counts, strict=True))
        moves = []
        for way, lot, quantity, source, target in wishes:
            move = Move(lot, quantity, source, target)
            before = custody.balance(received, moves)
            try:
                custody.check_move(way, move, before.get((lot, source), 0))
            except custody.CustodyError:
                continue
            moves.append(move)
            after = custody.balance(received, moves)
            self.assertEqual(sum(after.values()), custody.total(received, moves))
            for one in LOTS:
                there = sum(count for (found, _), count in after.items() if found == one)
                brought = sum(
                    row.quantity
                    for row in moves
                    if row.lot == one and row.source.kind == custody.OUTSIDE
                )
                self.assertEqual(there, received[one] + brought)
            self.assertTrue(all(count > 0 for count in after.values()))

    def test_more_than_there_is_does_not_move(self):
        move = Move(LOTS[0], 2, Place(custody.FILE), Place(custody.APPLICANT))
        with self.assertRaises(custody.CustodyError) as caught:
            custody.check_move("return", move, 1)
        self.assertEqual((caught.exception.reason, caught.exception.there), ("absent", 1))

    def test_a_way_leads_where_it_leads(self):
        for way, source, target in (
            ("return", custody.LOST, custody.APPLICANT),
            ("lend", custody.FILE, custody.APPLICANT),
            ("find", custody.APPLICANT, custody.FILE),
            ("lend", custody.APPLICANT, custody.PERSON),
        ):
            with self.subTest(way), self.assertRaises(custody.CustodyError) as caught:
                custody.check_move(way, Move(LOTS[0], 1, Place(source), Place(target)), 1)
            self.assertEqual(caught.exception.reason, "way")
