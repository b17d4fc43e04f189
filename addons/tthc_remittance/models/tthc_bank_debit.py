import re
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcBankDebit(models.Model):
    """What the bank's statement shows of the transfers of a remittance list: one for each
    receiving account. When all of them are shown, the list is remitted."""

    _inherit = "tthc.bank.debit"

    purpose = fields.Selection(
        selection_add=[("remittance", "Remittance"), ("other",)],
        ondelete={"remittance": lambda debits: debits._forget_remittance()},
    )
    remittance_id = fields.Many2one(
        "tthc.remittance", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    def _forget_remittance(self):
        """On uninstallation the purpose becomes another one; the history keeps what it was."""
        self._set({"purpose": "other"})

    @api.model
    def _links(self):
        return (*super()._links(), "remittance_id")

    def _check_link(self, purpose, links):
        """Override: the list is ordered, of this centre and account, and waits for this sum."""
        result = super()._check_link(purpose, links)
        remittance = self.env["tthc.remittance"].sudo().browse(links.get("remittance_id"))
        if (purpose == "remittance") != bool(remittance):
            raise UserError(self.env._("Name the list that was remitted, and only for a list."))
        if not remittance:
            return result
        remittance._lock()
        remittance._require("ordered")
        own = remittance.account_id in (self.account_id, self.env["tthc.collection.account"])
        if remittance.company_id != self.company_id or not own:
            raise UserError(self.env._("%s is to be paid from another account.", remittance.name))
        if not remittance._unpaid()[round(self.amount)]:
            raise UserError(
                self.env._(
                    "No transfer of %(amount)s is missing of %(list)s.",
                    amount=self.currency_id.format(self.amount),
                    list=remittance.name,
                )
            )
        return result

    @api.private
    def _explain(self, purpose, note, **links):
        """Override: a list of which all transfers are shown is remitted."""
        result = super()._explain(purpose, note, **links)
        for remittance in self.sudo().remittance_id.filtered(lambda row: row.state == "ordered"):
            remittance._done_by_debits()
        return result

    @api.private
    def _reopen(self, reason):
        """Override: what shows that a list was remitted stays explained."""
        done = self.sudo().remittance_id.filtered(lambda row: row.state == "done")
        if done:
            raise UserError(self.env._("%s is remitted by this movement.", done[0].name))
        return super()._reopen(reason)

    @api.private
    def _recognise_remittances(self):
        """Explain those that bear the number of an ordered list and a sum that it waits for."""
        for debit in self.sudo().filtered(lambda row: row.state == "open"):
            ordered = debit.env["tthc.remittance"].search(
                [
                    ("company_id", "=", debit.company_id.id),
                    ("account_id", "in", (debit.account_id.id, False)),
                    ("state", "=", "ordered"),
                ]
            )
            named = ordered.filtered(lambda row, memo=debit.memo: row._is_named(memo))
            if len(named) == 1 and named._unpaid()[round(debit.amount)]:
                debit.with_context(tthc_recognised=True)._explain(
                    "remittance", named.name, remittance_id=named.id
                )


class TthcStatement(models.Model):
    _inherit = "tthc.statement"

    @api.private
    def _keep_debits(self, rows):
        """Override: recognise remittance lists too."""
        debits = super()._keep_debits(rows)
        debits._recognise_remittances()
        return debits


class TthcRemittance(models.Model):
    _inherit = "tthc.remittance"

    debit_ids = fields.One2many("tthc.bank.debit", "remittance_id", "Money Out", readonly=True)

    @api.private
    def _cancel(self, reason):
        """Override: what the statement shows was paid.

        :raise UserError: movements of the bank are recorded as transfers of the list
        """
        paid = self.sudo().filtered("debit_ids")
        if paid:
            raise UserError(
                self.env._(
                    "The statement shows transfers of %s: take the explanation of those movements "
                    "back first (Finance > Money Out).",
                    paid[0].name,
                )
            )
        return super()._cancel(reason)

    def _is_named(self, memo):
        """Whether a bank's memo bears the number of this list."""
        number = re.escape(self.name.replace("/", ""))
        plain = re.sub(r"[^0-9A-Z]", "", (memo or "").upper())
        return bool(re.search(rf"{number}(?!\d)", plain))

    def _unpaid(self):
        """Sums of the transfers that no statement shows yet, counted."""
        ordered = Counter(row[-2] for row in self._order_rows())
        return ordered - Counter(round(debit.amount) for debit in self.debit_ids)

    def _done_by_debits(self):
        """Remitted, if the statement shows all of it."""
        if self._unpaid():
            return
        last = self.debit_ids.sorted(lambda debit: (debit.booked_at, debit.id))[-1:]
        references = filter(None, self.debit_ids.sorted("id").mapped("bank_reference"))
        self._done(", ".join(references), last.booked_at)
