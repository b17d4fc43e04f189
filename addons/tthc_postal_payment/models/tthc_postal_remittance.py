from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Whether the row ``list`` of ``tthc_postal_remittance`` is in the account; a centre without
#: accounts closes its lists itself. SQL; NULL without a list.
IN_ACCOUNT = """(list.state = 'closed' OR EXISTS (SELECT FROM tthc_incoming_money credit
    WHERE credit.postal_remittance_id = list.id))"""
#: Sources that show what reached the account.
BANK = ("statement", "feed")


class TthcIncomingMoney(models.Model):
    """A credit of the bank by which a carrier remits: the fees were counted when the post took
    them, so it pays none itself."""

    _inherit = "tthc.incoming.money"

    postal_remittance_id = fields.Many2one(
        "tthc.postal.remittance",
        "Remitted by the Post",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _postal_remittance_once = models.UniqueIndex(
        "(postal_remittance_id) WHERE postal_remittance_id IS NOT NULL",
        "A remittance list is credited once.",
    )
    _postal_remittance_aside = models.Constraint(
        "CHECK (postal_remittance_id IS NULL OR state = 'set_aside')",
        "What the post remits pays no fee itself.",
    )

    @api.model
    def _fate_fields(self):
        return super()._fate_fields() | {"postal_remittance_id"}


class TthcRefund(models.Model):
    _inherit = "tthc.refund"

    @api.model
    def _check_amount(self, money, match, amount, proposed=0):
        """Override: a remittance of the post is nobody's to be paid back."""
        if money.sudo().postal_remittance_id:
            raise UserError(self.env._("This money is a remittance of the post: no refund."))
        return super()._check_amount(money, match, amount, proposed)


class TthcPostalRemittance(models.Model):
    """The credit of the bank that shows a remittance: matched with the list, never with single
    fees."""

    _inherit = "tthc.postal.remittance"

    credit_ids = fields.One2many(
        "tthc.incoming.money",
        "postal_remittance_id",
        "Credits",
        readonly=True,
        groups="tthc_payment.group_accountant,tthc_payment.group_auditor,"
        "tthc_dossier.group_inspector",
    )
    credit_state = fields.Selection(
        [("open", "Not Credited"), ("credited", "Credited"), ("differs", "Differs")],
        "At the Bank",
        compute="_compute_credit_state",
        compute_sudo=True,
    )

    charge_amount = fields.Monetary(
        "Charge Kept",
        copy=False,
        help="What the carrier keeps for collecting, where the contract says that it takes it off "
        "the transfer. It is the centre's cost: the fees are owed to the budget in full.",
    )
    net_amount = fields.Monetary(
        "To Be Transferred", compute="_compute_net_amount", store=True, help="Owed less the charge."
    )

    _charge_fits = models.Constraint(
        "CHECK (charge_amount >= 0 AND (state = 'draft' OR charge_amount <= due_amount))",
        "The charge is zero or more, and no more than what is owed.",
    )

    @api.depends("due_amount", "charge_amount")
    def _compute_net_amount(self):
        for remittance in self:
            remittance.net_amount = remittance.due_amount - remittance.charge_amount

    @api.depends("credit_ids", "net_amount", "state")
    def _compute_credit_state(self):
        for remittance in self:
            credit = remittance.credit_ids
            if remittance.state == "draft":
                remittance.credit_state = False
            elif not credit:
                remittance.credit_state = "open"
            else:
                same = round(credit.amount) == round(remittance.net_amount)
                remittance.credit_state = "credited" if same else "differs"

    def _is_settled(self):
        """Whether nothing more is to come: the account has its sum, or it was closed without an
        account."""
        return self.credit_state == "credited" or (self.state == "closed" and not self.credit_ids)

    def _open_fields(self):
        """Override: the charge may be told with the transfer."""
        names = super()._open_fields()
        return {*names, "charge_amount"} if self.state == "agreed" else names

    def _to_transfer(self):
        return self.net_amount

    def _check_accountant(self):
        """:raise AccessError: for anybody but an accountant of the centre"""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("tthc_payment.group_accountant")):
            raise AccessError(self.env._("Only an accountant says which credit a remittance is."))

    def _credit_domain(self):
        """Credits that may be this remittance: they pay nothing yet."""
        return [
            ("company_id", "=", self.company_id.id),
            ("source", "in", BANK),
            ("state", "=", "exception"),
            ("postal_remittance_id", "=", False),
            ("match_ids", "not any", [("state", "=", "active")]),
        ]

    def action_find_credit(self):
        """Take the credit that can be nothing else: the sum that was remitted, and the reference
        of the transfer or the number of the list in its memo.

        :raise UserError: none, or more than one
        """
        self.ensure_one()
        self._check_accountant()
        self._require("agreed", "remitted")
        record = self.sudo()
        money = record.env["tthc.incoming.money"].search(
            [*record._credit_domain(), ("amount", "=", record._told_transfer())]
        )
        money = money.filtered(record._is_named_in)
        if len(money) != 1:
            raise UserError(
                self.env._(
                    "No single credit of %s names this list: choose it by hand.",
                    self.currency_id.format(self._told_transfer()),
                )
            )
        self._take_credit(money)
        return True

    def _told_transfer(self):
        """VND that the carrier says it transferred, or has to as long as it says nothing."""
        return self.net_amount if self.state == "agreed" else self.remitted_amount

    def _is_named_in(self, money):
        """Whether the bank's own number or memo names the transfer or this list."""
        told = "".join(
            letter
            for letter in f"{money.bank_reference or ''}|{money.memo or ''}".upper()
            if letter.isalnum() or letter == "|"
        )
        wanted = (self.reference, self.name)
        plain = ["".join(filter(str.isalnum, text.upper())) for text in wanted if text]
        return any(len(text) > 3 and text in told for text in plain)

    def action_choose_credit(self):
        """Ask which credit of the bank is this remittance."""
        self.ensure_one()
        self._check_accountant()
        self._require("agreed", "remitted")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Which Credit?"),
            "res_model": "tthc.postal.credit",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_remittance_id": self.id},
        }

    @api.private
    def _take_credit(self, money):
        """Take ``money`` off the exceptions as this remittance, which counts as remitted by it.

        :raise UserError: credited before, or money that pays something
        """
        self.ensure_one()
        self._check_accountant()
        record, money = self.sudo(), money.sudo()
        record.lock_for_update()
        money._lock()
        record.invalidate_recordset(["credit_ids", "credit_state"])
        if record.credit_ids:
            raise UserError(self.env._("%s has its credit already.", record.name))
        if not money.filtered_domain(record._credit_domain()):
            raise UserError(self.env._("Only a credit of the bank that pays nothing fits."))
        carrier = record.carrier_id.name
        note = f"Bưu chính chuyển tiền thu hộ: {record.name}, {carrier}"
        money._set_fate(
            "set_aside",
            money.reason,
            set_aside_note=note,
            set_aside_by_id=self.env.uid,
            postal_remittance_id=record.id,
        )
        if record.state == "agreed":
            record._set(
                {
                    "remitted_on": money.booked_at.date(),
                    "remitted_amount": money.amount,
                    "reference": money.bank_reference or record.reference or record.name,
                    "state": "remitted",
                }
            )
        record.invalidate_recordset(["credit_ids", "credit_state"])

    def action_release_credit(self):
        """The credit is no remittance after all: it is an exception again."""
        self.ensure_one()
        self._check_accountant()
        self._require("agreed", "remitted")
        money = self.sudo().credit_ids
        money._lock()
        money._set_fate(
            "exception",
            money.reason or "no_reference",
            postal_remittance_id=False,
            set_aside_note=False,
            set_aside_by_id=False,
        )
        self.invalidate_recordset(["credit_ids", "credit_state"])
        return True

    def action_close(self):
        """Override: closed by what the bank shows, where the centre has an account.

        :raise UserError: no credit of the bank
        """
        accounts = self.env["tthc.collection.account"].sudo()
        for remittance in self:
            known = accounts.search_count([("company_id", "=", remittance.company_id.id)], limit=1)
            if known and not remittance.sudo().credit_ids:
                raise UserError(
                    self.env._(
                        "No credit of the bank shows this remittance yet: an accountant chooses "
                        "it first."
                    )
                )
        return super().action_close()
