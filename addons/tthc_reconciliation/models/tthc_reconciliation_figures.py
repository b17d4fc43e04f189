from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import day as rules

MONEY, REQUEST = "tthc.incoming.money", "tthc.expected.payment"


class TthcReconciliationDay(models.Model):
    """Working a day out: which records count in it, the sums of its sides, its differences."""

    _inherit = "tthc.reconciliation.day"

    # What counts in the day -----------------------------------------------------------------------

    def _span(self):
        """From when on records count in this day, and the end of the day (naive UTC). The first
        day that is not closed also has what came late for those before."""
        start, end = self._bounds()
        before = self._day_before()
        if before.state == "closed":
            start = before._first_instant()
        return start, end

    def _first_instant(self):
        """Since when records count at this place. An account has every day; elsewhere something
        may be told late of a day before the first that was made."""
        first = self._first_day() or self
        since = self.company_id.sudo().tthc_reconcile_from
        if self.channel == "bank" or not since or first.day <= since:
            return first._bounds()[0]
        return self._bounds(since)[0]

    def _first_day(self):
        return self.sudo().search(self._same_place(), order="day", limit=1)

    def _place_sql(self):
        """Condition on ``money``: it came in at the place of this day."""
        if self.channel == "bank":
            return SQL(
                "money.account_id = %s AND money.source IN ('statement', 'feed')",
                self.account_id.id,
            )
        if self.channel == "gateway":
            return SQL(
                "money.company_id = %s AND money.provider_id = %s "
                "AND (money.source = 'gateway' OR money.account_id IS NULL)",
                self.company_id.id,
                self.provider_id.id,
            )
        return SQL("money.company_id = %s AND money.source = %s", self.company_id.id, self.channel)

    def _not_counted(self, model, column):
        """Condition: the record does not count in a closed day."""
        return SQL(
            "NOT EXISTS (SELECT FROM tthc_reconciliation_entry counted "
            "WHERE counted.model = %s AND counted.record_id = %s)",
            model,
            column,
        )

    def _members_sql(self):
        """Query of the money that counts in this day: id, amount, matched, state and more."""
        start, end = self._span()
        return SQL(
            """SELECT money.id, money.amount, money.state, money.voided, money.provider_id,
                money.statement_id, money.booked_at,
                COALESCE((SELECT sum(match.amount) FROM tthc_payment_match match
                    WHERE match.incoming_id = money.id AND match.state = 'active'), 0) AS matched
            FROM tthc_incoming_money money
            WHERE %(place)s AND money.booked_at >= %(start)s AND money.booked_at < %(end)s
                AND %(open)s""",
            place=self._place_sql(),
            start=start,
            end=end,
            open=self._not_counted(MONEY, SQL("money.id")),
        )

    # Working out ----------------------------------------------------------------------------------

    @api.private
    def _refresh(self):
        """Work the figures and the differences out anew; the caller holds the lock."""
        self.ensure_one()
        self.env.flush_all()
        self._apply(self._find())
        self._set({**self._figures(), "refreshed_at": fields.Datetime.now()})
        self._count_items()

    def _figures(self):
        """The sums of the sides, by field. Extended by what other addons know."""
        [row] = self.env.execute_query_dict(
            SQL(
                """SELECT COALESCE(sum(amount) FILTER (WHERE voided IS NOT TRUE), 0)
                        AS received_amount,
                    COALESCE(sum(matched), 0) AS matched_amount,
                    COALESCE(sum(amount) FILTER (WHERE provider_id IS NOT NULL), 0) AS told,
                    COALESCE(sum(amount) FILTER (WHERE statement_id IS NOT NULL), 0) AS shown,
                    count(*) FILTER (WHERE booked_at < %s) AS late_count
                FROM (%s) AS member""",
                self._bounds()[0],
                self._members_sql(),
            )
        )
        told, shown = row.pop("told"), row.pop("shown")
        return {
            **row,
            "booked_amount": self._booked(),
            "asked_amount": 0,
            "due_amount": 0,
            "charge_amount": 0,
            "out_amount": 0,
            "source_amount": 0,
            "bank_amount": 0,
            **getattr(self, f"_figures_of_{self.channel}")(told, shown),
        }

    def _booked(self):
        """What the collection book has of this day and place: an undone match counts below zero."""
        start, end = self._bounds()
        [(booked,)] = self.env.execute_query(
            SQL(
                """SELECT COALESCE(sum(
                    CASE WHEN match.matched_at >= %(start)s AND match.matched_at < %(end)s
                        THEN match.amount ELSE 0 END
                    - CASE WHEN match.state = 'reversed' AND match.reversed_at >= %(start)s
                        AND match.reversed_at < %(end)s THEN match.amount ELSE 0 END), 0)
                FROM tthc_payment_match match
                JOIN tthc_incoming_money money ON money.id = match.incoming_id
                WHERE %(place)s AND ((match.matched_at >= %(start)s AND match.matched_at < %(end)s)
                    OR (match.reversed_at >= %(start)s AND match.reversed_at < %(end)s))""",
                place=self._place_sql(),
                start=start,
                end=end,
            )
        )
        return booked

    # Differences ----------------------------------------------------------------------------------

    def _apply(self, found):
        """Record the differences that were found, and clear those that were not."""
        found = {one.key: one for one in found}
        items = {item.key: item for item in self.sudo().item_ids}
        plan = rules.plan(
            {
                key: rules.Known(row.state, round(row.amount), row.bucket)
                for key, row in items.items()
            },
            found,
        )
        self.env["tthc.reconciliation.item"].sudo().create(
            [
                {
                    "day_id": self.id,
                    "company_id": self.company_id.id,
                    "bucket": found[key].bucket,
                    "key": key,
                    "label": found[key].label,
                    "happened_on": found[key].happened_on,
                    **found[key].refs,
                    **self._stand(found[key]),
                }
                for key in plan.new
            ]
        )
        for key in plan.again:
            kind = {"bucket": found[key].bucket, "label": found[key].label, **found[key].refs}
            items[key]._set({**kind, **self._stand(found[key]), "cleared_at": False})
        for key, item in items.items():
            spoken = key in found and found[key].explanation
            if spoken and item.state == rules.OPEN:
                item._set(self._stand(found[key]))
        now = fields.Datetime.now()
        cleared = self.env["tthc.reconciliation.item"].sudo().union(*map(items.get, plan.cleared))
        cleared._set({"state": rules.CLEARED, "cleared_at": now})

    def _stand(self, difference):
        """Amount, state and explanation of a difference as it was found."""
        said = difference.explanation
        return {
            "amount": difference.amount,
            "state": rules.EXPLAINED if said else rules.OPEN,
            "explanation": said or False,
            "explained_by_id": difference.by or False,
            "explained_at": fields.Datetime.now() if said else False,
        }

    @api.private
    def _count_items(self):
        for day in self:
            items = day.item_ids
            day._set(
                {
                    "item_count": len(items.filtered(lambda row: row.state != rules.CLEARED)),
                    "open_count": len(items.filtered(lambda row: row.state == rules.OPEN)),
                }
            )
