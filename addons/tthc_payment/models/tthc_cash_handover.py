from odoo import fields, models


class TthcCashHandover(models.Model):
    """Cash that left the drawer for the treasurer or the bank. Written once."""

    _name = "tthc.cash.handover"
    _description = "Hand-over of Cash"
    _inherit = ["tthc.append.only"]
    _order = "at desc, id desc"

    shift_id = fields.Many2one("tthc.cash.shift", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    kind = fields.Selection(
        [("treasurer", "To the Treasurer"), ("bank", "Paid into the Bank")], required=True
    )
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    receiver_name = fields.Char("Received by")
    account_id = fields.Many2one("tthc.collection.account", "Into Account", ondelete="restrict")
    bank_reference = fields.Char("Deposit Slip")
    at = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "Handed over by", required=True, ondelete="restrict")
    after_count = fields.Boolean(
        help="After the closing count: it does not change what is counted."
    )
    count_ids = fields.One2many("tthc.cash.count", "handover_id", "Denominations")

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A hand-over is more than zero.")
