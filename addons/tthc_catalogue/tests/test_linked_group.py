"""The pure rules of linked procedures, by example and by property."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import linked_group
from ..tools.linked_group import Paper, merge

fast = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))


def codes(*lines):
    return [problem.code for problem in linked_group.order(lines)[1]]


@tagged("post_install", "-at_install")
class TestLinkedGroup(BaseCase):
    def test_order(self):
        graph, problems = linked_group.order([(1, ""), (2, "1"), (3, "1"), (4, "2, 3")])
        self.assertEqual(problems, [])
        self.assertEqual(graph.after, {1: (2, 3), 2: (4,), 3: (4,), 4: ()})
        self.assertEqual(graph.starts, (1,))

    def test_what_cannot_be_ordered(self):
        self.assertEqual(codes((1, "x")), ["unreadable"])
        self.assertEqual(codes((1, ""), (2, "7")), ["unknown"])
        self.assertEqual(codes((1, "1")), ["after_itself"])
        self.assertEqual(codes((1, "2"), (2, "1")), ["cycle"])
        self.assertEqual(codes((1, "2"), (2, "")), ["out_of_order"])

    def test_same_paper_once(self):
        papers = [
            Paper(1, "Tờ khai", originals=1),
            Paper(1, "Giấy chứng sinh", "conditional", originals=1, copies=1),
            Paper(2, "TỜ KHAI.", "show", originals=2, form_code="CT01"),
            Paper(2, "Ghi chú", "note"),
            Paper(3, "Giấy chung sinh", copies=3),
        ]
        first, second = merge(papers)
        self.assertEqual((first.name, first.numbers, first.originals), ("Tờ khai", (1, 2), 2))
        self.assertEqual((first.requirement, first.form_code), ("mandatory", "CT01"))
        self.assertEqual((second.requirement, second.copies), ("mandatory", 3))
        self.assertEqual(linked_group.saved([first, second]), 2)

    def test_same_paper_of_different_names(self):
        papers = [Paper(1, "Tờ khai CT01"), Paper(2, "Tờ khai TK1-TS", originals=1)]
        [shared] = merge(papers, [("Tờ khai chung", ["Tờ khai CT01", "tờ khai TK1 TS"])])
        self.assertEqual((shared.name, shared.numbers), ("Tờ khai chung", (1, 2)))


names = st.sampled_from(("Tờ khai", "tờ khai", "Giấy A", "Giấy B", "GIẤY B.", "Ảnh"))
papers = st.lists(
    st.builds(
        Paper,
        number=st.integers(1, 4),
        name=names,
        requirement=st.sampled_from((*linked_group.REQUIREMENTS, "note")),
        originals=st.integers(0, 3),
        certified_copies=st.integers(0, 3),
        copies=st.integers(0, 3),
    ),
    max_size=12,
)
shares = st.lists(st.tuples(names, st.lists(names, max_size=2)), max_size=2)


@tagged("post_install", "-at_install")
class TestLinkedGroupProperties(BaseCase):
    @fast
    @given(papers, shares)
    def test_nothing_is_lost_and_nothing_asked_twice(self, rows, same):
        merged = merge(rows, same)
        real = [row for row in rows if row.requirement != "note"]
        self.assertEqual(sum(paper.asked for paper in merged), len(real))
        self.assertEqual(linked_group.saved(merged), len(real) - len(merged))
        keys = [linked_group.paper_key(paper.name) for paper in merged]
        self.assertEqual(len(keys), len(set(keys)))
        for paper in merged:
            for count in ("originals", "certified_copies", "copies"):
                self.assertLessEqual(
                    getattr(paper, count), max(getattr(row, count) for row in real)
                )

    @fast
    @given(papers)
    def test_highest_count_and_strictest_requirement(self, rows):
        for paper in merge(rows):
            same = [
                row
                for row in rows
                if linked_group.paper_key(row.name) == linked_group.paper_key(paper.name)
                and row.requirement != "note"
            ]
            self.assertEqual(paper.copies, max(row.copies for row in same))
            self.assertEqual(
                paper.requirement == "mandatory", "mandatory" in {row.requirement for row in same}
            )
            self.assertEqual(set(paper.numbers), {row.number for row in same})

    @fast
    @given(st.lists(st.lists(st.integers(1, 6), max_size=3), min_size=1, max_size=6))
    def test_lines_without_problems_can_be_done_in_their_order(self, befores):
        lines = [(n, ", ".join(map(str, row))) for n, row in enumerate(befores, 1)]
        graph, problems = linked_group.order(lines)
        wrong = any(
            other >= number or other > len(lines)
            for number, row in enumerate(befores, 1)
            for other in row
        )
        self.assertEqual(bool(problems), wrong)
        for number in graph.order:
            self.assertTrue(all(other < number for other in graph.before[number]))
