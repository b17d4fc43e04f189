from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tools import wall_time

CHANNELS = [
    ("bank", "Bank Account"),
    ("gateway", "Gateway"),
    ("card", "Cards"),
    ("cash", "Cash Desk"),
]


class TthcReconciliationDay(models.Model):
    """One day of one place where money comes in: a collection account, a gateway, the cards or the
    cash desk of a centre.

    Three sides are compared: our books, what the source told (bank feed, settlement file, counted
    drawer), and what the bank shows. The day is closed by a second person when no difference is
    left without an explanation, and every day before it is closed. A closed day is locked and
    sealed; money that comes later for it counts in the first day that is not closed.
    """

    _name = "tthc.reconciliation.day"
    _description = "Reconciliation of a Day"
    _order = "day desc, channel, id"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    account_id = fields.Many2one("tthc.collection.account", readonly=True, ondelete="restrict")
    provider_id = fields.Many2one("payment.provider", readonly=True, ondelete="restrict")
    place = fields.Char(compute="_compute_place", compute_sudo=True)
    day = fields.Date(required=True, readonly=True, index=True)
    state = fields.Selection(
        [("open", "Open"), ("submitted", "To Be Closed"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    asked_amount = fields.Monetary("Fees Asked for", readonly=True)
    due_amount = fields.Monetary(
        "Of These Not Paid", readonly=True, help="When the figures were last worked out."
    )
    received_amount = fields.Monetary("Money in", readonly=True)
    matched_amount = fields.Monetary("Pays Fees", readonly=True)
    booked_amount = fields.Monetary(
        "In the Collection Book",
        readonly=True,
        help="Entries of this day: also of money of other days that was matched or undone today.",
    )
    source_amount = fields.Monetary(
        "Told by the Source",
        readonly=True,
        help="Bank feed, settlement file, or the counted drawer.",
    )
    charge_amount = fields.Monetary("Charges Kept", readonly=True)
    bank_amount = fields.Monetary("Shown by the Bank", readonly=True)
    out_amount = fields.Monetary("Money out", readonly=True)
    late_count = fields.Integer(
        "Of Earlier Days", readonly=True, help="Money of days that were closed when it came."
    )
    item_ids = fields.One2many("tthc.reconciliation.item", "day_id", "Differences")
    item_count = fields.Integer("Differences (number)", readonly=True)
    open_count = fields.Integer("Not Explained", readonly=True)
    refreshed_at = fields.Datetime("Worked out", readonly=True)
    maker_id = fields.Many2one("res.users", "Submitted by", readonly=True, ondelete="restrict")
    submitted_at = fields.Datetime("Submitted on", readonly=True)
    checker_id = fields.Many2one("res.users", "Closed by", readonly=True, ondelete="restrict")
    closed_at = fields.Datetime("Closed on", readonly=True)
    sent_back_reason = fields.Char("Sent Back Because", readonly=True)
    seal = fields.Char(readonly=True, help="SHA-256 over this day and the seal of the day before.")
    sealed_facts = fields.Text(readonly=True, help="The first line of the sealed text.")
    is_over = fields.Boolean(compute="_compute_is_over")

    _once = models.UniqueIndex(
        "(company_id, channel, COALESCE(account_id, 0), COALESCE(provider_id, 0), day)",
        "This day is there already.",
    )
    _two_people = models.Constraint(
        "CHECK (checker_id IS NULL OR checker_id <> maker_id)",
        "Whoever submitted a day does not close it.",
    )
    _closed_is_sealed = models.Constraint(
        "CHECK (state <> 'closed' OR (seal IS NOT NULL AND checker_id IS NOT NULL))",
        "A closed day is sealed.",
    )

    # Computed -----------------------------------------------------------------------------------

    @api.depends("channel", "account_id", "provider_id")
    def _compute_place(self):
        labels = dict(self._fields["channel"]._description_selection(self.env))
        for day in self:
            named = day.account_id.display_name or day.provider_id.name
            day.place = named or labels.get(day.channel, "")

    @api.depends("day", "place")
    def _compute_display_name(self):
        for day in self:
            day.display_name = f"{day.day:%d/%m/%Y} · {day.place}" if day.day else ""

    @api.depends("day")
    def _compute_is_over(self):
        for row in self:
            row.is_over = bool(row.day) and row._bounds()[1] <= fields.Datetime.now()

    def _bounds(self, day=None):
        """The first instant of the day (or of another ``day``) and of the next, naive UTC."""
        self.ensure_one()
        zone = self.company_id.sudo()._tthc_zone()
        start = datetime.combine(day or self.day, time.min)
        return (
            wall_time.to_utc(start, zone),
            wall_time.to_utc(start + timedelta(days=1), zone),
        )

    @api.model
    def _place_fields(self):
        """Extension point: the fields that tell, with the channel, which place a day is of."""
        return ("account_id", "provider_id")

    def _same_place(self):
        """Domain of the days of the same place."""
        self.ensure_one()
        return [
            ("company_id", "=", self.company_id.id),
            ("channel", "=", self.channel),
            *((name, "=", self[name].id) for name in self._place_fields()),
        ]

    def _day_before(self):
        domain = [*self._same_place(), ("day", "<", self.day)]
        return self.sudo().search(domain, order="day desc", limit=1)

    # Guards -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Days are made by the system."))
        return super().create(vals_list)

    def write(self, vals):
        raise UserError(
            self.env._("A day changes only by its steps: work out, explain, submit, close.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Days stay on record."))

    def copy_data(self, default=None):
        raise UserError(self.env._("A day cannot be duplicated."))

    @api.private
    def _set(self, vals):
        """Write, from a step of the day.

        :raise UserError: the day is closed
        """
        self._require_not_closed()
        written = super(TthcReconciliationDay, self.sudo()).write(vals)
        self.flush_recordset()
        return written

    @api.private
    def _require_not_closed(self):
        for row in self.sudo():
            if row.state == "closed":
                raise UserError(
                    self.env._("%s is closed: nothing in it changes.", row.display_name)
                )

    @api.private
    def _lock(self):
        """Take the days of their places one after the other, by ascending id."""
        self.flush_recordset()
        if self:
            self.env.execute_query(
                SQL(
                    "SELECT id FROM tthc_reconciliation_day WHERE id IN %s ORDER BY id FOR UPDATE",
                    tuple(self.ids),
                )
            )
        self.invalidate_recordset()

    def _check_accountant(self):
        """:raise AccessError: for anybody but an accountant of the centre"""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("tthc_payment.group_accountant")):
            raise AccessError(self.env._("Only an accountant reconciles the days of a centre."))

    # Steps --------------------------------------------------------------------------------------

    def action_refresh(self):
        """Work the figures and differences out anew."""
        self._check_accountant()
        for row in self.sudo():
            row._lock()
            row._require_not_closed()
            row._refresh()
        return True

    def action_submit(self):
        """Hand days in for closing, oldest first.

        :raise AccessError: for anybody but an accountant
        :raise UserError: the day is not over, one before it is not handed in, or a difference has
            no explanation
        """
        self._check_accountant()
        for row in self.sudo().sorted(lambda one: (one.day, one.id)):
            row._lock()
            if row.state != "open":
                raise UserError(self.env._("%s was submitted before.", row.display_name))
            row._require_over()
            before = row._day_before()
            if before.state == "open":
                raise UserError(self.env._("Submit %s first.", before.display_name))
            row._refresh()
            row._require_explained()
            row._set(
                {
                    "state": "submitted",
                    "maker_id": self.env.uid,
                    "submitted_at": fields.Datetime.now(),
                    "sent_back_reason": False,
                }
            )
        return True

    def action_send_back(self):
        """Ask why the day is not closed, and give it back."""
        self._check_accountant()
        return self.env["tthc.payment.reason"]._open("send_back_day", self)

    @api.private
    def _send_back(self, reason):
        self._check_accountant()
        for row in self.sudo():
            row._lock()
            if row.state != "submitted":
                raise UserError(self.env._("%s does not wait to be closed.", row.display_name))
            row._set({"state": "open", "maker_id": False, "sent_back_reason": reason})

    def action_close(self):
        """Close days, oldest first; from then on they are locked.

        :raise AccessError: for whoever submitted the day or explained one of its differences
        :raise UserError: not submitted, a day before is not closed, or something differs since
        """
        self._check_accountant()
        for row in self.sudo().sorted(lambda one: (one.day, one.id)):
            row._lock()
            if row.state != "submitted":
                raise UserError(self.env._("%s does not wait to be closed.", row.display_name))
            row._require_second_person()
            before = row._day_before()
            if before and before.state != "closed":
                raise UserError(self.env._("Close %s first.", before.display_name))
            row._refresh()
            row._require_explained()
            row._freeze()
        return True

    def _require_over(self):
        if not self.is_over:
            raise UserError(
                self.env._("%s is not over yet: money may still come.", self.display_name)
            )

    def _require_explained(self):
        if self.open_count:
            raise UserError(
                self.env._(
                    "%(day)s has %(count)s differences without an explanation: clear or explain "
                    "them first.",
                    day=self.display_name,
                    count=self.open_count,
                )
            )

    def _require_second_person(self):
        spoke = (
            self.maker_id
            | self.item_ids.filtered(lambda item: item.state == "explained").explained_by_id
        )
        if self.env.user in spoke:
            raise AccessError(
                self.env._(
                    "You submitted %s or explained a difference of it: somebody else closes it.",
                    self.display_name,
                )
            )
