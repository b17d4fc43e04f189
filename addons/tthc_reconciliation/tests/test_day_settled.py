from datetime import date, datetime, timedelta

from odoo import fields
from odoo.tests import tagged

from . import settlement_generator as files
from .test_day import DayCommon

VNPAY = "settlement_layout_vnpay"


class SettledCommon(DayCommon):
    """A gateway whose settlements are paid into the account of the centre."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.env["payment.provider"].create(
            {"name": "Cổng thử", "code": "none", "company_id": cls.centre.id, "state": "disabled"}
        )
        cls.layout = cls.env.ref(f"tthc_reconciliation.{VNPAY}")
        cls.layout.provider_code = "none"

    def paid_at_gateway(self, number, amount=None):
        _dossier, request = self.accepted()
        values = {
            "source": "gateway",
            "source_key": f"none|{self.provider.id}|GW{number}",
            "provider_id": self.provider.id,
            "company_id": self.centre.id,
            "booked_at": self.at(9),
            "amount": amount or self.FEE,
            "currency_id": self.centre.currency_id.id,
            "memo": request.reference,
            "bank_reference": f"GW{number}",
        }
        attempt = request._ensure_attempt()
        return self.money._receive([values], attempt=attempt)

    def settle(self, *numbers, charge=1_000, amount=None):
        paid = datetime.combine(self.MONDAY, datetime.min.time()) + timedelta(hours=9)
        amount = amount or self.FEE
        lines = [
            {
                "gateway_number": f"GW{number}",
                "order_number": f"ORD{number}",
                "paid_at": paid,
                "settled_on": paid + timedelta(1),
                "amount": amount,
                "charge": charge,
                "net": amount - charge,
            }
            for number in numbers
        ]
        settlements = self.env["tthc.settlement"].with_user(self.accountant)
        data = files.book(files.layouts()[VNPAY], lines)
        return settlements._import(self.account, data, "vnpay.xlsx", self.layout).sudo()

    def gateway_day(self, after=0):
        day = self.MONDAY + timedelta(after)
        return self.day(day, "gateway", provider_id=self.provider.id)

    def worked_out(self, day):
        day.with_user(self.accountant).action_refresh()
        return sorted(day.item_ids.filtered(lambda one: one.state != "cleared").mapped("bucket"))


@tagged("post_install", "-at_install")
class TestSettledDay(SettledCommon):
    """Gateways, cards and cash: what the source told, and what of it reached the account."""

    def test_paid_on_monday_settled_on_tuesday_credited_on_wednesday(self):
        self.paid_at_gateway(1)
        monday, tuesday = self.gateway_day(), self.gateway_day(1)
        self.assertEqual(self.worked_out(monday), ["not_settled"])
        settlement = self.settle(1)
        self.assertEqual(
            (self.worked_out(monday), self.worked_out(tuesday)), ([], ["not_credited"])
        )
        self.assertEqual(
            (monday.matched_amount, monday.source_amount, monday.charge_amount, monday.bank_amount),
            (self.FEE, self.FEE, 1_000, 0),
        )
        wednesday = self.MONDAY + timedelta(2)
        self.statement(("VNPAY TT 10/03", self.FEE - 1_000), day=wednesday)
        self.assertEqual(settlement.state, "credited")
        self.assertEqual((self.worked_out(monday), self.worked_out(tuesday)), ([], []))
        self.assertEqual(monday.bank_amount, self.FEE)
        account = self.day(wednesday)
        self.assertEqual(self.worked_out(account), [])
        self.assertEqual((account.own_amount, account.matched_amount), (self.FEE - 1_000, 0))
        for day in (monday, tuesday, account):
            self.submit(day)
            self.close(day)
            self.assertTrue(day._is_intact())
        shown = self.env["tthc.settlement.line"].search(monday.action_source()["domain"])
        self.assertEqual(shown, settlement.line_ids)

    def test_what_the_settlement_tells_otherwise(self):
        self.paid_at_gateway(1, 50_000)
        self.settle(1, 2)
        monday = self.gateway_day()
        self.assertEqual(
            self.worked_out(monday), ["not_matched", "settled_differs", "settled_unknown"]
        )
        by_kind = {item.bucket: item.amount for item in monday.item_ids}
        self.assertEqual(by_kind["settled_differs"], 8_000)
        self.assertEqual(by_kind["settled_unknown"], self.FEE)

    def test_a_settlement_that_comes_after_its_day_was_closed(self):
        self.paid_at_gateway(1)
        monday = self.gateway_day()
        monday.with_user(self.accountant).action_refresh()
        self.explain(monday.item_ids, "Cổng chưa quyết toán")
        self.submit(monday)
        self.close(monday)
        self.settle(1)
        self.assertEqual(self.env["tthc.reconciliation.item"]._clear_what_is_done(), 1)
        tuesday = self.gateway_day(1)
        tuesday.with_user(self.accountant).action_refresh()
        self.assertEqual(tuesday.source_amount, self.FEE)
        self.assertTrue(monday._is_intact())

    def test_the_days_of_a_gateway(self):
        self.centre.tthc_reconcile_from = self.MONDAY
        self.paid_at_gateway(1)
        self.settle(1)
        days = self.env["tthc.reconciliation.day"]._make_days(self.centre)
        days = days.filtered(lambda row: row.provider_id == self.provider)
        # Today the collection book has the match.
        today = fields.Date.context_today(self.centre)
        self.assertEqual(days.mapped("day"), [self.MONDAY, date(2026, 3, 10), today])

    def test_cash_that_was_paid_into_the_bank(self):
        _dossier, request = self.accepted()
        request.with_user(self.cashier).action_receive_cash()
        shift = self.shift.with_user(self.cashier)
        shift._hand_over("bank", {50_000: 1}, account=self.account, bank_reference="GNT 4711")
        today = fields.Date.context_today(self.centre)
        day = self.day(today, "cash")
        self.assertEqual(self.worked_out(day), ["not_deposited", "shift_open"])
        self.assertEqual(day.bank_amount, 0)
        self.receive("NOP TIEN GNT 4711", 50_000, booked_at=fields.Datetime.now())
        self.env["tthc.settlement"]._cron_find()
        self.assertEqual(self.worked_out(day), ["shift_open"])
        self.assertEqual(day.bank_amount, 50_000)
