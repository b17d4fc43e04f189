"""The internal process of a case as a graph: reading it, checking it, timing it.

A step goes on to the steps that it names, or else to the one that follows in order; the last one
ends the process. A step that several lead to waits for all of those that run. Steps only lead
forward, so the order of the numbers is an order in which the process can be run one step after
the other. Sending a dossier back is an action of the dossier, never a transition.

Nothing here knows Odoo or a language: a problem is a code with its values.
"""

import re
from dataclasses import dataclass, field

ERROR = "error"
WARNING = "warning"

#: Tolerance when hours are compared: limits in calendar days are not whole hours.
HOUR_TOLERANCE = 0.01


class NumbersError(ValueError):
    """A list of step numbers cannot be read; the argument is the part that cannot."""


@dataclass(frozen=True)
class Step:
    """A step as the designer shows it. ``hours`` are working hours; ``owner`` and ``role`` say
    whether they were chosen."""

    number: int
    hours: float = 0.0
    kind: str = "process"
    next_text: str = ""
    ends: bool = False
    split: str = "parallel"
    owner: bool = True
    role: bool = True


@dataclass(frozen=True)
class Problem:
    """What is wrong with a process: a ``code``, the step numbers it concerns, and its values."""

    code: str
    numbers: tuple = ()
    values: dict = field(default_factory=dict, hash=False)
    severity: str = ERROR


@dataclass(frozen=True)
class Graph:
    """Numbers in order, and the successors and predecessors of each (known numbers only)."""

    order: tuple
    after: dict
    before: dict

    @property
    def starts(self):
        return tuple(number for number in self.order if not self.before[number])

    @property
    def ends(self):
        return tuple(number for number in self.order if not self.after[number])


def parse_numbers(text):
    """The step numbers that ``text`` lists ("3, 4" or "3; 4"), each once, in its order.

    :raise NumbersError: something in it is not a positive whole number
    """
    numbers = []
    for part in re.split(r"[,;\s]+", (text or "").strip()):
        if not part:
            continue
        if not re.fullmatch(r"[0-9]{1,4}", part) or not int(part):
            raise NumbersError(part)
        if int(part) not in numbers:
            numbers.append(int(part))
    return tuple(numbers)


def renumber(rows):
    """Give every row a number of its own that rises with the order of the rows.

    A row without a number, or with one that an earlier row has, gets the next free one. Where the
    order of the rows was changed, the numbers in use are dealt out again and the references follow
    their steps. A number that was deleted is not used again by the others: a reference to it
    remains, and remains wrong until somebody mends it.

    :param rows: ``(number, references)`` in order; ``references`` is the text of numbers
    :return: the same, renumbered
    """
    numbers, seen = [], set()
    highest = max((number or 0 for number, _text in rows), default=0)
    for number, _text in rows:
        if not number or number < 0 or number in seen:
            highest += 1
            number = highest
        seen.add(number)
        numbers.append(number)
    moved = dict(zip(numbers, sorted(numbers), strict=True))

    def follow(match):
        return str(moved.get(int(match[0]), match[0]))

    return [
        (moved[number], re.sub(r"[0-9]+", follow, text) if text else text)
        for number, (_number, text) in zip(numbers, rows, strict=True)
    ]


def build(steps):
    """The graph of ``steps`` and the problems of its references, each ``(Graph, problems)``.

    References to unknown or earlier steps are left out of the graph.
    """
    steps = sorted(steps, key=lambda step: step.number)
    known = {step.number for step in steps}
    after, problems, backward = {}, [], {}
    ways = {}
    for position, step in enumerate(steps):
        number = step.number
        following = [row.number for row in steps[position + 1 : position + 2]]
        try:
            named = parse_numbers(step.next_text)
        except NumbersError as error:
            problems.append(Problem("unreadable", (number,), {"text": str(error)}))
            after[number] = ways[number] = ()
            continue
        if step.ends:
            if named:
                problems.append(Problem("end_goes_on", (number,)))
            named = ()
        elif not named:
            named = following
        for target in named:
            if target not in known:
                problems.append(Problem("unknown", (number,), {"target": target}))
            elif target == number:
                problems.append(Problem("self_loop", (number,)))
        ways[number] = tuple(target for target in named if target in known)
        after[number] = tuple(target for target in named if target in known and target > number)
        backward[number] = tuple(target for target in named if target in known and target < number)
    graph = graph_of(after)
    for number, targets in backward.items():
        problems += [_backward(graph, number, target) for target in targets]
    if stuck := _without_end(ways):
        problems.append(Problem("no_end", stuck))
    return graph, problems


def _without_end(ways):
    """The numbers from which no end can be reached, loops back included."""
    ends = {number for number, targets in ways.items() if not targets}
    return tuple(number for number in sorted(ways) if not ends & reachable(ways, number))


def _backward(graph, number, target):
    code = "cycle" if number in reachable(graph.after, target) else "out_of_order"
    return Problem(code, (number, target), {"target": target})


