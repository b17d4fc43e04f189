from odoo import fields, models
from odoo.tools import SQL

from ..tools.day import Difference

DEBIT = "tthc.bank.debit"


class TthcReconciliationDay(models.Model):
    """What left the account on a day: every movement has a purpose, or is a difference."""

    _inherit = "tthc.reconciliation.day"

    def _debits_sql(self):
        """Query of the debits that count in this day: id, amount, state."""
        start, end = self._span()
        return SQL(
            "SELECT debit.id, debit.amount, debit.state, debit.booked_at "
            "FROM tthc_bank_debit debit WHERE debit.account_id = %s AND debit.booked_at >= %s "
            "AND debit.booked_at < %s AND %s",
            self.account_id.id,
            start,
            end,
            self._not_counted(DEBIT, SQL("debit.id")),
        )

    def _figures_of_bank(self, told, shown):
        query = SQL("SELECT COALESCE(sum(amount), 0) FROM (%s) AS debit", self._debits_sql())
        [(out,)] = self.env.execute_query(query)
        return {**super()._figures_of_bank(told, shown), "out_amount": out}

    def _find_bank(self):
        query = SQL("SELECT id FROM (%s) AS debit WHERE state = 'open'", self._debits_sql())
        return [*super()._find_bank(), *self._differences_of_debits(query)]

    def _differences_of_debits(self, query):
        return [
            Difference(
                "debit",
                f"debit|{debit.id}",
                round(debit.amount),
                debit.bank_reference or f"#{debit.id}",
                self._local_day(debit.booked_at),
                {"debit_id": debit.id},
            )
            for debit in self.env[DEBIT].sudo().browse(self._query_ids(query))
        ]

    def _freeze_rows(self):
        written = super()._freeze_rows()
        if self.channel == "bank":
            rows = SQL("SELECT id, amount, 0, state FROM (%s) AS debit", self._debits_sql())
            self.env["tthc.reconciliation.entry"].sudo()._freeze_rows(self, DEBIT, rows)
        return written

    def action_out(self):
        """Override: of an account, its debits."""
        if self.channel != "bank":
            return super().action_out()
        start, end = self._bounds()
        if self.state == "closed":
            domain = [("id", "in", self._counted(DEBIT))]
        else:
            query = SQL(
                "SELECT id FROM (%s) AS debit WHERE booked_at < %s",
                self.sudo()._debits_sql(),
                start,
            )
            domain = [
                ("account_id", "=", self.account_id.id),
                "|",
                ("id", "in", self._query_ids(query)),
                "&",
                ("booked_at", ">=", start),
                ("booked_at", "<", end),
            ]
        name = self.env._("Money out: %s", self.display_name)
        return self._show("tthc_payment.action_bank_debit", name, domain)


class TthcReconciliationItem(models.Model):
    _inherit = "tthc.reconciliation.item"

    debit_id = fields.Many2one("tthc.bank.debit", "Money Out", readonly=True, ondelete="restrict")

    def _is_cleared(self):
        if self.bucket == "debit":
            return self.debit_id.state == "explained"
        return super()._is_cleared()
