from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcMoneyEvent(models.Model):
    """Money that was set aside, or put back into the exceptions: who, when and why. Append-only:
    the money itself shows only the last decision."""

    _name = "tthc.money.event"
    _inherit = ["tthc.append.only"]
    _description = "Event of Incoming Money"
    _order = "id desc"

    incoming_id = fields.Many2one(
        "tthc.incoming.money",
        "Money",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [("set_aside", "Set Aside"), ("put_back", "Put Back")], required=True, readonly=True
    )
    user_id = fields.Many2one(
        "res.users", "Who", required=True, readonly=True, index=True, ondelete="restrict"
    )
    happened_at = fields.Datetime("When", required=True, readonly=True)
    note = fields.Char("Why", required=True, readonly=True)


class TthcIncomingMoney(models.Model):
    _inherit = "tthc.incoming.money"

    event_ids = fields.One2many("tthc.money.event", "incoming_id", "Decisions", readonly=True)

    @api.private
    def _set_aside(self, reason):
        """Override: the decision is kept."""
        result = super()._set_aside(reason)
        self._log_decision("set_aside", reason)
        return result

    def action_take_back(self):
        """Ask why, and put money that was set aside back into the exceptions.

        :raise AccessError: for anybody but an accountant
        """
        self.env["tthc.payment.match"]._check_accountant()
        return self.env["tthc.payment.reason"]._open("take_back", self)

    @api.private
    def _take_back(self, reason):
        """Put money that was set aside back into the exceptions, with the reason it had there.

        :raise AccessError: for anybody but an accountant of the centre
        :raise UserError: no reason given, or the money was not set aside; a taking that was
            voided stays so
        """
        self.env["tthc.payment.match"]._check_accountant()
        self.check_access("read")
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give a reason: it is kept on record."))
        money = self.sudo()
        money._lock()
        money.invalidate_recordset()
        for one in money:
            if one.state != "set_aside" or one.voided:
                raise UserError(
                    self.env._("%s is not set aside (any more).", one.memo or one.bank_reference)
                )
            one._set_fate(
                "exception", one.reason or "undone", set_aside_note=False, set_aside_by_id=False
            )
        money._log_decision("put_back", reason)

    def _log_decision(self, kind, note):
        now = fields.Datetime.now()
        rows = [
            {
                "incoming_id": money.id,
                "company_id": money.company_id.id,
                "kind": kind,
                "user_id": self.env.uid,
                "happened_at": now,
                "note": note,
            }
            for money in self.sudo()
        ]
        return self.env["tthc.money.event"].sudo()._append_rows(rows)
