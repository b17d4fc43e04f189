from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools.statement_gaps import Span, joins
from ..tools.statement_overlap import (
    Known,
    clock_of,
    letters,
    resolve,
    resolve_numbered,
    used_again,
)


class TthcCollectionAccount(models.Model):
    """The side of an account that its statements need: what is known already, what is missing."""

    _inherit = "tthc.collection.account"

    statement_read_at = fields.Datetime("Last Statement Read", readonly=True, copy=False)

    @api.private
    def _lock_statements(self):
        """Let one statement of an account be read at a time.

        Which rows are known is decided against those stored: two files read at once would both
        give the same counter to different movements. Writing makes the later one start again.
        """
        self.ensure_one()
        self.sudo().write({"statement_read_at": fields.Datetime.now()})
        self.flush_recordset(["statement_read_at"])

    def _scope(self):
        """Where the references of this account's bank are unique: the same for files of every
        layout and for feeds, which tell of the same movements."""
        scopes = (self.layout_id or self.bank_id.sudo().layout_ids).mapped("reference_scope")
        return "day" if "day" in scopes else "account"

    @api.private
    def _recognise(self, statement):
        """Give the rows of ``statement`` that were taken in before the keys they have."""
        statement = statement.with_rows(self._recognise_numbered(statement.rows))
        unnumbered = [row for row in statement.rows if row.key.startswith("row|")]
        if not unnumbered:
            return statement
        first = min(row.booked_at for row in unnumbered) - timedelta(days=2)
        last = max(row.booked_at for row in unnumbered) + timedelta(days=2)
        known = self._known(
            SQL(
                "booked_at BETWEEN %s AND %s AND starts_with(source_key, %s)",
                first,
                last,
                f"{self.bank_id.sudo().bin}|row|",
            )
        )
        return statement.with_rows(resolve(statement.rows, known))

    def _recognise_numbered(self, rows):
        """Give keys of their own to rows with a number that the bank has used more than once."""
        prefix = f"{self.bank_id.sudo().bin}|"
        numbered = [row for row in rows if row.key.startswith("ref|")]
        if not numbered:
            return rows
        keys = [f"{prefix}{row.key}" for row in numbered]
        found = used_again(numbered, self._known(SQL("source_key = ANY(%s)", keys)))
        if not found:
            return rows
        numbers = [f"{prefix}{base}|" for base in found]
        alike = SQL("regexp_replace(source_key, '[0-9]+$', '') = ANY(%s)", numbers)
        return resolve_numbered(rows, self._known(alike))

    def _known(self, condition):
        """The :class:`~..tools.statement_overlap.Known` movements of this account, in and out."""
        prefix = f"{self.bank_id.sudo().bin}|"
        zone = self.company_id._tthc_zone()
        known = []
        for model in ("tthc.incoming.money", "tthc.bank.debit"):
            self.env[model].flush_model()
            query = SQL(
                "SELECT source_key, balance_after, booked_at, memo FROM %s "
                "WHERE account_id = %s AND %s ORDER BY id",
                SQL.identifier(self.env[model]._table),
                self.id,
                condition,
            )
            for key, balance, booked_at, memo in self.env.execute_query(query):
                moment = wall_time.to_local(booked_at, zone)
                known.append(
                    Known(
                        key.removeprefix(prefix),
                        round(balance) if balance else None,
                        clock_of(moment),
                        moment.date(),
                        letters(memo or ""),
                    )
                )
        return known

    @api.private
    def _judge_continuity(self):
        """Say of each statement of this account whether it joins on to the one before."""
        statements = self.env["tthc.statement"].sudo().search([("account_id", "=", self.id)])
        spans = [
            Span(
                row.id,
                row.date_from,
                row.date_to,
                round(row.opening_balance) if row.opening_known else None,
                round(row.closing_balance) if row.closing_known else None,
            )
            for row in statements
        ]
        found = joins(spans)
        for row in statements:
            row._set_join(found[row.id])
