from odoo import fields, http
from odoo.http import request

from ..tools import wall_time

LANGUAGES = {"vi": "vi_VN", "en": "en_US"}
ROUTE = {"type": "http", "auth": "public", "website": True, "sitemap": False}
#: A page behind a secret: nobody keeps it, indexes it or learns the address it came from.
HEADERS = {
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


def _opens(_controller, _rule, args):
    """Whether the page is answered by a replica: nothing was asked, or the code opens something.
    A wrong code is looked for, and counted, in the database itself."""
    code = args.get("token") or request.httprequest.args.get("code")
    if not code:
        return True
    attempts = request.env["tthc.lookup.attempt"].sudo()
    return attempts._is_open(request.httprequest.remote_addr, code)


def shown_company(company):
    """Whose page a public page is: that of ``company`` if there is one, else of the first centre.
    As superuser."""
    centres = request.env["res.company"].sudo()
    return (
        company
        or centres.search([("tthc_is_centre", "=", True)], limit=1)
        or request.env.company.sudo()
    )


class Lookup(http.Controller):
    """Public look-up: number and progress for whoever holds the receipt."""

    @http.route(["/tra-cuu", "/tra-cuu/<string:token>"], methods=["GET"], readonly=_opens, **ROUTE)
    def lookup(self, token=None, code=None, **_kwargs):
        """The form; or, with the whole code of a receipt's QR, the progress behind it."""
        return self._answer(token or code or "")

    @http.route("/tra-cuu", methods=["POST"], **ROUTE)
    def look_up(self, number="", code="", **_kwargs):
        """The progress behind a dossier number and the lookup code, typed by hand."""
        return self._answer(code, number)

    def _answer(self, code, number=""):
        """The page for what was typed; the same words and work for an unknown number and a wrong
        code. Status 429 while there is a wait."""
        self._set_language()
        attempts = request.env["tthc.lookup.attempt"].sudo()
        dossier, submission = attempts._nothing()
        until = None
        asked = bool(code.strip() or number.strip())
        if asked:
            dossier, submission, until = attempts._look_up(
                request.httprequest.remote_addr, code, number
            )
        values = {
            "number": number,
            "progress": dossier and dossier._public_progress(),
            "parts": submission and submission._public_progress(),
            "unknown": asked and not until and not dossier and not submission,
            **self._page_values((dossier or submission).company_id, until),
        }
        response = request.render("tthc_dossier.lookup_page", values, status=429 if until else 200)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if until:
            response.headers["Retry-After"] = str(self._seconds(until))
        return response

    def _page_values(self, company, until):
        """Whose page it is, the receiving centre's or the first centre's, and in its time until
        when there is a wait."""
        company = shown_company(company)
        zone = company._tthc_zone()
        return {
            "res_company": company,
            "wait_until": until and wall_time.to_local(until, zone).strftime("%H:%M:%S"),
            "wait_minutes": until and -(-self._seconds(until) // 60),
        }

    @staticmethod
    def _seconds(until):
        return max(1, int((until - fields.Datetime.now()).total_seconds()))

    @staticmethod
    def _set_language():
        """Vietnamese for whoever is not logged in, unless the address asks for another."""
        asked = LANGUAGES.get(request.httprequest.args.get("lang"))
        if not asked and request.env.user._is_public():
            asked = LANGUAGES["vi"]
        if asked:
            active = request.env["res.lang"]._get_active_by("code")
            request.update_context(lang=asked if asked in active else "en_US")
