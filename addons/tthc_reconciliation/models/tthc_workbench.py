from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tools import wall_time
from odoo.addons.tthc_payment.tools.reference import PREFIX, mark_references

from ..tools import workbench as rules

READERS = (
    "tthc_payment.group_accountant",
    "tthc_payment.group_auditor",
    "tthc_dossier.group_inspector",
)
FOUND_MOST = 20
TODAY_MOST = 30


class TthcWorkbench(models.AbstractModel):
    """What the reconciliation workbench shows, each screenful by one call. It reads only; what it
    does stands in :mod:`.tthc_workbench_actions`."""

    _name = "tthc.workbench"
    _description = "Reconciliation Workbench"

    # Rights ---------------------------------------------------------------------------------------

    @api.model
    def _may_act(self):
        return self.env.su or self.env.user.has_group("tthc_payment.group_accountant")

    @api.model
    def _check_reads(self):
        """:raise AccessError: for anybody but accountants and who supervises them"""
        if not (self.env.su or any(self.env.user.has_group(group) for group in READERS)):
            raise AccessError(self.env._("The workbench is for accountants."))

    @api.model
    def _readable(self, model, ids):
        """Records of ``ids`` that exist.

        :raise AccessError: one of them is not the user's to read
        """
        self._check_reads()
        records = self.env[model].browse([int(one) for one in ids]).exists()
        records.check_access("read")
        return records

    # What waits -----------------------------------------------------------------------------------

    @api.model
    @api.readonly
    def overview(self, domain):
        """Everything of the screen but the list and the panel.

        :param domain: of the money that the workbench is about
        :return: ``rows`` (age, kind, account, how many, VND), ``accounts`` (their names by id),
            ``currency``, ``today`` (what the user did), ``can_act`` and ready-made ``reasons``
        """
        self._check_reads()
        rows = self._counted(domain)
        accounts = self.env["tthc.collection.account"].sudo()
        accounts = accounts.browse({row["account"] for row in rows if row["account"]})
        return {
            "rows": rows,
            "accounts": {account.id: account.display_name for account in accounts},
            "today": self._today(),
            "currency": self.env.company.currency_id.id,
            "can_act": self._may_act(),
            "reasons": self._ready_reasons(),
        }

    @api.model
    def _counted(self, domain):
        money = self.env["tthc.incoming.money"]
        found = money._search(domain)
        money.flush_model(["booked_at", "reason", "account_id", "amount", "state"])
        today = fields.Date.context_today(self)
        zone = str(self.env.tz)
        begin = [
            wall_time.to_utc(datetime.combine(today - timedelta(days=days), time.min), zone)
            for days in rules.AGE_DAYS
        ]
        age = SQL(
            "CASE WHEN booked_at >= %s THEN %s WHEN booked_at >= %s THEN %s "
            "WHEN booked_at >= %s THEN %s ELSE %s END",
            *(part for pair in zip(begin, rules.AGES, strict=False) for part in pair),
            rules.AGES[-1],
        )
        counted = self.env.execute_query(
            SQL(
                "SELECT %s AS age, reason, account_id, count(*), sum(amount) "
                "FROM tthc_incoming_money WHERE id IN %s GROUP BY 1, 2, 3",
                age,
                found.subselect(),
            )
        )
        return [
            {
                "age": age,
                "kind": rules.kind_of(reason),
                "account": account,
                "count": count,
                "amount": round(amount),
            }
            for age, reason, account, count, amount in counted
        ]

    @api.model
    def _ready_reasons(self):
        """Reasons that are given again and again, by step; the user may write any other."""
        return {
            "match": [
                self.env._("The payer confirmed it by telephone"),
                self.env._("The payer showed the transfer slip"),
                self.env._("The bank confirmed the payer"),
            ],
            "set_aside": [
                self.env._("Interest of the bank"),
                self.env._("Not a fee: money of another unit"),
                self.env._("Paid back by the bank at the payer's request"),
            ],
            "undo": [
                self.env._("Chosen by mistake"),
                self.env._("The payer says it is for something else"),
            ],
        }

    # One piece of money ---------------------------------------------------------------------------

    @api.model
    @api.readonly
    def panel(self, money_id):
        """All that is shown beside the list for one piece of money.

        :return: ``False`` where it does not exist any more
        """
        money = self._readable("tthc.incoming.money", [money_id])
        return money.sudo()._panel() if money else False

    @api.model
    @api.readonly
    def find_requests(self, text, money_id):
        """Open requests of the money's centre by reference, number of the dossier, name of who
        pays, or exact amount; at most :data:`FOUND_MOST`."""
        money = self._readable("tthc.incoming.money", [money_id])
        text = (text or "").strip()
        if not money or len(text) < rules.SHORTEST_SEARCH:
            return []
        return money.sudo()._request_facts(money.sudo()._found_by_text(text)[:FOUND_MOST])

    # What the user did today ----------------------------------------------------------------------

    @api.model
    def _today(self):
        """Matches, proposals and set-asides of this user today, the last first."""
        if not self._may_act():
            return []
        zone = self.env.company._tthc_zone()
        local = wall_time.to_local(fields.Datetime.now(), zone)
        begin = wall_time.to_utc(datetime.combine(local.date(), time.min), zone)
        rows = [*self._matched_since(begin), *self._decided_since(begin)]
        return sorted(rows, key=lambda row: row["at"], reverse=True)[:TODAY_MOST]

    def _matched_since(self, begin):
        mine = [("company_id", "in", self.env.companies.ids)]
        matches = self.env["tthc.payment.match"].search(
            [*mine, ("user_id", "=", self.env.uid), ("method", "=", "manual"),
             ("matched_at", ">=", begin), ("state", "=", "active")], limit=TODAY_MOST,
        )  # fmt: skip
        proposals = self.env["tthc.match.proposal"].search(
            [*mine, ("maker_id", "=", self.env.uid), ("proposed_at", ">=", begin),
             ("state", "=", "proposed")], limit=TODAY_MOST,
        )  # fmt: skip
        return [
            *(self._told("match", row, row.matched_at, row.expected_id) for row in matches),
            *(self._told("proposal", row, row.proposed_at, row.expected_id) for row in proposals),
        ]

    def _decided_since(self, begin):
        events = self.env["tthc.money.event"].search(
            [("company_id", "in", self.env.companies.ids), ("user_id", "=", self.env.uid),
             ("happened_at", ">=", begin)], limit=2 * TODAY_MOST,
        )  # fmt: skip
        last = {}
        for event in events:
            last.setdefault(event.incoming_id, event)
        return [
            self._told("set_aside", event, event.happened_at)
            for money, event in last.items()
            if event.kind == "set_aside" and money.state == "set_aside"
        ]

    def _told(self, kind, row, at, request=None):
        money = row.incoming_id
        return {
            "key": [kind, money.id if kind == "set_aside" else row.id],
            "kind": kind,
            "at": fields.Datetime.to_string(at),
            "memo": money.display_name,
            "amount": round(money.amount if kind == "set_aside" else row.amount),
            "reference": request.reference if request else "",
            "note": row.note or "",
        }


