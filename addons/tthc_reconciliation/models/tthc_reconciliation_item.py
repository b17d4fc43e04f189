from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import day as rules

BUCKETS = [
    ("not_matched", "Money Pays No Fee"),
    ("set_aside", "Set Aside"),
    ("paid_back", "Paid Back"),
    ("undone", "Undone after Its Day Was Closed"),
    ("no_statement", "No Statement"),
    ("gap", "Statements Do Not Join"),
    ("not_on_statement", "Told by the Feed, Not on the Statement"),
    ("debit", "Money out without a Reason"),
    ("not_settled", "Not in a Settlement"),
    ("settled_unknown", "Settled, Not in Our Books"),
    ("settled_differs", "Settled with Another Amount"),
    ("not_credited", "Settlement Not Credited"),
    ("shift_open", "Shift Not Closed"),
    ("shift_difference", "Shift with a Difference"),
    ("on_the_way", "Cash on the Way"),
    ("handover_difference", "Hand-over with a Difference"),
    ("not_deposited", "Deposit Not on the Statement"),
    ("voided", "Taking Voided after Its Day Was Closed"),
]
#: Record behind a difference, by field.
REFS = {
    "money_id": "tthc.incoming.money",
    "debit_id": "tthc.bank.debit",
    "settlement_id": "tthc.settlement",
    "settlement_line_id": "tthc.settlement.line",
    "statement_id": "tthc.statement",
    "shift_id": "tthc.cash.shift",
    "handover_id": "tthc.cash.handover",
}
#: Kinds that a decision has ended: nothing is to come.
DECIDED = ("set_aside", "paid_back", "shift_difference", "handover_difference", "voided")
STILL_OPEN = [("state", "!=", rules.CLEARED), ("bucket", "not in", DECIDED)]


