from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tools import wall_time

from .tthc_carrier_promise import AREAS
from .tthc_shipment import STATES


class TthcCarrierPerformance(models.Model):
    """What carriers did with the envelopes handed to them: a row for each shipment to a citizen,
    in numbers that add up. On time is measured by the promise in force on the day of the
    hand-over, in calendar days of the centre's clock."""

    _name = "tthc.carrier.performance"
    _description = "Carrier Performance"
    _auto = False
    _order = "handed_at desc"
    _rec_name = "shipment_id"

    shipment_id = fields.Many2one("tthc.shipment", readonly=True)
    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    carrier_id = fields.Many2one("tthc.carrier", readonly=True)
    area = fields.Selection(AREAS, readonly=True)
    state = fields.Selection(STATES, readonly=True)
    handed_at = fields.Datetime("Handed Over on", readonly=True)
    delivered_at = fields.Datetime("Delivered on", readonly=True)
    promised_days = fields.Integer(readonly=True, aggregator="avg")
    days = fields.Float(
        "Days to Delivery", readonly=True, aggregator="avg", help="Of those delivered, on average."
    )
    median_days = fields.Float(
        "Days to Delivery (Median)",
        readonly=True,
        aggregator="avg",
        help="Of those delivered: half of them took no longer.",
    )
    sent = fields.Integer("Shipments", readonly=True)
    delivered = fields.Integer(readonly=True)
    on_time = fields.Integer("Delivered on Time", readonly=True)
    late = fields.Integer(readonly=True, help="Delivered late, or not delivered and overdue.")
    on_time_rate = fields.Float(
        "On Time (%)",
        readonly=True,
        aggregator="avg",
        help="Of those that were promised and are delivered or overdue.",
    )
    failures = fields.Integer("Failed Attempts", readonly=True)
    returned = fields.Integer(readonly=True)
    lost = fields.Integer(readonly=True)
    cost = fields.Monetary("Postage", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Override: a group's median days, which no aggregator of Odoo gives."""
        if aggregate_spec == "median_days:avg":
            days = self._field_to_sql(self._table, "median_days", query)
            return SQL("percentile_cont(0.5) WITHIN GROUP (ORDER BY %s)", days)
        return super()._read_group_select(aggregate_spec, query)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT sent.*, sent.days AS median_days,
                   (sent.delivered = 1 AND sent.over_days <= 0)::int AS on_time,
                   (sent.over_days > 0)::int AS late,
                   CASE WHEN sent.over_days > 0 THEN 0.0
                        WHEN sent.delivered = 1 AND sent.over_days <= 0 THEN 100.0
                    END AS on_time_rate
              FROM (%s) sent
            """,
            self._sent_query(),
        )

    def _sent_query(self):
        """Each envelope that was handed over, with the days by which it is over its promise."""
        zone = wall_time.DEFAULT_ZONE
        return SQL(
            """
            SELECT shipment.id, shipment.id AS shipment_id, shipment.company_id,
                   shipment.carrier_id, company.currency_id, shipment.state, place.area,
                   given.at AS handed_at, shipment.delivered_at,
                   promise.days AS promised_days,
                   extract(epoch FROM shipment.delivered_at - given.at)::float8 / 86400 AS days,
                   1 AS sent,
                   (shipment.state = 'delivered')::int AS delivered,
                   (shipment.state IN ('returned', 'returning'))::int AS returned,
                   (shipment.state = 'lost')::int AS lost,
                   COALESCE(failed.count, 0)::int AS failures,
                   COALESCE(shipment.price, 0) AS cost,
                   CASE WHEN shipment.state NOT IN ('returned', 'lost') THEN
                       (COALESCE(shipment.delivered_at, now() AT TIME ZONE 'UTC')
                           AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                       - (given.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                       - promise.days
                   END AS over_days
              FROM tthc_shipment shipment
              JOIN res_company company ON company.id = shipment.company_id
              JOIN res_partner centre ON centre.id = company.partner_id
              JOIN LATERAL (
                  SELECT min(at) AS at FROM tthc_shipment_event event
                   WHERE event.shipment_id = shipment.id AND event.status = 'handed_over'
                     AND event.moved
              ) given ON given.at IS NOT NULL
              LEFT JOIN LATERAL (
                  SELECT count(*) AS count FROM tthc_shipment_event event
                   WHERE event.shipment_id = shipment.id AND event.status = 'failed'
              ) failed ON TRUE
              CROSS JOIN LATERAL (
                  SELECT CASE WHEN shipment.recipient_state_id = centre.state_id THEN 'province'
                              WHEN shipment.recipient_state_id <> centre.state_id THEN 'country'
                          END AS area
              ) place
              LEFT JOIN LATERAL (
                  SELECT rule.days FROM tthc_carrier_promise rule
                   WHERE rule.carrier_id = shipment.carrier_id
                     AND (rule.company_id = shipment.company_id OR rule.company_id IS NULL)
                     AND (rule.area = place.area OR rule.area IS NULL)
                     AND rule.date_from <= (given.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                   ORDER BY rule.company_id IS NULL, rule.area IS NULL, rule.date_from DESC
                   LIMIT 1
              ) promise ON TRUE
             WHERE shipment.direction = 'deliver'
            """,
            zone=zone,
        )
