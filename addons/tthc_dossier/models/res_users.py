from odoo import models, tools


class ResUsers(models.Model):
    _inherit = "res.users"

    @tools.ormcache("self.id")
    def _tthc_agency_id_set(self):
        """Ids of the agencies of this user, cached; the catalogue clears the cache whenever an
        agency's staff changes."""
        return frozenset(self.sudo().tthc_agency_ids.ids)
