from datetime import datetime, time

from odoo import api, fields, models
from odoo.tools.date_utils import parse_date

from odoo.addons.tthc_dossier.tools import wall_time
from odoo.addons.tthc_dossier.tools.desk import Figure, Figures, Section, Table

#: Where money comes from without passing through anybody's hands here.
BANK_SOURCES = ["statement", "feed", "gateway"]
TODAY, MONTH = "today", "today =1d"
EXCEPTIONS = "tthc_payment.action_exceptions"


class TthcDesk(models.AbstractModel):
    """The desks of finance: what waits at the cash desk, what does not fit, what is to decide."""

    _inherit = "tthc.desk"

    @api.model
    def _roles(self):
        return {
            **super()._roles(),
            "cashier": "tthc_payment.group_cashier",
            "accountant": "tthc_payment.group_accountant",
            "chief": "tthc_payment.group_chief_accountant",
        }

    def _here(self, key, label, model, domain, action, **more):
        """A figure of the centres that are switched on, whose days are those of the centre."""
        own = ("company_id", "in", self.env.companies.ids)
        domain = [own, *(self._of_centre(model, leaf) for leaf in domain)]
        return Figure(key, label, model, domain=domain, action=action, **more)

    def _of_centre(self, model, leaf):
        """A condition on a day relative to today as one on the day or instant that it is at the
        centre: the list that is opened counts by the clock of whoever reads it."""
        if isinstance(leaf, str) or not str(leaf[2]).startswith(TODAY):
            return leaf
        name, operator, value = leaf
        zone = self.env.company.sudo()._tthc_zone()
        day = parse_date(value, self.with_context(tz=zone).env)
        if self.env[model]._fields[name].type == "date":
            return name, operator, fields.Date.to_string(day)
        start = wall_time.to_utc(datetime.combine(day, time.min), zone)
        return name, operator, fields.Datetime.to_string(start)

    def _requests(self, key, label, domain, **more):
        action = "tthc_payment.action_expected_payment"
        return self._here(key, label, "tthc.expected.payment", domain, action, **more)

    def _moneys(self, key, label, domain, **more):
        action = more.pop("action", "tthc_payment.action_incoming_money")
        return self._here(key, label, "tthc.incoming.money", domain, action, **more)

    def _shifts(self, key, label, domain, **more):
        action = "tthc_payment.action_cash_shift"
        return self._here(key, label, "tthc.cash.shift", domain, action, **more)

    # Cashier ------------------------------------------------------------------------------------

    def _section_cashier(self):
        return Section(
            "cashier",
            self.env._("Cash Desk"),
            [self._cashier_now(), self._cashier_shifts()],
            buttons=[(self.env._("My Shift"), "tthc_payment.action_my_shift")],
        )

    def _cashier_now(self):
        mine = [("shift_id.user_id", "=", self.env.uid), ("voided", "=", False)]
        return Figures(
            self.env._("At the Counter"),
            [
                self._requests(
                    "to_pay",
                    self.env._("Fees to Be Paid"),
                    domain=[("state", "in", ["open", "expired"])],
                ),
                self._moneys(
                    "taken",
                    self.env._("Taken by Me Today"),
                    domain=[*mine, ("booked_at", ">=", TODAY)],
                    tone="success",
                ),
                self._requests(
                    "paid", self.env._("Paid Today, in Any Way"), domain=[("paid_at", ">=", TODAY)]
                ),
            ],
            empty=self.env._("No fee waits to be paid."),
        )

    def _cashier_shifts(self):
        mine = ("user_id", "=", self.env.uid)
        return Figures(
            self.env._("My Shifts"),
            [
                self._shifts(
                    "shift_open",
                    self.env._("Shift Open"),
                    domain=[mine, ("state", "=", "open")],
                    tone="info",
                ),
                self._shifts(
                    "shift_counted",
                    self.env._("Counted, to Be Submitted"),
                    domain=[mine, ("state", "=", "counted")],
                    tone="warning",
                ),
                self._shifts(
                    "shift_submitted",
                    self.env._("Waiting for Acceptance"),
                    domain=[mine, ("state", "=", "submitted")],
                ),
            ],
            empty=self.env._("You have no shift. Open one before you take cash or a card."),
        )

    # Accountant ---------------------------------------------------------------------------------

    def _section_accountant(self):
        return Section(
            "accountant",
            self.env._("Money of the Centre"),
            [
                self._accountant_ages(),
                self._accountant_reasons(),
                self._accountant_channels(),
                self._accountant_straight(),
                self._accountant_waiting(),
            ],
            buttons=[
                (self.env._("Import a Statement"), "tthc_payment.action_statement_import"),
            ],
        )

    def _exceptions(self, key, label, domain, **more):
        """Money that waits for a person; what a running import has not judged yet does not."""
        waits = [("state", "=", "exception"), ("reason", "!=", "waiting")]
        return self._moneys(key, label, [*waits, *domain], action=EXCEPTIONS, **more)

    def _accountant_ages(self):
        return Figures(
            self.env._("Money That Does Not Fit, by Age"),
            [
                self._exceptions(
                    "age_today", self.env._("Today"), domain=[("booked_at", ">=", TODAY)]
                ),
                self._exceptions(
                    "age_week",
                    self.env._("1 to 7 Days"),
                    domain=[("booked_at", "<", TODAY), ("booked_at", ">=", "today -7d")],
                ),
                self._exceptions(
                    "age_month",
                    self.env._("8 to 30 Days"),
                    domain=[("booked_at", "<", "today -7d"), ("booked_at", ">=", "today -30d")],
                    tone="warning",
                ),
                self._exceptions(
                    "age_older",
                    self.env._("Over 30 Days"),
                    domain=[("booked_at", "<", "today -30d")],
                    tone="danger",
                ),
            ],
            empty=self.env._("All money that came in fits a fee, or was decided on."),
        )

    def _accountant_reasons(self):
        return Table(
            "reasons",
            self.env._("Money That Does Not Fit, by Reason"),
            "reason",
            [
                self._exceptions("all", self.env._("All"), domain=[]),
                self._exceptions(
                    "old",
                    self.env._("Over 7 Days"),
                    domain=[("booked_at", "<", "today -7d")],
                    tone="danger",
                ),
            ],
            none=self.env._("Without a reason"),
            order=("old", "all"),
            empty=self.env._("All money that came in fits a fee, or was decided on."),
        )

    def _accountant_channels(self):
        return Table(
            "channels",
            self.env._("Money Today, by Channel"),
            "source",
            [
                self._moneys("all", self.env._("Payments"), domain=[("booked_at", ">=", TODAY)]),
                self._moneys(
                    "matched",
                    self.env._("Matched"),
                    domain=[("booked_at", ">=", TODAY), ("state", "=", "matched")],
                    tone="success",
                ),
                self._exceptions(
                    "open",
                    self.env._("Do Not Fit"),
                    domain=[("booked_at", ">=", TODAY)],
                    tone="warning",
                ),
            ],
            order=("all",),
            empty=self.env._("No money was booked today yet."),
        )

    def _accountant_straight(self):
        came = [("source", "in", BANK_SOURCES), ("booked_at", ">=", MONTH)]
        by_itself = [("method", "=", "auto"), ("state", "=", "active")]
        return Figures(
            self.env._("Straight Through This Month"),
            [
                self._moneys(
                    "straight",
                    self.env._("Matched without a Person"),
                    domain=[*came, ("state", "=", "matched"), ("match_ids", "any", by_itself)],
                    tone="success",
                    share_of="came",
                    help=self.env._(
                        "Share of the payments by bank and gateway of this month that found their "
                        "fee by themselves."
                    ),
                ),
                self._moneys("came", self.env._("By Bank and Gateway"), domain=came),
            ],
            empty=self.env._("Nothing came by bank or gateway this month yet."),
        )

    def _accountant_waiting(self):
        return Figures(
            self.env._("Waiting"),
            [
                self._shifts(
                    "shifts",
                    self.env._("Shifts to Accept"),
                    domain=[("state", "=", "submitted")],
                    tone="warning",
                ),
                self._shifts(
                    "shifts_open",
                    self.env._("Shifts Open since Before Today"),
                    domain=[("state", "in", ["open", "counted"]), ("opened_at", "<", TODAY)],
                    tone="danger",
                ),
                self._here(
                    "handovers",
                    self.env._("Cash on Its Way to the Treasurer"),
                    "tthc.cash.handover",
                    domain=[("state", "in", ["on_the_way"])],
                    action="tthc_payment.action_cash_handover",
                    tone="warning",
                ),
                self._refunds(
                    "refunds_pay",
                    self.env._("Refunds to Pay Out"),
                    domain=[("state", "=", "approved")],
                    tone="warning",
                ),
                self._here(
                    "odd",
                    self.env._("Notifications to Be Looked at"),
                    "tthc.payment.delivery",
                    domain=[("is_odd", "=", True)],
                    action="tthc_payment.action_payment_delivery",
                    tone="warning",
                ),
            ],
            empty=self.env._("Nothing waits."),
        )

    def _refunds(self, key, label, domain, **more):
        return self._here(key, label, "tthc.refund", domain, "tthc_payment.action_refund", **more)

    # Chief accountant -----------------------------------------------------------------------------

    def _section_chief(self):
        return Section(
            "chief",
            self.env._("To Decide"),
            [
                Figures(
                    self.env._("Proposals"),
                    [
                        self._here(
                            "waivers",
                            self.env._("Waivers"),
                            "tthc.fee.waiver",
                            domain=[("state", "=", "proposed")],
                            action="tthc_payment.action_fee_waiver",
                            tone="warning",
                        ),
                        self._refunds(
                            "refunds",
                            self.env._("Refunds"),
                            domain=[("state", "=", "proposed")],
                            tone="warning",
                        ),
                    ],
                    empty=self.env._("No proposal waits for you."),
                )
            ],
        )
