from odoo.tests import tagged

from ..hooks import uninstall_hook
from ..models.res_company import CODE
from .common import RemittanceCommon


@tagged("post_install", "-at_install")
class TestUninstall(RemittanceCommon):
    def test_payments_stay_and_nothing_holds_the_tables(self):
        request = self.paid()
        remittances = self.env["tthc.remittance"].with_user(self.accountant)
        remittance = remittances._make(
            self.centre, self.account, remittances._last_day_allowed(self.centre)
        )
        remittance.action_print()
        uninstall_hook(self.env)
        self.assertEqual((request.state, request.matched_amount), ("paid", self.FEE))
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", "tthc.remittance")]))
        self.assertFalse(self.env["ir.sequence"].search([("code", "=", CODE)]))
