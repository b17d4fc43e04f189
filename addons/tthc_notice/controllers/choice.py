from odoo import http
from odoo.http import request

from odoo.addons.tthc_dossier.controllers.lookup import Lookup

CHANNELS = ("email", "sms")


class NoticeChoice(http.Controller):
    """The way out of the notices, for whoever has the link of an e-mail; no log-in."""

    @http.route(
        "/thong-bao/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def choice(self, token, **_kwargs):
        """What the person has chosen, with a button for each channel. Looking changes nothing:
        mail scanners open every link."""
        return self._page(self._person(token), token)

    @http.route(
        "/thong-bao/<string:token>/<any(email,sms):channel>/<any(dung,nhan):wish>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        # The signed token is what is checked; a mail program's one click (RFC 8058) has no other.
        csrf=False,
    )
    def choose(self, token, channel, wish, **_kwargs):
        """Stop the notices of a channel ("dung"), or have them again ("nhan")."""
        person = self._person(token)
        person._tthc_choose(channel, wish == "nhan", "link")
        return self._page(person, token, changed=channel)

    def _person(self, token):
        """:raise NotFound: the link is not genuine"""
        person = request.env["res.partner"]._tthc_find_by_token(token)
        if not person:
            raise request.not_found()
        return person

    def _page(self, person, token, changed=None):
        Lookup._set_language()
        response = request.render(
            "tthc_notice.choice_page",
            {
                "token": token,
                "name": person.name,
                "wants": {channel: person._tthc_wants(channel) for channel in CHANNELS},
                "changed": changed,
            },
        )
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
