"""Money out: kept as the statement tells it, once, and explained."""

from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.statement import Row
from . import statement_samples as samples
from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestBankDebit(PaymentCommon):
    def setUp(self):
        super().setUp()
        self.debits = self.env["tthc.bank.debit"]

    def statement(self, *movements, **options):
        return self.import_file(self.vietcombank(movements, **options))

    def refund(self, amount=20_000):
        """An approved refund by transfer, its order exported."""
        money = self.receive("hoan lai")
        refund = (
            self.env["tthc.refund"]
            .with_user(self.accountant)
            ._propose(
                money,
                amount,
                {
                    "ground": "mistake",
                    "reason": "Chuyển nhầm",
                    "way": "bank",
                    "beneficiary_name": "NGUYEN VAN A",
                    "beneficiary_bank_id": self.account.bank_id.id,
                    "beneficiary_account": "1900123456",
                },
            )
        )
        refund.with_user(self.chief).action_approve()
        refund.with_user(self.accountant).action_export()
        return refund.sudo()

    def explain(self, debits, purpose, note="Phí tháng 3", user=None, **more):
        action = debits.with_user(user or self.accountant).action_explain()
        sheet = (
            self.env["tthc.bank.debit.sheet"]
            .with_user(user or self.accountant)
            .with_context(**action["context"])
            .create({"purpose": purpose, "note": note, **more})
        )
        return sheet.action_confirm()

    def test_every_debit_is_kept_once(self):
        first = self.statement(
            ("10/03/2026", "52.1", -11_000, "Phi dich vu"), ("10/03/2026", "52.2", 5_000, "vao")
        )
        debit = first.debit_ids
        self.assertEqual((debit.amount, debit.memo, debit.state), (11_000, "Phi dich vu", "open"))
        self.assertEqual((debit.balance_after, debit.statement_row), (989_000, 7))
        self.assertEqual((debit.bank_reference, debit.account_id), ("52.1", self.account))
        self.assertEqual(first.incoming_ids.mapped("amount"), [5_000])
        second = self.statement(
            ("10/03/2026", "52.1", -11_000, "Phi dich vu"),
            ("10/03/2026", "52.2", 5_000, "vao"),
            ("11/03/2026", "52.3", -2_000, "Phi SMS"),
        )
        self.assertEqual(second.debit_count, 2)
        self.assertEqual(second.debit_ids.mapped("memo"), ["Phi SMS"])

    def test_rows_without_a_number_are_recognised(self):
        """Two equal charges of a day; the second file begins with the second of them."""
        lines = [("10/03/2026", "", -2_000, "Phi SMS"), ("10/03/2026", "", -2_000, "Phi SMS")]
        self.statement(*lines)
        self.statement(*lines[1:], ("11/03/2026", "", -3_000, "Phi"), opening=998_000)
        self.assertEqual(
            self.debits.search([("account_id", "=", self.account.id)]).mapped("amount"),
            [3_000, 2_000, 2_000],
        )

    def test_a_charge_beside_the_amount_is_a_movement_where_the_balance_shows_it(self):
        head = ["Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có",
                "Số dư", "Mô tả", "Phí"]  # fmt: skip
        rows = [
            ["10/03/2026", "FT1", "", 100_000, 100_000, "vao", 0],
            ["10/03/2026", "FT2", 50_000, "", 48_900, "ra", 1_100],
        ]
        statement = self.import_file(samples.xlsx([head, *rows]))
        found = {row.amount: row.purpose for row in statement.debit_ids}
        self.assertEqual(found, {50_000: False, 1_100: "charge"})
        self.import_file(samples.xlsx([head, *rows, ["11/03/2026", "FT3", 900, "", 48_000, "x"]]))
        self.assertEqual(len(self.debits.search([("account_id", "=", self.account.id)])), 3)

    def test_a_refund_is_recognised_by_its_number(self):
        refund = self.refund()
        memo = f"MBVCB.1.{refund.name.replace('/', '')} hoan phi.CT di"
        debit = self.statement(("10/03/2026", "52.1", -20_000, memo)).debit_ids
        self.assertEqual((debit.purpose, debit.refund_id), ("refund", refund))
        self.assertFalse(debit.explained_by_id)
        self.assertEqual(refund.statement_debit_id, debit)
        with self.assertRaises(UserError):
            refund.with_user(self.chief)._give_up("không trả được")
        debit.with_user(self.accountant)._reopen("nhầm")
        refund.with_user(self.chief)._give_up("không trả được")
        self.assertEqual(refund.state, "failed")

    def test_a_statement_that_comes_before_the_confirmation(self):
        refund = self.refund()
        debit = self.statement(("10/03/2026", "52.1", -20_000, "chuyen tien")).debit_ids
        self.assertEqual(debit.state, "open")
        refund.with_user(self.accountant)._bank_done("52.1")
        self.assertEqual((debit.purpose, debit.refund_id), ("refund", refund))

    def test_two_debits_with_the_number_wait_for_a_person(self):
        refund = self.refund()
        number = refund.name.replace("/", "")
        debits = self.statement(
            ("10/03/2026", "52.1", -20_000, number), ("10/03/2026", "52.2", -20_000, number)
        ).debit_ids
        self.assertEqual(set(debits.mapped("state")), {"open"})
        self.explain(debits[0], "refund", refund_id=refund.id)
        with self.assertRaises(UserError):
            self.explain(debits[1], "refund", refund_id=refund.id)

    def test_explaining_and_taking_it_back(self):
        debits = self.statement(
            ("10/03/2026", "52.1", -11_000, "Phi"), ("10/03/2026", "52.2", -22_000, "Phi")
        ).debit_ids
        with self.assertRaises(UserError):
            self.explain(debits[0], "refund")
        with self.assertRaises(UserError):
            self.explain(debits[0], "charge", note="  ")
        self.explain(debits, "charge")
        self.assertEqual(set(debits.mapped("explained_by_id")), {self.accountant})
        with self.assertRaises(UserError):
            self.explain(debits[0], "other")
        action = debits[0].with_user(self.accountant).action_reopen()
        self.env["tthc.payment.reason"].with_user(self.accountant).with_context(
            **action["context"]
        ).create({"reason": "Nhầm"}).action_confirm()
        self.assertEqual((debits[0].state, debits[0].purpose), ("open", False))
        self.assertEqual(len(debits[0].history.splitlines()), 2)
        self.assertEqual(debits[1].state, "explained")

    def test_who_explains_and_that_nobody_writes(self):
        debit = self.statement(("10/03/2026", "52.1", -11_000, "Phi")).debit_ids
        for user in (self.other_accountant, self.cashier, self.inspector, self.receptionist):
            with self.assertRaises(AccessError):
                debit.with_user(user).action_explain()
        self.assertTrue(debit.with_user(self.inspector).amount)
        for subject in (debit, debit.with_user(self.chief), debit.sudo()):
            with self.assertRaises(UserError):
                subject.write({"amount": 1})
            with self.assertRaises(UserError):
                subject.unlink()
        with self.assertRaises(ValueError):
            debit._set({"amount": 1})
        with self.assertRaises(UserError):
            debit.copy()

    def test_the_bank_takes_a_credit_back(self):
        statement = self.statement(("10/03/2026", "52.1", 5_000, "vao"))
        row = Row(9, datetime(2026, 3, 11), 0, 5_000, "huy", "52.9", reversal=True, key="k")
        debit = statement._keep_debits([row])
        self.assertEqual((debit.purpose, debit.state), ("returned", "explained"))

    @mute_logger("odoo.addons.tthc_payment.models.tthc_bank_debit_statement")
    def test_earlier_statements_are_read_again(self):
        statement = self.statement(("10/03/2026", "52.1", -11_000, "Phi"))
        self.env.cr.execute("DELETE FROM tthc_bank_debit WHERE statement_id = %s", [statement.id])
        self.env.invalidate_all()
        broken = statement.sudo().create(
            {
                "name": "hong.xlsx",
                "company_id": self.centre.id,
                "account_id": self.account.id,
                "file": "AAAA",
                "sha256": "0" * 64,
            }
        )
        (broken | statement)._keep_debits_again()
        self.assertEqual(statement.debit_ids.amount, 11_000)

    def test_memos_of_explained_debits_are_erased(self):
        statement = self.statement(("10/03/2026", "52.1", -11_000, "CT cho NGUYEN VAN A"))
        self.env["res.company"].search([]).tthc_memo_months = 0
        self.centre.tthc_memo_months = 1
        self.run_job("tthc.incoming.money", "_cron_erase_memos")
        self.env.invalidate_all()
        self.assertTrue(statement.debit_ids.memo)
        self.assertTrue(statement.file)
        self.explain(statement.debit_ids, "other")
        self.run_job("tthc.incoming.money", "_cron_erase_memos")
        self.env.invalidate_all()
        self.assertFalse(statement.debit_ids.memo)
        self.assertFalse(statement.file)

    def test_the_first_statement_that_shows_what_a_feed_told(self):
        values = {
            "source": "feed",
            "source_key": self.account._reference_key("52.1", 5_000, datetime(2026, 3, 10, 3)),
            "company_id": self.centre.id,
            "account_id": self.account.id,
            "booked_at": datetime(2026, 3, 10, 3),
            "amount": 5_000,
            "currency_id": self.centre.currency_id.id,
            "memo": "vao",
        }
        money = self.money._receive([values])
        rows = [("10/03/2026", "52.1", 5_000, "vao")]
        first = self.statement(*rows)
        self.assertEqual((money.statement_id, money.statement_row), (first, 7))
        self.assertEqual((first.new_count, first.known_count), (0, 1))
        self.statement(*rows, ("11/03/2026", "52.2", 6_000, "vao"))
        self.assertEqual(money.statement_id, first)
