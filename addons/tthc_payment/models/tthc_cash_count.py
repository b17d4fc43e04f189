from odoo import fields, models


class TthcCashCount(models.Model):
    """So many notes of one value, counted at one moment of a shift. Written once.

    A drawer that is counted again gets new rows of a higher round; the earlier ones stay.
    """

    _name = "tthc.cash.count"
    _description = "Cash Counted"
    _inherit = ["tthc.append.only"]
    _order = "shift_id, moment, round, value desc"

    shift_id = fields.Many2one("tthc.cash.shift", required=True, index=True, ondelete="restrict")
    handover_id = fields.Many2one("tthc.cash.handover", index="btree_not_null", ondelete="restrict")
    moment = fields.Selection(
        [
            ("open", "Opening"),
            ("close", "Closing"),
            ("handover", "Hand-over"),
            ("received", "Received"),
        ],
        required=True,
    )
    round = fields.Integer(required=True, default=1)
    value = fields.Integer("Denomination", required=True)
    quantity = fields.Integer(required=True)
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    counted_at = fields.Datetime(required=True)
    user_id = fields.Many2one("res.users", "Counted by", required=True, ondelete="restrict")

    _amount_right = models.Constraint(
        "CHECK (amount = value * quantity AND quantity >= 0)", "The count does not add up."
    )
