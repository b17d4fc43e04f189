from urllib.parse import quote

from odoo import api, fields, models

from odoo.addons.tthc_catalogue.models.res_company import ZONE
from odoo.addons.tthc_catalogue.models.tthc_procedure import CODE_PATTERN

PAGE_SIZE = 20
MAX_CODE = 60


class TthcProcedure(models.Model):
    """What the public may see: procedures with a published version in force or coming."""

    _inherit = "tthc.procedure"

    posting_ids = fields.One2many("tthc.posting", "procedure_id", "Postings")
    posting_count = fields.Integer("Number of Postings", compute="_compute_posting_count")

    def _compute_posting_count(self):
        for procedure in self:
            procedure.posting_count = len(procedure.posting_ids)

    def action_view_postings(self):
        self.ensure_one()
        return self._postings_action([("procedure_id", "=", self.id)])

    def action_open_public_page(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self._public_path(), "target": "new"}

    def _postings_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_posting.action_posting")
        return {**action, "domain": domain, "context": {}}

    @api.model
    def _public_today(self):
        """The day in Việt Nam: visitors have no time zone of their own."""
        return fields.Date.context_today(self.with_context(tz=ZONE))

    @api.model
    def _domain_public_version(self):
        """Domain of the versions that the public may see: in force or coming, never drafts."""
        return self.env["tthc.procedure.version"]._domain_effective() & (
            fields.Domain("date_to", "=", False)
            | fields.Domain("date_to", ">=", self._public_today())
        )

    @api.model
    def _domain_public(self, query=None):
        """Domain of the procedures shown to the public, those that answer ``query`` (a
        :class:`~..tools.public_query.Query`) if one is given."""
        version = self._domain_public_version()
        domain = fields.Domain("active", "=", True)
        if query:
            for name, value in (
                ("level_ids", query.level),
                ("target_group_ids", query.group),
                ("online_level", query.online),
            ):
                if value:
                    version &= fields.Domain(name, "in", [value])
            if query.sector:
                domain &= fields.Domain("sector_id", "=", query.sector)
            if query.centre:
                domain &= fields.Domain(
                    "offer_ids",
                    "any",
                    [("company_id", "=", query.centre), ("active", "=", True)],
                )
            if query.text:
                domain &= self._search_words(query.text)
        return domain & fields.Domain("version_ids", "any", version)

    @api.model
    @api.private
    def _public_list(self, query):
        """One page of the public list, as superuser: ``(total, rows)``, each row a procedure
        with the version to show."""
        procedures = self.sudo()
        domain = procedures._domain_public(query)
        total = procedures.search_count(domain)
        found = procedures.search_fetch(
            domain,
            ["code", "name", "sector_id"],
            limit=PAGE_SIZE,
            offset=(query.page - 1) * PAGE_SIZE,
        )
        shown = found._public_versions()
        return total, [(procedure, shown[procedure.id]) for procedure in found]

    def _public_versions(self):
        """The version to show of each procedure: the one in force, else the next one coming:
        ``{procedure id: version}``."""
        versions = self.env["tthc.procedure.version"].search(
            self._domain_public_version() & fields.Domain("procedure_id", "in", self.ids),
            order="date_from desc",
        )
        return {version.procedure_id.id: version for version in versions}

    @api.model
    @api.private
    def _public_find(self, code):
        """``(procedure, its public versions, oldest first)`` of a code, as superuser. A
        procedure that was never published is nobody's business and is not found; one that was
        and no longer is comes without versions."""
        procedures = self.sudo().with_context(active_test=False)
        known = CODE_PATTERN.fullmatch(code) and len(code) <= MAX_CODE
        procedure = procedures.search([("code", "=", code)], limit=1) if known else procedures
        versions = procedure.version_ids
        public = versions.search(
            procedures._domain_public_version()
            & fields.Domain("procedure_id", "=", procedure.id)
            & fields.Domain("procedure_id.active", "=", True),
            order="date_from",
        )
        past = versions._domain_effective() & fields.Domain("procedure_id", "=", procedure.id)
        if not public and not versions.search_count(past, limit=1):
            procedure = procedure.browse()
        return procedure, public

    def _shown(self, versions):
        """The version to show of ``versions`` (oldest first): the one in force, else the next."""
        return versions[:1]

    def _public_content(self, versions):
        """What the page of this procedure shows, given its public versions, oldest first."""
        self.ensure_one()
        today = self._public_today()
        version = self._shown(versions)
        content = version._posting_content()[version.id]
        return {
            "path": self._public_path(),
            "procedure": self,
            "version": version,
            "content": content,
            "not_yet": version.date_from > today,
            "coming": versions[1:2],
            "offers": self._public_offers(version),
        }

    @api.model
    @api.private
    def _public_content_of(self, code):
        """The page's content of the procedure of a code, as superuser; ``None`` where there is
        no public version."""
        procedure, versions = self._public_find(code)
        return procedure._public_content(versions) if versions else None

    def _public_offers(self, version):
        """Where the procedure is offered: rows of centre, address, agency, counter, and the
        limits to which that centre commits itself."""
        offers = self.offer_ids.filtered(lambda offer: offer.company_id.tthc_is_centre)
        return [
            {
                "centre": offer.company_id.name,
                "address": offer.company_id._posting_address(),
                "phone": offer.company_id.phone,
                "agency": offer.agency_id.name,
                "counter": offer.counter,
                "limits": version._own_commitments(offer.company_id),
            }
            for offer in offers.sorted(
                lambda offer: (offer.company_id.sequence, offer.company_id.id)
            )
        ]

    def _ended_content(self):
        """What is said of a procedure that is no longer in force: the last version, and the
        legal documents that replaced those it rested on."""
        self.ensure_one()
        versions = self.version_ids
        last = versions.search(
            versions._domain_effective() & fields.Domain("procedure_id", "=", self.id),
            order="date_from desc",
            limit=1,
        )
        ended_by = last.end_document_id
        return {
            "procedure": self,
            "version": last,
            "ended_by": ended_by,
            "replacing": last.legal_document_ids.replaced_by_id - ended_by,
        }

    def _public_path(self):
        self.ensure_one()
        return f"/thu-tuc/{quote(self.code)}"

    def _public_url(self):
        """Address behind the QR code."""
        return self.get_base_url() + self._public_path()

    @api.model
    @api.private
    def _public_filters(self):
        """The choices of the list's filters, as superuser: sectors, levels and target groups
        that some public procedure has, and the centres."""
        env = self.sudo().env
        version = self._domain_public_version()
        procedures = fields.Domain("active", "=", True) & fields.Domain(
            "version_ids", "any", version
        )
        return {
            "sectors": env["tthc.sector"].search([("procedure_ids", "any", procedures)]),
            "levels": env["tthc.level"].search([]),
            "groups": env["tthc.target.group"].search([]),
            "centres": env["res.company"].search([("tthc_is_centre", "=", True)]),
        }
