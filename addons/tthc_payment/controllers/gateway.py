from odoo import http
from odoo.http import request

from odoo.addons.tthc_dossier.controllers.lookup import Lookup

from ..tools.gateway import MOST_BYTES, Message


class Gateway(http.Controller):
    """Where gateways and bank feeds tell of payments: one door for all of them."""

    @http.route(
        "/tthc/payment/<string:code>/<int:provider_id>/notify",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        # The signature of the message is what is checked.
        csrf=False,
        save_session=False,
        max_content_length=MOST_BYTES,
    )
    def notify(self, code, provider_id, **params):
        """Take in a message; the answer is in the words of the sender."""
        provider = request.env["payment.provider"].sudo().browse(provider_id).exists()
        if not provider or provider.code != code or code not in provider._tthc_codes():
            raise request.not_found()
        Lookup._set_language()
        provider = provider.with_env(request.env(su=True))
        asked = request.httprequest
        message = Message(
            method=asked.method,
            params={name: value for name, value in params.items() if isinstance(value, str)},
            body=asked.get_data(),
            headers={name.lower(): value for name, value in asked.headers.items()},
            address=asked.remote_addr or "",
        )
        status, body = provider._tthc_receive(message)
        if isinstance(body, dict):
            return request.make_json_response(body, status=status)
        return request.make_response(body, status=status)
