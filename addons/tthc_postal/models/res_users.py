from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    tthc_carrier_ids = fields.Many2many(
        "tthc.carrier",
        "tthc_carrier_res_users_rel",
        "user_id",
        "carrier_id",
        "Works for Carriers",
        help="Carriers whose envelopes and hand-over sheets this postal worker sees.",
    )

    def write(self, vals):
        """Override: record rules remember the carriers."""
        result = super().write(vals)
        if "tthc_carrier_ids" in vals:
            self.env.registry.clear_cache()
        return result
