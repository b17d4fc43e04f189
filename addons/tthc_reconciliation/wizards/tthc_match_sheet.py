from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcMatchSheet(models.TransientModel):
    """Money that waits beside what it may be for: a person chooses, and the reason is kept."""

    _name = "tthc.match.sheet"
    _description = "Suggestions for Money"

    incoming_id = fields.Many2one("tthc.incoming.money", "Money", required=True, readonly=True)
    currency_id = fields.Many2one(related="incoming_id.currency_id")
    amount = fields.Monetary(related="incoming_id.amount")
    open_amount = fields.Monetary(related="incoming_id.open_amount")
    booked_at = fields.Datetime(related="incoming_id.booked_at")
    memo = fields.Char(related="incoming_id.memo")
    counter_name = fields.Char(related="incoming_id.counter_name")
    counter_account = fields.Char(related="incoming_id.counter_account")
    reason = fields.Selection(related="incoming_id.reason")
    line_ids = fields.One2many("tthc.match.suggestion", "sheet_id", "Suggestions")

    @api.model
    @api.private
    def _open(self, money):
        """The sheet of one piece of money, with its suggestions."""
        self.env["tthc.payment.match"]._check_accountant()
        money.ensure_one()
        money.check_access("read")
        sheet = self.create(
            {
                "incoming_id": money.id,
                "line_ids": [
                    fields.Command.create(
                        {
                            "rank": rank,
                            "reason": suggestion.reason,
                            "expected_ids": [fields.Command.set(suggestion.requests.ids)],
                            "incoming_ids": [fields.Command.set(suggestion.money.ids)],
                        }
                    )
                    for rank, suggestion in enumerate(money._suggestions(), 1)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Is It For?"),
            "res_model": self._name,
            "res_id": sheet.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_by_hand(self):
        """Choose the request oneself."""
        self.ensure_one()
        return self.incoming_id.action_match()

    def _told(self, money):
        """What to say when money is not matched in full."""
        waits = any(money.mapped("proposed_match_amount"))
        message = (
            self.env._("Above the limit of the centre: another accountant approves it.")
            if waits
            else self.env._("Matched in part: the rest waits in the exceptions.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class TthcMatchSuggestion(models.TransientModel):
    """One thing that the money may be for, and why."""

    _name = "tthc.match.suggestion"
    _description = "Suggested Match"
    _order = "rank, id"

    sheet_id = fields.Many2one("tthc.match.sheet", required=True, ondelete="cascade")
    rank = fields.Integer("No.", readonly=True)
    reason = fields.Char("Why", readonly=True)
    expected_ids = fields.Many2many("tthc.expected.payment", string="Requests", readonly=True)
    incoming_ids = fields.Many2many("tthc.incoming.money", string="All Money", readonly=True)
    dossier_ids = fields.Many2many("tthc.dossier", compute="_compute_facts", string="Dossiers")
    payer = fields.Char("Paid by", compute="_compute_facts")
    currency_id = fields.Many2one(related="sheet_id.currency_id")
    due_amount = fields.Monetary("Still Due", compute="_compute_facts")
    credit_amount = fields.Monetary("Money", compute="_compute_facts")

    @api.depends("expected_ids", "incoming_ids")
    def _compute_facts(self):
        for line in self:
            requests = line.expected_ids
            line.dossier_ids = requests.dossier_id
            line.payer = ", ".join(dict.fromkeys(requests.mapped("payer_label")))
            line.due_amount = sum(requests.mapped("due_amount"))
            line.credit_amount = sum(line.incoming_ids.mapped("open_amount"))

    def action_take(self):
        """Match as suggested, with the suggestion's reason. All of it or nothing.

        :raise AccessError: for anybody but an accountant of the centre
        :raise UserError: nothing can be matched any more
        """
        self.ensure_one()
        matches = self.env["tthc.payment.match"]
        done = False
        for money in self.incoming_ids.sorted("id"):
            for request in self.expected_ids.sorted("id"):
                amount = min(money.open_amount, request.due_amount)
                if amount > 0:
                    matches._match_manually(money, request, amount, self.reason)
                    done = True
        if not done:
            raise UserError(self.env._("Nothing is left to match: load the page again."))
        if all(money.state == "matched" for money in self.incoming_ids):
            return {"type": "ir.actions.act_window_close"}
        return self.env["tthc.match.sheet"]._told(self.incoming_ids)


class TthcIncomingMoney(models.Model):
    _inherit = "tthc.incoming.money"

    def action_suggestions(self):
        """Show what this money may be for."""
        return self.env["tthc.match.sheet"]._open(self)
