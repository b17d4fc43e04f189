"""Groups of linked procedures ("liên thông theo nhóm"): their order, and the papers that several
of them ask for. Plain Python; a problem is a code with its values."""

import re
from dataclasses import dataclass

from .fold import fold
from .process_graph import NumbersError, Problem, cycle_in, graph_of, parse_numbers

#: From the strictest demand to the mildest.
REQUIREMENTS = ("mandatory", "conditional", "show")


@dataclass(frozen=True)
class Paper:
    """A component that the line ``number`` of a group asks for, with its counts."""

    number: int
    name: str
    requirement: str = "mandatory"
    originals: int = 0
    certified_copies: int = 0
    copies: int = 0
    form_code: str = ""


@dataclass(frozen=True)
class SharedPaper:
    """A paper of the whole group: asked for once, in the highest count and by the strictest
    requirement; ``numbers`` are the lines that use it, ``asked`` how often they ask, ``sources``
    the line and the name of each of those components."""

    name: str
    requirement: str
    originals: int
    certified_copies: int
    copies: int
    form_code: str
    numbers: tuple
    asked: int
    sources: tuple = ()


def order(lines):
    """The graph of a group and the problems of its references.

    :param lines: ``(number, text of the numbers that come before)``; without them a line begins
        at once
    :return: ``(Graph, problems)``; the graph leads forward only
    """
    known = {number for number, _text in lines}
    before, problems = {}, []
    for number, text in lines:
        before[number] = ()
        try:
            named = parse_numbers(text)
        except NumbersError as error:
            problems.append(Problem("unreadable", (number,), {"text": str(error)}))
            continue
        for other in named:
            if other not in known:
                problems.append(Problem("unknown", (number,), {"target": other}))
            elif other == number:
                problems.append(Problem("after_itself", (number,)))
        before[number] = tuple(other for other in named if other in known and other != number)
    circle = cycle_in(before)
    if circle:
        problems.append(Problem("cycle", tuple(sorted(circle))))
    for number, others in before.items():
        problems += [
            Problem("out_of_order", (number,), {"target": other})
            for other in others
            if other > number and not circle
        ]
    after = {number: [] for number in sorted(known)}
    for number in sorted(before):
        for other in before[number]:
            if other < number:
                after[other].append(number)
    return graph_of({number: tuple(rows) for number, rows in after.items()}), problems


def paper_key(name):
    """What makes two names the same paper: without diacritics, case and punctuation."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(name)))


def merge(papers, shares=()):
    """Papers asked for by several lines become one each.

    :param papers: :class:`Paper` in the order of the lines
    :param shares: ``(name, names)``: the editor's word that these names are one paper
    :return: :class:`SharedPaper` in the order in which they are first asked for
    """
    alias = {}
    for name, names in shares:
        for other in (name, *names):
            alias.setdefault(paper_key(other), name)
    merged = {}
    for paper in papers:
        if paper.requirement not in REQUIREMENTS:
            continue
        name = alias.get(paper_key(paper.name), paper.name)
        merged.setdefault(paper_key(name), (name, []))[1].append(paper)
    return [_shared(name, rows) for name, rows in merged.values()]


def _shared(name, papers):
    return SharedPaper(
        name=name,
        requirement=min((paper.requirement for paper in papers), key=REQUIREMENTS.index),
        originals=max(paper.originals for paper in papers),
        certified_copies=max(paper.certified_copies for paper in papers),
        copies=max(paper.copies for paper in papers),
        form_code=next((paper.form_code for paper in papers if paper.form_code), ""),
        numbers=tuple(sorted({paper.number for paper in papers})),
        asked=len(papers),
        sources=tuple((paper.number, paper.name) for paper in papers),
    )


def saved(shared):
    """How many papers less the person hands in than if each procedure were asked for alone."""
    return sum(paper.asked - 1 for paper in shared)
