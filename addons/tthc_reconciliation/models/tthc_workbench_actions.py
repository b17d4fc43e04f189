from odoo import api, models
from odoo.exceptions import UserError

from ..tools import workbench as rules

#: Pieces of money that one call takes; ``workbench_view.js`` says so before.
BULK_MOST = 500
UNDONE = ("match", "proposal", "set_aside")


class TthcWorkbench(models.AbstractModel):
    """What an accountant does on the workbench. Each call does all of its step or nothing; one
    for many pieces of money does each of them whole or leaves it, and says which and why.

    Reports: ``done`` and ``proposed`` (how many), ``left`` (what was left, each with ``why``),
    ``undo`` (what :meth:`undo` takes back), ``message``, and after an undo ``money`` (what waits
    again).
    """

    _inherit = "tthc.workbench"

    @api.model
    def _acted_on(self, money_ids):
        """:raise AccessError: for anybody but an accountant of the centre
        :raise UserError: nothing, or more than :data:`BULK_MOST`
        """
        self.env["tthc.payment.match"]._check_accountant()
        if len(money_ids) > BULK_MOST:
            raise UserError(self.env._("Choose at most %s payments.", BULK_MOST))
        money = self._readable("tthc.incoming.money", money_ids)
        if not money:
            raise UserError(self.env._("Nothing is chosen, or it is gone: load the page again."))
        return money

    # One decision ---------------------------------------------------------------------------------

    @api.model
    def match(self, money_ids, parts, note):
        """Match money with requests: n:m, in parts.

        :param parts: ``[[request, VND]]``; without VND as much as fits, in this order
        :raise UserError: no reason, or something does not fit; nothing is matched then
        """
        money = self._acted_on(money_ids)
        requests = self._readable("tthc.expected.payment", [part[0] for part in parts])
        amounts = {int(request): amount and round(amount) for request, amount in parts}
        requests.sudo()._lock()
        money.sudo()._lock()
        matches, proposals = money._match_parts(requests.browse(amounts), amounts, note)
        return self._matched_report(money, matches, proposals)

    def _matched_report(self, money, matches, proposals):
        if proposals:
            message = self.env._("Above the limit of the centre: another accountant approves it.")
        elif all(one.state == "matched" for one in money.sudo()):
            message = self.env._("Matched.")
        else:
            message = self.env._("Matched in part: the rest waits in the exceptions.")
        return self._report(
            message,
            done=len(matches),
            proposed=len(proposals),
            undo=[
                *(["match", match.id] for match in matches),
                *(["proposal", proposal.id] for proposal in proposals),
            ],
        )

    @api.model
    def undo(self, keys, reason):
        """Take back what was done: matches, own proposals, money set aside. All of it or nothing.

        :param keys: as ``undo`` of a report or ``key`` of what was done today
        """
        self.env["tthc.payment.match"]._check_accountant()
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason: it is kept on record."))
        ids = {kind: [int(one) for name, one in keys if name == kind] for kind in UNDONE}
        matches = self._readable("tthc.payment.match", ids["match"])
        matches._undo(reason.strip())
        proposals = self._readable("tthc.match.proposal", ids["proposal"])
        proposals.action_withdraw()
        aside = self._readable("tthc.incoming.money", ids["set_aside"])
        aside._take_back(reason)
        back = aside | matches.incoming_id | proposals.incoming_id
        return {**self._report(self.env._("Undone."), done=len(keys)), "money": back.ids}

    # Decisions on many ----------------------------------------------------------------------------

    @api.model
    def set_aside(self, money_ids, reason):
        """Set money aside for one reason; what is matched or proposed in part is left."""
        money = self._acted_on(money_ids)
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason: it is kept on record."))
        money.sudo()._lock()

        def act(one):
            one.sudo()._set_aside(reason.strip())
            return ["set_aside", one.id]

        undo, left = self._each(money, act)
        message = self.env._("Set aside: %s.", len(undo))
        return self._report(message, done=len(undo), left=left, undo=undo)

    @api.model
    def judge(self, money_ids):
        """Judge exceptions once more, as when they came in."""
        money = self._acted_on(money_ids).filtered(lambda one: one.state == "exception")
        money.sudo()._to_judge_again()._judge_many()
        self.env.ref("tthc_payment.cron_follow_up").sudo()._trigger()
        labels = dict(money._fields["reason"]._description_selection(self.env))
        still = money.filtered(lambda one: one.state == "exception")
        left = [self._left(one, labels.get(one.reason, "")) for one in still]
        found = len(money) - len(still)
        message = self.env._(
            "%(found)s found their request, %(left)s stay.", found=found, left=len(left)
        )
        return self._report(message, done=found, left=left)

    @api.model
    @api.readonly
    def plan(self, money_ids):
        """What a bulk match would do, for a person to confirm.

        :return: ``ready`` (money with the only thing it can be for) and ``left`` with ``why``
        """
        money = self._acted_on(money_ids)
        ready, left, taken = [], [], set()
        for one in money.sudo().sorted("id"):
            suggestion, why = one._safe_suggestion()
            if not why and taken & set(suggestion.requests.ids):
                why = self.env._("Another chosen payment is for the same request.")
            if why:
                left.append(self._left(one, why))
                continue
            taken |= set(suggestion.requests.ids)
            over = one.open_amount > one.company_id.tthc_match_limit
            facts = one._request_facts(suggestion.requests.sorted("id"))
            row = {"requests": facts, "reason": suggestion.reason, "over": over}
            ready.append({**self._left(one, ""), **row})
        return {"ready": ready, "left": left}

    @api.model
    def match_planned(self, choices):
        """Match what was confirmed of :meth:`plan`; each suggestion is made anew, and money for
        which another one comes out is left.

        :param choices: ``[[money, [requests]]]``
        """
        wanted = {int(one): {int(request) for request in ids} for one, ids in choices}
        money = self._acted_on(list(wanted))
        requests = self._readable("tthc.expected.payment", set().union(*wanted.values()))
        requests.sudo()._lock()
        money.sudo()._lock()

        def act(one):
            suggestion, why = one.sudo()._safe_suggestion()
            if why or set(suggestion.requests.ids) != wanted[one.id]:
                raise UserError(why or self.env._("Something changed meanwhile: look at it again."))
            chosen = suggestion.requests.sorted("id").with_env(one.env)
            return one._match_parts(chosen, {}, suggestion.reason)

        made, left = self._each(money, act)
        matches = self.env["tthc.payment.match"].union(*(row[0] for row in made))
        proposals = self.env["tthc.match.proposal"].union(*(row[1] for row in made))
        report = self._matched_report(money, matches, proposals)
        message = self.env._(
            "Matched: %(done)s; proposed to another accountant: %(proposed)s; left: %(left)s.",
            done=len(matches),
            proposed=len(proposals),
            left=len(left),
        )
        return {**report, "message": message, "left": left}

    def _each(self, money, act):
        """``act`` on each piece of money by itself: (what it returned, what was left)."""
        made, left = [], []
        for one in money.sorted("id"):
            try:
                with self.env.cr.savepoint():
                    made.append(act(one))
                    self.env.flush_all()
            except UserError as error:
                left.append(self._left(one, str(error)))
        return made, left

    def _left(self, money, why):
        memo = money.memo or money.bank_reference or ""
        return {"id": money.id, "memo": memo, "amount": round(money.amount), "why": why}

    def _report(self, message, done=0, proposed=0, left=(), undo=()):
        return {
            "message": message,
            "done": done,
            "proposed": proposed,
            "left": list(left),
            "undo": list(undo),
        }


