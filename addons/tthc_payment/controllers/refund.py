from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from odoo.addons.tthc_dossier.controllers.lookup import HEADERS


class RefundPaper(http.Controller):
    """Papers of refunds, for the finance staff."""

    @http.route("/tthc/refund/<int:refund_id>/pdf", type="http", auth="user", methods=["GET"])
    def pdf(self, refund_id, **_kwargs):
        """The next print of the paper of a refund; one that is not the user's is not found."""
        refund = request.env["tthc.refund"].browse(refund_id).exists()
        try:
            refund._check_prints()
        except AccessError as error:
            raise request.not_found() from error
        if not refund:
            raise request.not_found()
        pdf = refund._issue_paper()
        name = refund.sudo()._paper_file_name()
        return request.make_response(
            pdf,
            headers=[
                *HEADERS.items(),
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(pdf)),
                ("Content-Disposition", content_disposition(name, "inline")),
            ],
        )
