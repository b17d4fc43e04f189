"""What differs between two snapshots of a version: plain Python, no ORM.

A snapshot is a node: a dictionary with ``model``, ``key`` (how people tell the row from its
sisters), ``values`` (field: plain value) and ``children`` (field: list of nodes in their order).
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

SAME, CHANGED, ADDED, REMOVED, MOVED = "same", "changed", "added", "removed", "moved"
# Rows of other keys are one renamed row when so much of them is alike.
ALIKE = 0.5
# Above this product of words a passage is shown as replaced whole: comparing takes their square.
WORDS_SQUARED = 1_000_000


@dataclass(frozen=True)
class Difference:
    """One field of one row, or one row, or the order of one list.

    ``path`` leads to the row: pairs of list field and row key. ``left`` and ``right`` are the
    values of a field, the nodes of a row (``None`` where it is missing), or the lists of keys
    of an order.
    """

    path: tuple
    model: str
    field: str | None
    kind: str
    left: Any
    right: Any


def compare(left, right, path=()):
    """Yield a :class:`Difference` for every field, row and order of two nodes, those that are
    the same included."""
    names = [*left["values"], *(name for name in right["values"] if name not in left["values"])]
    for name in names:
        old, new = left["values"].get(name), right["values"].get(name)
        kind = SAME if old == new else CHANGED
        yield Difference(path, right["model"], name, kind, old, new)
    lists = [*left["children"], *(n for n in right["children"] if n not in left["children"])]
    for name in lists:
        rows = left["children"].get(name, []), right["children"].get(name, [])
        yield from _compare_rows(name, *rows, path, right["model"])


def differences(left, right):
    """The list of what is not the same."""
    return [found for found in compare(left, right) if found.kind != SAME]


def _compare_rows(name, left, right, path, model):
    pairs = match(left, right)
    partner = dict(pairs)
    order = sorted(pairs)
    if [new for _old, new in order] != sorted(new for _old, new in order):
        keys = [left[old]["key"] for old, _new in order]
        moved = [right[new]["key"] for new in sorted(new for _old, new in order)]
        yield Difference(path, model, name, MOVED, keys, moved)
    for index, row in enumerate(left):
        if index in partner:
            other = right[partner[index]]
            yield from compare(row, other, (*path, (name, other["key"])))
        else:
            yield Difference((*path, (name, row["key"])), row["model"], None, REMOVED, row, None)
    taken = set(partner.values())
    for index, row in enumerate(right):
        if index not in taken:
            yield Difference((*path, (name, row["key"])), row["model"], None, ADDED, None, row)


def match(left, right):
    """Pairs of indices of the rows that are one row: of equal keys in their order, then the
    most alike of the others."""
    pairs = []
    waiting = {}
    for index, row in enumerate(right):
        waiting.setdefault(row["key"], []).append(index)
    for index, row in enumerate(left):
        if waiting.get(row["key"]):
            pairs.append((index, waiting[row["key"]].pop(0)))
    used_left, used_right = {old for old, _new in pairs}, {new for _old, new in pairs}
    candidates = [
        (-likeness, sorted((old["key"], new["key"])), i + j, i, j)
        for i, old in enumerate(left)
        if i not in used_left
        for j, new in enumerate(right)
        if j not in used_right and (likeness := alike(old, new)) >= ALIKE
    ]
    for *_rank, i, j in sorted(candidates):
        if i not in used_left and j not in used_right:
            pairs.append((i, j))
            used_left.add(i)
            used_right.add(j)
    return pairs


def alike(left, right):
    """How much two rows have in common, 0 to 1: the words of their keys count as much as all
    their other values together."""
    words = set(left["key"].split()), set(right["key"].split())
    shared = _share(*words)
    contents = tuple({(k, repr(v)) for k, v in row["values"].items() if v} for row in (left, right))
    return (shared + _share(*contents)) / 2


def _share(one, other):
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def word_diff(left, right):
    """Pieces of two texts, ``(kind, text)``: what is the same or removed gives the left one,
    what is the same or added the right one."""
    pieces = []
    lines = left.splitlines(keepends=True), right.splitlines(keepends=True)
    for operation, i, j, k, m in SequenceMatcher(None, *lines, autojunk=False).get_opcodes():
        old, new = "".join(lines[0][i:j]), "".join(lines[1][k:m])
        if operation == "equal":
            pieces.append((SAME, old))
        else:
            pieces += _passage_diff(old, new)
    return [piece for piece in pieces if piece[1]]


def _passage_diff(left, right):
    words = re.findall(r"\S+\s*|\s+", left), re.findall(r"\S+\s*|\s+", right)
    if len(words[0]) * len(words[1]) > WORDS_SQUARED:
        return [(REMOVED, left), (ADDED, right)]
    pieces = []
    for operation, i, j, k, m in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        if operation == "equal":
            pieces.append((SAME, "".join(words[0][i:j])))
        else:
            pieces += [(REMOVED, "".join(words[0][i:j])), (ADDED, "".join(words[1][k:m]))]
    return pieces
