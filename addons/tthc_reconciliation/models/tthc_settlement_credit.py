from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools.settlement_credit import Credit, Wanted, pair

#: Exceptions that name no request: only those may be a settlement without a person's word.
_NAMELESS = ("no_reference", "unknown_reference", "check_digit")
#: A settlement reaches the account so many days after its day at the latest; a deposit likewise.
DAYS = 10


class TthcSettlement(models.Model):
    """The bank's credit by which a settlement reached the account."""

    _inherit = "tthc.settlement"

    credit_id = fields.Many2one(
        "tthc.incoming.money",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The credit of the bank's statement that pays this settlement.",
    )
    credit_difference = fields.Monetary(
        "Difference",
        compute="_compute_credit",
        store=True,
        help="What the bank credited less the net amount of the file.",
    )
    state = fields.Selection(
        [("open", "Not Credited"), ("credited", "Credited"), ("differs", "Differs")],
        compute="_compute_credit",
        store=True,
    )

    _credit_once = models.UniqueIndex(
        "(credit_id) WHERE credit_id IS NOT NULL", "A credit pays one settlement."
    )
    _open_index = models.Index("(account_id, settled_on) WHERE credit_id IS NULL")

    @api.depends("credit_id", "net_amount")
    def _compute_credit(self):
        for settlement in self:
            credit = settlement.credit_id
            difference = credit.amount - settlement.net_amount if credit else 0
            settlement.credit_difference = difference
            if credit:
                settlement.state = "differs" if difference else "credited"
            else:
                settlement.state = "open" if settlement.net_amount else "credited"

    def _wanted(self):
        """As the plain value that credits are compared with."""
        layout = self.layout_id
        return Wanted(
            self.id,
            self.account_id.id,
            round(self.net_amount),
            self.settled_on - timedelta(days=1),
            self.settled_on + timedelta(days=DAYS),
            (self.number,) if self.number else (),
            layout._words("memo_words"),
        )

    @api.private
    def _find_credits(self):
        """Take the credits that can be nothing else but these settlements; returns how many.

        One that somebody decides on at this moment is left to them.
        """
        waiting = self.sudo().filtered(lambda row: row.state == "open" and row.net_amount > 0)
        waiting = waiting.try_lock_for_update()
        wanted = {row.id: row for row in waiting}
        moneys = self.env["tthc.incoming.money"].sudo()
        pairs = moneys._pairs([row._wanted() for row in waiting])
        note = self._for_record().env._("Recognised: amount, account and memo agree.")
        for key, money in pairs.items():
            wanted[key]._take_credit(money, note, automatic=True)
        return len(pairs)

    @api.private
    def _take_credit(self, money, note, automatic=False):
        """Take ``money`` as this settlement: it is the centre's own and pays no fee.

        :raise UserError: the settlement has its credit, or the money pays something else
        """
        self.ensure_one()
        settlement, money = self.sudo(), money.sudo()
        settlement.lock_for_update()
        settlement.invalidate_recordset()
        if settlement.credit_id:
            raise UserError(self.env._("%s has its credit already.", settlement.name))
        if money.account_id != settlement.account_id:
            raise UserError(self.env._("That credit is on another account than the settlement's."))
        by = self.env["res.users"] if automatic else self.env.user
        money._keep_as_own("settlement", note, by, settlement_id=settlement.id)
        settlement._set({"credit_id": money.id, "history": settlement._told(money, note, by)})
        self.env.flush_all()

    def _told(self, money, note, by):
        """The history with one more line."""
        env = self._for_record().env
        line = env._(
            "%(when)s %(who)s: %(what)s – %(note)s",
            when=wall_time.to_local(
                fields.Datetime.now(), self.company_id.sudo()._tthc_zone()
            ).strftime("%d/%m/%Y %H:%M"),
            who=by.name or env._("recognised by the system"),
            what=env._("credit of %s", money._said()),
            note=note,
        )
        return "\n".join(filter(None, (self.history, line)))

    def _for_record(self):
        """The same in the language of what is kept."""
        return self.with_context(lang=self.env["res.company"]._tthc_record_lang())

    # Actions ------------------------------------------------------------------------------------

    def action_find_credit(self):
        """Look for money and credits again, e.g. after a statement was imported."""
        self._check_accountant()
        settlements = self.sudo()
        settlements.line_ids._match()
        settlements._find_credits()
        return True

    def action_choose_credit(self):
        """Ask which credit is this settlement, and why."""
        self.ensure_one()
        self._check_accountant()
        return self.env["tthc.settlement.credit.sheet"]._open(self)

    def action_release_credit(self):
        """Ask why the credit is no settlement after all."""
        self.ensure_one()
        self._check_accountant()
        return self.credit_id.action_take_back()

    def action_lines(self):
        """What this settlement consists of."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_reconciliation.action_settlement_line"
        )
        return {**action, "domain": [("settlement_id", "=", self.id)], "context": {}}

    @api.model
    def _cron_find(self):
        """Look for the money of lines and for the credits of settlements and deposits."""
        self.env["tthc.settlement.line"]._match_late()
        since = fields.Date.today() - timedelta(days=90)
        self.search([("state", "=", "open"), ("settled_on", ">=", since)])._find_credits()
        self.env["tthc.cash.handover"]._find_credits(
            [("at", ">=", fields.Datetime.now() - timedelta(days=90))]
        )


class TthcIncomingMoney(models.Model):
    """The centre's own money on its account: settlements of gateways, cash paid into the bank.

    It pays no fee: those were paid when the gateway, the card or the cashier took the money.
    """

    _inherit = "tthc.incoming.money"

    reason = fields.Selection(
        selection_add=[
            ("settlement", "Settlement of a Gateway or Acquirer"),
            ("deposit", "Cash Paid into the Bank"),
        ],
        ondelete={"settlement": "set null", "deposit": "set null"},
    )
    settlement_id = fields.Many2one(
        "tthc.settlement", readonly=True, copy=False, ondelete="restrict"
    )
    handover_id = fields.Many2one(
        "tthc.cash.handover",
        "Cash Paid In",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups="tthc_payment.group_accountant,tthc_payment.group_auditor,"
        "tthc_dossier.group_inspector",
    )
    own_refused = fields.Boolean(
        readonly=True,
        help="Somebody said that it is no settlement and no deposit: it is not taken for one "
        "again without a person.",
    )
    settlement_line_ids = fields.One2many(
        "tthc.settlement.line", "money_id", "Settled with", readonly=True
    )

    _settlement_once = models.UniqueIndex(
        "(settlement_id) WHERE settlement_id IS NOT NULL", "A settlement is credited once."
    )
    _handover_once = models.UniqueIndex(
        "(handover_id) WHERE handover_id IS NOT NULL", "A deposit is credited once."
    )
    _own_is_set_aside = models.Constraint(
        "CHECK ((settlement_id IS NULL AND handover_id IS NULL) OR state = 'set_aside')",
        "The centre's own money pays no fee.",
    )

    @api.model
    def _fate_fields(self):
        return super()._fate_fields() | {"settlement_id", "handover_id", "own_refused"}

    # Finding ------------------------------------------------------------------------------------

    @api.model
    def _pairs(self, wanted):
        """``{key of a Wanted: money}`` of what fits each other and nobody else."""
        if not wanted:
            return {}
        first = min(one.first for one in wanted) - timedelta(days=1)
        last = max(one.last for one in wanted) + timedelta(days=1)
        found = self.search(
            [
                ("account_id", "in", list({one.account for one in wanted})),
                ("amount", "in", list({one.amount for one in wanted})),
                ("source", "in", ("statement", "feed")),
                ("state", "=", "exception"),
                ("reason", "in", _NAMELESS),
                ("own_refused", "=", False),
                ("booked_at", ">=", first),
                ("booked_at", "<=", last),
            ]
        ).filtered(
            lambda row: (
                not (
                    row.matched_amount
                    or row.refunded_amount
                    or row.proposed_amount
                    or row.proposed_match_amount
                )
            )
        )
        pairs = pair(wanted, [row._plain_credit() for row in found])
        return {key: self.browse(money) for key, money in pairs.items()}

    def _plain_credit(self):
        day = wall_time.to_local(self.booked_at, self.company_id._tthc_zone()).date()
        return Credit(
            self.id,
            self.account_id.id,
            round(self.amount),
            day,
            self.bank_reference or "",
            self.memo or "",
        )

    @api.private
    def _keep_as_own(self, code, note, by, **links):
        """Take it off the exceptions as the centre's own money.

        :param code: the reason that it bears from now on
        :param by: who says so; nobody where it was recognised
        :raise UserError: it is no exception, matched in part, or proposed for something else
        """
        self.ensure_one()
        if self.source not in ("statement", "feed"):
            raise UserError(self.env._("Only what the bank credited is a settlement or deposit."))
        self._set_aside(note)
        self._set_fate(
            "set_aside",
            code,
            set_aside_note=note,
            set_aside_by_id=by.id,
            own_refused=False,
            **links,
        )

    @api.private
    def _take_back(self, reason):
        """Override: what is put back was no settlement and no deposit after all."""
        own = self.filtered(lambda row: row.sudo().settlement_id or row.sudo().handover_id)
        own._release_own((reason or "").strip())
        return super(TthcIncomingMoney, self - own)._take_back(reason)

    def _release_own(self, note):
        """It is no settlement and no deposit: an exception again.

        :raise AccessError: for anybody but an accountant of the centre
        :raise UserError: no reason given
        """
        if not self:
            return
        self.env["tthc.payment.match"]._check_accountant()
        self.check_access("read")
        if not note:
            raise UserError(self.env._("Give a reason: it is kept on record."))
        for money in self.sudo():
            money._lock()
            money.invalidate_recordset()
            settlement = money.settlement_id
            if settlement:
                back = settlement._for_record().env._("taken back, %s", note)
                told = settlement._told(money, back, self.env.user)
                settlement._set({"credit_id": False, "history": told})
            money._set_fate(
                "exception",
                "undone",
                settlement_id=False,
                handover_id=False,
                own_refused=True,
                set_aside_note=False,
                set_aside_by_id=False,
            )
        self._log_decision("put_back", note)
        self.env.flush_all()

    def _said(self):
        day = wall_time.to_local(self.booked_at, self.company_id._tthc_zone())
        return f"{self.currency_id.format(self.amount)}, {day.strftime('%d/%m/%Y')}"

    def _erase_files(self, centre, before):
        """Override: settlement files go by the same rule, once nothing of them waits; what they
        said stays, for it names nobody."""
        result = super()._erase_files(centre, before)
        settled = self.env["tthc.settlement"].search(
            [
                ("company_id", "=", centre.id),
                ("settled_on", "<", before.date()),
                ("state", "!=", "open"),
            ]
        )
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "tthc.settlement"),
                ("res_field", "=", "file"),
                ("res_id", "in", settled.ids),
            ]
        )
        files.unlink()
        settled.invalidate_recordset(["file"])
        return result

    # When to look -------------------------------------------------------------------------------

    @api.model
    def _cron_judge(self):
        """Override: what a large file brought may be a settlement."""
        result = super()._cron_judge()
        self.env.ref("tthc_reconciliation.cron_settlement").sudo()._trigger()
        return result


class TthcStatement(models.Model):
    _inherit = "tthc.statement"

    @api.model
    @api.private
    def _import(self, account, data, filename, layout=None):
        """Override: a statement may show the settlements and deposits that are waited for."""
        statement = super()._import(account, data, filename, layout)
        settlements = self.env["tthc.settlement"].sudo()
        of_account = [("account_id", "=", account.id)]
        settlements.search([*of_account, ("state", "=", "open")])._find_credits()
        self.env["tthc.cash.handover"].sudo()._find_credits(of_account)
        return statement


class TthcRefund(models.Model):
    _inherit = "tthc.refund"

    @api.model
    def _check_amount(self, money, match, amount, proposed=0):
        """Override: the centre's own money is nobody's to be paid back."""
        if money.settlement_id or money.sudo().handover_id:
            raise UserError(
                self.env._("This money is a settlement or a deposit of the centre: no refund.")
            )
        return super()._check_amount(money, match, amount, proposed)
