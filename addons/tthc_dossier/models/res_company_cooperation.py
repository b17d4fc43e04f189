from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    tthc_consultation_days = fields.Integer(
        "Days to Answer a Consultation",
        default=3,
        help="Working days that an asked agency has by default. No general number stands in the "
        "law: where the procedure's own rules give one, it is entered with the question.",
    )

    _tthc_consultation_days_positive = models.Constraint(
        "CHECK (tthc_consultation_days > 0)", "An asked agency has at least one day."
    )
