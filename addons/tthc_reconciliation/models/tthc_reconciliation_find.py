from odoo import models
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tools import wall_time
from odoo.addons.tthc_payment.tools.refund import HOLDS

from ..tools.day import Difference
from .tthc_reconciliation_figures import MONEY


class TthcReconciliationDay(models.Model):
    """Where the three sides of a day differ."""

    _inherit = "tthc.reconciliation.day"

    def _find(self):
        """The differences of this day now. Extended by what other addons know."""
        return [
            *self._find_money(),
            *getattr(self, f"_find_{self.channel}")(),
        ]

    def _local_day(self, instant):
        return wall_time.to_local(instant, self.company_id.sudo()._tthc_zone()).date()

    def _query_ids(self, query):
        return [row[0] for row in self.env.execute_query(query)]

    def _name_of(self, money):
        """The bank's number of money: memos, which name people, are not kept here."""
        return money.bank_reference or f"#{money.id}"

    # Money that pays no fee -----------------------------------------------------------------------

    def _find_money(self):
        ids = self._query_ids(
            SQL(
                "SELECT id FROM (%s) AS member WHERE matched < amount AND voided IS NOT TRUE",
                self._members_sql(),
            )
        )
        money = self.env[MONEY].sudo().browse(ids)
        return [one for row in money if (one := self._difference_of(row))]

    def _difference_of(self, money):
        """What of ``money`` is in the bank and in no fee; None where something else says it."""
        bucket, said, by = "not_matched", "", None
        if money.state == "set_aside":
            bucket, said, by = "set_aside", money.set_aside_note or "", money.set_aside_by_id.id
        elif not money.open_amount:
            refunds = money.refund_ids.filtered(lambda row: row.state not in ("refused", "failed"))
            bucket = "paid_back"
            said = ", ".join(f"{row.name}: {row.reason}" for row in refunds)
        return Difference(
            bucket,
            f"money|{money.id}",
            round(money.amount - money.matched_amount),
            self._name_of(money),
            self._local_day(money.booked_at),
            {"money_id": money.id},
            said,
            by,
        )

    # Bank -----------------------------------------------------------------------------------------

    def _figures_of_bank(self, told, shown):
        start, end = self._bounds()
        [(asked,)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(sum(amount), 0) FROM tthc_expected_payment "
                "WHERE account_id = %s AND create_date >= %s AND create_date < %s",
                self.account_id.id,
                start,
                end,
            )
        )
        [(due,)] = self.env.execute_query(
            SQL("SELECT COALESCE(sum(amount), 0) FROM (%s) AS one", self._due_sql())
        )
        return {
            "asked_amount": asked,
            "due_amount": due,
            "source_amount": told,
            "bank_amount": shown,
        }

    def _due_sql(self):
        """Query of the requests of this day that are not paid now: id, what is due of them, 0,
        state."""
        start, end = self._bounds()
        return SQL(
            """SELECT request.id, request.amount
                - COALESCE((SELECT sum(match.amount) FROM tthc_payment_match match
                    WHERE match.expected_id = request.id AND match.state = 'active'), 0)
                - COALESCE((SELECT sum(refund.amount) FROM tthc_refund refund
                    WHERE refund.expected_id = request.id AND refund.match_id IS NOT NULL
                        AND refund.state IN %s), 0) AS amount,
                0 AS matched, request.state
            FROM tthc_expected_payment request
            WHERE request.account_id = %s AND request.create_date >= %s
                AND request.create_date < %s AND request.state IN ('open', 'expired')""",
            (*HOLDS, "failed"),
            self.account_id.id,
            start,
            end,
        )

    def _find_bank(self):
        covered = self._is_covered()
        return [
            *([] if covered or not self.is_over else [self._no_statement()]),
            *self._find_gaps(),
            *(self._find_not_on_statement() if covered else []),
        ]

    def _is_covered(self):
        """Whether the statements show this day to its end: one that was read after it, or two that
        join over it."""
        _start, end = self._bounds()
        statements = self.env["tthc.statement"].sudo()
        of_account = ("account_id", "=", self.account_id.id)
        shown = statements.search_count(
            [
                of_account,
                ("date_from", "<=", self.day),
                ("date_to", ">=", self.day),
                ("create_date", ">=", end),
            ],
            limit=1,
        )
        if shown:
            return True
        after = statements.search(
            [of_account, ("date_to", ">", self.day)], order="date_from, id", limit=1
        )
        if after and after.date_from <= self.day:
            return True
        return after.join == "joined"

    def _no_statement(self):
        query = SQL(
            "SELECT COALESCE(sum(amount) FILTER (WHERE statement_id IS NULL), 0) "
            "FROM (%s) AS member",
            self._members_sql(),
        )
        [(told,)] = self.env.execute_query(query)
        return Difference(
            "no_statement",
            "no_statement",
            round(told),
            self.env._("No statement shows this day to its end"),
            self.day,
        )

    def _find_gaps(self):
        gaps = self.env["tthc.statement"].sudo()
        gaps = gaps.search(
            [
                ("account_id", "=", self.account_id.id),
                ("join", "in", ("days", "balance")),
                ("date_from", "=", self.day),
            ]
        )
        return self._differences_of_gaps(gaps)

    def _differences_of_gaps(self, gaps):
        return [
            Difference(
                "gap",
                f"gap|{row.id}",
                abs(round(row.missing_amount)),
                row.gap_text or row.name,
                row.date_from,
                {"statement_id": row.id},
            )
            for row in gaps.sudo()
        ]

    def _find_not_on_statement(self):
        query = SQL("SELECT id FROM (%s) AS member WHERE statement_id IS NULL", self._members_sql())
        return self._differences_of_not_shown(self._query_ids(query))

    def _differences_of_not_shown(self, ids):
        return [
            Difference(
                "not_on_statement",
                f"not_on_statement|{money.id}",
                round(money.amount),
                self._name_of(money),
                self._local_day(money.booked_at),
                {"money_id": money.id},
            )
            for money in self.env[MONEY].sudo().browse(ids)
        ]

    # Gateways and cards ---------------------------------------------------------------------------

    def _figures_of_gateway(self, _told, _shown):
        return {}

    def _figures_of_card(self, _told, _shown):
        return {}

    def _find_gateway(self):
        return []

    def _find_card(self):
        return []
