from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.models.res_company import ZONE

#: How far ahead the days of a due date are looked at: the longest holiday and make-up days in it.
_SPAN = 30


STATUSES = [
    ("missing", "Not Posted"),
    ("outdated", "Old Version Posted"),
    ("ended", "Ended but Posted"),
    ("upcoming", "New Version to Post"),
    ("unrecorded", "Posted without a Record"),
    ("posted", "Posted"),
]


class TthcPostingGap(models.Model):
    """What each centre has to post, read from the offers, versions and postings as they are
    today: one row per offer in force, one more where a coming version is not posted yet."""

    _name = "tthc.posting.gap"
    _description = "Posting Status"
    _auto = False
    _order = "due_on, company_id, procedure_id, id"
    _rec_name = "procedure_id"

    offer_id = fields.Many2one("tthc.offer", readonly=True)
    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    procedure_id = fields.Many2one("tthc.procedure", readonly=True)
    sector_id = fields.Many2one("tthc.sector", readonly=True)
    agency_id = fields.Many2one("tthc.agency", "Competent Agency", readonly=True)
    version_id = fields.Many2one("tthc.procedure.version", "Version to Post", readonly=True)
    posting_id = fields.Many2one("tthc.posting", "Now Posted", readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    published_on = fields.Date(readonly=True)
    due_on = fields.Date("Post until", readonly=True)
    overdue = fields.Boolean(readonly=True)

    _depends = {
        "tthc.offer": [
            "company_id",
            "procedure_id",
            "sector_id",
            "agency_id",
            "posted",
            "posting_recorded",
            "active",
        ],
        "tthc.procedure": ["active"],
        "tthc.procedure.version": [
            "procedure_id",
            "state",
            "voided",
            "date_from",
            "date_to",
            "published_at",
        ],
        "tthc.posting": ["company_id", "procedure_id", "version_id", "removed_on"],
        "tthc.calendar.day": ["date", "kind", "company_id"],
        "res.company": ["tthc_website_posting", "tthc_posting_days", "tthc_posting_day_kind"],
    }

    @property
    def _table_query(self):
        today = self.env["res.company"]._tthc_today()
        versions = self.env["tthc.procedure.version"].sudo()
        in_force = versions._domain_in_force(today)
        coming = versions._domain_effective() & fields.Domain("date_from", ">", today)
        return SQL(
            """
            WITH in_force AS (%(in_force)s), coming AS (%(coming)s), rows AS (%(rows)s)
            SELECT rows.*, due.due_on,
                   coalesce(due.due_on < %(today)s, FALSE)
                   AND status IN ('missing', 'outdated', 'upcoming') AS overdue
              FROM rows
              JOIN res_company company ON company.id = rows.company_id
              LEFT JOIN LATERAL (%(due)s) due ON status <> 'ended'
            """,
            in_force=self._versions_sql(in_force),
            coming=self._versions_sql(coming),
            rows=self._rows_sql(),
            due=self._due_sql(),
            today=today,
        )

    @api.model
    def _versions_sql(self, domain):
        """Rows of the versions of ``domain``, with the day in Việt Nam on which each was
        published; what came into the database published has its first day instead."""
        versions = self.env["tthc.procedure.version"].sudo().with_context(active_test=False)
        query = versions._search(domain, order="id")
        return query.select(
            SQL.identifier(query.table, "id"),
            SQL.identifier(query.table, "procedure_id"),
            SQL(
                "coalesce((%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date, %s) AS published_on",
                SQL.identifier(query.table, "published_at"),
                ZONE,
                SQL.identifier(query.table, "date_from"),
            ),
        )

    @api.model
    def _rows_sql(self):
        """The row of the version in force of each offer, and that of a coming one not posted."""
        return SQL(
            """
            WITH hanging AS (
                SELECT company_id, procedure_id, version_id, max(id) AS id
                  FROM tthc_posting
                 WHERE removed_on IS NULL AND version_id IS NOT NULL
                 GROUP BY company_id, procedure_id, version_id
            ), offers AS (
                SELECT offer.*, company.tthc_website_posting AS website
                  FROM tthc_offer offer
                  JOIN tthc_procedure procedure
                    ON procedure.id = offer.procedure_id AND procedure.active
                  JOIN res_company company ON company.id = offer.company_id
                 WHERE offer.active
            )
            SELECT offers.id * 2 AS id, offers.id AS offer_id, offers.company_id,
                   offers.procedure_id, offers.sector_id, offers.agency_id,
                   in_force.id AS version_id, in_force.published_on,
                   coalesce(own.id, old.id) AS posting_id,
                   CASE WHEN in_force.id IS NULL THEN 'ended'
                        WHEN own.id IS NOT NULL OR offers.website THEN 'posted'
                        WHEN old.id IS NOT NULL THEN 'outdated'
                        WHEN offers.posted AND offers.posting_recorded IS NOT TRUE THEN 'unrecorded'
                        ELSE 'missing' END AS status
              FROM offers
              LEFT JOIN in_force ON in_force.procedure_id = offers.procedure_id
              LEFT JOIN hanging own ON own.company_id = offers.company_id
                    AND own.version_id = in_force.id
              LEFT JOIN LATERAL (
                    SELECT max(hanging.id) AS id FROM hanging
                     WHERE hanging.company_id = offers.company_id
                       AND hanging.procedure_id = offers.procedure_id
                       AND hanging.version_id IS DISTINCT FROM in_force.id
                       AND hanging.version_id NOT IN (SELECT id FROM coming)
                   ) old ON TRUE
             WHERE in_force.id IS NOT NULL OR old.id IS NOT NULL
             UNION ALL
            SELECT offers.id * 2 + 1, offers.id, offers.company_id, offers.procedure_id,
                   offers.sector_id, offers.agency_id, next.id, next.published_on, NULL, 'upcoming'
              FROM offers
              JOIN LATERAL (
                    SELECT coming.* FROM coming
                     WHERE coming.procedure_id = offers.procedure_id
                     ORDER BY coming.id LIMIT 1
                   ) next ON TRUE
             WHERE offers.website IS NOT TRUE
               AND NOT EXISTS (SELECT FROM hanging WHERE hanging.company_id = offers.company_id
                                  AND hanging.version_id = next.id)
            """
        )

    @api.model
    def _due_sql(self):
        """The last day to post: so many days after that of publication, by the centre's setting.
        Working days are Monday to Friday without the days off of the working calendar, and its
        make-up days."""
        return SQL(
            """
            SELECT CASE WHEN company.tthc_posting_day_kind = 'calendar'
                        THEN rows.published_on + coalesce(company.tthc_posting_days, 5)
                   ELSE (
                    SELECT day::date
                      FROM generate_series(
                               rows.published_on + 1,
                               rows.published_on + %(span)s
                                   + 3 * coalesce(company.tthc_posting_days, 5),
                               interval '1 day'
                           ) AS day
                      LEFT JOIN LATERAL (
                            SELECT kind FROM tthc_calendar_day special
                             WHERE special.date = day::date
                               AND (special.company_id IS NULL OR special.company_id = company.id)
                             ORDER BY special.company_id NULLS LAST LIMIT 1
                           ) special ON TRUE
                     WHERE special.kind = 'make_up_work'
                        OR (special.kind IS NULL AND extract(isodow FROM day) < 6)
                     ORDER BY day OFFSET coalesce(company.tthc_posting_days, 5) - 1 LIMIT 1
                   ) END AS due_on
            """,
            span=_SPAN,
        )

    def action_post(self):
        """Open the wizard with what these rows want posted."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.posting.wizard",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Post"),
            "context": {
                "default_company_id": self.company_id[:1].id,
                "default_version_ids": self.version_id.ids,
            },
        }

    def action_take_down(self):
        """Record that the sheets of ended procedures among these rows were taken down."""
        self.filtered(lambda row: row.status in ("ended", "outdated")).posting_id.action_take_down()
        return True
