from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import cash


class TthcIncomingMoney(models.Model):
    """What the counter adds to money: shift, cash tendered, slip of the card terminal."""

    _inherit = "tthc.incoming.money"

    shift_id = fields.Many2one(
        "tthc.cash.shift", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    tendered_amount = fields.Monetary("Tendered", readonly=True)
    change_amount = fields.Monetary("Change", readonly=True)
    terminal_id = fields.Many2one(
        "tthc.card.terminal", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    slip_number = fields.Char("Slip", readonly=True, help="Approval number on the card slip.")
    card_last4 = fields.Char("Card Ends in", readonly=True)
    voided = fields.Boolean(
        readonly=True,
        help="Recorded by mistake: the money was not taken or was given back at once.",
    )

    def action_void_taking(self):
        """Ask why a taking of an open shift was wrong."""
        self._check_void()
        return self.env["tthc.payment.reason"]._open("void", self)

    @api.private
    def _check_void(self):
        """:raise AccessError: for anybody but an accountant, and for the cashier of the shift
        unless the centre lets one person hold cash and books"""
        self.env["tthc.payment.match"]._check_accountant()
        self.check_access("read")
        for money in self.sudo():
            shift = money.shift_id
            if shift.user_id == self.env.user and not shift.company_id.tthc_finance_one_person:
                raise AccessError(
                    self.env._("You took this payment yourself: another accountant voids it.")
                )

    @api.private
    def _void(self, reason):
        """Take back takings that were recorded by mistake, before their shift is counted.

        The request is due again, the record stays, and the drawer is no longer expected to hold
        the money.

        :raise UserError: not taken at the counter, or the shift was counted
        """
        self._check_void()
        for money in self.sudo():
            shift = money.shift_id
            money.match_ids.filtered(lambda row: row.state == "active").with_env(self.env)._undo(
                reason
            )
            money._lock()
            shift._lock()
            if not shift or money.voided:
                raise UserError(self.env._("This is no taking of a shift, or voided before."))
            shift._require("open", "counted")
            money._set_fate(
                "set_aside",
                money.reason,
                set_aside_note=reason,
                set_aside_by_id=self.env.uid,
                voided=True,
            )
            shift._compare()


class TthcExpectedPayment(models.Model):
    """Taking a payment at the counter."""

    _inherit = "tthc.expected.payment"

    def action_take_payment(self):
        """Open the dialog: cash with change, or card."""
        self.check_access("read")
        self.env["tthc.cash.shift"]._check_cashier()
        return self.env["tthc.cash.taking"]._open(self)

    def action_receive_cash(self):
        """Record that the cashier has taken the sums still due in cash, exactly.

        :raise AccessError: for anybody but a cashier
        :raise RedirectWarning: the cashier has no open shift
        """
        for expected in self:
            expected._take_at_desk()
        return True

    @api.private
    def _take_at_desk(self, method="cash", tendered=None, terminal=None, slip="", last4=""):
        """Take everything still due of these requests as one sum, at the counter, now.

        :param tendered: what the payer handed over in cash; the exact sum if not given
        :param terminal: card terminal; ``slip`` is the approval number it printed
        :raise AccessError: for anybody but a cashier of the centre
        :raise RedirectWarning: the cashier has no open shift
        :raise UserError: a request is not open, too little cash, or a slip used before
        :return: the incoming money
        """
        self.check_access("read")
        shifts = self.env["tthc.cash.shift"]
        shifts._check_cashier()
        requests = self.sudo()
        requests._lock()
        for request in requests:
            if request.state not in ("open", "expired"):
                raise UserError(
                    self.env._("%s is not open: there is nothing to take.", request.reference)
                )
        if len(requests.company_id) != 1 or len(requests.currency_id) != 1:
            raise UserError(self.env._("Take the payments of one centre at a time."))
        shift = shifts._for_taking(self.company_id)
        requests._renew()
        row = requests._desk_row(shift)
        if method == "card":
            row |= requests._card_facts(terminal, slip, last4)
        else:
            row |= requests._cash_facts(tendered)
        return requests._receive_desk_row(row, method)

    def _desk_row(self, shift):
        return {
            "company_id": self.company_id.id,
            "booked_at": self.dossier_id[:1]._now(),
            "amount": sum(self.mapped("due_amount")),
            "currency_id": self.currency_id.id,
            "memo": " ".join(self.mapped("reference")),
            "counter_name": False,
            "shift_id": shift.id,
        }

    def _cash_facts(self, tendered):
        due = round(sum(self.mapped("due_amount")))
        tendered = due if tendered is None else round(tendered)
        try:
            back = cash.change(due, tendered)
        except cash.TooLittle as error:
            raise UserError(
                self.env._(
                    "%s is missing: take the whole sum.", self.currency_id.format(error.args[0])
                )
            ) from error
        first = self[0]
        return {
            "source": "cash",
            "source_key": f"cash|{first.reference}|{len(first.match_ids) + 1}",
            "tendered_amount": tendered,
            "change_amount": back,
        }

    def _card_facts(self, terminal, slip, last4):
        if not terminal or terminal.sudo().company_id != self.company_id:
            raise UserError(self.env._("Choose the card terminal of this centre."))
        try:
            slip, last4 = cash.clean_slip(slip), cash.clean_last4(last4)
        except cash.BadSlip as error:
            raise UserError(
                self.env._("Type the approval number of the slip: letters and digits, 12 at most.")
            ) from error
        except cash.BadCard as error:
            raise UserError(
                self.env._("Only the last four digits of the card are kept: type just these.")
            ) from error
        now = self.dossier_id[:1]._now()
        day = wall_time.to_local(now, self.company_id._tthc_zone()).date()
        key = f"card|{terminal.sudo().tid}|{day}|{slip}"
        # Whoever types the same slip at the same time waits here, and is then refused.
        self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(hashtext(%s))", key))
        known = self.env["tthc.incoming.money"].search([("source_key", "=", key)])
        if known:
            raise UserError(
                self.env._(
                    "Slip %(slip)s of this terminal was recorded today already, for %(memo)s.",
                    slip=slip,
                    memo=known.memo,
                )
            )
        return {
            "source": "card",
            "source_key": key,
            "terminal_id": terminal.id,
            "slip_number": slip,
            "card_last4": last4,
            "bank_reference": slip,
        }

    def _receive_desk_row(self, row, method):
        """One request is found by its reference; several are given their parts one by one."""
        money = self.env["tthc.incoming.money"]._receive([row], method=method)
        if len(self) > 1:
            money._lock()
            for request in self:
                money._allocate(request, request.due_amount, method)
        if money.state != "matched":
            raise UserError(
                self.env._(
                    "The payment of %s cannot be recorded: load the page again.", row["memo"]
                )
            )
        return money


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    def action_take_payment(self):
        """Open the dialog that takes what is still to pay."""
        requests = self.expected_ids.filtered(lambda row: row.state in ("open", "expired"))
        if not requests:
            raise UserError(self.env._("%s has nothing to pay.", self[:1].display_name))
        return requests.sorted("id").action_take_payment()
