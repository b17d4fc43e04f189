from odoo import api, fields, models


class TthcDossierParty(models.Model):
    _inherit = "tthc.dossier.party"

    @api.model
    def _domain_acting(self, partner):
        """Roles that ``partner`` has today: a representative's ends with the mandate."""
        return fields.Domain("partner_id", "=", partner.id) & self._domain_lasting()


class TthcDossier(models.Model):
    """Whose a dossier is, for the portal. A searchable field, because a record rule keeps the
    value of a date that is written into it; see ``is_with_my_agency``."""

    _inherit = "tthc.dossier"

    is_my_own = fields.Boolean(
        "One's Own",
        compute="_compute_is_my_own",
        search="_search_is_my_own",
        help="The user is owner, co-owner or submitter, or represents the owner by a mandate that "
        "has not ended and was not revoked.",
    )

    @api.depends_context("uid")
    @api.depends("party_ids.partner_id", "party_ids.mandate_until", "party_ids.mandate_revoked_at")
    def _compute_is_my_own(self):
        parties = self.env["tthc.dossier.party"].sudo()
        mine = parties._domain_acting(self.env.user.partner_id)
        own = parties.search(mine & fields.Domain("dossier_id", "in", self.ids)).dossier_id
        for dossier in self:
            dossier.is_my_own = dossier in own

    def _search_is_my_own(self, operator, value):
        if operator != "in":
            return NotImplemented
        acting = self.env["tthc.dossier.party"]._domain_acting(self.env.user.partner_id)
        mine = fields.Domain("party_ids", "any!", acting)
        return mine if True in value else ~mine

    def _holder_party(self, task):
        """Override: a representative whose mandate has ended acts for nobody."""
        _allowed, who = super()._holder_party(task)
        return self.is_my_own, who
