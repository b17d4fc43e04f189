from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    tthc_match_limit = fields.Integer(
        "Second Person for Manual Matches above (VND)",
        default=10_000_000,
        help="A manual match above this sum takes effect only when another accountant approves "
        "it. 0: every manual match.",
    )
    tthc_reconcile_from = fields.Date(
        "Days Reconciled from",
        default=lambda self: self._tthc_today(),
        help="The first day that is reconciled and closed; empty: none is. Money of earlier days "
        "is not looked at.",
    )

    _tthc_match_limit_not_negative = models.Constraint(
        "CHECK (tthc_match_limit >= 0)", "The sum is zero or more."
    )
