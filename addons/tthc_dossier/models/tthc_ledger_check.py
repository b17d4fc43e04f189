import time
from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..tools import ledger

#: Dossiers whose events are read in one query.
BATCH = 2000
#: Columns of an event that are read for its hash.
COLUMNS = ("id", "previous", "digest", "hash_version", *ledger.HASHED[2])
#: Tables whose rows never change, and the number of the guards that PostgreSQL keeps on each.
GUARDS = {
    "tthc_dossier_event": 2,
    "tthc_ledger_entry": 2,
    "tthc_ledger_seal": 2,
    "tthc_ledger_seal_line": 2,
    "tthc_dossier": 1,
}


class TthcLedgerCheck(models.AbstractModel):
    """Verification of ledger, seals, numbers and books, by set-based reads.

    A finding is a dict of ``place`` (what it is about, for people), ``seq`` and ``event_id`` (of
    the event, where it is about one) and ``text`` (what is wrong, in the language of the user).
    """

    _name = "tthc.ledger.check"
    _description = "Verification of the Ledger"

    @api.model
    @api.private
    def _run(self, dossier_ids=None, progress=None):
        """Verify all dossiers, or some of them.

        :param dossier_ids: verify the chains of these only, and nothing that spans dossiers
        :param progress: called with the number of events verified so far
        :return: dict of ``dossiers``, ``events``, ``seconds`` (of the chains), ``findings``,
            ``unsealed`` (events that no seal covers yet) and ``seal`` (number and hash of the
            last one)
        """
        self.env.flush_all()
        began = time.monotonic()
        dossiers = events = 0
        findings = []
        for ids in self._batches(dossier_ids):
            broken, count = self._broken_chains(ids)
            dossiers += len(ids)
            events += count
            findings += self._chain_findings(broken)
            if progress:
                progress(events)
        seconds = time.monotonic() - began
        if dossier_ids is None:
            for check in (
                self._guard_findings,
                self._seal_findings,
                self._lost_findings,
                self._state_findings,
                self._book_findings,
                self._closed_findings,
                self._number_findings,
            ):
                findings += check()
        return {
            "dossiers": dossiers,
            "events": events,
            "seconds": seconds,
            "findings": findings,
            **self._seal_figures(),
        }

    def _batches(self, dossier_ids):
        """Lists of dossier ids in ascending order."""
        if dossier_ids is not None:
            ids = sorted(dossier_ids)
            yield from (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
            return
        last = 0
        while rows := self.env.execute_query(
            SQL("SELECT id FROM tthc_dossier WHERE id > %s ORDER BY id LIMIT %s", last, BATCH)
        ):
            yield [row[0] for row in rows]
            last = rows[-1][0]

    # Chains -------------------------------------------------------------------------------------

    @api.model
    @api.private
    def _broken_chains(self, dossier_ids):
        """``({dossier id: breaks}, number of events)`` of some dossiers; those that are whole are
        left out."""
        ids = tuple(dossier_ids) or (0,)
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM tthc_dossier_event WHERE dossier_id IN %s ORDER BY dossier_id, seq",
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
                ids,
            )
        )
        chains, sealed = defaultdict(list), defaultdict(list)
        for values in rows:
            row = dict(zip(COLUMNS, values, strict=True))
            event = ledger.Event(row["id"], row["seq"], row["previous"], row["digest"], row)
            chains[row["dossier_id"]].append(event)
        for dossier, *line in self.env.execute_query(
            SQL(
                """SELECT dossier_id, event_id, seq, digest FROM tthc_ledger_seal_line
                    WHERE dossier_id IN %s""",
                ids,
            )
        ):
            sealed[dossier].append(tuple(line))
        broken = {}
        for dossier, count, head in self.env.execute_query(
            SQL("SELECT id, event_count, event_head FROM tthc_dossier WHERE id IN %s", ids)
        ):
            found = ledger.find_breaks(chains[dossier], count or 0, head, sealed[dossier])
            if found:
                broken[dossier] = found
        return broken, len(rows)

    def _chain_findings(self, broken):
        dossiers = self.env["tthc.dossier"].sudo().browse(broken)
        return [
            self._finding(dossier.display_name, self._reason(row), row.seq, row.event_id)
            for dossier in dossiers
            for row in broken[dossier.id]
        ]

    @api.model
    def _reason(self, row):
        """What is wrong with an event, in words."""
        reasons = {
            ledger.CONTENT: self.env._("its content was changed"),
            ledger.REPLACED: self.env._("another event was put in its place"),
            ledger.INSERTED: self.env._("it was inserted"),
            ledger.MOVED: self.env._("it was event %s", row.was),
            ledger.MISSING: self.env._("it is missing"),
            ledger.LINK: self.env._("it does not follow from the event before it"),
            ledger.HEAD: self.env._("it is not what the dossier keeps as its last event"),
            ledger.SEALED: self.env._("it is not the event that was sealed"),
        }
        return reasons[row.reason]

    @staticmethod
    def _finding(place, text, seq=None, event_id=None):
        return {"place": place, "seq": seq, "event_id": event_id, "text": text}

    # What spans dossiers ------------------------------------------------------------------------

    def _guard_findings(self):
        """PostgreSQL's triggers are there and switched on."""
        enabled = dict(
            self.env.execute_query(
                SQL(
                    """SELECT tgrelid::regclass::text, COUNT(*) FROM pg_trigger
                        WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')
                          AND (tgname LIKE 'tthc_append_only_%%' OR tgname = 'tthc_number_kept')
                        GROUP BY 1"""
                )
            )
        )
        return [
            self._finding(table, self.env._("the guard of this table is off"))
            for table, count in GUARDS.items()
            if enabled.get(table, 0) < count
        ]

    def _seal_findings(self):
        """Seals are consecutive and chained, and each has the lines it was made of."""
        lines = {
            seal: (count, content)
            for seal, count, content in self.env.execute_query(
                SQL(
                    "SELECT seal_id, COUNT(*), %s FROM tthc_ledger_seal_line GROUP BY seal_id",
                    self.env["tthc.ledger.seal"]._content_sql(),
                )
            )
        }
        findings = []
        previous, expected = ledger.GENESIS, 1
        for seal in self.env["tthc.ledger.seal"].sudo().search([], order="number"):
            covered = lines.get(seal.id, (0, ""))
            whole = covered == (seal.event_count, seal.content) and seal.digest == ledger.seal_hash(
                seal.number, seal.at, seal.event_count, seal.content, seal.previous
            )
            if not whole or seal.number != expected or seal.previous != previous:
                place = self.env._("Seal %s", seal.number)
                findings.append(self._finding(place, self.env._("it was changed")))
            previous, expected = seal.digest, seal.number + 1
        return findings

    def _lost_findings(self):
        """Sealed events of dossiers that are no longer there."""
        lost = self.env.execute_query(
            SQL(
                """SELECT dossier_id, seq, event_id FROM tthc_ledger_seal_line line
                    WHERE NOT EXISTS (SELECT 1 FROM tthc_dossier WHERE id = line.dossier_id)
                    ORDER BY dossier_id, seq"""
            )
        )
        return [
            self._finding(
                self.env._("Dossier with the id %s", dossier),
                self.env._("the dossier and its events are missing"),
                seq,
                event,
            )
            for dossier, seq, event in lost
        ]

    def _state_findings(self):
        """The state of each dossier is the one that its last event led to."""
        wrong = self.env.execute_query(
            SQL(
                """SELECT dossier.id, event.seq, event.id, dossier.state, event.to_state
                     FROM tthc_dossier dossier
                     LEFT JOIN tthc_dossier_event event
                       ON event.dossier_id = dossier.id AND event.seq = dossier.event_count
                    WHERE event.to_state IS DISTINCT FROM dossier.state
                      AND (event.id IS NOT NULL
                           OR (COALESCE(dossier.event_count, 0) = 0 AND dossier.state != 'draft'))
                    ORDER BY dossier.id"""
            )
        )
        dossiers = self.env["tthc.dossier"].sudo().browse([row[0] for row in wrong])
        labels = dict(dossiers._fields["state"]._description_selection(self.env))
        return [
            self._finding(
                dossier.display_name,
                self.env._(
                    "the dossier is in the state “%(state)s”, its last event led to “%(last)s”",
                    state=labels.get(state, state),
                    last=labels.get(last, last or "–"),
                ),
                seq,
                event,
            )
            for dossier, (_id, seq, event, state, last) in zip(dossiers, wrong, strict=True)
        ]

    def _book_findings(self):
        """Each year's book runs from 1 without a gap, and so does each series of numbers."""
        gaps = self.env.execute_query(
            SQL(
                """SELECT company_id, year, series, before, number FROM (
                       SELECT company_id, year, NULL AS series, number,
                              LAG(number, 1, 0) OVER (PARTITION BY company_id, year
                                                      ORDER BY number) AS before
                         FROM tthc_ledger_entry
                       UNION ALL
                       SELECT company_id, year, series, serial,
                              LAG(serial, 1, 0) OVER (PARTITION BY series ORDER BY serial)
                         FROM tthc_ledger_entry WHERE serial IS NOT NULL) numbered
                    WHERE number != before + 1
                    ORDER BY company_id, year, series, number"""
            )
        )
        centres = self.env["res.company"].sudo()
        return [
            self._finding(
                series or f"{year} – {centres.browse(company).name}",
                self.env._(
                    "the numbers between %(before)s and %(number)s are missing",
                    before=before,
                    number=number,
                ),
            )
            for company, year, series, before, number in gaps
        ]

    def _closed_findings(self):
        """A closed book holds what it held when it was closed."""
        books = self.env["tthc.ledger.book"].sudo().search([("state", "=", "closed")])
        return [
            self._finding(book.display_name, self.env._("the closed book was changed"))
            for book in books
            if book._content() != (book.closed_count, book.last_number, book.digest)
        ]

    def _number_findings(self):
        """Dossier, acceptance and line of the book say the same numbers."""
        wrong = self.env.execute_query(
            SQL(
                """SELECT COALESCE(accept.dossier_id, entry.dossier_id), accept.seq, accept.id,
                          entry.id IS NULL, accept.id IS NULL
                     FROM (SELECT * FROM tthc_dossier_event WHERE kind = 'accept') accept
                     FULL JOIN tthc_ledger_entry entry ON entry.dossier_id = accept.dossier_id
                     JOIN tthc_dossier dossier
                       ON dossier.id = COALESCE(accept.dossier_id, entry.dossier_id)
                    WHERE entry.id IS NULL OR accept.id IS NULL
                       OR entry.name IS DISTINCT FROM dossier.name
                       OR (accept.facts->>'number') != entry.name
                       OR (accept.facts->>'book_number') != entry.number::text
                       OR (accept.facts->>'book_year') != entry.year::text
                    ORDER BY 1"""
            )
        )
        dossiers = self.env["tthc.dossier"].sudo().browse([row[0] for row in wrong])
        texts = {
            (True, False): self.env._("it was accepted and is not in the ledger book"),
            (False, True): self.env._("it is in the ledger book and was never accepted"),
            (False, False): self.env._("the numbers of dossier, acceptance and book differ"),
        }
        return [
            self._finding(dossier.display_name, texts[no_entry, no_event], seq, event)
            for dossier, (_id, seq, event, no_entry, no_event) in zip(dossiers, wrong, strict=True)
        ]

    def _seal_figures(self):
        seal = self.env["tthc.ledger.seal"].sudo().search([], order="number desc", limit=1)
        [[unsealed]] = self.env.execute_query(
            SQL(
                """SELECT (SELECT COUNT(*) FROM tthc_dossier_event)
                        - (SELECT COUNT(*) FROM tthc_ledger_seal_line)"""
            )
        )
        return {
            "unsealed": max(unsealed, 0),
            "seal": {"number": seal.number, "digest": seal.digest} if seal else None,
        }
