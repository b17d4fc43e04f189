from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from odoo.addons.tthc_payment.tools.refund import HOLDS

from ..tools.day import Difference
from .tthc_reconciliation_cash import HANDOVER
from .tthc_reconciliation_debit import DEBIT
from .tthc_reconciliation_figures import MONEY
from .tthc_reconciliation_settled import SETTLEMENT

#: A statement that comes later than that is not waited for.
PATIENCE = timedelta(days=90)
#: Differences that say of money that it pays no fee.
NO_FEE = ("not_matched", "undone")


class TthcReconciliationDay(models.Model):
    """What was in order when its day was closed, and is not any more.

    A closed day does not change: a later day says it, once, until it is cleared or stands
    explained in a closed day itself.
    """

    _inherit = "tthc.reconciliation.day"

    def _is_first_open(self):
        """Whether every day before this one is closed."""
        return self._day_before().state in (False, "closed")

    def _not_told(self, field, column, *buckets):
        """Condition: no difference of these kinds stands in a closed day about the record."""
        return SQL(
            """NOT EXISTS (SELECT FROM tthc_reconciliation_item item
                JOIN tthc_reconciliation_day closed ON closed.id = item.day_id
                WHERE item.%s = %s AND item.bucket IN %s AND item.state <> 'cleared'
                    AND closed.state = 'closed')""",
            SQL.identifier(field),
            column,
            buckets,
        )

    def _find(self):
        """Override: what came back of closed days, most of it on the first that is open."""
        found = [*super()._find(), *self._find_undone()]
        if not self._is_first_open():
            return found
        again = getattr(self, f"_again_{self.channel}", list)()
        return [*found, *again]

    # Money ----------------------------------------------------------------------------------------

    def _came_back_sql(self, place):
        """Query of money of closed days of which more is in no fee than stands explained: id,
        amount, when that happened (nobody knows of some)."""
        return SQL(
            """SELECT * FROM (
                SELECT money.id, money.source, money.provider_id,
                    money.amount - COALESCE((SELECT sum(match.amount)
                        FROM tthc_payment_match match
                        WHERE match.incoming_id = money.id AND match.state = 'active'), 0)
                    - COALESCE((SELECT sum(refund.amount) FROM tthc_refund refund
                        WHERE refund.incoming_id = money.id AND refund.state IN %(holds)s), 0)
                    - COALESCE((SELECT sum(item.amount) FROM tthc_reconciliation_item item
                        JOIN tthc_reconciliation_day closed ON closed.id = item.day_id
                        WHERE item.money_id = money.id AND item.bucket IN %(buckets)s
                            AND item.state <> 'cleared' AND closed.state = 'closed'), 0) AS amount,
                    GREATEST((SELECT max(match.reversed_at) FROM tthc_payment_match match
                        WHERE match.incoming_id = money.id),
                        (SELECT max(event.happened_at) FROM tthc_money_event event
                        WHERE event.incoming_id = money.id AND event.kind = 'put_back'),
                        (SELECT max(refund.checked_at) FROM tthc_refund refund
                        WHERE refund.incoming_id = money.id AND refund.state = 'failed')) AS at
                FROM tthc_incoming_money money
                WHERE %(place)s AND money.state = 'exception' AND NOT (%(counted)s)
            ) AS back WHERE amount > 0""",
            holds=tuple(HOLDS),
            buckets=NO_FEE,
            place=place,
            counted=self._not_counted(MONEY, SQL("money.id")),
        )

    def _find_undone(self):
        """Money whose day was closed that is in no fee any more: a match that was undone, a
        settlement or deposit that was none, a refund that failed. The day on which that happened
        has it, else the first that is open."""
        rows = self.env.execute_query(
            SQL("SELECT id, amount, at FROM (%s) AS one", self._came_back_sql(self._place_sql()))
        )
        found, first = [], self._is_first_open()
        for money_id, amount, at in rows:
            day = at and self._local_day(at)
            if day != self.day and not (first and (not day or day < self.day)):
                continue
            money = self.env[MONEY].sudo().browse(money_id)
            found.append(
                Difference(
                    "undone",
                    f"back|{money.id}",
                    round(amount),
                    self._name_of(money),
                    day or self._local_day(money.booked_at),
                    {"money_id": money.id},
                )
            )
        return found

    def _voided_later_sql(self, place):
        """Query of takings that were voided after the day was closed in which they count, and
        stand in no closed day as that: id, source, when they were taken."""
        return SQL(
            """SELECT money.id, money.source, money.booked_at FROM tthc_incoming_money money
            JOIN tthc_reconciliation_entry counted
                ON counted.model = %s AND counted.record_id = money.id
            WHERE %s AND money.voided AND counted.status <> 'set_aside' AND %s""",
            MONEY,
            place,
            self._not_told("money_id", SQL("money.id"), "voided"),
        )

    def _find_voided_takings(self):
        query = SQL("SELECT id FROM (%s) AS one", self._voided_later_sql(self._place_sql()))
        return [
            Difference(
                "voided",
                f"voided|{money.id}",
                round(money.amount),
                self._name_of(money),
                self._local_day(money.booked_at),
                {"money_id": money.id},
                money.set_aside_note or "",
                money.set_aside_by_id.id,
            )
            for money in self.env[MONEY].sudo().browse(self._query_ids(query))
        ]

    # Places ---------------------------------------------------------------------------------------

    def _again_bank(self):
        return [*self._find_reopened_debits(), *self._find_late_gaps(), *self._find_never_shown()]

    def _again_gateway(self):
        return self._find_lost_settlements()

    def _again_card(self):
        return [*self._find_lost_settlements(), *self._find_voided_takings()]

    def _again_cash(self):
        return [*self._find_handovers_again(), *self._find_voided_takings()]

    def _find_reopened_debits(self):
        query = SQL(
            "SELECT debit.id FROM tthc_bank_debit debit WHERE debit.account_id = %s "
            "AND debit.state = 'open' AND NOT (%s) AND %s",
            self.account_id.id,
            self._not_counted(DEBIT, SQL("debit.id")),
            self._not_told("debit_id", SQL("debit.id"), "debit"),
        )
        return self._differences_of_debits(query)

    def _find_late_gaps(self):
        """Statements of closed days that came late and do not join."""
        query = SQL(
            """SELECT statement.id FROM tthc_statement statement
            WHERE statement.account_id = %s AND statement.join IN ('days', 'balance')
                AND statement.date_from < %s AND statement.date_from >= %s AND %s""",
            self.account_id.id,
            self.day,
            (self._first_day() or self).day,
            self._not_told("statement_id", SQL("statement.id"), "gap"),
        )
        return self._differences_of_gaps(self.env["tthc.statement"].browse(self._query_ids(query)))

    def _find_never_shown(self):
        """Money that only the feed told of, whose day is closed and is on a statement by now."""
        query = SQL(
            """SELECT money.id, counted.day_id FROM tthc_incoming_money money
            JOIN tthc_reconciliation_entry counted
                ON counted.model = %s AND counted.record_id = money.id
            WHERE %s AND money.source = 'feed' AND money.statement_id IS NULL
                AND money.booked_at >= %s AND %s""",
            MONEY,
            self._place_sql(),
            self._bounds(self.day - PATIENCE)[0],
            self._not_told("money_id", SQL("money.id"), "not_on_statement"),
        )
        by_day = {}
        for money_id, day_id in self.env.execute_query(query):
            by_day.setdefault(day_id, []).append(money_id)
        ids = [
            money_id
            for day_id, waiting in by_day.items()
            if self.browse(day_id)._is_covered()
            for money_id in waiting
        ]
        return self._differences_of_not_shown(ids)

    def _find_lost_settlements(self):
        """Settlements whose credit was something else after all."""
        query = SQL(
            "SELECT settlement.id FROM tthc_settlement settlement WHERE %s "
            "AND settlement.state <> 'credited' AND NOT (%s) AND %s",
            self._settlement_place(),
            self._not_counted(SETTLEMENT, SQL("settlement.id")),
            self._not_told("settlement_id", SQL("settlement.id"), "not_credited"),
        )
        return self._differences_of_settlements(query)

    def _find_handovers_again(self):
        """Hand-overs of closed days that turned out otherwise than they stood there."""
        query = SQL(
            """SELECT handover.id FROM tthc_cash_handover handover
            WHERE handover.company_id = %s AND NOT (%s) AND (
                (handover.kind = 'bank' AND %s AND NOT EXISTS (SELECT FROM tthc_incoming_money own
                    WHERE own.handover_id = handover.id))
                OR (EXISTS (SELECT FROM tthc_cash_handover_confirmation said
                    WHERE said.handover_id = handover.id AND said.difference <> 0) AND %s))""",
            self.company_id.id,
            self._not_counted(HANDOVER, SQL("handover.id")),
            self._not_told("handover_id", SQL("handover.id"), "not_deposited"),
            self._not_told("handover_id", SQL("handover.id"), "handover_difference"),
        )
        handovers = self.env[HANDOVER].sudo().browse(self._query_ids(query)).sorted("id")
        return [one for row in handovers for one in self._differences_of_handover(row)]

    # Which days there are -------------------------------------------------------------------------

    def _movement_sql(self, company, start, zone):
        """Override: what came back has a day, too."""
        return SQL(
            """%(others)s UNION
            SELECT back.source, CASE WHEN back.source = 'gateway' THEN back.provider_id END,
                (COALESCE(back.at, %(start)s) AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
            FROM (%(back)s) AS back
            UNION SELECT CASE WHEN settlement.provider_id IS NULL THEN 'card' ELSE 'gateway' END,
                settlement.provider_id, settlement.settled_on
            FROM tthc_settlement settlement
            WHERE settlement.company_id = %(company)s AND settlement.settled_on >= %(start)s
                AND (%(settled)s OR (settlement.state <> 'credited' AND %(lost)s))
            UNION SELECT void.source, NULL,
                (void.booked_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
            FROM (%(voided)s) AS void
            UNION SELECT 'cash', NULL,
                (handover.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
            FROM tthc_cash_handover handover
            WHERE handover.company_id = %(company)s AND handover.at >= %(start)s AND %(handed)s""",
            others=super()._movement_sql(company, start, zone),
            company=company.id,
            start=start,
            zone=zone,
            back=self._came_back_sql(
                SQL(
                    "money.company_id = %s AND money.source IN ('cash', 'card', 'gateway')",
                    company.id,
                )
            ),
            voided=self._voided_later_sql(
                SQL("money.company_id = %s AND money.source IN ('cash', 'card')", company.id)
            ),
            settled=self._not_counted(SETTLEMENT, SQL("settlement.id")),
            lost=self._not_told("settlement_id", SQL("settlement.id"), "not_credited"),
            handed=self._not_counted(HANDOVER, SQL("handover.id")),
        )
