from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.tthc_catalogue.tools import bulk

from ..tools import news, status

#: How a carrier calls who took an envelope, by a word of it without accents.
RELATIONS = {
    "self": ("chinh chu", "nguoi nhan", "ban than", "self"),
    "family": ("nguoi nha", "vo", "chong", "con", "bo", "me", "anh", "chi", "em", "family"),
    "office": ("co quan", "dong nghiep", "van thu", "bao ve", "le tan", "office"),
    "proxy": ("uy quyen", "authorised", "proxy"),
}


class TthcShipment(models.Model):
    """What a carrier's news does to shipments, many at once."""

    _inherit = "tthc.shipment"

    last_news_at = fields.Datetime(
        "Last News", readonly=True, copy=False, help="When anything was last heard of it."
    )
    news_ids = fields.One2many("tthc.carrier.news", "shipment_id", "Carrier News", readonly=True)

    _tracking_index = models.Index("(carrier_id, tracking_number)")
    _name_index = models.Index("(name) WHERE name IS NOT NULL")

    def write(self, vals):
        """News that nobody could place takes its effect once its number is known."""
        result = super().write(vals)
        if vals.get("tracking_number"):
            self.env["tthc.carrier.news"]._judge_numbers(self)
        return result

    def _record(self, new, at, place=None, note=None, values=None, source="manual"):
        """Tells the dossiers first what a carrier told before; news that waited for this step is
        judged afterwards."""
        self.env["tthc.shipment.event"].sudo()._tell_of(self)
        values = {**(values or {}), "last_news_at": at}
        moved = super()._record(new, at, place=place, note=note, values=values, source=source)
        waited = moved.filtered(
            lambda one: (
                new in (status.HANDED_OVER, status.RETURNED)
                or (one.direction == "collect" and new in status.FINAL)
            )
        )
        if waited:
            self.env["tthc.carrier.news"]._judge_shipments(waited)
        return moved

    @api.private
    def _carried(self, moves, entries):
        """Write what news did to these locked shipments.

        :param moves: ``{shipment: entry that gave it its state}``
        :param entries: all entries that were judged, see ``tthc.carrier.news``
        """
        self._append_news(entries)
        last = self._last_news(entries)
        numbers = self._learnt_numbers(entries)
        rows = []
        for shipment in self:
            entry = moves.get(shipment)
            if entry or shipment.id in last or shipment.id in numbers:
                rows.append(shipment._carried_values(entry, last, numbers))
        bulk.update(self, rows)
        ended = self.browse(
            [one.id for one, entry in moves.items() if entry.verdict.new in status.FINAL]
        )
        self.env["tthc.shipment.item"].sudo()._close_all(ended)
        self.invalidate_recordset()

    def _carried_values(self, entry, last, numbers):
        """The new values of one shipment, all columns that news may change."""
        vals = {
            "id": self.id,
            "state": self.state,
            "last_event_at": self.last_event_at,
            "last_news_at": max(filter(None, (self.last_news_at, last.get(self.id))), default=None),
            "tracking_number": numbers.get(self.id) or self.tracking_number,
            "delivered_at": self.delivered_at,
            "receiver_name": self.receiver_name,
            "receiver_relation": self.receiver_relation,
        }
        if entry:
            told = entry.vals
            vals.update(state=entry.verdict.new, last_event_at=told["at"])
            if entry.verdict.new == status.DELIVERED:
                vals.update(
                    delivered_at=told["at"],
                    receiver_name=told["receiver_name"],
                    receiver_relation=_relation(told["receiver_relation"]),
                )
        return vals

    def _append_news(self, entries):
        """Add what the entries told to the histories of the shipments, in its order."""
        telling = {one.id: one.direction == "deliver" for one in self}
        kinds = self.env["tthc.shipment.event"]._told_states()
        rows = [
            {
                "shipment_id": entry.shipment_id,
                "at": entry.vals["at"],
                "status": entry.verdict.new,
                "moved": entry.verdict.moves,
                "place": entry.vals["place"],
                "note": entry.vals["note"] or entry.vals["text"],
                "source": "carrier",
                "user_id": self.env.uid,
                "told": not (
                    entry.verdict.moves
                    and telling[entry.shipment_id]
                    and entry.verdict.new in kinds
                ),
            }
            for entry in sorted(entries, key=lambda entry: news.order(_told(entry)))
            if entry.shipment_id
            and entry.verdict.new
            and entry.verdict.state in (news.APPLIED, news.NOTED, news.OLD, news.AGAINST)
        ]
        bulk.insert(self.env["tthc.shipment.event"], rows)

    @staticmethod
    def _last_news(entries):
        """``{shipment id: when it was last heard of}``."""
        last = {}
        for entry in entries:
            if entry.shipment_id and entry.verdict.reason != "future":
                at = entry.vals["at"]
                last[entry.shipment_id] = max(at, last.get(entry.shipment_id) or at)
        return last

    def _learnt_numbers(self, entries):
        """``{shipment id: tracking number}`` that the carrier gave to our reference."""
        without = {one.id: one.carrier_id for one in self if not one.tracking_number}
        learnt = {}
        for entry in entries:
            number, carrier = entry.vals["tracking_number"], without.get(entry.shipment_id)
            if number and carrier and _possible(carrier, number):
                learnt.setdefault(entry.shipment_id, number)
        # A number that two references share is nobody's.
        shared = Counter(learnt.values())
        return {key: number for key, number in learnt.items() if shared[number] == 1}

    @api.model
    @api.private
    def _tell_soon(self):
        """Have the dossiers told what moved, right after this transaction."""
        self.env.ref("tthc_postal.cron_tell").sudo()._trigger()


def _told(entry):
    return news.Told(entry.verdict.new or news.NONE, entry.vals["at"])


def _possible(carrier, number):
    """Whether the carrier can have issued the number."""
    try:
        carrier._check_number(number)
    except ValidationError:
        return False
    return True


def _relation(text):
    """The relation that a carrier's word means; ``other`` for any that is not known."""
    key = f" {news.fold_words(text)} "
    if not key.strip():
        return None
    for relation, words in RELATIONS.items():
        if relation in key.split() or any(f" {word} " in key for word in words):
            return relation
    return "other"
