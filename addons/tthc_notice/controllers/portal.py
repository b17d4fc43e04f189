from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

PAGE_SIZE = 20
ROUTE = {"type": "http", "auth": "user", "website": True}


class NoticePortal(CustomerPortal):
    """One's own notices, and how one wants to be told."""

    @http.route(
        ["/my/notices", "/my/notices/page/<int:page>"], methods=["GET"], readonly=True, **ROUTE
    )
    def portal_notices(self, page=1, saved="", **_kwargs):
        """What was sent to the user, newest first, and the choices."""
        notices = request.env["tthc.notice"]
        domain = notices._own_domain()
        total = notices.sudo().search_count(domain)
        pages = pager("/my/notices", total=total, page=page, step=PAGE_SIZE)
        rows = notices.sudo().search(
            domain, limit=PAGE_SIZE, offset=pages["offset"], order="sent_at desc, id desc"
        )
        values = {
            **self._prepare_portal_layout_values(),
            **notices._portal_choices(),
            "rows": rows._portal_rows(),
            "total": total,
            "saved": bool(saved),
            "pager": pages,
            "page_name": "tthc_notices",
        }
        response = request.render("tthc_notice.portal_notices", values)
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route("/my/notices", methods=["POST"], **ROUTE)
    def portal_choose(self, **ticked):
        """Keep what the user wants."""
        request.env["tthc.notice"]._choose_on_portal(set(ticked))
        return request.redirect("/my/notices?saved=1")
