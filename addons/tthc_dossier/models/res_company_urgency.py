from collections import defaultdict

from odoo import api, fields, models, tools

from ..tools import live_clock, wall_time


class ResCompany(models.Model):
    """What a centre calls "today" and "soon"."""

    _inherit = "res.company"

    tthc_soon_days = fields.Integer(
        "Due Soon (Days)",
        default=2,
        help="A dossier or step is “due soon” during this many calendar days before the day of "
        "its due time.",
    )

    _tthc_soon_days_valid = models.Constraint(
        "CHECK (tthc_soon_days BETWEEN 0 AND 365)",
        "“Due Soon” begins 0 to 365 days before the due time.",
    )

    @api.model
    def _tthc_urgency_bounds(self, now):
        """Where the days of the centres end at ``now`` (naive UTC): pairs of a set of company
        ids and their :class:`live_clock.Bounds`, the most usual first, which is also that of any
        company not named."""
        found = defaultdict(set)
        for zone, days, companies in self._tthc_urgency_settings():
            found[live_clock.bounds(now, zone, days)] |= companies
        pairs = [(ids, limits) for limits, ids in found.items()]
        return sorted(pairs, key=lambda pair: -len(pair[0]))

    @api.model
    @tools.ormcache()
    def _tthc_urgency_settings(self):
        """Zone, days and ids of the companies that have them, for all companies."""
        companies = (
            self.sudo()
            .with_context(active_test=False)
            .search_fetch([], ["resource_calendar_id", "tthc_soon_days"])
        )
        settings = defaultdict(set)
        for company in companies:
            zone = company.resource_calendar_id.tz or wall_time.DEFAULT_ZONE
            settings[zone, company.tthc_soon_days].add(company.id)
        return [(zone, days, frozenset(ids)) for (zone, days), ids in settings.items()]

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if "tthc_soon_days" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)
