from odoo import models


class TthcIncomingMoney(models.Model):
    """Money of a gateway is for what its attempt was at: one request, or several in one payment."""

    _inherit = "tthc.incoming.money"

    def _match_attempt(self, attempt, method="auto"):
        """Override: an attempt at a collective payment settles all of its parts, or nothing."""
        bundle = attempt.tthc_bundle_id
        if not bundle:
            return super()._match_attempt(attempt, method)
        bundle.request_ids._lock()
        self._lock()
        for money in self:
            money._match_bundle(bundle, method, attempt)
        return None

    def _match_by_reference(self, method="auto"):
        """Override: what a gateway brought is judged by its attempt, also when it is judged once
        more; the words that it sends along need not name the request."""
        by_memo = self._judge_by_attempts(method)
        return super(TthcIncomingMoney, by_memo)._match_by_reference(method)

    def _judge_by_attempts(self, method="auto"):
        """Judge what gateways brought; an order that nobody knows stays one. Returns the rest."""
        brought = self.filtered(lambda money: money.source == "gateway")
        for money in brought:
            attempt = money._attempt_that_brought()
            if attempt:
                money._match_attempt(attempt, method)
        return self - brought

    def _attempt_that_brought(self):
        """The attempt at a gateway that brought this money; empty for money of other sources."""
        if self.source != "gateway":
            return self.env["payment.transaction"].sudo()
        return self._refund_attempt().filtered(lambda attempt: attempt._tthc_debt())

    def _attempt_for(self, request):
        """The attempt that brought this money, where it is one at ``request`` and at just this
        sum: a match by hand rests on it as an automatic one would, and the gateway can pay it
        back."""
        attempt = self._attempt_that_brought()
        at_request = request in attempt._tthc_debt()._requests() if attempt else False
        same = at_request and self.currency_id == attempt.currency_id
        return attempt if same and self.amount == attempt.amount else attempt.browse()
