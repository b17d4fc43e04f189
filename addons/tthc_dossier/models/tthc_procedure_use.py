from collections import Counter

from odoo import api, fields, models

#: Days and dossiers that are looked back on for what a centre is asked for most.
USE_DAYS = 30
USE_ROWS = 500
FAVOURITES = 5


class TthcProcedure(models.Model):
    """The procedures a desk is asked for most stand first where it chooses one."""

    _inherit = "tthc.procedure"

    @api.model
    def _desk_use(self, company_id):
        """How often each procedure was taken in lately by this user, or else at the centre:
        ``Counter`` of procedure ids, what this user took in counting double."""
        since = fields.Datetime.subtract(self.env["tthc.dossier"]._now(), days=USE_DAYS)
        rows = self.env["tthc.dossier"].search_fetch(
            [("company_id", "=", company_id), ("accepted_at", ">=", since)],
            ["procedure_id", "create_uid"],
            order="accepted_at desc",
            limit=USE_ROWS,
        )
        use = Counter()
        for row in rows:
            use[row.procedure_id.id] += 2 if row.create_uid.id == self.env.uid else 1
        return use

    @api.model
    def _desk_favourites(self, company_id):
        """The procedures most taken in lately at this desk that are still offered there."""
        use = self._desk_use(company_id)
        offered = self.search(
            [
                ("id", "in", list(use)),
                ("offer_ids.company_id", "=", company_id),
                ("current_version_id", "!=", False),
            ]
        )
        return offered.sorted(lambda procedure: -use[procedure.id])[:FAVOURITES]

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Override: nothing typed yet at a desk, what it is asked for most comes first."""
        company = self.env.context.get("tthc_desk_company_id")
        if name or not company or not limit:
            return super().name_search(name, domain, operator, limit)
        use = self._desk_use(company)
        ranked = [procedure_id for procedure_id, _count in use.most_common(limit)]
        known = self.search(fields.Domain(domain or []) & fields.Domain("id", "in", ranked))
        found = [
            (procedure.id, procedure.display_name)
            for procedure in known.sorted(lambda procedure: ranked.index(procedure.id))
        ]
        rest = fields.Domain(domain or []) & fields.Domain("id", "not in", known.ids)
        if len(found) < limit:
            found += super().name_search("", rest, operator, limit - len(found))
        return found
