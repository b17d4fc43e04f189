from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import wall_time

REASONS = [
    ("waiting", "Not Judged Yet"),
    ("no_reference", "No Reference"),
    ("check_digit", "Reference Misspelt"),
    ("unknown_reference", "Unknown Reference"),
    ("two_references", "Several References"),
    ("wrong_account", "Wrong Account"),
    ("wrong_currency", "Wrong Currency"),
    ("amount_differs", "Amount Differs"),
    ("already_paid", "Already Paid"),
    ("late_cancelled", "Late: Request Cancelled"),
    ("late_expired", "Late: Request Expired"),
    ("undone", "Match Undone"),
    ("rest", "Rest of a Payment"),
]


class TthcIncomingMoney(models.Model):
    """Money that came in, exactly as its source told it: a line of a statement, cash.

    Raw facts are written once and never again, by nobody. What does change is where the money
    went: the matches, and from them the state. Money without a home waits in the exceptions with
    the reason why.
    """

    _name = "tthc.incoming.money"
    _inherit = ["tthc.bank.memo"]
    _description = "Incoming Money"
    _order = "booked_at desc, id desc"

    source = fields.Selection(
        [
            ("statement", "Bank Statement"),
            ("feed", "Bank Feed"),
            ("gateway", "Payment Gateway"),
            ("cash", "Cash"),
            ("card", "Card"),
        ],
        required=True,
        readonly=True,
    )
    source_key = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        help="What makes this movement the same one when its source delivers it again.",
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    account_id = fields.Many2one(
        "tthc.collection.account", readonly=True, index=True, ondelete="restrict"
    )
    statement_id = fields.Many2one(
        "tthc.statement", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    statement_row = fields.Integer("Row", readonly=True, help="Row in the statement file.")
    provider_id = fields.Many2one(
        "payment.provider", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    virtual_account = fields.Char(
        readonly=True, help="The account number made for one payment, where the bank gives one."
    )
    booked_at = fields.Datetime("Booked", required=True, readonly=True, index=True)
    amount = fields.Monetary(required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    counter_account = fields.Char("Payer's Account")
    counter_name = fields.Char("Payer")
    found_references = fields.Char(
        "References Found", compute="_compute_found_references", compute_sudo=True
    )

    state = fields.Selection(
        [("exception", "Exception"), ("matched", "Matched"), ("set_aside", "Set Aside")],
        required=True,
        readonly=True,
        default="exception",
        index=True,
    )
    reason = fields.Selection(REASONS, readonly=True, index=True)
    candidate_id = fields.Many2one(
        "tthc.expected.payment",
        "Meant for",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The payment request that the memo names.",
    )
    set_aside_note = fields.Char("Set Aside Because", readonly=True)
    set_aside_by_id = fields.Many2one("res.users", "Set Aside by", readonly=True)
    match_ids = fields.One2many("tthc.payment.match", "incoming_id", "Matches")
    matched_amount = fields.Monetary("Matched", compute="_compute_matched", compute_sudo=True)
    open_amount = fields.Monetary("Not Matched", compute="_compute_matched", compute_sudo=True)
    difference = fields.Monetary(compute="_compute_difference", compute_sudo=True)
    age_days = fields.Integer("Waiting (days)", compute="_compute_age_days")

    _source_key_unique = models.UniqueIndex(
        "(source_key)", "This money is recorded already: it is taken in once only."
    )
    _amount_positive = models.Constraint("CHECK (amount > 0)", "Money in is more than zero.")
    _exceptions_index = models.Index("(company_id, reason) WHERE state = 'exception'")

    @api.private
    def _with_open_memo(self):
        """Override: a cashier reads what a counter took, and nothing of the bank."""
        if self._reads_bank_memos() or not self.env.user.has_group("tthc_payment.group_cashier"):
            return super()._with_open_memo()
        return self.filtered(lambda money: money.source in ("cash", "card"))

    @api.depends("memo")
    @api.depends_context("uid")
    def _compute_found_references(self):
        """What looks like a reference and is none may be somebody's telephone number: it is told
        to whoever reads the memo."""
        readable = set(self._with_open_memo()._ids)
        for money in self:
            scan = money._scan_memo()
            broken = scan.broken if money.id in readable else ()
            money.found_references = ", ".join([*scan.valid, *(f"{text} (?)" for text in broken)])

    @api.depends("amount", "match_ids.amount", "match_ids.state")
    def _compute_matched(self):
        for money in self:
            active = money.match_ids.filtered(lambda match: match.state == "active")
            money.matched_amount = sum(active.mapped("amount"))
            money.open_amount = money.amount - money.matched_amount

    @api.depends("amount", "candidate_id")
    def _compute_difference(self):
        for money in self:
            candidate = money.candidate_id
            money.difference = money.amount - candidate.amount if candidate else 0

    @api.depends("booked_at", "state")
    def _compute_age_days(self):
        """Days of the centre, whatever the time zone of the reader."""
        now = fields.Datetime.now()
        for money in self:
            money.age_days = 0
            if money.state == "exception" and money.booked_at:
                zone = money.company_id.sudo()._tthc_zone()
                today, booked = (
                    wall_time.to_local(instant, zone).date() for instant in (now, money.booked_at)
                )
                money.age_days = (today - booked).days

    # Guards -------------------------------------------------------------------------------------

    def write(self, vals):
        raise UserError(
            self.env._("Incoming money is kept as it was received: nothing in it changes.")
        )

    def unlink(self):
        raise UserError(
            self.env._("Incoming money is kept as it was received: nothing is deleted.")
        )

    def copy_data(self, default=None):
        raise UserError(self.env._("Incoming money cannot be duplicated."))

    @api.model
    def _fate_fields(self):
        """Names of the fields besides state and reason that say where money went."""
        return {
            "candidate_id",
            "candidate_bundle_id",
            "set_aside_note",
            "set_aside_by_id",
            "voided",
        }

    @api.private
    def _set_fate(self, state, reason=False, **values):
        """Say where the money went. The raw facts are not among what this writes."""
        allowed = self._fate_fields()
        fate = {name: value for name, value in values.items() if name in allowed}
        return super(TthcIncomingMoney, self.sudo()).write(
            {**fate, "state": state, "reason": reason}
        )

    @api.private
    def _is_from_statement_unmatched(self):
        """Whether a statement brought this money and neither reference nor person found its
        request."""
        return (
            self.source == "statement"
            and self.state == "exception"
            and self.reason != "undone"
            and not self.matched_amount
        )

    @api.private
    def _set_aside(self, reason):
        """Take money off the exceptions that pays nothing here: paid back, or no fee.

        :raise UserError: not an exception, or matched in part
        """
        self._lock()
        for money in self:
            if money.state != "exception" or money.matched_amount:
                raise UserError(
                    self.env._("Only money that is matched with nothing can be set aside.")
                )
            money._set_fate(
                "set_aside", money.reason, set_aside_note=reason, set_aside_by_id=self.env.uid
            )

    # Actions ------------------------------------------------------------------------------------

    def action_match(self):
        """Open the manual match."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Match by Hand"),
            "res_model": "tthc.payment.match.manual",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_incoming_id": self.id,
                "default_expected_id": self.candidate_id.id,
            },
        }

    def action_match_again(self):
        """Judge exceptions once more, e.g. after a request was renewed or a match undone."""
        self.env["tthc.payment.match"]._check_accountant()
        self.check_access("read")
        self.sudo()._to_judge_again()._match_by_reference()
        return True

    @api.private
    def _to_judge_again(self):
        """The exceptions among these. Of several at once what a person took out of its match is
        left alone: it goes back only where that person, or another, means just it."""
        again = self.filtered(lambda money: money.state == "exception")
        if len(self) == 1:
            return again
        return again.filtered(lambda money: money.reason != "undone")

    def action_set_aside(self):
        """Ask why and take the money off the exceptions: paid back, or no fee at all."""
        return self.env["tthc.payment.reason"]._open("set_aside", self)
