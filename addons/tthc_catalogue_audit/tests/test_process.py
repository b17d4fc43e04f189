"""Rules of the internal process, each with a violating and a clean record."""

from odoo.fields import Command
from odoo.tests import tagged

from .common import AuditCase

STEPS = (
    {"name": "Tiếp nhận", "agency_kind": "centre", "kind": "receive", "hours": 4},
    {"name": "Thẩm định", "hours": 16},
    {"name": "Phê duyệt", "kind": "approve", "role": "leader", "hours": 8},
    {"name": "Trả kết quả", "agency_kind": "centre", "kind": "return"},
)


@tagged("post_install", "-at_install")
class TestProcess(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        steps = [Command.create(step) for step in STEPS]
        cls.version = cls.make_draft(case_ids=[Command.create(cls.case_vals(step_ids=steps))])
        cls.case = cls.version.case_ids
        cls.steps = cls.case.step_ids

    def test_process_missing(self):
        self.assertClean("process_missing")
        self.steps.unlink()
        self.assertFound("process_missing", self.case)

    def test_step_without_owner(self):
        self.assertClean("step_without_owner")
        step = self.steps[1]
        step.write({"agency_kind": "fixed", "agency_id": self.agency.id})
        self.assertClean("step_without_owner")
        self.agency.active = False
        self.assertFound("step_without_owner", step)

    def test_step_that_names_no_agency(self):
        """As an import by SQL or an older release may have left it."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE tthc_procedure_step SET agency_kind = 'fixed' WHERE id = %s", [self.steps[1].id]
        )
        self.env.invalidate_all()
        self.assertFound("step_without_owner", self.case)

    def test_hours_over_limit(self):
        self.assertClean("hours_over_limit")
        self.steps[1].hours = 60
        finding = self.assertFound("hours_over_limit", self.case)
        self.assertIn("72", finding.detail)

    def test_process_broken(self):
        self.assertClean("process_broken")
        self.steps[0].next_numbers = "9"
        self.assertFound("process_broken", self.case)
