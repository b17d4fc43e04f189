from datetime import timedelta

from odoo import fields, models

#: Levels whose procedures one-stop centres receive.
LOCAL_LEVELS = ("province", "commune")


class TthcAuditRule(models.Model):
    """Checks of versions in time, of offers and of posting."""

    _inherit = "tthc.audit.rule"

    def _domain_in_force(self):
        return self.env["tthc.procedure.version"]._domain_in_force(self._today()) & fields.Domain(
            "procedure_id.active", "=", True
        )

    def _check_not_posted(self):
        """Offers of procedures in force that are not publicly posted at their centre."""
        in_force = fields.Domain("procedure_id.version_ids", "any", self._domain_in_force())
        offers = self.env["tthc.offer"].search_fetch(
            in_force & fields.Domain("posted", "=", False),
            ["procedure_id", "company_id", "agency_id"],
            order="id",
        )
        for offer in offers:
            yield self._finding(
                offer,
                self.env._(
                    "In force and received at %(centre)s, but not posted there.",
                    centre=offer.company_id.name,
                ),
                procedure_id=offer.procedure_id.id,
                company_id=offer.company_id.id,
                agency=offer.agency_id.name,
            )

    def _check_not_offered(self):
        """Procedures in force of province or commune level that no centre offers."""
        local = fields.Domain("level_ids.code", "in", LOCAL_LEVELS) | fields.Domain(
            "level_ids", "=", False
        )
        domain = (
            self._domain_in_force()
            & local
            & fields.Domain("procedure_id.offer_ids", "not any", [("active", "=", True)])
        )
        for version in self.env["tthc.procedure.version"].search_fetch(
            domain, ["procedure_id", "date_from"], order="id"
        ):
            yield self._finding(
                version.procedure_id,
                self.env._(
                    "In force since %(day)s, and no centre offers it.",
                    day=version.date_from.strftime("%d/%m/%Y"),
                ),
                version,
            )

    def _check_partial_without_reason(self):
        domain = [("online_level", "=", "partial"), ("partial_reason", "in", (False, ""))]
        for version in self._live_versions(domain):
            yield self._finding(
                version,
                self.env._("Only partly online, and the reason for it is not published."),
                version,
            )

    def _check_draft_waiting(self):
        """Drafts and submitted versions that nobody touched for the days of this rule."""
        since = fields.Datetime.now() - timedelta(days=self.maximum)
        domain = [("state", "in", ("draft", "submitted")), ("write_date", "<", since)]
        versions = self._live_versions(domain)
        versions.fetch(["write_date"])
        for version in versions:
            yield self._finding(
                version,
                self.env._(
                    "Untouched since %(day)s and not published.",
                    day=fields.Datetime.context_timestamp(version, version.write_date).strftime(
                        "%d/%m/%Y"
                    ),
                ),
                version,
            )

    def _check_gap_before_next(self):
        """Coming versions whose predecessor ends earlier than on their eve: in between the
        procedure is not in force."""
        coming = self._live_versions(
            self._domain_published() & fields.Domain("date_from", ">", self._today())
        )
        before = self.env["tthc.procedure.version"].search_fetch(
            self.env["tthc.procedure.version"]._domain_effective()
            & fields.Domain("procedure_id", "in", coming.procedure_id.ids),
            ["procedure_id", "date_from", "date_to"],
            order="date_from",
        )
        for version in coming:
            earlier = before.filtered(
                lambda other, version=version: (
                    other.procedure_id == version.procedure_id
                    and other.date_from < version.date_from
                )
            )
            eve = version.date_from - timedelta(days=1)
            if earlier and earlier[-1].date_to and earlier[-1].date_to < eve:
                yield self._finding(
                    version,
                    self.env._(
                        "Its predecessor ends on %(end)s, it begins on %(begin)s: in between "
                        "nothing is in force.",
                        end=earlier[-1].date_to.strftime("%d/%m/%Y"),
                        begin=version.date_from.strftime("%d/%m/%Y"),
                    ),
                    version,
                )

    def _check_coverage_low(self):
        """Sectors of which a smaller share than the target is offered at centres."""
        groups = self.env["tthc.audit.coverage"]._read_group(
            [], ["sector_id"], ["__count", "offered:sum"]
        )
        for sector, count, offered in groups:
            if 100 * offered < self.minimum * count:
                yield self._finding(
                    sector,
                    self.env._(
                        "%(offered)s of %(count)s procedures in force are offered at centres, "
                        "%(share)d %%; the target is %(target)g %%.",
                        offered=offered,
                        count=count,
                        share=100 * offered // count,
                        target=self.minimum,
                    ),
                    sector_id=sector.id,
                )
