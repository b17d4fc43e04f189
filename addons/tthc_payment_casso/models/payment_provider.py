from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.tthc_dossier.tools.wall_time import to_local
from odoo.addons.tthc_payment.tools import gateway

from ..const import CODE, LIST_URL, MOST_PAGES, OVERLAP_DAYS, PAGE
from ..tools import casso


class PaymentProvider(models.Model):
    """Casso: a feed of the collection accounts, by message and by list."""

    _inherit = "payment.provider"

    code = fields.Selection(
        selection_add=[(CODE, "Casso")],
        ondelete={CODE: "set default"},
    )
    casso_version = fields.Selection(
        [("2", "Webhook V2 (signature)"), ("1", "Webhook (secure token)")],
        "Casso Messages",
        default="2",
        copy=False,
        help="As chosen in Casso. The signature also shows that nothing was changed on the way.",
    )
    casso_secret = fields.Char(
        "Casso Security Key",
        copy=False,
        groups="base.group_system",
        help="The key of the integration: Casso signs with it, or sends it as secure token.",
    )
    casso_api_key = fields.Char(
        "Casso API Key",
        copy=False,
        groups="base.group_system",
        help="To ask for movements that no message told of. Made in Casso: Settings > API Key.",
    )
    casso_list_url = fields.Char(
        "Casso List of Movements", copy=False, help="Another one only to try it out."
    )

    @api.model
    def _tthc_codes(self):
        """Override of ``tthc_payment``: this one too."""
        return super()._tthc_codes() | {CODE}

    def _get_reset_values(self):
        """Override of ``payment``: the credentials of this provider."""
        if self.code != CODE:
            return super()._get_reset_values()
        return {"casso_secret": False, "casso_api_key": False}

    def _tthc_kind(self):
        """Override of ``tthc_payment``: a feed of the collection accounts."""
        return super()._tthc_kind() if self.code != CODE else "feed"

    def _tthc_verify(self, message):
        """Override of ``tthc_payment``: signature or token, as agreed with Casso."""
        if self.code != CODE:
            return super()._tthc_verify(message)
        secret = self.sudo().casso_secret
        if self.casso_version == "1":
            return casso.check_token(secret, message.headers)
        return casso.check_signature(secret, message.headers, message.body)

    def _tthc_notices(self, message):
        """Override of ``tthc_payment``: one movement (V2) or several in each message."""
        if self.code != CODE:
            return super()._tthc_notices(message)
        return casso.read_event(message.body)

    # The list of movements ----------------------------------------------------------------------

    def _tthc_can_ask(self):
        """Override of ``tthc_payment``: with an API key."""
        if self.code != CODE:
            return super()._tthc_can_ask()
        return bool(self.sudo().casso_api_key)

    def _tthc_missed(self):
        """Override of ``tthc_payment``: Casso's list, oldest first. The cursor is the last day
        that was read; the days before it are read again."""
        if self.code != CODE:
            return super()._tthc_missed()
        since = self.tthc_feed_from
        if self.tthc_feed_cursor:
            read = fields.Date.to_date(self.tthc_feed_cursor)
            since = max(since, read - timedelta(days=OVERLAP_DAYS))
        notices, unread = [], 0
        for page in range(1, MOST_PAGES + 1):
            data = self._casso_page(since, page)
            for row in data["records"]:
                try:
                    notices.append(casso.read_movement(row))
                except gateway.Malformed:
                    unread += 1
            if not data["records"] or page >= data["totalPages"]:
                break
        days = [to_local(notice.booked_at).date().isoformat() for notice in notices]
        return notices, max(days, default=self.tthc_feed_cursor), unread

    def _casso_page(self, since, page):
        provider = self.sudo()
        answer = self._tthc_call(
            "GET",
            provider.casso_list_url or LIST_URL,
            params={
                "fromDate": fields.Date.to_string(since),
                "page": page,
                "pageSize": PAGE,
                "sort": "ASC",
            },
            headers={"Authorization": f"Apikey {provider.casso_api_key}"},
        )
        data = answer.get("data")
        if answer.get("error") or not isinstance(data, dict):
            raise gateway.Unavailable(self.env._("%s answers without a list.", self.name))
        if not isinstance(data.get("records"), list) or type(data.get("totalPages")) is not int:
            raise gateway.Unavailable(self.env._("%s answers without a list.", self.name))
        return data
