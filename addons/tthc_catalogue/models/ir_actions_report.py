import lxml.html
from markupsafe import Markup

from odoo import models


class IrActionsReport(models.Model):
    """The printing path of the suite's own forms, in one place.

    A statutory form carries its styles and pictures in itself and has neither running header nor
    footer. Printed without the style sheets of the web client it needs no second request to the
    server, which a server with one worker could not answer, and no patched wkhtmltopdf: several
    forms are one document, each on a page of its own.
    """

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Override: what a paper is about has to be one's own to read. Forms take much of what they
        show as superuser, and what was read so is not checked a second time.

        :raise AccessError: a record of another centre or role, whoever knows its number
        """
        if (report.model or "").startswith("tthc.") and docids:
            self.env[report.model].browse(docids).check_access("read")
        return super()._get_rendering_context(report, docids, data)

    def _prepare_html(self, html, report_model=False):
        prepared = super()._prepare_html(html, report_model=report_model)
        if not prepared or not (self.report_name or "").startswith("tthc_"):
            return prepared
        bodies, res_ids, _header, _footer, arguments = prepared
        if len(bodies) > 1:
            res_ids = [None]
        return [_self_contained(bodies)], res_ids, None, None, arguments


def _self_contained(bodies):
    """One page source of several, without links to style sheets and scripts."""
    document = lxml.html.fromstring(str(bodies[0]))
    for body in bodies[1:]:
        page = lxml.html.Element("div", style="page-break-before: always")
        page.extend(lxml.html.fromstring(str(body)).find("body").getchildren())
        document.find("body").append(page)
    for node in document.xpath("//link | //script | //base"):
        node.drop_tree()
    return Markup("<!DOCTYPE html>") + Markup(lxml.html.tostring(document, encoding="unicode"))
