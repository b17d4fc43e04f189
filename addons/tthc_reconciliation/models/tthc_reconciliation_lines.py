from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .tthc_reconciliation_cash import DEPOSITED, HANDOVER, SHIFT
from .tthc_reconciliation_figures import MONEY, REQUEST

BANK_SOURCES = ("statement", "feed")


class TthcReconciliationDay(models.Model):
    """What stands behind the figures of a day."""

    _inherit = "tthc.reconciliation.day"

    is_mine = fields.Boolean(compute="_compute_is_mine")

    @api.depends_context("uid")
    @api.depends("maker_id", "item_ids.explained_by_id", "item_ids.state")
    def _compute_is_mine(self):
        for day in self:
            spoke = day.item_ids.filtered(lambda item: item.state == "explained")
            day.is_mine = self.env.user in day.maker_id | spoke.explained_by_id

    # Lines behind the figures ---------------------------------------------------------------------

    def _show(self, action, name, domain):
        self.ensure_one()
        self.check_access("read")
        values = self.env["ir.actions.act_window"]._for_xml_id(action)
        return {**values, "name": name, "domain": domain, "context": {"create": False}}

    def _place_domain(self):
        """As :meth:`_place_sql`, of money."""
        day = self.sudo()
        if day.channel == "bank":
            return [("account_id", "=", day.account_id.id), ("source", "in", BANK_SOURCES)]
        if day.channel == "gateway":
            return [
                ("company_id", "=", day.company_id.id),
                ("provider_id", "=", day.provider_id.id),
                "|",
                ("source", "=", "gateway"),
                ("account_id", "=", False),
            ]
        return [("company_id", "=", day.company_id.id), ("source", "=", day.channel)]

    def _money_domain(self):
        """Domain of the money that counts in this day: that of the day, but for what came when it
        was closed, and what came late for days before."""
        day = self.sudo()
        start, end = day._bounds()
        late, missed = day._late_and_missed(start, end)
        return [
            *self._place_domain(),
            "|",
            ("id", "in", late),
            "&",
            "&",
            ("booked_at", ">=", start),
            ("booked_at", "<", end),
            ("id", "not in", missed),
        ]

    def _late_and_missed(self, start, end):
        """Ids of money of other days that counts here, and of this day that counts elsewhere."""
        if self.state != "closed":
            query = SQL(
                "SELECT id FROM (%s) AS one WHERE booked_at < %s", self._members_sql(), start
            )
            return self._query_ids(query), []
        entry = SQL(
            "SELECT FROM tthc_reconciliation_entry entry WHERE entry.day_id = %s "
            "AND entry.model = %s AND entry.record_id = money.id",
            self.id,
            MONEY,
        )
        late = SQL(
            "SELECT money.id FROM tthc_reconciliation_entry entry JOIN tthc_incoming_money money "
            "ON money.id = entry.record_id WHERE entry.day_id = %s AND entry.model = %s "
            "AND money.booked_at < %s",
            self.id,
            MONEY,
            start,
        )
        missed = SQL(
            "SELECT money.id FROM tthc_incoming_money money WHERE %s AND money.booked_at >= %s "
            "AND money.booked_at < %s AND NOT EXISTS (%s)",
            self._place_sql(),
            start,
            end,
            entry,
        )
        return self._query_ids(late), self._query_ids(missed)

    def action_money(self):
        """The money that counts in this day."""
        name = self.env._("Money in: %s", self.display_name)
        domain = [*self._money_domain(), ("id", "not in", self._voided_in_time())]
        return self._show("tthc_payment.action_incoming_money", name, domain)

    def _voided_in_time(self):
        """Ids of takings that were no money in any more when the day was worked out."""
        query = SQL("SELECT id FROM (%s) AS member WHERE voided", self.sudo()._members_sql())
        if self.state == "closed":
            query = SQL(
                """SELECT money.id FROM tthc_incoming_money money
                JOIN tthc_reconciliation_entry entry ON entry.record_id = money.id
                WHERE entry.day_id = %s AND entry.model = %s AND entry.status = 'set_aside'
                    AND money.voided""",
                self.id,
                MONEY,
            )
        return self._query_ids(query)

    def action_matched(self):
        """The matches of this day's money."""
        name = self.env._("Fees paid: %s", self.display_name)
        domain = [("state", "=", "active")]
        if self.state == "closed":
            domain = [
                ("matched_at", "<=", self.closed_at),
                "|",
                ("state", "=", "active"),
                ("reversed_at", ">", self.closed_at),
            ]
        domain = [("incoming_id", "any", self._money_domain()), *domain]
        return self._show("tthc_payment.action_payment_match", name, domain)

    def action_booked(self):
        """What the collection book has of this day: matches made on it, and undone on it."""
        start, end = self._bounds()
        name = self.env._("In the collection book: %s", self.display_name)
        domain = [
            ("incoming_id", "any", self._place_domain()),
            "|",
            "&",
            ("matched_at", ">=", start),
            ("matched_at", "<", end),
            "&",
            ("reversed_at", ">=", start),
            ("reversed_at", "<", end),
        ]
        return self._show("tthc_payment.action_payment_match", name, domain)

    def action_asked(self):
        """The fees that were asked for on this day."""
        start, end = self._bounds()
        name = self.env._("Fees asked for: %s", self.display_name)
        domain = [
            ("account_id", "=", self.account_id.id),
            ("create_date", ">=", start),
            ("create_date", "<", end),
        ]
        return self._show("tthc_payment.action_expected_payment", name, domain)

    def action_due(self):
        """Those of them that are not paid now, or were not when the day was closed."""
        action = self.action_asked()
        due = [("state", "in", ("open", "expired"))]
        if self.state == "closed":
            due = [("id", "in", self._counted(REQUEST))]
        return {**action, "domain": [*action["domain"], *due]}

    def action_source(self):
        """What the source told: feed, settlement, shifts."""
        name = self.env._("Told by the source: %s", self.display_name)
        if self.channel == "cash":
            closed = self.state == "closed"
            shifts = self._counted(SHIFT) if closed else self.sudo()._closed_shifts().ids
            return self._show("tthc_payment.action_cash_shift", name, [("id", "in", shifts)])
        domain = [*self._money_domain(), ("provider_id", "!=", False)]
        return self._show("tthc_payment.action_incoming_money", name, domain)

    def action_bank(self):
        """What the bank shows."""
        name = self.env._("Shown by the bank: %s", self.display_name)
        if self.channel == "cash":
            return self._show_deposits(name)
        domain = [*self._money_domain(), ("statement_id", "!=", False)]
        if self.state == "closed":
            domain.append(("id", "not in", self._marked("shown", False)))
        return self._show("tthc_payment.action_incoming_money", name, domain)

    def _show_deposits(self, name):
        """The hand-overs of this day that the bank shows."""
        if self.state == "closed":
            ids = self._counted(HANDOVER, DEPOSITED)
        else:
            ids = self.sudo()._handovers().filtered(self._is_deposited).ids
        return self._show("tthc_payment.action_cash_handover", name, [("id", "in", ids)])

    def action_handovers(self):
        """All hand-overs of this day."""
        name = self.env._("Hand-overs: %s", self.display_name)
        closed = self.state == "closed"
        ids = self._counted(HANDOVER) if closed else self.sudo()._handovers().ids
        return self._show("tthc_payment.action_cash_handover", name, [("id", "in", ids)])

    def action_own(self):
        """The credits that are the centre's own money."""
        name = self.env._("Settlements and deposits: %s", self.display_name)
        own = self._is_own_domain()
        if self.state == "closed":
            own = Domain("id", "in", self._marked("own", True))
        domain = list(Domain(self._money_domain()) & own)
        return self._show("tthc_payment.action_incoming_money", name, domain)

    def action_out(self):
        """Money that left."""
        name = self.env._("Money out: %s", self.display_name)
        start, end = self._bounds()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "done"),
            ("done_at", ">=", start),
            ("done_at", "<", end),
            ("way", "=", {"cash": "cash", "bank": "bank"}.get(self.channel, "gateway")),
        ]
        return self._show("tthc_payment.action_refund", name, domain)

    def _counted(self, model, *status):
        """Ids of the records that count in this closed day; those with one of these states."""
        entries = self.env["tthc.reconciliation.entry"].sudo()
        domain = [("day_id", "=", self.id), ("model", "=", model)]
        if status:
            domain.append(("status", "in", status))
        return entries.search(domain).mapped("record_id")

    def _marked(self, name, value):
        """Ids of the money of this closed day that was marked so when it was closed."""
        query = SQL(
            "SELECT record_id FROM tthc_reconciliation_entry "
            "WHERE day_id = %s AND model = %s AND %s = %s",
            self.id,
            MONEY,
            SQL.identifier(name),
            value,
        )
        return self._query_ids(query)
