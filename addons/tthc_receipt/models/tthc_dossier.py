from odoo import api, fields, models


class TthcDossier(models.Model):
    """A fee that is paid gets its receipt in the same transaction."""

    _inherit = "tthc.dossier"

    receipt_ids = fields.One2many("tthc.receipt", "dossier_id", "Receipts", readonly=True)

    @api.private
    def _payment_settled(self, expected, match):
        """Override of ``tthc_payment``: issue the receipt, whatever way the money came."""
        result = super()._payment_settled(expected, match)
        self.env["tthc.receipt"]._collect(expected, match)
        return result

    @api.private
    def _payment_undone(self, expected, reason):
        """Override of ``tthc_payment``: the receipt waits for an accountant to cancel it."""
        result = super()._payment_undone(expected, reason)
        self.env["tthc.receipt"]._live(expected)._want_cancelled(reason)
        return result

    def _portal_values(self):
        """Adds ``receipts``: those of the fees paid, numbered and in force."""
        return {**super()._portal_values(), "receipts": self._portal_receipts()}

    def _portal_receipts(self):
        """Receipts that the owner may download, as superuser."""
        issued = self.sudo().receipt_ids.filtered(
            lambda row: row.number and row.state not in ("cancelled", "replaced")
        )
        return issued.sorted("id")

    def action_view_receipts(self):
        """The receipts of this dossier."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_receipt.action_receipt")
        return {**action, "domain": [("dossier_id", "=", self.id)], "context": {}}
