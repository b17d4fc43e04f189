import logging

from psycopg2 import OperationalError

from odoo import fields, models

from ..tools import gateway

_logger = logging.getLogger(__name__)

#: Result of a delivery whose money waits in the exceptions for this reason.
RESULT_OF_REASON = {
    "amount_differs": "wrong_amount",
    "wrong_currency": "wrong_currency",
    "already_paid": "already_paid",
    "late_cancelled": "late",
    "late_expired": "late",
    "bundle_changed": "late",
    "unknown_reference": "unknown",
}


class PaymentProvider(models.Model):
    """The one function by which every gateway and bank feed tells of money.

    Verify, store raw once, find, compare, and only then touch the attempt. Money that fits nothing
    is stored with its reason and acknowledged: a sender who is refused tries again and gives up.
    """

    _inherit = "payment.provider"

    def _tthc_receive(self, message):
        """Take in a message from outside and say what the sender wants to hear.

        :param gateway.Message message: the request as it came
        :return: status code and body of the answer
        """
        self.ensure_one()
        try:
            self._tthc_verify(message)
            notices = self._tthc_notices(message)
        except gateway.BadSignature as error:
            _logger.warning("%s: message refused, %s", self.code, gateway.mask(str(error)))
            return self._tthc_answer(["bad_signature"])
        except gateway.Malformed as error:
            _logger.warning("%s: message not understood, %s", self.code, gateway.mask(str(error)))
            return self._tthc_answer(["malformed"])
        except gateway.Unavailable as error:
            # What was told has to be confirmed by the source, which cannot do so now.
            _logger.warning("%s: message not confirmed, %s", self.code, gateway.mask(str(error)))
            return self._tthc_answer(["error"])
        return self._tthc_answer([self._tthc_take(notice) for notice in notices])

    def _tthc_take(self, notice, channel="notify"):
        """Store one verified notice and act on it.

        :return: the word for the answer: what became of it, ``duplicate`` where it was known and
            the sender need not tell it again, ``error`` where it is stored but not yet processed
        """
        if notice.outcome == gateway.IGNORED:
            return "ignored"
        delivery, is_new = self.env["tthc.payment.delivery"].sudo()._store(self, notice, channel)
        if is_new or delivery.result == "waiting":
            self._tthc_process(delivery)
            return "error" if delivery.result == "waiting" else delivery.result
        if delivery.result in ("unknown", "wrong_amount", "wrong_currency"):
            return delivery.result
        return "duplicate"

    def _tthc_process(self, delivery):
        """Act on a stored notice; a fault leaves it waiting, to be processed later."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                result, attempt, money = self._tthc_act(delivery._notice())
                delivery._set_result(result, attempt, money)
                self.env.flush_all()
        except OperationalError:
            raise  # concurrency: the whole request is tried again
        except Exception as error:
            self.env.invalidate_all(flush=False)
            _logger.exception("%s: notification %s waits", self.code, delivery.id)
            delivery._set_result("waiting", problem=type(error).__name__)

    def _tthc_act(self, notice):
        """What to do about a notice: the result, the attempt and the money that it is about."""
        attempt = self._tthc_find_attempt(notice)
        if not self._tthc_counts():
            return "test", attempt, None
        if notice.outcome == gateway.PAID:
            return self._tthc_money(notice, attempt)
        if notice.reference and not attempt:
            return "unknown", attempt, None
        if attempt:
            attempt._tthc_note(notice)
        return "recorded", attempt, None

    def _tthc_find_attempt(self, notice):
        attempts = self.env["payment.transaction"].sudo()
        if not notice.reference:
            return attempts
        return attempts.search(
            [("provider_id", "=", self.id), ("tthc_order_number", "=", notice.reference)], limit=1
        )

    # Money --------------------------------------------------------------------------------------

    def _tthc_money(self, notice, attempt):
        """Take in the money of a paid notice: the same result as :meth:`_tthc_act`."""
        currency = self.env["tthc.payment.delivery"]._currency(notice.currency)
        if not currency or not notice.amount:
            return ("wrong_amount" if currency else "wrong_currency"), attempt, None
        moneys = self.env["tthc.incoming.money"].sudo()
        account = self._tthc_account(notice)
        values = self._tthc_money_values(notice, currency, account, attempt)
        known = moneys.search([("source_key", "=", values["source_key"])], limit=1)
        if known:
            same = known.currency_id == currency and known.amount == notice.amount
            if same and attempt and known._is_from_statement_unmatched():
                # The bank's statement came first and did not say what the money is for.
                known._match_attempt(attempt)
                if known.state == "matched":
                    return "done", attempt, known
            return ("duplicate" if same else "wrong_amount"), attempt, known
        is_feed = self._tthc_kind() == "feed"
        if not (account if is_feed else attempt):
            # Whatever its memo says: it is not known to be ours.
            money = moneys._store_raw([values])
            money._set_fate("exception", "wrong_account" if is_feed else "unknown_reference")
        else:
            money = moneys._receive([values], attempt=attempt or None)
        if money.state == "matched":
            return "done", attempt or money.match_ids.attempt_id[:1], money
        return RESULT_OF_REASON.get(money.reason, "unmatched"), attempt, money

    def _tthc_account(self, notice):
        """The collection account that a notice names, among those of the provider's centres."""
        accounts = self.env["tthc.collection.account"].sudo().with_context(active_test=False)
        if not notice.account_number:
            return accounts
        return accounts.search(
            [
                ("number", "=", accounts._clean_number(notice.account_number)),
                ("company_id", "child_of", self.company_id.id),
            ],
            limit=1,
        )

    def _tthc_money_values(self, notice, currency, account, attempt):
        debt = attempt._tthc_debt()
        company = account.company_id or debt.company_id or self.company_id
        return {
            "source": "feed" if self._tthc_kind() == "feed" else "gateway",
            "source_key": self._tthc_source_key(notice, account),
            "provider_id": self.id,
            "company_id": company.id,
            "account_id": account.id,
            "booked_at": notice.booked_at or fields.Datetime.now(),
            "amount": notice.amount,
            "currency_id": currency.id,
            "memo": notice.memo or debt.reference or notice.reference,
            "bank_reference": notice.bank_reference or notice.gateway_id,
            "virtual_account": notice.virtual_account,
            "counter_account": notice.counter_account,
            "counter_name": notice.counter_name,
        }

    def _tthc_source_key(self, notice, account):
        """What makes the money the same when it is told again, also by a bank statement."""
        if self._tthc_kind() == "feed" and account and notice.bank_reference:
            return account._reference_key(notice.bank_reference, notice.amount, notice.booked_at)
        return f"{self.code}|{self.id}|{notice.gateway_id or notice.key}"
