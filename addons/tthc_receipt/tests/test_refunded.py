"""Refunds that were carried out: the mark on the receipt, its adjustment, the sums."""

from ast import literal_eval
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import ReceiptCommon

MINUTE = {"minute_number": "01/BB", "minute_date": date(2026, 3, 11)}


class RefundedCommon(ReceiptCommon):
    def setUp(self):
        super().setUp()
        self.series = self.open_series()
        self.receipt = self.cash()
        self.request = self.receipt.expected_id

    def propose(self, amount):
        """A refund of the fee that was proposed and approved, by two people."""
        match = self.request.match_ids.filtered(lambda row: row.state == "active")
        refunds = self.at(self.env["tthc.refund"], user=self.accountant)
        values = {"ground": "not_due", "reason": "Thu thừa", "way": "cash"}
        refund = refunds._propose(match.incoming_id, amount, values, match)
        self.at(refund, user=self.chief).action_approve()
        return refund

    def refund(self, amount):
        """A refund that was paid out."""
        refund = self.propose(amount)
        self.at(refund, user=self.cashier)._pay_cash("Nguyễn Văn Thử")
        return refund.sudo()

    def reduce(self, user=None, receipt=None, **values):
        """The dialog of the adjustment, as somebody fills it in."""
        user = user or self.accountant
        action = (receipt or self.receipt).with_user(user).action_reduce()
        wizard = self.env["tthc.receipt.step"].with_user(user)
        wizard = wizard.with_context(**action["context"]).create(values)
        done = wizard.with_context(tthc_now=self.NOON).action_confirm()
        return self.receipts.browse(done["res_id"])

    def to_deal_with(self):
        domain = literal_eval(self.env.ref("tthc_receipt.action_receipt_awaited").domain)
        return self.receipts.with_user(self.accountant).search(
            [*domain, ("expected_id", "=", self.request.id)]
        )

    def sums(self):
        """Fees, charges and their sum by 01/TH-BLĐT."""
        summary = self.env["tthc.receipt.summary"].with_user(self.accountant)
        summary = summary.create(
            {"company_id": self.centre.id, "date_from": "2026-03-01", "date_to": "2026-03-31"}
        )
        total = summary._checked()["total"]
        return total["fees"], total["charges"], total["sum"]


