import logging
import time
from dataclasses import replace

from psycopg2 import DataError
from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..tools import outbox, status
from ..tools.carrier_call import CallError
from ..tools.news import plain

_logger = logging.getLogger(__name__)

#: So many requests are sent by one run of the job.
LIMIT = 500
#: A carrier that did not answer so often in a row is left alone until the next run.
WEARY = 3
#: Attempts to store an answer while others write the same rows.
STORING = 6


class TthcCarrierOrder(models.Model):
    """From the outbox to the carrier.

    A row is marked ``sending`` and committed before the call; the answer is stored and committed
    after it. Nothing of a user's transaction waits for a carrier, and a worker that dies in
    between leaves a row that says so: it is never simply sent again.
    """

    _inherit = "tthc.carrier.order"

    @api.model
    def _cron_send(self):
        """Send what is due, and ask about what got no answer."""
        cron = self.env["ir.cron"]
        self._adopt_orphans()
        cron._commit_progress(remaining=self.search_count(self._due_domain()))
        resting, silent = self.env["tthc.carrier.account"]._resting().ids, {}
        for _turn in range(LIMIT):
            weary = [account for account, times in silent.items() if times >= WEARY]
            order = self._claim(resting + weary)
            if not order:
                break
            account = order.account_id.id
            answered = order._step()
            silent[account] = 0 if answered else silent.get(account, 0) + 1
            if not cron._commit_progress(1):
                break

    def _due_domain(self):
        return [
            ("state", "in", (outbox.WAITING, outbox.UNKNOWN)),
            ("next_at", "<=", fields.Datetime.now()),
        ]

    # Claiming -----------------------------------------------------------------------------------

    @api.model
    def _claim(self, weary=()):
        """Take the next request that may be sent or asked about now, and commit that.

        :param weary: accounts that are left alone
        :return: the row, nobody else's; empty when nothing is due
        """
        for _turn in range(STORING):
            try:
                found = self.env.execute_query(self._claim_query(weary))
            except TransactionRollbackError:
                # Another worker was a moment faster.
                self.env.cr.rollback()
                continue
            self.env["ir.cron"]._commit_progress()
            self.env.invalidate_all()
            return self.browse(row[0] for row in found)
        return self.browse()

    def _claim_query(self, weary):
        now = fields.Datetime.now()
        return SQL(
            """UPDATE tthc_carrier_order
                  SET state = CASE state WHEN 'waiting' THEN 'sending' ELSE state END,
                      tries = tries + (state = 'waiting')::int,
                      asked = asked + (state = 'unknown')::int,
                      sent_at = CASE state WHEN 'waiting' THEN %(now)s ELSE sent_at END,
                      claimed_at = %(now)s,
                      next_at = %(orphaned)s
                WHERE id = (
                      SELECT due.id FROM tthc_carrier_order due
                       WHERE due.state IN ('waiting', 'unknown') AND due.next_at <= %(now)s
                         AND due.account_id NOT IN %(weary)s
                         AND NOT EXISTS (
                             SELECT FROM tthc_carrier_order earlier
                              WHERE earlier.shipment_id = due.shipment_id
                                AND earlier.id < due.id
                                AND (earlier.state IN %(open)s
                                     OR earlier.state = 'dead' AND earlier.kind IN %(holding)s))
                       ORDER BY due.next_at, due.id LIMIT 1
                         FOR NO KEY UPDATE OF due SKIP LOCKED)
            RETURNING id""",
            now=now,
            orphaned=now + outbox.ORPHANED,
            weary=tuple(weary) or (0,),
            open=outbox.OPEN,
            holding=tuple(sorted(outbox.HOLDING)),
        )

    def _adopt_orphans(self):
        """Requests of workers that died: what may have been made is asked about."""
        orphans = self.search(
            [("state", "=", outbox.SENDING), ("next_at", "<=", fields.Datetime.now())]
        )
        try:
            orphans = orphans.try_lock_for_update()
        except TransactionRollbackError:
            # Another worker adopts them.
            self.env.cr.rollback()
            return
        orphans.invalidate_recordset()
        for order in orphans.filtered(lambda row: row.state == outbox.SENDING):
            self.env["tthc.carrier.log"]._append(order.account_id, "orphan", order)
            order._not_taken(outbox.LOST, self.env._("The worker died during the call."))

    # The call -----------------------------------------------------------------------------------

    def _step(self):
        """Make the call of a claimed request and store what it says.

        :return: whether the carrier answered
        """
        self.ensure_one()
        account = self.account_id.sudo()
        call, asking = account._call(), self.state == outbox.UNKNOWN
        # What is read for the call is read before it: no transaction is kept waiting.
        parcel = account._parcel(self.shipment_id, self.reference, self._known_number())
        if self.kind in (outbox.REDELIVER, outbox.SEND_BACK):
            parcel = replace(parcel, note=self.shipment_id._again_words() or parcel.note)
        outcome, answer, error = self._talk(call, account, parcel, asking)
        self.env["ir.cron"]._commit_progress()
        self._store(call, asking, outcome, answer, error)
        return outcome not in (outbox.NOT_TAKEN, outbox.LOST)

    def _talk(self, call, account, parcel, asking):
        """``(outcome, answer, error)``; raises nothing."""
        connector = account._connector()
        try:
            if asking:
                answer = connector._find(call, account, parcel)
            else:
                answer = getattr(connector, f"_{self.kind}")(call, account, parcel)
        except CallError as error:
            return error.outcome, None, plain(str(error))
        except UserError as error:
            return outbox.REFUSED, None, str(error)
        except Exception as error:
            _logger.exception("Request %s to a carrier failed", self.id)
            # Before the first call nothing can have been made.
            lost = call.exchanges and not asking
            return (outbox.LOST if lost else outbox.NOT_TAKEN), None, type(error).__name__
        return outbox.TAKEN, answer, ""

    def _known_number(self):
        return self.create_order_id.number or self.number or ""

    # Storing the answer -------------------------------------------------------------------------

    def _store(self, call, asking, outcome, answer, error):
        """Store and commit the answer, whatever others write to the same rows meanwhile."""
        for turn in range(STORING):
            try:
                self.shipment_id._lock()
                self.invalidate_recordset()
                self._log_calls(call, outcome, error)
                self._judge(asking, outcome, answer, error, call.wait)
                self.env.flush_all()
                self.env["ir.cron"]._commit_progress()
                return
            except TransactionRollbackError:
                self.env.cr.rollback()
                self.env.invalidate_all()
                time.sleep(0.1 * 2**turn)
            except (DataError, ValueError):
                if not call.exchanges:
                    raise
                # What the log cannot hold must not lose what the carrier has done.
                _logger.exception("The calls of request %s could not be kept", self.id)
                self.env.cr.rollback()
                self.env.invalidate_all()
                call.exchanges.clear()
        _logger.error("The answer to request %s could not be stored", self.id)

    def _log_calls(self, call, outcome, error):
        log, account = self.env["tthc.carrier.log"], self.account_id
        for exchange in call.exchanges:
            log._append(
                account,
                "call",
                self,
                method=exchange.method,
                url=exchange.url,
                request=exchange.request or False,
                response=exchange.response or False,
                status=exchange.status,
                milliseconds=exchange.milliseconds,
            )
        if outcome != outbox.TAKEN:
            log._append(account, "result", self, self._worded(outcome, call.masked(error)))

    def _judge(self, asking, outcome, answer, error, wait=None):
        """The new state. An answer that comes after the request was taken for lost counts too."""
        if self.state not in (outbox.SENDING, outbox.UNKNOWN):
            return
        if asking:
            said = outbox.SILENT
            if outcome == outbox.TAKEN:
                said = outbox.FOUND if answer else outbox.ABSENT
            self._asked(said, answer, error)
        elif outcome == outbox.TAKEN:
            self._taken(answer)
        elif self.state == outbox.SENDING:
            self._not_taken(outcome, error, wait)

    def _not_taken(self, outcome, error, wait=None):
        account = self.account_id.sudo()
        can_ask = account._has_connector() and account._connector()._can_find(account)
        turn = outbox.after_call(self.kind, outcome, self.tries, can_ask)
        self._turn(turn.not_before(wait), self._worded(outcome, error))
        if turn.state == outbox.UNKNOWN and self.kind == outbox.CREATE:
            self._named_in_news()

    def _asked(self, said, answer, error):
        if said == outbox.FOUND:
            self._taken(answer)
            return
        self.absent += said == outbox.ABSENT
        since = fields.Datetime.now() - self.sent_at
        turn = outbox.after_asking(said, self.asked, self.absent, self.tries, since)
        if turn.state != outbox.UNKNOWN:
            self.write({"asked": 0, "absent": 0})
        text = self.env._("The carrier does not have it.")
        self._turn(turn, self._worded(outbox.NOT_TAKEN, error) if error else text)

    def _worded(self, outcome, error):
        """How a call ended, for people, with what the carrier or the network said."""
        words = {
            outbox.REFUSED: self.env._("Refused: %s", error),
            outbox.NOT_TAKEN: self.env._("Not taken: %s", error),
            outbox.LOST: self.env._("Answer lost: %s", error),
        }
        return words.get(outcome, error)

    def _turn(self, turn, error):
        delay = turn.delay
        if self.withdrawn and turn.state in (outbox.WAITING, outbox.DEAD):
            # Taken back meanwhile, and the carrier does not have it.
            self._drop(error)
            return
        self.write(
            {
                "state": turn.state,
                "next_at": False if delay is None else fields.Datetime.now() + delay,
                "error": (error or "")[:500] or False,
            }
        )

    @api.private
    def _taken(self, answer):
        """The carrier has done it: what it says goes to the shipment."""
        problem = ""
        values = {"number": answer.number} if answer.number else {}
        values |= {"fee": answer.fee} if answer.fee is not None else {}
        values |= {"weight": answer.weight} if answer.weight else {}
        try:
            with self.env.cr.savepoint():
                self._tell_shipment(answer)
        except (UserError, ValidationError) as error:
            # The order was made all the same.
            problem = str(error)
        self.write(
            {
                **values,
                "state": outbox.DONE,
                "done_at": fields.Datetime.now(),
                "next_at": False,
                "error": (problem or plain(answer.text))[:500] or False,
            }
        )
        self.env["tthc.carrier.log"]._append(
            self.account_id, "result", self, " – ".join(filter(None, (answer.number, problem)))
        )

    def _tell_shipment(self, answer):
        """Number and price; a price that we have already stays."""
        shipment, values = self.shipment_id, {}
        if self.kind == outbox.CREATE and answer.number and not self.withdrawn:
            number = self.carrier_id._normalise_number(answer.number)
            if shipment.tracking_number and shipment.tracking_number != number:
                raise UserError(
                    self.env._(
                        "The shipment has the number %(ours)s, the carrier gave it %(theirs)s.",
                        ours=shipment.tracking_number,
                        theirs=number,
                    )
                )
            self._check_free(number)
            values["tracking_number"] = number
        if self.kind in (outbox.CREATE, outbox.QUOTE) and answer.fee and not shipment.price:
            values["price"] = answer.fee
        if values:
            shipment.sudo().write(values)
        if answer.news:
            self.account_id._take_news(answer.news, "ask")

    def _check_free(self, number):
        """:raise UserError: another shipment is under way with this number"""
        other = self.env["tthc.shipment"].search(
            [
                ("carrier_id", "=", self.carrier_id.id),
                ("tracking_number", "=", number),
                ("state", "not in", status.FINAL),
                ("id", "!=", self.shipment_id.id),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "The carrier gave the number %(number)s, which %(other)s has already.",
                    number=number,
                    other=other.display_name,
                )
            )

    # What messages of the carrier say -----------------------------------------------------------

    @api.private
    def _named_by_carrier(self, number):
        """A message of the carrier names this order: it has it."""
        if self.state != outbox.UNKNOWN:
            return
        self.shipment_id._lock()
        self.env["tthc.carrier.log"]._append(self.account_id, "named", self, number)
        self._taken(outbox.Answer(number=number or ""))

    def _named_in_news(self):
        """The message may have come before the answer was given up."""
        told = self.env["tthc.carrier.news"].search(
            [
                ("carrier_id", "=", self.carrier_id.id),
                ("shipment_id", "=", self.shipment_id.id),
                ("order_ref", "=", self.shipment_id.name),
                ("tracking_number", "!=", False),
            ],
            limit=1,
        )
        if told:
            self._named_by_carrier(told.tracking_number)

    # Asking for states --------------------------------------------------------------------------

    @api.model
    def _cron_track(self):
        """Ask for shipments of which nothing was heard for a while, where the carrier can be
        asked."""
        for account in self.env["tthc.carrier.account"].search([("track_hours", ">", 0)]):
            if account._has_connector() and outbox.TRACK in account._kinds():
                account._quiet_shipments()._carrier_request(outbox.TRACK)
                self.env["ir.cron"]._commit_progress()
