"""Procedures that nobody asks for: with a violating and clean records."""

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.tthc_dossier.tests.common import DossierCommon


@tagged("post_install", "-at_install")
class TestNeverUsed(DossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env["tthc.audit.rule"].search([("code", "=", "never_used")])
        today = fields.Date.context_today(cls.rule)
        cls.version = cls.procedure.version_ids
        cls.version._write_unguarded({"date_from": today - relativedelta(months=13)})
        cls.offers = cls.env["tthc.offer"].search([("procedure_id", "=", cls.procedure.id)])

    def found(self):
        self.rule._audit()
        return self.env["tthc.audit.finding"].search(
            [
                ("rule_id", "=", self.rule.id),
                ("procedure_id", "=", self.procedure.id),
                ("state", "=", "open"),
            ]
        )

    def test_never_used(self):
        self.assertTrue(self.offers)
        self.assertEqual(self.found().res_model, "tthc.procedure")
        self.offers.active = False
        self.assertFalse(self.found(), "nobody offers it: another rule says so")

    def test_a_dossier_is_use(self):
        dossier = self.take_in()
        self.assertFalse(self.found())
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE tthc_dossier SET create_date = create_date - interval '13 months' "
            "WHERE id = %s",
            [dossier.id],
        )
        self.assertTrue(self.found())

    def test_a_new_procedure_had_no_time_yet(self):
        today = fields.Date.context_today(self.rule)
        self.version._write_unguarded({"date_from": today - relativedelta(months=11)})
        self.assertFalse(self.found())
        self.rule.maximum = 10
        self.assertTrue(self.found())