class TthcReconciliationItem(models.Model):
    """A difference of a day: what it is, since when, and why it may stand.

    It is found by the system, explained by an accountant, and cleared by what happens later. After
    the day is closed only the note that it was cleared is added.
    """

    _name = "tthc.reconciliation.item"
    _description = "Difference of a Day"
    _order = "state, happened_on, id"
    _rec_name = "label"

    day_id = fields.Many2one(
        "tthc.reconciliation.day", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    day = fields.Date("Date", related="day_id.day", store=True)
    place = fields.Char(related="day_id.place")
    day_state = fields.Selection(related="day_id.state", string="State of the Day")
    bucket = fields.Selection(BUCKETS, "Kind", required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    label = fields.Char("What", required=True, readonly=True)
    amount = fields.Monetary(readonly=True)
    happened_on = fields.Date("Since", required=True, readonly=True)
    age_days = fields.Integer("Days", compute="_compute_age_days")
    state = fields.Selection(
        [
            (rules.OPEN, "Not Explained"),
            (rules.EXPLAINED, "Explained"),
            (rules.CLEARED, "Cleared"),
        ],
        required=True,
        readonly=True,
        default=rules.OPEN,
        index=True,
    )
    explanation = fields.Char(readonly=True)
    explained_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    explained_at = fields.Datetime("Explained on", readonly=True)
    cleared_at = fields.Datetime("Cleared on", readonly=True)
    cleared_later = fields.Boolean(readonly=True, help="After the day was closed.")
    money_id = fields.Many2one("tthc.incoming.money", readonly=True, ondelete="restrict")
    statement_id = fields.Many2one("tthc.statement", readonly=True, ondelete="restrict")
    shift_id = fields.Many2one("tthc.cash.shift", readonly=True, ondelete="restrict")
    handover_id = fields.Many2one("tthc.cash.handover", readonly=True, ondelete="restrict")

    _key_once = models.UniqueIndex("(day_id, key)", "This difference is there already.")
    _explained = models.Constraint(
        "CHECK (state <> 'explained' OR explanation IS NOT NULL)",
        "An explained difference has an explanation.",
    )
    _money_index = models.Index("(money_id) WHERE money_id IS NOT NULL")
    _not_cleared_index = models.Index("(company_id, happened_on) WHERE state <> 'cleared'")

    @api.depends("happened_on", "state", "cleared_at")
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for item in self:
            cleared = item.state == rules.CLEARED and item.cleared_at
            until = wall_time.to_local(cleared or now, item.company_id.sudo()._tthc_zone()).date()
            item.age_days = max((until - item.happened_on).days, 0) if item.happened_on else 0

    # Guards -------------------------------------------------------------------------------------

    def write(self, vals):
        raise UserError(self.env._("A difference is explained, or cleared by what it is about."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Differences stay on record."))

    @api.private
    def _set(self, vals):
        """Write, from a step of an open day.

        :raise UserError: the day is closed
        """
        self.sudo().day_id._require_not_closed()
        return super(TthcReconciliationItem, self.sudo()).write(vals)

    # Explaining ---------------------------------------------------------------------------------

    def action_explain(self):
        """Ask for one explanation of these differences."""
        self.day_id._check_accountant()
        return self.env["tthc.payment.reason"]._open("explain_item", self)

    @api.private
    def _explain(self, reason):
        """Say why differences may stand.

        :raise AccessError: for anybody but an accountant of the centre
        :raise UserError: the day waits to be closed, or is
        """
        self.check_access("read")
        days = self.day_id
        days._check_accountant()
        days.sudo()._lock()
        for day in days.sudo():
            if day.state != "open":
                raise UserError(
                    self.env._(
                        "%s was submitted: have it sent back before an explanation changes.",
                        day.display_name,
                    )
                )
        for item in self.sudo().filtered(lambda row: row.state == rules.CLEARED):
            raise UserError(self.env._("“%s” is cleared: nothing is left.", item.label))
        self._set(
            {
                "state": rules.EXPLAINED,
                "explanation": reason,
                "explained_by_id": self.env.uid,
                "explained_at": fields.Datetime.now(),
            }
        )
        days.sudo()._count_items()

    @api.model
    def _refs(self):
        """Extension point: model of the record behind a difference, by field."""
        return REFS

    def action_open_record(self):
        """Open the record that shows the difference."""
        self.ensure_one()
        self.check_access("read")
        for name, model in self._refs().items():
            if name in self._fields and self[name]:
                return {
                    "type": "ir.actions.act_window",
                    "res_model": model,
                    "res_id": self[name].id,
                    "views": [(False, "form")],
                }
        raise UserError(self.env._("No record stands behind this difference."))

    # After closing ------------------------------------------------------------------------------

    @api.model
    @api.private
    def _clear_what_is_done(self):
        """Say of explained differences of closed days that they are cleared meanwhile.

        :return: how many that were
        """
        waiting = self.sudo().search([*STILL_OPEN, ("day_id.state", "=", "closed")])
        done = waiting.filtered(lambda item: item._is_cleared())
        super(TthcReconciliationItem, done).write(
            {
                "state": rules.CLEARED,
                "cleared_at": fields.Datetime.now(),
                "cleared_later": True,
            }
        )
        return len(done)

    def _state_when_closed(self):
        """The state that this difference had when its day was closed, or has now."""
        return rules.EXPLAINED if self.cleared_later else self.state

    def _is_cleared(self):
        """Whether what this difference is about has been done since. Extended by what other
        addons know."""
        self.ensure_one()
        if self.bucket in ("not_matched", "undone"):
            return self.money_id.state != "exception"
        if self.bucket == "not_on_statement":
            return bool(self.money_id.statement_id)
        if self.bucket == "no_statement":
            return self.day_id._is_covered()
        if self.bucket == "gap":
            return self.statement_id.join not in ("days", "balance")
        if self.bucket == "shift_open":
            return self.shift_id.state == "closed"
        if self.bucket == "on_the_way":
            return self.handover_id.state != "on_the_way"
        if self.bucket == "not_deposited":
            return self.day_id._is_deposited(self.handover_id)
        return False
