import time

from odoo import api, fields, models

from odoo.addons.tthc_payment.tools import gateway

from ..const import CODE, LIST_URL, PAGE
from ..tools import sepay


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    code = fields.Selection(
        selection_add=[(CODE, "SePay")],
        ondelete={CODE: "set default"},
    )
    sepay_method = fields.Selection(
        [("hmac", "HMAC-SHA256"), ("apikey", "API Key")],
        "SePay Authentication",
        default="hmac",
        copy=False,
        help="The same as in SePay's webhook, step Security. HMAC also shows that nothing was "
        "changed on the way.",
    )
    sepay_secret = fields.Char(
        "SePay Secret Key or API Key",
        copy=False,
        groups="base.group_system",
        help="As SePay shows it once when the webhook is made.",
    )
    sepay_token = fields.Char(
        "SePay API Token",
        copy=False,
        groups="base.group_system",
        help="To ask for movements that no message told of. Made in SePay under Company "
        "Configuration > API Access.",
    )
    sepay_list_url = fields.Char(
        "SePay List of Movements",
        default=LIST_URL,
        copy=False,
        groups="base.group_system",
        help="Another one only to try it out.",
    )

    @api.model
    def _tthc_codes(self):
        """Override of ``tthc_payment``: this one too."""
        return super()._tthc_codes() | {CODE}

    def _get_reset_values(self):
        """Override of ``payment``: the credentials of this provider."""
        if self.code != CODE:
            return super()._get_reset_values()
        return {"sepay_secret": False, "sepay_token": False}

    def _tthc_kind(self):
        """Override of ``tthc_payment``: a feed of the collection accounts."""
        return super()._tthc_kind() if self.code != CODE else "feed"

    def _tthc_verify(self, message):
        """Override of ``tthc_payment``: signature or key, as agreed with SePay."""
        if self.code != CODE:
            return super()._tthc_verify(message)
        secret = self.sudo().sepay_secret
        if self.sepay_method == "apikey":
            return sepay.check_api_key(secret, message.headers)
        return sepay.check_signature(secret, message.headers, message.body, time.time())

    def _tthc_notices(self, message):
        """Override of ``tthc_payment``: one movement in each message."""
        if self.code != CODE:
            return super()._tthc_notices(message)
        return [sepay.read_event(message.body)]

    def _tthc_can_ask(self):
        """Override of ``tthc_payment``: with a token."""
        if self.code != CODE:
            return super()._tthc_can_ask()
        return bool(self.sudo().sepay_token)

    def _tthc_missed(self):
        """Override of ``tthc_payment``: SePay's list from the last number on.

        The order of the list is not described. A full answer is therefore followed by one for
        what is older than its oldest movement, until an answer is not full.
        """
        if self.code != CODE:
            return super()._tthc_missed()
        since = self.tthc_feed_cursor
        filters = {"limit": PAGE}
        if since:
            filters["since_id"] = since
        else:
            filters["transaction_date_min"] = fields.Date.to_string(self.tthc_feed_from)
        notices, unread = {}, 0
        while True:
            rows = self._sepay_rows(filters)
            page, bad = self._sepay_read(rows)
            unread += bad
            seen = len(notices)
            notices.update((notice.key, notice) for notice in page)
            if len(rows) < PAGE or len(notices) == seen:
                break
            filters["transaction_date_max"] = sepay.oldest(page)
        numbers = [int(notice.gateway_id) for notice in notices.values()]
        return list(notices.values()), str(max(numbers, default=since or "")), unread

    def _sepay_rows(self, filters):
        provider = self.sudo()
        answer = self._tthc_call(
            "GET",
            provider.sepay_list_url or LIST_URL,
            params=filters,
            headers={"Authorization": f"Bearer {provider.sepay_token}"},
        )
        rows = answer.get("transactions")
        if not isinstance(rows, list):
            raise gateway.Unavailable(self.env._("%s answers without a list.", self.name))
        return rows

    def _sepay_read(self, rows):
        """The notices of ``rows``, and how many could not be read."""
        notices = []
        for row in rows:
            try:
                notices.append(sepay.read_row(row))
            except gateway.Malformed:
                continue
        return notices, len(rows) - len(notices)
