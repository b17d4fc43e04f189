from odoo import fields, models


class TthcCarrier(models.Model):
    _inherit = "tthc.carrier"

    remit_days = fields.Integer(
        "Remits Within (Days)",
        required=True,
        default=5,
        help="By the contract: days after which money that the carrier collected has to be in the "
        "account. 5 is an assumption that no source at hand confirms: enter what was agreed.",
    )

    _remit_days_positive = models.Constraint(
        "CHECK (remit_days > 0)", "The days within which a carrier remits begin with 1."
    )
