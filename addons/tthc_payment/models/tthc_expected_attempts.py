from odoo import api, models
from odoo.exceptions import UserError

from ..const import PROVIDER_CODE


class TthcExpectedPayment(models.Model):
    """Attempts at a request, and the page to pay it on."""

    _name = "tthc.expected.payment"
    _inherit = ["tthc.expected.payment", "tthc.payable"]
    _attempt_field = "tthc_expected_id"
    _page_scope = "tthc.pay"
    _page_root = "thanh-toan"

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

    # What is payable ----------------------------------------------------------------------------

    def _requests(self):
        return self

    def _sum_due(self):
        return self.due_amount

    def _is_open(self):
        """Whether something is due that may be paid."""
        return self.state in ("open", "expired") and self.due_amount > 0
