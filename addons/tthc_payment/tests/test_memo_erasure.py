from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools.gateway import PAID, Notice
from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestMemoErasure(PaymentCommon):
    """Personal data of payers leave by rule; the money, its reference and its match stay."""

    MEMO = "MBVCB.123.{}.CT tu 0123456789012 NGUYEN VAN A toi 1017595600"

    def setUp(self):
        super().setUp()
        self.dossier, self.request = self.accepted()
        memo = self.MEMO.format(self.request.reference)
        self.data = self.vietcombank(
            [
                ("10/03/2026", "52.1", self.FEE, memo),
                ("10/03/2026", "52.2", 7_000, "TRAN THI B nop tien"),
            ]
        )
        self.statement = self.import_file(self.data)
        self.paid = self.request.match_ids.incoming_id
        self.waiting = self.statement.incoming_ids - self.paid
        self.env["res.company"].search([]).tthc_memo_months = 0
        self.centre.tthc_memo_months = 1

    def erase(self):
        self.run_job("tthc.incoming.money", "_cron_erase_memos")
        self.env.invalidate_all()

    def test_settled_money_loses_its_memo_and_nothing_else(self):
        kept = ("amount", "booked_at", "bank_reference", "source_key", "state", "account_id")
        before = self.paid.read(kept)
        self.erase()
        self.assertFalse(self.paid.memo or self.paid.counter_name or self.paid.counter_account)
        self.assertTrue(self.paid.erased_at)
        self.assertEqual(self.paid.read(kept), before)
        self.assertEqual((self.request.state, self.request.matched_amount), ("paid", self.FEE))

    def test_money_that_waits_keeps_its_memo_and_its_file(self):
        self.erase()
        self.assertEqual(self.waiting.memo, "TRAN THI B nop tien")
        self.assertTrue(self.statement.file)
        self.waiting.with_user(self.accountant).sudo()._set_aside("Không phải phí")
        self.erase()
        self.assertFalse(self.waiting.memo)
        self.assertFalse(self.statement.file)
        self.assertEqual(len(self.statement.sha256), 64)

    def test_the_same_file_is_known_all_the_same(self):
        self.waiting.with_user(self.accountant).sudo()._set_aside("Không phải phí")
        self.erase()
        with self.assertRaises(UserError):
            self.import_file(self.data)
        rows = [("10/03/2026", "52.1", self.FEE, "khac"), ("11/03/2026", "52.3", 9_000, "khac")]
        self.assertEqual(self.import_file(self.vietcombank(rows)).known_count, 1)

    def test_what_is_young_or_of_a_centre_without_the_rule_stays(self):
        self.centre.tthc_memo_months = 0
        self.erase()
        self.assertTrue(self.paid.memo)
        age = relativedelta(fields.Datetime.now(), self.paid.booked_at)
        self.centre.tthc_memo_months = age.years * 12 + age.months + 1
        self.erase()
        self.assertTrue(self.paid.memo)

    def test_notifications(self):
        provider = self.env["payment.provider"].search([("company_id", "=", self.centre.id)])[:1]
        delivery = self.env["tthc.payment.delivery"].sudo()
        notice = Notice("k1", PAID, self.FEE, memo="NGUYEN VAN A nop", counter_name="NGUYEN VAN A")
        row, _new = delivery._store(provider, notice, "notify")
        row._set_result("unmatched")
        self.env.cr.execute(
            "UPDATE tthc_payment_delivery SET received_at = '2026-03-01' WHERE id = %s", [row.id]
        )
        self.env.invalidate_all()
        self.erase()
        self.assertNotIn("NGUYEN VAN A", str(row.facts))
        self.assertEqual(row.facts["amount"], self.FEE)
