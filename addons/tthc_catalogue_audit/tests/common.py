"""A catalogue of one's own to audit: what the database holds besides is left out of sight."""

from odoo.addons.tthc_catalogue.tests.common import CatalogueCase


class AuditCase(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["tthc.audit.rule"]
        cls.findings = cls.env["tthc.audit.finding"]

    def rule(self, code):
        return self.rules.search([("code", "=", code)])

    def audit(self, code):
        """Open findings of the rule ``code`` about this class's sector, after a run."""
        rule = self.rule(code)
        rule._audit()
        return self.findings.search(
            [("rule_id", "=", rule.id), ("sector_id", "=", self.sector.id), ("state", "=", "open")]
        )

    def assertFound(self, code, record):
        """The rule finds exactly ``record``, which is returned with its finding."""
        finding = self.audit(code)
        self.assertEqual(len(finding), 1, finding.mapped("detail"))
        self.assertEqual((finding.res_model, finding.res_id), (record._name, record.id))
        self.assertTrue(finding.detail)
        return finding

    def assertClean(self, code):
        self.assertEqual(self.audit(code).mapped("detail"), [])
