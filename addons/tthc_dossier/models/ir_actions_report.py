from collections import namedtuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..tools import form_pages

#: Size and orientation of a printed paper.
Paper = namedtuple("Paper", "paper orientation")
#: Margins in millimetres: top, bottom, left, right.
MARGINS = {
    ("A5", "portrait"): (8, 8, 10, 8),
    ("A5", "landscape"): (8, 8, 10, 8),
    ("A4", "portrait"): (12, 12, 18, 12),
    ("A4", "landscape"): (10, 8, 14, 10),
}
#: Width and height of the papers in millimetres, upright.
SIZES = {"A5": (148, 210), "A4": (210, 297)}
#: Height of the strips that are printed into the margins, and the distance of their words from the
#: edge of the paper, in millimetres.
STRIP, EDGE = 7, 3
#: Kinds of blocks that never stand alone on a page: whoever signs there signs for nothing.
TOGETHER = ("signatures", "notes")
#: A form is printed at most so often until its pages fit: one time for each page.
PASSES = 60


class IrActionsReport(models.Model):
    """Statutory forms are issued by ``tthc.form``: this is where PDF comes from."""

    _inherit = "ir.actions.report"

    tthc_form_key = fields.Char(
        "Statutory Form", readonly=True, help="Key of the form that is issued by this report."
    )

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Override: a statutory form is issued and logged, or printed again. Its HTML shows how
        it would look and issues nothing."""
        report = self._get_report(report_ref)
        if not report.tthc_form_key or not self._tthc_renders():
            return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        records = self.env[report.model].browse(res_ids or ())
        if report.model == "tthc.form.preview":
            return records._pdf(), "pdf"
        form = self.env["tthc.form"]._of(report.tthc_form_key).sudo(self.env.su)
        return form._issue_all(records), "pdf"

    def report_action(self, docids, data=None, config=True):
        """Override: these papers have a head of their own, so that no administrator is asked to
        configure Odoo's instead of seeing the paper."""
        own = self.model and self.model.startswith("tthc.")
        return super().report_action(docids, data=data, config=config and not own)

    @api.model
    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        """Override: nothing on a form is drawn by a script, so nothing is waited for."""
        built = super()._build_wkhtmltopdf_args(*args, **kwargs)
        if self.env.context.get("tthc_form") and "--javascript-delay" in built:
            built[built.index("--javascript-delay") + 1] = "1"
        return built

    def _tthc_renders(self):
        """Whether PDF is made; tests do without, as with every report of Odoo's."""
        return not config["test_enable"] or self.env.context.get("force_report_rendering")

    @api.model
    def _tthc_form_pdf(self, layout, page, running=""):
        """A form laid out on its paper, see :mod:`..tools.form_pages`.

        :param page: see ``tthc.form.layout._page``
        :param running: what stands above the second and every further page beside its number
        :return: the PDF (bytes)
        """
        if not self._tthc_renders():
            return self._tthc_html(page).encode()
        margins = MARGINS[layout.paper, layout.orientation]
        paper = {"format": layout.paper, "orientation": layout.orientation.capitalize()}
        breaks = set(page["breaks"])
        together = {
            index for index, block in enumerate(page["blocks"]) if block["kind"] in TOGETHER
        }
        for _pass in range(PASSES):
            pdf = self._tthc_wkhtmltopdf(self._tthc_html(page, breaks), margins, paper)
            piece = form_pages.next_break(form_pages.pages_of_pieces(pdf), breaks, together)
            if not piece:
                break
            breaks.add(piece)
        return self._tthc_numbered(pdf, layout, running, always=layout.form_key == "ledger")

    @api.model
    def _tthc_paper(self, template, values, paper, margins=None, running=None):
        """A document that is a template of its own, printed.

        :param Paper paper: what it is printed on
        :param margins: other ones than those of :data:`MARGINS`
        :param running: what stands above the second and every further page beside its number;
            ``None``: the pages are not numbered
        :return: the PDF (bytes); HTML where nothing is printed, as in tests
        """
        html = f"<!DOCTYPE html>{self.env['ir.qweb']._render(template, values)}"
        if not self._tthc_renders():
            return html.encode()
        size = {"format": paper.paper, "orientation": paper.orientation.capitalize()}
        pdf = self._tthc_wkhtmltopdf(html, margins or MARGINS[paper], size)
        return pdf if running is None else self._tthc_numbered(pdf, paper, running)

    def _tthc_numbered(self, pdf, layout, running, always=False):
        """A PDF without links, its pages numbered where there is more than one, or ``always``."""
        pdf = form_pages.without_links(pdf)
        count = form_pages.page_count(pdf)
        if count == 1 and not always:
            return pdf
        strips = [
            {"left": running if number else "", "right": f"Trang {number + 1}/{count}"}
            for number in range(count)
        ]
        return self._tthc_with_strips(pdf, layout, strips)

    @api.model
    def _tthc_marked(self, pdf, layout, mark):
        """A PDF with ``mark`` at the lower edge of every page."""
        if not self._tthc_renders():
            return pdf + mark.encode()
        strips = [{"mark": mark}] * form_pages.page_count(pdf)
        return self._tthc_with_strips(pdf, layout, strips, top=False)

    def _tthc_with_strips(self, pdf, layout, strips, top=True):
        html = self.env["ir.qweb"]._render("tthc_dossier.form_strips", {"strips": strips})
        width = SIZES[layout.paper][layout.orientation == "landscape"]
        margins = (EDGE, 0, 10, 10) if top else (1, 0, 10, 10)
        paper = {"format": "custom", "page_width": width, "page_height": STRIP}
        printed = self._tthc_wkhtmltopdf(f"<!DOCTYPE html>{html}", margins, paper)
        return form_pages.overlaid(pdf, printed, top=top)

    def _tthc_html(self, page, breaks=()):
        sheets = form_pages.sheets(page["blocks"], breaks)
        html = self.env["ir.qweb"]._render(
            "tthc_dossier.form_document", {"page": page, "sheets": sheets, "mark": form_pages.MARK}
        )
        return f"<!DOCTYPE html>{html}"

    def _tthc_wkhtmltopdf(self, html, margins, paper):
        """:raise UserError: the server has no wkhtmltopdf"""
        if self.get_wkhtmltopdf_state() == "install":
            raise UserError(
                self.env._(
                    "Forms are printed with wkhtmltopdf, which this server does not have: ask its "
                    "administrator to install it. Nothing was numbered or logged."
                )
            )
        names = ("margin_top", "margin_bottom", "margin_left", "margin_right")
        values = {"name": "form", "orientation": "Portrait", "header_spacing": 0, "dpi": 96}
        values.update(zip(names, margins, strict=True), **paper)
        paper = self.env["report.paperformat"].new(values)
        report = self.with_context(tthc_form=True).new({"paperformat_id": paper})
        return report._run_wkhtmltopdf([html], report_ref=report)
