"""Similar names: the quick way finds what comparing each with each finds."""

import doctest
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.tthc_catalogue_audit.tools import similar

VOCABULARY = ["cấp", "giấy", "phép", "lại", "đổi", "khai", "thác", "nước"]
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=5)
NAMES = st.lists(WORDS.map(" ".join), max_size=6)


@tagged("at_install", "-post_install")
class TestSimilar(BaseCase):
    def test_docstrings(self):
        self.assertEqual(doctest.testmod(similar).failed, 0)

    def test_likeness_is_that_of_trigrams(self):
        pairs = similar.similar_pairs({1: "Cấp giấy phép", 2: "cap  GIAY phép.", 3: "khác"}, 0.9)
        self.assertEqual(pairs, [(1, 2, 1.0)])
        ((_one, _other, likeness),) = similar.similar_pairs({1: "word words", 2: "words two"}, 0.3)
        self.assertAlmostEqual(likeness, 6 / 11)

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(NAMES, st.sampled_from((0.3, 0.5, 0.75, 0.9, 1)))
    def test_no_pair_is_missed(self, names, threshold):
        named = dict(enumerate(names))
        expected = set()
        for one, other in combinations(named, 2):
            mine, theirs = similar.trigrams(named[one]), similar.trigrams(named[other])
            if mine and theirs and len(mine & theirs) / len(mine | theirs) >= threshold:
                expected.add(frozenset((one, other)))
        found = similar.similar_pairs(named, threshold)
        self.assertEqual({frozenset(pair[:2]) for pair in found}, expected)
        self.assertEqual(len(found), len(expected))
