from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.tthc_dossier.controllers.lookup import HEADERS, shown_company
from odoo.addons.tthc_dossier.tools import lookup_limit, wall_time

from ..models.tthc_receipt import FINANCE


def pdf_response(receipt, pdf):
    """A receipt's PDF that nobody keeps on the way."""
    response = request.make_response(
        pdf,
        headers=[
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(pdf)),
            ("Content-Disposition", content_disposition(receipt._file_name(), "inline")),
        ],
    )
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


class Receipt(http.Controller):
    """The receipt on paper for the staff, and the page behind its QR code."""

    @http.route("/tthc/receipt/<int:receipt_id>/pdf", type="http", auth="user", methods=["GET"])
    def pdf(self, receipt_id, **_kwargs):
        """The next print of a receipt of one's centre; anybody else's is not found."""
        receipt = request.env["tthc.receipt"].browse(receipt_id).exists()
        may = any(request.env.user.has_group(group) for group in FINANCE)
        if not receipt or not may or not receipt.has_access("read"):
            raise request.not_found()
        try:
            return pdf_response(receipt, receipt._issue_pdf())
        except UserError as error:
            return request.make_response(str(error), status=409)

    @http.route(
        ["/bien-lai", "/bien-lai/<string:token>", "/BIEN-LAI/<string:token>"],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def check(self, token=None, code=None, **_kwargs):
        """Say what a receipt's signed text vouches for, and what became of the receipt since.
        Wrong texts are counted by address, as wrong codes of the look-up are."""
        given = token or (code or "").rstrip("/").rsplit("/", 1)[-1]
        receipts = request.env["tthc.receipt"].sudo()
        attempts = request.env["tthc.lookup.attempt"].sudo()
        address = lookup_limit.address_key(request.httprequest.remote_addr)
        until = given and attempts._locked_until("code", address, False, True)
        found = receipts._check_token(given) if given and not until else None
        if found and found["verdict"] == "false":
            attempts._record("code", "wrong", address, False)
        return self._page(receipts, found, until)

    def _page(self, receipts, found, until):
        company = shown_company(found and found["receipt"].company_id)
        values = {
            "res_company": company,
            "found": found and receipts._check_page(found),
            "wait_until": until
            and wall_time.to_local(until, company._tthc_zone()).strftime("%H:%M:%S"),
        }
        status = 429 if until else 200
        response = request.render("tthc_receipt.receipt_check_page", values, status=status)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response
