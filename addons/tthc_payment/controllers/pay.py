from odoo import http
from odoo.http import request

from odoo.addons.tthc_catalogue.tools import qr

from .payable import PayablePages

PAGE = "/thanh-toan/<int:expected_id>/<string:token>"
ROUTE = {"type": "http", "auth": "public", "website": True, "sitemap": False}


class PayPage(PayablePages, http.Controller):
    """Paying a request without an account, for whoever has its address: from the look-up with the
    receipt's code, from the owner's page, from a notice."""

    _model = "tthc.expected.payment"
    _template = "tthc_payment.pay_page"

    @http.route([PAGE, f"{PAGE}/<int:attempt_id>"], methods=["GET", "POST"], csrf=False, **ROUTE)
    def pay_page(self, expected_id, token, attempt_id=None, **_kwargs):
        """What is to pay and how; or that it is paid. A gateway sends the payer back to the address
        with an attempt."""
        expected = self._payable(expected_id, token)
        return self._page(expected, self._come_back(expected, attempt_id))

    @http.route(f"{PAGE}/start", methods=["POST"], **ROUTE)
    def start(self, expected_id, token, provider_id="", **_kwargs):
        """Begin a new attempt at a gateway and send the payer there."""
        return self._begin(self._payable(expected_id, token), provider_id)

    @http.route(f"{PAGE}/state", methods=["GET"], readonly=True, **ROUTE)
    def state(self, expected_id, token, attempt=None, **_kwargs):
        """For the script of the page: whether something has changed."""
        return self._state(self._payable(expected_id, token), attempt)

    @http.route(f"{PAGE}/vietqr.<any(png,svg):kind>", methods=["GET"], readonly=True, **ROUTE)
    def code(self, expected_id, token, kind, **_kwargs):
        """The VietQR code as a file: a phone cannot scan its own screen, its banking app opens
        the saved picture."""
        expected = self._payable(expected_id, token)
        if not expected._is_payable():
            raise request.not_found()
        draw, mime = {"png": (qr.png, "image/png"), "svg": (qr.svg, "image/svg+xml")}[kind]
        return self._file(draw(expected.payload), mime, f"{expected.reference}.{kind}")

    def _page_values(self, payable):
        return {"expected": payable, "dossier": payable.dossier_id}
