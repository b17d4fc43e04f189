from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import cash

#: How each state of a hand-over is searched: its kind and its confirmation say it.
_STATE_DOMAINS = {
    "deposited": [("kind", "=", "bank")],
    "on_the_way": [("kind", "=", "treasurer"), ("confirmation_ids", "=", False)],
    "received": [("confirmation_ids.difference", "=", 0)],
    "different": [("confirmation_ids.difference", "!=", 0)],
}


class TthcCashHandover(models.Model):
    """Cash that left the drawer for the treasurer or the bank. Written once.

    To the treasurer it is on the way until somebody else counts it and says so; what was paid
    into the bank is proved by the deposit slip.
    """

    _name = "tthc.cash.handover"
    _description = "Hand-over of Cash"
    _inherit = ["tthc.append.only"]
    _order = "at desc, id desc"

    shift_id = fields.Many2one("tthc.cash.shift", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    kind = fields.Selection(
        [("treasurer", "To the Treasurer"), ("bank", "Paid into the Bank")], required=True
    )
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    receiver_name = fields.Char("Received by")
    account_id = fields.Many2one("tthc.collection.account", "Into Account", ondelete="restrict")
    bank_reference = fields.Char("Deposit Slip")
    at = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "Handed over by", required=True, ondelete="restrict")
    after_count = fields.Boolean(
        help="After the closing count: it does not change what is counted."
    )
    count_ids = fields.One2many("tthc.cash.count", "handover_id", "Denominations")
    confirmation_ids = fields.One2many("tthc.cash.handover.confirmation", "handover_id")
    state = fields.Selection(
        [
            ("on_the_way", "On the Way"),
            ("received", "Received"),
            ("different", "Received with a Difference"),
            ("deposited", "Paid into the Bank"),
        ],
        compute="_compute_state",
        search="_search_state",
        compute_sudo=True,
    )
    counted_amount = fields.Monetary(
        "Counted by the Treasurer", compute="_compute_state", compute_sudo=True
    )
    difference = fields.Monetary(
        compute="_compute_state", compute_sudo=True, help="Received less handed over."
    )
    confirmed_by_id = fields.Many2one(
        "res.users", "Confirmed by", compute="_compute_state", compute_sudo=True
    )
    confirmed_at = fields.Datetime("Confirmed on", compute="_compute_state", compute_sudo=True)
    difference_reason = fields.Char(
        "Reason of the Difference", compute="_compute_state", compute_sudo=True
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A hand-over is more than zero.")

    @api.depends("kind", "confirmation_ids")
    def _compute_state(self):
        for handover in self:
            said = handover.confirmation_ids
            handover.counted_amount = said.counted_amount
            handover.difference = said.difference
            handover.confirmed_by_id = said.user_id
            handover.confirmed_at = said.at
            handover.difference_reason = said.reason
            if handover.kind == "bank":
                handover.state = "deposited"
            elif not said:
                handover.state = "on_the_way"
            else:
                handover.state = "different" if said.difference else "received"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return fields.Domain.OR(_STATE_DOMAINS[state] for state in value if state)

    @api.depends("user_id", "shift_id.user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for handover in self:
            handover.is_mine = self.env.user in handover.user_id | handover.shift_id.sudo().user_id

    @api.depends("shift_id", "at")
    def _compute_display_name(self):
        for handover in self:
            handover.display_name = self.env._(
                "%(shift)s: %(amount)s",
                shift=handover.shift_id.sudo().name,
                amount=handover.currency_id.format(handover.amount),
            )

    def _relieved(self):
        """What the drawer is relieved of by these hand-overs: what the treasurer counted, once
        that was said while the shift's books were still open; else what was handed over."""
        total = 0
        for handover in self:
            said = handover.confirmation_ids
            late = said.after_submission and not handover.after_count
            total += said.counted_amount if said and not late else handover.amount
        return total

    # Confirming ---------------------------------------------------------------------------------

    @api.private
    def _check_treasurer(self):
        """:raise AccessError: for anybody but an accountant of the centre, and for whoever handed
        the cash over; there is no exception for small centres"""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("tthc_payment.group_accountant")):
            raise AccessError(self.env._("Only an accountant receives cash for the treasury."))
        for handover in self.sudo():
            if self.env.user in handover.user_id | handover.shift_id.user_id:
                raise AccessError(
                    self.env._(
                        "You handed this cash over yourself: another accountant counts and "
                        "confirms it."
                    )
                )

    @api.private
    def _confirm(self, counts, reason=""):
        """Say how much arrived.

        :param counts: ``{value: quantity}``
        :raise AccessError: see :meth:`_check_treasurer`
        :raise UserError: confirmed already, or a difference without a reason
        """
        self.ensure_one()
        self._check_treasurer()
        handover = self.sudo()
        shift = handover.shift_id
        shift._lock()
        if handover.state != "on_the_way":
            raise UserError(self.env._("This hand-over does not wait for a confirmation any more."))
        counted, reason = cash.total(counts), (reason or "").strip()
        if counted != handover.amount and not reason:
            raise UserError(
                self.env._(
                    "%(counted)s were counted, %(handed)s handed over: give the reason of the "
                    "difference, it is kept on record.",
                    counted=handover.currency_id.format(counted),
                    handed=handover.currency_id.format(handover.amount),
                )
            )
        now = self.env["tthc.dossier"]._now()
        self.env["tthc.cash.handover.confirmation"].sudo()._append_rows(
            [
                {
                    "handover_id": handover.id,
                    "company_id": handover.company_id.id,
                    "currency_id": handover.currency_id.id,
                    "handed_by_id": shift.user_id.id,
                    "user_id": self.env.uid,
                    "at": now,
                    "counted_amount": counted,
                    "difference": counted - handover.amount,
                    "reason": counted != handover.amount and reason,
                    "after_submission": shift.state in ("submitted", "closed"),
                }
            ]
        )
        shift._record_counts("received", counts, now, handover)
        handover.invalidate_recordset()
        shift._compare()

    def action_confirm(self):
        """Open the sheet of the treasurer's count."""
        self.ensure_one()
        self._check_treasurer()
        return self.env["tthc.cash.sheet"]._open(
            "receive", self.company_id, self.sudo().shift_id, self
        )


class TthcCashHandoverConfirmation(models.Model):
    """What the treasurer counted of a hand-over. Written once, by somebody else than the
    cashier."""

    _name = "tthc.cash.handover.confirmation"
    _description = "Confirmation of a Hand-over"
    _inherit = ["tthc.append.only"]
    _order = "id desc"
    _rec_name = "at"

    handover_id = fields.Many2one("tthc.cash.handover", required=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    handed_by_id = fields.Many2one("res.users", "Cashier", required=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", "Confirmed by", required=True, ondelete="restrict")
    at = fields.Datetime("Confirmed on", required=True)
    counted_amount = fields.Monetary("Counted", required=True)
    difference = fields.Monetary(required=True)
    reason = fields.Char("Reason of the Difference")
    after_submission = fields.Boolean(
        help="The shift's count was submitted before: its books stay as they were."
    )

    _once = models.UniqueIndex("(handover_id)", "This hand-over was confirmed already.")
    _two_people = models.Constraint(
        "CHECK (user_id <> handed_by_id)", "Who handed cash over does not confirm it."
    )
    _explained = models.Constraint(
        "CHECK (difference = 0 OR reason IS NOT NULL)", "A difference needs a reason."
    )
