from odoo import http
from odoo.http import request

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_dossier.controllers.lookup import HEADERS, Lookup

from ..tools.gateway import GatewayError

PAGE = "/thanh-toan/<int:expected_id>/<string:token>"
ROUTE = {"type": "http", "auth": "public", "website": True, "sitemap": False}


class PayPage(http.Controller):
    """Paying a request without an account, for whoever has its address: from the look-up with the
    receipt's code, from the owner's page, from a notice."""

    @http.route([PAGE, f"{PAGE}/<int:attempt_id>"], methods=["GET", "POST"], csrf=False, **ROUTE)
    def pay_page(self, expected_id, token, attempt_id=None, **_kwargs):
        """What is to pay and how; or that it is paid.

        A gateway sends the payer back to the address with an attempt. What it says there counts
        for nothing: it makes us ask, and the page waits for the answer.
        """
        expected = self._expected(expected_id, token)
        attempt = expected.attempt_ids.filtered(lambda row: row.id == attempt_id)
        if attempt:
            attempt._tthc_ask_soon()
        return self._page(expected, attempt)

    @http.route(f"{PAGE}/start", methods=["POST"], **ROUTE)
    def start(self, expected_id, token, provider_id="", **_kwargs):
        """Begin a new attempt at a gateway and send the payer there."""
        expected = self._expected(expected_id, token)
        gateways = request.env["payment.provider"]._tthc_gateways(expected.company_id)
        provider = gateways.filtered(lambda row: str(row.id) == provider_id)
        if not provider or not expected._is_open():
            return request.redirect(expected._pay_path())
        attempt = expected._start_attempt(provider)
        # The attempt stays whatever happens at the gateway: its number is never given again.
        request.env.cr.commit()
        try:
            back = f"{expected.get_base_url()}{expected._pay_path()}/{attempt.id}"
            url = provider._tthc_start(attempt, back, request.httprequest.remote_addr)
        except GatewayError:
            attempt._tthc_give_up(request.env._("The gateway could not be reached."))
            return self._page(expected, attempt, unavailable=provider.name)
        attempt._tthc_started()
        return request.redirect(url, code=303, local=False)

    @http.route(f"{PAGE}/state", methods=["GET"], readonly=True, **ROUTE)
    def state(self, expected_id, token, **_kwargs):
        """For the script of the page: whether something has changed."""
        expected = self._expected(expected_id, token)
        return request.make_json_response(
            {"state": expected.state, "due": round(expected.due_amount)},
            headers=list(HEADERS.items()),
        )

    @http.route(f"{PAGE}/vietqr.<any(png,svg):kind>", methods=["GET"], readonly=True, **ROUTE)
    def code(self, expected_id, token, kind, **_kwargs):
        """The VietQR code as a file: a phone cannot scan its own screen, its banking app opens
        the saved picture."""
        expected = self._expected(expected_id, token)
        if not expected._is_payable():
            raise request.not_found()
        draw, mime = {"png": (qr.png, "image/png"), "svg": (qr.svg, "image/svg+xml")}[kind]
        headers = {
            **HEADERS,
            "Content-Type": mime,
            "Content-Disposition": f'attachment; filename="{expected.reference}.{kind}"',
        }
        return request.make_response(draw(expected.payload), headers=list(headers.items()))

    def _expected(self, expected_id, token):
        """The request behind the address, as superuser, in the reader's language.

        :raise NotFound: no such request, or a wrong token
        """
        Lookup._set_language()
        expected = request.env["tthc.expected.payment"].sudo().browse(expected_id).exists()
        if not expected or not expected._check_pay_token(token):
            raise request.not_found()
        return expected

    def _page(self, expected, attempt, unavailable=None):
        values = {
            "expected": expected,
            "dossier": expected.dossier_id,
            "attempt": attempt,
            "unavailable": unavailable,
            "is_open": expected._is_open(),
            "gateways": request.env["payment.provider"]._tthc_gateways(expected.company_id),
            "res_company": expected.company_id,
            "path": expected._pay_path(),
        }
        response = request.render("tthc_payment.pay_page", values)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response
