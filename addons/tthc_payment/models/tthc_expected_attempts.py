from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, consteq

from odoo.addons.payment import utils as payment_utils

from ..const import PROVIDER_CODE


class TthcExpectedPayment(models.Model):
    """Attempts at a request: by VietQR transfer, and at the page of a gateway."""

    _inherit = "tthc.expected.payment"

    # Transfers ----------------------------------------------------------------------------------

    @api.private
    def _prepare_transfer(self):
        """Make sure that a transfer can be asked for: term, account, provider, attempt.

        :raise UserError: what is missing, and who can add it
        """
        self.ensure_one()
        expected = self.sudo()
        if expected.state not in ("open", "expired"):
            raise UserError(self.env._("%s is not open any more.", expected.reference))
        expected._lock()
        expected._renew()
        provider = self.env["payment.provider"]._tthc_provider(expected.company_id)
        if not provider or provider.state == "disabled":
            raise UserError(
                self.env._(
                    "Transfers by VietQR are switched off for %s (payment provider).",
                    expected.company_id.name,
                )
            )
        if not expected.account_id:
            expected._choose_account()
        if not expected.payload:
            raise UserError(
                self.env._(
                    "No VietQR code carries this amount: one transfer is limited to less than "
                    "500 million VND. Pay in cash or by an ordinary transfer with the reference "
                    "%s.",
                    expected.reference,
                )
            )
        expected._ensure_attempt()

    def _choose_account(self):
        """Take the centre's account, which was added after the request was made."""
        account = self.env["tthc.collection.account"]._for_company(self.company_id)
        if not account:
            raise UserError(
                self.env._(
                    "%s has no collection account. The chief accountant adds one under "
                    "Finance > Configuration > Collection Accounts; until then the fee is "
                    "paid in cash.",
                    self.company_id.name,
                )
            )
        self._set({"account_id": account.id})

    @api.private
    def _ensure_attempt(self, amount=None):
        """The open attempt at ``amount`` (VND; default: what is due); a new one if there is none.

        Nothing is checked here: money that has arrived is recorded even when transfers were
        switched off meanwhile. Empty only if the payment provider was deleted.
        """
        self.ensure_one()
        expected = self.sudo()
        amount = amount or expected.due_amount
        pending = expected.attempt_ids.filtered(
            lambda attempt: (
                attempt.provider_code == PROVIDER_CODE
                and attempt.state in ("draft", "pending")
                and attempt.amount == amount
            )
        )
        return pending[:1] or expected._new_attempt(amount)

    def _new_attempt(self, amount):
        provider = self.env["payment.provider"]._tthc_provider(self.company_id)
        if not provider:
            return self.attempt_ids.browse()
        method = self.env.ref("tthc_payment.payment_method_vietqr")
        attempt = self._create_attempt(provider, method, amount, "online_direct")
        attempt._set_pending()
        attempt._post_process()
        return attempt

    def _create_attempt(self, provider, method, amount, operation):
        # Attempts are counted as this transaction saw them when it began. Writing the row makes
        # one that began meanwhile start over instead of taking the same number.
        self.env.execute_query(
            SQL("UPDATE tthc_expected_payment SET id = id WHERE id = %s RETURNING id", self.id)
        )
        return self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": f"{self.reference}-{len(self.attempt_ids) + 1}",
                "amount": amount,
                "currency_id": self.currency_id.id,
                "partner_id": self._payer().id,
                "operation": operation,
                "tthc_expected_id": self.id,
            }
        )

    # Gateways -----------------------------------------------------------------------------------

    @api.private
    def _start_attempt(self, provider):
        """A new attempt at the gateway ``provider``, at what is due. Earlier ones stay open: one
        that still succeeds settles the request.

        :raise UserError: nothing is due any more
        """
        self.ensure_one()
        expected = self.sudo()
        expected._lock()
        if not expected._is_open():
            raise UserError(self.env._("%s is not open any more.", expected.reference))
        expected._renew()
        provider = provider.sudo()
        methods = provider.with_context(active_test=False).payment_method_ids
        attempt = expected._create_attempt(
            provider, methods[:1], expected.due_amount, "online_redirect"
        )
        attempt._tthc_open(provider._tthc_order_number(attempt))
        return attempt

    def _is_open(self):
        """Whether something is due that may be paid."""
        return self.state in ("open", "expired") and self.due_amount > 0

    # The page to pay on -------------------------------------------------------------------------

    def _pay_token(self):
        return payment_utils.generate_access_token(
            "tthc.pay", self.id, self.reference, env=self.env
        )

    @api.private
    def _check_pay_token(self, token):
        """Whether ``token`` opens the page of this request; compared in constant time."""
        return token.isascii() and consteq(self._pay_token(), token)

    def _pay_path(self):
        """Path of the page on which anybody who has it can pay this request."""
        self.ensure_one()
        return f"/thanh-toan/{self.id}/{self._pay_token()}"

    @api.private
    def _close_attempts(self, reason):
        open_attempts = self.sudo().attempt_ids.filtered(
            lambda attempt: attempt.state in ("draft", "pending")
        )
        if open_attempts:
            open_attempts._set_canceled(state_message=reason)
            open_attempts._post_process()
