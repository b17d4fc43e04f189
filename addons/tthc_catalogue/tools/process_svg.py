"""A process or a group of procedures drawn as SVG: lanes by owner, rows by order, branches side by
side. Nothing here knows Odoo or a language; the same input gives the same text."""

import re
import textwrap
import unicodedata
from dataclasses import dataclass
from html import escape

BOX_WIDTH = 190
SPACE = 18
TRACK = 14
LINE = 15
CHARS = 25
HEADER = 44
FOOT = 26
FONT = "'Segoe UI','Noto Sans','DejaVu Sans',Arial,sans-serif"

#: Fill and outline by kind of step.
COLOURS = {
    "receive": ("#e7f1fb", "#2b6cb0"),
    "process": ("#f4f5f7", "#5f6b7a"),
    "appraise": ("#e6f6f4", "#1f857a"),
    "approve": ("#e9f7e9", "#2f8132"),
    "seal": ("#fdf1e2", "#b7670f"),
    "return": ("#f1ebfa", "#6b46a8"),
}
#: Fill, outline, width and dashes of the outline, and ink, by how far a running process is with a
#: step. Each status is also said in words by its box: nothing hangs on the colour alone.
STATUSES = {
    "done": ("#e9f7e9", "#2f8132", "1.3", None, "#1f2933"),
    "current": ("#dbeafe", "#1d4ed8", "3.5", None, "#1f2933"),
    "overdue": ("#fde8e8", "#c62828", "3.5", None, "#1f2933"),
    "paused": ("#fff4d6", "#b7670f", "3.5", "8 3", "#1f2933"),
    "waiting": ("#ffffff", "#5f6b7a", "1.3", None, "#1f2933"),
    "not_taken": ("#f7f7f8", "#9aa3ae", "1.2", "4 4", "#6b7280"),
    "skipped": ("#f7f7f8", "#9aa3ae", "1.2", "4 4", "#6b7280"),
}
#: Statuses of steps that the process does not pass.
PASSED_BY = ("not_taken", "skipped")
RED = "#c62828"
INK = "#1f2933"
WIRE = "#4a5568"
PALE = "#b8c0ca"


@dataclass(frozen=True)
class Box:
    """One box: its ``number``, ``title``, the ``lane`` it stands in, ``lines`` of small print and
    ``marks`` at its foot; ``split`` is ``parallel`` or ``one``; ``status`` is a key of
    :data:`STATUSES` in the picture of a running process, empty in that of a designed one."""

    number: int
    title: str
    lane: str = ""
    lines: tuple = ()
    marks: tuple = ()
    kind: str = "process"
    split: str = "parallel"
    problem: bool = False
    status: str = ""


def _wrap(text, chars, most):
    """At most ``most`` lines of ``chars`` characters; what is left out ends in an ellipsis."""
    text = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text or "").strip())
    return textwrap.wrap(text, chars, max_lines=most, placeholder="…") or [""]


def _safe(text):
    """``text`` as XML content or attribute: escaped, without characters that XML forbids."""
    return escape(re.sub(r"[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", " ", text or ""))


