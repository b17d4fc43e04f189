from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class TthcMatchProposal(models.Model):
    """A manual match above the centre's limit: proposed by one accountant, in effect only when
    another one has approved it. Nothing of it changes and nothing is deleted."""

    _name = "tthc.match.proposal"
    _description = "Proposed Match"
    _order = "id desc"

    incoming_id = fields.Many2one(
        "tthc.incoming.money",
        "Money",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    expected_id = fields.Many2one(
        "tthc.expected.payment",
        "Payment Request",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    dossier_id = fields.Many2one(related="expected_id.dossier_id")
    # Not behind sudo(): sorting and grouping by it would tell it to whoever may not read it.
    memo = fields.Char(related="incoming_id.memo", related_sudo=False)
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    amount = fields.Monetary(required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    note = fields.Char("Why", required=True, readonly=True)
    state = fields.Selection(
        [
            ("proposed", "Waits for Approval"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="proposed",
        index=True,
    )
    maker_id = fields.Many2one(
        "res.users", "Proposed by", required=True, readonly=True, ondelete="restrict"
    )
    proposed_at = fields.Datetime("Proposed on", required=True, readonly=True)
    checker_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    checked_at = fields.Datetime("Decided on", readonly=True)
    reject_reason = fields.Char("Rejected Because", readonly=True)
    match_id = fields.Many2one("tthc.payment.match", readonly=True, ondelete="restrict")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _two_people = models.Constraint(
        "CHECK (checker_id IS NULL OR checker_id <> maker_id)",
        "Whoever proposed a match does not decide on it.",
    )
    _amount_positive = models.Constraint("CHECK (amount > 0)", "A match is more than zero.")
    _waits_once = models.UniqueIndex(
        "(incoming_id, expected_id) WHERE state = 'proposed'",
        "This match waits for approval already.",
    )

    @api.depends_context("uid")
    @api.depends("maker_id")
    def _compute_is_mine(self):
        for proposal in self:
            proposal.is_mine = proposal.maker_id == self.env.user

    @api.depends("expected_id", "amount")
    def _compute_display_name(self):
        for proposal in self:
            amount = proposal.currency_id.format(proposal.amount) if proposal.currency_id else ""
            proposal.display_name = f"{proposal.expected_id.reference or ''} {amount}".strip()

    # Guards -------------------------------------------------------------------------------------

    def write(self, vals):
        raise UserError(self.env._("A proposed match does not change: withdraw it, propose anew."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Proposed matches stay on record: withdraw them instead."))

    def copy_data(self, default=None):
        raise UserError(self.env._("A proposed match cannot be duplicated."))

    # Steps ----------------------------------------------------------------------------------------

    @api.model
    @api.private
    def _propose(self, money, request, amount, note):
        """Propose a match that was checked; the caller holds the locks."""
        waiting = money.sudo().match_proposal_ids.filtered(lambda row: row.state == "proposed")
        left = money.open_amount - sum(waiting.mapped("amount"))
        if not 0 < amount <= min(left, request.due_amount):
            raise UserError(
                self.env._(
                    "%(amount)s cannot be proposed: the money has %(open)s left that is neither "
                    "matched nor proposed, the request owes %(due)s.",
                    amount=request.currency_id.format(amount),
                    open=request.currency_id.format(max(left, 0)),
                    due=request.currency_id.format(request.due_amount),
                )
            )
        return self.sudo().create(
            {
                "incoming_id": money.id,
                "expected_id": request.id,
                "company_id": request.company_id.id,
                "amount": amount,
                "currency_id": request.currency_id.id,
                "note": note,
                "maker_id": self.env.uid,
                "proposed_at": fields.Datetime.now(),
            }
        )

    def action_approve(self):
        """Let the match take effect.

        :raise AccessError: for anybody but another accountant of the centre
        :raise UserError: decided before, or the money or the request was used otherwise since
        """
        self._check_checker()
        for proposal in self.sudo():
            money, request = proposal._hold()
            if money.state == "set_aside" or request.state not in ("open", "expired"):
                raise UserError(
                    self.env._("%s was closed or set aside meanwhile.", proposal.display_name)
                )
            match = self.env["tthc.payment.match"].sudo()
            match = match._take_effect(money, request, proposal.amount, proposal.note)
            proposal._end("approved", match_id=match.id)
        return True

    def action_reject(self):
        """Ask why the match is rejected."""
        self._check_checker()
        return self.env["tthc.payment.reason"]._open("reject_match", self)

    @api.private
    def _reject(self, reason):
        self._check_checker()
        for proposal in self.sudo():
            proposal._hold()
            proposal._end("rejected", reject_reason=reason)

    def action_withdraw(self):
        """Take a proposal of one's own back.

        :raise AccessError: for anybody but the accountant who proposed it
        """
        self.env["tthc.payment.match"]._check_accountant()
        self.check_access("read")
        for proposal in self.sudo():
            if proposal.maker_id != self.env.user:
                raise AccessError(self.env._("%s was proposed by somebody else.", proposal.note))
            proposal._hold()
            proposal._set({"state": "withdrawn"})
        return True

    def _check_checker(self):
        self.env["tthc.payment.match"]._check_accountant()
        self.check_access("read")
        for proposal in self.sudo():
            if proposal.maker_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "You proposed %s yourself: another accountant decides on it.",
                        proposal.display_name,
                    )
                )

    def _hold(self):
        """Lock request, money and proposal; refuse one that was decided before."""
        self.ensure_one()
        self.expected_id._lock()
        self.incoming_id._lock()
        self.lock_for_update()
        self.invalidate_recordset()
        if self.state != "proposed":
            raise UserError(self.env._("%s was decided before.", self.display_name))
        return self.incoming_id, self.expected_id

    def _end(self, state, **values):
        now = fields.Datetime.now()
        self._set({"state": state, "checker_id": self.env.uid, "checked_at": now, **values})

    def _set(self, vals):
        written = super().write(vals)
        self.flush_recordset()  # before the same match is proposed anew
        return written
