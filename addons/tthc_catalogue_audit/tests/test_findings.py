"""A finding from run to run: its age, its end, its acceptance, the person who answers for it."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AuditCase

CODE = "result_without_code"


@tagged("post_install", "-at_install")
class TestFindings(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_draft(executing_agency="Sở Thử")
        cls.result = cls.version.case_ids.result_ids

    def as_role(self, records, role):
        return records.with_user(self.users[role])

    def test_a_finding_keeps_its_age_and_ends(self):
        finding = self.audit(CODE)
        born = datetime(2026, 1, 1)
        finding.write({"first_seen": born, "last_seen": born})
        self.assertEqual(self.audit(CODE), finding)
        self.assertEqual(finding.first_seen, born)
        self.assertGreater(finding.last_seen, born)
        self.result.code = "KQ.G15.000031"
        self.assertFalse(self.audit(CODE))
        self.assertEqual(finding.state, "gone")
        self.result.code = False
        self.assertEqual(self.audit(CODE), finding)
        self.assertGreater(finding.first_seen, born)

    def test_a_changed_sentence_is_brought_up_to_date(self):
        finding = self.audit(CODE)
        self.result.name = "Giấy phép mới"
        self.audit(CODE)
        self.assertIn("Giấy phép mới", finding.detail)

    def test_two_runs_write_only_the_day_seen(self):
        finding = self.audit(CODE)
        stamp = finding.write_date
        values = finding.read()[0]
        self.audit(CODE)
        again = finding.read()[0]
        changed = {name for name in values if values[name] != again[name]}
        self.assertLessEqual(changed, {"last_seen", "write_date"}, stamp)

    def test_context_of_a_finding(self):
        finding = self.audit(CODE)
        self.assertEqual(finding.procedure_id, self.procedure)
        self.assertEqual(finding.sector_id, self.sector)
        self.assertEqual(finding.version_id, self.version)
        self.assertEqual(finding.case_id, self.version.case_ids)
        self.assertEqual(finding.agency, "Sở Thử")
        self.assertEqual(finding.severity, "notice")

    def test_responsible_of_procedure_then_sector_then_rule(self):
        finding = self.audit(CODE)
        for record, role in (
            (self.rule(CODE), "administrator"),
            (self.sector, "publisher"),
            (self.procedure, "editor"),
        ):
            record.responsible_id = self.users[role]
            self.audit(CODE)
            self.assertEqual(finding.responsible_id, self.users[role])

    def test_acceptance_until_a_day(self):
        finding = self.audit(CODE)
        today = fields.Date.context_today(finding)
        self.as_role(finding, "editor")._accept("Chờ mã của Bộ", today)
        self.assertEqual(finding.state, "accepted")
        self.assertEqual(finding.accepted_by_id, self.users["editor"])
        self.assertFalse(self.audit(CODE))
        finding.accepted_until = today - timedelta(days=1)
        self.assertEqual(self.audit(CODE), finding)
        self.assertFalse(finding.accept_reason)

    def test_acceptance_by_the_wizard(self):
        finding = self.audit(CODE)
        action = self.as_role(finding, "editor").action_accept()
        wizard = (
            self.as_role(self.env["tthc.audit.accept"], "editor")
            .with_context(**action["context"])
            .create({"reason": " Được phép theo quyết định "})
        )
        wizard.action_accept()
        self.assertEqual(finding.accept_reason, "Được phép theo quyết định")
        self.as_role(finding, "editor").action_reopen()
        self.assertEqual(finding.state, "open")
        self.assertFalse(finding.accepted_by_id)

    def test_acceptance_needs_a_reason(self):
        finding = self.audit(CODE)
        with self.assertRaises(UserError):
            self.as_role(finding, "editor")._accept("  ")

    def test_assigning_makes_one_activity(self):
        self.procedure.responsible_id = self.users["staff"]
        finding = self.audit(CODE)
        for _again in range(2):
            self.as_role(finding, "editor").action_assign()
        activity = finding.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.users["staff"])
        self.result.code = "KQ.G15.000031"
        self.audit(CODE)
        self.assertFalse(activity.exists(), "the audit closes it with its finding")

    def test_assigning_needs_somebody(self):
        self.rule(CODE).responsible_id = False
        finding = self.audit(CODE)
        with self.assertRaisesRegex(UserError, "responsible"):
            self.as_role(finding, "editor").action_assign()

    def test_opens_the_case_or_the_record(self):
        finding = self.audit(CODE)
        action = finding.action_open_record()
        self.assertEqual(action["res_model"], "tthc.procedure.case")
        self.assertEqual(action["res_id"], self.version.case_ids.id)
        self.version.legal_document_ids = [Command.clear()]
        action = self.audit("legal_missing").action_open_record()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (self.version._name, self.version.id)
        )

    def test_a_deleted_record_takes_its_finding_along(self):
        finding = self.audit(CODE)
        self.version.unlink()
        self.assertFalse(finding.exists())

    def test_audit_now(self):
        rules = self.as_role(self.rules, "editor")
        action = rules.action_audit_now()
        self.assertEqual(action["tag"], "display_notification")
        self.assertTrue(all(rules.search([]).mapped("last_run")))
        self.assertTrue(self.rule(CODE).open_count)
        self.assertTrue(self.rule(CODE).oldest)

    def test_every_rule_has_its_method(self):
        for rule in self.rules.with_context(active_test=False).search([]):
            self.assertTrue(callable(getattr(rule, f"_check_{rule.code}", None)), rule.code)

    @mute_logger("odoo.addons.tthc_catalogue_audit.models.tthc_audit_rule")
    def test_a_rule_that_breaks_does_not_stop_the_night(self):
        broken = self.rules.create(
            {"code": "no_such_method", "name": "Broken", "print_name": "Hỏng", "sequence": 0}
        )
        self.rules.search([]).last_run = False
        with self.enter_registry_test_mode():
            self.env.ref("tthc_catalogue_audit.cron_audit").method_direct_trigger()
        self.assertFalse(broken.last_run)
        self.assertTrue(self.rule(CODE).last_run)

    def test_inactive_rules_do_not_run(self):
        self.rule(CODE).active = False
        self.as_role(self.rules, "publisher").action_audit_now()
        rule = self.rules.with_context(active_test=False).search([("code", "=", CODE)])
        self.assertFalse(
            self.findings.search([("rule_id", "=", rule.id), ("sector_id", "=", self.sector.id)])
        )
