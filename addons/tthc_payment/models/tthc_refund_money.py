from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import refund as rules


class TthcIncomingMoney(models.Model):
    """Money in = matched + paid back (or held for it) + open."""

    _inherit = "tthc.incoming.money"

    state = fields.Selection(
        selection_add=[("refunded", "Paid Back")], ondelete={"refunded": "set default"}
    )
    refund_ids = fields.One2many("tthc.refund", "incoming_id", "Refunds")
    refunded_amount = fields.Monetary(
        "Paid Back", compute="_compute_matched", compute_sudo=True, help="Or on its way back."
    )
    proposed_amount = fields.Monetary(
        "Proposed for Refund", compute="_compute_matched", compute_sudo=True
    )

    @api.depends("refund_ids.amount", "refund_ids.state")
    def _compute_matched(self):
        result = super()._compute_matched()
        for money in self:
            refunds = money.refund_ids
            held = refunds.filtered(lambda row: row.state in rules.HOLDS)
            money.refunded_amount = sum(held.mapped("amount"))
            proposed = refunds.filtered(lambda row: row.state == "proposed")
            money.proposed_amount = sum(proposed.mapped("amount"))
            money.open_amount = rules.left(
                money.amount, money.matched_amount, money.refunded_amount
            )
        return result

    def _proposed_of(self, match):
        """What is proposed for a refund out of ``match``; out of what pays nothing without one.
        One transfer may pay several fees: a proposal for one leaves the others alone."""
        waiting = self.refund_ids.filtered(
            lambda row: row.state == "proposed" and row.match_id == match
        )
        return sum(waiting.mapped("amount"))

    @api.private
    def _refresh_fate(self):
        """Say where the money is now, after a refund was approved or has failed."""
        for money in self:
            if money.open_amount:
                reason = money.reason or ("rest" if money.matched_amount else "undone")
                money._set_fate("exception", reason)
            elif money.matched_amount:
                money._set_fate("matched")
            else:
                money._set_fate("refunded")

    @api.private
    def _set_aside(self, reason):
        """Override: what is held for a refund is not set aside."""
        if any(money.refunded_amount or money.proposed_amount for money in self):
            raise UserError(self.env._("A refund of this money is under way: decide on it first."))
        return super()._set_aside(reason)

    def _refund_attempt(self):
        """The attempt at a gateway that brought this money, whatever became of it."""
        told = self.env["tthc.payment.delivery"].sudo().search([("incoming_id", "=", self.id)])
        return told.attempt_id[:1]

    def action_propose_refund(self):
        """Open the proposal to pay this money back."""
        self.ensure_one()
        self.check_access("read")
        return self.env["tthc.refund.proposal"]._open(self)


class TthcPaymentMatch(models.Model):
    _inherit = "tthc.payment.match"

    @api.private
    def _leave(self, refund):
        """The refunded part of the money leaves this match; a rest is matched anew.

        The request stays settled, because what is paid back is not due any more; one of which
        nothing is left is cancelled. Where other money was undone since the proposal, it is due.
        """
        self.ensure_one()
        self._mark_reversed(refund.name)
        rest = self.amount - refund.amount
        if rest:
            self._record(
                self.incoming_id, self.expected_id, rest, self.method, refund.name, self.attempt_id
            )
        request = self.expected_id
        if request.state != "paid":
            return
        if request.due_amount:
            request._reopen()
        elif not request.matched_amount:
            now = fields.Datetime.now()
            request._set({"state": "cancelled", "closed_at": now, "close_reason": refund.reason})

    @api.private
    def _undo(self, reason):
        """Override: a match that is proposed for a refund waits for the decision."""
        waiting = self.env["tthc.refund"].sudo()
        waiting = waiting.search([("match_id", "in", self.ids), ("state", "=", "proposed")])
        if waiting:
            raise UserError(
                self.env._("%s waits for a decision: refuse it first.", waiting[0].name)
            )
        return super()._undo(reason)

    def action_propose_refund(self):
        """Open the proposal to pay back what this match settled."""
        self.ensure_one()
        self.check_access("read")
        return self.env["tthc.refund.proposal"]._open(self.incoming_id, self)


class TthcExpectedPayment(models.Model):
    _inherit = "tthc.expected.payment"

    refund_ids = fields.One2many("tthc.refund", "expected_id", "Refunds")
    relieved_amount = fields.Monetary(
        "Not Due Any More",
        compute="_compute_matched",
        compute_sudo=True,
        help="Paid and, since it was not due, taken out for a refund.",
    )

    @api.depends("refund_ids.state", "refund_ids.amount", "refund_ids.match_id")
    def _compute_matched(self):
        result = super()._compute_matched()
        for request in self:
            decided = request.refund_ids.filtered(
                lambda row: row.match_id and row.state in (*rules.HOLDS, "failed")
            )
            request.relieved_amount = sum(decided.mapped("amount"))
            request.due_amount -= request.relieved_amount
        return result

    def _propose_refund(self, amount, reason, waiver):
        """Override: what an approved waiver made too much of is proposed for a refund, by whoever
        proposed the waiver; the chief accountant completes the way of payment by a new proposal
        where cash does not do."""
        values = {"ground": "not_due", "reason": reason, "way": "cash"}
        maker = self.env["tthc.refund"].with_user(waiver.sudo().proposed_by_id).sudo()
        active = self.sudo().match_ids.filtered(lambda row: row.state == "active")
        refunds, left = maker.browse(), amount
        # Of one match if that holds it, else of several.
        for match in active.sorted(lambda row: (row.amount < amount, -row.amount)):
            part = min(left, match.amount - match.incoming_id._proposed_of(match))
            if part > 0:
                refunds |= maker._propose(match.incoming_id, part, values, match)
                left -= part
        return refunds or super()._propose_refund(amount, reason, waiver)

    def _paid_back_not_due(self):
        """VND that left the matches because it was not due."""
        decided = self.refund_ids.filtered(
            lambda row: (
                row.match_id and row.ground == "not_due" and row.state in (*rules.HOLDS, "failed")
            )
        )
        return round(sum(decided.mapped("amount")))


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    refund_ids = fields.One2many("tthc.refund", "dossier_id", "Refunds")

    def _portal_values(self):
        """Adds ``refunds``: what the owner gets back."""
        values = super()._portal_values()
        refunds = self.sudo().refund_ids.filtered(lambda row: row.state in rules.HOLDS)
        return {**values, "refunds": refunds.sorted("id")}


class TthcCashShift(models.Model):
    _inherit = "tthc.cash.shift"

    refund_ids = fields.One2many("tthc.refund", "shift_id", "Refunds")
    cash_refunded = fields.Monetary(
        "Paid Back in Cash", compute="_compute_cash_refunded", compute_sudo=True
    )

    @api.depends("refund_ids.amount")
    def _compute_cash_refunded(self):
        for shift in self:
            shift.cash_refunded = shift._refunded_cash()

    def _refunded_cash(self):
        return super()._refunded_cash() + sum(self.sudo().refund_ids.mapped("amount"))
