from odoo import http
from odoo.http import request

from odoo.addons.tthc_dossier.controllers.portal import ROUTE, DossierPortal


class DispatchPortal(DossierPortal):
    """The dispatch note of one's own dossier."""

    @http.route(
        "/my/dossiers/<int:dossier_id>/dispatch-note", methods=["GET"], readonly=True, **ROUTE
    )
    def portal_dispatch_note(self, dossier_id, **_kwargs):
        """The note as PDF; of a dossier that takes no papers any more it is not found."""
        dossier = self._own_dossier(dossier_id).sudo()
        if not dossier._portal_values()["dispatch_note"]:
            raise request.not_found()
        reports = request.env["ir.actions.report"].sudo()
        data, kind = reports._render_qweb_pdf("tthc_postal.report_dispatch_dossier", dossier.ids)
        mimetype = "application/pdf" if kind == "pdf" else "text/html; charset=utf-8"
        headers = [("Content-Type", mimetype), ("Content-Length", len(data))]
        return self._private(request.make_response(data, headers))
