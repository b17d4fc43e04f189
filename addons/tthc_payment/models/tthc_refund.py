import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import refund as rules

#: States in which a refund has not ended.
UNDER_WAY = ("proposed", "approved", "sent")


class TthcRefund(models.Model):
    """Money paid back ("hoàn trả phí, lệ phí"): proposed by one person, approved by another.

    It is taken from money that pays a fee which is not due any more, or from money that pays
    nothing: paid twice, too much, by mistake. From the approval on the money is held back, so
    that at any time: money in = matched + paid back or on its way + open. Amounts are whole VND.
    """

    _name = "tthc.refund"
    _description = "Refund"
    _order = "id desc"

    name = fields.Char("Number", required=True)
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, ondelete="restrict"
    )
    incoming_id = fields.Many2one(
        "tthc.incoming.money", "Money", required=True, index=True, ondelete="restrict"
    )
    match_id = fields.Many2one(
        "tthc.payment.match",
        "Paid Fee",
        ondelete="restrict",
        help="The match that the money leaves; none for money that pays nothing.",
    )
    expected_id = fields.Many2one(
        "tthc.expected.payment", "Payment Request", index="btree_not_null", ondelete="restrict"
    )
    dossier_id = fields.Many2one("tthc.dossier", index="btree_not_null", ondelete="restrict")
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    ground = fields.Selection(
        [
            ("not_due", "Fee Not Due"),
            ("double", "Paid Twice"),
            ("over", "Paid Too Much"),
            ("mistake", "Sent by Mistake"),
        ],
        required=True,
    )
    reason = fields.Char(required=True)
    legal_basis = fields.Char(help="Provision or decision by which the money is paid back.")
    evidence = fields.Binary(attachment=True)
    evidence_name = fields.Char()
    way = fields.Selection(
        [("cash", "Cash"), ("bank", "Bank Transfer"), ("gateway", "Payment Gateway")],
        "Paid Back By",
        required=True,
    )
    beneficiary_name = fields.Char("Beneficiary")
    beneficiary_bank_id = fields.Many2one("tthc.bank", "Bank", ondelete="restrict")
    beneficiary_account = fields.Char("Account")
    attempt_id = fields.Many2one("payment.transaction", ondelete="restrict")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("approved", "Approved"),
            ("sent", "On Its Way"),
            ("done", "Paid Back"),
            ("refused", "Refused"),
            ("failed", "Failed"),
        ],
        required=True,
        default="proposed",
        index=True,
    )
    maker_id = fields.Many2one("res.users", "Proposed by", required=True, ondelete="restrict")
    proposed_at = fields.Datetime("Proposed on", required=True)
    checker_id = fields.Many2one("res.users", "Decided by", ondelete="restrict")
    checked_at = fields.Datetime("Decided on")
    end_reason = fields.Char("Refused or Failed Because")
    exported_at = fields.Datetime("Order Exported on")
    done_at = fields.Datetime("Paid Back on")
    done_by_id = fields.Many2one("res.users", "Paid Back by", ondelete="restrict")
    bank_reference = fields.Char("Bank's Reference")
    shift_id = fields.Many2one("tthc.cash.shift", index="btree_not_null", ondelete="restrict")
    receiver_name = fields.Char("Signed for by")
    request_id = fields.Char(
        "Order at the Gateway", help="Fixed before the gateway is asked: it pays this once only."
    )
    ask_at = fields.Datetime("Ask Again at", index="btree_not_null")
    asked = fields.Integer("Times Asked")
    gateway_message = fields.Char("Gateway Says")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A refund is more than zero.")
    _two_people = models.Constraint(
        "CHECK (checker_id IS NULL OR checker_id <> maker_id)",
        "Who proposed a refund does not decide on it.",
    )
    _request_once = models.UniqueIndex("(request_id) WHERE request_id IS NOT NULL")

    @api.depends("maker_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for refund in self:
            refund.is_mine = refund.maker_id == self.env.user

    # Guards -------------------------------------------------------------------------------------

    def write(self, vals):
        raise UserError(self.env._("A refund changes only through its steps."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Refunds stay on record: refuse them instead."))

    def copy_data(self, default=None):
        raise UserError(self.env._("A refund cannot be duplicated: propose a new one."))

    @api.private
    def _set(self, vals):
        """Write, from a step of the refund."""
        return super(TthcRefund, self.sudo()).write(vals)

    @api.private
    def _lock(self):
        """Lock dossiers, requests, money and refunds, in the order of the whole chain."""
        refunds = self.sudo()
        refunds.expected_id._lock()
        refunds.incoming_id._lock()
        refunds.flush_recordset()
        refunds.lock_for_update()
        refunds.invalidate_recordset()
        refunds.incoming_id.invalidate_recordset()

    @api.private
    def _require(self, *states):
        """:raise UserError: the refund is in another state"""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for refund in self.sudo():
            if refund.state not in states:
                raise UserError(
                    self.env._(
                        "%(refund)s is “%(state)s”: this step is not possible now.",
                        refund=refund.name,
                        state=labels[refund.state],
                    )
                )

    @api.private
    def _require_group(self, group, message):
        """:raise AccessError: not in ``group``, or another centre's refund"""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(f"tthc_payment.{group}")):
            raise AccessError(message)

    # Proposing ----------------------------------------------------------------------------------

    @api.model
    @api.private
    def _propose(self, money, amount, values, match=None):
        """Propose to pay ``amount`` of ``money`` back.

        :param values: ``ground``, ``reason``, ``way`` and what the way needs
        :param match: the match that the money leaves, where it pays a fee
        :raise AccessError: for anybody but a cashier or an accountant of the centre
        :raise UserError: more than is left, or the way lacks something
        """
        user = self.env.user
        roles = ("tthc_payment.group_cashier", "tthc_payment.group_accountant")
        if not (self.env.su or any(user.has_group(role) for role in roles)):
            raise AccessError(self.env._("Only the finance staff proposes a refund."))
        money.check_access("read")
        money = money.sudo()
        match = (match or self.env["tthc.payment.match"]).sudo()
        money._lock()
        money.invalidate_recordset()
        self._check_amount(money, match, amount, money._proposed_of(match))
        request = match.expected_id or money.candidate_id
        refund = self.sudo().create(
            {
                **values,
                **self._way_values(values, money, match, amount),
                "name": self.env["ir.sequence"].sudo().next_by_code("tthc.refund"),
                "company_id": money.company_id.id,
                "incoming_id": money.id,
                "match_id": match.id,
                "expected_id": request.id,
                "dossier_id": request.dossier_id.id,
                "amount": amount,
                "currency_id": money.currency_id.id,
                "maker_id": self.env.uid,
                "proposed_at": self.env["tthc.dossier"]._now(),
                "state": "proposed",
            }
        )
        return refund.sudo(False)

    @api.model
    def _check_amount(self, money, match, amount, proposed=0):
        """:raise UserError: not more than zero, or more than is left"""
        of_match = None
        if match:
            of_match = match.amount if match.state == "active" else 0
        most = rules.refundable(money.amount, money.matched_amount, money.refunded_amount, of_match)
        if not 0 < amount <= most - proposed:
            raise UserError(
                self.env._(
                    "%(amount)s cannot be paid back: %(left)s of this money is left for it.",
                    amount=money.currency_id.format(amount),
                    left=money.currency_id.format(max(most - proposed, 0)),
                )
            )

    @api.model
    def _way_values(self, values, money, match, amount):
        """What the way of paying back needs.

        :raise UserError: what is missing
        """
        way = values["way"]
        if way == "bank":
            return self._bank_values(values)
        if way == "gateway":
            attempt = match.attempt_id or money._refund_attempt()
            ability = attempt.provider_id._tthc_can_refund() if attempt else "none"
            if ability == "none" or (ability == "full" and amount != round(attempt.amount)):
                raise UserError(
                    self.env._("The gateway cannot pay this back: choose cash or a transfer.")
                )
            return {"attempt_id": attempt.id}
        return {}

    def _bank_values(self, values):
        try:
            account = rules.clean_account(values.get("beneficiary_account"))
        except rules.BadAccount as error:
            raise UserError(
                self.env._("The beneficiary's account number is missing or wrong.")
            ) from error
        if not (values.get("beneficiary_name") or "").strip() or not values.get(
            "beneficiary_bank_id"
        ):
            raise UserError(self.env._("Name the beneficiary and the bank as the account is held."))
        return {"beneficiary_account": account}

    # Deciding -----------------------------------------------------------------------------------

    @api.private
    def _check_checker(self):
        """:raise AccessError: for anybody but a chief accountant who did not propose it; there is
        no exception for small centres"""
        self._require_group(
            "group_chief_accountant", self.env._("Only the chief accountant decides on a refund.")
        )
        for refund in self.sudo():
            if refund.maker_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "You proposed %s yourself: another chief accountant decides on it.",
                        refund.name,
                    )
                )

    def action_approve(self):
        """Approve: the money leaves its match and is held back; a gateway is asked at once.

        :raise AccessError: see :meth:`_check_checker`
        :raise UserError: the money was used otherwise since
        """
        self._check_checker()
        for refund in self.sudo():
            refund._lock()
            refund._require("proposed")
            money, match = refund.incoming_id, refund.match_id
            self._check_amount(money, match, refund.amount)
            gateway = refund.way == "gateway"
            refund._set(
                {
                    "state": "sent" if gateway else "approved",
                    "checker_id": self.env.uid,
                    "checked_at": self.env["tthc.dossier"]._now(),
                    "request_id": f"RF{refund.id}{secrets.token_hex(6)}" if gateway else False,
                    "ask_at": fields.Datetime.now() if gateway else False,
                }
            )
            if match:
                match._leave(refund)
            money._refresh_fate()
            refund._log("refund_approved")
        if "gateway" in self.sudo().mapped("way"):
            self.env.ref("tthc_payment.cron_refund").sudo()._trigger()
        return True

    def action_refuse(self):
        """Ask why the refund is refused."""
        self._check_checker()
        return self.env["tthc.payment.reason"]._open("refuse_refund", self)

    @api.private
    def _refuse(self, reason):
        self._check_checker()
        for refund in self.sudo():
            refund._lock()
            refund._require("proposed")
            refund._set(
                {
                    "state": "refused",
                    "checker_id": self.env.uid,
                    "checked_at": self.env["tthc.dossier"]._now(),
                    "end_reason": reason,
                }
            )

    # Events ---------------------------------------------------------------------------------------

    def _log(self, kind):
        """Tell the dossier, whose owner reads it."""
        if self.dossier_id:
            self.dossier_id._log_event(
                kind, note=f"{self.name}: {self.currency_id.format(self.amount)}; {self.reason}"
            )

    def _refund_done(self):
        """Extension point: the payer has the money, e.g. to replace the receipt."""
