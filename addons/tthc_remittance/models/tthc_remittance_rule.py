from odoo import fields, models


class TthcRemittanceRule(models.Model):
    """After how many days collected money counts as late at a centre. Dated: rules change, and
    money is judged by the one that held on the day it was collected."""

    _name = "tthc.remittance.rule"
    _description = "Remittance Deadline"
    _order = "company_id, valid_from desc"
    _rec_name = "days"

    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    valid_to = fields.Date("Valid until")
    days = fields.Integer(
        required=True,
        default=7,
        help="Money that was collected longer ago and is not remitted counts as late. By rule it "
        "is paid in daily, weekly or monthly, as the Treasury sets it (unverified: compare "
        "NĐ 362/2025).",
    )
    legal_basis = fields.Char(help="Text or agreement that sets the days.")

    _ordered = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "A rule ends after it begins."
    )
    _days_sane = models.Constraint("CHECK (days BETWEEN 0 AND 366)", "0 to 366 days.")
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(company_id, company_id, '[]') WITH &&, "
        "daterange(valid_from, valid_to, '[]') WITH &&)",
        "Another rule of this centre holds on some of these days: end that one first.",
    )
