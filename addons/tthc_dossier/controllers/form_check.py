from odoo import http
from odoo.http import request

from .lookup import shown_company


class FormCheck(http.Controller):
    """The page behind the QR code of a printed form: is this paper genuine and unchanged?"""

    @http.route(
        ["/kiem-tra", "/kiem-tra/<string:token>", "/KIEM-TRA/<string:token>"],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def check(self, token=None, code=None, **_kwargs):
        """Say what a paper's signed text vouches for, and what became of the paper since. There
        is nothing to be guessed: without the key nobody makes a text that passes."""
        given = token or (code or "").rstrip("/").rsplit("/", 1)[-1]
        prints = request.env["tthc.form.print"]
        found = prints._check_token(given) if given else None
        values = {
            "res_company": shown_company(found and found["print"].company_id),
            "found": found and prints._check_page(found),
        }
        response = request.render("tthc_dossier.form_check_page", values)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response
