from collections import defaultdict

from odoo import models

from ..tools.similar import similar_pairs


class TthcAuditRule(models.Model):
    """Check of procedures of nearly the same name."""

    _inherit = "tthc.audit.rule"

    def _check_duplicate_name(self):
        """Pairs of one sector whose names are similar, and whose versions share a level where
        both name one. Found once, at the one with the higher code."""
        names = defaultdict(dict)
        procedures = self.env["tthc.procedure"].search_fetch(
            [], ["code", "name", "short_name", "sector_id"], order="code"
        )
        for procedure in procedures:
            names[procedure.sector_id][procedure] = procedure.name
        threshold = min(max(self.minimum / 100, 0.3), 1)
        pairs = [pair for one in names.values() for pair in similar_pairs(one, threshold)]
        levels = self._levels_of(procedures.browse({row.id for pair in pairs for row in pair[:2]}))
        for first, second, likeness in pairs:
            mine, theirs = levels[first.id], levels[second.id]
            if mine and theirs and not mine & theirs:
                continue
            one, other = sorted((first, second), key=lambda row: row.code)
            yield self._finding(
                other,
                self.env._(
                    "Named like %(code)s, %(likeness)d %% alike: %(name)s",
                    code=one.code,
                    likeness=100 * likeness,
                    name=one.short_name,
                ),
                procedure_id=other.id,
                key=f",{one.id}",
            )

    def _levels_of(self, procedures):
        """``{procedure id: levels of its live versions}``"""
        levels = defaultdict(self.env["tthc.level"].browse)
        versions = self._live_versions([("procedure_id", "in", procedures.ids)])
        versions.fetch(["level_ids"])
        for version in versions:
            levels[version.procedure_id.id] |= version.level_ids
        return levels
