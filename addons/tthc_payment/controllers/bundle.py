from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_dossier.controllers.lookup import HEADERS, Lookup

PAGE = "/thanh-toan-gop/<int:bundle_id>/<string:token>"
ROUTE = {"type": "http", "website": True, "sitemap": False}


class BundlePage(http.Controller):
    """Paying for several of one's dossiers at once: choosing them, and the page with the code."""

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

    @http.route(PAGE, auth="public", methods=["GET"], **ROUTE)
    def pay(self, bundle_id, token, **_kwargs):
        """The one code for all parts, and what became of it."""
        bundle = self._bundle(bundle_id, token)
        if bundle.state == "open":
            bundle._ensure_attempt()
        return self._render("tthc_payment.bundle_page", {"bundle": bundle})

    @http.route(f"{PAGE}/state", auth="public", methods=["GET"], readonly=True, **ROUTE)
    def state(self, bundle_id, token, **_kwargs):
        """For the script of the page: whether something has changed."""
        bundle = self._bundle(bundle_id, token)
        return request.make_json_response(
            {"state": bundle.state, "due": round(bundle.amount)}, headers=list(HEADERS.items())
        )

    @http.route(f"{PAGE}/vietqr.png", auth="public", methods=["GET"], readonly=True, **ROUTE)
    def code(self, bundle_id, token, **_kwargs):
        """The code as a file, for the banking app on the same phone."""
        bundle = self._bundle(bundle_id, token)
        payload = bundle.state == "open" and bundle._payload()
        if not payload:
            raise request.not_found()
        headers = {
            **HEADERS,
            "Content-Type": "image/png",
            "Content-Disposition": f'attachment; filename="{bundle.reference}.png"',
        }
        return request.make_response(qr.png(payload), headers=list(headers.items()))

    def _own_requests(self):
        """What is still owed on the visitor's own dossiers, as superuser."""
        Lookup._set_language()
        dossiers = request.env["tthc.dossier"].sudo().search([("is_my_own", "=", True)])
        return dossiers.expected_ids.filtered(lambda row: row._is_open()).sorted("id")

    def _bundle(self, bundle_id, token):
        """The bundle behind the address, as superuser, in the reader's language.

        :raise NotFound: no such bundle, or a wrong token
        """
        Lookup._set_language()
        bundle = request.env["tthc.payment.bundle"].sudo().browse(bundle_id).exists()
        if not bundle or not bundle._check_pay_token(token):
            raise request.not_found()
        return bundle

    def _choice(self, error=""):
        centres = self._own_requests().grouped("company_id")
        return self._render("tthc_payment.bundle_choice", {"centres": centres, "error": error})

    def _render(self, template, values):
        response = request.render(template, values)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response
