import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.tthc_receipt import ACCOUNTANT
from ..models.tthc_receipt_ending import CORRECTABLE
from ..tools import reduction

#: Steps that are taken on one receipt at a time.
SINGLE = ("cancel", "replace", "adjust", "reduce")


class TthcReceiptStep(models.TransientModel):
    """Asks for what a step of an accountant needs, then takes the step."""

    _name = "tthc.receipt.step"
    _description = "Step of a Receipt"

    kind = fields.Selection(
        [
            ("cancel", "Cancel a Receipt"),
            ("replace", "Replace a Receipt"),
            ("adjust", "Adjust a Receipt"),
            ("reduce", "Adjust for a Refund"),
            ("sign", "Record Signatures"),
            ("send", "Record Sending"),
        ],
        required=True,
        readonly=True,
    )
    record_ids = fields.Char(required=True, readonly=True)
    summary = fields.Char("Receipts", compute="_compute_summary")
    collection_stands = fields.Boolean(compute="_compute_summary")
    currency_id = fields.Many2one("res.currency", readonly=True)
    refunded = fields.Monetary("Paid Back", readonly=True, help="And not adjusted yet.")
    charge = fields.Monetary("Of Which Charges", help="Lệ phí; the rest is phí.")
    reason = fields.Char()
    minute_number = fields.Char("Minute", help="Number of the minute (biên bản).")
    minute_date = fields.Date("Date of Minute", default=fields.Date.context_today)
    payer_name = fields.Char("Payer")
    payer_address = fields.Char("Payer's Address")
    payer_tax_code = fields.Char("Payer's Tax Code")
    signer = fields.Char(help="As the certificate names it.")
    certificate = fields.Char(help="Serial number of the certificate.")
    done_at = fields.Datetime("When", default=fields.Datetime.now)
    reference = fields.Char("Tax Authority's Number")
    file = fields.Binary(attachment=False)
    file_name = fields.Char()

    @api.model
    @api.private
    def _open(self, kind, receipts):
        """Action that asks for what ``kind`` needs for ``receipts``."""
        receipts.check_access("read")
        if kind in SINGLE:
            receipts.ensure_one()
        values = {name: receipts[name] for name in CORRECTABLE} if kind in SINGLE else {}
        if kind == "reduce":
            values |= self._reduction(receipts)
        elif kind == "cancel" and receipts.cancel_wanted_reason:
            values["reason"] = receipts.cancel_wanted_reason
        values |= {"kind": kind, "record_ids": ",".join(str(row_id) for row_id in receipts.ids)}
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[kind],
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    @api.model
    def _reduction(self, receipt):
        """What the dialog of a reduction begins with."""
        receipt._check_may(
            ACCOUNTANT, self.env._("Only an accountant corrects, signs and sends receipts.")
        )
        receipt = receipt.sudo()
        amount = receipt._uncorrected()
        try:
            charge = reduction.charge_part(amount, *receipt._left())
        except reduction.BadSplit as error:
            raise UserError(
                self.env._("Nothing of %s was paid back since.", receipt.display_name)
            ) from error
        return {
            "currency_id": receipt.currency_id.id,
            "refunded": amount,
            "charge": charge,
            "reason": receipt.refund_ids.sorted("id")[-1:].reason,
        }

    def _receipts(self):
        ids = [int(text) for text in (self.record_ids or "").split(",") if text.isdigit()]
        return self.env["tthc.receipt"].browse(ids).exists()

    @api.depends("kind", "record_ids")
    def _compute_summary(self):
        for wizard in self:
            receipts = wizard._receipts()
            names = [receipt.display_name for receipt in receipts[:5]]
            wizard.summary = ", ".join(names) + (" …" if len(receipts) > 5 else "")
            wizard.collection_stands = any(
                expected._is_collected() for expected in receipts.sudo().expected_id
            )

    def action_confirm(self):
        """Take the step.

        :raise AccessError: for anybody but an accountant of the centre
        :raise UserError: something is missing, or the step is not possible
        """
        self.ensure_one()
        receipts = self._receipts()
        receipts._check_may(
            ACCOUNTANT, self.env._("Only an accountant corrects, signs and sends receipts.")
        )
        event, result = getattr(self, f"_confirm_{self.kind}")(receipts)
        if self.file:
            event[:1]._attach(
                self.file_name or "tep-dinh-kem",
                base64.b64decode(self.file),
                "application/octet-stream",
            )
        if not result:
            return {"type": "ir.actions.act_window_close"}
        return {
            "type": "ir.actions.act_window",
            "res_model": result._name,
            "res_id": result.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _given(self, name, message):
        text = (self[name] or "").strip() if isinstance(self[name], str) else self[name]
        if not text:
            raise UserError(message)
        return text

    def _reason(self):
        return self._given("reason", self.env._("Give a reason: it is kept on record."))

    def _minute(self):
        message = self.env._("Give number and date of the minute that both sides have signed.")
        return {name: self._given(name, message) for name in ("minute_number", "minute_date")}

    def _corrected(self):
        self._given("payer_name", self.env._("A receipt names who paid."))
        return {name: (self[name] or "").strip() or False for name in CORRECTABLE}

    def _confirm_cancel(self, receipt):
        return receipt._cancel(self._reason(), self._minute())

    def _confirm_replace(self, receipt):
        return receipt._replace(self._corrected(), self._reason(), self._minute())

    def _confirm_adjust(self, receipt):
        return receipt._adjust(self._corrected(), self._reason())

    def _confirm_reduce(self, receipt):
        return receipt._reduce(round(self.charge), self._reason())

    def _confirm_sign(self, receipts):
        signer = self._given("signer", self.env._("Say whose certificate signed."))
        receipts.sudo()._lock()
        signed_at = self.done_at or fields.Datetime.now()
        return receipts.sudo()._signed(signer, self.certificate, signed_at, self.reason), None

    def _confirm_send(self, receipts):
        message = self.env._("Give the tax authority's number of the message.")
        reference = self._given("reference", message)
        receipts.sudo()._lock()
        sent_at = self.done_at or fields.Datetime.now()
        return receipts.sudo()._sent(reference, sent_at, self.reason), None
