from odoo import api, models

from odoo.addons.tthc_catalogue.tools import bulk
from odoo.addons.tthc_catalogue.tools.batches import in_batches

from ..const import AT_ONCE, AT_ONCE_PARAMETER, BATCH
from ..tools import judgement

WAITING = [("state", "=", "exception"), ("reason", "=", "waiting")]


class TthcIncomingMoney(models.Model):
    """Money of large files: stored at once, judged batch by batch, followed up afterwards.

    1. All rows are stored raw together with their statement, or none of them: ``waiting``.
    2. A scheduled job judges them in batches. Each is one transaction that locks what is named,
       judges in the order of a cashier and writes matches and states in a few statements. The
       requests are paid from then on.
    3. What follows from each match (attempts, the dossier's ledger and clock, the receipt) is done
       by a second job in small transactions (:mod:`.tthc_follow_up`).

    A process that is killed loses the batch in hand, and nothing of it was written.
    """

    _inherit = "tthc.incoming.money"

    _waiting_index = models.Index(
        "(statement_id, booked_at, id) WHERE state = 'exception' AND reason = 'waiting'"
    )

    @api.model
    @api.private
    def _receive_many(self, rows):
        """Take in the rows of a file. Few are judged on return, many by the scheduled job.

        :param rows: as for :meth:`_receive`, all with the same keys
        :return: how many are new
        """
        rows = list(rows)
        if len(rows) <= self._at_once():
            return len(self._receive(rows))
        count = self._store_many(rows)
        self.env.ref("tthc_payment.cron_judge").sudo()._trigger()
        return count

    @api.model
    def _at_once(self):
        given = self.env["ir.config_parameter"].sudo().get_param(AT_ONCE_PARAMETER)
        return int(given or AT_ONCE)

    @api.model
    def _store_many(self, rows):
        """Keep rows as they came, to be judged later; returns how many are new."""
        self.flush_model()
        money, count = self.sudo(), 0
        for start in range(0, len(rows), BATCH):
            values = [
                {**row, "state": "exception", "reason": "waiting"}
                for row in rows[start : start + BATCH]
            ]
            count += len(bulk.insert(money, values, conflict="source_key"))
        self.invalidate_model()
        return count

    # Judging --------------------------------------------------------------------------------------

    @api.model
    def _cron_judge(self):
        """Judge what waits, batch by batch, and have it followed up."""
        in_batches(self.sudo(), self._judge_waiting, self._waiting_count)

    @api.model
    def _waiting_count(self):
        return self.sudo().search_count(WAITING)

    @api.model
    @api.private
    def _judge_waiting(self, limit=BATCH):
        """Judge the next pieces of money that wait, ``limit`` at most: of one statement after the
        other and oldest first, in the name of whoever imported it. Returns how many there were."""
        money = self.sudo().search(WAITING, order="statement_id.id, booked_at, id", limit=limit)
        money = money.filtered(lambda row: row.statement_id == money[0].statement_id)
        if money:
            money.with_user(money[0].create_uid).sudo()._judge_many()
            self.env.ref("tthc_payment.cron_follow_up").sudo()._trigger()
        return len(money)

    def _judge_many(self):
        """As :meth:`_match_by_reference`, with everything written in a few statements."""
        self._judge_by_attempts()._judge_many_by_memo()

    def _judge_many_by_memo(self):
        picked, requests, bundles = self._named()
        named = {request.reference: request.id for request in requests}
        together = {bundle.reference: bundle for bundle in bundles}
        facts = self._facts_of_many()
        books = judgement.Books(
            requests.union(bundles.request_ids)._facts_of_many(),
            {row.id: (row._facts(), row.request_ids.sorted("id").ids) for row in bundles},
        )
        verdicts = {}
        for money in self.sorted(lambda row: (row.booked_at, row.id)):
            reference, reason = picked[money.id]
            if reason:
                verdicts[money] = judgement.Verdict(reason)
            elif reference in together:
                verdicts[money] = books.judge_bundle(facts[money.id], together[reference].id)
            else:
                verdicts[money] = books.judge_request(facts[money.id], named.get(reference))
        self._write_verdicts(verdicts)

    def _facts_of_many(self):
        """The facts of each by its id. The sums are added up only where there is something to add:
        of nearly all money that has just come in, nothing is."""
        moved = set(self._moved().ids)
        return {
            row.id: row._facts_with(row.amount - row.open_amount if row.id in moved else 0)
            for row in self
        }

    def _moved(self):
        """Those of which something was matched or paid back."""
        of_these = [("incoming_id", "in", self.ids)]
        matches = self.env["tthc.payment.match"].search(of_these)
        return matches.incoming_id | self.env["tthc.refund"].search(of_these).incoming_id

    def _write_verdicts(self, verdicts):
        """Matches, and the states of money and requests. What follows from them waits."""
        self.env.flush_all()
        requests = self.env["tthc.expected.payment"].sudo()
        settled = [
            (money, requests.browse(request), amount)
            for money, verdict in verdicts.items()
            for request, amount in verdict.parts
        ]
        self.env["tthc.payment.match"].sudo()._record_many(settled)
        requests._set_paid_many({request: money for money, request, _amount in settled})
        bulk.update(
            self.sudo(),
            [
                {
                    "id": money.id,
                    "state": "exception" if verdict.reason else "matched",
                    "reason": verdict.reason,
                    "candidate_id": verdict.request,
                    "candidate_bundle_id": verdict.bundle,
                }
                for money, verdict in verdicts.items()
            ],
        )
        self.env.invalidate_all(flush=False)


class TthcExpectedPayment(models.Model):
    _inherit = "tthc.expected.payment"

    def _facts_of_many(self):
        """As for money: without a match or a refund, the whole amount is due."""
        moved = set(self._moved().ids)
        return {
            row.id: row._facts_with(row.due_amount if row.id in moved else row.amount)
            for row in self
        }

    def _moved(self):
        """Those of which something was matched or relieved by a refund."""
        of_these = [("expected_id", "in", self.ids)]
        matches = self.env["tthc.payment.match"].search(of_these)
        return matches.expected_id | self.env["tthc.refund"].search(of_these).expected_id

    @api.private
    def _set_paid_many(self, paid_by):
        """Mark requests as paid; ``{request: money}``."""
        bulk.update(
            self,
            [
                {"id": request.id, "state": "paid", "paid_at": money.booked_at}
                for request, money in paid_by.items()
            ],
        )
