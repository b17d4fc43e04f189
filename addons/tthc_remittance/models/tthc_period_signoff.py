from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools import signoff as rules

#: States in which the figures may still be worked out anew.
MAKING = ("made", "disputed")
_SAME = " ".join(
    f"int4range({term}, {term}, '[]') WITH &&," for term in ("company_id", "COALESCE(agency_id, 0)")
)


class TthcPeriodSignoff(models.Model):
    """A month or quarter of a centre and a beneficiary agency, agreed with that agency and signed
    off ("Biên bản đối chiếu").

    The figures come from the ledger of shares. Once signed, nothing of them changes: a hash over
    them and the hash of the period before shows it if something did. What is undone later belongs
    to its own, later day.
    """

    _name = "tthc.period.signoff"
    _description = "Period Signed off"
    _order = "date_from desc, id desc"

    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    agency_id = fields.Many2one(
        "tthc.agency", "Beneficiary", ondelete="restrict", help="Empty: the centre itself."
    )
    kind = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter")], "Period", required=True, default="month"
    )
    date_from = fields.Date("From", required=True, default=lambda self: self._last_month()[0])
    date_to = fields.Date("Until", required=True, default=lambda self: self._last_month()[1])
    state = fields.Selection(
        [
            ("made", "Made"),
            ("sent", "Sent to the Agency"),
            ("disputed", "Disputed"),
            ("agreed", "Agreed"),
            ("signed", "Signed off"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="made",
        index=True,
    )
    line_ids = fields.One2many("tthc.period.signoff.line", "signoff_id", "Figures")
    maker_id = fields.Many2one(
        "res.users",
        "Made by",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    made_at = fields.Datetime("Made on", required=True, default=fields.Datetime.now)
    sent_at = fields.Datetime("Sent on")
    agreed_name = fields.Char("For the Agency")
    agreed_position = fields.Char("Position")
    agreed_on = fields.Date()
    scan = fields.Binary("Signed Record", attachment=True)
    scan_name = fields.Char()
    dispute_note = fields.Text("Disputed Because")
    signer_id = fields.Many2one("res.users", "Signed off by", ondelete="restrict")
    signed_at = fields.Datetime("Signed off on")
    cancel_reason = fields.Char("Cancelled Because")
    previous_id = fields.Many2one("tthc.period.signoff", "Period Before", ondelete="restrict")
    previous_digest = fields.Char("Hash of the Period Before")
    content = fields.Text("Text Signed off", help="What the hash covers.")
    digest = fields.Char("SHA-256", help="Over the hash of the period before and the text.")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.company.currency_id,
    )
    collected = fields.Monetary(compute="_compute_sums")
    unpaid = fields.Monetary("Not Remitted Yet", compute="_compute_sums")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _ordered = models.Constraint("CHECK (date_to >= date_from)", "A period ends after it begins.")
    _two_people = models.Constraint(
        "CHECK (signer_id IS NULL OR signer_id <> maker_id)",
        "Who made the figures of a period does not sign it off.",
    )
    _signed_whole = models.Constraint(
        "CHECK (state <> 'signed' OR (signer_id IS NOT NULL AND digest IS NOT NULL))",
        "A period is signed off by somebody.",
    )
    _no_overlap = models.Constraint(
        f"EXCLUDE USING gist ({_SAME} daterange(date_from, date_to, '[]') WITH &&) "
        "WHERE (state <> 'cancelled')",
        "Days of this period are in another one of this centre and agency already.",
    )

    @api.depends("line_ids.collected", "line_ids.unpaid")
    def _compute_sums(self):
        for signoff in self:
            signoff.collected = sum(signoff.line_ids.mapped("collected"))
            signoff.unpaid = sum(signoff.line_ids.mapped("unpaid"))

    @api.depends("maker_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for signoff in self:
            signoff.is_mine = signoff.maker_id == self.env.user

    @api.depends("company_id", "agency_id", "kind", "date_from")
    def _compute_display_name(self):
        for signoff in self:
            owner = (signoff.agency_id or signoff.company_id).name
            signoff.display_name = " – ".join(filter(None, (signoff._period_name(), owner)))

    @api.model
    def _last_month(self):
        """First and last day of the month before this one."""
        today = self.env["tthc.remittance"]._today(self.env.company)
        return rules.period("month", today.replace(day=1) - timedelta(days=1))

    def _period_name(self):
        if not self.date_from:
            return ""
        if self.kind == "quarter":
            return f"Q{(self.date_from.month + 2) // 3}/{self.date_from.year}"
        return f"{self.date_from:%m/%Y}"

    # Guards -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """A sign-off is made for a day of its period: the rest follows.

        :raise AccessError: for anybody but an accountant of the centre
        :raise UserError: the period is not over, or one before it is not signed off
        """
        signoffs = super().create([self._creation_values(vals) for vals in vals_list])
        for signoff in signoffs:
            signoff._check_follows()
            signoff.sudo()._refresh()
        return signoffs

    def write(self, vals):
        raise UserError(self.env._("A period changes only through its steps."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Sign-offs stay on record: cancel them instead."))

    def copy_data(self, default=None):
        raise UserError(self.env._("A sign-off cannot be duplicated."))

    def _creation_values(self, vals):
        company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
        kind = vals.get("kind") or "month"
        first, last = rules.period(kind, fields.Date.to_date(vals["date_from"]))
        return {
            "company_id": company.id,
            "agency_id": vals.get("agency_id"),
            "kind": kind,
            "date_from": first,
            "date_to": last,
            "maker_id": self.env.uid,
            "made_at": self.env["tthc.remittance"]._now(),
            "currency_id": company.sudo().currency_id.id,
        }

    @api.private
    def _set(self, vals):
        """Write, from a step of the sign-off."""
        written = super(TthcPeriodSignoff, self.sudo()).write(vals)
        self.flush_recordset()  # before the same period is made anew
        return written

    @api.private
    def _lock(self):
        self.sudo().lock_for_update()
        self.invalidate_recordset()

    def _require(self, *states):
        """:raise UserError: the sign-off is in another state"""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for signoff in self.sudo():
            if signoff.state not in states:
                raise UserError(
                    self.env._(
                        "%(period)s is “%(state)s”: this step is not possible now.",
                        period=signoff.display_name,
                        state=labels[signoff.state],
                    )
                )

    def _check_role(self, group):
        """:raise AccessError: not in ``group``, or another centre's period"""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(f"tthc_payment.{group}")):
            raise AccessError(self.env._("This step is for another role of the finance staff."))

    def _before(self):
        """The period that was signed off last before this one."""
        return self.sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("agency_id", "=", self.agency_id.id),
                ("state", "=", "signed"),
                ("date_to", "<", self.date_from),
            ],
            order="date_to desc",
            limit=1,
        )

    def _check_follows(self):
        """:raise ValidationError: a later period was signed off already"""
        later = self.sudo().search_count(
            [
                ("company_id", "=", self.company_id.id),
                ("agency_id", "=", self.agency_id.id),
                ("state", "=", "signed"),
                ("date_to", ">=", self.date_from),
            ],
            limit=1,
        )
        if later:
            raise ValidationError(
                self.env._("A later period was signed off already: this one is closed with it.")
            )

    @api.model
    @api.private
    def _open_days(self, company, first, last):
        """Extension point: days of the period whose reconciliation is not closed."""
        return self.env["tthc.remittance"]._days_not_closed(company, first, last)

    # Steps --------------------------------------------------------------------------------------

    def action_refresh(self):
        """Work the figures out anew, until they are sent."""
        self._check_role("group_accountant")
        self._lock()
        self._require(*MAKING)
        for signoff in self.sudo():
            signoff._refresh()
        return True

    def action_send(self):
        """Note that the record was sent to the agency.

        :raise UserError: the period is not over
        """
        self._check_role("group_accountant")
        self._lock()
        self._require(*MAKING)
        for signoff in self.sudo():
            signoff._check_over()
            signoff._refresh()
        return self._set({"state": "sent", "sent_at": self.env["tthc.remittance"]._now()})

    def action_agree(self):
        """Ask who agreed for the agency."""
        self.ensure_one()
        self._check_role("group_accountant")
        self._require("sent")
        return self.env["tthc.signoff.agree"]._open(self)

    @api.private
    def _agree(self, values):
        """The agency has agreed.

        :param values: ``agreed_name``, ``agreed_position``, ``agreed_on``, ``scan``, ``scan_name``
        """
        self._check_role("group_accountant")
        self._lock()
        self._require("sent")
        return self._set({**values, "state": "agreed"})

    def action_dispute(self):
        """Ask what the agency disputes."""
        self.ensure_one()
        self._check_role("group_accountant")
        self._require("sent")
        return self.env["tthc.payment.reason"]._open("dispute_period", self)

    @api.private
    def _dispute(self, note):
        self._check_role("group_accountant")
        self._lock()
        self._require("sent")
        return self._set({"state": "disputed", "dispute_note": note})

    def action_cancel(self):
        """Ask why the period is given up; it is made anew then."""
        self._check_role("group_accountant")
        self._require("made", "sent", "disputed", "agreed")
        return self.env["tthc.payment.reason"]._open("cancel_period", self)

    @api.private
    def _cancel(self, reason):
        self._check_role("group_accountant")
        self._lock()
        self._require("made", "sent", "disputed", "agreed")
        return self._set({"state": "cancelled", "cancel_reason": reason})

    def action_sign(self):
        """Sign off, as another person than the maker: the figures are frozen.

        :raise AccessError: for anybody but a chief accountant who did not make it
        :raise UserError: days are open, the ledger changed since the agency agreed, or a period
            before waits
        """
        self._check_role("group_chief_accountant")
        self._lock()
        self._require("agreed")
        for signoff in self.sudo().sorted("date_from"):
            if signoff.maker_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "You made %s yourself: another chief accountant signs it off.",
                        signoff.display_name,
                    )
                )
            signoff._check_signable()
            signoff._freeze()
        return True

    def _check_over(self):
        """:raise UserError: the period is not over, or days of it are open"""
        last = self.env["tthc.remittance"]._today(self.company_id)
        if self.date_to >= last:
            raise UserError(self.env._("%s is not over yet.", self.display_name))
        days = self._open_days(self.company_id, self.date_from, self.date_to)
        if days:
            raise UserError(
                self.env._(
                    "%(period)s has open days, close them first: %(days)s.",
                    period=self.display_name,
                    days=", ".join(f"{day:%d/%m/%Y}" for day in days),
                )
            )

    def _check_signable(self):
        self._check_over()
        self._check_follows()
        waiting = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("agency_id", "=", self.agency_id.id),
                ("state", "not in", ("signed", "cancelled")),
                ("date_to", "<", self.date_from),
            ],
            limit=1,
        )
        if waiting:
            raise UserError(self.env._("%s comes first: sign it off.", waiting.display_name))
        self.env["tthc.remittance.entry"]._fill(self.company_id)
        wrong = self._differences()
        if wrong:
            raise UserError(
                self.env._(
                    "The ledger has changed since the agency agreed (%s). Cancel this period and "
                    "make it anew.",
                    ", ".join(wrong),
                )
            )

    def _freeze(self):
        before = self._before()
        previous = before.digest or rules.GENESIS
        self._set({"signer_id": self.env.uid, "signed_at": self.env["tthc.remittance"]._now()})
        text = self._text()
        self._set(
            {
                "state": "signed",
                "previous_id": before.id,
                "previous_digest": previous,
                "content": text,
                "digest": rules.digest(previous, text),
            }
        )