@tagged("post_install", "-at_install")
class TestRefunded(RefundedCommon):
    def test_a_part_marks_the_receipt_when_it_is_paid_out(self):
        refund = self.propose(8_000)
        self.assertFalse(self.receipt.correction_wanted)
        self.at(refund, user=self.cashier)._pay_cash("Nguyễn Văn Thử")
        self.assertTrue(self.receipt.correction_wanted)
        self.assertEqual(self.receipt.refund_ids, refund.sudo())
        self.assertEqual(self.receipt.refunded_amount, 8_000)
        self.assertEqual(self.receipt.refunded_at, refund.sudo().done_at)
        self.assertEqual(self.kinds(self.receipt), ["issued", "refunded"])
        self.assertIn(refund.name, self.receipt.event_ids[-1:].note)
        self.assertEqual(self.to_deal_with(), self.receipt)
        self.assertEqual(self.receipt.state, "draft")

    def test_the_adjustment_lowers_the_sums(self):
        refund = self.refund(8_000)
        new = self.reduce()
        self.assertEqual((new.kind, new.origin_id, new.number), ("adjustment", self.receipt, 2))
        self.assertEqual((new.amount, new.fee_amount, new.charge_amount), (-8_000, 0, -8_000))
        self.assertEqual(new.amount_words, "Giảm tám nghìn đồng")
        self.assertEqual(new.line_ids.mapped("amount"), [-8_000])
        self.assertIn(refund.name, new.correction)
        self.assertEqual(self.receipt.state, "adjusted")
        self.assertFalse(self.receipt.correction_wanted)
        self.assertFalse(self.to_deal_with())
        self.assertEqual(self.sums(), (50_000, 0, 50_000))
        paper = " ".join(new._render_pdf().decode().split())
        for text in ("Điều chỉnh", "-8.000", "Giảm tám nghìn đồng", "số 00000001"):
            self.assertIn(text, paper)
        self.assertIn(b"<SoTien>-8000</SoTien>", new._xml())

    def test_the_accountant_says_how_it_divides(self):
        self.refund(10_000)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.reduce(charge=9_000)
        new = self.reduce(charge=4_000)
        self.assertEqual((new.fee_amount, new.charge_amount), (-6_000, -4_000))
        self.assertEqual(new.line_ids.mapped("amount"), [-6_000, -4_000])
        self.assertEqual(self.sums(), (44_000, 4_000, 48_000))

    def test_two_parts_one_after_the_other(self):
        self.refund(8_000)
        self.reduce()
        self.refund(10_000)
        self.assertTrue(self.receipt.correction_wanted)
        self.assertEqual(self.receipt.refunded_amount, 18_000)
        second = self.reduce()
        self.assertEqual(second.amount, -10_000)
        self.assertEqual(self.sums(), (40_000, 0, 40_000))
        with self.assertRaises(UserError):
            self.reduce()

    def test_a_refund_of_the_whole_leaves_a_receipt_to_be_cancelled(self):
        refund = self.refund(58_000)
        self.assertTrue(self.receipt.cancel_wanted)
        self.assertFalse(self.receipt.correction_wanted)
        self.assertEqual(self.receipt.refunded_amount, 58_000)
        self.assertEqual(self.to_deal_with(), self.receipt)
        action = self.receipt.with_user(self.accountant).action_cancel()
        self.assertEqual(action["context"]["default_reason"], refund.reason)
        self.at(self.receipt, user=self.accountant)._cancel("Hoàn trả", MINUTE)
        self.assertEqual(self.sums(), (0, 0, 0))
        self.assertEqual(len(self.request.receipt_ids), 1)

    def test_the_rest_after_a_part_cancels_the_adjustment_too(self):
        self.refund(8_000)
        reduction = self.reduce()
        with self.assertRaises(UserError):
            self.at(reduction, user=self.accountant)._cancel("x", MINUTE)
        self.refund(50_000)
        self.assertTrue(self.receipt.cancel_wanted)
        self.at(self.receipt, user=self.accountant)._cancel("Hoàn trả", MINUTE)
        self.assertEqual((self.receipt.state, reduction.state), ("cancelled", "cancelled"))
        self.assertEqual(reduction.end_reason, "Hoàn trả")
        self.assertEqual(self.sums(), (0, 0, 0))

    def test_cancelling_after_a_part_leaves_the_payer_a_receipt(self):
        self.refund(8_000)
        self.reduce()
        _event, new = self.at(self.receipt, user=self.accountant)._cancel("In hỏng", MINUTE)
        self.assertEqual((new.amount, new.correction_wanted), (58_000, True))
        self.assertEqual(new.refunded_amount, 8_000)
        self.assertEqual(self.sums(), (50_000, 8_000, 58_000))
        self.reduce(receipt=new)
        self.assertEqual(self.sums(), (50_000, 0, 50_000))

    def test_replacing_takes_refunds_and_adjustments_over(self):
        self.refund(8_000)
        acting = self.at(self.receipt, user=self.accountant)
        _event, new = acting._replace({"payer_name": "Trần B"}, "Sai tên", MINUTE)
        self.assertEqual((self.receipt.correction_wanted, new.correction_wanted), (False, True))
        self.reduce(receipt=new)
        again = self.at(new, user=self.accountant)._replace({}, "Sai địa chỉ", MINUTE)[1]
        self.assertEqual((again.refunded_amount, again.correction_wanted), (8_000, False))
        self.assertEqual(self.sums(), (50_000, 0, 50_000))

    def test_a_receipt_made_after_the_refund_is_marked(self):
        _dossier, request = self.accepted()
        with patch.object(type(self.receipts), "_collect", lambda self, *_args: self.browse()):
            self.at(request, user=self.cashier).action_receive_cash()
            self.request = request
            refund = self.refund(8_000)
        self.assertFalse(refund.receipt_id)
        receipt = self.at(self.receipts, user=self.cashier)._collect(request)
        self.assertEqual((refund.receipt_id, receipt.correction_wanted), (receipt, True))

    def test_money_that_paid_no_fee_marks_no_receipt(self):
        money = self.receive(self.request.reference, key="again")
        refunds = self.at(self.env["tthc.refund"], user=self.accountant)
        values = {"ground": "double", "reason": "Nộp trùng", "way": "cash"}
        refund = refunds._propose(money, 58_000, values)
        self.at(refund, user=self.chief).action_approve()
        self.at(refund, user=self.cashier)._pay_cash("Nguyễn Văn Thử")
        self.assertFalse(self.receipt.refund_ids)
        self.assertFalse(self.receipt.cancel_wanted or self.receipt.correction_wanted)

    def test_only_an_accountant_of_the_centre_adjusts(self):
        self.refund(8_000)
        for user in (self.cashier, self.inspector, self.other_accountant, self.receptionist):
            with self.assertRaises(AccessError):
                self.receipt.with_user(user).action_reduce()
            with self.assertRaises(AccessError):
                self.receipt.with_user(user)._reduce(0, "x")
        self.assertEqual(self.receipt.state, "draft")

    def test_without_a_book_nothing_is_adjusted(self):
        self.refund(8_000)
        self.series.action_close()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.reduce()
        self.assertTrue(self.receipt.correction_wanted)

    def test_every_print_says_it(self):
        self.receipt._issue_pdf()
        self.refund(8_000)
        self.assertIn("ĐÃ HOÀN TRẢ 8.000 đồng, ngày 10/03/2026", self.receipt._issue_pdf().decode())

    def test_the_paper_of_the_refund_names_the_receipt(self):
        refund = self.refund(8_000)
        paper = refund._render_paper("slip").decode()
        self.assertIn(f"{self.receipt.name} ngày 10/03/2026, 58.000 đồng", paper)

    def test_the_summary_says_what_is_not_adjusted(self):
        self.refund(8_000)
        summary = self.env["tthc.receipt.summary"].create(
            {"company_id": self.centre.id, "date_from": "2026-03-01", "date_to": "2026-03-31"}
        )
        self.assertEqual(summary._page_values(summary._checked())["unadjusted"], 1)
        self.reduce()
        self.assertEqual(summary._page_values(summary._checked())["unadjusted"], 0)


