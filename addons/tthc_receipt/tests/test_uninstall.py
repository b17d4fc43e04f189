from odoo.tests import tagged

from ..hooks import uninstall_hook
from .common import ReceiptCommon


@tagged("post_install", "-at_install")
class TestUninstall(ReceiptCommon):
    def test_payments_stay_and_nothing_holds_the_tables(self):
        self.open_series()
        receipt = self.cash()
        receipt._issue_pdf()
        uninstall_hook(self.env)
        self.assertEqual(receipt.expected_id.state, "paid")
        self.assertFalse(
            self.env["ir.attachment"].search([("res_model", "=", "tthc.receipt.event")])
        )
        self.env.cr.execute("SELECT 1 FROM pg_proc WHERE proname = 'tthc_receipt_guard'")
        self.assertFalse(self.env.cr.fetchall())
        self.assertFalse(
            self.env["ir.model.data"].search(
                [("module", "=", "tthc_receipt"), ("model", "=", "tthc.receipt.symbol")]
            )
        )
