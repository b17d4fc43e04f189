import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import gateway

_logger = logging.getLogger(__name__)


class PaymentProvider(models.Model):
    """Bank feeds are also asked: a message that never arrived is found in their list.

    What is read again is recognised, so that asking for too much does no harm and asking for too
    little never happens.
    """

    _inherit = "payment.provider"

    tthc_feed_from = fields.Date(
        "Ask for Movements since",
        default=fields.Date.context_today,
        copy=False,
        help="The first time movements from this day on are asked for, later only new ones.",
    )
    tthc_feed_cursor = fields.Char("Read up to", readonly=True, copy=False)
    tthc_feed_asked_at = fields.Datetime("Last Asked", readonly=True, copy=False)
    tthc_feed_problem = fields.Char("Problem of the Last Time", readonly=True, copy=False)

    def _tthc_can_ask(self):
        """Whether this feed has what it needs to be asked for movements (address, token)."""
        return False

    def _tthc_missed(self):
        """Movements of the feed's list from its cursor on.

        :return: the notices (those of an earlier time too), the cursor for the next time, and how
            many rows could not be read
        :raise gateway.Unavailable: no usable answer
        """
        raise gateway.Unavailable("this provider keeps no list")

    def _tthc_ask_feed(self):
        """Take in what the feed's list has and no message told of.

        :return: how many movements are new
        :raise gateway.Unavailable: no usable answer; everything stays as it was
        """
        self.ensure_one()
        notices, cursor, unread = self._tthc_missed()
        keys = [notice.key for notice in notices]
        known = (
            self.env["tthc.payment.delivery"]
            .sudo()
            .search_fetch([("provider_id", "=", self.id), ("key", "in", keys)], ["key"])
        )
        known = set(known.mapped("key"))
        fresh = [notice for notice in notices if notice.key not in known]
        for notice in sorted(fresh, key=lambda row: row.booked_at or fields.Datetime.now()):
            self._tthc_take(notice, channel="query")
        values = {"tthc_feed_asked_at": fields.Datetime.now(), "tthc_feed_problem": False}
        if unread:
            values["tthc_feed_problem"] = self.env._(
                "%s movements could not be read; they are asked for again.", unread
            )
        elif cursor:
            values["tthc_feed_cursor"] = cursor
        self.write(values)
        return len(fresh)

    def _tthc_feed_failed(self, problem):
        self.write({"tthc_feed_asked_at": fields.Datetime.now(), "tthc_feed_problem": str(problem)})

    @api.model
    def _cron_ask_feeds(self):
        """Ask every bank feed in use; the trouble of one does not keep the others waiting."""
        cron = self.env["ir.cron"]
        feeds = self.search(
            [("code", "in", tuple(self._tthc_codes())), ("state", "in", ("enabled", "test"))]
        ).filtered(lambda row: row._tthc_kind() == "feed" and row._tthc_can_ask())
        cron._commit_progress(remaining=len(feeds))
        for feed in feeds:
            try:
                with self.env.cr.savepoint():
                    feed._tthc_ask_feed()
            except gateway.GatewayError as problem:
                _logger.info(
                    "%s: list of movements not read: %s", feed.code, type(problem).__name__
                )
                feed._tthc_feed_failed(problem)
            if not cron._commit_progress(1):
                return

    def action_tthc_ask_feed(self):
        """Ask this feed now, e.g. to see whether the token is right."""
        self.ensure_one()
        self.check_access("write")
        if not (self._tthc_kind() == "feed" and self.state != "disabled" and self._tthc_can_ask()):
            raise UserError(
                self.env._(
                    "Enter the token for the list of movements, and enable the provider or set it "
                    "to test mode, before you ask it."
                )
            )
        try:
            with self.env.cr.savepoint():
                count = self._tthc_ask_feed()
        except gateway.GatewayError as problem:
            self._tthc_feed_failed(problem)
            message, kind = str(problem), "danger"
        else:
            message, kind = self.env._("%s movements are new.", count), "success"
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.name,
                "message": message,
                "type": kind,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
