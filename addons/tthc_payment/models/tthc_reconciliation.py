from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import judgement
from ..tools.reference import find_references


class TthcIncomingMoney(models.Model):
    """The one way in for money of every source: store once, find, compare, only then settle.

    What a bank file of many rows brings is judged by the same rules in bulk
    (:mod:`.tthc_receiving`).
    """

    _inherit = "tthc.incoming.money"

    @api.model
    @api.private
    def _receive(self, rows, method="auto", attempt=None):
        """Take in money. Rows that the source delivered before have no effect.

        Every new row is stored raw first. Then the request named by its memo is found and
        reference, account, currency and amount are compared. Only a row in which all of it fits
        settles the request; every other one waits in the exceptions with its reason.

        :param rows: values of the raw facts; ``source_key`` tells movements apart
        :param method: how the matches are marked: ``auto``, ``cash`` or ``card``
        :param attempt: the attempt that the source names; the money is for its request, whatever
            the memo says
        :return: the money that is new
        """
        fresh = self._store_raw(rows)
        if attempt:
            fresh._match_attempt(attempt, method)
        else:
            fresh._match_by_reference(method)
        return fresh

    @api.model
    @api.private
    def _store_raw(self, rows):
        """Keep rows as they came; those delivered before have no effect. Returns the new ones."""
        keys = [row["source_key"] for row in rows]
        known = set(
            self.sudo()
            .search_fetch([("source_key", "in", keys)], ["source_key"])
            .mapped("source_key")
        )
        return self.sudo().create([row for row in rows if row["source_key"] not in known])

    def _match_by_reference(self, method="auto"):
        """Judge each piece of money by the reference in its memo, oldest first."""
        picked, requests, bundles = self._named()
        request_of = {request.reference: request for request in requests}
        bundle_of = {bundle.reference: bundle for bundle in bundles}
        for money in self.sorted(lambda row: (row.booked_at, row.id)):
            reference, reason = picked[money.id]
            if reference in bundle_of:
                money._match_bundle(bundle_of[reference], method)
                continue
            request = request_of.get(reference, requests.browse())
            if reference:
                reason = judgement.judge(money._facts(), request._facts() if request else None)
            if reason:
                money._set_fate("exception", reason, candidate_id=request.id)
            else:
                money._allocate(request, money.amount, method)

    def _named(self):
        """What the memos name, locked together with the money.

        :return: ``{id of the money: (reference, reason)}``, the requests, the collective payments
        """
        picked = {money.id: money._pick_reference() for money in self}
        references = {reference for reference, _reason in picked.values() if reference}
        requests = self.env["tthc.expected.payment"].sudo()
        if references:
            requests = requests.search([("reference", "in", list(references))], order="id")
        bundles = self._bundles_named(references - set(requests.mapped("reference")))
        requests.union(bundles.request_ids)._lock()
        self._lock()
        return picked, requests, bundles

    def _pick_reference(self):
        """(reference, reason) of what the payer wrote: one of the two is None."""
        return judgement.pick_reference(self._scan_memo())

    def _scan_memo(self):
        """What in the memo is, or looks like, a reference."""
        return find_references(self.memo)

    def _match_attempt(self, attempt, method="auto"):
        """Judge money that its source says belongs to ``attempt``: the sum of the attempt, and
        for a request that still owes exactly it."""
        request = attempt.tthc_expected_id
        request._lock()
        self._lock()
        for money in self:
            facts = money._facts()
            if facts.currency != attempt.currency_id.id:
                reason = "wrong_currency"
            elif facts.amount != round(attempt.amount):
                reason = "amount_differs"
            else:
                reason = judgement.judge(facts, request._facts() if request else None)
            if reason:
                money._set_fate("exception", reason, candidate_id=request.id)
            else:
                money._allocate(request, money.amount, method, attempt=attempt)

    @api.private
    def _lock(self):
        """Lock the money, after the requests, so that it cannot be given away twice."""
        self.flush_recordset()
        if self:
            self.env.execute_query(
                SQL(
                    "SELECT id FROM tthc_incoming_money WHERE id IN %s ORDER BY id "
                    "FOR NO KEY UPDATE",
                    tuple(self.ids),
                )
            )

    def _needs_attempt(self, method):
        """Extension point: whether a match of this kind belongs to an attempt of the payer: money
        that is put into somebody's hand does not."""
        return method not in ("cash", "card")

    def _facts(self):
        return self._facts_with(self.amount - self.open_amount)

    def _facts_with(self, taken):
        account = self.account_id.id
        if not account and self.source in ("statement", "feed"):
            account = judgement.NOT_OURS
        return judgement.Money(
            round(self.amount),
            self.currency_id.id,
            account,
            self.booked_at,
            bool(taken),
        )

    @api.private
    def _allocate(self, request, amount, method, note=False, attempt=None):
        """Match ``amount`` of this money with ``request`` and settle the request if it is whole.

        The caller holds the locks and has compared what is to be compared.

        :raise UserError: more than the money or the request has left
        """
        self.ensure_one()
        if not 0 < amount <= min(self.open_amount, request.due_amount):
            raise UserError(
                self.env._(
                    "%(amount)s cannot be matched: the money has %(open)s left, the request "
                    "%(due)s.",
                    amount=request.currency_id.format(amount),
                    open=request.currency_id.format(self.open_amount),
                    due=request.currency_id.format(request.due_amount),
                )
            )
        attempt = attempt or self.env["payment.transaction"].sudo()
        if not attempt and self._needs_attempt(method):
            attempt = self._attempt_for(request) or request._ensure_attempt(amount)
        match = (
            self.env["tthc.payment.match"]
            .sudo()
            ._record(self, request, amount, method, note, attempt)
        )
        if self.open_amount:
            self._set_fate("exception", "rest", candidate_id=request.id)
        else:
            self._set_fate("matched", candidate_id=request.id)
        request._settle(match)
        return match


