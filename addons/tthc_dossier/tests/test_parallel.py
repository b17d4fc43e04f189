"""A process with branches is run one branch after the other, in the order of its numbers."""

from datetime import date

from odoo.tests import tagged

from .common import DossierCommon

#: Who does each step of the process below, in the order in which the steps are run.
WALK = ("receptionist", "officer", "officer2", "officer", "leader")


@tagged("post_install", "-at_install")
class TestParallel(DossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        steps = [
            ("Tiếp nhận", "receive", "receptionist", "centre", False, ""),
            ("Thẩm định", "appraise", "officer", "competent", False, "3, 4"),
            ("Lấy ý kiến", "process", "officer", "fixed", cls.police.id, "5"),
            ("Kiểm tra thực địa", "process", "officer", "competent", False, "5"),
            ("Phê duyệt", "approve", "leader", "competent", False, ""),
            ("Trả kết quả", "return", "receptionist", "centre", False, ""),
        ]
        rows = [
            (0, 0, {"name": name, "kind": kind, "role": role, "agency_kind": owner,
                    "agency_id": agency, "next_numbers": following, "hours": 4})
            for name, kind, role, owner, agency, following in steps
        ]  # fmt: skip
        values = {**cls._case_values(), "fee_ids": [], "step_ids": rows}
        cls.branching = cls.procedure.copy({"code": "9.990077", "name": "Thủ tục có nhánh"})
        version = cls.env["tthc.procedure.version"].create(
            {
                "procedure_id": cls.branching.id,
                "decision": "2/QĐ-THU",
                "date_from": date(2026, 1, 1),
                "case_ids": [(0, 0, values)],
            }
        )
        version.sudo().action_submit()
        version.sudo().action_publish()
        cls.branching_case = version.case_ids
        cls.env["tthc.offer"].create(
            {
                "company_id": cls.centre.id,
                "procedure_id": cls.branching.id,
                "agency_id": cls.justice.id,
            }
        )

    def test_run_to_the_end(self):
        self.assertEqual(self.branching_case.process_hours, 20)
        dossier = self.take_in(procedure_id=self.branching.id, case_id=self.branching_case.id)
        for login in WALK[:-1]:
            dossier.with_user(getattr(self, login)).action_forward()
        dossier.with_user(getattr(self, WALK[-1])).action_issue_result()
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(
            dossier.task_ids.sorted("id").mapped("name"),
            self.branching_case.step_ids.mapped("name"),
        )
        self.assertIsNone(dossier._ledger_break())
