from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import fold

VERSION_TEXTS = ["executing_agency", "competent_agency", "keywords"]


class TthcProcedure(models.Model):
    """Search of procedures by words of their name, code, sector, agencies, keywords and the
    numbers of the legal documents that they cite."""

    _name = "tthc.procedure"
    _inherit = ["tthc.procedure", "tthc.word.search"]

    @api.depends(
        "code",
        "name",
        "short_name",
        "sector_id.name",
        "offer_ids.active",
        "offer_ids.agency_id.name",
        "offer_ids.agency_id.short_name",
        "version_ids.state",
        "version_ids.executing_agency",
        "version_ids.competent_agency",
        "version_ids.keywords",
        "version_ids.legal_document_ids.number",
    )
    def _compute_search_text(self):
        """The short name comes first: a name is ranked by its beginning. Retired versions
        are not searched."""
        agencies = self._search_agencies()
        published = self._search_version_texts()
        for procedure in self:
            key = procedure._origin.id
            procedure.search_text = fold.search_text(
                [
                    procedure.short_name,
                    procedure.name,
                    procedure.code,
                    procedure.sector_id.name,
                    *agencies.get(key, ()),
                    *published.get(key, ()),
                ]
            )

    def _search_agencies(self):
        """Names of the agencies of each procedure's offers: ``{procedure id: [name]}``."""
        groups = self.env["tthc.offer"]._read_group(
            [("procedure_id", "in", self.ids), ("active", "=", True)],
            ["procedure_id"],
            ["agency_id:recordset"],
        )
        return {
            procedure.id: [name for agency in agencies for name in (agency.name, agency.short_name)]
            for procedure, agencies in groups
        }

    def _search_version_texts(self):
        """What is searched of each procedure's versions: ``{procedure id: [text]}``.

        Drafts count only where nothing is published yet: the public searches too, and must not
        find a procedure by what is still being prepared. Only these columns are read: the others
        are long.
        """
        versions = self.env["tthc.procedure.version"].search_fetch(
            [("procedure_id", "in", self.ids), ("state", "!=", "retired")],
            ["procedure_id", "state", *VERSION_TEXTS, "legal_document_ids"],
        )
        published = versions.filtered(lambda version: version.state == "published")
        public = set(published.procedure_id.ids)
        versions = published | versions.filtered(
            lambda version: version.procedure_id.id not in public
        )
        versions.legal_document_ids.fetch(["number"])
        texts = {}
        for version in versions:
            texts.setdefault(version.procedure_id.id, []).extend(
                [
                    *(version[name] for name in VERSION_TEXTS),
                    *version.legal_document_ids.mapped("number"),
                ]
            )
        return texts

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Override: the procedure of exactly this code comes first, then names that begin with
        the text, then names or texts with its words side by side, then the others."""
        folded = fold.fold(name)
        if not folded or operator != "ilike":
            return super().name_search(name, domain, operator, limit)
        query = self._search(
            self._search_words(name) & fields.Domain(domain or fields.Domain.TRUE),
            limit=limit,
            order=self._order,
        )
        pattern = fold.literal(folded)
        text = self._field_to_sql(query.table, "search_text", query)
        query.order = SQL(
            "(lower(%s) = %s) DESC, (%s LIKE %s) DESC, (%s LIKE %s) DESC, %s",
            self._field_to_sql(query.table, "code", query),
            folded,
            text,
            f" {pattern}%",
            text,
            f"% {pattern}%",
            query.order,
        )
        found = self._fetch_query(query, self._determine_fields_to_fetch(["display_name"]))
        return [(procedure.id, procedure.display_name) for procedure in found.sudo()]
