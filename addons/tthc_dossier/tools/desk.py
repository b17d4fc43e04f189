"""What a desk is made of: figures, tables and rows, each of which is a list that can be opened.

Plain data without the ORM: ``models/tthc_desk.py`` counts and opens it, the files of the roles say
what stands on whose desk.
"""

from dataclasses import dataclass, field

#: How a figure is shown when it is not zero.
TONES = ("", "danger", "warning", "success", "info")


@dataclass(frozen=True)
class Figure:
    """A number that opens the list of exactly what it counts.

    :ivar key: name, unique on the desk of a role
    :ivar model: whose records are counted
    :ivar domain: which of them; plain values only, since the client passes them back
    :ivar action: XML id of the window action whose views and help the list has
    :ivar tone: one of :data:`TONES`
    :ivar help: what is counted, where the label does not say it all
    :ivar sequence: may be worked off one after another, without the list
    :ivar share_of: key of the figure of which this one is shown as a share
    """

    key: str
    label: str
    model: str
    domain: list
    action: str
    tone: str = ""
    help: str = ""
    sequence: bool = False
    share_of: str = ""


@dataclass(frozen=True)
class Figures:
    """Figures that belong together.

    :ivar empty: what is said when nothing of them is there
    """

    title: str
    figures: list
    empty: str = ""


@dataclass(frozen=True)
class Table:
    """Records counted by one of their fields: a row for each value, a column for each figure.

    :ivar field: field of all figures' models by which they are grouped
    :ivar none: label of the row without a value
    :ivar order: keys of the figures by which the rows are sorted, the highest first
    :ivar share: key of a figure of which the first column's share is shown; none when empty
    :ivar more: name of a method of the desk that gives further columns
    """

    key: str
    title: str
    field: str
    figures: list
    none: str = ""
    order: tuple = ()
    share: str = ""
    more: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Rows:
    """The first records of a figure, each with what one needs to choose it.

    :ivar order: order of the records
    :ivar take: the rows are steps that can be taken with one click
    """

    title: str
    figure: Figure
    order: str
    take: bool = False
    empty: str = ""


@dataclass(frozen=True)
class Section:
    """The desk of one role.

    :ivar blocks: :class:`Figures`, :class:`Table` and :class:`Rows`, in their order
    :ivar buttons: pairs of a label and the XML id of the action that it opens
    """

    key: str
    title: str
    blocks: list
    help: str = ""
    buttons: list = field(default_factory=list)

    def figures(self):
        """Every figure, those of tables and rows included, by its key; a table's is named
        ``table/figure``."""
        found = {}
        for block in self.blocks:
            if isinstance(block, Table):
                found.update({f"{block.key}/{one.key}": one for one in block.figures})
            elif isinstance(block, Rows):
                found[block.figure.key] = block.figure
            else:
                found.update({one.key: one for one in block.figures})
        return found

    def table(self, key):
        return next(b for b in self.blocks if isinstance(b, Table) and b.key == key)


def ranked(rows, order, limit):
    """The first ``limit`` of ``rows`` (pairs of a value and its numbers by key) that have any
    number, the highest first, and how many were left out.

    >>> ranked([("a", {"late": 0, "open": 4}), ("b", {"late": 2, "open": 2}), ("c", {})],
    ...        ("late", "open"), 1)
    ([('b', {'late': 2, 'open': 2})], 1)
    """
    some = [row for row in rows if any(row[1].values())]
    some.sort(key=lambda row: [-row[1].get(key, 0) for key in order])
    return some[:limit], max(len(some) - limit, 0)


def share(part, whole):
    """``part`` of ``whole`` in per cent with one decimal, cut off, so that 100 is said of all
    only; ``None`` of nothing.

    >>> share(2999, 3000), share(3, 3), share(0, 0)
    (99.9, 100.0, None)
    """
    return int(1000 * part / whole) / 10 if whole else None
