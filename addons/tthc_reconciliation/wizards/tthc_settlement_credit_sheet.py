from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

SHOWN = 20


class TthcSettlementCreditSheet(models.TransientModel):
    """Asks which credit of the bank is a settlement, or cash that was paid in."""

    _name = "tthc.settlement.credit.sheet"
    _description = "Credit of a Settlement"

    settlement_id = fields.Many2one("tthc.settlement", readonly=True)
    handover_id = fields.Many2one("tthc.cash.handover", "Cash Paid In", readonly=True)
    account_id = fields.Many2one("tthc.collection.account", compute="_compute_wanted")
    currency_id = fields.Many2one("res.currency", compute="_compute_wanted")
    wanted_amount = fields.Monetary("Expected", compute="_compute_wanted")
    suggestion_ids = fields.Many2many(
        "tthc.incoming.money", string="Suggestions", compute="_compute_suggestion_ids"
    )
    incoming_id = fields.Many2one("tthc.incoming.money", "Credit", required=True)
    difference = fields.Monetary(
        compute="_compute_difference", help="The credit less what is expected."
    )
    note = fields.Char("Reason", required=True, help="It is kept with the credit.")

    @api.model
    @api.private
    def _open(self, record):
        """Action that asks for the credit of a settlement or hand-over."""
        name = "settlement_id" if record._name == "tthc.settlement" else "handover_id"
        sheet = self.new({name: record.id})
        equal = sheet.suggestion_ids.filtered(lambda row: row.amount == sheet.wanted_amount)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Choose the Credit"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": record.id, "default_incoming_id": equal[:1]._origin.id},
        }

    @api.depends("settlement_id", "handover_id")
    def _compute_wanted(self):
        for sheet in self:
            settlement, handover = sheet.settlement_id, sheet.handover_id
            sheet.account_id = (settlement or handover).account_id
            sheet.currency_id = (settlement or handover).currency_id
            sheet.wanted_amount = settlement.net_amount if settlement else handover.amount

    @api.depends("settlement_id", "handover_id")
    def _compute_suggestion_ids(self):
        """Credits of the account that wait, the nearest in amount and day first."""
        for sheet in self:
            moneys = self.env["tthc.incoming.money"]
            wanted = (sheet.settlement_id or sheet.handover_id).sudo()
            if not wanted:
                sheet.suggestion_ids = moneys
                continue
            facts = wanted._wanted()
            found = moneys.search(
                [
                    ("account_id", "=", facts.account),
                    ("source", "in", ("statement", "feed")),
                    ("state", "=", "exception"),
                    ("booked_at", ">=", facts.first - timedelta(days=3)),
                    ("booked_at", "<=", facts.last + timedelta(days=30)),
                ],
                limit=500,
            )
            near = found.sorted(
                lambda row, facts=facts: (
                    abs(round(row.amount) - facts.amount),
                    abs((row.booked_at.date() - facts.first).days),
                )
            )
            sheet.suggestion_ids = near[:SHOWN]

    @api.depends("incoming_id", "wanted_amount")
    def _compute_difference(self):
        for sheet in self:
            credit = sheet.incoming_id
            sheet.difference = credit.amount - sheet.wanted_amount if credit else 0

    def action_confirm(self):
        """Take the credit.

        :raise AccessError: for anybody but an accountant of the centre
        :raise UserError: no reason, or the credit pays something else
        """
        self.ensure_one()
        self.env["tthc.settlement"]._check_accountant()
        note = (self.note or "").strip()
        if not note:
            raise UserError(self.env._("Give a reason: it is kept on record."))
        wanted = self.settlement_id or self.handover_id
        wanted.check_access("read")
        self.incoming_id.check_access("read")
        wanted._take_credit(self.incoming_id, note)
        return {"type": "ir.actions.act_window_close"}
