from odoo import api, fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tools import SQL

from ..tools import cash

#: States in which the drawer is still the cashier's to count.
AT_THE_DESK = ("open", "counted")


class TthcCashShift(models.Model):
    """A cashier's turn at a cash desk ("ca thu"), from the opening float to the accepted count.

    Cash and card takings of the cashier belong to the open shift. Closing is a blind count: what
    the books expect is fixed at that moment and shown afterwards; a difference has to be
    explained; somebody else accepts it. A closed shift does not change. Amounts are whole VND.
    """

    _name = "tthc.cash.shift"
    _description = "Cash Shift"
    _order = "opened_at desc, id desc"

    name = fields.Char("Number", required=True)
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Cashier", required=True, index=True, ondelete="restrict"
    )
    desk = fields.Char("Counter")
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    state = fields.Selection(
        [
            ("open", "Shift Open"),
            ("counted", "Counted"),
            ("submitted", "Waiting for Acceptance"),
            ("closed", "Closed"),
        ],
        required=True,
        default="open",
        index=True,
    )
    opened_at = fields.Datetime("Opened", required=True)
    float_amount = fields.Monetary("Opening Float", help="Change money in the drawer at the start.")
    counted_at = fields.Datetime("Counted on")
    counted_cash = fields.Monetary("Cash Counted")
    booked_cash = fields.Monetary(
        "Cash by the Books", help="Fixed at the moment of the closing count."
    )
    difference = fields.Monetary(help="Counted less expected: over (+) or short (−).")
    explanation = fields.Text("Explanation of the Difference")
    submitted_at = fields.Datetime("Submitted on")
    sent_back_reason = fields.Char("Sent Back Because")
    accepted_by_id = fields.Many2one("res.users", "Accepted by", ondelete="restrict")
    accepted_at = fields.Datetime("Accepted on")
    accept_note = fields.Char("Note of Acceptance")
    same_person = fields.Boolean(
        "Accepted by the Cashier",
        help="Allowed by the centre's setting “One Person May Hold Cash and Books”.",
    )
    money_ids = fields.One2many("tthc.incoming.money", "shift_id", "Takings")
    count_ids = fields.One2many("tthc.cash.count", "shift_id", "Counts")
    handover_ids = fields.One2many("tthc.cash.handover", "shift_id", "Hand-overs")
    taking_count = fields.Integer("Takings (number)", compute="_compute_takings", compute_sudo=True)
    cash_taken = fields.Monetary(compute="_compute_takings", compute_sudo=True)
    card_taken = fields.Monetary(compute="_compute_takings", compute_sudo=True)
    voided_cash = fields.Monetary("Cash Voided", compute="_compute_takings", compute_sudo=True)
    handed_over = fields.Monetary(compute="_compute_takings", compute_sudo=True)
    on_the_way = fields.Monetary(
        "On the Way to the Treasurer", compute="_compute_takings", compute_sudo=True
    )
    received_difference = fields.Monetary(
        "Difference at the Treasurer",
        compute="_compute_takings",
        compute_sudo=True,
        help="Received less handed over.",
    )
    left_amount = fields.Monetary(
        "Left in the Drawer",
        compute="_compute_takings",
        compute_sudo=True,
        help="Counted at closing less what was handed over since.",
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _one_open = models.UniqueIndex(
        "(user_id, company_id) WHERE state IN ('open', 'counted')",
        "This cashier has a shift at this centre that is not closed yet.",
    )
    _one_at_the_desk = models.UniqueIndex(
        "(company_id, lower(desk)) WHERE state IN ('open', 'counted') AND desk IS NOT NULL",
        "Somebody else has an open shift at this counter.",
    )

    # Computed -----------------------------------------------------------------------------------

    @api.depends(
        "money_ids.amount",
        "money_ids.voided",
        "handover_ids.amount",
        "handover_ids.confirmation_ids.counted_amount",
        "state",
        "counted_cash",
    )
    @api.depends_context("uid")
    def _compute_takings(self):
        """While the shift is open its own cashier sees no totals: the count is blind."""
        for shift in self:
            blind = shift._is_blind()
            money = shift.money_ids
            coins = money.filtered(lambda row: row.source == "cash")
            cards = (money - coins).filtered(lambda row: not row.voided)
            shift.taking_count = len(money.filtered(lambda row: not row.voided))
            shift.cash_taken = 0 if blind else sum(coins.mapped("amount"))
            shift.voided_cash = 0 if blind else sum(coins.filtered("voided").mapped("amount"))
            shift.card_taken = 0 if blind else sum(cards.mapped("amount"))
            shift.handed_over = sum(shift.handover_ids.mapped("amount"))
            waiting = shift.handover_ids.filtered(lambda row: row.state == "on_the_way")
            shift.on_the_way = sum(waiting.mapped("amount"))
            shift.received_difference = sum(shift.handover_ids.mapped("difference"))
            later = shift.handover_ids.filtered("after_count")
            shift.left_amount = shift.counted_cash - later._relieved()

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for shift in self:
            shift.is_mine = shift.user_id == self.env.user

    def _is_blind(self):
        return self.state == "open" and self.user_id == self.env.user

    # Guards -------------------------------------------------------------------------------------

    def write(self, vals):
        raise UserError(
            self.env._("A shift changes only through its steps: taking, counting, accepting.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Shifts stay on record."))

    def copy_data(self, default=None):
        raise UserError(self.env._("A shift cannot be duplicated: open a new one."))

    @api.private
    def _set(self, vals):
        """Write, from a step of the shift.

        :raise UserError: the shift is closed
        """
        for shift in self.sudo():
            if shift.state == "closed":
                raise UserError(self.env._("%s is closed: nothing in it changes.", shift.name))
        return super(TthcCashShift, self.sudo()).write(vals)

    @api.private
    def _lock(self):
        """Lock the shifts, after requests and money, so that closing and taking take turns."""
        self.flush_recordset()
        if self:
            self.env.execute_query(
                SQL(
                    "SELECT id FROM tthc_cash_shift WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                    tuple(self.ids),
                )
            )
        self.invalidate_recordset()

    @api.private
    def _require(self, *states):
        """:raise UserError: the shift is in another state"""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for shift in self:
            if shift.state not in states:
                raise UserError(
                    self.env._(
                        "%(shift)s is “%(state)s”: this step is not possible now.",
                        shift=shift.name,
                        state=labels[shift.state],
                    )
                )

    @api.private
    def _require_cashier(self):
        """:raise AccessError: for anybody but the cashier of the shift"""
        self.check_access("read")
        for shift in self:
            if not self.env.su and shift.user_id != self.env.user:
                raise AccessError(
                    self.env._("Only %s does this in the own shift.", shift.user_id.sudo().name)
                )

    # Opening ------------------------------------------------------------------------------------

    @api.model
    def _check_cashier(self):
        """:raise AccessError: for anybody but a cashier"""
        if not (self.env.su or self.env.user.has_group("tthc_payment.group_cashier")):
            raise AccessError(self.env._("Only a cashier takes money at the counter."))

    @api.model
    @api.private
    def _current(self, company):
        """The open shift of the current user at ``company``, or none."""
        return self.sudo().search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", company.id),
                ("state", "=", "open"),
            ],
            limit=1,
        )

    @api.model
    @api.private
    def _for_taking(self, company):
        """The shift that money taken now at ``company`` belongs to, locked.

        :raise RedirectWarning: there is none and the centre requires one; the button opens one
        """
        shift = self._current(company)
        shift._lock()
        if shift.state == "open" or self.env.su or not company.sudo().tthc_cash_shift_required:
            return shift.filtered(lambda row: row.state == "open")
        raise RedirectWarning(
            self.env._(
                "You have no open shift at %s. Count the opening float and open one, then take "
                "the payment again.",
                company.sudo().name,
            ),
            self.env["tthc.cash.sheet"]._open("open", company),
            self.env._("Open a Shift"),
        )

    @api.model
    @api.private
    def _open_shift(self, company, counts, desk=False):
        """Open a shift of the current user.

        :param counts: ``{value: quantity}`` of the opening float; empty for none
        :raise AccessError: for anybody but a cashier of the centre
        :raise UserError: a shift is open already
        """
        self._check_cashier()
        if not self.env.su and company not in self.env.user.company_ids:
            raise AccessError(self.env._("You do not work at %s.", company.sudo().name))
        if self.sudo().search_count(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", company.id),
                ("state", "in", AT_THE_DESK),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._("Your last shift at this centre is not closed: finish it first.")
            )
        now = self.env["tthc.dossier"]._now()
        shift = self.sudo().create(
            {
                "name": self.env["ir.sequence"].sudo().next_by_code("tthc.cash.shift"),
                "company_id": company.id,
                "user_id": self.env.uid,
                "desk": (desk or "").strip() or False,
                "currency_id": company.sudo().currency_id.id,
                "opened_at": now,
                "float_amount": cash.total(counts),
            }
        )
        shift._record_counts("open", counts, now)
        return shift.sudo(False)

    @api.private
    def _record_counts(self, moment, counts, at, handover=None):
        """Keep what was counted; rows of nothing are left out."""
        self.ensure_one()
        rows = self.sudo().count_ids.filtered(lambda row: row.moment == moment)
        common = {
            "shift_id": self.id,
            "handover_id": handover.id if handover else False,
            "moment": moment,
            "round": max(rows.mapped("round"), default=0) + 1,
            "currency_id": self.sudo().currency_id.id,
            "counted_at": at,
            "user_id": self.env.uid,
        }
        self.env["tthc.cash.count"].sudo()._append_rows(
            [
                {**common, "value": value, "quantity": quantity, "amount": value * quantity}
                for value, quantity in counts.items()
                if quantity
            ]
        )
        self.invalidate_recordset()

    @api.private
    def _expected_cash(self):
        """What the drawer must hold now by the books."""
        self.ensure_one()
        shift = self.sudo()
        coins = shift.money_ids.filtered(lambda row: row.source == "cash")
        earlier = shift.handover_ids.filtered(lambda row: not row.after_count)
        return cash.drawer(
            shift.float_amount,
            sum(coins.mapped("amount")),
            sum(coins.filtered("voided").mapped("amount")),
            earlier._relieved(),
            shift._refunded_cash(),
        )

    def _refunded_cash(self):
        """Cash paid out of the drawer for refunds."""
        return 0

    # Actions ------------------------------------------------------------------------------------

    @api.model
    def _desk_action(self):
        """What "My Shift" opens: the shift that is at the desk, else the count that opens one."""
        self._check_cashier()
        shift = self.search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
                ("state", "in", AT_THE_DESK),
            ],
            limit=1,
        )
        if not shift:
            return self.env["tthc.cash.sheet"]._open("open", self.env.company)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("My Shift"),
            "res_model": self._name,
            "res_id": shift.id,
            "view_mode": "form",
            "target": "current",
        }

    def action_count(self):
        """Open the sheet of the blind closing count."""
        self.ensure_one()
        self._require_cashier()
        self._require(*AT_THE_DESK)
        return self.env["tthc.cash.sheet"]._open("close", self.company_id, self)

    def action_hand_over(self):
        """Open the sheet of a hand-over."""
        self.ensure_one()
        self._require_cashier()
        self._require(*AT_THE_DESK, "submitted")
        return self.env["tthc.cash.sheet"]._open("handover", self.company_id, self)

    def action_take_payment(self):
        """Open the dialog that takes a payment."""
        self.ensure_one()
        self._require_cashier()
        return self.env["tthc.cash.taking"]._open(self.env["tthc.expected.payment"])
