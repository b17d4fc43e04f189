from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_catalogue.tools import fold

from ..tools import actions, desk_search
from .res_partner import PERSONAL

#: People that are looked up one by one; of more, the database joins.
FEW = 500
#: Columns of the board that are folded: nothing more happens to these.
FOLDED = actions.FINAL_STATES
TEXT_OPERATORS = ("ilike", "like", "=", "=ilike", "=like")


class TthcDossier(models.Model):
    """Finding dossiers by what people know of them, and what the overviews show."""

    _inherit = "tthc.dossier"

    search_any = fields.Char(
        "Dossier or Person",
        store=False,
        search="_search_any",
        exportable=False,
        help="Number or its last digits, name with or without diacritics, personal number, "
        "telephone, look-up code, or the code of an identity card or a receipt.",
    )
    search_number = fields.Char(
        "Number or Its Last Digits", store=False, search="_search_number", exportable=False
    )
    search_person = fields.Char("Person", store=False, search="_search_person", exportable=False)
    officer_id = fields.Many2one(related="task_id.user_id", string="Officer")
    owner_commune = fields.Char(related="owner_id.tthc_commune", string="Commune of the Applicant")

    # Search -------------------------------------------------------------------------------------

    @api.model
    def _search_any(self, operator, value):
        typed = self._typed(operator, value)
        if typed is None:
            return NotImplemented
        return self._number_domain(typed) | self._person_domain(typed)

    @api.model
    def _search_number(self, operator, value):
        typed = self._typed(operator, value)
        return NotImplemented if typed is None else self._number_domain(typed)

    @api.model
    def _search_person(self, operator, value):
        typed = self._typed(operator, value)
        return NotImplemented if typed is None else self._person_domain(typed)

    def _typed(self, operator, value):
        if operator not in TEXT_OPERATORS or not isinstance(value, str):
            return None
        return desk_search.read(value)

    def _number_domain(self, typed):
        """Dossiers whose number is meant."""
        domain = Domain.FALSE
        if typed.tail:
            domain |= Domain("name", "=ilike", f"%{typed.tail}")
        if typed.number:
            domain |= Domain("name", "ilike", typed.number)
            domain |= Domain("national_code", "=", typed.number)
        if typed.token:
            domain |= Domain("lookup_token", "=", typed.token)
        return domain

    def _person_domain(self, typed):
        """Dossiers in which a person has a part who is meant. The people are looked up as
        superuser: only dossiers that the user may read are found."""
        people = self.env["res.partner"].sudo().with_context(active_test=False)
        wanted = Domain.FALSE
        if typed.words and fold.fold(typed.words):
            wanted |= people._tthc_words_domain(typed.words)
        if typed.phone:
            wanted |= Domain("phone", "ilike", typed.phone)
        if typed.identity and self.env.user.has_group(PERSONAL):
            wanted |= Domain("tthc_identity_masked", "=", typed.identity)
            wanted |= Domain("tthc_old_masked", "=", typed.identity)
        if wanted.is_false():
            return Domain.FALSE
        ids = people.search(wanted, limit=FEW + 1, order="id").ids
        if not ids:
            return Domain.FALSE
        if len(ids) > FEW:
            query = people._search(wanted)
            return Domain("owner_id", "in", query)
        parts = self.env["tthc.dossier.party"].sudo()
        with_part = parts.search_fetch([("partner_id", "in", ids)], ["dossier_id"])
        return Domain("owner_id", "in", ids) | Domain("id", "in", with_part.dossier_id.ids)

    # Board --------------------------------------------------------------------------------------

    @api.model
    def _expand_states(self, states, domain):
        """Override: no empty column of a state that the list leaves out."""
        wanted = [
            set(condition.value)
            for condition in Domain(domain).optimize(self).iter_conditions()
            if condition.field_expr == "state" and condition.operator == "in"
        ]
        shown = super()._expand_states(states, domain)
        if not wanted:
            return shown
        return [state for state in shown if state in states or any(state in w for w in wanted)]

    @api.model
    def _formatted_read_group_with_length(self, domain, groupby, aggregates, **options):
        """Override of ``web``: the columns of dossiers that have ended are folded."""
        groups, length = super()._formatted_read_group_with_length(
            domain, groupby, aggregates, **options
        )
        if list(groupby) == ["state"]:
            for group in groups:
                if group["state"] in FOLDED:
                    group["__fold"] = True
        return groups, length
