from odoo import http

from odoo.addons.tthc_dossier.controllers.portal import DossierPortal

from .backend import send


class PapersPortal(DossierPortal):
    """One's own files and results."""

    @http.route(
        "/my/dossiers/<int:dossier_id>/papers/<int:file_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_paper(self, dossier_id, file_id, **_kwargs):
        """A file of a dossier of one's own; anything else is not found."""
        file = self._own_dossier(dossier_id).sudo()._portal_file(file_id)
        if not file:
            raise http.request.not_found()
        return send(file)
