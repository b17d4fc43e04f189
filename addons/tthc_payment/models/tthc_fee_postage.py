from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcFeeLine(models.Model):
    """Postage ("cước bưu chính") beside fees and charges: money for the carrier, neither phí nor
    lệ phí, so that no benefit lowers it and nothing of it goes to the budget."""

    _inherit = "tthc.fee.line"

    kind = fields.Selection(
        selection_add=[("postage", "Postage")], ondelete={"postage": lambda lines: None}
    )


class TthcExpectedPayment(models.Model):
    _inherit = "tthc.expected.payment"

    purpose = fields.Selection(
        selection_add=[("postage", "Postage")], ondelete={"postage": lambda requests: None}
    )


class TthcDossier(models.Model):
    """What the post costs, asked for beside the fee and kept apart from it in every sum."""

    _inherit = "tthc.dossier"

    postage_total = fields.Monetary("Postage", compute="_compute_payment", compute_sudo=True)
    postage_due = fields.Monetary("Postage to Pay", compute="_compute_payment", compute_sudo=True)

    @api.depends("expected_ids.purpose")
    def _compute_payment(self):
        """Override: fees are phí and lệ phí; what the post costs has sums of its own."""
        result = super()._compute_payment()
        for dossier in self:
            postage = dossier.expected_ids.filtered(
                lambda row: row.purpose == "postage" and row.state != "cancelled"
            )
            total = sum(postage.mapped("amount"))
            due = sum(postage.filtered(lambda row: row.state != "paid").mapped("due_amount"))
            dossier.postage_total, dossier.postage_due = total, due
            dossier.fee_total -= total
            dossier.fee_due -= due
        return result

    @api.private
    def _request_postage(self, amount, note, name=None):
        """Ask for the postage of papers that travel by post.

        The hook of the post: whoever knows the price asks here, and looks at ``postage_due``
        before the envelope leaves. It is a payment request of its own, so that no receipt for
        fees carries it; one code still pays both (see :meth:`action_show_payment_qr`). Unpaid it
        neither holds the result at the counter nor the clock.

        :param amount: VND, as the carrier asks
        :param note: carrier, service and weight, as the citizen reads it
        :return: the payment request
        :raise UserError: not an accepted dossier, no price, or postage is being asked for already
        """
        self.ensure_one()
        if not self.accepted_at or self.finished_at and self.state != "done":
            raise UserError(
                self.env._("Postage is asked for an accepted dossier: %s.", self.display_name)
            )
        if amount <= 0:
            raise UserError(self.env._("The fee must be a whole number of dong above zero."))
        self._lock()
        if self.sudo().postage_due:
            raise UserError(
                self.env._(
                    "Postage of %s is asked for already. Cancel that request first if the price "
                    "was wrong.",
                    self.currency_id.format(self.sudo().postage_due),
                )
            )
        line = {
            "name": name or "Cước bưu chính",
            "kind": "postage",
            "quantity": 1,
            "amount": amount,
            "kept": 0,
            "remitted": 0,
            "explanation": note,
        }
        request = self.env["tthc.expected.payment"].sudo()._open(self, [line], "postage")
        self._log_event(
            "postage_asked",
            note=f"{request.reference}: {self.currency_id.format(request.amount)}. {note}",
        )
        return request

    def write(self, vals):
        """Override: who comes to the counter after all owes no postage."""
        result = super().write(vals)
        if vals.get("return_method", "post") != "post":
            unpaid = self.sudo().expected_ids.filtered(
                lambda row: (
                    row.purpose == "postage"
                    and row.state in ("open", "expired")
                    and not row.matched_amount
                )
            )
            unpaid._cancel(self.env._("The result is not sent by post."))
        return result

    def action_show_payment_qr(self):
        """Override: one code for everything that is to pay, if one person pays it."""
        self.ensure_one()
        self.check_access("read")
        requests = self.expected_ids.filtered(lambda row: row.state in ("open", "expired"))
        together = (
            len(requests) > 1
            and len(requests._payers()) == 1
            and not any(requests.mapped("matched_amount"))
        )
        if not together or not self.env["tthc.collection.account"]._for_company(self.company_id):
            return super().action_show_payment_qr()
        bundle = self.env["tthc.payment.bundle"]._open(requests)
        return bundle.action_show_qr() if bundle._payload() else super().action_show_payment_qr()

    def action_request_postage(self):
        """Ask what the post costs."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for Postage"),
            "res_model": "tthc.fee.postage",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dossier_id": self.id},
        }
