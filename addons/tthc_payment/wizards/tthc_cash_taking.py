from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.reference import find_references


class TthcCashTaking(models.TransientModel):
    """Taking one sum at the counter: cash with change, or the slip of a card terminal.

    The reference is scanned from the receipt or typed; several requests of one payer may be
    taken at once.
    """

    _name = "tthc.cash.taking"
    _description = "Payment at the Counter"

    code = fields.Char("Scan or Type", help="Payment QR code of the receipt, or the reference HCC…")
    request_ids = fields.Many2many("tthc.expected.payment", string="Payment Requests")
    company_id = fields.Many2one("res.company", compute="_compute_sums", compute_sudo=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_sums", compute_sudo=True)
    due_amount = fields.Monetary("To Pay", compute="_compute_sums", compute_sudo=True)
    method = fields.Selection(
        [("cash", "Cash"), ("card", "Card")], "Taken In", required=True, default="cash"
    )
    tendered = fields.Monetary(help="What the payer handed over.")
    change = fields.Monetary(compute="_compute_change")
    missing = fields.Monetary(compute="_compute_change")
    terminal_id = fields.Many2one("tthc.card.terminal", domain="[('company_id', '=', company_id)]")
    slip_number = fields.Char("Slip", help="Approval number on the slip of the terminal.")
    card_last4 = fields.Char("Card Ends in", size=4)
    last_message = fields.Char(readonly=True)
    warning = fields.Char(readonly=True)

    @api.model
    @api.private
    def _open(self, requests, message=False):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take a Payment"),
            "res_model": self._name,
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_request_ids": [Command.set(requests.ids)],
                "default_last_message": message,
                "dialog_size": "medium",
            },
        }

    @api.depends("request_ids")
    def _compute_sums(self):
        for taking in self:
            requests = taking.request_ids
            company = requests.company_id[:1] or self.env.company
            taking.company_id = company
            taking.currency_id = requests.currency_id[:1] or company.currency_id
            taking.due_amount = sum(requests.mapped("due_amount"))

    @api.depends("due_amount", "tendered")
    def _compute_change(self):
        for taking in self:
            back = taking.tendered - taking.due_amount if taking.tendered else 0
            taking.change = max(back, 0)
            taking.missing = max(-back, 0)

    @api.onchange("code")
    def _onchange_code(self):
        """Add the request that was scanned."""
        if not self.code:
            return
        text, self.code, self.warning = self.code, False, False
        references = find_references(text).valid
        found = self.env["tthc.expected.payment"].search([("reference", "in", references)])
        payable = found.filtered(lambda row: row.state in ("open", "expired"))
        if payable:
            self.request_ids |= payable
        elif found:
            self.warning = self.env._("%s is not open: there is nothing to take.", found.reference)
        else:
            self.warning = self.env._(
                "No payment request of your centre is known under “%s”.", text[:40]
            )

    def action_take(self):
        """Take the payment and close the dialog."""
        self._take()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self._done_message(),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_take_next(self):
        """Take the payment and wait for the next one."""
        self._take()
        return self._open(self.request_ids.browse(), self._done_message())

    def _take(self):
        self.ensure_one()
        if not self.request_ids:
            raise UserError(self.env._("Scan the payment code first, or type its reference."))
        self.request_ids._take_at_desk(
            self.method,
            tendered=self.tendered or None,
            terminal=self.terminal_id,
            slip=self.slip_number,
            last4=self.card_last4,
        )

    def _done_message(self):
        money = self.request_ids.match_ids.filtered(
            lambda row: row.state == "active" and row.method == self.method
        ).incoming_id.sorted("id")[-1:]
        text = self.env._(
            "%(reference)s is paid: %(amount)s.",
            reference=", ".join(self.request_ids.mapped("reference")),
            amount=money.currency_id.format(money.amount),
        )
        if money.change_amount:
            back = money.currency_id.format(money.change_amount)
            text += " " + self.env._("Change to give back: %s.", back)
        return text
