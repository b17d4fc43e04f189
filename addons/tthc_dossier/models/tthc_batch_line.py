import logging

import psycopg2.errors

from odoo import fields, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import SQL

#: Errors of PostgreSQL that go away when the transaction is done again.
CONCURRENCY = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.LockNotAvailable,
)
TRIES = 5

_logger = logging.getLogger(__name__)


class TthcBatchLine(models.Model):
    """One dossier of a batch: what the user saw of it, and what became of it."""

    _name = "tthc.batch.line"
    _description = "Dossier of a Batch"
    _order = "batch_id desc, sequence, id"
    _rec_name = "dossier_id"

    batch_id = fields.Many2one(
        "tthc.batch", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    seen = fields.Integer(readonly=True, help="Events of the dossier when it was chosen.")
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed"), ("skipped", "Skipped")],
        required=True,
        readonly=True,
        default="waiting",
    )
    message = fields.Text("Why", readonly=True)
    at = fields.Datetime("When", readonly=True)

    _once = models.UniqueIndex("(batch_id, dossier_id)")
    _waiting_index = models.Index("(sequence, batch_id) WHERE state = 'waiting'")

    def _run(self):
        """Act on the dossier as the batch's user and keep the result; never raises for what the
        engine refuses. The act and its result are of one transaction.

        A line that another worker holds or has done is left alone.
        """
        line = self.sudo()
        if not line._hold():
            return
        batch = line.batch_id
        dossier = batch._acting(line.dossier_id, line.seen)
        state, message = "done", False
        try:
            with self.env.cr.savepoint():
                if not batch.user_id.active:
                    raise AccessError(self.env._("%s is no longer active.", batch.user_id.name))
                batch._perform_on(dossier)
                dossier.env.flush_all()
        except CONCURRENCY:
            raise
        except (UserError, MissingError) as error:
            state, message = "failed", str(error)
        except Exception:
            _logger.exception("Batch %s: dossier %s", batch.id, line.dossier_id.id)
            state, message = "failed", dossier.env._("An unexpected error; it is in the log.")
        line.write({"state": state, "message": message, "at": fields.Datetime.now()})

    def _run_retrying(self):
        """Like :meth:`_run`, once more where a transaction met another one."""
        for attempt in range(TRIES):
            try:
                self._run()
                self.env.flush_all()
            except CONCURRENCY:
                self.env.cr.rollback()
                if attempt == TRIES - 1:
                    raise
            else:
                return

    def _hold(self):
        """Lock the line, if it waits and nobody else has it."""
        self.flush_recordset()
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT id FROM tthc_batch_line WHERE id = %s AND state = 'waiting' "
                    "FOR NO KEY UPDATE SKIP LOCKED",
                    self.id,
                )
            )
        )

    def action_open_dossier(self):
        """Open the dossier in its form."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "views": [(False, "form")],
        }
