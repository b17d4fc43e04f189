from odoo import fields, models
from odoo.exceptions import AccessError

#: Who may see birth dates, and have personal numbers shown in full.
PERSONAL = "tthc_dossier.group_personal_data"


class ResPartner(models.Model):
    """People and organisations before the administration."""

    _inherit = "res.partner"

    tthc_birth_date = fields.Date("Date of Birth", groups=PERSONAL)
    tthc_gender = fields.Selection(
        [("male", "Male"), ("female", "Female"), ("other", "Other")],
        "Gender",
        groups=PERSONAL,
    )
    tthc_kind = fields.Selection(
        [
            ("citizen", "Citizen"),
            ("organisation", "Organisation"),
            ("household", "Household Business"),
        ],
        "Applicant Kind",
    )
    tthc_dossier_ids = fields.One2many("tthc.dossier", "owner_id", "Dossiers")
    tthc_dossier_count = fields.Integer(compute="_compute_dossier_count")

    def write(self, vals):
        """The names of acting persons are cached; addresses of accounts are guarded."""
        self._check_address(vals)
        if "name" in vals and self.sudo().with_context(active_test=False).user_ids:
            self.env.registry.clear_cache()
        return super().write(vals)

    def _check_address(self, vals):
        """The address of somebody's account is not the desk's to change, since the link that
        sets a new password goes there.

        :raise AccessError: the e-mail address of a person with an account, by the desk
        """
        if "email" not in vals or self.env.su or self._may_change_addresses():
            return
        for partner in self.sudo():
            if partner.user_ids and partner.email != vals["email"]:
                raise AccessError(
                    self.env._(
                        "%s has an account on the portal: only this person changes the e-mail "
                        "address, on the portal, or a contact manager does.",
                        partner.name,
                    )
                )

    def _may_change_addresses(self):
        user = self.env.user
        return self == user.partner_id or user.has_group("base.group_partner_manager")

    def _compute_dossier_count(self):
        dossiers, counts = self.env["tthc.dossier"], {}
        if dossiers.has_access("read"):
            owned = [("owner_id", "in", self.ids)]
            counts = dict(dossiers._read_group(owned, ["owner_id"], ["__count"]))
        for partner in self:
            partner.tthc_dossier_count = counts.get(partner, 0)

    def get_formview_id(self, access_uid=None):
        """Override: a colleague opens an applicant as the desk sees one."""
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        if self.sudo().tthc_kind and user.has_group("tthc_catalogue.group_staff"):
            return self.env.ref("tthc_dossier.view_applicant_form").id
        return super().get_formview_id(access_uid=access_uid)

    def action_view_tthc_dossiers(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dossiers"),
            "res_model": "tthc.dossier",
            "view_mode": "list,form",
            "domain": [("owner_id", "=", self.id)],
        }
