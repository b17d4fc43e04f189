from collections import namedtuple
from datetime import timedelta

from odoo import api, models

from odoo.addons.tthc_payment.tools.text import fold

from ..tools import near

#: ``kind``, how sure it is (the higher, the sooner it is shown), the payment requests, the pieces
#: of money, and why, in words.
Suggestion = namedtuple("Suggestion", "kind weight requests money reason")

OPEN = ("open", "expired")
MOST = 6
#: Days before the money within which a request of the same amount is mentioned at all.
AMOUNT_DAYS = 31
#: People of one name who are looked at, and requests of each of them.
NAMESAKES = 60
OWED_MOST = 12
OWED_BY_ALL = 200


class TthcIncomingMoney(models.Model):
    """Suggestions for money that waits for a person: computed when somebody asks, ranked, each
    with its reason. None of them is ever followed by an automatic run."""

    _inherit = "tthc.incoming.money"

    _counter_account_index = models.Index("(counter_account) WHERE counter_account IS NOT NULL")

    @api.private
    def _suggestions(self):
        """What this money may be for, the likeliest first; at most :data:`MOST`."""
        self.ensure_one()
        money = self.sudo()
        if money.state != "exception" or not money.open_amount:
            return []
        if money.reason == "wrong_currency":  # the sums cannot be compared
            return []
        found = [
            *money._suggest_named(),
            *money._suggest_several_named(),
            *money._suggest_misspelt(),
            *money._suggest_credits(),
            # Who paid is not told to somebody who does not read it.
            *(money._suggest_person() if money._with_open_memo() else []),
            *money._suggest_dossier(),
        ]
        found = found or money._suggest_amount()
        return money._ranked(found)

    def _ranked(self, found):
        """Each choice of requests once, for its best reason."""
        best = {}
        for suggestion in sorted(found, key=lambda row: -row.weight):
            choice = (tuple(suggestion.requests.ids), tuple(suggestion.money.ids))
            best.setdefault(choice, suggestion)
        return list(best.values())[:MOST]

    def _one(self, kind, weight, request, reason):
        return Suggestion(kind, weight, request, self, reason)

    def _requests(self, domain, limit=None, order="id desc"):
        """Open requests of the money's centre, in its currency."""
        requests = self.env["tthc.expected.payment"].sudo()
        own = [
            ("company_id", "=", self.company_id.id),
            ("state", "in", OPEN),
            ("currency_id", "=", self.currency_id.id),
        ]
        return requests.search([*own, *domain], limit=limit, order=order)

    def _fits(self, request):
        return request.due_amount == self.open_amount

    # The request that was named ---------------------------------------------------------------

    def _suggest_named(self):
        request, bundle = self.candidate_id, self.candidate_bundle_id
        if bundle:
            return self._suggest_bundle(bundle)
        if not request or request.state not in OPEN:
            return self._suggest_instead(request)
        shown = request.currency_id.format(abs(request.due_amount - self.open_amount))
        reasons = {
            "late_expired": self.env._("The memo names it; it came after the request expired."),
            "wrong_account": self.env._("The memo names it; it came in on another account."),
            "undone": self.env._("It was matched with this request before and undone."),
        }
        reason = reasons.get(self.reason)
        if not reason and self.open_amount < request.due_amount:
            reason = self.env._("The memo names it; %s are missing.", shown)
        elif not reason and self.open_amount > request.due_amount:
            reason = self.env._("The memo names it; %s are too much.", shown)
        reason = reason or self.env._("The memo names it.")
        return [self._one("named", 60 if self.reason == "undone" else 95, request, reason)]

    def _suggest_instead(self, closed):
        """What is still owed for the dossier of a request that was named and is not open."""
        reasons = {
            "paid": self.env._(
                "The memo names %s, which is paid; this is owed for the same dossier."
            ),
            "cancelled": self.env._(
                "The memo names %s, which was cancelled; this is owed for the same dossier."
            ),
        }
        found = []
        for request in closed and self._requests([("dossier_id", "=", closed.dossier_id.id)]):
            weight = 70 if self._fits(request) else 40
            reason = reasons[closed.state] % closed.reference
            found.append(self._one("instead", weight, request, reason))
        return found

    def _suggest_bundle(self, bundle):
        parts = bundle.request_ids.filtered(lambda row: row.state in OPEN)
        due = sum(parts.mapped("due_amount"))
        if not parts or due > self.open_amount:
            return []
        reason = self.env._("The memo names the collective payment %s.", bundle.reference)
        return [self._one("named", 96, parts, reason)]

    def _suggest_several_named(self):
        """Several references in one memo: all of them, if their sum is what came. Of one among
        misspelt ones the rest is not known."""
        references = self._scan_memo().valid
        if not references or (len(references) < 2 and self.reason != "two_references"):
            return []
        named = self._requests([("reference", "in", references)])
        if len(references) > 1 and sum(named.mapped("due_amount")) == self.open_amount:
            reason = self.env._("The memo names all of them, and their sum is what came in.")
            return [self._one("several", 97, named, reason)]
        fitting = named.filtered(self._fits)
        reason = self.env._("One of several references in the memo, and the amount fits.")
        return [self._one("several", 60, request, reason) for request in fitting]

    # A reference that is not quite one ------------------------------------------------------------

    def _suggest_misspelt(self):
        scan = self._scan_memo()
        tried = {*scan.broken, *near.attempts(self.memo)} - set(scan.valid)
        if self.reason == "unknown_reference":  # neighbours that were swapped may pass the check
            tried |= set(scan.valid)
        slips = {made for text in tried for made in near.one_off(text)}
        alone = set(near.without_prefix(self.memo)) - set(scan.valid)
        run_on = set(near.run_on(self.memo)) - set(scan.valid)
        return [
            *self._by_reference(
                "lookalike", near.lookalikes(self.memo), 93,
                self.env._("Letters that look like digits (O for 0, I or l for 1)"),
            ),
            *self._by_reference(
                "one_off", slips, 90, self.env._("One digit wrong, missing, doubled or swapped")
            ),
            *self._by_reference(
                "prefix", alone, 85,
                self.env._("The digits of the reference without its letters"),
            ),
            *self._by_reference(
                "run_on", run_on, 75,
                self.env._("In pieces, and another number follows directly"),
            ),
            *self._cut_off(),
        ]  # fmt: skip

    def _by_reference(self, kind, references, weight, slip):
        if not references:
            return []
        found = []
        for request in self._requests([("reference", "in", list(references))]):
            if self._fits(request):
                reason = self.env._("%s; the amount fits.", slip)
                found.append(self._one(kind, weight, request, reason))
            else:
                reason = self.env._("%s; the amount differs.", slip)
                found.append(self._one(kind, weight - 45, request, reason))
        return found

    def _cut_off(self):
        found = []
        for head in near.heads(self.memo):
            # by reference, so that its index serves the order, too
            fitting = self._requests(
                [("reference", "=like", f"{head}%")], limit=60, order="reference"
            )
            fitting = fitting.filtered(self._fits)[:3]
            reason = self.env._("The reference was cut off after %s; the amount fits.", head)
            weight = 80 if len(fitting) == 1 else 40
            found += [self._one("cut_off", weight, request, reason) for request in fitting]
        return found

    # Several credits for one request --------------------------------------------------------------

    def _suggest_credits(self):
        """Exceptions that were meant for the same request and add up to what it owes."""
        request = self.candidate_id
        if not request or request.state not in OPEN or self.open_amount >= request.due_amount:
            return []
        others = self.search(
            [("candidate_id", "=", request.id), ("state", "=", "exception"), ("id", "!=", self.id)],
            order="booked_at, id",
            limit=12,
        )
        others = others.filtered(lambda row: row.open_amount < request.due_amount)
        rest = request.due_amount - self.open_amount
        chosen = others.filtered(lambda row: row.open_amount == rest)[:1]
        if not chosen:
            places = near.parts_with_sum([round(row.open_amount) for row in others], round(rest))
            chosen = others.browse([others[place].id for place in places or ()])
        if not chosen:
            return []
        reason = self.env._("%s payments for this request add up to it.", len(chosen) + 1)
        return [Suggestion("credits", 98, request, self | chosen, reason)]

    # The person ---------------------------------------------------------------------------------

    def _suggest_person(self):
        """What people still owe who paid from this account before, or have the payer's name."""
        found = []
        if self.counter_account:
            earlier = self.env["tthc.payment.match"].sudo().search(
                [
                    ("incoming_id.counter_account", "=", self.counter_account),
                    ("company_id", "=", self.company_id.id),
                    ("state", "=", "active"),
                ],
                limit=20,
            )  # fmt: skip
            partners = self.env["res.partner"].sudo()
            payers = partners.union(*(request._payer() for request in earlier.expected_id))
            found += self._owed_by(payers, 70, self.env._("%s paid from this account before"))
        if self.counter_name:
            payers = self._namesakes(self.counter_name)
            found += self._owed_by(payers, 60, self.env._("The payer is called %s"))
        return found

    def _namesakes(self, name):
        """People of this name, which banks write without accents."""
        partners = self.env["res.partner"].sudo()
        words = fold(name)
        if not words:
            return partners
        found = partners.search(partners._tthc_words_domain(words), limit=NAMESAKES)
        return found.filtered(lambda row: fold(row.name or "") == words)

    def _owed_by(self, payers, weight, slip):
        """What each of ``payers`` owes and what fits; ``slip`` says, of a name, why it is they."""
        found = []
        owed_of = {}
        for request in self._owed_to(payers):
            owed_of.setdefault(request._payer(), []).append(request)
        for payer, owed in owed_of.items():
            owed = self.env["tthc.expected.payment"].union(*owed).sorted("id")[-OWED_MOST:]
            found += self._owed_by_one(owed, weight, slip % payer.display_name)
        return found

    def _owed_by_one(self, owed, weight, slip):
        fitting = owed.filtered(self._fits)
        if fitting:
            reason = self.env._("%s; the amount fits.", slip)
            return [self._one("person", weight, request, reason) for request in fitting[-3:]]
        places = near.parts_with_sum(
            [round(row.due_amount) for row in owed], round(self.open_amount)
        )
        if not places:
            return []
        several = owed.browse([owed[place].id for place in places])
        reason = self.env._(
            "%(slip)s; %(count)s requests add up to it.", slip=slip, count=len(places)
        )
        return [self._one("sum", weight + 5, several, reason)]

    def _owed_to(self, payers, limit=OWED_BY_ALL):
        """Open requests that ``payers`` pay, or of dossiers that they own."""
        if not payers:
            return self.env["tthc.expected.payment"].sudo()
        # one after the other: an OR of the two would read every open request
        paying = self._requests([("payer_id", "in", payers.ids)], limit=limit)
        return paying | self._requests([("dossier_id.owner_id", "in", payers.ids)], limit=limit)

    # The dossier --------------------------------------------------------------------------------

    def _suggest_dossier(self):
        """Requests of a dossier whose number stands in the memo."""
        found = []
        for day, serial in near.dossier_numbers(self.memo)[:6]:
            named = self._requests([("dossier_id.name", "=like", f"%{day}-{serial}")], limit=5)
            for request in named:
                fits = self._fits(request)
                reason = self.env._("The memo names the dossier %s.", request.dossier_id.name)
                found.append(self._one("dossier", 75 if fits else 45, request, reason))
        return found

    # The weakest ----------------------------------------------------------------------------------

    def _suggest_amount(self):
        """Only the amount agrees: shown where nothing else is known, and only for few requests."""
        since = self.booked_at - timedelta(days=AMOUNT_DAYS)
        same = self._requests(
            [
                ("amount", "=", self.open_amount),
                ("create_date", ">=", since),
                ("create_date", "<=", self.booked_at),
            ],
            limit=4,
            order="create_date desc, id desc",
        ).filtered(self._fits)
        if len(same) > 3:
            return []
        reason = self.env._("Only the amount agrees: ask the payer before you match.")
        return [self._one("amount", 5, request, reason) for request in same]


class TthcExpectedPayment(models.Model):
    _inherit = "tthc.expected.payment"

    # Many owe the same fee: of thousands of requests the newest few are read.
    _open_amount_index = models.Index(
        "(company_id, amount, create_date, id) WHERE state IN ('open', 'expired')"
    )
    _nameless_index = models.Index("(company_id) WHERE payer_id IS NULL")
