from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: kind → model of the records that are acted on
_MODELS = {
    "undo": "tthc.payment.match",
    "cancel": "tthc.expected.payment",
    "set_aside": "tthc.incoming.money",
    "duty": "tthc.dossier",
    "refuse_waiver": "tthc.fee.waiver",
    "void": "tthc.incoming.money",
    "explain": "tthc.cash.shift",
    "accept": "tthc.cash.shift",
    "send_back": "tthc.cash.shift",
    "refuse_refund": "tthc.refund",
    "pay_refund": "tthc.refund",
    "refund_done": "tthc.refund",
    "fail_refund": "tthc.refund",
}


class TthcPaymentReason(models.TransientModel):
    """Asks for the reason of a step that has to be explained, then takes the step."""

    _name = "tthc.payment.reason"
    _description = "Reason of a Payment Step"

    kind = fields.Selection(
        [
            ("undo", "Undo a Match"),
            ("cancel", "Cancel a Payment Request"),
            ("set_aside", "Set Money Aside"),
            ("duty", "Confirm a Financial Duty"),
            ("refuse_waiver", "Refuse a Waiver"),
            ("void", "Void a Taking"),
            ("explain", "Explain the Difference"),
            ("accept", "Accept with a Difference"),
            ("send_back", "Have It Counted Again"),
            ("refuse_refund", "Refuse a Refund"),
            ("pay_refund", "Pay a Refund in Cash"),
            ("refund_done", "Refund Transferred"),
            ("fail_refund", "Refund Not Paid"),
        ],
        required=True,
        readonly=True,
    )
    record_ids = fields.Char(required=True, readonly=True)
    summary = fields.Char(compute="_compute_summary")
    reason = fields.Char(required=True)

    @api.model
    @api.private
    def _open(self, kind, records):
        """Action that asks for the reason of ``kind`` for ``records``."""
        records.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[kind],
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_kind": kind,
                "default_record_ids": ",".join(str(record_id) for record_id in records.ids),
            },
        }

    def _records(self):
        ids = [int(text) for text in (self.record_ids or "").split(",") if text.isdigit()]
        return self.env[_MODELS[self.kind]].browse(ids).exists()

    @api.depends("kind", "record_ids")
    def _compute_summary(self):
        for wizard in self:
            records = wizard._records() if wizard.kind else []
            wizard.summary = ", ".join(record.display_name or "" for record in records)

    def action_confirm(self):
        """Take the step.

        :raise AccessError: the step is somebody else's
        :raise UserError: no reason given
        """
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give a reason: it is kept on record."))
        records = self._records()
        records.check_access("read")
        getattr(self, f"_confirm_{self.kind}")(records, reason)
        return {"type": "ir.actions.act_window_close"}

    def _confirm_undo(self, matches, reason):
        matches._undo(reason)

    def _confirm_cancel(self, requests, reason):
        if not (self.env.su or self.env.user.has_group("tthc_payment.group_chief_accountant")):
            raise AccessError(
                self.env._("Only the chief accountant cancels a payment request or waives a fee.")
            )
        for request in requests.sudo():
            if request.state not in ("open", "expired"):
                raise UserError(self.env._("%s is not open any more.", request.reference))
            request._cancel(reason)
            dossier = request.dossier_id
            dossier._log_event("fee_cancelled", note=f"{request.reference}: {reason}")
            if request.purpose == "supplement":
                dossier._resume_if_nothing_due(reason)

    def _confirm_set_aside(self, money, reason):
        self.env["tthc.payment.match"]._check_accountant()
        money.sudo()._set_aside(reason)

    def _confirm_duty(self, dossiers, reason):
        for dossier in dossiers:
            dossier._confirm_duty(reason)

    def _confirm_refuse_waiver(self, waivers, reason):
        waivers._refuse(reason)
