"""Settlement files: their lines are compared with the money, their sums with the bank."""

import base64
from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tools.gateway import PAID, Notice

from . import settlement_generator as files

LAYOUTS = files.layouts()
DAY = datetime(2026, 3, 10, 9, 30)


@tagged("post_install", "-at_install")
class TestSettlement(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.env["payment.provider"].create(
            {"name": "Cổng thử", "code": "none", "company_id": cls.centre.id, "state": "disabled"}
        )
        cls.layout = cls.env.ref("tthc_reconciliation.settlement_layout_vnpay")
        cls.layout.provider_code = "none"
        cls.card_layout = cls.env.ref("tthc_reconciliation.settlement_layout_card")
        cls.auditor = cls._finance_user("t.kiemtoan", "auditor")

    def line(self, number, amount=58_000, charge=1_000, **values):
        return {
            "gateway_number": f"GW{number}",
            "order_number": f"ORD{number}",
            "paid_at": DAY,
            "settled_on": DAY + timedelta(days=1),
            "amount": amount,
            "charge": charge,
            "net": amount - charge,
            **values,
        }

    def gateway_money(self, number, amount=58_000):
        return self.money._store_raw(
            [
                {
                    "source": "gateway",
                    "source_key": f"none|{self.provider.id}|GW{number}",
                    "provider_id": self.provider.id,
                    "company_id": self.centre.id,
                    "booked_at": DAY - timedelta(hours=7),
                    "amount": amount,
                    "currency_id": self.centre.currency_id.id,
                    "memo": f"ORD{number}",
                    "bank_reference": f"GW{number}",
                }
            ]
        )

    def settle(self, *lines, layout=None, user=None, name="settlement_layout_vnpay", **options):
        data = files.book(LAYOUTS[name], lines, **options)
        return (
            self.env["tthc.settlement"]
            .with_user(user or self.accountant)
            ._import(self.account, data, "vnpay.xlsx", layout or self.layout)
            .sudo()
        )

    def credit(self, amount=57_000, memo="VNPAY thanh toan", **values):
        return self.receive(memo, amount, booked_at=datetime(2026, 3, 12, 3), **values)

    def test_lines_are_compared_with_the_money(self):
        first, second = self.gateway_money(1), self.gateway_money(2, 50_000)
        settlement = self.settle(self.line(1), self.line(2), self.line(3))
        self.assertEqual(settlement.provider_id, self.provider)
        self.assertEqual(
            (settlement.gross_amount, settlement.charge_amount, settlement.net_amount),
            (174_000, 3_000, 171_000),
        )
        lines = settlement.line_ids.sorted("row")
        self.assertEqual(lines.mapped("state"), ["matched", "differs", "unknown"])
        self.assertEqual(lines.mapped("difference"), [0, 8_000, 0])
        self.assertEqual(lines.money_id, first | second)
        self.assertEqual((settlement.unknown_count, settlement.differs_count), (1, 1))
        late = self.gateway_money(3)
        settlement.with_user(self.accountant).action_find_credit()
        self.assertEqual(lines[2].money_id, late)

    def test_by_the_number_of_the_order(self):
        _dossier, request = self.accepted()
        attempt = request._ensure_attempt()
        attempt.write({"provider_id": self.provider.id, "tthc_order_number": "ORD9"})
        self.env["tthc.payment.delivery"]._store(
            self.provider, Notice(key="n9", outcome=PAID, reference="ORD9"), "notify"
        )[0]._set_result("done", attempt, self.gateway_money(9))
        settlement = self.settle(self.line(9, gateway_number=""))
        self.assertEqual(settlement.line_ids.state, "matched")

    def test_card_takings_by_terminal_and_slip(self):
        terminal = self.env["tthc.card.terminal"].create(
            {"tid": "POS00001", "company_id": self.centre.id, "account_id": self.account.id}
        )
        _dossier, request = self.accepted()
        request.with_user(self.cashier)._take_at_desk("card", terminal=terminal, slip="A12345")
        settlement = self.settle(
            self.line(1, slip_number="a12345", terminal="POS00001", paid_at=""),
            layout=self.card_layout,
            name="settlement_layout_card",
        )
        self.assertEqual(settlement.bank_id, self.account.bank_id)
        self.assertEqual(settlement.line_ids.money_id, request.match_ids.incoming_id)
        self.assertEqual(settlement.line_ids.state, "matched")

    def test_the_same_file_and_overlapping_files(self):
        self.settle(self.line(1))
        with self.assertRaisesRegex(UserError, "imported before"):
            self.settle(self.line(1))
        with self.assertRaisesRegex(UserError, "settled by an earlier file"):
            self.settle(self.line(1), total=False)
        second = self.settle(self.line(1), self.line(2))
        self.assertEqual((second.line_count, second.known_count), (1, 1))
        self.assertEqual(second.net_amount, 57_000)

    def test_a_refused_file_changes_nothing(self):
        before = self.env["tthc.settlement"].search_count([])
        with self.assertRaisesRegex(UserError, "row 6"):
            self.settle(self.line(1), self.line(2, net=58_000))
        self.assertEqual(self.env["tthc.settlement"].search_count([]), before)
        self.assertFalse(self.env["tthc.settlement.line"].search([("order_number", "=", "ORD1")]))

    def test_a_credit_that_came_before(self):
        credit = self.credit()
        settlement = self.settle(self.line(1))
        self.assertEqual((settlement.state, settlement.credit_id), ("credited", credit))
        self.assertEqual((credit.state, credit.reason), ("set_aside", "settlement"))
        self.assertEqual(credit.settlement_id, settlement)
        self.assertFalse(credit.set_aside_by_id)
        _dossier, request = self.accepted()
        with self.assertRaises(UserError):
            self.env["tthc.payment.match"].with_user(self.accountant)._match_manually(
                credit, request, 57_000, "gọi điện"
            )
        with self.assertRaises(UserError):
            self.env["tthc.refund"].with_user(self.accountant)._propose(
                credit, 1_000, {"ground": "mistake", "reason": "x", "way": "cash"}
            )

    def test_a_credit_that_the_next_statement_brings(self):
        settlement = self.settle(self.line(1))
        self.assertEqual(settlement.state, "open")
        self.import_file(self.vietcombank([("12/03/2026", "52.9", 57_000, "VNPAY TT 11/03")]))
        self.assertEqual(settlement.state, "credited")
        self.assertTrue(settlement.credit_id.statement_id)

    def test_two_credits_wait_for_a_decision(self):
        both = self.credit(key="a") | self.credit(key="b")
        settlement = self.settle(self.line(1))
        self.assertEqual(settlement.state, "open")
        with self.assertRaises(AccessError):
            settlement.with_user(self.auditor).action_choose_credit()
        action = settlement.with_user(self.accountant).action_choose_credit()
        sheets = self.env["tthc.settlement.credit.sheet"].with_user(self.accountant)
        sheet = sheets.with_context(**action["context"]).create({"note": "Theo điện báo"})
        self.assertIn(sheet.incoming_id, both)
        self.assertLessEqual(both, sheet.suggestion_ids)
        sheet.action_confirm()
        self.assertEqual((settlement.state, settlement.credit_difference), ("credited", 0))
        self.assertEqual(settlement.credit_id.set_aside_by_id, self.accountant)
        self.assertIn("Theo điện báo", settlement.history)

    def test_another_sum_and_taking_it_back(self):
        credit = self.credit(56_000)
        settlement = self.settle(self.line(1))
        settlement.with_user(self.accountant)._take_credit(credit, "Thiếu phí")
        self.assertEqual((settlement.state, settlement.credit_difference), ("differs", -1_000))
        action = settlement.with_user(self.accountant).action_release_credit()
        reasons = self.env["tthc.payment.reason"].with_user(self.accountant)
        reasons.with_context(**action["context"]).create({"reason": "Nhầm"}).action_confirm()
        self.assertEqual((settlement.state, settlement.credit_id), ("open", self.money))
        self.assertEqual((credit.state, credit.reason), ("exception", "undone"))
        self.assertEqual(len(settlement.history.splitlines()), 2)
        self.assertIn("rút lại, Nhầm", settlement.history)
        right = self.credit(57_000, key="x")
        right.with_user(self.accountant).sudo()._set_fate(
            "exception", "no_reference", own_refused=True
        )
        settlement._find_credits()
        self.assertEqual(settlement.state, "open")

    def test_cash_paid_into_the_bank(self):
        self.accepted()[1].with_user(self.cashier).action_receive_cash()
        handover = self.shift.with_user(self.cashier)._hand_over(
            "bank", {10_000: 5}, account=self.account, bank_reference="NT000123"
        )
        day = handover.at.strftime("%d/%m/%Y")
        statement = self.import_file(
            self.vietcombank([(day, "52.9", 50_000, "NOP TIEN MAT NT000123")])
        )
        credit = statement.incoming_ids
        self.assertEqual((credit.handover_id, handover.credit_id), (handover, credit))
        self.assertEqual((credit.state, credit.reason), ("set_aside", "deposit"))
        with self.assertRaises(AccessError):
            handover.with_user(self.cashier).read(["credit_id"])
        credit.with_user(self.accountant)._take_back("Nhầm")
        self.assertEqual(credit.event_ids.mapped("kind"), ["put_back", "set_aside"])
        self.assertFalse(handover.credit_id)
        handover.with_user(self.accountant)._take_credit(credit, "Đúng")
        self.assertEqual(handover.credit_id, credit)

    def test_own_money_pays_no_fee_whatever_the_way(self):
        credit = self.credit()
        self.settle(self.line(1))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE tthc_incoming_money SET state = 'matched' WHERE id = %s", [credit.id]
            )

    def test_who_imports_and_that_nobody_writes(self):
        for user in (self.cashier, self.auditor, self.inspector, self.other_accountant):
            with self.assertRaises(AccessError):
                self.settle(self.line(1), user=user)
        settlement = self.settle(self.line(1))
        for user in (self.auditor, self.inspector):
            self.assertTrue(settlement.with_user(user).line_ids.amount)
        for record in (settlement, settlement.line_ids):
            for subject in (record, record.sudo(), record.with_user(self.chief)):
                with self.assertRaises(UserError):
                    subject.write({"company_id": self.other_centre.id})
                with self.assertRaises(UserError):
                    record.copy()

    def test_a_refund_by_the_gateway(self):
        _dossier, request = self.accepted()
        attempt = request._ensure_attempt()
        attempt.write({"provider_id": self.provider.id, "tthc_order_number": "ORD9"})
        refunds = self.env["tthc.refund"].sudo()
        values = {
            "company_id": self.centre.id,
            "incoming_id": self.gateway_money(9).id,
            "currency_id": self.centre.currency_id.id,
            "ground": "mistake",
            "reason": "x",
            "way": "gateway",
            "attempt_id": attempt.id,
            "state": "done",
            "maker_id": self.accountant.id,
            "proposed_at": DAY,
        }
        named = refunds.create({**values, "name": "HT1", "amount": 8_000, "bank_reference": "GW77"})
        by_order = refunds.create({**values, "name": "HT2", "amount": 5_000})
        settlement = self.settle(
            self.line(77, -9_000, 0, order_number=""),
            self.line(9, -5_000, 0, gateway_number="GW78"),
            self.line(9),
        )
        found = {line.amount: line for line in settlement.line_ids}
        self.assertEqual((found[-9_000].refund_id, found[-9_000].difference), (named, -1_000))
        self.assertEqual((found[-9_000].state, found[-5_000].state), ("differs", "matched"))
        self.assertEqual(found[-5_000].refund_id, by_order)
        self.assertEqual(settlement.net_amount, 43_000)

    def test_files_are_erased_by_the_rule_of_memos(self):
        self.credit()
        settlements = self.settle(self.line(1)) | self.settle(self.line(2), self.line(3))
        self.env["res.company"].search([]).tthc_memo_months = 0
        self.centre.tthc_memo_months = 1
        self.run_job("tthc.incoming.money", "_cron_erase_memos")
        self.env.invalidate_all()
        self.assertEqual([bool(row.file) for row in settlements.sorted("id")], [False, True])

    def test_the_wizard(self):
        wizard = self.env["tthc.settlement.import"].with_user(self.accountant)
        wizard = wizard.with_company(self.centre).create(
            {
                "layout_id": self.layout.id,
                "account_id": self.account.id,
                "file": base64.b64encode(
                    files.book(LAYOUTS["settlement_layout_vnpay"], [self.line(1)])
                ),
                "filename": "vnpay.xlsx",
            }
        )
        action = wizard.action_import()
        self.assertEqual(self.env["tthc.settlement"].browse(action["res_id"]).line_count, 1)


@tagged("post_install", "-at_install")
class TestSettlementDemo(TransactionCase):
    def test_the_demo_shows_each_state(self):
        if not self.env.ref("tthc_catalogue.centre_province", raise_if_not_found=False):
            self.skipTest("no demo data")
        self.env["tthc.demo"]._generate_settlements()
        settlements = self.env["tthc.settlement"].search([("provider_id", "!=", False)])
        self.assertLessEqual({"credited", "differs"}, set(settlements.mapped("state")))
        debits = self.env["tthc.bank.debit"].search([])
        self.assertLessEqual({"refund", "charge", False}, set(debits.mapped("purpose")))
