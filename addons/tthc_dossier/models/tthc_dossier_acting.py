from odoo import api, fields, models

#: Holders whose part is personal: a deputy does not take it.
NOT_DELEGATED = frozenset({"inspector", "party"})


class TthcDossier(models.Model):
    """Deputies: what the record rules ask about agencies, and in whose place an action is done.

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
    @api.depends("agency_ids")
    def _compute_is_with_my_agency(self):
        acting = self.env.user._tthc_acting_agency_id_set()
        for dossier in self:
            dossier.is_with_my_agency = not acting.isdisjoint(dossier.sudo().agency_ids.ids)

    def _search_is_with_my_agency(self, operator, value):
        if operator != "in":
            return NotImplemented
        acting = list(self.env.user._tthc_acting_agency_id_set())
        domain = fields.Domain("agency_ids", "in", acting)
        return domain if True in value else ~domain

    @api.private
    def _involve(self, agencies):
        """Extends the engine: the new agency's officers see it in this transaction already."""
        result = super()._involve(agencies)
        self.invalidate_recordset(["is_with_my_agency"], flush=False)
        return result

    def _acts_for(self, action, task):
        """In whose name the current user may do ``action``: his own, or else that of the absent
        person whose deputy he is; ``None`` when it is the job of neither."""
        user = self.env.user
        if any(getattr(self, f"_holder_{key}")(task)[0] for key in action.who):
            return user
        keys = [key for key in action.who if key not in NOT_DELEGATED]
        for person in user._tthc_absent_users():
            dossier = self.with_user(person).sudo()
            if any(getattr(dossier, f"_holder_{key}")(task)[0] for key in keys):
                return person
        return None

    def _on_behalf(self, action, task):
        """The absent person in whose place the current user acts; empty when in his own name."""
        user = self.env.user
        if not user._tthc_absent_users():
            return user.browse()
        return (self._acts_for(action, task) or user) - user
