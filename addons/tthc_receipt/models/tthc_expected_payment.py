from odoo import fields, models

from .tthc_receipt import FINANCE


class TthcExpectedPayment(models.Model):
    _inherit = "tthc.expected.payment"

    receipt_ids = fields.One2many("tthc.receipt", "expected_id", "Receipts", readonly=True)

    def action_make_receipts(self):
        """Make the receipts of fees that were paid before receipts were kept here.

        :raise AccessError: for anybody but a cashier or an accountant
        """
        receipts = self.env["tthc.receipt"]
        self.check_access("read")
        message = self.env._("Receipts are issued by the cashier or an accountant.")
        receipts.browse()._check_may(FINANCE, message)
        for expected in self.sudo().filtered(lambda row: row.state == "paid").sorted("paid_at"):
            expected._lock()
            receipts |= receipts._collect(expected)
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_receipt.action_receipt")
        return {**action, "domain": [("expected_id", "in", self.ids)], "context": {}}
