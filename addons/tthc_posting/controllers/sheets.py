from odoo import http
from odoo.http import request
from odoo.tools.pdf import merge_pdf


class PostedSheets(http.Controller):
    """The staff's way to the sheets as posted."""

    @http.route("/tthc_posting/sheets", type="http", auth="user", methods=["GET"], readonly=True)
    def sheets(self, ids="", **_arguments):
        """One PDF of the sheets of these postings; those that the user may not read are left
        out."""
        wanted = [int(word) for word in ids.split(",") if word.isascii() and word.isdigit()][:100]
        found = request.env["tthc.posting"].search([("id", "in", wanted)])
        order = {number: place for place, number in enumerate(wanted)}
        sheets = found.sorted(lambda posting: order[posting.id]).sudo().sheet_id
        if not sheets:
            raise request.not_found()
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", 'inline; filename="niem-yet.pdf"'),
        ]
        return request.make_response(merge_pdf([sheet.raw for sheet in sheets]), headers)
