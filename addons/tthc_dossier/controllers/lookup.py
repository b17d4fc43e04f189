from odoo import http
from odoo.http import request


class Lookup(http.Controller):
    """Public look-up: number and progress for whoever holds the receipt's code."""

    @http.route(
        ["/tra-cuu", "/tra-cuu/<string:token>"],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def lookup(self, token=None, code=None, **_kwargs):
        """Show the progress behind a lookup code, from the QR's address or the form."""
        given = token or code
        dossier = request.env["tthc.dossier"]._find_by_lookup(given)
        submissions = request.env["tthc.submission"]
        submission = submissions if dossier else submissions._find_by_lookup(given)
        centres = request.env["res.company"].sudo()
        values = {
            # Whose page it is: the receiving centre's, or the first centre's.
            "res_company": (dossier or submission).company_id
            or centres.search([("tthc_is_centre", "=", True)], limit=1)
            or request.env.company.sudo(),
            "code": given or "",
            "progress": dossier and dossier._public_progress(),
            "parts": submission and submission._public_progress(),
            "unknown": bool(given) and not dossier and not submission,
        }
        response = request.render("tthc_dossier.lookup_page", values)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
