from odoo import http
from odoo.http import request

from ..tools.carrier_call import MOST_BYTES, Message


class Carrier(http.Controller):
    """Where carriers tell what happened to shipments: one door for all of them."""

    @http.route(
        "/tthc/post/<string:connector>/<string:key>",
        type="http",
        auth="public",
        methods=["POST"],
        # The secret of the address and of the message is what is checked.
        csrf=False,
        save_session=False,
        max_content_length=MOST_BYTES,
    )
    def tell(self, connector, key, **_params):
        """Take in a message; the answer is in the words of the sender."""
        account = request.env(su=True)["tthc.carrier.account"]._of_path(connector, key)
        if not account:
            raise request.not_found()
        asked = request.httprequest
        message = Message(
            body=asked.get_data(),
            headers={name.lower(): value for name, value in asked.headers.items()},
        )
        status, body = account._receive(message)
        return request.make_json_response(body, status=status)
