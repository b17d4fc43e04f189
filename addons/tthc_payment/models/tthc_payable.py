from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, consteq

from odoo.addons.payment import utils as payment_utils


class TthcPayable(models.AbstractModel):
    """What somebody can pay on a page of ours: a payment request, or several in one payment.

    A model that is payable has ``reference``, ``company_id``, ``account_id``, ``currency_id``,
    ``attempt_ids`` and ``_payer()``.
    """

    _name = "tthc.payable"
    _description = "Payable"

    #: The field of ``payment.transaction`` that names a record of this model.
    _attempt_field = ""
    #: What the token of the page is signed for, and the page's path.
    _page_scope = ""
    _page_root = ""

    def _requests(self):
        """The payment requests that are paid by paying this."""
        raise NotImplementedError

    def _sum_due(self):
        """VND that one payment of this brings."""
        raise NotImplementedError

    def _is_open(self):
        """Whether something is due that may be paid."""
        raise NotImplementedError

    # Attempts -----------------------------------------------------------------------------------

    @api.private
    def _start_attempt(self, provider):
        """A new attempt at the gateway ``provider``, at what is due. Earlier ones stay open: one
        that still succeeds settles what it was for.

        :raise UserError: nothing is due any more
        """
        self.ensure_one()
        payable = self.sudo()
        payable._requests()._lock()
        if not payable._is_open():
            raise UserError(self.env._("%s is not open any more.", payable.reference))
        payable._requests()._renew()
        provider = provider.sudo()
        methods = provider.with_context(active_test=False).payment_method_ids
        attempt = payable._create_attempt(
            provider, methods[:1], payable._sum_due(), "online_redirect"
        )
        attempt._tthc_open(provider._tthc_order_number(attempt))
        return attempt

    def _create_attempt(self, provider, method, amount, operation):
        # Attempts are counted as this transaction saw them when it began. Writing the row makes
        # one that began meanwhile start over instead of taking the same number.
        self.env.execute_query(
            SQL(
                "UPDATE %s SET id = id WHERE id = %s RETURNING id",
                SQL.identifier(self._table),
                self.id,
            )
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
                self._attempt_field: self.id,
            }
        )

    @api.private
    def _close_attempts(self, reason):
        """Give up the attempts under way; one that succeeds all the same brings its money."""
        open_attempts = self.sudo().attempt_ids.filtered(
            lambda attempt: attempt.state in ("draft", "pending")
        )
        if open_attempts:
            open_attempts._set_canceled(state_message=reason)
            open_attempts._post_process()

    # The page to pay on -------------------------------------------------------------------------

    def _pay_token(self):
        return payment_utils.generate_access_token(
            self._page_scope, self.id, self.reference, env=self.env
        )

    @api.private
    def _check_pay_token(self, token):
        """Whether ``token`` opens the page of this record; compared in constant time."""
        return token.isascii() and consteq(self._pay_token(), token)

    def _pay_path(self):
        """Path of the page on which anybody who has it can pay."""
        self.ensure_one()
        return f"/{self._page_root}/{self.id}/{self._pay_token()}"
