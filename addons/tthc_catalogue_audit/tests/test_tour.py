from odoo.tests import HttpCase, tagged

from .common import AuditCase


@tagged("post_install", "-at_install")
class TestTour(AuditCase, HttpCase):
    """The audit in a real browser, by the editor whose job it is."""

    def test_from_the_audit_to_the_procedure(self):
        procedure = self.env["tthc.procedure"].create(
            {"code": "9.000077", "name": "Thủ tục cần sửa", "sector_id": self.sector.id}
        )
        self.make_draft(procedure_id=procedure.id)
        rules = self.env["tthc.audit.rule"]
        rules.search([("code", "!=", "result_without_code")]).active = False
        self.start_tour(
            "/odoo/action-tthc_catalogue_audit.action_audit",
            "tthc_catalogue_audit",
            login=self.users["editor"].login,
        )
        self.assertTrue(rules.search([]).last_run)
