from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcBankDebitSheet(models.TransientModel):
    """Asks what money out was for; several movements at once where all were for the same."""

    _name = "tthc.bank.debit.sheet"
    _description = "Explanation of Money Out"

    debit_ids = fields.Many2many("tthc.bank.debit", string="Money Out", readonly=True)
    company_id = fields.Many2one("res.company", compute="_compute_money")
    currency_id = fields.Many2one("res.currency", compute="_compute_money")
    amount = fields.Monetary("Sum", compute="_compute_money")
    purpose = fields.Selection(selection="_purposes", required=True)
    refund_id = fields.Many2one("tthc.refund")
    note = fields.Char("Reason", required=True, help="It is kept with the movement.")

    @api.model
    def _purposes(self):
        """The purposes that a person may choose."""
        return self.env["tthc.bank.debit"]._fields["purpose"]._description_selection(self.env)

    @api.depends("debit_ids")
    def _compute_money(self):
        for sheet in self:
            sheet.company_id = sheet.debit_ids.company_id[:1]
            sheet.currency_id = sheet.debit_ids.currency_id[:1]
            sheet.amount = sum(sheet.debit_ids.mapped("amount"))

    @api.model
    @api.private
    def _open(self, debits):
        """Action that asks about ``debits``."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Explain Money Out"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_debit_ids": [(6, 0, debits.ids)]},
        }

    @api.model
    def _link_fields(self):
        """{purpose: the field of this sheet that says what explains it}."""
        return {"refund": "refund_id"}

    def action_confirm(self):
        """Keep the explanation.

        :raise AccessError: for anybody but an accountant of the centre
        :raise UserError: no reason, explained meanwhile, or what explains it does not fit
        """
        self.ensure_one()
        self.debit_ids._check_accountant()
        note = (self.note or "").strip()
        if not note:
            raise UserError(self.env._("Give a reason: it is kept on record."))
        name = self._link_fields().get(self.purpose)
        if name and len(self.debit_ids) > 1:
            raise UserError(self.env._("Explain these movements one by one."))
        if name and self[name]:
            self[name].check_access("read")
        links = {name: self[name].id} if name else {}
        self.debit_ids._explain(self.purpose, note, **links)
        return {"type": "ir.actions.act_window_close"}


class TthcPaymentReason(models.TransientModel):
    _inherit = "tthc.payment.reason"

    kind = fields.Selection(
        selection_add=[("reopen_debit", "Take an Explanation Back")],
        ondelete={"reopen_debit": "cascade"},
    )

    def _records(self):
        if self.kind != "reopen_debit":
            return super()._records()
        ids = [int(text) for text in (self.record_ids or "").split(",") if text.isdigit()]
        return self.env["tthc.bank.debit"].browse(ids).exists()

    def _confirm_reopen_debit(self, debits, reason):
        debits._check_accountant()
        debits._reopen(reason)
