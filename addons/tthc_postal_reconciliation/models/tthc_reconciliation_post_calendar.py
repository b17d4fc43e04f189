from odoo import models
from odoo.tools import SQL

from odoo.addons.tthc_reconciliation.models.tthc_reconciliation_figures import MONEY

from .tthc_reconciliation_day import POST
from .tthc_reconciliation_post import COLLECTION, LINE, LIST


class TthcReconciliationDay(models.Model):
    """Which days of the post there are: those on which it took money or a list was agreed."""

    _inherit = "tthc.reconciliation.day"

    def _movements(self, company, start, zone):
        self.env.flush_all()
        yield from super()._movements(company, start, zone)
        for carrier, day in self.env.execute_query(self._post_movements_sql(company, start, zone)):
            yield POST, {"carrier_id": carrier}, day

    def _booked_movements(self, company, since, zone):
        """Override: money of the post that was matched or undone on another day."""
        yield from super()._booked_movements(company, since, zone)
        for carrier, day in self.env.execute_query(
            SQL(
                """SELECT DISTINCT taken.carrier_id,
                    (booked.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                FROM (%(booked)s) AS booked
                JOIN tthc_incoming_money money ON money.id = booked.incoming_id
                JOIN tthc_postal_collection taken ON taken.id = money.postal_collection_id
                WHERE money.company_id = %(company)s AND money.source = 'post'""",
                zone=zone,
                booked=self._booked_sql(since),
                company=company.id,
            )
        ):
            yield POST, {"carrier_id": carrier}, day

    def _post_movements_sql(self, company, start, zone):
        """Query of carrier and day of what counts in no closed day: money, lists and what they
        say, and what was voided later."""
        return SQL(
            """SELECT DISTINCT carrier_id, (at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
            FROM (
                SELECT taken.carrier_id, money.booked_at AS at
                FROM tthc_incoming_money money
                JOIN tthc_postal_collection taken ON taken.id = money.postal_collection_id
                WHERE money.company_id = %(company)s AND money.source = 'post' AND (%(money)s
                    OR (money.voided AND %(taken)s))
                UNION ALL
                SELECT list.carrier_id, list.agreed_at FROM tthc_postal_remittance list
                WHERE list.company_id = %(company)s AND list.state <> 'draft' AND %(list)s
                UNION ALL
                SELECT list.carrier_id, COALESCE(taken.collected_at, list.agreed_at)
                FROM tthc_postal_remittance_line line
                JOIN tthc_postal_remittance list ON list.id = line.remittance_id
                LEFT JOIN tthc_postal_collection taken ON taken.id = line.collection_id
                WHERE list.company_id = %(company)s AND list.state <> 'draft' AND line.counts
                    AND %(line)s
                UNION ALL
                SELECT lost.carrier_id, lost.agreed_at FROM (%(lost)s) lost
                UNION ALL
                SELECT taken.carrier_id, COALESCE(back.at, %(start)s) FROM (%(back)s) back
                JOIN tthc_incoming_money money ON money.id = back.id
                JOIN tthc_postal_collection taken ON taken.id = money.postal_collection_id
            ) moved WHERE at >= %(start)s""",
            zone=zone,
            company=company.id,
            start=start,
            lost=self._lost_sql(company),
            back=self._came_back_sql(
                SQL("money.company_id = %s AND money.source = 'post'", company.id)
            ),
            money=self._not_counted(MONEY, SQL("money.id")),
            taken=self._not_counted(COLLECTION, SQL("taken.id")),
            list=self._not_counted(LIST, SQL("list.id")),
            line=self._not_counted(LINE, SQL("line.id")),
        )
