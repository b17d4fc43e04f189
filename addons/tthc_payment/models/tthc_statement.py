import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import statement_reader
from ..tools.statement_error import StatementError
from .tthc_statement_errors import explain


class TthcStatement(models.Model):
    """A bank statement file as it was imported: kept with its hash, read once, never changed."""

    _name = "tthc.statement"
    _description = "Bank Statement"
    _order = "id desc"

    name = fields.Char("File Name", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        "tthc.collection.account", required=True, readonly=True, ondelete="restrict"
    )
    layout_id = fields.Many2one("tthc.statement.layout", readonly=True)
    file = fields.Binary(
        attachment=True,
        readonly=True,
        groups="tthc_payment.group_accountant,tthc_payment.group_auditor",
    )
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", readonly=True)
    opening_balance = fields.Monetary(readonly=True)
    closing_balance = fields.Monetary(readonly=True)
    opening_known = fields.Boolean(readonly=True)
    closing_known = fields.Boolean(readonly=True)
    format = fields.Char(readonly=True, help="The kind of file, told from its content.")
    row_count = fields.Integer("Rows", readonly=True)
    debit_count = fields.Integer("Money Out", readonly=True, help="Rows that only money left by.")
    new_count = fields.Integer("New", readonly=True)
    known_count = fields.Integer(
        "Known", readonly=True, help="Rows of money in that an earlier statement had delivered."
    )
    left_out = fields.Char("Other Accounts", readonly=True)
    incoming_ids = fields.One2many("tthc.incoming.money", "statement_id", "Money", readonly=True)
    matched_count = fields.Integer("Matched", compute="_compute_counts")
    exception_count = fields.Integer("Exceptions", compute="_compute_counts")

    _file_unique = models.UniqueIndex(
        "(account_id, sha256)", "This statement file was imported before."
    )

    @api.depends("incoming_ids.state")
    def _compute_counts(self):
        counts = dict.fromkeys(self.ids, None)
        for statement, state, count in self.env["tthc.incoming.money"]._read_group(
            [("statement_id", "in", self.ids)], ["statement_id", "state"], ["__count"]
        ):
            counts[statement.id] = {**(counts[statement.id] or {}), state: count}
        for statement in self:
            found = counts.get(statement.id) or {}
            statement.matched_count = found.get("matched", 0)
            statement.exception_count = found.get("exception", 0)

    def write(self, vals):
        raise UserError(self.env._("A statement is kept as it was imported."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Statements stay on record, also those read by mistake."))

    @api.model
    @api.private
    def _import(self, account, data, filename, layout=None):
        """Read a statement file of ``account`` and take in its money.

        Either the whole file is taken in or nothing is. Rows that an earlier, overlapping file
        delivered are recognised and have no effect.

        :param bytes data: the file
        :param layout: the layout to read with; otherwise every layout of the bank is tried
        :raise UserError: imported before, or what is wrong with which row
        """
        digest = hashlib.sha256(data).hexdigest()
        self._refuse_second_import(account, digest)
        account._lock_statements()
        try:
            kind, seen, used = self._read(account, data, layout)
        except StatementError as error:
            raise UserError(explain(self.env, error, filename)) from error
        self._refuse_unnamed_copy(account, digest, seen)
        seen = account._recognise(seen)
        statement = self.sudo().create(
            {
                **self._file_values(account, data, filename, digest, seen, used),
                "format": kind,
            }
        )
        received = [row for row in seen.rows if row.credit]
        new = statement._take_in(received)
        statement._count(len(seen.rows), len(received), new)
        if new < len(received):
            statement._sight(received)
        statement._keep_debits(seen.rows)
        account._judge_continuity()
        return statement.with_env(self.env)

    @api.model
    def _readers(self):
        """The kinds of files that are read; the first that accepts a file reads it."""
        return [statement_reader.SPREADSHEET]

    @api.model
    @api.private
    def _read(self, account, data, layout=None):
        """Read and check a file without taking it in.

        :return: (name of the kind of file, the statement, the layout it was read with)
        :raise StatementError: what is wrong with which row
        :raise UserError: the bank has no layout
        """
        reader = statement_reader.pick(self._readers(), data)
        layouts = layout or account.layout_id or account.bank_id.sudo().layout_ids
        if reader.by_layout and not layouts:
            raise UserError(
                self.env._(
                    "There is no statement layout for %s. Add one under Finance > Configuration > "
                    "Statement Layouts.",
                    account.bank_id.sudo().name,
                )
            )
        plain = [(row._plain(), row) for row in layouts.sudo()]
        seen = statement_reader.read_with(
            reader, data, [words for words, _row in plain], account.number, account._scope()
        )
        used = next((row for words, row in plain if words is seen.layout), layouts.browse())
        return reader.name, seen, used

    def _refuse_second_import(self, account, digest):
        first = self.sudo().search(
            [("account_id", "=", account.id), ("sha256", "=", digest)], limit=1
        )
        if first:
            self._raise_imported(first)

    def _refuse_unnamed_copy(self, account, digest, seen):
        """A file that does not say whose account it shows belongs to one account only."""
        if seen.names_account:
            return
        first = self.sudo().search(
            [("company_id", "=", account.company_id.id), ("sha256", "=", digest)], limit=1
        )
        if first:
            self._raise_imported(first)

    def _raise_imported(self, first):
        raise UserError(
            self.env._(
                "This file was imported before: “%(name)s” on %(when)s by %(who)s, account "
                "%(account)s. Nothing was changed.",
                name=first.name,
                when=fields.Datetime.context_timestamp(first, first.create_date).strftime(
                    "%d/%m/%Y %H:%M"
                ),
                who=first.create_uid.name,
                account=first.account_id.display_name,
            )
        )

    def _file_values(self, account, data, filename, digest, seen, layout):
        days = [row.booked_at.date() for row in seen.rows]
        days += seen.period or ()
        return {
            "name": filename,
            "company_id": account.company_id.id,
            "account_id": account.id,
            "layout_id": layout.id,
            "file": base64.b64encode(data),
            "sha256": digest,
            "date_from": min(days),
            "date_to": max(days),
            "opening_balance": seen.opening or 0,
            "closing_balance": seen.closing or 0,
            "opening_known": seen.opening is not None,
            "closing_known": seen.closing is not None,
            "left_out": ", ".join(f"{number} ({count})" for number, count in seen.left_out.items()),
        }

    def _money_values(self, row):
        """Values of the raw money of one row; called once per row of large files."""
        return {
            "source": "statement",
            **self._fact_values(row, row.credit),
            "is_reversal": row.reversal,
        }

    def _fact_values(self, row, amount):
        """What a row tells of a movement of ``amount`` VND, in or out."""
        zone = self.company_id._tthc_zone()
        return {
            "source_key": f"{self.account_id.bank_id.bin}|{row.key}",
            "company_id": self.company_id.id,
            "account_id": self.account_id.id,
            "statement_id": self.id,
            "statement_row": row.row,
            "booked_at": wall_time.to_utc(row.booked_at, zone),
            "amount": amount,
            "currency_id": self.company_id.currency_id.id,
            "memo": row.memo,
            "bank_reference": row.reference,
            "counter_account": row.counter_account,
            "counter_name": row.counter_name,
            "balance_after": row.balance or 0,
        }

    def _count(self, rows, received, new):
        self._note(
            {
                "row_count": rows,
                "debit_count": rows - received,
                "new_count": new,
                "known_count": received - new,
            }
        )

    def _note(self, values):
        """Keep what was found out about the file: the one door past :meth:`write`."""
        return super(TthcStatement, self.sudo()).write(values)

    def action_incoming(self):
        """The money of this statement."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_payment.action_incoming_money")
        return {**action, "domain": [("statement_id", "=", self.id)], "context": {}}
