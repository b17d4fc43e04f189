import doctest

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools.reference import (
    find_references,
    make_reference,
    mark_references,
)
from odoo.addons.tthc_reconciliation.tools import workbench

REFERENCES = st.builds(make_reference, st.just(2026), st.integers(1, 99_999_999))
PIECES = st.one_of(REFERENCES, st.text(max_size=12), st.sampled_from(("đ", "HCC", " - ", "ﬁ", "ß")))
MEMOS = st.lists(PIECES, max_size=6).map("".join)
SUMS = st.lists(st.integers(0, 100_000), min_size=1, max_size=6)


class TestMarkReferences(BaseCase):
    @settings(max_examples=50, deadline=None)
    @given(MEMOS)
    def test_every_reference_is_marked_and_nothing_is_lost(self, memo):
        pieces = mark_references(memo)
        self.assertEqual("".join(text for text, _kind in pieces), memo)
        scan = find_references(memo)
        marked = {kind: set() for kind in ("valid", "broken", "")}
        for text, kind in pieces:
            marked[kind].add(text)
        self.assertEqual(bool(marked["valid"]), bool(scan.valid))
        self.assertEqual(bool(marked["broken"]), bool(scan.broken))
        for text in marked["valid"]:
            self.assertEqual(len(find_references(text).valid), 1, text)

    def test_wrapped_by_a_bank(self):
        good = make_reference(2026, 1)
        wrapped = f"MBVCB.1.{good[:8]} {good[8:]}.CT tu 0123456789"
        self.assertIn([f"{good[:8]} {good[8:]}", "valid"], mark_references(wrapped))
        self.assertEqual(mark_references(""), [])


class TestWorkbenchRules(BaseCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(workbench).failed, 0)

    @settings(max_examples=50, deadline=None)
    @given(SUMS, SUMS)
    def test_spread_gives_nothing_twice(self, left, wanted):
        parts = workbench.spread(list(enumerate(left)), list(enumerate(wanted)))
        self.assertEqual(sum(row[2] for row in parts), min(sum(left), sum(wanted)))
        for money, amount in enumerate(left):
            self.assertLessEqual(sum(row[2] for row in parts if row[0] == money), amount)
        for request, amount in enumerate(wanted):
            self.assertLessEqual(sum(row[2] for row in parts if row[1] == request), amount)
        self.assertTrue(all(amount > 0 for _money, _request, amount in parts))
