"""The pure rules of a process, by example and by property."""

from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import process_graph as graph
from ..tools.process_graph import Step


def step(number, following="", **values):
    return Step(number, **{"hours": 8, "next_text": following, **values})


def codes(steps, limits=(), severity="error"):
    problems = graph.find_problems(steps, limits)
    return [row.code for row in problems if row.severity == severity]


def linear(count, **values):
    kinds = ["receive", *["process"] * (count - 3), "approve", "return"]
    return [step(n, kind=kind, **values) for n, kind in enumerate(kinds, 1)]


@tagged("post_install", "-at_install")
class TestProcessGraph(BaseCase):
    def test_numbers(self):
        self.assertEqual(graph.parse_numbers(" 3, 4;5 3 "), (3, 4, 5))
        self.assertEqual(graph.parse_numbers(None), ())
        for text in ("a", "3,x", "0", "-1", "3.5", "3 và 4", "99999", "²"):
            with self.subTest(text), self.assertRaises(graph.NumbersError):
                graph.parse_numbers(text)

    def test_a_row_of_steps_needs_no_input(self):
        self.assertEqual(graph.find_problems(linear(5)), [])
        self.assertEqual(graph.build(linear(3))[0].after, {1: (2,), 2: (3,), 3: ()})

    def test_what_cannot_run_is_named(self):
        first = step(1, kind="receive")
        last = step(9, kind="return")
        for expected, rows in {
            "no_step": [],
            "unreadable": [first, step(2, "xong"), last],
            "unknown": [first, step(2, "7"), last],
            "self_loop": [first, step(2, "2, 9"), last],
            "end_goes_on": [first, step(2, "9", ends=True), last],
            "cycle": [first, step(2), step(3, "2, 9", split="one"), last],
            "out_of_order": [step(1, "3"), step(2, "4"), step(3, "2"), step(4)],
            "no_owner": [first, step(2, owner=False), last],
            "no_role": [first, step(2, role=False), last],
            "no_hours": [first, step(2, hours=0), last],
            "negative_hours": [first, step(2, hours=-1), last],
            "unreachable": [step(1, "9", kind="receive"), step(2), last],
            "receive_not_first": [first, step(2, kind="receive"), last],
            "return_not_last": [first, step(2, kind="return"), last],
            "never_meet": [step(1, "2, 3"), step(2, ends=True), step(3), last],
            "no_end": [step(1), step(2, "1")],
        }.items():
            with self.subTest(expected):
                self.assertIn(expected, codes(rows))

    def test_only_what_cannot_run_is_an_error(self):
        self.assertEqual(codes([step(1), step(2)]), [])
        self.assertEqual(
            codes([step(1), step(2)], severity="warning"),
            ["no_receive", "no_approve", "end_not_return"],
        )
        self.assertEqual(codes([*linear(4)[:-1], step(4, kind="return", hours=0)]), [])

    def test_alternatives_may_end_apart(self):
        rows = [step(1, "2, 3", split="one"), step(2, ends=True), step(3)]
        self.assertEqual(codes(rows), [])

    def test_branches_may_meet_step_by_step(self):
        rows = [step(1, "2, 3, 4"), step(2, "5"), step(3, "5"), step(4, "6"), step(5), step(6)]
        self.assertEqual(codes(rows), [])

    def test_hours_against_the_limit(self):
        rows = [step(1, "2, 3"), step(2, "4", hours=16), step(3, "4", hours=40), step(4)]
        self.assertEqual(graph.critical_path(rows), (56, (1, 3, 4)))
        self.assertEqual(codes(rows, [("a", 56), ("b", None)]), [])
        problems = graph.find_problems(rows, [("a", 55.9), ("b", 40)])
        self.assertEqual(
            [(row.code, row.values["label"]) for row in problems if row.severity == "error"],
            [("over_limit", "a"), ("over_limit", "b")],
        )

    def test_renumbering(self):
        self.assertEqual(
            graph.renumber([(0, "2"), (0, ""), (0, None)]), [(1, "2"), (2, ""), (3, None)]
        )
        # the third row was dragged before the second; what referred to it follows
        self.assertEqual(
            graph.renumber([(1, "2, 3"), (3, "4"), (2, "4"), (4, "")]),
            [(1, "3, 2"), (2, "4"), (3, "4"), (4, "")],
        )
        # a deleted number stays wrong where it is referred to
        self.assertEqual(graph.renumber([(1, "2"), (3, "")]), [(1, "2"), (3, "")])
        self.assertEqual(graph.renumber([(1, ""), (1, "1")]), [(1, ""), (2, "1")])

    def test_cycles_of_free_edges(self):
        self.assertEqual(graph.cycle_in({1: (2,), 2: (3,), 3: ()}), ())
        self.assertEqual(graph.cycle_in({1: (2,), 2: (3,), 3: (2,)}), (2, 3))


