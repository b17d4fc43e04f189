from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager


class DossierPortal(CustomerPortal):
    """The owner's own dossiers."""

    def _own_dossiers(self, *more):
        """``(model, domain)`` of the caller's own dossiers. Searched as superuser, since nobody
        outside may read the parties; the domain is what keeps others out."""
        mine = ("party_ids.partner_id", "=", request.env.user.partner_id.id)
        return request.env["tthc.dossier"].sudo(), [mine, ("state", "!=", "draft"), *more]

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "tthc_dossier_count" in counters:
            dossiers, domain = self._own_dossiers()
            values["tthc_dossier_count"] = dossiers.search_count(domain)
        return values

    @http.route(
        ["/my/dossiers", "/my/dossiers/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_dossiers(self, page=1, **_kwargs):
        """The list of one's own dossiers, the newest first."""
        dossiers, domain = self._own_dossiers()
        pages = pager("/my/dossiers", total=dossiers.search_count(domain), page=page, step=20)
        rows = dossiers.search(domain, limit=20, offset=pages["offset"], order="id desc")
        values = {
            **self._prepare_portal_layout_values(),
            "dossiers": rows,
            "pager": pages,
            "page_name": "tthc_dossiers",
            "default_url": "/my/dossiers",
        }
        return request.render("tthc_dossier.portal_dossier_list", values)

    @http.route("/my/dossiers/<int:dossier_id>", type="http", auth="user", website=True)
    def portal_dossier(self, dossier_id, **_kwargs):
        """One dossier of one's own; anybody else's is not found."""
        return self._dossier_page(self._own_dossier(dossier_id))

    @http.route(
        "/my/dossiers/<int:dossier_id>/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_withdraw(self, dossier_id, reason="", seen=None, **_kwargs):
        """Ask to withdraw one's own dossier; a request sent twice has its effect once."""
        dossier = self._own_dossier(dossier_id)
        if seen and seen.isdigit():
            dossier = dossier.with_context(tthc_seen=int(seen))
        try:
            with request.env.cr.savepoint():
                dossier.action_request_withdrawal(reason)
        except UserError as error:
            return self._dossier_page(dossier, withdrawal_error=str(error), withdrawal_text=reason)
        return request.redirect(f"/my/dossiers/{dossier_id}")

    def _own_dossier(self, dossier_id):
        """:raise NotFound: it is not the caller's own"""
        dossiers, domain = self._own_dossiers(("id", "=", dossier_id))
        dossier = dossiers.search(domain).sudo(False)
        if not dossier:
            raise request.not_found()
        return dossier

    def _dossier_page(self, dossier, **more):
        values = {
            **self._prepare_portal_layout_values(),
            **dossier._portal_values(),
            "page_name": "tthc_dossiers",
            **more,
        }
        return request.render("tthc_dossier.portal_dossier_page", values)
