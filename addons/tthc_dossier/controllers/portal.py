from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..tools import actions

PAGE_SIZE = 20
#: Types that a browser shows itself without running anything; others are saved.
SHOWN_TYPES = {"application/pdf", "image/jpeg", "image/png", "image/webp"}
#: What the person has to do something about.
MY_TURN = (actions.SUPPLEMENT, actions.FINANCIAL, actions.DONE)
ROUTE = {"type": "http", "auth": "user", "website": True}


class DossierPortal(CustomerPortal):
    """One's own dossiers: of their owner, whoever submitted them, and representatives."""

    def _own_dossiers(self, *more):
        """``(model, domain)`` of the caller's own dossiers. Searched as superuser, since nobody
        outside may read the parties; the domain is what keeps others out."""
        mine = ("is_my_own", "=", True)
        return request.env["tthc.dossier"].sudo(), fields.Domain(
            [mine, ("state", "!=", "draft"), *more]
        )

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "tthc_dossier_count" in counters:
            dossiers, domain = self._own_dossiers()
            values["tthc_dossier_count"] = dossiers.search_count(domain)
        return values

    # The list -------------------------------------------------------------------------------------

    def _list_filters(self):
        """Name in the address → label and domain."""
        return {
            "all": (request.env._("All"), []),
            "turn": (request.env._("My turn"), [("state", "in", MY_TURN)]),
            "open": (request.env._("Under way"), [("state", "in", actions.OPEN_STATES)]),
            "ended": (request.env._("Ended"), [("state", "in", actions.FINAL_STATES)]),
        }

    def _list_orders(self):
        """Name in the address → label and order."""
        return {
            "new": (request.env._("Newest first"), "id desc"),
            "due": (request.env._("Appointment"), "due_at, id desc"),
            "procedure": (request.env._("Procedure"), "procedure_id, id desc"),
        }

    @http.route(["/my/dossiers", "/my/dossiers/page/<int:page>"], readonly=True, **ROUTE)
    def portal_dossiers(self, page=1, search="", filterby="all", sortby="new", **_kwargs):
        """One's own dossiers: found by number, procedure or subject, filtered and sorted."""
        filters, orders = self._list_filters(), self._list_orders()
        filterby = filterby if filterby in filters else "all"
        sortby = sortby if sortby in orders else "new"
        dossiers, domain = self._own_dossiers(*filters[filterby][1])
        words = search.strip()[:100]
        if words:
            names = ("name", "national_code", "procedure_id.name", "subject")
            domain &= fields.Domain.OR([[(name, "ilike", words)] for name in names])
        chosen = {"search": words, "filterby": filterby, "sortby": sortby}
        total = dossiers.search_count(domain)
        pages = pager("/my/dossiers", total=total, page=page, step=PAGE_SIZE, url_args=chosen)
        rows = dossiers.search(
            domain, limit=PAGE_SIZE, offset=pages["offset"], order=orders[sortby][1]
        )
        values = {
            **self._prepare_portal_layout_values(),
            **chosen,
            "dossiers": rows,
            "total": total,
            "filters": filters,
            "orders": orders,
            "my_turn": MY_TURN,
            "pager": pages,
            "page_name": "tthc_dossiers",
            "default_url": "/my/dossiers",
        }
        return self._private(request.render("tthc_dossier.portal_dossier_list", values))

    # One dossier ----------------------------------------------------------------------------------

    @http.route("/my/dossiers/<int:dossier_id>", methods=["GET"], **ROUTE)
    def portal_dossier(self, dossier_id, **_kwargs):
        """One dossier of one's own; anybody else's is not found."""
        return self._dossier_page(self._own_dossier(dossier_id))

    @http.route(
        "/my/dossiers/<int:dossier_id>/files/<int:attachment_id>",
        methods=["GET"],
        readonly=True,
        **ROUTE,
    )
    def portal_file(self, dossier_id, attachment_id, **_kwargs):
        """A file of a paper of one's own dossier; anything else is not found."""
        files = self._own_dossier(dossier_id)._portal_files()
        file = files.filtered(lambda row: row.id == attachment_id)
        if not file:
            raise request.not_found()
        return self._file_response(file)

    @http.route("/my/dossiers/<int:dossier_id>/withdraw", methods=["GET"], **ROUTE)
    def portal_withdrawal(self, dossier_id, **_kwargs):
        """The form of a request to withdraw; where none can be made, the dossier's page."""
        dossier = self._own_dossier(dossier_id)
        if dossier.state not in actions.ACTIONS["request_withdrawal"].sources:
            return request.redirect(f"/my/dossiers/{dossier_id}")
        return self._withdrawal_page(dossier)

    @http.route("/my/dossiers/<int:dossier_id>/withdraw", methods=["POST"], **ROUTE)
    def portal_withdraw(self, dossier_id, reason="", seen=None, confirmed="", **_kwargs):
        """Ask to withdraw one's own dossier; a request sent twice has its effect once."""
        dossier = self._own_dossier(dossier_id)
        if seen and seen.isdigit():
            dossier = dossier.with_context(tthc_seen=int(seen))
        try:
            if not confirmed:
                raise UserError(request.env._("Tick that you want to withdraw the dossier."))
            with request.env.cr.savepoint():
                dossier.action_request_withdrawal(reason)
        except UserError as error:
            return self._withdrawal_page(dossier, error=str(error), reason=reason)
        return request.redirect(f"/my/dossiers/{dossier_id}#tthc_portal_withdrawal")

    def _own_dossier(self, dossier_id):
        """:raise NotFound: it is not the caller's own"""
        dossiers, domain = self._own_dossiers(("id", "=", dossier_id))
        dossier = dossiers.search(domain).sudo(False)
        if not dossier:
            raise request.not_found()
        return dossier

    # Answers --------------------------------------------------------------------------------------

    def _dossier_page(self, dossier, **more):
        values = {
            **self._prepare_portal_layout_values(),
            **dossier._portal_values(),
            "page_name": "tthc_dossiers",
            **more,
        }
        return self._private(request.render("tthc_dossier.portal_dossier_page", values))

    def _withdrawal_page(self, dossier, error="", reason=""):
        values = {
            **self._prepare_portal_layout_values(),
            "dossier": dossier,
            "error": error,
            "reason": reason,
            "page_name": "tthc_dossiers",
        }
        return self._private(request.render("tthc_dossier.portal_withdrawal_page", values))

    @staticmethod
    def _private(response):
        """Nobody between keeps the page, nor the browser after logging out."""
        response.headers["Cache-Control"] = "no-store"
        return response

    def _file_response(self, attachment):
        """A stored file, as superuser's attachment: what could run in the browser is saved."""
        stream = request.env["ir.binary"].sudo()._get_stream_from(attachment, "raw")
        stream.public = False
        response = stream.get_response(
            as_attachment=attachment.mimetype not in SHOWN_TYPES, immutable=False
        )
        return self._private(response)
