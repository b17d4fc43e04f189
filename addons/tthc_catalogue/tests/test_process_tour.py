from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import CatalogueCase

CASES = "/odoo/action-tthc_catalogue.action_procedure_case?view_type=list"


@tagged("post_install", "-at_install")
class TestProcessTour(CatalogueCase, HttpCase):
    """The designer in a real browser."""

    def test_editor_breaks_a_process_sees_it_and_mends_it(self):
        rows = [
            {"name": "Tiếp nhận", "kind": "receive", "agency_kind": "centre"},
            {"name": "Thẩm định", "kind": "appraise"},
            {"name": "Phê duyệt", "kind": "approve", "role": "leader"},
            {"name": "Trả kết quả", "kind": "return", "agency_kind": "centre"},
        ]
        steps = [
            Command.create({"hours": 4, "sequence": index, **row}) for index, row in enumerate(rows)
        ]
        vals = self.case_vals(name="Trường hợp vẽ thử", step_ids=steps)
        draft = self.make_draft(case_ids=[Command.create(vals)])
        action = self.env.ref("tthc_catalogue.action_procedure_case")
        action.context = {"search_default_draft": 1}
        editor = self.users["editor"].login
        version_form = f"/odoo/action-tthc_catalogue.action_procedure_version/{draft.id}"
        draft.case_ids.step_ids[1].hours = 0
        self.start_tour(version_form, "tthc_process_refused", login=editor)
        draft.case_ids.step_ids[1].hours = 4
        self.start_tour(CASES, "tthc_process_designer", login=editor)
        draft.invalidate_recordset()
        self.assertEqual(
            draft.case_ids.step_ids.mapped(lambda row: (row.number, row.name, row.next_numbers)),
            [
                (1, "Tiếp nhận", False),
                (2, "Thẩm định", "3, 4"),
                (3, "Lưu hồ sơ", "5"),
                (4, "Phê duyệt", "5"),
                (5, "Trả kết quả", False),
            ],
        )
        self.assertEqual(draft.case_ids._process_gaps(), [])
        self.start_tour(version_form, "tthc_process_submitted", login=editor)
        draft.invalidate_recordset()
        self.assertEqual(draft.state, "submitted")