@st.composite
def processes(draw):
    """Processes of up to eight steps, most of them broken somehow."""
    count = draw(st.integers(1, 8))
    rows = []
    for number in range(1, count + 1):
        targets = draw(st.lists(st.integers(1, count + 1), max_size=3, unique=True))
        rows.append(
            step(
                number,
                ", ".join(map(str, targets)),
                hours=draw(st.sampled_from((1, 2, 4, 8))),
                ends=draw(st.integers(0, 9)) == 0,
                split=draw(st.sampled_from(("parallel", "one"))),
            )
        )
    return rows


def edges_of(rows):
    """What the rule says in the fewest words: known, other, later steps."""
    last = len(rows)
    after = {}
    for row in rows:
        named = [int(part) for part in row.next_text.replace(",", " ").split()]
        if row.ends:
            named = []
        elif not named:
            named = [row.number + 1]
        after[row.number] = [n for n in named if row.number < n <= last]
    return after


def ways(after, start):
    if not after[start]:
        return [[start]]
    return [[start, *rest] for target in after[start] for rest in ways(after, target)]


fast = settings(deadline=None, suppress_health_check=list(HealthCheck))


@tagged("post_install", "-at_install")
class TestProcessGraphProperties(BaseCase):
    @fast
    @given(processes())
    def test_longest_way_is_the_one_found_by_trying_all(self, rows):
        hours = {row.number: row.hours for row in rows}
        every = [sum(hours[n] for n in way) for way in ways(edges_of(rows), 1)]
        total, path = graph.critical_path(rows)
        self.assertEqual(total, max(every))
        self.assertEqual(sum(hours[n] for n in path), total)

    @fast
    @given(processes())
    def test_unreachable_steps_are_those_on_no_way(self, rows):
        found = {n for way in ways(edges_of(rows), 1) for n in way}
        missing = {row.number for row in rows} - found
        problems = graph.find_problems(rows)
        self.assertEqual({row.numbers[0] for row in problems if row.code == "unreachable"}, missing)

    @fast
    @given(processes())
    def test_branches_never_meet_when_no_later_step_is_on_all_their_ways(self, rows):
        after = edges_of(rows)
        apart = set()
        for row in rows:
            if len(after[row.number]) > 1 and row.split == "parallel":
                every = [set(way[1:]) for way in ways(after, row.number)]
                if not set.intersection(*every):
                    apart.add(row.number)
        problems = graph.find_problems(rows)
        self.assertEqual({row.numbers[0] for row in problems if row.code == "never_meet"}, apart)

    @fast
    @given(processes())
    def test_backward_steps_are_refused_and_loops_told_apart(self, rows):
        after = edges_of(rows)
        loops, disorder = set(), set()
        for row in rows:
            if row.ends:
                continue
            for target in {int(p) for p in row.next_text.replace(",", " ").split()}:
                if target < row.number:
                    back = any(row.number in way for way in ways(after, target))
                    (loops if back else disorder).add((row.number, target))
        problems = graph.find_problems(rows)
        self.assertEqual({row.numbers for row in problems if row.code == "cycle"}, loops)
        self.assertEqual({row.numbers for row in problems if row.code == "out_of_order"}, disorder)

    @fast
    @given(processes())
    def test_a_process_without_errors_can_be_run_to_its_end(self, rows):
        """However the alternatives are decided, with parallel branches at once: every step that
        runs has all that it waits for, and the process ends once."""
        if [row for row in graph.find_problems(rows) if row.severity == "error"]:
            return
        after = edges_of(rows)
        choices = [
            after[row.number] if row.split == "one" and after[row.number] else [None]
            for row in rows
        ]
        for chosen in product(*choices):
            active = {1}
            for row, choice in zip(rows, chosen, strict=True):
                if row.number in active:
                    active |= set(after[row.number] if choice is None else [choice])
            ends = [number for number in active if not after[number]]
            self.assertEqual(len(ends), 1)

    @fast
    @given(processes(), st.randoms(use_true_random=False))
    def test_dragging_rows_keeps_what_follows_what(self, rows, rng):
        texts = [(row.number, row.next_text) for row in rows]
        rng.shuffle(texts)
        moved = graph.renumber(texts)
        new = {old: now for (old, _text), (now, _now) in zip(texts, moved, strict=True)}
        self.assertEqual([number for number, _text in moved], sorted(new.values()))
        for (_old, text), (_number, followed) in zip(texts, moved, strict=True):
            targets = graph.parse_numbers(text)
            self.assertEqual(graph.parse_numbers(followed), tuple(new.get(n, n) for n in targets))
