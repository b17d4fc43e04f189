from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    tthc_custody_post_days = fields.Integer(
        "Papers Stay in the Post up to (Days)",
        default=10,
        help="Papers that the post has had for more calendar days are counted on the desk.",
    )

    _tthc_custody_post_days_valid = models.Constraint(
        "CHECK (tthc_custody_post_days >= 0)", "A number of days cannot be negative."
    )
