import logging

from psycopg2 import OperationalError

from odoo import api, fields, models

from odoo.addons.tthc_catalogue.tools import bulk
from odoo.addons.tthc_catalogue.tools.batches import in_batches

from ..const import FOLLOW_UP_BATCH

_logger = logging.getLogger(__name__)


class TthcPaymentMatch(models.Model):
    """What follows from matches that were made in bulk: done one by one, a few per transaction.

    A match and its follow-up are written together, so that a process that is killed neither loses
    nor repeats any. One that fails keeps its problem and stops no other; it is tried again by the
    next run of the job. Whoever takes a match back has it followed up first.
    """

    _inherit = "tthc.payment.match"

    follow_up = fields.Boolean(
        "To Be Followed up",
        readonly=True,
        help="The money is matched; receipt, dossier and attempts are still to follow.",
    )
    follow_up_problem = fields.Char(readonly=True, help="Why it could not be followed up yet.")

    _follow_up_index = models.Index("(id) WHERE follow_up")

    @api.model
    @api.private
    def _record_many(self, settled):
        """Record automatic matches in bulk.

        :param settled: (money, payment request, VND) each
        """
        now = fields.Datetime.now()
        bulk.insert(
            self,
            [
                {
                    "incoming_id": money.id,
                    "expected_id": request.id,
                    "company_id": request.company_id.id,
                    "amount": amount,
                    "currency_id": request.currency_id.id,
                    "method": "auto",
                    "user_id": self.env.uid,
                    "matched_at": now,
                    "state": "active",
                    "follow_up": True,
                }
                for money, request, amount in settled
            ],
        )

    @api.model
    def _cron_follow_up(self):
        """Follow up what waits; each match is tried once in a run."""
        tried = [0]

        def work():
            return self.sudo()._follow_up_next(tried)

        in_batches(self.sudo(), work, lambda: self.sudo().search_count([("follow_up", "=", True)]))

    def _follow_up_next(self, tried):
        """Follow up the next matches after ``tried[0]``, which becomes the last one's id."""
        matches = self.search(
            [("follow_up", "=", True), ("id", ">", tried[0])], order="id", limit=FOLLOW_UP_BATCH
        )
        matches._follow_up_now()
        self.env.flush_all()
        if matches:
            tried[0] = matches[-1].id
        return len(matches)

    @api.private
    def _follow_up_now(self):
        """Do what follows from those of these matches that still wait for it."""
        waiting = self.sudo().filtered("follow_up").sorted("id")
        waiting.expected_id._lock()
        for match in waiting:
            try:
                with self.env.cr.savepoint():
                    match.with_user(match.user_id).sudo()._follow_up_one()
            except OperationalError:
                raise  # concurrency: the whole batch is tried again
            except Exception as error:
                self.env.invalidate_all(flush=False)
                _logger.exception("Match %s could not be followed up", match.id)
                match._set_follow_up(True, follow_up_problem=str(error) or type(error).__name__)

    def _follow_up_one(self):
        self.ensure_one()
        request = self.expected_id
        attempt = self._attempt_of_bundle() or request._ensure_attempt(self.amount)
        self._set_follow_up(False, attempt_id=attempt.id, follow_up_problem=False)
        request._follow_up(self)

    def _attempt_of_bundle(self):
        """The one attempt at the collective payment that the money was for."""
        bundle = self.incoming_id.candidate_bundle_id
        if not bundle:
            return bundle.attempt_ids
        matches = self.incoming_id.match_ids
        return matches.attempt_id.filtered(lambda row: row.tthc_bundle_id == bundle)[:1] or (
            bundle._ensure_attempt()
        )
