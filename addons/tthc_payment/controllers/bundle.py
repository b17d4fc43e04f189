from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_dossier.controllers.lookup import Lookup

from .payable import PayablePages

PAGE = "/thanh-toan-gop/<int:bundle_id>/<string:token>"
ROUTE = {"type": "http", "website": True, "sitemap": False}
PUBLIC = {**ROUTE, "auth": "public"}


class BundlePage(PayablePages, http.Controller):
    """Paying for several of one's dossiers at once: choosing them, and the page to pay on."""

    _model = "tthc.payment.bundle"
    _template = "tthc_payment.bundle_page"

    @http.route("/thanh-toan-gop", auth="user", methods=["GET"], readonly=True, **ROUTE)
    def choose(self, **_kwargs):
        """What the visitor still owes, by centre, to choose from."""
        return self._choice()

    @http.route("/thanh-toan-gop", auth="user", methods=["POST"], **ROUTE)
    def make(self, **_kwargs):
        """Make one payment of what was chosen. Who pays it is the visitor."""
        chosen = set(request.httprequest.form.getlist("request"))
        requests = self._own_requests().filtered(lambda row: str(row.id) in chosen)
        visitor = request.env.user.partner_id
        try:
            if len(requests._payers()) > 1:
                requests._change_payer({"payer_id": visitor.id})
            bundle = request.env["tthc.payment.bundle"].sudo()._open(requests)
        except UserError as error:
            return self._choice(str(error))
        return request.redirect(bundle._pay_path(), code=303)

    @http.route([PAGE, f"{PAGE}/<int:attempt_id>"], methods=["GET", "POST"], csrf=False, **PUBLIC)
    def pay(self, bundle_id, token, attempt_id=None, **_kwargs):
        """The sum, how to pay it, and what became of it. A gateway sends the payer back to the
        address with an attempt."""
        bundle = self._payable(bundle_id, token)
        if bundle.state == "open":
            bundle._ensure_attempt()
        return self._page(bundle, self._come_back(bundle, attempt_id))

    @http.route(f"{PAGE}/start", methods=["POST"], **PUBLIC)
    def start(self, bundle_id, token, provider_id="", **_kwargs):
        """Begin a new attempt at a gateway and send the payer there."""
        return self._begin(self._payable(bundle_id, token), provider_id)

    @http.route(f"{PAGE}/state", methods=["GET"], readonly=True, **PUBLIC)
    def state(self, bundle_id, token, attempt=None, **_kwargs):
        """For the script of the page: whether something has changed."""
        return self._state(self._payable(bundle_id, token), attempt)

    @http.route(f"{PAGE}/vietqr.png", methods=["GET"], readonly=True, **PUBLIC)
    def code(self, bundle_id, token, **_kwargs):
        """The code as a file, for the banking app on the same phone."""
        bundle = self._payable(bundle_id, token)
        payload = bundle.state == "open" and bundle._payload()
        if not payload:
            raise request.not_found()
        return self._file(qr.png(payload), "image/png", f"{bundle.reference}.png")

    def _own_requests(self):
        """What is still owed on the visitor's own dossiers, as superuser."""
        Lookup._set_language()
        dossiers = request.env["tthc.dossier"].sudo().search([("is_my_own", "=", True)])
        return dossiers.expected_ids.filtered(lambda row: row._is_open()).sorted("id")

    def _choice(self, error=""):
        centres = self._own_requests().grouped("company_id")
        return self._show("tthc_payment.bundle_choice", {"centres": centres, "error": error})

    def _page_values(self, payable):
        return {"bundle": payable}
