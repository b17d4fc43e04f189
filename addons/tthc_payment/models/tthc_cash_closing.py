from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..tools import cash


class TthcCashShift(models.Model):
    """Closing a shift: count, explain, accept; and cash that leaves the drawer."""

    _inherit = "tthc.cash.shift"

    @api.private
    def _count(self, counts):
        """Record the closing count; only now the books are compared with it.

        Without a difference the shift waits for acceptance at once; else for the cashier, who
        counts again or explains.

        :param counts: ``{value: quantity}``
        """
        self.ensure_one()
        self._require_cashier()
        self._lock()
        self._require("open", "counted")
        now = self.env["tthc.dossier"]._now()
        self._record_counts("close", counts, now)
        self._set(
            {
                "state": "counted",
                "counted_at": now,
                "counted_cash": cash.total(counts),
                "explanation": False,
            }
        )
        self._compare()

    @api.private
    def _compare(self):
        """Compare the count with the books, anew when a taking was voided since."""
        self.ensure_one()
        if self.state != "counted":
            return
        booked = self._expected_cash()
        self._set({"booked_cash": booked, "difference": self.counted_cash - booked})
        if not self.difference:
            self._set({"state": "submitted", "submitted_at": self.env["tthc.dossier"]._now()})

    @api.private
    def _explain(self, reason):
        """Say where the difference comes from and give the count to the accountant."""
        for shift in self:
            shift._require_cashier()
            shift._lock()
            shift._require("counted")
            shift._set(
                {
                    "state": "submitted",
                    "explanation": reason,
                    "submitted_at": self.env["tthc.dossier"]._now(),
                }
            )

    @api.private
    def _check_acceptor(self):
        """:raise AccessError: for anybody but an accountant, and for the cashier of the shift
        unless the centre lets one person hold cash and books"""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("tthc_payment.group_accountant")):
            raise AccessError(self.env._("Only an accountant accepts the closing of a shift."))
        for shift in self.sudo():
            alone = shift.user_id == self.env.user
            if alone and not shift.company_id.tthc_finance_one_person:
                raise AccessError(
                    self.env._(
                        "%s is your own shift: another accountant accepts it. A small centre may "
                        "allow it under “One Person May Hold Cash and Books”.",
                        shift.name,
                    )
                )

    @api.private
    def _accept(self, note=False):
        """Close shifts whose count was submitted.

        :raise AccessError: see :meth:`_check_acceptor`
        """
        self._check_acceptor()
        self._lock()
        self._require("submitted")
        for shift in self.sudo():
            shift._set(
                {
                    "state": "closed",
                    "accepted_by_id": self.env.uid,
                    "accepted_at": self.env["tthc.dossier"]._now(),
                    "accept_note": note,
                    "same_person": shift.user_id == self.env.user,
                }
            )

    @api.private
    def _send_back(self, reason):
        """Have the cashier count again."""
        self._check_acceptor()
        self._lock()
        self._require("submitted")
        for shift in self.sudo():
            if shift.search_count(
                [
                    ("user_id", "=", shift.user_id.id),
                    ("company_id", "=", shift.company_id.id),
                    ("state", "in", ("open", "counted")),
                ],
                limit=1,
            ):
                raise UserError(
                    self.env._(
                        "%(cashier)s has opened another shift since, so this one cannot be counted "
                        "again: accept it with a note on the difference.",
                        cashier=shift.user_id.name,
                    )
                )
            shift._set({"state": "counted", "sent_back_reason": reason, "submitted_at": False})

    @api.private
    def _hand_over(self, kind, counts, receiver="", account=None, bank_reference=""):
        """Record cash that leaves the drawer.

        :raise UserError: nothing or more than the drawer holds; the receiver is not named
        """
        self.ensure_one()
        self._require_cashier()
        self._lock()
        self._require("open", "counted", "submitted")
        receiver, bank_reference = (receiver or "").strip(), (bank_reference or "").strip()
        if not (receiver if kind == "treasurer" else bank_reference):
            raise UserError(
                self.env._("Say who received the cash, or the number of the bank's deposit slip.")
            )
        amount, after = cash.total(counts), self.state != "open"
        held = self.sudo().left_amount if after else self._expected_cash()
        if not 0 < amount <= held:
            raise UserError(
                self.env._("Count what is handed over: more than zero, no more than is there.")
            )
        now = self.env["tthc.dossier"]._now()
        handover = (
            self.env["tthc.cash.handover"]
            .sudo()
            ._append_rows(
                [
                    {
                        "shift_id": self.id,
                        "company_id": self.company_id.id,
                        "kind": kind,
                        "amount": amount,
                        "currency_id": self.sudo().currency_id.id,
                        "receiver_name": receiver,
                        "account_id": account.id if account and kind == "bank" else False,
                        "bank_reference": bank_reference,
                        "at": now,
                        "user_id": self.env.uid,
                        "after_count": after,
                    }
                ]
            )
        )
        self._record_counts("handover", counts, now, handover)
        return handover

    # Actions ------------------------------------------------------------------------------------

    def action_explain(self):
        """Ask for the explanation of the difference."""
        self._require_cashier()
        return self.env["tthc.payment.reason"]._open("explain", self)

    def action_accept(self):
        """Close the shift; a difference is accepted with a note."""
        self.ensure_one()
        self._check_acceptor()
        if self.difference or self.received_difference:
            return self.env["tthc.payment.reason"]._open("accept", self)
        self._accept()
        return True

    def action_send_back(self):
        """Ask why the count is not accepted."""
        self._check_acceptor()
        return self.env["tthc.payment.reason"]._open("send_back", self)

    def action_print(self):
        """The shift report (PDF)."""
        self.check_access("read")
        return self.env.ref("tthc_payment.action_report_shift").report_action(self)
