from collections import Counter

from odoo import api, fields, models
from odoo.tools import split_every

from ..tools import news
from .tthc_carrier_news_take import CHUNK


class TthcCarrierNews(models.Model):
    """News that waited takes its effect once what it waited for is there."""

    _inherit = "tthc.carrier.news"

    @api.model
    @api.private
    def _judge_mapped(self, statuses):
        """Statuses got a meaning: news that waited for it takes its effect."""
        for connector in set(statuses.mapped("connector")):
            keys = set(
                statuses.filtered(lambda row, of=connector: row.connector == of).mapped("code_key")
            )
            rows = self.search(
                [
                    ("state", "=", news.UNKNOWN_STATUS),
                    "|",
                    ("connector", "=", connector),
                    # A list may use the codes of the carrier's own connection.
                    "&",
                    ("connector", "=", "file"),
                    ("carrier_id.connector", "=", connector),
                ],
                order="at, id",
            )
            rows.filtered(lambda row, keys=keys: news.code_key(row.code) in keys)._judge_again()

    @api.private
    def _judge_again(self):
        """Judge open news once more, having looked for its shipment where it had none.

        :return: counts as of :meth:`_take`
        """
        counts = Counter()
        waiting = self.sudo().filtered(lambda row: row.state in news.OPEN)
        for ids in split_every(CHUNK, waiting.ids):
            some = self.sudo().browse(ids)
            for carrier in some.carrier_id:
                rows = some.filtered(lambda row, of=carrier: row.carrier_id == of)
                rows._judge_entries(rows._found_entries(carrier), counts)
        if counts["moved"]:
            self.env["tthc.shipment"]._tell_soon()
        return dict(counts)

    def _found_entries(self, carrier):
        """Entries of stored news, with the shipments that were found since."""
        entries = self._entries()
        lost = [entry for entry in entries if not entry.shipment_id]
        for entry, found in zip(
            lost, self._find_items(carrier, [row.vals for row in lost], None), strict=True
        ):
            entry.reason = found.reason
            if found.shipment_id:
                entry.vals = found.vals
                entry.changed["shipment_id"] = found.shipment_id
        return entries

    @api.model
    @api.private
    def _judge_numbers(self, shipments):
        """Shipments got a tracking number: news about it that nobody could place takes effect."""
        numbers = [number for number in shipments.mapped("tracking_number") if number]
        self.sudo().search(
            [
                ("state", "=", news.UNKNOWN_ITEM),
                ("carrier_id", "in", shipments.carrier_id.ids),
                ("tracking_number", "in", numbers),
            ]
        )._judge_again()

    @api.model
    @api.private
    def _judge_shipments(self, shipments):
        """Shipments moved by hand: what waited for that is judged again."""
        self.sudo().search(
            [
                ("shipment_id", "in", shipments.ids),
                ("state", "in", (news.WAITING, news.UNSIGNED)),
            ]
        )._judge_again()

    @api.model
    def _cron_judge_waiting(self):
        """News whose time had not come yet."""
        self.sudo().search(
            [
                ("state", "=", news.WAITING),
                ("reason", "=", "future"),
                ("at", "<=", fields.Datetime.now()),
            ],
            limit=CHUNK,
        )._judge_again()
