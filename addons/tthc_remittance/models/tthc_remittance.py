from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: States in which a list can still be given up.
OPEN = ("draft", "submitted", "approved", "ordered")


class TthcRemittance(models.Model):
    """A list of money to be remitted ("Bảng kê nộp tiền"): made by one person, approved by
    another, ordered at the bank, done when the bank has paid.

    Its lines are what the ledger of shares holds up to a day, by receiving account, agency and
    fee. Each share stands in one list at most; a cancelled list gives its shares back.
    """

    _name = "tthc.remittance"
    _description = "Remittance List"
    _order = "id desc"

    name = fields.Char("Number", required=True)
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, ondelete="restrict"
    )
    account_id = fields.Many2one("tthc.collection.account", "From Account", ondelete="restrict")
    day = fields.Date("Made on", required=True, help="Receiving accounts are those of this day.")
    day_from = fields.Date("Collected from")
    day_to = fields.Date("Collected until", required=True)
    line_ids = fields.One2many("tthc.remittance.line", "remittance_id", "Lines")
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    left_out = fields.Text(help="Shares for which no receiving account is set, and what is owed.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Waits for Approval"),
            ("approved", "Approved"),
            ("ordered", "Ordered"),
            ("done", "Remitted"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
    )
    maker_id = fields.Many2one("res.users", "Made by", required=True, ondelete="restrict")
    made_at = fields.Datetime("Made at", required=True)
    submitted_at = fields.Datetime("Submitted on")
    checker_id = fields.Many2one("res.users", "Approved by", ondelete="restrict")
    checked_at = fields.Datetime("Approved on")
    ordered_by_id = fields.Many2one("res.users", "Ordered by", ondelete="restrict")
    ordered_at = fields.Datetime("Ordered on")
    done_by_id = fields.Many2one("res.users", "Confirmed by", ondelete="restrict")
    done_at = fields.Datetime("Remitted on")
    bank_reference = fields.Char("Bank's Reference")
    cancelled_by_id = fields.Many2one("res.users", "Cancelled by", ondelete="restrict")
    cancel_reason = fields.Char("Cancelled Because")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _two_people = models.Constraint(
        "CHECK (checker_id IS NULL OR checker_id <> maker_id)",
        "Who made a list does not approve it.",
    )
    _approved_by = models.Constraint(
        "CHECK (state NOT IN ('approved', 'ordered', 'done') OR checker_id IS NOT NULL)",
        "A list is approved by somebody.",
    )
    _name_unique = models.UniqueIndex("(company_id, name)")

    @api.depends("maker_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for remittance in self:
            remittance.is_mine = remittance.maker_id == self.env.user

    # Guards -------------------------------------------------------------------------------------

    def write(self, vals):
        raise UserError(self.env._("A remittance list changes only through its steps."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Remittance lists stay on record: cancel them instead."))

    def copy_data(self, default=None):
        raise UserError(self.env._("A remittance list cannot be duplicated: make a new one."))

    @api.private
    def _set(self, vals):
        """Write, from a step of the list."""
        return super(TthcRemittance, self.sudo()).write(vals)

    @api.private
    def _lock(self):
        lists = self.sudo()
        lists.flush_recordset()
        lists.lock_for_update()
        lists.invalidate_recordset()

    @api.private
    def _require(self, *states):
        """:raise UserError: the list is in another state"""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for remittance in self.sudo():
            if remittance.state not in states:
                raise UserError(
                    self.env._(
                        "%(list)s is “%(state)s”: this step is not possible now.",
                        list=remittance.name,
                        state=labels[remittance.state],
                    )
                )

    def _check_role(self, group, message):
        """:raise AccessError: not in ``group``, or another centre's list"""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(f"tthc_payment.{group}")):
            raise AccessError(message)

    def _check_accountant(self):
        """:raise AccessError: for anybody but an accountant of the centre"""
        self._check_role(
            "group_accountant", self.env._("Only an accountant works with remittance lists.")
        )

    def _check_chief(self):
        """:raise AccessError: for anybody but a chief accountant who did not make the list"""
        self._check_role(
            "group_chief_accountant", self.env._("Only the chief accountant approves it.")
        )
        for remittance in self.sudo():
            if remittance.maker_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "You made %s yourself: another chief accountant approves it.",
                        remittance.name,
                    )
                )

    # Steps --------------------------------------------------------------------------------------

    def action_submit(self):
        """Hand the list to the chief accountant."""
        self._check_accountant()
        self._lock()
        self._require("draft")
        return self._set({"state": "submitted", "submitted_at": self._now()})

    def action_approve(self):
        """Approve, as another person than the maker.

        :raise AccessError: see :meth:`_check_chief`
        """
        self._check_chief()
        self._lock()
        self._require("submitted")
        return self._set(
            {"state": "approved", "checker_id": self.env.uid, "checked_at": self._now()}
        )

    def action_done(self):
        """Ask for the bank's reference."""
        self.ensure_one()
        self._check_accountant()
        self._require("ordered")
        return self.env["tthc.payment.reason"]._open("remitted", self)

    @api.private
    def _done(self, reference, moment=None):
        """The bank has paid: the shares are remitted.

        :param moment: when the bank booked it, naive UTC; now by default
        """
        self._check_accountant()
        self._lock()
        self._require("ordered")
        moment = moment or self._now()
        self._set(
            {
                "state": "done",
                "done_at": moment,
                "done_by_id": self.env.uid,
                "bank_reference": reference,
            }
        )
        for remittance in self.sudo():
            remittance._mark_remitted(moment)
        return True

    def action_cancel(self):
        """Ask why the list is given up."""
        self._check_accountant()
        self._require(*OPEN)
        return self.env["tthc.payment.reason"]._open("cancel_remittance", self)

    @api.private
    def _cancel(self, reason):
        """Give the list up; its shares are to be remitted again.

        :raise AccessError: an approved list, for anybody but the chief accountant
        """
        self._check_accountant()
        self._lock()
        self._require(*OPEN)
        if any(row.state in ("approved", "ordered") for row in self.sudo()):
            self._check_role(
                "group_chief_accountant",
                self.env._("Only the chief accountant gives an approved list up."),
            )
        self.sudo()._release()
        return self._set(
            {"state": "cancelled", "cancel_reason": reason, "cancelled_by_id": self.env.uid}
        )

    def action_shares(self):
        """Open the shares that the list remits."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "tthc.remittance.share",
            "view_mode": "list",
            "domain": [("remittance_id", "=", self.id)],
        }

    def _now(self):
        return self.env["tthc.dossier"]._now().replace(microsecond=0)