def graph_of(after):
    """A :class:`Graph` of ``{number: successors}``."""
    before = {number: [] for number in after}
    for number in sorted(after):
        for target in after[number]:
            before[target].append(number)
    return Graph(
        tuple(sorted(after)), after, {number: tuple(rows) for number, rows in before.items()}
    )


def reachable(after, start):
    """Every number that can be reached from ``start``, itself included."""
    found, waiting = {start}, [start]
    while waiting:
        for target in after[waiting.pop()]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def cycle_in(after):
    """The numbers of one cycle of ``{number: successors}``, in order; empty when there is none.
    For graphs whose edges may run in any direction."""
    state, path = {}, []

    def visit(number):
        state[number] = "open"
        path.append(number)
        for target in after.get(number, ()):
            if state.get(target) == "open":
                return tuple(path[path.index(target) :])
            if target not in state and (found := visit(target)):
                return found
        state[path.pop()] = "done"
        return ()

    for number in after:
        if number not in state and (found := visit(number)):
            return found
    return ()


def longest_path(after, hours):
    """The heaviest path through an acyclic ``{number: successors}``.

    Branches that run at the same time count with their longest one, and so do alternatives.

    :param hours: weight of each number
    :return: ``(total, numbers along the path)``
    """
    best = {}

    def weigh(number):
        if number not in best:
            tails = [weigh(target) for target in after[number]]
            total, path = max(tails, key=lambda tail: tail[0], default=(0, ()))
            best[number] = (hours[number] + total, (number, *path))
        return best[number]

    return max((weigh(number) for number in sorted(after)), key=lambda one: one[0], default=(0, ()))


def meeting_points(graph):
    """``{number: the step at which all ways from it meet again}``; ``None`` is the end itself."""
    position = {number: index for index, number in enumerate(graph.order)}
    unavoidable, meeting = {}, {}
    for number in reversed(graph.order):
        ways = [unavoidable[target] for target in graph.after[number]]
        common = frozenset.intersection(*ways) if ways else frozenset()
        meeting[number] = min(common, key=position.get, default=None)
        unavoidable[number] = common | {number}
    return meeting


def find_problems(steps, limits=()):
    """Everything wrong with a process, errors first, then by the steps' numbers.

    :param limits: ``(label, hours)`` of each limit that the process has to keep
    """
    steps = sorted(steps, key=lambda step: step.number)
    if not steps:
        return [Problem("no_step")]
    graph, problems = build(steps)
    problems += _row_problems(steps)
    problems += _order_problems(steps, graph)
    problems += _branch_problems(steps, graph)
    problems += _limit_problems(steps, graph, limits)
    return sorted(problems, key=lambda problem: (problem.severity != ERROR, problem.numbers))


def _row_problems(steps):
    """What a single step lacks (NĐ 118/2025/NĐ-CP, Art. 8: an owner and hours for each)."""
    problems = []
    for step in steps:
        if not step.owner:
            problems.append(Problem("no_owner", (step.number,)))
        if not step.role:
            problems.append(Problem("no_role", (step.number,)))
        if step.hours < 0:
            problems.append(Problem("negative_hours", (step.number,)))
        elif not step.hours and step.kind != "return":
            problems.append(Problem("no_hours", (step.number,)))
    return problems


def _order_problems(steps, graph):
    kinds = [step.kind for step in steps]
    problems = []
    start = graph.order[0]
    found = reachable(graph.after, start)
    problems += [Problem("unreachable", (number,)) for number in graph.order if number not in found]
    for step in steps:
        if step.kind == "receive" and step.number != start:
            problems.append(Problem("receive_not_first", (step.number,)))
        if step.kind == "return" and graph.after[step.number]:
            problems.append(Problem("return_not_last", (step.number,)))
    for kind, code in (("receive", "no_receive"), ("approve", "no_approve")):
        if kind not in kinds:
            problems.append(Problem(code, severity=WARNING))
    for step in steps:
        if not graph.after[step.number] and step.kind != "return" and step.number in found:
            problems.append(Problem("end_not_return", (step.number,), severity=WARNING))
    return problems


def _branch_problems(steps, graph):
    """Branches that run at the same time must meet before the process ends: else one would end it
    while others still run."""
    meeting = meeting_points(graph)
    problems = []
    for step in steps:
        several = len(graph.after[step.number]) > 1
        if several and step.split == "parallel" and meeting[step.number] is None:
            problems.append(Problem("never_meet", (step.number,)))
    return problems


def _limit_problems(steps, graph, limits):
    total, path = critical_path(steps, graph)
    return [
        Problem("over_limit", path, {"hours": total, "label": label, "limit": limit})
        for label, limit in limits
        if limit is not None and total > limit + HOUR_TOLERANCE
    ]


def critical_path(steps, graph=None):
    """``(hours, numbers)`` of the longest way from the first step to an end."""
    if not steps:
        return 0, ()
    graph = graph or build(steps)[0]
    found = reachable(graph.after, graph.order[0])
    hours = {step.number: max(step.hours, 0) for step in steps}
    return longest_path({number: graph.after[number] for number in found}, hours)
