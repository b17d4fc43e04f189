from odoo import fields, models, tools


class ResUsers(models.Model):
    _inherit = "res.users"

    tthc_acting_agency_ids = fields.Many2many(
        "tthc.agency",
        string="Agencies Acted for",
        compute="_compute_tthc_acting_agency_ids",
        compute_sudo=True,
        help="The person's own agencies, and those of whoever the person stands in for.",
    )

    def _compute_tthc_acting_agency_ids(self):
        for user in self:
            user.tthc_acting_agency_ids = (user | user._tthc_absent_users()).tthc_agency_ids

    @tools.ormcache("self.id")
    def _tthc_agency_id_set(self):
        """Ids of the agencies of this user, cached; the catalogue clears the cache whenever an
        agency's staff changes."""
        return frozenset(self.sudo().tthc_agency_ids.ids)

    def _tthc_absent_users(self):
        """Those whom this person stands in for now, themselves not included."""
        return self.browse()

    @tools.ormcache("self.id")
    def _tthc_actor_name(self):
        """Name of the acting person, kept with each event; cached until a person is renamed."""
        return self.sudo().partner_id.name