def _tag(name, content="", **attributes):
    """An element. Every one has an end tag: the web client repairs markup it takes for HTML."""
    listed = "".join(
        f' {key.strip("_").replace("_", "-")}="{_safe(_number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{listed}>{content}</{name}>"


def _number(value):
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def _text(x, y, text, size=12, anchor="middle", **attributes):
    attributes.setdefault("fill", INK)
    return _tag("text", _safe(text), x=x, y=y, font_size=size, text_anchor=anchor, **attributes)


class Diagram:
    """A drawn graph.

    :param boxes: :class:`Box` in the order of their numbers
    :param graph: ``tools.process_graph.Graph`` of the same numbers, leading forward
    :param title: what the picture shows, for who cannot see it
    :param ends: label of the start and of the end
    :param starts: the numbers that begin; the first one unless given
    """

    def __init__(self, boxes, graph, title, ends=("", ""), starts=None):
        self.boxes = {box.number: box for box in boxes}
        self.graph = graph
        self.title = title
        self.ends = ends
        self.starts = starts or graph.order[:1]
        self._place_rows()
        self._place_columns()
        self._place_gaps()

    # Placing ------------------------------------------------------------------------------------

    def _place_rows(self):
        """The row of a box is one below the lowest that leads to it."""
        self.row = {}
        for number in self.graph.order:
            self.row[number] = max((self.row[b] + 1 for b in self.graph.before[number]), default=0)
        self.rows = max(self.row.values(), default=-1) + 1
        self.wrapped = {n: _wrap(box.title, CHARS, 4) for n, box in self.boxes.items()}
        self.small = {
            n: [line for text in box.lines if text for line in _wrap(text, CHARS + 4, 3)]
            for n, box in self.boxes.items()
        }
        self.box_height = {
            n: 18 + LINE * (len(self.wrapped[n]) + len(self.small[n])) + (18 if box.marks else 0)
            for n, box in self.boxes.items()
        }
        self.row_height = [
            max(self.box_height[n] for n in self.row if self.row[n] == row)
            for row in range(self.rows)
        ]

    def _edges(self):
        return [(a, b) for a in self.graph.order for b in self.graph.after[a]]

    def _place_columns(self):
        """Lanes side by side; a line that passes rows runs in a track of its target's lane."""
        self.lanes = list(dict.fromkeys(self.boxes[n].lane for n in self.graph.order))
        cells = {}
        for number in self.graph.order:
            cells.setdefault((self.boxes[number].lane, self.row[number]), []).append(number)
        tracks = self._assign_tracks()
        self.centre, self.lane_span, self.track_x = {}, {}, {}
        left = 0
        for lane in self.lanes:
            slots = max(len(row) for (name, _row), row in cells.items() if name == lane)
            inner = slots * (BOX_WIDTH + SPACE) + SPACE
            for (name, _row), numbers in cells.items():
                used = len(numbers) * (BOX_WIDTH + SPACE) - SPACE
                for index, number in enumerate(numbers if name == lane else ()):
                    start = left + (inner - used) / 2 + index * (BOX_WIDTH + SPACE)
                    self.centre[number] = start + BOX_WIDTH / 2
            count = 0
            for edge, (name, track) in tracks.items():
                if name == lane:
                    self.track_x[edge] = left + inner + track * TRACK
                    count = max(count, track + 1)
            width = inner + count * TRACK
            self.lane_span[lane] = (left, width)
            left += width
        self.width = max(left, BOX_WIDTH + 2 * SPACE)

    def _assign_tracks(self):
        """``{edge: (lane, track)}``: edges in one track do not share a row."""
        taken, tracks = {}, {}
        for a, b in self._edges():
            if self.row[b] - self.row[a] < 2:
                continue
            lane = self.boxes[b].lane
            track = 0
            while any(
                self.row[a] < last and first < self.row[b]
                for first, last in taken.get((lane, track), ())
            ):
                track += 1
            taken.setdefault((lane, track), []).append((self.row[a], self.row[b]))
            tracks[a, b] = (lane, track)
        return tracks

    def _place_gaps(self):
        """The space above each row: a height of its own for each box whose lines turn there."""
        gates_out = [0] * (self.rows + 1)
        gates_in = [0] * (self.rows + 1)
        self.turning = [[] for _row in range(self.rows + 1)]
        for number in self.graph.order:
            if len(self.graph.after[number]) > 1:
                gates_out[self.row[number] + 1] = 26
            if len(self.graph.before[number]) > 1:
                gates_in[self.row[number]] = 26
            if not self.graph.after[number]:
                gates_out[self.row[number] + 1] = max(gates_out[self.row[number] + 1], 30)
        for a, b in self._edges():
            for gap in {self.row[a] + 1, self.row[b]}:
                bends = (a, b) in self.track_x or self.centre[a] != self.centre[b]
                if bends and a not in self.turning[gap]:
                    self.turning[gap].append(a)
        self.top, self.gap_start, self.cuts = [], [], []
        y = HEADER + 40
        for row in range(self.rows):
            if row:
                turns = len(self.turning[row])
                self.gap_start.append(y + gates_out[row])
                self.cuts.append(y)
                y += gates_out[row] + gates_in[row] + 24 + 8 * max(turns - 1, 0)
            else:
                self.gap_start.append(y)
            self.top.append(y)
            y += self.row_height[row]
        self.height = y + FOOT + 30

    def _turn(self, number, gap):
        return self.gap_start[gap] + 10 + 8 * self.turning[gap].index(number)

    def _bottom(self, number):
        return self.top[self.row[number]] + self.box_height[number]

    # Drawing ------------------------------------------------------------------------------------

    def body(self):
        """Everything inside the picture."""
        parts = [self._lane(index, lane) for index, lane in enumerate(self.lanes)]
        parts += [self._edge(a, b) for a, b in self._edges()]
        parts += [self._terminals()]
        parts += [self._gate(number) for number in self.graph.order]
        parts += [self._box(self.boxes[number]) for number in self.graph.order]
        return "".join(parts)

    def svg(self, view=None):
        """The picture; ``view`` is the ``(top, height)`` of a part of it."""
        top, height = view or (0, self.height)
        corners = (0.0, float(top), float(self.width), float(height))
        arrow = _tag(
            "defs",
            _tag(
                "marker",
                _tag("path", d="M0,0 L8,4 L0,8 z", fill=WIRE),
                id="tthc-arrow",
                viewBox="0 0 8 8",
                refX="8",
                refY="4",
                markerWidth="7",
                markerHeight="7",
                orient="auto",
            ),
        )
        return _tag(
            "svg",
            _tag("title", _safe(self.title))
            + _tag("desc", self._described())
            + arrow
            + self.body(),
            xmlns="http://www.w3.org/2000/svg",
            role="img",
            aria_label=self.title,
            _class="o_tthc_process",
            viewBox=" ".join(_number(one) for one in corners),
            width=float(self.width),
            height=float(height),
            style="max-width: 100%; height: auto",
            font_family=FONT,
        )

    def pages(self, most):
        """``(top, height)`` of parts not higher than ``most`` where rows allow it."""
        parts, start, last = [], 0, 0
        for cut in [*self.cuts, self.height]:
            if cut - start > most and last > start:
                parts.append((start, last - start))
                start = last
            last = cut
        return [*parts, (start, self.height - start)]

    def _described(self):
        rows = []
        for number in self.graph.order:
            after = ", ".join(str(target) for target in self.graph.after[number])
            box = self.boxes[number]
            told = ", ".join(filter(None, (*box.lines, *box.marks))) if box.status else ""
            rows.append(
                f"{number}. {box.title} ({box.lane})"
                + (f": {told}" if told else "")
                + (f" → {after}" if after else "")
            )
        return _safe("; ".join(rows))

    def _lane(self, index, lane):
        left, width = self.lane_span[lane]
        lines = _wrap(lane, max(int(width / 8), 8), 2)
        y = 26 if len(lines) == 1 else 18
        label = "".join(
            _text(left + width / 2, y + 16 * place, line, 13, font_weight="bold")
            for place, line in enumerate(lines)
        )
        fill = "#fbfcfd" if index % 2 else "#f2f4f7"
        return (
            _tag("rect", x=left, y=0, width=width, height=float(self.height), fill=fill)
            + _tag("rect", x=left, y=0, width=width, height=HEADER, fill="#dfe5ec")
            + label
        )

    def _edge(self, a, b):
        x, x2 = self.centre[a], self.centre[b]
        y = self._bottom(a) + (26 if len(self.graph.after[a]) > 1 else 0)
        y2 = self.top[self.row[b]] - (26 if len(self.graph.before[b]) > 1 else 0)
        points = [(x, y)]
        if (a, b) in self.track_x:
            down, track = self._turn(a, self.row[a] + 1), self.track_x[a, b]
            over = self._turn(a, self.row[b])
            points += [(x, down), (track, down), (track, over), (x2, over)]
        elif x != x2:
            down = self._turn(a, self.row[b])
            points += [(x, down), (x2, down)]
        points.append((x2, y2))
        return self._wire(points, {self.boxes[a].status, self.boxes[b].status} & {*PASSED_BY})

    def _wire(self, points, pale=False):
        path = "M" + " L".join(f"{_number(float(x))},{_number(float(y))}" for x, y in points)
        return _tag(
            "path", d=path, fill="none", stroke=PALE if pale else WIRE, stroke_width="1.5",
            stroke_dasharray="4 4" if pale else None, marker_end="url(#tthc-arrow)",
        )  # fmt: skip

    def _gate(self, number):
        """The diamonds of a split and of a join: a plus for all, a cross for one of them."""
        x = self.centre[number]
        parts = []
        if len(self.graph.after[number]) > 1:
            sign = "×" if self.boxes[number].split == "one" else "+"
            y = self._bottom(number)
            parts.append(_tag("path", d=f"M{x:g},{y:g} v4", stroke=WIRE, stroke_width="1.5"))
            parts.append(self._diamond(x, y + 15, sign))
        if len(self.graph.before[number]) > 1:
            y = self.top[self.row[number]]
            parts.append(_tag("path", d=f"M{x:g},{y - 4:g} v4", stroke=WIRE, stroke_width="1.5"))
            parts.append(self._diamond(x, y - 15, ""))
        return "".join(parts)

    def _diamond(self, x, y, sign):
        shape = _tag(
            "path",
            d=f"M{x:g},{y - 11:g} l11,11 l-11,11 l-11,-11 z",
            fill="#ffffff",
            stroke=WIRE,
            stroke_width="1.5",
        )
        return shape + (_text(x, y + 6, sign, 17, font_weight="bold") if sign else "")

    def _terminals(self):
        parts = []
        for number in self.starts:
            x = self.centre[number]
            parts.append(_tag("circle", cx=x, cy=HEADER + 14, r=7, fill="#2f8132"))
            parts.append(_text(x + 13, HEADER + 18, self.ends[0], 11, "start"))
            parts.append(self._wire([(x, HEADER + 21), (x, self.top[self.row[number]])]))
        for number in self.graph.ends:
            x, y = self.centre[number], self._bottom(number)
            parts.append(self._wire([(x, y), (x, y + 14)]))
            parts.append(
                _tag("circle", cx=x, cy=y + 21, r=6, fill="#ffffff", stroke=INK, stroke_width="3")
            )
            parts.append(_text(x + 13, y + 25, self.ends[1], 11, "start"))
        return "".join(parts)

    def _box(self, box):
        x, y = self.centre[box.number] - BOX_WIDTH / 2, self.top[self.row[box.number]]
        height = self.box_height[box.number]
        fill, outline, border, dashes, ink = self._look(box)
        parts = [
            _tag(
                "rect", x=x, y=y, width=BOX_WIDTH, height=height, rx=6, fill=fill,
                stroke=outline, stroke_width=border, stroke_dasharray=dashes,
            ),
            _tag("circle", cx=x, cy=y + 4, r=11, fill=outline),
            _text(x, y + 8, str(box.number), 12, fill="#ffffff", font_weight="bold"),
        ]  # fmt: skip
        line = y + 21
        for text in self.wrapped[box.number]:
            parts.append(_text(x + BOX_WIDTH / 2, line, text, 13, fill=ink, font_weight="bold"))
            line += LINE
        for text in self.small[box.number]:
            parts.append(_text(x + BOX_WIDTH / 2, line, text, 11.5, fill="#3d4852"))
            line += LINE
        if box.marks:
            marks = _wrap(" · ".join(box.marks), CHARS + 4, 1)[0]
            colour = outline if box.status else COLOURS.get(box.kind, COLOURS["process"])[1]
            weight = "bold" if box.status else None
            parts.append(
                _text(x + BOX_WIDTH / 2, line + 2, marks, 11.5, fill=colour, font_weight=weight)
            )
        name = f"o_tthc_step_{box.number}" + (" o_tthc_problem" if box.problem else "")
        name += f" o_tthc_{box.status}" if box.status else ""
        return _tag("g", "".join(parts), _class=name)

    def _look(self, box):
        """Fill, outline, width and dashes of the outline, and ink."""
        if box.status in STATUSES:
            return STATUSES[box.status]
        fill, colour = COLOURS.get(box.kind, COLOURS["process"])
        outline, border = (RED, "3.5") if box.problem else (colour, "1.3")
        return fill, outline, border, None, INK
