import logging

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import ledger

_logger = logging.getLogger(__name__)

#: Events of one seal at most.
BATCH = 50_000

#: What a seal covers, as one hash: its lines in the order of the events.
CONTENT = SQL(
    """encode(sha256(convert_to(string_agg(
           concat_ws(':', event_id, dossier_id, seq, digest), E'\\n' ORDER BY event_id
       ), 'UTF8')), 'hex')"""
)


class TthcLedgerSeal(models.Model):
    """A copy of the hashes of the events that came since the seal before, made every hour.

    The chain of a dossier shows a change that leaves its later events or the dossier's own count
    and last hash as they were; the seal shows the rest: a chain that was written anew to its end,
    and last events that were removed with the dossier set to match. Seals are chained too, and
    each one's hash goes to the server's log. Whoever keeps a seal's hash outside the database can
    prove that nothing before it was changed, seals included; without that, somebody who owns the
    database and writes everything anew, seals too, is not found. Nor is what happens to an event
    before it is sealed, or an event written at the end exactly as the system would.

    Nothing waits for a seal: it reads what is committed, and comes in no action's transaction.
    """

    _name = "tthc.ledger.seal"
    _description = "Ledger Seal"
    _inherit = ["tthc.append.only"]
    _order = "number desc"
    _rec_name = "number"
    _log_access = False

    number = fields.Integer("No.", required=True, aggregator=None)
    at = fields.Datetime("When", required=True)
    event_count = fields.Integer("Events", required=True)
    content = fields.Char("Hash of the Lines", required=True)
    previous = fields.Char("Previous Hash", required=True)
    digest = fields.Char("Hash", required=True, help="Keep it outside the database.")

    _number_unique = models.UniqueIndex("(number)")

    @api.model
    @api.private
    def _seal(self):
        """Seal every event that is not sealed yet: the new seals."""
        made = self.browse()
        while seal := self._seal_batch():
            made |= seal
        return made

    @api.model
    @api.private
    def _cron_seal(self):
        for seal in self._seal():
            _logger.info(
                "ledger seal %s: %s events, %s", seal.number, seal.event_count, seal.digest
            )

    @api.model
    def _content_sql(self):
        """What a seal covers, as one hash: its lines in the order of the events."""
        return SQL(
            """encode(sha256(convert_to(string_agg(
                   concat_ws(':', event_id, dossier_id, seq, digest), E'\n' ORDER BY event_id
               ), 'UTF8')), 'hex')"""
        )

    def _seal_batch(self):
        """One seal of the next events; empty when there are none."""
        unsealed = SQL(
            """SELECT event.id AS event_id, event.dossier_id, event.seq, event.digest
                 FROM tthc_dossier_event event
                WHERE NOT EXISTS (SELECT 1 FROM tthc_ledger_seal_line line
                                   WHERE line.event_id = event.id)
                ORDER BY event.id LIMIT %s""",
            BATCH,
        )
        [[count, content]] = self.env.execute_query(
            SQL("SELECT COUNT(*), %s FROM (%s) unsealed", self._content_sql(), unsealed)
        )
        if not count:
            return self.browse()
        last = self.search([], order="number desc", limit=1)
        row = {
            "number": last.number + 1,
            "at": fields.Datetime.now(),
            "event_count": count,
            "content": content,
            "previous": last.digest or ledger.GENESIS,
        }
        row["digest"] = ledger.seal_hash(**row)
        seal = self._append_rows([row])
        self.env.execute_query(
            SQL(
                """INSERT INTO tthc_ledger_seal_line (seal_id, event_id, dossier_id, seq, digest)
                   SELECT %s, event_id, dossier_id, seq, digest FROM (%s) unsealed
                   RETURNING 1""",
                seal.id,
                unsealed,
            )
        )
        return seal


class TthcLedgerSealLine(models.Model):
    """The hash of one event as it was sealed; it refers to no row, so that it stays when the
    event is gone."""

    _name = "tthc.ledger.seal.line"
    _description = "Ledger Seal Line"
    _inherit = ["tthc.append.only"]
    _order = "event_id"
    _rec_name = "event_id"
    _log_access = False

    seal_id = fields.Many2one("tthc.ledger.seal", required=True, index=True, ondelete="restrict")
    event_id = fields.Integer(required=True, aggregator=None)
    dossier_id = fields.Integer(required=True, index=True, aggregator=None)
    seq = fields.Integer("No.", required=True, aggregator=None)
    digest = fields.Char("Hash", required=True)

    _event_unique = models.UniqueIndex("(event_id)")
