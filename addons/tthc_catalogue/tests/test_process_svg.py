"""The picture of a process is well-formed, safe, and the same for the same process."""

import xml.etree.ElementTree as ET

from hypothesis import HealthCheck, given, settings

from odoo.tests import BaseCase, tagged

from ..tools import process_graph, process_svg
from .test_process_graph import processes

SVG = "{http://www.w3.org/2000/svg}"
fast = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def draw(rows, title="Quy trình", **values):
    boxes = [
        process_svg.Box(row.number, f"Bước {row.number}", f"Cơ quan {row.number % 3}", **values)
        for row in rows
    ]
    return process_svg.Diagram(boxes, process_graph.build(rows)[0], title, ("Bắt đầu", "Kết thúc"))


@tagged("post_install", "-at_install")
class TestProcessSvg(BaseCase):
    def test_what_a_reader_of_the_screen_hears(self):
        rows = [process_graph.Step(1, 1, next_text="2, 3"), process_graph.Step(2, 1, next_text="4")]
        rows += [process_graph.Step(3, 1), process_graph.Step(4, 1)]
        root = ET.fromstring(draw(rows).svg())
        self.assertEqual((root.get("role"), root.get("aria-label")), ("img", "Quy trình"))
        self.assertEqual(root.find(f"{SVG}title").text, "Quy trình")
        self.assertIn("1. Bước 1 (Cơ quan 1) → 2, 3", root.find(f"{SVG}desc").text)

    def test_nothing_typed_becomes_markup(self):
        nasty = "</svg><script>alert(1)</script>\"' onload=x &amp; \x00\x08"
        boxes = [process_svg.Box(1, nasty, nasty, (nasty,), (nasty,), nasty)]
        graph = process_graph.graph_of({1: ()})
        text = process_svg.Diagram(boxes, graph, nasty, (nasty, nasty)).svg()
        root = ET.fromstring(text)
        self.assertNotIn("script", {node.tag.removeprefix(SVG) for node in root.iter()})
        self.assertFalse([a for node in root.iter() for a in node.attrib if a.startswith("on")])

    def test_long_names_are_wrapped(self):
        name = "Thẩm định hồ sơ, kiểm tra thực địa, lấy ý kiến cơ quan phòng cháy chữa cháy " * 3
        graph = process_graph.graph_of({1: ()})
        root = ET.fromstring(process_svg.Diagram([process_svg.Box(1, name)], graph, "").svg())
        lines = [node.text for node in root.iter(f"{SVG}text") if "định" in (node.text or "")]
        self.assertTrue(lines and all(len(line) <= process_svg.CHARS for line in lines))

    def test_thirty_steps_are_cut_into_pages_between_rows(self):
        rows = [process_graph.Step(number, 1) for number in range(1, 31)]
        diagram = draw(rows)
        pages = diagram.pages(900)
        self.assertGreater(len(pages), 2)
        self.assertEqual(sum(height for _top, height in pages), diagram.height)
        tops = [diagram.top[diagram.row[n]] for n in range(1, 31)]
        for top, height in pages:
            self.assertLessEqual(height, 900)
            self.assertFalse([y for y in tops if y < top < y + 20])

    def test_how_far_a_running_process_is(self):
        rows = [process_graph.Step(1, 1, next_text="2, 3", split="one")]
        rows += [process_graph.Step(2, 1, next_text="4"), process_graph.Step(3, 1)]
        rows += [process_graph.Step(4, 1)]
        statuses = dict(zip((1, 2, 3, 4), ("done", "not_taken", "overdue", "waiting"), strict=True))
        boxes = [
            process_svg.Box(n, f"Bước {n}", "Sở", ("Trần A",), (f"mark {status}",), status=status)
            for n, status in statuses.items()
        ]
        diagram = process_svg.Diagram(boxes, process_graph.build(rows)[0], "Tiến trình")
        root = ET.fromstring(diagram.svg())
        drawn = {node.get("class") for node in root.iter(f"{SVG}g")}
        self.assertEqual(drawn, {f"o_tthc_step_{n} o_tthc_{s}" for n, s in statuses.items()})
        # the two wires of the branch that was not taken are dashed
        wires = [node for node in root.iter(f"{SVG}path") if node.get("marker-end")]
        self.assertEqual(len([wire for wire in wires if wire.get("stroke-dasharray")]), 2)
        self.assertIn("3. Bước 3 (Sở): Trần A, mark overdue → 4", root.find(f"{SVG}desc").text)

    @fast
    @given(processes())
    def test_every_process_has_a_picture(self, rows):
        diagram = draw(rows)
        text = diagram.svg()
        self.assertEqual(text, draw(rows).svg())
        root = ET.fromstring(text)
        drawn = {node.get("class") for node in root.iter(f"{SVG}g")}
        self.assertEqual(drawn, {f"o_tthc_step_{row.number}" for row in rows})

    @fast
    @given(processes())
    def test_boxes_stand_apart_and_below_what_leads_to_them(self, rows):
        diagram = draw(rows)
        places = {}
        for number in diagram.graph.order:
            x, y = diagram.centre[number], diagram.top[diagram.row[number]]
            for x2, y2 in places.values():
                self.assertTrue(abs(x - x2) >= process_svg.BOX_WIDTH or abs(y - y2) > 40)
            places[number] = (x, y)
            for before in diagram.graph.before[number]:
                self.assertLess(places[before][1], y)
