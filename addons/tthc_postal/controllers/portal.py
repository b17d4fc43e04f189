from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.tthc_dossier.controllers.portal import ROUTE, DossierPortal

from ..tools.news import plain

#: Longest texts that the form takes.
MOST_LETTERS = 200


class PostalPortal(DossierPortal):
    """The citizen chooses how the result comes back."""

    @http.route("/my/dossiers/<int:dossier_id>/return", methods=["GET"], **ROUTE)
    def portal_return(self, dossier_id, **_kwargs):
        """The form; where nothing is to choose any more, the dossier's page."""
        dossier = self._own_dossier(dossier_id)
        if not dossier._may_choose_return():
            return request.redirect(f"/my/dossiers/{dossier_id}")
        return self._return_page(dossier)

    @http.route("/my/dossiers/<int:dossier_id>/return", methods=["POST"], **ROUTE)
    def portal_choose_return(self, dossier_id, method="", **given):
        """Choose the post with an address, or the counter."""
        dossier = self._own_dossier(dossier_id)
        given = {
            name: plain(given.get(name))[:MOST_LETTERS]
            for name in ("street", "commune", "state_id", "phone")
        }
        try:
            with request.env.cr.savepoint():
                self._choose(dossier.sudo(), method, given)
        except UserError as error:
            return self._return_page(dossier, error=str(error), method=method, **given)
        return request.redirect(f"/my/dossiers/{dossier_id}#tthc_portal_post")

    def _choose(self, dossier, method, given):
        who = request.env._("The citizen, on the portal")
        if not dossier._may_choose_return():
            raise UserError(request.env._("This can no longer be chosen: ask the centre, please."))
        if method == "counter":
            return dossier._choose_counter(who=who)
        states = request.env["res.country.state"].sudo()
        number = given["state_id"]
        state = states.browse(int(number) if number.isdecimal() else ()).exists()
        return dossier._choose_post(
            given["street"], given["commune"], state, phone=given["phone"], who=who
        )

    def _return_page(self, dossier, error="", **given):
        values = {
            **self._prepare_portal_layout_values(),
            **dossier._portal_return_values(),
            **given,
            "dossier": dossier,
            "error": error,
            "page_name": "tthc_dossiers",
        }
        return self._private(request.render("tthc_postal.portal_return_page", values))