class TthcExpectedPayment(models.Model):
    _inherit = "tthc.expected.payment"

    def _facts(self):
        return self._facts_with(self.due_amount)

    def _facts_with(self, due):
        return judgement.Request(
            self.state,
            round(due),
            self.currency_id.id,
            self.account_id.id,
            self.expires_at,
        )

    @api.private
    def _touch(self):
        """Let a transaction that began before this one's end start over instead of counting on
        what the request still owed then: a match of a part changes no column of the request."""
        self.env.cr.execute(
            SQL("UPDATE tthc_expected_payment SET id = id WHERE id IN %s", tuple(self.ids))
        )

    @api.private
    def _settle(self, match):
        """Mark the request as paid when nothing is due, and do what follows from the match."""
        self.ensure_one()
        if not self.due_amount:
            self._set({"state": "paid", "paid_at": match.incoming_id.booked_at})
        else:
            self._touch()
        self._follow_up(match)

    @api.private
    def _follow_up(self, match):
        """What follows from a match besides the state: the attempt is finished, the other codes,
        which ask for a sum that is no longer due, are closed, and the dossier goes on."""
        self.ensure_one()
        if match.attempt_id:
            match.attempt_id._tthc_set_paid(match.incoming_id.bank_reference)
        self._close_attempts(self.env._("Paid in another way."))
        if self.state == "paid":
            self.dossier_id._payment_settled(self, match)

    @api.private
    def _unsettle(self, match):
        """A match of this request was undone: take its attempt back; what is not waived is due
        again."""
        self.ensure_one()
        reason = match.reverse_reason
        if match.attempt_id and not match.attempt_id._tthc_pays_more():
            match.attempt_id._set_canceled(state_message=reason, extra_allowed_states=("done",))
            match.attempt_id._post_process()
        self._close_attempts(reason)
        if self.state != "paid":
            self._touch()
            return
        if self.due_amount:
            self._reopen()
        else:  # what was waived meanwhile is not due again
            self._touch()
        self.dossier_id._payment_undone(self, reason)

    @api.private
    def _reopen(self):
        """Ask for what is due again."""
        expires_at = max(self.expires_at, fields.Datetime.now() + self._validity())
        self._set({"state": "open", "paid_at": False, "expires_at": expires_at})
