from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_catalogue.tools import bulk
from odoo.addons.tthc_dossier.tools import wall_time

from ..const import BATCH

PURPOSES = [
    ("refund", "Refund"),
    ("charge", "Bank Charge"),
    ("transfer", "Between Own Accounts"),
    ("returned", "Credit Taken Back by the Bank"),
    ("other", "Other"),
]


class TthcBankDebit(models.Model):
    """Money that left an account, exactly as the bank's statement tells it.

    Raw facts are written once and never again, by nobody. What does change is what is known about
    it: the purpose, and the record that explains it. What nobody has explained yet is ``open``.
    """

    _name = "tthc.bank.debit"
    _inherit = ["tthc.bank.memo"]
    _description = "Money Out"
    _order = "booked_at desc, id desc"

    source_key = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        help="What makes this movement the same one when another statement delivers it again.",
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    account_id = fields.Many2one(
        "tthc.collection.account", required=True, readonly=True, ondelete="restrict"
    )
    statement_id = fields.Many2one(
        "tthc.statement", required=True, readonly=True, index=True, ondelete="restrict"
    )
    statement_row = fields.Integer("Row", readonly=True, help="Row in the statement file.")
    booked_at = fields.Datetime("Booked", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    counter_account = fields.Char("Receiver's Account")
    counter_name = fields.Char("Receiver")
    balance_after = fields.Monetary(
        readonly=True,
        help="Balance of the account behind this movement, 0 where the statement has none.",
    )
    is_reversal = fields.Boolean(
        "Taken Back", readonly=True, help="The bank took one of its own bookings back."
    )
    state = fields.Selection(
        [("open", "Not Explained"), ("explained", "Explained")],
        required=True,
        readonly=True,
        default="open",
    )
    purpose = fields.Selection(PURPOSES, readonly=True)
    refund_id = fields.Many2one("tthc.refund", readonly=True, ondelete="restrict")
    note = fields.Char("Reason", readonly=True)
    explained_by_id = fields.Many2one(
        "res.users",
        "Explained by",
        readonly=True,
        ondelete="restrict",
        help="Nobody: it was recognised by the system.",
    )
    explained_at = fields.Datetime("Explained on", readonly=True)
    history = fields.Text(
        readonly=True, help="Who explained it as what, and who took an explanation back."
    )
    erased_at = fields.Datetime(
        "Memo Erased on", readonly=True, help="Memo and receiver were erased by the centre's rule."
    )

    _source_key_unique = models.UniqueIndex(
        "(source_key)", "This movement is recorded already: it is taken in once only."
    )
    _amount_positive = models.Constraint("CHECK (amount > 0)", "Money out is more than zero.")
    _refund_once = models.UniqueIndex(
        "(refund_id) WHERE refund_id IS NOT NULL",
        "Another movement of the bank is recorded as the payment of this refund.",
    )
    _explained_has_purpose = models.Constraint(
        "CHECK ((state = 'explained') = (purpose IS NOT NULL))",
        "What is explained has a purpose, what is not has none.",
    )
    _account_index = models.Index("(account_id, booked_at)")
    _open_index = models.Index("(company_id, booked_at) WHERE state = 'open'")

    # Guards -------------------------------------------------------------------------------------

    def write(self, vals):
        raise UserError(self.env._("Money out is kept as the bank told it: nothing in it changes."))

    def unlink(self):
        raise UserError(self.env._("Money out is kept as the bank told it: nothing is deleted."))

    def copy_data(self, default=None):
        raise UserError(self.env._("Money out cannot be duplicated."))

    @api.model
    def _links(self):
        """Names of the fields that link a debit with what explains it: extended by whoever adds a
        purpose."""
        return ("refund_id",)

    @api.private
    def _set(self, vals):
        """Write what is known about it: the one door past :meth:`write`; never a raw fact."""
        allowed = {
            "state", "purpose", "note", "explained_by_id", "explained_at", "history",
            *self._links(),
        }  # fmt: skip
        unknown = vals.keys() - allowed
        if unknown:
            raise ValueError(f"raw facts of money out never change: {sorted(unknown)}")
        return super(TthcBankDebit, self.sudo()).write(vals)

    # Taking in ----------------------------------------------------------------------------------

    @api.model
    @api.private
    def _store_many(self, rows):
        """Keep rows as they came, in few statements; those stored before have no effect.

        :param rows: values of the raw facts, all with the same keys
        :return: the debits that are new
        """
        self.flush_model()
        debits, ids = self.sudo(), []
        for start in range(0, len(rows), BATCH):
            ids += bulk.insert(debits, rows[start : start + BATCH], conflict="source_key")
        self.invalidate_model()
        return debits.browse(ids)

    # Explaining ---------------------------------------------------------------------------------

    @api.private
    def _check_accountant(self):
        """:raise AccessError: for anybody but an accountant of the centre"""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("tthc_payment.group_accountant")):
            raise AccessError(self.env._("Only an accountant explains what left the account."))

    @api.private
    def _lock(self):
        debits = self.sudo().sorted("id")
        debits.flush_recordset()
        debits.lock_for_update()
        debits.invalidate_recordset()

    @api.private
    def _explain(self, purpose, note, **links):
        """Say what these debits were for.

        :param purpose: a value of ``purpose``
        :param links: the record that explains it, by a field of :meth:`_links`
        :raise UserError: explained before, or the link does not fit
        """
        if not self:
            return
        self._lock()
        by = self.env.user if self._is_person() else self.env["res.users"]
        labels = dict(self._fields["purpose"]._description_selection(self._for_record().env))
        for debit in self.sudo():
            if debit.state == "explained":
                raise UserError(
                    self.env._("“%s” is explained already: reopen it first.", debit.display_name)
                )
            debit._check_link(purpose, links)
            debit._set(
                {
                    **links,
                    "state": "explained",
                    "purpose": purpose,
                    "note": note,
                    "explained_by_id": by.id,
                    "explained_at": fields.Datetime.now(),
                    "history": debit._told(labels[purpose], note, by),
                }
            )
        self.flush_recordset()

    def _for_record(self):
        """The same in the language of what is kept."""
        return self.with_context(lang=self.env["res.company"]._tthc_record_lang())

    def _is_person(self):
        """Whether somebody acts, not the import on their behalf."""
        return not self.env.context.get("tthc_recognised")

    def _told(self, what, note, by):
        """The history with one more line."""
        env = self._for_record().env
        line = env._(
            "%(when)s %(who)s: %(what)s – %(note)s",
            when=wall_time.to_local(
                fields.Datetime.now(), self.company_id.sudo()._tthc_zone()
            ).strftime("%d/%m/%Y %H:%M"),
            who=by.name or env._("recognised by the system"),
            what=what,
            note=note or "",
        )
        return "\n".join(filter(None, (self.history, line)))

    def _check_link(self, purpose, links):
        """:raise UserError: a refund of another centre or another sum, or none where one is
        needed"""
        refund = self.env["tthc.refund"].sudo().browse(links.get("refund_id"))
        if (purpose == "refund") != bool(refund):
            raise UserError(self.env._("Name the refund that was paid, and only for a refund."))
        if not refund:
            return
        if refund.way == "cash" or refund.state not in ("approved", "sent", "done"):
            raise UserError(self.env._("%s is no approved refund by transfer.", refund.name))
        if refund.company_id != self.company_id or round(refund.amount) != round(self.amount):
            raise UserError(
                self.env._(
                    "%(refund)s is of %(due)s, the bank paid %(paid)s.",
                    refund=refund.name,
                    due=refund.currency_id.format(refund.amount),
                    paid=self.currency_id.format(self.amount),
                )
            )
        if refund.debit_ids:
            raise UserError(self.env._("%s was paid by another movement of the bank.", refund.name))

    @api.private
    def _reopen(self, reason):
        """Take explanations back; the history keeps them.

        :raise UserError: one of them is not explained
        """
        self._lock()
        reopened = self._for_record().env._("reopened")
        for debit in self.sudo():
            if debit.state != "explained":
                raise UserError(self.env._("“%s” is not explained.", debit.display_name))
            debit._set(
                {
                    **dict.fromkeys(self._links(), False),
                    "state": "open",
                    "purpose": False,
                    "note": False,
                    "explained_by_id": False,
                    "explained_at": False,
                    "history": debit._told(reopened, reason, self.env.user),
                }
            )
        self.flush_recordset()

    # Actions ------------------------------------------------------------------------------------

    def action_explain(self):
        """Ask what these debits were for."""
        self._check_accountant()
        return self.env["tthc.bank.debit.sheet"]._open(self)

    def action_reopen(self):
        """Ask why explanations are taken back."""
        self._check_accountant()
        return self.env["tthc.payment.reason"]._open("reopen_debit", self)
