"""What the pages to pay on have in common: for one request, and for several at once."""

from odoo import fields
from odoo.http import request

from odoo.addons.tthc_dossier.controllers.lookup import HEADERS, Lookup

from ..models.tthc_attempt_limit import TooManyAttempts
from ..tools.gateway import GatewayError


class PayablePages:
    """Mixed into the controllers; records are of ``tthc.payable``."""

    #: Model and template of the page.
    _model = ""
    _template = ""

    def _payable(self, record_id, token):
        """The record behind the address, as superuser, in the reader's language.

        :raise NotFound: no such record, or a wrong token
        """
        Lookup._set_language()
        payable = request.env[self._model].sudo().browse(record_id).exists()
        if not payable or not payable._check_pay_token(token):
            raise request.not_found()
        return payable

    def _attempt(self, payable, attempt_id):
        return payable.attempt_ids.filtered(lambda row: str(row.id) == str(attempt_id))

    def _come_back(self, payable, attempt_id):
        """The attempt from whose gateway the payer comes back. What the gateway says there counts
        for nothing: it makes us ask, and the page waits for the answer."""
        attempt = self._attempt(payable, attempt_id)
        if attempt:
            attempt._tthc_ask_soon()
        return attempt

    def _begin(self, payable, provider_id):
        """Begin a new attempt at a gateway and send the payer there."""
        gateways = request.env["payment.provider"]._tthc_gateways(payable.company_id)
        provider = gateways.filtered(lambda row: str(row.id) == provider_id)
        if not provider or not payable._is_open():
            return request.redirect(payable._pay_path())
        try:
            attempt = payable._try_attempt(provider)
        except TooManyAttempts as error:
            return self._wait(payable, error.free_at)
        # The attempt stays whatever happens at the gateway: its number is never given again.
        request.env.cr.commit()
        try:
            back = f"{payable.get_base_url()}{payable._pay_path()}/{attempt.id}"
            url = provider._tthc_start(attempt, back, request.httprequest.remote_addr)
        except GatewayError:
            attempt._tthc_give_up(request.env._("The gateway could not be reached."))
            return self._page(payable, attempt, unavailable=provider.name)
        attempt._tthc_started()
        return request.redirect(url, code=303, local=False)

    def _wait(self, payable, free_at):
        """The page for a payer who has begun too often: when to try again, and how to pay now."""
        response = self._page(payable, payable.attempt_ids.browse(), free_at=free_at)
        response.status_code = 429
        seconds = (free_at - fields.Datetime.now()).total_seconds()
        response.headers["Retry-After"] = str(max(round(seconds), 0) + 60)
        return response

    def _state(self, payable, attempt_id):
        """For the script of the page: whether something has changed, also of the attempt from
        which the payer came back."""
        now = {"state": payable.state, "due": round(payable._sum_due())}
        attempt = self._attempt(payable, attempt_id)
        if attempt:
            now["attempt"] = attempt.state
        return request.make_json_response(now, headers=list(HEADERS.items()))

    def _page(self, payable, attempt, unavailable=None, free_at=None):
        gateways = request.env["payment.provider"]._tthc_gateways(payable.company_id)
        values = {
            **self._page_values(payable),
            "attempt": attempt,
            "unavailable": unavailable,
            "free_at": free_at and payable._clock(free_at),
            "is_open": payable._is_open(),
            "gateways": gateways.browse() if free_at else gateways,
            "res_company": payable.company_id,
            "path": payable._pay_path(),
        }
        return self._show(self._template, values)

    def _page_values(self, payable):
        raise NotImplementedError

    def _show(self, template, values):
        response = request.render(template, values)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    def _file(self, content, mime, name):
        headers = {
            **HEADERS,
            "Content-Type": mime,
            "Content-Disposition": f'attachment; filename="{name}"',
        }
        return request.make_response(content, headers=list(headers.items()))
