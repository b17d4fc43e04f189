from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    tthc_agency_ids = fields.Many2many(
        "tthc.agency",
        "tthc_agency_res_users_rel",
        "user_id",
        "agency_id",
        "Agencies",
        help="Departments and vertical bodies for which this person processes dossiers.",
    )
    tthc_position = fields.Char("Position", help="Chức danh, as printed on forms.")

    def write(self, vals):
        result = super().write(vals)
        if "tthc_agency_ids" in vals:
            self.env["tthc.agency"]._forget_staff_rules()
        return result

    @api.model
    def _tthc_demo_localise(self, logins):
        """Give demo users the Vietnamese interface where that language is installed, and the
        time zone of Việt Nam in any case. Odoo's robot does not open a chat over their screens.

        A plain installation with demo data and without ``vi_VN`` must not fail.
        """
        users = self.search([("login", "in", logins)])
        users.write({"tz": "Asia/Ho_Chi_Minh"})
        if "odoobot_state" in users._fields:
            users.write({"odoobot_state": "disabled"})
        if self.env["res.lang"]._get_data(code="vi_VN"):
            users.write({"lang": "vi_VN"})
