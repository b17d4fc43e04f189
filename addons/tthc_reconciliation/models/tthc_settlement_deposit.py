from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools.settlement_credit import Wanted
from .tthc_settlement_credit import DAYS

_READERS = "tthc_payment.group_accountant,tthc_payment.group_auditor,tthc_dossier.group_inspector"


class TthcCashHandover(models.Model):
    """The bank's credit by which cash that was paid in reached the account."""

    _inherit = "tthc.cash.handover"

    credit_ids = fields.One2many(
        "tthc.incoming.money", "handover_id", "Credits", readonly=True, groups=_READERS
    )
    credit_id = fields.Many2one(
        "tthc.incoming.money",
        compute="_compute_credit_id",
        search="_search_credit_id",
        compute_sudo=True,
        groups=_READERS,
        help="The credit of the bank's statement that shows this deposit.",
    )

    @api.depends("credit_ids")
    def _compute_credit_id(self):
        for handover in self:
            handover.credit_id = handover.credit_ids[:1]

    def _search_credit_id(self, operator, value):
        return [("credit_ids", operator, value)]

    def _wanted(self):
        """As the plain value that credits are compared with: the deposit slip names it, and the
        number of the shift."""
        day = wall_time.to_local(self.at, self.company_id._tthc_zone()).date()
        numbers = (self.bank_reference, self.shift_id.name)
        return Wanted(
            self.id,
            self.account_id.id,
            round(self.amount),
            day - timedelta(days=1),
            day + timedelta(days=DAYS),
            tuple(number for number in numbers if number),
        )

    @api.model
    @api.private
    def _find_credits(self, domain):
        """Take the credits that can be nothing else but deposits among ``domain``."""
        deposits = self.sudo().search(
            [
                *domain,
                ("kind", "=", "bank"),
                ("account_id", "!=", False),
                ("credit_ids", "=", False),
            ]
        )
        moneys = self.env["tthc.incoming.money"].sudo()
        speak = self.with_context(lang=self.env["res.company"]._tthc_record_lang()).env
        note = speak._("Recognised: amount, account and the slip's number agree.")
        for key, money in moneys._pairs([row._wanted() for row in deposits]).items():
            self.browse(key)._take_credit(money, note, automatic=True)

    @api.private
    def _take_credit(self, money, note, automatic=False):
        """Take ``money`` as this deposit.

        :raise UserError: no deposit, credited before, another sum or account
        """
        self.ensure_one()
        deposit, money = self.sudo(), money.sudo()
        if deposit.kind != "bank":
            raise UserError(self.env._("This cash was not paid into the bank."))
        deposit.shift_id._lock()
        deposit.invalidate_recordset(["credit_ids", "credit_id"])
        if deposit.credit_ids:
            raise UserError(self.env._("This deposit has its credit already."))
        same = money.account_id == deposit.account_id
        if not same or round(money.amount) != round(deposit.amount):
            raise UserError(self.env._("The credit of a deposit is of its sum and on its account."))
        by = self.env["res.users"] if automatic else self.env.user
        money._keep_as_own("deposit", note, by, handover_id=deposit.id)
        self.env.flush_all()
        deposit.invalidate_recordset(["credit_ids", "credit_id"])

    def action_choose_credit(self):
        """Ask which credit is this deposit, and why."""
        self.ensure_one()
        self.env["tthc.settlement"]._check_accountant()
        self.check_access("read")
        return self.env["tthc.settlement.credit.sheet"]._open(self)
