from odoo import fields, models


class TthcReceiptLine(models.Model):
    """What a receipt is for: one fee or charge and its sum, as it was called then."""

    _name = "tthc.receipt.line"
    _description = "Receipt Line"
    _inherit = ["tthc.append.only"]
    _order = "receipt_id, sequence, id"
    _log_access = False

    receipt_id = fields.Many2one("tthc.receipt", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    sequence = fields.Integer(required=True)
    fee_line_id = fields.Many2one("tthc.fee.line", ondelete="restrict")
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("phi", "Fee"), ("le_phi", "Charge")], required=True, help="Phí or lệ phí (97/2015/QH13)."
    )
    quantity = fields.Integer()
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
