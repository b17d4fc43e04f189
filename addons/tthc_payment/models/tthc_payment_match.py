from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class TthcPaymentMatch(models.Model):
    """This much of that money pays this request: who said so, why, and who took it back.

    One piece of money may pay several requests and one request may be paid by several pieces.
    A match is never deleted; undoing it marks it and opens both sides again.
    """

    _name = "tthc.payment.match"
    _description = "Payment Match"
    _order = "id desc"

    incoming_id = fields.Many2one(
        "tthc.incoming.money", "Money", required=True, index=True, ondelete="restrict"
    )
    expected_id = fields.Many2one(
        "tthc.expected.payment", "Payment Request", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    method = fields.Selection(
        [("auto", "By Reference"), ("manual", "By Hand"), ("cash", "Cash"), ("card", "Card")],
        required=True,
    )
    note = fields.Char("Why")
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")
    matched_at = fields.Datetime("When", required=True)
    attempt_id = fields.Many2one("payment.transaction", index="btree_not_null", ondelete="restrict")
    state = fields.Selection(
        [("active", "Active"), ("reversed", "Undone")], required=True, default="active", index=True
    )
    reversed_at = fields.Datetime("Undone on")
    reversed_by_id = fields.Many2one("res.users", "Undone by", ondelete="restrict")
    reverse_reason = fields.Char("Undone Because")

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A match is more than zero.")

    @api.depends("incoming_id", "expected_id", "amount")
    def _compute_display_name(self):
        for match in self:
            amount = match.currency_id.format(match.amount) if match.currency_id else ""
            match.display_name = f"{match.expected_id.reference} {amount}".strip()

    def write(self, vals):
        raise UserError(self.env._("A match does not change: undo it and match anew."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Matches stay on record: undo them instead."))

    @api.model
    @api.private
    def _record(self, money, request, amount, method, note, attempt):
        return self.create(
            {
                "incoming_id": money.id,
                "expected_id": request.id,
                "company_id": request.company_id.id,
                "amount": amount,
                "currency_id": request.currency_id.id,
                "method": method,
                "note": note,
                "attempt_id": attempt.id,
                "user_id": self.env.uid,
                "matched_at": fields.Datetime.now(),
            }
        )

    @api.model
    def _check_accountant(self):
        """:raise AccessError: for anybody but an accountant"""
        if not (self.env.su or self.env.user.has_group("tthc_payment.group_accountant")):
            raise AccessError(self.env._("Only an accountant matches money with payment requests."))

    @api.model
    @api.private
    def _match_manually(self, money, request, amount, note):
        """Match by an accountant's decision, which may overrule account, term and amount.

        :raise AccessError: for anybody but an accountant of both centres
        :raise UserError: no reason given, request not open, or more than is left
        """
        self._check_accountant()
        money, request = money.with_env(self.env), request.with_env(self.env)
        money.check_access("read")
        request.check_access("read")
        if not (note or "").strip():
            raise UserError(self.env._("Say why: the reason is kept with the match."))
        money, request = money.sudo(), request.sudo()
        request._lock()
        money._lock()
        if request.state not in ("open", "expired"):
            raise UserError(
                self.env._("%s is not open: nothing can be matched with it.", request.reference)
            )
        if money.currency_id != request.currency_id:
            raise UserError(
                self.env._(
                    "%(name)s asks for %(asked)s, and the money is %(came)s: pay it back.",
                    name=request.reference,
                    asked=request.currency_id.name,
                    came=money.currency_id.name,
                )
            )
        if money.state == "set_aside":
            raise UserError(self.env._("This money was set aside: it has left the exceptions."))
        return self._decide(money, request, amount, note.strip())

    def _decide(self, money, request, amount, note):
        """Extension point: let a manual match that was checked take effect.

        :return: the match; empty where somebody else has to agree first
        """
        request._renew()
        return money._allocate(request, amount, "manual", note)

    def action_undo(self):
        """Ask for the reason and undo."""
        return self.env["tthc.payment.reason"]._open("undo", self)

    @api.private
    def _undo(self, reason):
        """Take matches back: the money is an exception again and the request is due again.

        :raise AccessError: for anybody but an accountant
        :raise UserError: undone before
        """
        self._check_accountant()
        self.check_access("read")
        for match in self.sudo():
            match.expected_id._lock()
            match.incoming_id._lock()
            if match.state != "active":
                raise UserError(self.env._("%s was undone before.", match.display_name))
            match._mark_reversed(reason)
            match.incoming_id._set_fate("exception", "undone", candidate_id=match.expected_id.id)
            match.expected_id._unsettle(match)
        return True

    @api.private
    def _mark_reversed(self, reason):
        """Take the match out of both sums; what was still to follow from it is done first."""
        self._follow_up_now()
        return super().write(
            {
                "state": "reversed",
                "reversed_at": fields.Datetime.now(),
                "reversed_by_id": self.env.uid,
                "reverse_reason": reason,
                "follow_up": False,
            }
        )

    @api.private
    def _set_follow_up(self, waits, **values):
        """Write whether something is still to follow, and what became of it."""
        return super().write({"follow_up": waits, **values})
