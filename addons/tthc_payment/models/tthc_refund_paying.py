import base64
import io
from datetime import timedelta

from openpyxl import Workbook

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from ..tools import gateway
from ..tools.text import clean_transfer_text


class TthcRefund(models.Model):
    """Paying an approved refund back: out of the drawer, by the bank, through the gateway."""

    _inherit = "tthc.refund"

    @api.private
    def _finish(self, vals):
        """The payer has the money."""
        for refund in self.sudo():
            refund._set({"done_at": self.env["tthc.dossier"]._now(), "ask_at": False, **vals})
            refund._set({"state": "done"})
            refund._log("refunded")
            refund._refund_done()

    @api.private
    def _fail(self, reason):
        """The money was not paid back and is open again; a new refund may be proposed."""
        for refund in self.sudo():
            refund._set({"state": "failed", "end_reason": reason, "ask_at": False})
            refund.incoming_id._refresh_fate()

    # Cash -----------------------------------------------------------------------------------------

    def action_pay_cash(self):
        """Ask who signs for the cash."""
        self.ensure_one()
        self._require_group(
            "group_cashier", self.env._("Only a cashier pays cash out of the drawer.")
        )
        self._require("approved")
        return self.env["tthc.payment.reason"]._open("pay_refund", self)

    @api.private
    def _pay_cash(self, receiver):
        """Pay out of the cashier's open shift.

        :param receiver: who signed for it
        :raise UserError: no open shift, or not enough in the drawer
        """
        self.ensure_one()
        self._require_group(
            "group_cashier", self.env._("Only a cashier pays cash out of the drawer.")
        )
        self._lock()
        self._require("approved")
        refund = self.sudo()
        if refund.way != "cash":
            raise UserError(self.env._("%s is not paid back in cash.", refund.name))
        shift = self.env["tthc.cash.shift"]._current(refund.company_id)
        shift._lock()
        if shift.state != "open":
            raise RedirectWarning(
                self.env._("Cash leaves an open shift only: open yours first."),
                self.env["tthc.cash.sheet"]._open("open", refund.company_id),
                self.env._("Open a Shift"),
            )
        if shift._expected_cash() < refund.amount:
            raise UserError(
                self.env._("The drawer does not hold enough: have cash brought, or pay by bank.")
            )
        refund._finish(
            {"shift_id": shift.id, "receiver_name": receiver, "done_by_id": self.env.uid}
        )

    # Bank -----------------------------------------------------------------------------------------

    def action_export(self):
        """Download approved bank refunds as a sheet that the bank's website or clerk takes.

        :raise UserError: one of them is not an approved bank transfer
        """
        self._require_group("group_accountant", self.env._("Only an accountant orders transfers."))
        self._require("approved")
        refunds = self.sudo()
        if set(refunds.mapped("way")) != {"bank"}:
            raise UserError(self.env._("Choose approved refunds by bank transfer only."))
        refunds._set({"exported_at": self.env["tthc.dossier"]._now()})
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"lenh-hoan-tra-{refunds[0].name.replace('/', '-')}.xlsx",
                    "datas": base64.b64encode(refunds._order_file()),
                    "res_model": self._name,
                    "res_id": self[0].id,
                }
            )
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "self",
        }

    def _order_file(self):
        """XLSX, Vietnamese at source: one row for each transfer."""
        book = Workbook()
        sheet = book.active
        sheet.title = "Lenh hoan tra"
        sheet.append(
            [
                "STT",
                "Số tài khoản thụ hưởng",
                "Tên người thụ hưởng",
                "Ngân hàng thụ hưởng",
                "Mã BIN",
                "Số tiền",
                "Nội dung",
            ]
        )
        for index, refund in enumerate(self.sorted("id"), start=1):
            bank = refund.beneficiary_bank_id
            number = refund.name.replace("/", "")
            sheet.append(
                [
                    index,
                    refund.beneficiary_account,
                    refund.beneficiary_name,
                    bank.name,
                    bank.bin,
                    round(refund.amount),
                    clean_transfer_text(
                        f"{number} hoan phi {refund.expected_id.reference or ''}", 60
                    ),
                ]
            )
        for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row):
            if isinstance(cell.value, str):
                cell.data_type, cell.number_format = "s", "@"  # a name is never a formula
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def action_bank_done(self):
        """Ask for the bank's reference."""
        self.ensure_one()
        self._require_group("group_accountant", self.env._("Only an accountant confirms it."))
        self._require("approved", "sent")
        return self.env["tthc.payment.reason"]._open("refund_done", self)

    @api.private
    def _bank_done(self, reference):
        """The bank has paid; or the gateway's own website says that it has."""
        self._require_group("group_accountant", self.env._("Only an accountant confirms it."))
        for refund in self:
            refund._lock()
            refund._require("approved", "sent")
            if refund.sudo().way == "cash":
                raise UserError(self.env._("Cash is paid out by a cashier, out of a shift."))
            refund._finish({"bank_reference": reference, "done_by_id": self.env.uid})

    def action_fail(self):
        """Ask why an approved refund could not be paid."""
        self._require_group(
            "group_chief_accountant", self.env._("Only the chief accountant gives a refund up.")
        )
        return self.env["tthc.payment.reason"]._open("fail_refund", self)

    @api.private
    def _give_up(self, reason):
        self._require_group(
            "group_chief_accountant", self.env._("Only the chief accountant gives a refund up.")
        )
        for refund in self:
            refund._lock()
            refund._require("approved", "sent")
            refund._fail(reason)

    # Gateway --------------------------------------------------------------------------------------

    @api.model
    def _cron_gateway(self):
        """Ask the gateways to pay back, and again until they say how it ended.

        The order's number was committed with the approval: a server that dies in between asks
        again under the same number, which never pays twice.
        """
        cron = self.env["ir.cron"]
        due = self.search(
            [("state", "=", "sent"), ("ask_at", "<=", fields.Datetime.now())], order="ask_at, id"
        )
        cron._commit_progress(remaining=len(due))
        for refund in due:
            wait = timedelta(minutes=gateway.wait_minutes(refund.asked))
            refund._set({"asked": refund.asked + 1, "ask_at": fields.Datetime.now() + wait})
            cron._commit_progress()  # nobody waits for us while we wait for the gateway
            refund._ask_gateway()
            if not cron._commit_progress(1):
                return

    def _ask_gateway(self):
        self.ensure_one()
        attempt = self.attempt_id
        try:
            notice = attempt.provider_id._tthc_refund(
                attempt, round(self.amount), self.reason, self.request_id
            )
        except gateway.GatewayError as error:
            self._set({"gateway_message": gateway.mask(str(error))})
            return
        self._lock()
        if self.state != "sent":
            return  # an accountant was faster
        self._set({"gateway_message": notice.detail})
        if notice.outcome == gateway.PAID:
            self._finish({"bank_reference": notice.gateway_id or notice.bank_reference})
        elif notice.outcome == gateway.FAILED:
            self._fail(notice.detail or self.env._("The gateway refused it."))
