"""The difference between two snapshots: by example and by property."""

import copy

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.tthc_catalogue.tools.version_diff import (
    ADDED,
    CHANGED,
    MOVED,
    REMOVED,
    SAME,
    compare,
    differences,
    word_diff,
)

VALUE = st.one_of(st.none(), st.integers(0, 3), st.text("ab c\n", max_size=6))
NAMES = st.sampled_from(["phí", "lệ phí", "phí bản sao", "giấy", "tờ khai mới"])


def node(children=None):
    return st.fixed_dictionaries(
        {
            "model": st.just("m"),
            "key": NAMES,
            "values": st.dictionaries(st.sampled_from("xyz"), VALUE),
            "children": st.just({}) if children is None else children,
        }
    )


LEAVES = st.dictionaries(st.sampled_from(["fees", "steps"]), st.lists(node(), max_size=4))
TREE = node(st.fixed_dictionaries({"cases": st.lists(node(LEAVES), max_size=3)}))
SWAPPED = {ADDED: REMOVED, REMOVED: ADDED}


def row(key, *children, **values):
    return {"model": "m", "key": key, "values": values, "children": {"rows": list(children)}}


@tagged("post_install", "-at_install")
class TestVersionDiff(BaseCase):
    def found(self, left, right):
        return [(d.kind, d.path, d.field, d.left, d.right) for d in differences(left, right)]

    def test_a_changed_field(self):
        found = self.found(row("v", row("a", x=1)), row("v", row("a", x=2)))
        self.assertEqual(found, [(CHANGED, (("rows", "a"),), "x", 1, 2)])

    def test_added_and_removed_rows(self):
        left, right = row("v", row("giấy cũ", x=1)), row("v", row("tờ khai mới", x=9))
        kinds = {(kind, path[-1][1]) for kind, path, *_rest in self.found(left, right)}
        self.assertEqual(kinds, {(REMOVED, "giấy cũ"), (ADDED, "tờ khai mới")})

    def test_a_renamed_row_is_one_row(self):
        left = row("v", row("Lệ phí cấp bản sao", name="Lệ phí cấp bản sao", amount=8000))
        right = row("v", row("Lệ phí cấp bản sao trích lục", name="Khác", amount=8000))
        self.assertEqual([d.kind for d in differences(left, right)], [CHANGED])

    def test_an_order_is_one_change(self):
        left, right = row("v", row("a"), row("b"), row("c")), row("v", row("c"), row("a"), row("b"))
        self.assertEqual(
            self.found(left, right), [(MOVED, (), "rows", ["a", "b", "c"], ["c", "a", "b"])]
        )

    def test_a_row_put_between_moves_nothing(self):
        left, right = row("v", row("a"), row("b")), row("v", row("a"), row("x y z"), row("b"))
        self.assertEqual([d.kind for d in differences(left, right)], [ADDED])

    def test_rows_of_one_key_match_in_their_order(self):
        left, right = row("v", row("a", x=1), row("a", x=2)), row("v", row("a", x=1), row("a", x=3))
        self.assertEqual([(d.left, d.right) for d in differences(left, right)], [(2, 3)])

    def test_words_of_a_text(self):
        pieces = word_diff("Nộp hồ sơ tại xã\nNhận kết quả", "Nộp hồ sơ tại phường\nNhận kết quả")
        self.assertIn((REMOVED, "xã\n"), pieces)
        self.assertIn((ADDED, "phường\n"), pieces)
        self.assertIn((SAME, "Nhận kết quả"), pieces)

    def test_a_long_text_takes_no_long_time(self):
        left, right = "một hai " * 20_000, "ba bốn " * 20_000
        self.assertEqual([kind for kind, _text in word_diff(left, right)], [REMOVED, ADDED])

    @settings(suppress_health_check=list(HealthCheck), deadline=None)
    @given(TREE)
    def test_identity_is_no_difference(self, tree):
        self.assertEqual(differences(tree, copy.deepcopy(tree)), [])

    @settings(suppress_health_check=list(HealthCheck), deadline=None)
    @given(TREE, TREE)
    def test_the_way_back_is_the_same_way(self, one, other):
        there = [(d.kind, d.field, repr(d.left), repr(d.right)) for d in differences(one, other)]
        back = [
            (SWAPPED.get(d.kind, d.kind), d.field, repr(d.right), repr(d.left))
            for d in differences(other, one)
        ]
        self.assertEqual(sorted(there, key=str), sorted(back, key=str))

    @settings(suppress_health_check=list(HealthCheck), deadline=None)
    @given(TREE, st.data())
    def test_every_changed_leaf_is_reported(self, tree, data):
        changed = copy.deepcopy(tree)
        nodes = [changed, *changed["children"]["cases"]]
        for case in changed["children"]["cases"]:
            nodes += [leaf for leaves in case["children"].values() for leaf in leaves]
        place = data.draw(st.sampled_from(nodes))
        place["values"]["x"] = "một giá trị mới"
        found = differences(tree, changed)
        self.assertEqual([(d.kind, d.field, d.right) for d in found], [
            (CHANGED, "x", "một giá trị mới")
        ])  # fmt: skip

    @settings(suppress_health_check=list(HealthCheck), deadline=None)
    @given(TREE, TREE)
    def test_differences_are_what_is_not_the_same(self, one, other):
        for found in compare(one, other):
            if found.field and found.kind != MOVED:
                self.assertEqual(found.kind == SAME, found.left == found.right)

    @settings(suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
    def test_the_pieces_give_both_texts(self, left, right):
        pieces = word_diff(left, right)
        self.assertEqual("".join(text for kind, text in pieces if kind != ADDED), left)
        self.assertEqual("".join(text for kind, text in pieces if kind != REMOVED), right)
