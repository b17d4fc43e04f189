"""The printed process of a case ("quy trình nội bộ, quy trình điện tử")."""

import base64

from odoo import models

from ..tools import process_graph

#: What fits on a page of the sheet, in pixels of the picture as printed.
PAGE_WIDTH = 880
PAGE_HEIGHT = 1200


class TthcProcedureCase(models.Model):
    _inherit = "tthc.procedure.case"

    def _process_sheet(self):
        """What the printed sheet shows; its words are Vietnamese, as the form is."""
        case = self.with_context(lang="vi_VN") if self._speaks_vietnamese() else self
        steps = case.step_ids.sorted("number")
        graph = process_graph.build([step._node() for step in steps])[0]
        return {
            "limits": [row.display_name for row in case.channel_ids],
            "hours": f"{case.process_hours:g}",
            "spots": case._spot_words(),
            "rows": [step._sheet_row(graph) for step in steps],
            "pictures": case._sheet_pictures(),
        }

    def _speaks_vietnamese(self):
        return bool(self.env["res.lang"]._get_data(code="vi_VN"))

    def _spot_words(self):
        words = [
            word
            for name, word in (
                ("spot_received", "tiếp nhận"),
                ("spot_appraised", "thẩm định"),
                ("spot_approved", "phê duyệt"),
                ("spot_returned", "trả kết quả"),
            )
            if self[name]
        ]
        return f"{self.spot_label} ({', '.join(words)})" if words else self.spot_label

    def _sheet_pictures(self):
        """The diagram cut between rows into pieces that fit a page: data addresses and sizes."""
        diagram = self._diagram()
        if not diagram:
            return []
        scale = min(PAGE_WIDTH / diagram.width, 1)
        return [
            {
                "src": "data:image/svg+xml;base64,"
                + base64.b64encode(diagram.svg(view).encode()).decode(),
                "width": round(diagram.width * scale),
                "height": round(view[1] * scale),
            }
            for view in diagram.pages(PAGE_HEIGHT / scale)
        ]


class TthcProcedureStep(models.Model):
    _inherit = "tthc.procedure.step"

    def _sheet_row(self, graph):
        roles = dict(self._fields["role"]._description_selection(self.env))
        following = ", ".join(str(number) for number in graph.after[self.number])
        if len(graph.after[self.number]) > 1:
            following += " (một trong các bước)" if self.split == "one" else " (song song)"
        marks = [
            word
            for shown, word in (
                (self.lead, "chủ trì"),
                (self.on_spot, "tại chỗ"),
                (self.kind == "seal", "đóng dấu"),
            )
            if shown
        ]
        return {
            "number": self.number,
            "name": self.name,
            "marks": ", ".join(marks),
            "owner": self._owner_label(),
            "role": roles.get(self.role, ""),
            "hours": f"{self.hours:g}",
            "decisions": "; ".join(self.decision_ids.mapped("name")),
            "next": following or "kết thúc",
        }
