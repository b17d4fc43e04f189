from odoo import http
from odoo.http import request

from odoo.addons.tthc_dossier.controllers.portal import ROUTE, DossierPortal

from .receipt import pdf_response


class ReceiptPortal(DossierPortal):
    """Receipts of one's own dossiers."""

    @http.route("/my/dossiers/<int:dossier_id>/receipts/<int:receipt_id>", methods=["GET"], **ROUTE)
    def portal_fee_receipt(self, dossier_id, receipt_id, **_kwargs):
        """The PDF of a receipt of one's own dossier; anything else is not found."""
        issued = self._own_dossier(dossier_id)._portal_receipts()
        receipt = issued.filtered(lambda row: row.id == receipt_id)
        if not receipt:
            raise request.not_found()
        return pdf_response(receipt, receipt._issue_pdf())
