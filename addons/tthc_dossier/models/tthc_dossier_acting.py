from odoo import api, fields, models


class TthcDossier(models.Model):
    """What the record rules ask about agencies, right at every instant.

    Odoo caches the evaluated domain of a record rule per user, so ids written into it (as
    ``user.tthc_agency_ids.ids`` does) stay what they were when it was first used. A searchable
    field is kept by name in that cache and resolved at each search: a delegation begins and ends
    at its instant although no job ran and nothing was cleared.
    """

    _inherit = "tthc.dossier"

    is_with_my_agency = fields.Boolean(
        compute="_compute_is_with_my_agency",
        search="_search_is_with_my_agency",
        help="An agency for which the user acts now has or had a part in the dossier.",
    )

    @api.depends_context("uid")
    @api.depends("task_ids.agency_id")
    def _compute_is_with_my_agency(self):
        acting = self.env.user._tthc_acting_agency_id_set()
        for dossier in self:
            dossier.is_with_my_agency = not acting.isdisjoint(dossier.sudo().task_ids.agency_id.ids)

    def _search_is_with_my_agency(self, operator, value):
        if operator != "in":
            return NotImplemented
        acting = list(self.env.user._tthc_acting_agency_id_set())
        domain = fields.Domain("task_ids.agency_id", "in", acting)
        return domain if True in value else ~domain
