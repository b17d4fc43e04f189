from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import debit as rules


class TthcRefund(models.Model):
    """What the bank's statement shows of the transfer that pays a refund."""

    _inherit = "tthc.refund"

    debit_ids = fields.One2many("tthc.bank.debit", "refund_id", "Money Out", readonly=True)
    statement_debit_id = fields.Many2one(
        "tthc.bank.debit",
        "Shown by the Statement",
        compute="_compute_statement_debit_id",
        compute_sudo=True,
        help="The movement of the bank's statement that paid this refund.",
    )

    @api.depends("debit_ids")
    def _compute_statement_debit_id(self):
        for refund in self:
            refund.statement_debit_id = refund.debit_ids[:1]

    @api.private
    def _recognise_debits(self, debits):
        """Explain those of ``debits`` that plainly pay one of these refunds."""
        pairs = rules.recognise(
            [debit._plain() for debit in debits], [refund._plain_refund() for refund in self]
        )
        for debit, refund in pairs.items():
            debits.browse(debit).with_context(tthc_recognised=True)._explain(
                "refund", self.browse(refund).name, refund_id=refund
            )

    def _plain_refund(self):
        return rules.PaidBack(
            self.id,
            self.name,
            round(self.amount),
            self.incoming_id.account_id.id or 0,
            self.company_id.id,
            self.bank_reference or "",
            self.beneficiary_account or "",
        )

    @api.private
    def _finish(self, vals):
        """Override: a statement that came first may show the transfer already."""
        result = super()._finish(vals)
        refunds = self.sudo().filtered(lambda row: row.way == "bank" and not row.debit_ids)
        if refunds:
            debits = self.env["tthc.bank.debit"].sudo()
            refunds._recognise_debits(
                debits.search(
                    [
                        ("state", "=", "open"),
                        ("company_id", "in", refunds.company_id.ids),
                        ("amount", "in", refunds.mapped("amount")),
                    ]
                )
            )
        return result

    @api.private
    def _fail(self, reason):
        """Override: what the statement shows was paid.

        :raise UserError: a movement of the bank is recorded as its payment
        """
        paid = self.sudo().filtered("debit_ids")
        if paid:
            raise UserError(
                self.env._(
                    "The statement shows that %s was paid: take the explanation of that movement "
                    "back first (Finance > Money Out).",
                    paid[0].name,
                )
            )
        return super()._fail(reason)


class TthcBankDebit(models.Model):
    _inherit = "tthc.bank.debit"

    def _plain(self):
        return rules.Debit(
            self.id,
            round(self.amount),
            self.account_id.id,
            self.company_id.id,
            self.bank_reference or "",
            self.memo or "",
            self.counter_account or "",
        )
