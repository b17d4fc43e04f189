from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import limits
from .tthc_procedure_channel import CHANNELS, UNITS


class TthcLimitReport(models.Model):
    """How much shorter than the law the centres promise to be: a row for every offer, case and
    channel of the versions in force today.

    Days are working days by the conventions of :mod:`..tools.limits`. The percentage of a group
    is the ratio of its sums; limits without a unit count in neither.
    """

    _name = "tthc.limit.report"
    _description = "Reduction of Time Limits"
    _auto = False
    _order = "sector_id, procedure_id, case_id, channel"
    _rec_name = "procedure_id"

    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    sector_id = fields.Many2one("tthc.sector", readonly=True)
    agency_id = fields.Many2one("tthc.agency", "Competent Agency", readonly=True)
    offer_id = fields.Many2one("tthc.offer", readonly=True)
    procedure_id = fields.Many2one("tthc.procedure", readonly=True)
    version_id = fields.Many2one("tthc.procedure.version", readonly=True)
    case_id = fields.Many2one("tthc.procedure.case", readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
    legal_value = fields.Float("Legal Limit", digits=(6, 1), readonly=True, aggregator=None)
    legal_unit = fields.Selection(UNITS, readonly=True)
    committed_value = fields.Float("Committed Limit", digits=(6, 1), readonly=True, aggregator=None)
    committed_unit = fields.Selection(UNITS, readonly=True)
    legal_label = fields.Char("Legal Limit in Words", compute="_compute_labels")
    committed_label = fields.Char("Committed Limit in Words", compute="_compute_labels")
    source = fields.Selection(
        [("centre", "Centre"), ("version", "Version"), ("none", "No Commitment")],
        "Committed by",
        readonly=True,
    )
    legal_days = fields.Float(digits=(8, 2), readonly=True, help="In working days.")
    committed_days = fields.Float(digits=(8, 2), readonly=True, help="In working days.")
    reduction_days = fields.Float("Days Saved", digits=(8, 2), readonly=True)
    reduction_percent = fields.Float(
        "Reduction (%)", digits=(5, 1), readonly=True, aggregator="avg"
    )

    @api.depends("legal_unit", "committed_unit")
    @api.depends_context("lang")
    def _compute_labels(self):
        channels = self.env["tthc.procedure.channel"]
        for row in self:
            row.legal_label = channels._limit_text(row.legal_value, row.legal_unit)
            row.committed_label = row.committed_unit and channels._limit_text(
                row.committed_value, row.committed_unit
            )

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        return SQL(
            """
            SELECT *,
                   legal_days - committed_days AS reduction_days,
                   CASE WHEN legal_days > 0
                        THEN (legal_days - committed_days) / legal_days * 100 END
                       AS reduction_percent
              FROM (
                SELECT channel.id + offer.id::bigint * 1000000000 AS id,
                       offer.company_id, offer.sector_id, offer.agency_id, offer.id AS offer_id,
                       offer.procedure_id, version.id AS version_id, pcase.id AS case_id,
                       channel.channel,
                       channel.time_value AS legal_value, channel.time_unit AS legal_unit,
                       kept.value AS committed_value, kept.unit AS committed_unit,
                       kept.source,
                       legal.days AS legal_days,
                       CASE WHEN legal.days IS NOT NULL
                            THEN coalesce(kept.days, legal.days) END AS committed_days
                  FROM tthc_offer offer
                  JOIN tthc_procedure_version version
                    ON version.procedure_id = offer.procedure_id
                   AND version.state = 'published'
                   AND version.date_from <= %(today)s
                   AND (version.date_to IS NULL OR version.date_to >= %(today)s)
                  JOIN tthc_procedure_case pcase ON pcase.version_id = version.id
                  JOIN tthc_procedure_channel channel ON channel.case_id = pcase.id
                  CROSS JOIN LATERAL (SELECT %(legal)s AS days) legal
                  CROSS JOIN LATERAL (
                    SELECT * FROM (
                        SELECT own.value, own.unit, %(own)s AS days, 'centre' AS source,
                               CASE WHEN own.case_name > '' THEN 0 ELSE 1 END AS rank
                          FROM tthc_offer_limit own
                         WHERE own.offer_id = offer.id AND own.channel = channel.channel
                           AND (coalesce(own.case_name, '') = ''
                                OR lower(own.case_name) = lower(pcase.name))
                           AND (legal.days IS NULL OR %(own)s <= legal.days + %(epsilon)s)
                        UNION ALL
                        SELECT channel.committed_value, channel.committed_unit,
                               %(committed)s, 'version', 2
                         WHERE channel.committed_unit IS NOT NULL
                        UNION ALL
                        SELECT NULL, NULL, NULL, 'none', 3
                    ) choices ORDER BY rank LIMIT 1
                  ) kept
                 WHERE offer.active
              ) measured
            """,
            today=today,
            legal=_days("channel.time_value", "channel.time_unit"),
            committed=_days("channel.committed_value", "channel.committed_unit"),
            own=_days("own.value", "own.unit"),
            epsilon=limits.EPSILON,
        )

    def _read_group_select(self, aggregate_spec, query):
        """Overrides base: the percentage of a group weighs each limit by its length."""
        if aggregate_spec != "reduction_percent:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%(saved)s) / NULLIF(SUM(%(legal)s), 0) * 100",
            saved=self._field_to_sql(self._table, "reduction_days", query),
            legal=self._field_to_sql(self._table, "legal_days", query),
        )


def _days(value, unit):
    """SQL of the working days of a limit, by :data:`..tools.limits.HOURS`; NULL when unknown."""
    branches = SQL(" ").join(
        SQL(
            "WHEN %s THEN %s * %s::float8",
            name,
            SQL.identifier(*value.split(".")),
            hours / limits.HOURS_PER_DAY,
        )
        for name, hours in limits.HOURS.items()
    )
    return SQL("CASE %s %s WHEN 'same_day' THEN 1 END", SQL.identifier(*unit.split(".")), branches)
