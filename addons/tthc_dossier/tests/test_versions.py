"""Dossiers and the versions of their procedure over time."""

from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DossierCommon

TUESDAY_9 = datetime(2026, 3, 10, 2, 0)


@tagged("post_install", "-at_install")
class TestVersions(DossierCommon):
    def next_version(self, begin=date(2026, 3, 10), publish=True):
        """A second version with a higher fee, one step less and a longer limit."""
        draft = self.version.sudo().copy({"decision": "2/QĐ-THU", "date_from": begin})
        case = draft.case_ids[0]
        case.fee_ids[0].amount = 90000
        case.step_ids.filtered(lambda step: step.agency_kind == "fixed").unlink()
        case.channel_ids[0].write({"time_value": 9, "committed_value": 9})
        draft.action_submit()
        if publish:
            draft.action_publish()
        return draft

    def test_a_running_dossier_stays_on_its_version(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        before = (dossier.version_id, dossier.case_id, dossier.due_at)
        fees = sorted(dossier.fee_line_ids.mapped("amount"))
        following = self.next_version()
        self.assertEqual(self.version.date_to, date(2026, 3, 9))
        self.env.invalidate_all()
        self.assertEqual((dossier.version_id, dossier.case_id, dossier.due_at), before)
        self.assertEqual(sorted(dossier.fee_line_ids.mapped("amount")), fees)
        self.walk_to_result(dossier)
        self.assertEqual(dossier.version_id, self.version)
        self.assertIn(self.police, dossier.task_ids.agency_id, "the step that the next one lost")
        self.assertNotEqual(following, self.version)

    def test_a_running_dossier_outlives_the_end_of_the_procedure(self):
        dossier = self.take_in(instant=self.MONDAY_9, case_id=self.free_case.id)
        self.procedure.sudo()._end(date(2026, 3, 9), "Hết hiệu lực")
        self.walk_to_result(dossier)
        self.assertEqual((dossier.state, dossier.version_id), ("done", self.version))

    def test_on_the_day_the_next_version_is_taken(self):
        following = self.next_version()
        with self.assertRaisesRegex(UserError, "not in force on 10/03/2026"):
            self.take_in(instant=TUESDAY_9)
        case = following.case_ids[0]
        values = self.env["tthc.dossier.component"]._values_from_case(case)
        for row in values:
            row["received"] = True
        dossier = self.take_in(instant=TUESDAY_9, case_id=case.id, components=values)
        self.assertEqual(dossier.version_id, following)
        self.assertIn(90000, dossier.fee_line_ids.mapped("amount"))
        with self.assertRaisesRegex(UserError, "not in force on 09/03/2026"):
            self.take_in(instant=self.MONDAY_9, case_id=case.id, components=values)

    def test_versions_not_in_force_are_refused(self):
        draft = self.version.sudo().copy({"date_from": date(2026, 3, 1)})
        submitted = self.next_version(publish=False)
        voided = self.next_version(date(2099, 1, 1))
        voided._end(date(2098, 12, 31), "Không ban hành nữa")
        self.assertTrue(voided.voided)
        for version in (draft, submitted, voided):
            with self.subTest(version.state), self.assertRaisesRegex(UserError, "not in force"):
                self.take_in(instant=TUESDAY_9, case_id=version.case_ids[0].id)
        self.assertEqual(
            self.take_in(instant=TUESDAY_9).version_id, self.version, "the old one is in force"
        )
