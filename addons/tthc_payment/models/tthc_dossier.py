import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_dossier.tools import actions

_logger = logging.getLogger(__name__)


class TthcDossier(models.Model):
    """What a dossier owes and whether it was paid."""

    _inherit = "tthc.dossier"

    fee_line_ids = fields.One2many("tthc.fee.line", "dossier_id", "Fees", readonly=True)
    expected_ids = fields.One2many(
        "tthc.expected.payment", "dossier_id", "Payment Requests", readonly=True
    )
    payment_state = fields.Selection(
        [("none", "No Fee"), ("due", "Unpaid"), ("partial", "Paid in Part"), ("paid", "Paid")],
        "Fee Payment",
        compute="_compute_payment",
        search="_search_payment_state",
        compute_sudo=True,
    )
    fee_total = fields.Monetary("Fees in All", compute="_compute_payment", compute_sudo=True)
    fee_due = fields.Monetary("To Pay", compute="_compute_payment", compute_sudo=True)
    fee_count = fields.Integer(compute="_compute_payment", compute_sudo=True)

    @api.depends("expected_ids.state", "expected_ids.amount", "expected_ids.due_amount")
    def _compute_payment(self):
        self.expected_ids.mapped("due_amount")  # of all dossiers at once
        for dossier in self:
            requests = dossier.expected_ids.filtered(lambda row: row.state != "cancelled")
            total = sum(request.amount - request.waived_amount for request in requests)
            due = sum(requests.filtered(lambda row: row.state != "paid").mapped("due_amount"))
            dossier.fee_count = len(dossier.expected_ids)
            dossier.fee_total = total
            dossier.fee_due = due
            if not requests:
                dossier.payment_state = "none"
            elif not due:
                dossier.payment_state = "paid"
            else:
                dossier.payment_state = "partial" if due < total else "due"

    def _search_payment_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        matched = fields.Domain("match_ids", "any!", fields.Domain("state", "=", "active"))
        still_open = fields.Domain("state", "in", ("open", "expired"))
        requests = fields.Domain("expected_ids", "any!", fields.Domain("state", "!=", "cancelled"))
        unpaid = fields.Domain("expected_ids", "any!", still_open)
        received = fields.Domain("expected_ids", "any!", matched)
        domains = {
            "none": ~requests,
            "paid": requests & ~unpaid,
            "due": unpaid & ~received,
            "partial": unpaid & received,
        }
        return fields.Domain.OR(domains[key] for key in value if key in domains)

    # Extension points of the dossier ------------------------------------------------------------

    def _action_obstacles(self, action):
        """An unpaid fee keeps the result back."""
        obstacles = super()._action_obstacles(action)
        if action == "return_result" and self.fee_due and not self._fee_comes_later():
            obstacles.append(
                self.env._(
                    "%(dossier)s still owes %(amount)s. Take the fee in cash, or wait until the "
                    "transfer is confirmed by the bank statement.",
                    dossier=self.display_name,
                    amount=self.currency_id.format(self.fee_due),
                )
            )
        if action == "complete_at_once":
            obstacles += self._unpaid_at_once()
        return obstacles

    def _fee_comes_later(self):
        """Extension point: whether the fee is taken together with the handing out of the result,
        by somebody who does both."""
        return False

    def _offer_fits(self, action, task):
        """Override of ``tthc_dossier``: with fees on the dossier the duty is asked for together
        with its amount, by “Ask for a Fee”."""
        return action.name != "request_payment" and super()._offer_fits(action, task)

    def _unpaid_at_once(self):
        """What answering at once must wait for: the fee is paid before the result is handed over,
        and asked for on acceptance."""
        owed = self.fee_due
        if not self.accepted_at:
            owed = sum(quote.amount for quote in self._fee_quotes())
        if not owed:
            return []
        return [
            self.env._(
                "%(amount)s is still to be paid, so the result cannot be handed over at once. "
                "Accept the dossier, take the fee in cash or by transfer, then use “Answer at "
                "Once” on the dossier.",
                amount=self.currency_id.format(owed),
            )
        ]

    def _after_action(self, action, event):
        """Ask for the fees on acceptance; give up what is still open when the dossier stops."""
        result = super()._after_action(action, event)
        if action == "accept":
            self._request_case_fees()
        elif self.state == actions.STOPPED and action in ("stop", "answer_withdrawal"):
            requests = self.sudo().expected_ids
            requests.filtered(lambda row: not row.matched_amount)._cancel(
                self.env._("The dossier was stopped.")
            )
        elif action == "answer_withdrawal" and self.state == actions.FINANCIAL:
            self._continue_if_paid()
        return result

    def _continue_if_paid(self):
        """Go on if the fee was paid while the person's wish to withdraw waited for its answer."""
        events = self.sudo().event_ids.sorted("seq")
        asked = events.filtered(lambda event: event.kind == "request_withdrawal")[-1:]
        paid = events.filtered(lambda event: event.kind == "paid" and event.seq > asked.seq)
        if paid and not self.sudo().fee_due:
            self.with_context(tthc_seen=None)._continue_after_payment(paid[-1:].note)

    def _receipt_fee_rows(self):
        """The fees really asked for; without any, the catalogue's own rows (free of charge)."""
        lines = self.sudo().fee_line_ids.filtered(lambda line: line.state != "cancelled")
        if not lines:
            return super()._receipt_fee_rows()
        return [
            {
                "name": line.name,
                "amount": round(line.owed_amount),
                "paid": line.state == "paid",
                "exempt": not line.amount,
                "note": line.explanation or "",
            }
            for line in lines
        ]

    def _receipt_payment_qr(self):
        """PNG of the first open request; printing it counts as showing it."""
        for expected in self.sudo().expected_ids.sorted("id"):
            if expected.state == "open" and expected.payload:
                if not self.env.cr.readonly:
                    expected._ensure_attempt()
                return qr.png(expected.payload, pixels=6)
        return super()._receipt_payment_qr()

    def _public_progress(self):
        """Adds ``pay``: where what is due can be paid, for whoever holds the receipt. How much that
        is stands behind it: number and progress are all that the look-up itself shows."""
        owed = self.sudo().expected_ids.filtered(lambda row: row._is_open()).sorted("id")
        return {**super()._public_progress(), "pay": [row._pay_path() for row in owed]}

    def _portal_values(self):
        """Adds ``payments``: what the owner still has to pay, with the code to scan."""
        values = super()._portal_values()
        payments = self.sudo().expected_ids.filtered(lambda row: row.state != "cancelled")
        for expected in payments:
            if expected._is_payable() and not self.env.cr.readonly:
                expected._ensure_attempt()
        return {**values, "payments": payments.sorted("id")}

    # Fees ---------------------------------------------------------------------------------------

    def _request_case_fees(self):
        """Make the fee lines of the case and ask for their sum, at the price of the day."""
        self.ensure_one()
        lines = [
            {
                "fee_id": quote.fee_id,
                "name": quote.name,
                "kind": quote.kind,
                "quantity": quote.quantity,
                "base_amount": quote.base,
                "benefit_id": quote.benefit_id,
                "amount": quote.amount,
                "kept": quote.kept,
                "remitted": quote.remitted,
                "explanation": quote.explanation,
            }
            for quote in self._fee_quotes()
            if quote.amount or quote.saving
        ]
        owed = [line for line in lines if line["amount"]]
        if owed:
            self.env["tthc.expected.payment"].sudo()._open(self, owed)
        exempt = [line for line in lines if not line["amount"]]
        if exempt:
            self.env["tthc.fee.line"].sudo()._record_exempt(self, exempt)

    @api.private
    def _request_supplementary_fees(self, lines, note):
        """Ask for fees that arose in processing and pause the dossier until they are paid.

        :param lines: values of fee lines; those of no amount stay on record as exempt
        :raise UserError: the dossier's state does not allow it, or nothing is owed
        :raise AccessError: for somebody who neither holds the step nor sits at the desk
        """
        self.ensure_one()
        owed = [line for line in lines if line["amount"]]
        if not owed:
            raise UserError(
                self.env._("The applicant is exempt from all of this: there is nothing to ask for.")
            )
        self.action_request_payment(note=note)
        exempt = [line for line in lines if not line["amount"]]
        if exempt:
            self.env["tthc.fee.line"].sudo()._record_exempt(self, exempt)
        return self.env["tthc.expected.payment"].sudo()._open(self, owed, "supplement")

    @api.private
    def _payment_settled(self, expected, match):
        """A request of this dossier is paid: record it, and go on if the dossier waited for it."""
        self.ensure_one()
        methods = dict(match._fields["method"]._description_selection(self.env))
        paid = expected.amount - expected.waived_amount
        self._log_event(
            "paid",
            note=f"{expected.reference}: {expected.currency_id.format(paid)} "
            f"({methods[match.method]})",
        )
        if self.state == actions.FINANCIAL and not self.fee_due:
            self._continue_after_payment(expected.reference)

    def _continue_after_payment(self, note):
        """Resume; what stands in the way is left to the desk, the money stays recorded."""
        try:
            with self.env.cr.savepoint():
                self._payment_received(note=note)
        except UserError as error:
            self.invalidate_recordset()
            _logger.info("Dossier %s is paid but could not go on: %s", self.name, error)

    @api.private
    def _payment_undone(self, expected, reason):
        """A payment of this dossier was taken back."""
        self.ensure_one()
        self._log_event("payment_undone", note=f"{expected.reference}: {reason}")

    @api.private
    def _confirm_duty(self, note):
        """Go on after a financial duty fulfilled elsewhere, e.g. a tax paid at the Treasury.

        :raise AccessError: for anybody but a cashier, an accountant or a receptionist
        :raise UserError: a fee of the centre is still unpaid
        """
        user = self.env.user
        roles = (
            "tthc_payment.group_cashier",
            "tthc_payment.group_accountant",
            "tthc_dossier.group_receptionist",
        )
        if not (self.env.su or any(user.has_group(role) for role in roles)):
            raise AccessError(self.env._("Only the desk or the finance staff confirm a payment."))
        self.check_access("read")
        if self.fee_due:
            raise UserError(
                self.env._(
                    "%(dossier)s still owes the centre %(amount)s.",
                    dossier=self.display_name,
                    amount=self.currency_id.format(self.fee_due),
                )
            )
        return self._payment_received(note=note)

    # Actions ------------------------------------------------------------------------------------

    def action_show_payment_qr(self):
        """Show the VietQR code of what is still to pay."""
        self.ensure_one()
        self.check_access("read")
        expected = self.expected_ids.sorted("id").filtered(
            lambda row: row.state in ("open", "expired")
        )
        if not expected:
            raise UserError(self.env._("%s has nothing to pay.", self.display_name))
        return expected[0].action_show_qr()

    def action_receive_cash(self):
        """Take everything that is still to pay in cash."""
        for dossier in self:
            dossier.expected_ids.filtered(
                lambda row: row.state in ("open", "expired")
            ).action_receive_cash()
        return True

    def action_confirm_duty(self):
        """Ask which proof was seen and go on."""
        return self.env["tthc.payment.reason"]._open("duty", self)

    def action_request_fee(self):
        """Ask for a supplementary fee."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for a Fee"),
            "res_model": "tthc.fee.request",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dossier_id": self.id, "dialog_size": "extra-large"},
        }

    def action_view_payments(self):
        """The payment requests of this dossier."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_payment.action_expected_payment"
        )
        return {**action, "domain": [("dossier_id", "=", self.id)], "context": {}}
