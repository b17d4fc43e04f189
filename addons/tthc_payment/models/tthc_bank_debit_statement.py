import base64
import json
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.statement_error import StatementError

_logger = logging.getLogger(__name__)


class TthcStatement(models.Model):
    """What leaves the account by a statement, and what a feed had told of it before."""

    _inherit = "tthc.statement"

    debit_ids = fields.One2many("tthc.bank.debit", "statement_id", "Debits", readonly=True)

    @api.private
    def _keep_debits(self, rows):
        """Keep what left the account by ``rows`` (:class:`~..tools.statement.Row`) and recognise
        what explains itself. Charges that the bank took off the balance beside an amount are
        movements of their own.

        :return: the debits that are new
        """
        self.ensure_one()
        told = self.with_context(lang=self.env["res.company"]._tthc_record_lang())
        values = [told._debit_values(row) for row in rows if row.debit]
        values += [told._charge_values(row) for row in rows if row.fee]
        if not values:
            return self.env["tthc.bank.debit"]
        debits = self.env["tthc.bank.debit"]._store_many(values)
        debits._recognise_refunds()
        return debits

    def _debit_values(self, row):
        returned = {
            "state": "explained",
            "purpose": "returned",
            "note": self.env._("The bank marks it as taking a credit back."),
            "explained_at": self.env.cr.now().replace(microsecond=0),
        }
        plain = {"state": "open", "purpose": False, "note": False, "explained_at": False}
        return {
            **self._fact_values(row, row.debit),
            "is_reversal": row.reversal,
            **(returned if row.reversal else plain),
        }

    def _charge_values(self, row):
        return {
            **self._fact_values(row, row.fee),
            "source_key": f"{self.account_id.bank_id.bin}|fee|{row.key}",
            "is_reversal": False,
            "state": "explained",
            "purpose": "charge",
            "note": self.env._("Charge and tax that the statement prints beside the amount."),
            "explained_at": self.env.cr.now().replace(microsecond=0),
        }

    @api.private
    def _keep_debits_again(self):
        """Read the debits out of files that were imported before they were kept; a file that
        cannot be read any more is left alone."""
        for statement in self.sudo().filtered("file").sorted("id"):
            account = statement.account_id
            try:
                with self.env.cr.savepoint():
                    data = base64.b64decode(statement.file)
                    layout = statement.layout_id.exists() or None
                    seen = account._recognise(statement._read(account, data, layout)[1])
                    statement._keep_debits(seen.rows)
            except (StatementError, UserError) as error:
                _logger.info(
                    "statement %s: debits not read again, %s", statement.id, type(error).__name__
                )

    @api.private
    def _sight(self, rows):
        """Say of money that a feed told first that this statement has it; the first one wins.

        In one statement, past the guards on purpose: where money was seen is no fact about it.
        """
        self.ensure_one()
        prefix = f"{self.account_id.bank_id.bin}|"
        seen = [{"source_key": f"{prefix}{row.key}", "statement_row": row.row} for row in rows]
        money = self.env["tthc.incoming.money"]
        money.flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE tthc_incoming_money money
                SET statement_id = %(statement)s, statement_row = row.statement_row
                FROM json_to_recordset(%(rows)s)
                    AS row (source_key varchar, statement_row integer)
                WHERE money.source_key = row.source_key AND money.source = 'feed'
                    AND money.statement_id IS NULL AND money.account_id = %(account)s""",
                statement=self.id,
                rows=json.dumps(seen),
                account=self.account_id.id,
            )
        )
        money.invalidate_model(["statement_id", "statement_row"])
        self.invalidate_recordset(["incoming_ids"])

    def action_debits(self):
        """What left the account by this statement."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_payment.action_bank_debit")
        return {**action, "domain": [("statement_id", "=", self.id)], "context": {}}


class TthcBankDebit(models.Model):
    _inherit = "tthc.bank.debit"

    @api.private
    def _recognise_refunds(self):
        """Explain those that plainly pay a refund: see :func:`..tools.debit.recognise`."""
        waiting = self.sudo().filtered(lambda row: row.state == "open")
        if not waiting:
            return
        refunds = (
            self.env["tthc.refund"]
            .sudo()
            .search(
                [
                    ("way", "=", "bank"),
                    ("company_id", "in", waiting.company_id.ids),
                    ("amount", "in", list(set(waiting.mapped("amount")))),
                    ("debit_ids", "=", False),
                    "|",
                    ("state", "=", "done"),
                    "&",
                    ("state", "=", "approved"),
                    ("exported_at", "!=", False),
                ]
            )
        )
        refunds._recognise_debits(waiting)
