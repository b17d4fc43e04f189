from odoo import models
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools.day import Difference
from .tthc_reconciliation_figures import MONEY


class TthcReconciliationDay(models.Model):
    """Where the three sides of a day differ."""

    _inherit = "tthc.reconciliation.day"

    def _find(self):
        """The differences of this day now. Extended by what other addons know."""
        return [
            *self._find_money(),
            *self._find_undone(),
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

    def _find_undone(self):
        """Matches undone today of money whose day was closed: nothing of it would show there."""
        start, end = self._bounds()
        ids = self._query_ids(
            SQL(
                """SELECT match.id FROM tthc_payment_match match
                JOIN tthc_incoming_money money ON money.id = match.incoming_id
                WHERE match.state = 'reversed' AND match.reversed_at >= %s
                    AND match.reversed_at < %s AND %s AND money.state = 'exception'
                    AND NOT (%s)""",
                start,
                end,
                self._place_sql(),
                self._not_counted(MONEY, SQL("money.id")),
            )
        )
        matches = self.env["tthc.payment.match"].sudo().browse(ids)
        return [
            Difference(
                "undone",
                f"undone|{match.id}",
                round(min(match.amount, match.incoming_id.open_amount)),
                self._name_of(match.incoming_id),
                self._local_day(match.reversed_at),
                {"money_id": match.incoming_id.id},
            )
            for match in matches
        ]

    # Bank -----------------------------------------------------------------------------------------

    def _figures_of_bank(self, told, shown):
        start, end = self._bounds()
        [(asked, due)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(sum(amount), 0), "
                "COALESCE(sum(amount) FILTER (WHERE state IN ('open', 'expired')), 0) "
                "FROM tthc_expected_payment WHERE account_id = %s AND create_date >= %s "
                "AND create_date < %s",
                self.account_id.id,
                start,
                end,
            )
        )
        return {
            "asked_amount": asked,
            "due_amount": due,
            "source_amount": told,
            "bank_amount": shown,
        }

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
        return Difference(
            "no_statement",
            "no_statement",
            0,
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
        return [
            Difference(
                "gap",
                f"gap|{row.id}",
                abs(round(row.missing_amount)),
                row.gap_text or row.name,
                self.day,
                {"statement_id": row.id},
            )
            for row in gaps
        ]

    def _find_not_on_statement(self):
        query = SQL("SELECT id FROM (%s) AS member WHERE statement_id IS NULL", self._members_sql())
        return [
            Difference(
                "not_on_statement",
                f"not_on_statement|{money.id}",
                round(money.amount),
                self._name_of(money),
                self._local_day(money.booked_at),
                {"money_id": money.id},
            )
            for money in self.env[MONEY].sudo().browse(self._query_ids(query))
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
