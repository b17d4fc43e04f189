"""Who may do what: staff read, editors accept, publishers read and start, the public nothing."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import AuditCase

MODELS = (
    "tthc.audit.rule",
    "tthc.audit.finding",
    "tthc.audit.coverage",
    "tthc.audit.coverage.centre",
)


@tagged("post_install", "-at_install")
class TestRights(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_draft()
        cls.own, cls.other = cls.env["res.company"].create(
            [{"name": "Trung tâm mình"}, {"name": "Trung tâm khác"}]
        )
        cls.users["staff"].write(
            {"company_id": cls.own.id, "company_ids": [Command.set(cls.own.ids)]}
        )

    def test_reading(self):
        for model in MODELS:
            for role in ("staff", "editor", "publisher", "administrator"):
                self.env[model].with_user(self.users[role]).search([], limit=1).read()
            for role in ("portal", "public"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(self.users[role]).search([])

    def test_nobody_writes_findings(self):
        finding = self.audit("result_without_code")
        for role in ("staff", "editor", "publisher", "administrator"):
            mine = finding.with_user(self.users[role])
            with self.assertRaises(AccessError):
                mine.write({"state": "accepted"})
            with self.assertRaises(AccessError):
                mine.unlink()
            with self.assertRaises(AccessError):
                mine.copy()

    def test_rules_are_set_by_editors(self):
        rule = self.rule("count_implausible")
        rule.with_user(self.users["editor"]).write({"severity": "error", "maximum": 10})
        self.assertEqual(rule.severity_rank, 0)
        for role in ("staff", "publisher"):
            with self.assertRaises(AccessError):
                rule.with_user(self.users[role]).severity = "notice"
        with self.assertRaises(AccessError):
            rule.with_user(self.users["editor"]).unlink()

    def test_acceptance_is_for_editors(self):
        finding = self.audit("result_without_code")
        for role in ("staff", "publisher"):
            with self.assertRaises(UserError):
                finding.with_user(self.users[role])._accept("Vì sao")
            with self.assertRaises(UserError):
                finding.with_user(self.users[role]).action_reopen()
            with self.assertRaises(AccessError):
                self.env["tthc.audit.accept"].with_user(self.users[role]).create({"reason": "x"})
        self.assertEqual(finding.state, "open")

    def test_staff_start_and_assign_nothing(self):
        finding = self.audit("result_without_code")
        with self.assertRaises(UserError):
            self.rules.with_user(self.users["staff"]).action_audit_now()
        with self.assertRaises(UserError):
            finding.with_user(self.users["staff"]).action_assign()
        self.procedure.responsible_id = self.users["editor"]
        self.audit("result_without_code")
        finding.with_user(self.users["publisher"]).action_assign()
        self.assertTrue(finding.activity_ids)

    def test_a_centre_sees_the_catalogue_and_its_own_offers(self):
        self.make_published()
        offers = self.env["tthc.offer"].create(
            [
                {
                    "procedure_id": self.procedure.id,
                    "agency_id": self.agency.id,
                    "company_id": company.id,
                }
                for company in (self.own, self.other)
            ]
        )
        found = self.audit("not_posted")
        self.assertEqual(set(found.mapped("res_id")), set(offers.ids))
        rule = self.rule("not_posted").with_user(self.users["staff"])
        self.assertEqual(rule.open_count, len(rule.finding_ids))
        seen = self.findings.with_user(self.users["staff"]).search([("id", "in", found.ids)])
        self.assertEqual(seen.company_id, self.own)
        shared = self.audit("result_without_code").with_user(self.users["staff"])
        self.assertTrue(shared.read(["detail"]))
