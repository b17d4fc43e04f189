from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools import bulk

#: Money that comes to light so many days after its settlement is still looked for.
PATIENCE = 90


class TthcSettlementLine(models.Model):
    """One payment or refund of a settlement, and the money it is here. Refunds are below zero."""

    _name = "tthc.settlement.line"
    _description = "Settlement Line"
    _order = "settlement_id desc, row, id"
    _rec_name = "source_key"

    source_key = fields.Char(
        required=True,
        readonly=True,
        help="What makes this line the same one when another file has it again.",
    )
    settlement_id = fields.Many2one(
        "tthc.settlement", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    row = fields.Integer(readonly=True, help="Row in the file.")
    kind = fields.Selection(
        [("payment", "Payment"), ("refund", "Refund")], required=True, readonly=True
    )
    paid_at = fields.Datetime("Paid on", readonly=True)
    order_number = fields.Char(readonly=True)
    gateway_number = fields.Char("Number at the Gateway", readonly=True)
    terminal_number = fields.Char(readonly=True)
    terminal_id = fields.Many2one("tthc.card.terminal", readonly=True, ondelete="restrict")
    slip_number = fields.Char("Card Approval", readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    charge = fields.Monetary(required=True, readonly=True)
    net = fields.Monetary(required=True, readonly=True)
    money_id = fields.Many2one("tthc.incoming.money", readonly=True, ondelete="restrict")
    refund_id = fields.Many2one("tthc.refund", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [("matched", "Found"), ("unknown", "Not Found"), ("differs", "Amount Differs")],
        required=True,
        readonly=True,
        default="unknown",
    )
    difference = fields.Monetary(
        readonly=True, help="What the source settles less what was recorded here."
    )

    _source_key_unique = models.UniqueIndex(
        "(source_key)", "This payment was settled by an earlier file."
    )
    _money_once = models.UniqueIndex(
        "(money_id) WHERE money_id IS NOT NULL", "A piece of money is settled once."
    )
    _refund_once = models.UniqueIndex(
        "(refund_id) WHERE refund_id IS NOT NULL", "A refund is settled once."
    )
    _adds_up = models.Constraint(
        "CHECK (amount - charge = net)", "The net amount is the amount less the charge."
    )
    _unknown_index = models.Index("(settlement_id) WHERE state = 'unknown'")

    def write(self, vals):
        raise UserError(self.env._("A settlement is kept as it was imported."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Settlements stay on record, also those read by mistake."))

    def copy_data(self, default=None):
        raise UserError(self.env._("A settlement cannot be duplicated."))

    # Matching -----------------------------------------------------------------------------------

    @api.private
    def _match(self):
        """Find the money and the refunds of lines that have none yet; returns how many there
        are now. Nothing but numbers decides; the amounts are compared afterwards."""
        waiting = self.sudo().filtered(lambda line: line.state == "unknown")
        count = 0
        for settlement, lines in waiting.grouped("settlement_id").items():
            payments = lines.filtered(lambda line: line.kind == "payment")
            if settlement.layout_id.source == "card":
                found = payments._card_money(settlement)
            else:
                found = payments._gateway_money(settlement)
            count += payments._keep(found, "money_id")
            refunds = lines - payments
            count += refunds._keep(refunds._gateway_refunds(settlement), "refund_id")
        return count

    def _keep(self, found, name):
        """Write what was found: ``{line: record}``, of which each is taken once."""
        taken = {record.id for record in self.search([(name, "in", _ids(found))])[name]}
        rows = []
        for line, record in found.items():
            if record.id in taken:
                continue
            taken.add(record.id)
            sign = -1 if line.kind == "refund" else 1
            difference = round(sign * line.amount - record.amount)
            rows.append(
                {
                    "id": line.id,
                    name: record.id,
                    "state": "differs" if difference else "matched",
                    "difference": sign * difference,
                }
            )
        self.env.flush_all()
        bulk.update(self, rows)
        self.env.invalidate_all(flush=False)
        return len(rows)

    def _gateway_money(self, settlement):
        """{line: money}, by the gateway's number, else by the number of the order."""
        provider, moneys = settlement.provider_id, self.env["tthc.incoming.money"].sudo()
        if not provider:
            return {}
        numbers = {line.gateway_number: line for line in self if line.gateway_number}
        keys = {f"{provider.code}|{provider.id}|{number}": number for number in numbers}
        of_provider = [("provider_id", "=", provider.id), ("source", "=", "gateway")]
        found = {}
        for money in moneys.search(
            [*of_provider, "|", ("source_key", "in", list(keys)),
             ("bank_reference", "in", list(numbers))]
        ):  # fmt: skip
            number = keys.get(money.source_key, money.bank_reference)
            found.setdefault(numbers[number], money)
        left = {line.order_number: line for line in self if line.order_number and line not in found}
        for order, money in self._money_of_orders(provider, list(left)).items():
            found[left[order]] = money
        return found

    def _money_of_orders(self, provider, orders):
        """{order number: the money that came for it}, where it is one piece."""
        if not orders:
            return {}
        attempts = (
            self.env["payment.transaction"]
            .sudo()
            .search([("provider_id", "=", provider.id), ("tthc_order_number", "in", orders)])
        )
        found = {}
        for model in ("tthc.payment.delivery", "tthc.payment.match"):
            told = self.env[model].sudo().search([("attempt_id", "in", attempts.ids)])
            for row in told.filtered("incoming_id"):
                found.setdefault(row.attempt_id.tthc_order_number, set()).add(row.incoming_id)
        found = {
            order: {money for money in moneys if money.source == "gateway"}
            for order, moneys in found.items()
        }
        return {order: moneys.pop() for order, moneys in found.items() if len(moneys) == 1}

    def _card_money(self, settlement):
        """{line: money}, by terminal and approval number; the day decides between two."""
        slips = [line.slip_number.upper() for line in self if line.slip_number]
        moneys = (
            self.env["tthc.incoming.money"]
            .sudo()
            .search(
                [
                    ("source", "=", "card"),
                    ("company_id", "=", settlement.company_id.id),
                    ("slip_number", "in", slips),
                    ("voided", "=", False),
                ]
            )
        )
        by_slip = moneys.grouped(lambda money: money.slip_number)
        found = {}
        for line in self:
            money = by_slip.get((line.slip_number or "").upper(), moneys.browse())
            if line.terminal_number:
                money = money.filtered(lambda row, at=line.terminal_id: row.terminal_id == at)
            if len(money) > 1 and line.paid_at:
                near = timedelta(hours=20)
                money = money.filtered(
                    lambda row, at=line.paid_at, near=near: abs(row.booked_at - at) < near
                )
            if len(money) == 1:
                found[line] = money
        return found

    def _gateway_refunds(self, settlement):
        """{line: refund}, by the gateway's number, the number of the order to pay back, or that
        of the payment that is paid back."""
        provider, refunds = settlement.provider_id, self.env["tthc.refund"].sudo()
        if not provider or not self:
            return {}
        orders = [line.order_number for line in self if line.order_number]
        numbers = [line.gateway_number for line in self if line.gateway_number]
        asked = refunds.search(
            [
                ("way", "=", "gateway"),
                ("attempt_id.provider_id", "=", provider.id),
                ("state", "in", ("sent", "done")),
                "|", "|",
                ("bank_reference", "in", numbers),
                ("request_id", "in", orders + numbers),
                ("attempt_id.tthc_order_number", "in", orders),
            ],
            order="id",
        )  # fmt: skip
        found, taken = {}, refunds
        for line in self:
            both = {line.order_number, line.gateway_number} - {False, ""}
            sure = asked.filtered(
                lambda row, both=both: {row.bank_reference, row.request_id} & both
            )
            order = line.order_number
            of_order = asked.filtered(
                lambda row, line=line, order=order: (
                    order
                    and row.attempt_id.tthc_order_number == order
                    and round(row.amount) == -round(line.amount)
                )
            )
            pick = ((sure or of_order) - taken)[:1]
            if pick:
                found[line], taken = pick, taken | pick
        return found

    @api.model
    def _match_late(self):
        """Try the lines again whose money was not known yet."""
        since = fields.Date.today() - timedelta(days=PATIENCE)
        lines = self.sudo().search(
            [("state", "=", "unknown"), ("settlement_id.settled_on", ">=", since)]
        )
        return lines._match()


def _ids(found):
    return [record.id for record in found.values()]
