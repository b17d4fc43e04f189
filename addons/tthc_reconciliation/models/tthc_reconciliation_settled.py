from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.day import Difference
from .tthc_reconciliation_figures import MONEY

LINE, SETTLEMENT = "tthc.settlement.line", "tthc.settlement"
#: What an entry says of a line whose settlement had reached the account.
CREDITED = "credited"


class TthcReconciliationDay(models.Model):
    """Gateways and cards: our books, the settlement file, and what reached the account.

    A payment belongs to the day on which it was paid; the settlement, which pays many of them less
    the charge, to the day on which it was settled.
    """

    _inherit = "tthc.reconciliation.day"

    def _settlement_place(self):
        if self.channel == "gateway":
            return SQL(
                "settlement.company_id = %s AND settlement.provider_id = %s",
                self.company_id.id,
                self.provider_id.id,
            )
        return SQL(
            "settlement.company_id = %s AND settlement.provider_id IS NULL", self.company_id.id
        )

    def _lines_sql(self):
        """Query of the settled payments that were paid on this day."""
        start, end = self._span()
        return SQL(
            """SELECT line.id, line.amount, line.charge, line.kind, line.state, line.settlement_id,
                settlement.credit_id
            FROM tthc_settlement_line line
            JOIN tthc_settlement settlement ON settlement.id = line.settlement_id
            WHERE %(place)s AND %(open)s
                AND COALESCE(line.paid_at, settlement.settled_on + interval '5 hours')
                    >= %(start)s
                AND COALESCE(line.paid_at, settlement.settled_on + interval '5 hours') < %(end)s""",
            place=self._settlement_place(),
            open=self._not_counted(LINE, SQL("line.id")),
            start=start,
            end=end,
        )

    def _settlements_sql(self):
        """Query of the settlements of this day, and of earlier ones that came late."""
        start, _end = self._span()
        return SQL(
            "SELECT settlement.id, settlement.net_amount AS amount, settlement.state "
            "FROM tthc_settlement settlement WHERE %s AND settlement.settled_on <= %s "
            "AND settlement.settled_on >= %s AND %s",
            self._settlement_place(),
            self.day,
            self._local_day(start),
            self._not_counted(SETTLEMENT, SQL("settlement.id")),
        )

    own_amount = fields.Monetary(
        "Settlements and Deposits",
        readonly=True,
        help="Credits of the account that are the centre's own money: paid by gateways, by card "
        "acquirers, or in cash. Their fees are counted where they were paid.",
    )

    # Figures --------------------------------------------------------------------------------------

    def _figures(self):
        [(own,)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(sum(member.amount), 0) FROM (%s) AS member "
                "JOIN tthc_incoming_money money ON money.id = member.id "
                "WHERE %s",
                self._members_sql(),
                self._is_own_sql(),
            )
        )
        return {**super()._figures(), "own_amount": own}

    def _is_own_sql(self):
        """Condition on ``money``: it is the centre's own. Extended by what other addons know."""
        return SQL("(money.settlement_id IS NOT NULL OR money.handover_id IS NOT NULL)")

    def _is_own_domain(self):
        """As :meth:`_is_own_sql`, of money."""
        return Domain("settlement_id", "!=", False) | Domain("handover_id", "!=", False)

    def _figures_of_settled(self):
        [row] = self.env.execute_query_dict(
            SQL(
                """SELECT
                    COALESCE(sum(amount) FILTER (WHERE kind = 'payment'), 0) AS source_amount,
                    COALESCE(sum(charge), 0) AS charge_amount,
                    COALESCE(sum(amount) FILTER (WHERE kind = 'payment'
                        AND credit_id IS NOT NULL), 0) AS bank_amount,
                    -COALESCE(sum(amount) FILTER (WHERE kind = 'refund'), 0) AS out_amount
                FROM (%s) AS line""",
                self._lines_sql(),
            )
        )
        return row

    def _figures_of_gateway(self, told, shown):
        return {**super()._figures_of_gateway(told, shown), **self._figures_of_settled()}

    def _figures_of_card(self, told, shown):
        return {**super()._figures_of_card(told, shown), **self._figures_of_settled()}

    def _is_deposited(self, handover):
        return bool(handover.credit_id) or super()._is_deposited(handover)

    # Differences ----------------------------------------------------------------------------------

    def _difference_of(self, money):
        """Override: a settlement or a deposit is the centre's own money, and pays no fee itself."""
        if money.settlement_id or money.handover_id:
            return None
        return super()._difference_of(money)

    def _find_gateway(self):
        return [*super()._find_gateway(), *self._find_settled()]

    def _find_card(self):
        return [*super()._find_card(), *self._find_settled()]

    def _find_settled(self):
        return [*self._find_not_settled(), *self._find_lines(), *self._find_not_credited()]

    def _find_not_settled(self):
        query = SQL(
            "SELECT id FROM (%s) AS member WHERE voided IS NOT TRUE AND NOT EXISTS "
            "(SELECT FROM tthc_settlement_line line WHERE line.money_id = member.id)",
            self._members_sql(),
        )
        return [
            Difference(
                "not_settled",
                f"not_settled|{money.id}",
                round(money.amount),
                self._name_of(money),
                self._local_day(money.booked_at),
                {"money_id": money.id},
            )
            for money in self.env[MONEY].sudo().browse(self._query_ids(query))
        ]

    def _find_lines(self):
        query = SQL("SELECT id FROM (%s) AS line WHERE state <> 'matched'", self._lines_sql())
        found = []
        for line in self.env[LINE].sudo().browse(self._query_ids(query)):
            differs = line.state == "differs"
            found.append(
                Difference(
                    "settled_differs" if differs else "settled_unknown",
                    f"settled|{line.id}",
                    abs(round(line.difference if differs else line.amount)),
                    line.gateway_number or line.order_number or line.slip_number or f"#{line.id}",
                    self._local_day(line.paid_at) if line.paid_at else self.day,
                    {"settlement_line_id": line.id},
                )
            )
        return found

    def _find_not_credited(self):
        query = SQL("SELECT id FROM (%s) AS one WHERE state <> 'credited'", self._settlements_sql())
        return self._differences_of_settlements(query)

    def _differences_of_settlements(self, query):
        return [
            Difference(
                "not_credited",
                f"not_credited|{one.id}",
                abs(round(one.credit_difference if one.credit_id else one.net_amount)),
                one.name,
                one.settled_on,
                {"settlement_id": one.id},
            )
            for one in self.env[SETTLEMENT].sudo().browse(self._query_ids(query))
        ]

    # Which days there are -------------------------------------------------------------------------

    def _movement_sql(self, company, start, zone):
        """Override: payments that only the settlement tells of have their day, too."""
        return SQL(
            """%(others)s UNION
            SELECT CASE WHEN settlement.provider_id IS NULL THEN 'card' ELSE 'gateway' END,
                settlement.provider_id,
                COALESCE((line.paid_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date,
                    settlement.settled_on)
            FROM tthc_settlement settlement
            JOIN tthc_settlement_line line ON line.settlement_id = settlement.id
            WHERE settlement.company_id = %(company)s AND settlement.settled_on >= %(start)s
                AND %(open)s""",
            others=super()._movement_sql(company, start, zone),
            company=company.id,
            start=start,
            zone=zone,
            open=self._not_counted(LINE, SQL("line.id")),
        )

    # Closing --------------------------------------------------------------------------------------

    def _freeze_rows(self):
        written = super()._freeze_rows()
        if self.channel not in ("gateway", "card"):
            return written
        entries = self.env["tthc.reconciliation.entry"].sudo()
        lines = SQL(
            "SELECT id, amount, 0, CASE WHEN credit_id IS NULL THEN state ELSE %s END "
            "FROM (%s) AS one",
            CREDITED,
            self._lines_sql(),
        )
        entries._freeze_rows(self, LINE, lines)
        rows = SQL("SELECT id, amount, 0, state FROM (%s) AS one", self._settlements_sql())
        entries._freeze_rows(self, SETTLEMENT, rows)
        return written

    # Lines behind the figures ---------------------------------------------------------------------

    def action_source(self):
        """Override: of a gateway and of cards, the settled payments."""
        if self.channel not in ("gateway", "card"):
            return super().action_source()
        name = self.env._("Told by the source: %s", self.display_name)
        return self._show_settled(name, [("kind", "=", "payment")])

    def action_bank(self):
        """Override: of a gateway and of cards, the payments whose settlement was credited."""
        if self.channel not in ("gateway", "card"):
            return super().action_bank()
        name = self.env._("Shown by the bank: %s", self.display_name)
        return self._show_settled(name, [("kind", "=", "payment")], credited=True)

    def action_out(self):
        """Override: of a gateway and of cards, what the settlements give back."""
        if self.channel not in ("gateway", "card"):
            return super().action_out()
        name = self.env._("Money out: %s", self.display_name)
        return self._show_settled(name, [("kind", "=", "refund")])

    def action_charge(self):
        """The settled payments of which a charge was kept."""
        name = self.env._("Charges kept: %s", self.display_name)
        return self._show_settled(name, [("charge", "!=", 0)])

    def action_settlements(self):
        """The settlements of this day."""
        name = self.env._("Settlements: %s", self.display_name)
        if self.state == "closed":
            ids = self._counted(SETTLEMENT)
        else:
            query = SQL("SELECT id FROM (%s) AS one", self.sudo()._settlements_sql())
            ids = self._query_ids(query)
        return self._show("tthc_reconciliation.action_settlement", name, [("id", "in", ids)])

    def _show_settled(self, name, domain, credited=False):
        """The lines that count in this day; only those that reached the account where
        ``credited``."""
        if self.channel not in ("gateway", "card"):
            ids = []
        elif self.state == "closed":
            ids = self._counted(LINE, CREDITED) if credited else self._counted(LINE)
        else:
            of_these = SQL("credit_id IS NOT NULL") if credited else SQL("TRUE")
            query = SQL("SELECT id FROM (%s) AS one WHERE %s", self.sudo()._lines_sql(), of_these)
            ids = self._query_ids(query)
        domain = [("id", "in", ids), *domain]
        return self._show("tthc_reconciliation.action_settlement_line", name, domain)


class TthcReconciliationItem(models.Model):
    _inherit = "tthc.reconciliation.item"

    settlement_id = fields.Many2one("tthc.settlement", readonly=True, ondelete="restrict")
    settlement_line_id = fields.Many2one("tthc.settlement.line", readonly=True, ondelete="restrict")

    def _is_cleared(self):
        if self.bucket == "not_settled":
            domain = [("money_id", "=", self.money_id.id)]
            return self.money_id.voided or bool(self.env[LINE].sudo().search_count(domain, limit=1))
        if self.bucket in ("settled_unknown", "settled_differs"):
            return self.settlement_line_id.state == "matched"
        if self.bucket == "not_credited":
            return self.settlement_id.state == "credited"
        return super()._is_cleared()
