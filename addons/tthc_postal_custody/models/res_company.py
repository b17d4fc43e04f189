from odoo import api, fields, models
from odoo.tools import ormcache


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

    @api.private
    @ormcache("self.id")
    def _tthc_post_days(self):
        """:attr:`tthc_custody_post_days`, which every opening of a desk asks for."""
        return self.sudo().tthc_custody_post_days

    def write(self, vals):
        """Override: what the desks remember follows."""
        result = super().write(vals)
        if "tthc_custody_post_days" in vals:
            self.env.registry.clear_cache()
        return result
