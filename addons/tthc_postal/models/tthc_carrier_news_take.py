import json
import logging
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.tools import split_every

from odoo.addons.tthc_catalogue.tools import bulk

from ..tools import news, s10

_logger = logging.getLogger(__name__)

#: News that is stored and judged at once; a caller may commit between its own lists.
CHUNK = 5000
#: Longest numbers, status codes and other texts that are kept, characters.
MOST_NUMBER, MOST_CODE, MOST_TEXT = 100, 200, 1000
TEXTS = ("order_ref", "tracking_number", "code", "text", "place", "note")
LIMITS = {"order_ref": MOST_NUMBER, "tracking_number": MOST_NUMBER, "code": MOST_CODE}
RECEIVER = ("receiver_name", "receiver_relation")
AMOUNTS = ("weight", "price", "cod_amount")


@dataclass
class Entry:
    """One news being judged: its stored fields, and its ``id`` when it was stored before."""

    vals: dict
    id: int | None = None
    reason: str | None = None
    verdict: news.Verdict | None = None
    changed: dict = field(default_factory=dict)

    @property
    def shipment_id(self):
        return self.vals["shipment_id"]


class TthcCarrierNews(models.Model):
    """The one door for what carriers tell: store it once, judge it, move the shipments."""

    _inherit = "tthc.carrier.news"

    @api.model
    @api.private
    def _take(self, carrier, rows, source, companies=None):
        """Take in what a carrier tells, in bulk; late, repeated or strange news is harmless.

        :param carrier: ``tthc.carrier``
        :param rows: dicts with ``code`` (a status of the connection), ``at`` (naive UTC), and
            ``order_ref`` (our number of the shipment) or ``tracking_number`` or both; perhaps
            ``known_at`` (instant by which it is known again, where ``at`` is not sure), ``text``,
            ``place``, ``note``, ``receiver_name``, ``receiver_relation``, ``weight``
            (g), ``price``, ``cod_amount`` (VND), ``raw`` (text or JSON), ``company_id``,
            ``file_id``
        :param source: ``webhook``, ``ask``, ``file`` or ``manual``; a file uses the codes of the
            connection "file" and, where that has none, those of the carrier's own; the rest the
            latter alone
        :param companies: only shipments of these centres are meant; default: all
        :return: dict of counts: ``taken`` (new rows), ``repeated`` (came before), ``refused`` (no
            time, status or number), ``moved`` (shipments), ``differs`` and one per state of
            the news that was judged, older news that takes effect now included
        """
        counts = Counter()
        taker = self.sudo()
        for some in split_every(CHUNK, rows, list):
            entries = taker._new_entries(carrier.sudo(), some, source, companies, counts)
            taker._judge_entries(entries, counts)
        if counts["moved"]:
            self.env["tthc.shipment"]._tell_soon()
        return dict(counts)

    # Cleaning and finding -----------------------------------------------------------------------

    def _new_entries(self, carrier, rows, source, companies, counts):
        """Entries of the rows that are not known yet."""
        connector = "file" if source == "file" else carrier.connector
        cleaned = [
            vals
            for vals in (self._clean(carrier, connector, source, row) for row in rows)
            if vals is not None
        ]
        counts["refused"] += len(rows) - len(cleaned)
        entries = self._find_items(carrier, cleaned, companies)
        fresh = {}
        for entry in entries:
            vals = entry.vals
            vals["hash"] = news.news_hash(
                carrier.id, self._item_key(vals), vals["code"], vals.pop("known_at") or vals["at"]
            )
            fresh.setdefault(vals["hash"], entry)
        known = self.search_fetch([("hash", "in", list(fresh))], ["hash"])
        for row in known:
            del fresh[row.hash]
        counts["repeated"] += len(entries) - len(fresh)
        counts["taken"] += len(fresh)
        return list(fresh.values())

    def _clean(self, carrier, connector, source, row):
        """The stored fields of a row; ``None`` for one that says nothing."""
        vals = {
            name: news.plain(row.get(name))[: LIMITS.get(name, MOST_TEXT)] or None
            for name in (*TEXTS, *RECEIVER)
        }
        vals["tracking_number"] = carrier._normalise_number(vals["tracking_number"]) or None
        if not vals["tracking_number"] and self._is_number(carrier, vals["order_ref"]):
            vals["tracking_number"], vals["order_ref"] = s10.normalise(vals["order_ref"]), None
        at = fields.Datetime.to_datetime(row.get("at"))
        if not (at and vals["code"] and (vals["order_ref"] or vals["tracking_number"])):
            _logger.warning("News of carrier %s without time, status or number", carrier.code)
            return None
        raw = row.get("raw")
        return {
            **vals,
            **{name: self._whole(row.get(name)) for name in AMOUNTS},
            "at": at.replace(microsecond=0, tzinfo=None),
            "known_at": fields.Datetime.to_datetime(row.get("known_at")),
            "carrier_id": carrier.id,
            "connector": connector,
            "source": source,
            "raw": None if raw is None else self._kept(raw),
            "company_id": row.get("company_id") or None,
            "file_id": row.get("file_id") or None,
            "shipment_id": None,
        }

    @staticmethod
    def _is_number(carrier, reference):
        """Whether what a list calls a reference is a number of the carrier's."""
        if carrier.tracking_kind != "s10":
            return False
        try:
            return bool(s10.parse(reference))
        except s10.S10Error:
            return False

    @staticmethod
    def _kept(raw):
        """What was received, as text that can be kept."""
        text = raw if isinstance(raw, str) else json.dumps(raw, default=str)
        return text.replace("\0", "").encode("utf-8", "replace").decode()

    @staticmethod
    def _whole(value):
        """A non-negative whole number that fits its column, or None."""
        try:
            number = None if value in (None, False, "") else round(float(value))
        except (TypeError, ValueError, OverflowError):
            return None
        return number if number is not None and 0 <= number < 2**31 else None

    @staticmethod
    def _item_key(vals):
        """What the news is about, for knowing it again."""
        if vals["shipment_id"]:
            return f"s{vals['shipment_id']}"
        return f"t{vals['tracking_number']}" if vals["tracking_number"] else f"r{vals['order_ref']}"

    def _find_items(self, carrier, rows, companies):
        """Entries of ``rows`` with their shipments; one without keeps the reason."""
        numbers = {vals["tracking_number"] for vals in rows} - {None}
        references = {vals["order_ref"] for vals in rows} - {None}
        domain = [
            ("carrier_id", "=", carrier.id),
            "|",
            ("tracking_number", "in", list(numbers)),
            ("name", "in", list(references)),
        ]
        if companies is not None:
            domain.append(("company_id", "in", companies.ids))
        found = self.env["tthc.shipment"].search_fetch(
            domain, ["name", "tracking_number", "company_id"], order="id"
        )
        by_number, by_reference = defaultdict(list), defaultdict(list)
        for shipment in found:
            by_number[shipment.tracking_number].append(shipment)
            by_reference[shipment.name].append(shipment)
        default = (companies or self.env.company)[:1].id
        return [self._entry(vals, by_number, by_reference, default) for vals in rows]

    def _entry(self, vals, by_number, by_reference, default_company):
        shipment, reason = self._one_item(vals, by_number, by_reference)
        if shipment:
            vals = {**vals, "shipment_id": shipment.id, "company_id": shipment.company_id.id}
        else:
            vals = {**vals, "company_id": vals["company_id"] or default_company}
        return Entry(vals, reason=reason)

    @staticmethod
    def _one_item(vals, by_number, by_reference):
        """(shipment, None), or (None, why there is none). A tracking number that was used again
        means the youngest shipment."""
        named = by_reference.get(vals["order_ref"], []) if vals["order_ref"] else []
        numbered = by_number.get(vals["tracking_number"], []) if vals["tracking_number"] else []
        if vals["company_id"]:
            named = [one for one in named if one.company_id.id == vals["company_id"]]
        both = [one for one in numbered if one in named]
        if both:
            return both[-1], None
        other = numbered or (len(named) == 1 and named[0].tracking_number)
        if named and vals["tracking_number"] and other:
            return None, "two_items"
        if len(named) > 1:
            return None, "ambiguous"
        found = named or numbered
        return (found[-1], None) if found else (None, "no_item")

    # Judging ------------------------------------------------------------------------------------

    def _judge_entries(self, entries, counts):
        """Judge entries and what waits for the same shipments, in the order of their time; store
        all that follows."""
        shipments = self.env["tthc.shipment"].browse(
            sorted({entry.shipment_id for entry in entries if entry.shipment_id})
        )
        shipments._lock()
        shipments.invalidate_recordset()
        stored = {entry.id for entry in entries if entry.id}
        entries = entries + [
            entry for entry in self._open_entries(shipments) if entry.id not in stored
        ]
        moves = self._give_verdicts(entries, shipments)
        self._note_differences(entries, shipments)
        self._store(entries)
        shipments._carried(moves, entries)
        counts["moved"] += len(moves)
        counts["differs"] += sum(bool(entry.changed.get("differs")) for entry in entries)
        counts.update(entry.verdict.state for entry in entries)

    def _open_entries(self, shipments):
        """Entries of stored news of these shipments that waits."""
        rows = self.search(
            [
                ("shipment_id", "in", shipments.ids),
                ("state", "in", (news.WAITING, news.UNKNOWN_STATUS, news.UNSIGNED)),
            ]
        )
        return rows._entries()

    def _entries(self):
        """Entries of stored news."""
        names = [*TEXTS, *RECEIVER, *AMOUNTS, "at", "connector", "hash", "state", "reason"]
        return [
            Entry(
                {
                    **{name: row[name] or None for name in names},
                    "carrier_id": row.carrier_id.id,
                    "company_id": row.company_id.id,
                    "shipment_id": row.shipment_id.id or None,
                },
                id=row.id,
                reason=row.reason or None,
            )
            for row in self
        ]

    def _give_verdicts(self, entries, shipments):
        """Set the verdict of each entry.

        :return: ``{shipment: entry that gave it its state}``
        """
        now, meaning_of = fields.Datetime.now(), self._meaning_of(entries)
        waiting = defaultdict(dict)
        for place, entry in enumerate(entries):
            vals = entry.vals
            meaning = meaning_of(vals)
            if not entry.shipment_id:
                entry.verdict = news.Verdict(news.UNKNOWN_ITEM, entry.reason or "no_item")
            elif meaning is None:
                entry.verdict = news.Verdict(news.UNKNOWN_STATUS, "code")
            else:
                told = news.Told(meaning, vals["at"], place)
                waiting[entry.shipment_id][place] = told
        moves = {}
        for shipment in shipments:
            tolds = waiting[shipment.id]
            _position, verdicts, last = news.judge_all(shipment._position(), tolds, now)
            for place, verdict in verdicts.items():
                entries[place].verdict = verdict
            if last is not None:
                moves[shipment] = entries[last]
        return moves

    def _meaning_of(self, entries):
        """A function that tells the meaning of the status in the fields of an entry, or None."""
        statuses = self.env["tthc.carrier.status"]
        carriers = self.env["tthc.carrier"].browse({entry.vals["carrier_id"] for entry in entries})
        own = {carrier.id: carrier.connector for carrier in carriers}
        used = {entry.vals["connector"] for entry in entries}
        if "file" in used:
            used |= set(own.values())
        meanings = {name: statuses._meanings(name) for name in used}

        def meaning(vals):
            key, connector = news.code_key(vals["code"]), vals["connector"]
            found = meanings[connector].get(key)
            if found is None and connector == "file":
                found = meanings[own[vals["carrier_id"]]].get(key)
            return found

        return meaning

    def _note_differences(self, entries, shipments):
        """Mark news that tells a value otherwise than we have it; each value once."""
        told = self.search([("shipment_id", "in", shipments.ids), ("differs", "=", True)])
        known = {(row.shipment_id.id, name, row[name]) for row in told for name in AMOUNTS}
        by_id = {shipment.id: shipment for shipment in shipments}
        tolerance = {row.id: row.weight_tolerance for row in shipments.carrier_id}
        for entry in entries:
            shipment = by_id.get(entry.shipment_id)
            if not shipment or entry.id and "shipment_id" not in entry.changed:
                continue
            names = [
                name
                for name in news.differences(
                    {name: shipment[name] for name in AMOUNTS},
                    entry.vals,
                    tolerance[shipment.carrier_id.id],
                )
                if (shipment.id, name, entry.vals[name]) not in known
            ]
            known |= {(shipment.id, name, entry.vals[name]) for name in names}
            if names:
                entry.changed["differs"] = True
                entry.changed["values_told"] = {
                    name: [entry.vals[name], round(shipment[name])] for name in names
                }

    def _store(self, entries):
        """Insert new news with its verdict; write the verdict of older news that changed."""
        fresh, updates = [], []
        for entry in entries:
            result = {"state": entry.verdict.state, "reason": entry.verdict.reason}
            if not entry.id:
                extra = {"differs": False, "values_told": None, **entry.changed}
                fresh.append({**entry.vals, **result, **extra})
            elif entry.changed or result["state"] != entry.vals["state"]:
                updates.append(
                    {
                        "id": entry.id,
                        **result,
                        "shipment_id": entry.shipment_id,
                        "company_id": entry.vals["company_id"],
                        "differs": entry.changed.get("differs", False),
                        "values_told": entry.changed.get("values_told"),
                    }
                )
        bulk.insert(self, fresh, conflict="hash")
        bulk.update(self, updates)
        if updates:
            self.browse([row["id"] for row in updates]).invalidate_recordset()
