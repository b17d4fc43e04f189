from odoo import fields, models


class TthcCashDenomination(models.Model):
    """A note or coin that a cash desk counts. Which ones circulate is data, not code."""

    _name = "tthc.cash.denomination"
    _description = "Denomination"
    _order = "value desc"

    name = fields.Char(required=True)
    value = fields.Integer(required=True, help="In VND.")
    active = fields.Boolean(default=True)

    _value_unique = models.UniqueIndex("(value)", "This denomination is on the list already.")
    _value_positive = models.Constraint(
        "CHECK (value > 0)", "A denomination is worth more than zero."
    )