class TthcIncomingMoney(models.Model):
    _inherit = "tthc.incoming.money"

    @api.private
    def _match_parts(self, requests, amounts, note):
        """Match this money with ``requests`` in their order; the caller holds the locks.

        :param amounts: VND by id of the request; none: as much as fits
        :return: the matches, and what is only proposed
        :raise UserError: an amount does not fit, or nothing is left to match
        """
        money = self.sudo().sorted("id")
        left = [(one, one.open_amount - one.proposed_match_amount) for one in money]
        wanted = [
            (request, amounts.get(request.id) or request.sudo().due_amount) for request in requests
        ]
        parts = rules.spread(left, wanted)
        asked = sum(amount for amount in amounts.values() if amount)
        of_asked = sum(amount for _one, request, amount in parts if amounts.get(request.id))
        if asked != of_asked:
            raise UserError(self.env._("The amounts are more than the money has left."))
        if not parts:
            raise UserError(self.env._("Nothing is left to match: load the page again."))
        matches, before = self.env["tthc.payment.match"], money.match_proposal_ids
        made = matches.union(
            *(
                matches._match_manually(one.with_env(self.env), request, amount, note)
                for one, request, amount in parts
            )
        )
        money.invalidate_recordset(["match_proposal_ids", "proposed_match_amount"])
        return made, money.match_proposal_ids - before

    @api.private
    def _safe_suggestion(self):
        """The only thing that this money can be for by its memo, to the dong.

        :return: the suggestion, and why it is not safe to match it without a closer look
        """
        found = self._suggestions()
        if self.state != "exception" or self.proposed_match_amount or self.proposed_amount:
            return None, self.env._("It is no exception, or a decision on it is under way.")
        if not found:
            return None, self.env._("Nothing resembles it.")
        suggestion, *others = found
        if others:
            return None, self.env._("It may be for %s things: choose one.", len(found))
        if suggestion.kind not in rules.FROM_MEMO:
            return None, self.env._("Its memo names nothing: %s", suggestion.reason)
        if self.reason == "undone":
            return None, self.env._("It was matched and undone before: look at it again.")
        due = sum(suggestion.requests.mapped("due_amount"))
        if len(suggestion.money) > 1 or due != self.open_amount:
            return None, self.env._("The amounts differ: %s", suggestion.reason)
        return suggestion, ""