@tagged("post_install", "-at_install")
class TestRefundedCheck(RefundedCommon, HttpCase):
    def page(self, receipt=None):
        self.authenticate(None, None)
        return " ".join(self.url_open(f"/bien-lai/{(receipt or self.receipt).token}").text.split())

    def test_a_part(self):
        self.refund(8_000)
        page = self.page()
        self.assertIn("đã HOÀN TRẢ một phần", page)
        self.assertIn("8.000 đồng, ngày 10/03/2026", page)
        new = self.reduce()
        page = self.page()
        self.assertIn("điều chỉnh giảm bằng biên lai", page)
        self.assertIn(new.name, page)
        self.assertIn("-8.000 đồng", self.page(new))

    def test_the_whole(self):
        self.propose(58_000)
        page = self.page()
        self.assertIn("Biên lai đang chờ đơn vị thu hủy", page)
        self.assertNotIn("đang có hiệu lực", page)
        self.env["tthc.refund"].search([("expected_id", "=", self.request.id)]).with_user(
            self.cashier
        )._pay_cash("Nguyễn Văn Thử")
        self.assertIn("Toàn bộ số tiền đã được HOÀN TRẢ", self.page())
        self.at(self.receipt, user=self.accountant)._cancel("Hoàn trả", MINUTE)
        self.assertIn("đã HỦY", self.page())
