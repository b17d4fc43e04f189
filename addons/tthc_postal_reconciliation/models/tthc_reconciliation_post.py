from odoo import api, models
from odoo.tools import SQL

from odoo.addons.tthc_postal_payment.models.tthc_postal_remittance import IN_ACCOUNT
from odoo.addons.tthc_reconciliation.models.tthc_reconciliation_figures import MONEY

from .tthc_reconciliation_day import POST

LINE, LIST = "tthc.postal.remittance.line", "tthc.postal.remittance"
COLLECTION = "tthc.postal.collection"
PAID = SQL(IN_ACCOUNT)


class TthcReconciliationDay(models.Model):
    """The sides of a day of the post.

    What a list says of a collection belongs to the day of the collection, the list itself and what
    the post reports beyond our books to the day on which the list was agreed.
    """

    _inherit = "tthc.reconciliation.day"

    # What counts in the day -----------------------------------------------------------------------

    def _place_sql(self):
        if self.channel != POST:
            return super()._place_sql()
        return SQL(
            "money.company_id = %s AND money.source = 'post' AND money.postal_collection_id IN "
            "(SELECT taken.id FROM tthc_postal_collection taken WHERE taken.carrier_id = %s)",
            self.company_id.id,
            self.carrier_id.id or None,
        )

    def _place_domain(self):
        day = self.sudo()
        if day.channel != POST:
            return super()._place_domain()
        return [
            ("company_id", "=", day.company_id.id),
            ("source", "=", "post"),
            ("postal_collection_id.carrier_id", "=", day.carrier_id.id),
        ]

    def _lists_place(self):
        return SQL(
            "list.company_id = %s AND list.carrier_id = %s AND list.state <> 'draft'",
            self.company_id.id,
            self.carrier_id.id or None,
        )

    def _list_lines_sql(self):
        """Query of the lines of agreed lists that count in this day: id, amount as the post owes
        it, what it is more than in our books, state, whether the list is paid."""
        start, end = self._span()
        return SQL(
            """SELECT line.id, line.collection_id, line.state, %(paid)s AS paid,
                CASE WHEN line.state = 'none' THEN line.amount ELSE line.told_amount END AS amount,
                CASE WHEN line.state = 'none' THEN 0 ELSE line.difference END AS difference
            FROM tthc_postal_remittance_line line
            JOIN tthc_postal_remittance list ON list.id = line.remittance_id
            LEFT JOIN tthc_postal_collection taken ON taken.id = line.collection_id
            WHERE %(place)s AND line.counts AND %(open)s
                AND COALESCE(taken.collected_at, list.agreed_at) >= %(start)s
                AND COALESCE(taken.collected_at, list.agreed_at) < %(end)s""",
            paid=PAID,
            place=self._lists_place(),
            open=self._not_counted(LINE, SQL("line.id")),
            start=start,
            end=end,
        )

    def _lists_sql(self):
        """Query of the lists that were agreed on this day, or late: id, amount, charge, state."""
        start, end = self._span()
        return SQL(
            """SELECT list.id, list.net_amount AS amount, list.charge_amount AS charge, list.state,
                %(paid)s AS paid
            FROM tthc_postal_remittance list
            WHERE %(place)s AND list.agreed_at >= %(start)s AND list.agreed_at < %(end)s
                AND %(open)s""",
            paid=PAID,
            place=self._lists_place(),
            start=start,
            end=end,
            open=self._not_counted(LIST, SQL("list.id")),
        )

    @api.model
    def _lost_sql(self, company):
        """Query of lists that were in the account when their day was closed, are not any more, and
        are no difference of a closed day yet: id, carrier."""
        return SQL(
            """SELECT list.id, list.carrier_id, list.agreed_at FROM tthc_postal_remittance list
            WHERE list.company_id = %(company)s AND NOT %(paid)s AND EXISTS (
                SELECT FROM tthc_reconciliation_entry counted WHERE counted.model = %(list)s
                    AND counted.record_id = list.id AND counted.status = 'paid')
            AND NOT EXISTS (SELECT FROM tthc_reconciliation_item item
                JOIN tthc_reconciliation_day day ON day.id = item.day_id
                WHERE item.postal_remittance_id = list.id AND item.state <> 'cleared'
                    AND day.state = 'closed')""",
            company=company.id,
            paid=PAID,
            list=LIST,
        )

    def _voids_sql(self):
        """Query of collections that were voided after the day was closed in which they count:
        the first open day has them."""
        return SQL(
            """SELECT taken.id, money.amount, money.id AS money_id
            FROM tthc_incoming_money money
            JOIN tthc_postal_collection taken ON taken.id = money.postal_collection_id
            WHERE %(first)s AND %(place)s AND money.voided AND NOT (%(money)s) AND %(open)s""",
            first=self._is_first_open(),
            place=self._place_sql(),
            money=self._not_counted(MONEY, SQL("money.id")),
            open=self._not_counted(COLLECTION, SQL("taken.id")),
        )

    # Figures --------------------------------------------------------------------------------------

    def _figures(self):
        """Override: credits of the post's lists on an account's day; nothing of a list else."""
        [(paid,)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(sum(member.amount), 0) FROM (%s) AS member "
                "JOIN tthc_incoming_money money ON money.id = member.id "
                "WHERE money.postal_remittance_id IS NOT NULL",
                self._members_sql(),
            )
        )
        return {"list_amount": 0, **super()._figures(), "post_amount": paid}

    def _is_own_sql(self):
        return SQL("(%s OR money.postal_remittance_id IS NOT NULL)", super()._is_own_sql())

    def _figures_of_post(self, _told, _shown):
        [row] = self.env.execute_query_dict(
            SQL(
                """SELECT line.source_amount, line.bank_amount, list.charge_amount,
                    list.list_amount, void.out_amount
                FROM (SELECT COALESCE(sum(amount), 0) AS source_amount,
                        COALESCE(sum(amount) FILTER (WHERE paid), 0) AS bank_amount
                    FROM (%s) AS one) AS line,
                    (SELECT COALESCE(sum(charge), 0) AS charge_amount,
                        COALESCE(sum(amount), 0) AS list_amount FROM (%s) AS one) AS list,
                    (SELECT COALESCE(sum(amount), 0) AS out_amount FROM (%s) AS one) AS void""",
                self._list_lines_sql(),
                self._lists_sql(),
                self._voids_sql(),
            )
        )
        return row
