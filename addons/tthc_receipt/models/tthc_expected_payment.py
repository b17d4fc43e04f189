from odoo import api, fields, models

from .tthc_receipt import FINANCE


class TthcExpectedPayment(models.Model):
    _inherit = "tthc.expected.payment"

    receipt_ids = fields.One2many("tthc.receipt", "expected_id", "Receipts", readonly=True)

    def _is_collected(self):
        """Whether the sum was collected and at least a part of it was kept."""
        return self.state == "paid" and bool(self.matched_amount) and not self.due_amount

    @api.private
    def _set(self, vals):
        """Override of ``tthc_payment``: a paid request that is given up, because its money was
        paid back, leaves its receipt to an accountant."""
        result = super()._set(vals)
        if vals.get("state") == "cancelled":
            receipts = self.env["tthc.receipt"]
            for expected in self:
                receipts._live(expected)._want_cancelled(vals.get("close_reason") or "")
        return result

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
