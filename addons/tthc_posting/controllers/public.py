import logging
from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import LockError, UserError
from odoo.http import request

from odoo.addons.tthc_catalogue.models.res_company import ZONE
from odoo.addons.tthc_catalogue.tools import qr

from ..models.tthc_posting_print import BOARD, SHEET
from ..models.tthc_procedure import PAGE_SIZE
from ..tools import public_query

_logger = logging.getLogger(__name__)

LANGUAGES = {"vi": "vi_VN", "en": "en_US"}
#: Pages run no script at all, whatever a name in the catalogue may hold.
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
#: Kept by browsers and proxies, but never shown without asking whether it still holds.
REVALIDATE = "public, max-age=0, must-revalidate"
ROUTE = {
    "type": "http",
    "auth": "public",
    "methods": ["GET"],
    "save_session": False,
    "sitemap": False,
}


class PublicCatalogue(http.Controller):
    """The public pages of the catalogue: nobody logs in, and everybody sees the same."""

    # Pages ------------------------------------------------------------------------------------

    @http.route(["/thu-tuc", "/thu-tuc/linh-vuc/<int:sector>"], readonly=True, **ROUTE)
    def listing(self, sector=None, **arguments):
        """Browse and search."""
        self._set_language()
        try:
            query = public_query.parse(
                {**arguments, "sector": str(sector or arguments.get("sector") or "")}
            )
        except public_query.BadQuery as error:
            return self._problem("bad_" + ("text" if error.args[0] == "q" else "filter"), 400)
        procedures = request.env["tthc.procedure"]
        total, rows = procedures._public_list(query)
        filters = procedures._public_filters()
        chosen = filters["sectors"].filtered(lambda one: one.id == query.sector)
        pages = max(1, -(-total // PAGE_SIZE))
        if query.page > pages or (sector and not chosen):
            return self._problem("not_found", 404)
        path = chosen._public_path() if sector else "/thu-tuc"
        own = query.arguments(**({"sector": None} if sector else {}))
        return self._page(
            "tthc_posting.list_page",
            path=path,
            arguments=own,
            index=not query.filtered or bool(sector and len(query.arguments(page=None)) == 1),
            query=query,
            total=total,
            rows=rows,
            pages=pages,
            filters=filters,
            page_arguments=lambda number: {**own, "page": number},
            chosen_sector=chosen if sector else None,
            today=procedures._public_today(),
        )

    @http.route("/thu-tuc/<string:code>", readonly=True, **ROUTE)
    def procedure(self, code, **_arguments):
        """Everything that the law wants posted about one procedure."""
        self._set_language()
        procedure, versions = request.env["tthc.procedure"]._public_find(code)
        if not procedure:
            return self._problem("not_found", 404)
        if not versions:
            return self._page(
                "tthc_posting.ended_page",
                path=procedure._public_path(),
                index=False,
                status=410,
                **procedure._ended_content(),
            )
        return self._page("tthc_posting.procedure_page", **procedure._public_content(versions))

    @http.route("/thu-tuc/<path:rest>", readonly=True, **ROUTE)
    def unknown(self, rest, **_arguments):
        """Any other address below."""
        self._set_language()
        return self._problem("not_found", 404)

    # Files ------------------------------------------------------------------------------------

    @http.route("/thu-tuc/<string:code>/bieu-mau/<int:file_id>", readonly=True, **ROUTE)
    def form_file(self, code, file_id, **_arguments):
        """A form to download: only files of components that the public may see."""
        self._set_language()
        procedure, versions = request.env["tthc.procedure"]._public_find(code)
        file = versions.case_ids.component_ids._posting_forms().filtered(
            lambda one: one.id == file_id
        )
        if not procedure or not file:
            return self._problem("not_found", 404)
        stream = request.env["ir.binary"].sudo()._get_stream_from(file, "raw")
        stream.public = True
        response = stream.get_response(as_attachment=True, max_age=0)
        return self._secure(response)

    @http.route(["/thu-tuc/<string:code>/qr.<any(svg,png):kind>"], readonly=True, **ROUTE)
    def qr_code(self, code, kind, **_arguments):
        """The QR code of a procedure's page."""
        self._set_language()
        procedure, _versions = request.env["tthc.procedure"]._public_find(code)
        if not procedure:
            return self._problem("not_found", 404)
        url = procedure._public_url()
        picture, mimetype = (
            (qr.svg(url), "image/svg+xml") if kind == "svg" else (qr.png(url), "image/png")
        )
        response = request.make_response(picture, [("Content-Type", mimetype)])
        return self._cached(response)

    @http.route("/thu-tuc/<string:code>/niem-yet.pdf", **ROUTE)
    def sheet(self, code, centre=None, **_arguments):
        """The posting sheet of the version shown, with the letterhead of a centre."""
        self._set_language()
        procedure, versions = request.env["tthc.procedure"]._public_find(code)
        if not versions:
            return self._problem("not_found", 404)
        return self._print(SHEET, procedure._shown(versions), centre, procedure.code)

    @http.route("/thu-tuc/linh-vuc/<int:sector_id>/niem-yet.pdf", **ROUTE)
    def sector_board(self, sector_id, centre=None, **_arguments):
        """The board of a sector's procedures at a centre."""
        self._set_language()
        filters = request.env["tthc.procedure"]._public_filters()
        sector = filters["sectors"].filtered(lambda one: one.id == sector_id)
        if not sector:
            return self._problem("not_found", 404)
        return self._print(BOARD, sector, centre, f"linh-vuc-{sector.id}")

    @http.route("/thu-tuc/sitemap.xml", readonly=True, **ROUTE)
    def sitemap(self, **_arguments):
        """The addresses of all public procedures, for search engines."""
        procedures = request.env["tthc.procedure"].sudo()
        found = procedures.search_fetch(procedures._domain_public(), ["code"], limit=50000)
        content = request.env["ir.qweb"]._render(
            "tthc_posting.sitemap", {"base": procedures.get_base_url(), "procedures": found}
        )
        response = request.make_response(content, [("Content-Type", "application/xml")])
        return self._cached(response)

    # Answers ----------------------------------------------------------------------------------

    @staticmethod
    def _set_language():
        """Vietnamese, or what ``?lang=`` asks for, as far as the language is installed."""
        asked = request.httprequest.args.get("lang")
        code = LANGUAGES.get(asked, LANGUAGES["vi"])
        active = request.env["res.lang"]._get_active_by("code")
        request.update_context(lang=code if code in active else "en_US", tz=ZONE)

    def _page(self, template, path, arguments=None, status=200, index=True, **values):
        """Render a page, the same for everybody, with the means to ask whether it changed."""
        english = not (request.env.lang or "").startswith("vi")
        lang = {"lang": "en"} if english else {}
        arguments = arguments or {}

        def link(target, **more):
            pairs = {name: value for name, value in more.items() if value}
            return target + ("?" + urlencode({**pairs, **lang}) if pairs or lang else "")

        base = request.env["ir.config_parameter"].sudo().get_param("web.base.url")
        addresses = {
            short: path + ("?" + urlencode({**arguments, **extra}) if arguments or extra else "")
            for short, extra in (("vi", {}), ("en", {"lang": "en"}))
        }
        response = request.render(
            template,
            {
                **values,
                "link": link,
                "path": path,
                "html_lang": "en" if english else "vi",
                "addresses": addresses,
                "base": base,
                "index": index and status == 200,
                "site": request.env["res.company"]._posting_site(),
            },
            status=status,
        )
        response.flatten()
        return self._cached(self._secure(response))

    def _problem(self, kind, status):
        """A page that says what is wrong with the address and leads back to the list."""
        return self._page("tthc_posting.problem_page", path="/thu-tuc", status=status, kind=kind)

    def _print(self, report_name, record, centre, name):
        centres = request.env["res.company"].sudo().search([("tthc_is_centre", "=", True)])
        company = centres.filtered(lambda one: str(one.id) == centre) or centres[:1]
        try:
            pdf = request.env["tthc.posting.print"]._pdf_of(report_name, record, company)
        except LockError:
            response = self._problem("busy", 503)
            response.headers["Retry-After"] = "5"
            return response
        except UserError:
            _logger.exception("A posting sheet could not be printed")
            return self._problem("no_print", 503)
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", f'inline; filename="niem-yet-{name}.pdf"'),
            ("X-Robots-Tag", "noindex"),
        ]
        return self._cached(self._secure(request.make_response(pdf, headers)))

    @staticmethod
    def _secure(response):
        for name, value in SECURITY.items():
            response.headers[name] = value
        return response

    @staticmethod
    def _cached(response):
        """Let the reader keep what was good, and ask each time whether it still is."""
        if response.status_code == 200:
            response.headers["Cache-Control"] = REVALIDATE
            response.add_etag()
            response.make_conditional(request.httprequest.environ)
        else:
            response.headers["Cache-Control"] = "no-store"
        return response