class TthcIncomingMoney(models.Model):
    """What the panel of the workbench shows of money."""

    _inherit = "tthc.incoming.money"

    @api.private
    def _panel(self):
        self.ensure_one()
        suggestions = self._suggestions()
        named = self._named_requests()
        matches = self.match_ids.filtered(lambda row: row.state == "active")
        proposals = self.match_proposal_ids.filtered(lambda row: row.state == "proposed")
        requests = self.env["tthc.expected.payment"].union(
            named, *(row.requests for row in suggestions)
        )
        facts = {row["id"]: row for row in self._request_facts(requests)}
        chosen = {request for row in suggestions for request in row.requests.ids}
        return {
            **self._told_by_bank(),
            "suggestions": [self._suggestion_facts(row, facts) for row in suggestions],
            "named": [facts[request.id] for request in named if request.id not in chosen],
            "matches": [self._part_facts("match", row) for row in matches],
            "proposals": [self._part_facts("proposal", row) for row in proposals],
        }

    def _named_requests(self):
        """Requests of the centre that the memo names, open or closed."""
        named = self.candidate_id | self.candidate_bundle_id.request_ids
        references = self._scan_memo().valid
        if set(references) <= set(named.mapped("reference")):
            return named
        ours = [("company_id", "=", self.company_id.id), ("reference", "in", references)]
        return named | self.env["tthc.expected.payment"].search(ours)

    def _memo_pieces(self):
        """As :func:`mark_references`; only the requests for who does not read the memo."""
        pieces = mark_references(self.memo)
        if self._with_open_memo():
            return pieces
        return [[text, kind] for text, kind in pieces if kind == "valid"]

    def _told_by_bank(self):
        payer = self._with_open_memo()
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("reason", "state", "source")
        }
        return {
            "id": self.id,
            "memo": self._memo_pieces(),
            "amount": round(self.amount),
            "open": round(self.open_amount),
            "matched": round(self.matched_amount),
            "proposed_match": round(self.proposed_match_amount),
            "proposed_refund": round(self.proposed_amount),
            "refunded": round(self.refunded_amount),
            "currency": self.currency_id.id,
            "at": fields.Datetime.to_string(self.booked_at),
            "age": self.age_days,
            "state": self.state,
            "state_label": labels["state"].get(self.state, ""),
            "reason": self.reason or "",
            "reason_label": labels["reason"].get(self.reason, ""),
            "source": labels["source"].get(self.source, ""),
            "account": self.account_id.display_name or "",
            "account_id": self.account_id.id,
            "payer": payer.counter_name or "",
            "payer_account": payer.counter_account or "",
            "bank_reference": self.bank_reference or "",
            "statement": self.statement_id.display_name or "",
            "statement_id": self.statement_id.id,
            "row": self.statement_row,
            "set_aside": self.set_aside_note or "",
        }

    def _suggestion_facts(self, suggestion, facts):
        due = sum(facts[request.id]["due"] for request in suggestion.requests)
        credit = round(sum(suggestion.money.mapped("open_amount")))
        return {
            "kind": suggestion.kind,
            "reason": suggestion.reason,
            "requests": [facts[request.id] for request in suggestion.requests.sorted("id")],
            "money": [
                {"id": row.id, "memo": row.display_name, "amount": round(row.open_amount)}
                for row in suggestion.money.sorted("id")
            ],
            "due": due,
            "credit": credit,
            "difference": credit - due,
            "weak": suggestion.kind == "amount",
        }

    def _part_facts(self, kind, row):
        return {
            "key": [kind, row.id],
            "reference": row.expected_id.reference,
            "amount": round(row.amount),
            "who": row.user_id.name if kind == "match" else row.maker_id.name,
            "note": row.note or "",
        }

    def _request_facts(self, requests):
        """What is compared with the money, of each request."""
        states = dict(requests._fields["state"]._description_selection(self.env))
        dossier_states = dict(
            self.env["tthc.dossier"]._fields["state"]._description_selection(self.env)
        )
        now = fields.Datetime.now()
        return [
            {
                "id": request.id,
                "reference": request.reference,
                "amount": round(request.amount),
                "due": round(request.due_amount),
                "state": request.state,
                "state_label": states[request.state],
                "is_open": request.state in ("open", "expired"),
                "over": bool(request.expires_at and request.expires_at < now),
                "expires": fields.Datetime.to_string(request.expires_at) or "",
                "account": request.account_id.display_name or "",
                "same_account": request.account_id == self.account_id,
                "payer": request.payer_label or "",
                "partner_id": request._payer().id,
                "dossier_id": request.dossier_id.id,
                "dossier": request.dossier_id.display_name or "",
                "dossier_state": dossier_states.get(request.dossier_id.state, ""),
            }
            for request in requests
        ]

    # Finding a request ----------------------------------------------------------------------------

    def _found_by_text(self, text):
        """Open requests that ``text`` may mean, the surest first."""
        compact = rules.compact(text)
        found = self.env["tthc.expected.payment"].sudo()
        head = rules.reference_head(compact, PREFIX)
        if head:
            found |= self._requests(
                [("reference", "=like", f"{head}%")], limit=FOUND_MOST, order="reference"
            )
        if any(char.isdigit() for char in text):
            dossiers = self.env["tthc.dossier"].sudo()
            dossiers = dossiers.search([("name", "ilike", text)], limit=FOUND_MOST)
            found |= self._requests([("dossier_id", "in", dossiers.ids)])
        amount = rules.amount_in(text)
        if amount:
            found |= self._requests(
                [("amount", "=", amount)], limit=FOUND_MOST, order="create_date desc, id desc"
            )
        if any(char.isalpha() for char in text) and not head:
            found |= self._owed_by_name(text)
        return found

    def _owed_by_name(self, text):
        partners = self.env["res.partner"].sudo()
        partners = partners.search(partners._tthc_words_domain(text), limit=200)
        nameless = [("payer_id", "=", False), ("payer_name", "ilike", text)]
        return self._owed_to(partners, limit=FOUND_MOST) | self._requests(
            nameless, limit=FOUND_MOST
        )
