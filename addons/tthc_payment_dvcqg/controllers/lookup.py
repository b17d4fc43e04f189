from odoo import http
from odoo.http import request

from odoo.addons.tthc_payment.tools.gateway import MOST_BYTES, Message

from ..const import CODE


class NationalLookup(http.Controller):
    """Where the national portal asks what a dossier has to pay."""

    @http.route(
        f"/tthc/payment/{CODE}/<int:provider_id>/dptracuuthanhtoanhs",
        type="http",
        auth="public",
        methods=["POST"],
        # The checksum of the message is what is checked.
        csrf=False,
        save_session=False,
        max_content_length=MOST_BYTES,
    )
    def lookup(self, provider_id, **_params):
        """What is to pay for the dossier whose number (MaHoSo) the portal sends."""
        provider = request.env["payment.provider"].sudo().browse(provider_id).exists()
        if provider.code != CODE or provider.state == "disabled":
            raise request.not_found()
        provider = provider.with_env(request.env(su=True)).with_context(lang="vi_VN")
        message = Message(
            method="POST",
            body=request.httprequest.get_data(),
            address=request.httprequest.remote_addr or "",
        )
        status, answer = provider._dvcqg_lookup(message)
        return request.make_json_response(answer, status=status)
