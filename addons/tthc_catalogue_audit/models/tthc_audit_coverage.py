from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.models.tthc_procedure_version import EFFECTIVE_STATES


class TthcAuditCoverageRow(models.AbstractModel):
    """Measures of coverage. A row is one procedure in force that centres can offer, so the mean
    of ``share`` over rows is offered ÷ in force, however they are grouped.

    Procedures of ministries only are left out; those whose version names no level are counted.
    """

    _name = "tthc.audit.coverage.row"
    _description = "Coverage Measures"
    _auto = False
    _rec_name = "procedure_id"
    _order = "share, procedure_id"

    procedure_id = fields.Many2one("tthc.procedure", readonly=True)
    sector_id = fields.Many2one("tthc.sector", readonly=True)
    responsible_id = fields.Many2one("res.users", readonly=True)
    agency = fields.Char(
        "Executing Agency",
        readonly=True,
        help="As published; where nothing is, the competent agency. A procedure that several "
        "agencies execute stands under their joint text.",
    )
    in_force = fields.Integer("Procedures in Force", readonly=True)
    offered = fields.Integer(readonly=True)
    posted = fields.Integer(readonly=True)
    share = fields.Float(
        "Share Offered",
        readonly=True,
        aggregator="avg",
        help="Offered ÷ procedures in force.",
    )

    def _select_in_force(self):
        """Procedures in force today with the levels of their version, as SQL."""
        return SQL(
            """
            SELECT p.id, p.sector_id, p.responsible_id,
                   COALESCE(NULLIF(btrim(v.executing_agency), ''),
                            NULLIF(btrim(v.competent_agency), '')) AS agency,
                   ARRAY(SELECT l.code
                           FROM tthc_version_level_rel r
                           JOIN tthc_level l ON l.id = r.tthc_level_id
                          WHERE r.tthc_procedure_version_id = v.id) AS levels
              FROM tthc_procedure p
              JOIN tthc_procedure_version v ON v.procedure_id = p.id
             WHERE p.active AND v.state IN %(effective)s AND v.voided IS NOT TRUE
               AND v.date_from <= %(today)s
               AND (v.date_to IS NULL OR v.date_to >= %(today)s)
            """,
            today=self.env["res.company"]._tthc_today(),
            effective=EFFECTIVE_STATES,
        )


class TthcAuditCoverage(models.Model):
    """Each procedure in force once: is it offered at any centre? The share that a province's
    target is about (70 % in Yên Bái's first phase, 2018)."""

    _name = "tthc.audit.coverage"
    _description = "Coverage of the Catalogue"
    _inherit = "tthc.audit.coverage.row"
    _auto = False
    _depends = {
        "tthc.procedure": ["active", "sector_id", "responsible_id"],
        "tthc.procedure.version": [
            "state", "voided", "date_from", "date_to", "level_ids", "executing_agency",
            "competent_agency",
        ],
        "tthc.offer": ["active", "posted", "procedure_id", "company_id"],
        "res.company": ["active"],
    }  # fmt: skip

    level = fields.Selection(
        [
            ("province", "Province"),
            ("commune", "Commune"),
            ("both", "Province and Commune"),
            ("unknown", "Not Stated"),
        ],
        readonly=True,
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT p.id, p.id AS procedure_id, p.sector_id, p.responsible_id, p.agency,
                   CASE WHEN p.levels @> '{province,commune}' THEN 'both'
                        WHEN 'province' = ANY(p.levels) THEN 'province'
                        WHEN 'commune' = ANY(p.levels) THEN 'commune'
                        ELSE 'unknown' END AS level,
                   1 AS in_force,
                   (o.procedure_id IS NOT NULL)::int AS offered,
                   COALESCE(o.posted, 0) AS posted,
                   (o.procedure_id IS NOT NULL)::int::float AS share
              FROM (%s) p
              LEFT JOIN (SELECT procedure_id, bool_or(posted)::int AS posted
                           FROM tthc_offer JOIN res_company c ON c.id = company_id
                          WHERE tthc_offer.active AND c.active
                          GROUP BY procedure_id) o ON o.procedure_id = p.id
             WHERE p.levels = '{}' OR p.levels && '{province,commune}'
            """,
            self._select_in_force(),
        )


class TthcAuditCoverageCentre(models.Model):
    """Each procedure in force at each centre of its level: does this centre offer it?"""

    _name = "tthc.audit.coverage.centre"
    _description = "Coverage by Centre"
    _inherit = "tthc.audit.coverage.row"
    _auto = False
    _depends = {
        **TthcAuditCoverage._depends,
        "res.company": ["active", "tthc_is_centre", "tthc_level"],
    }

    company_id = fields.Many2one("res.company", "Centre", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT p.id * 1000000::bigint + c.id AS id, p.id AS procedure_id, p.sector_id,
                   p.responsible_id, p.agency, c.id AS company_id, 1 AS in_force,
                   (o.id IS NOT NULL)::int AS offered,
                   COALESCE(o.posted, false)::int AS posted,
                   (o.id IS NOT NULL)::int::float AS share
              FROM (%s) p
              JOIN res_company c ON c.active AND c.tthc_is_centre
               AND (p.levels = '{}' OR c.tthc_level = ANY(p.levels)
                    OR (c.tthc_level IS NULL AND p.levels && '{province,commune}'))
              LEFT JOIN tthc_offer o
                ON o.procedure_id = p.id AND o.company_id = c.id AND o.active
            """,
            self._select_in_force(),
        )
