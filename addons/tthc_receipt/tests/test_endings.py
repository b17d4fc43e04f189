"""Cancelling, replacing, adjusting; payments that were undone."""

from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ReceiptCommon

MINUTE = {"minute_number": "01/BB", "minute_date": date(2026, 3, 11)}


@tagged("post_install", "-at_install")
class TestEndings(ReceiptCommon):
    def setUp(self):
        super().setUp()
        self.series = self.open_series()
        _dossier, self.request = self.accepted()
        self.money = self.money.with_context(tthc_now=self.NOON)
        self.receive(self.request.reference)
        self.receipt = self.request.receipt_ids

    def step(self, kind, user=None, receipt=None, **values):
        """The dialog as somebody fills it in."""
        receipt = receipt or self.receipt
        acting = receipt.with_user(user or self.accountant)
        name = {"sign": "action_record_signature", "send": "action_record_sending"}.get(
            kind, f"action_{kind}"
        )
        action = getattr(acting, name)()
        wizard = self.env["tthc.receipt.step"].with_user(user or self.accountant)
        wizard = wizard.with_context(**action["context"]).create(values)
        done = wizard.with_context(tthc_now=self.NOON).action_confirm()
        return self.receipts.browse(done.get("res_id", 0))

    def undo(self):
        self.request.match_ids.with_user(self.accountant)._undo("Chuyển nhầm hồ sơ")

    def test_undoing_a_match_marks_the_receipt(self):
        self.undo()
        self.assertEqual(self.receipt.state, "draft")
        self.assertTrue(self.receipt.cancel_wanted)
        self.assertEqual(self.receipt.cancel_wanted_reason, "Chuyển nhầm hồ sơ")
        self.assertEqual(self.kinds(self.receipt), ["issued", "marked"])
        with self.assertRaises(UserError):
            self.step("replace", reason="x", **MINUTE)
        self.assertFalse(self.step("cancel", reason="Khách nộp nhầm", **MINUTE))
        self.assertEqual(self.receipt.state, "cancelled")
        self.assertFalse(self.receipt.cancel_wanted)
        self.assertEqual(self.receipt.ended_by_id, self.accountant)
        self.assertEqual(self.receipt.end_reason, "Khách nộp nhầm")
        self.assertEqual(self.receipt.minute_number, "01/BB")
        self.assertEqual(len(self.request.receipt_ids), 1)

    def test_a_paid_request_that_is_given_up_marks_its_receipt(self):
        """As a refund of the whole sum leaves it."""
        self.request._set({"state": "cancelled", "close_reason": "Hoàn phí HP1"})
        self.assertTrue(self.receipt.cancel_wanted)
        self.assertEqual(self.receipt.cancel_wanted_reason, "Hoàn phí HP1")
        self.assertFalse(self.step("cancel", reason="Hoàn phí", **MINUTE))
        self.assertEqual(self.receipt.state, "cancelled")

    def test_paid_again_after_undoing(self):
        self.undo()
        self.at(self.request, user=self.cashier).action_receive_cash()
        new = self.request.receipt_ids - self.receipt
        self.assertEqual((new.number, new.method, new.state), (2, "cash", "draft"))
        self.assertTrue(self.receipt.cancel_wanted)

    def test_undoing_before_the_receipt_was_issued(self):
        self.series.action_close()
        receipt = self.cash()
        self.assertEqual(receipt.state, "awaited")
        receipt.expected_id.match_ids.with_user(self.accountant)._undo("Thu nhầm")
        self.assertEqual((receipt.state, receipt.end_reason), ("void", "Thu nhầm"))
        self.series.action_open()
        self.receipts.with_context(tthc_now=self.NOON)._cron_issue()
        self.assertFalse(receipt.number)

    def test_cancelling_the_receipt_of_a_paid_fee_issues_another(self):
        new = self.step("cancel", reason="In hỏng", **MINUTE)
        self.assertEqual(self.receipt.state, "cancelled")
        self.assertEqual((new.number, new.state, new.amount), (2, "draft", 58_000))
        self.assertEqual(new.collected_at, self.receipt.collected_at)

    def test_replacing(self):
        new = self.step(
            "replace",
            reason="Sai tên người nộp",
            payer_name="Trần Thị Đúng",
            payer_address="Số 2",
            **MINUTE,
        )
        self.assertEqual((self.receipt.state, self.receipt.number), ("replaced", 1))
        self.assertEqual((new.kind, new.number, new.origin_id), ("replacement", 2, self.receipt))
        self.assertEqual((new.payer_name, new.amount), ("Trần Thị Đúng", 58_000))
        self.assertEqual(new.line_ids.mapped("amount"), [50_000, 8_000])
        self.assertEqual(self.receipt.payer_name, "Nguyễn Văn Thử")
        self.assertEqual(self.receipt.later_ids, new)
        self.assertIn("số 00000001", " ".join(new._render_pdf().decode().split()))
        with self.assertRaises(UserError):
            self.step("cancel", reason="lần nữa", **MINUTE)
        again = self.step("replace", receipt=new, reason="Sai địa chỉ", **MINUTE)
        self.assertEqual((again.number, again.origin_id), (3, new))

    def test_adjusting(self):
        new = self.step("adjust", reason="Bổ sung địa chỉ", payer_address="Số 3, đường Mới")
        self.assertEqual(self.receipt.state, "adjusted")
        self.assertEqual((new.kind, new.number, new.amount), ("adjustment", 2, 0))
        self.assertFalse(new.line_ids)
        self.assertIn("“Số 1, đường Thử” nay là “Số 3, đường Mới”", new.correction)
        with self.assertRaises(UserError):
            self.step("adjust", reason="không có gì")
        # Still in force: the payment has its receipt, and it can be cancelled.
        self.assertFalse(self.receipts._collect(self.request))
        self.undo()
        self.assertTrue(self.receipt.cancel_wanted)
        self.step("cancel", reason="Hoàn tiền", **MINUTE)
        self.assertEqual(self.receipt.state, "cancelled")

    def test_correcting_needs_a_book(self):
        self.series.action_close()
        for kind, values in (("replace", MINUTE), ("adjust", {})):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.step(kind, reason="x", payer_name="Khác", **values)
        self.assertEqual(self.receipt.state, "draft")
        self.assertEqual(len(self.request.receipt_ids), 1)

    def test_reason_and_minute_are_asked_for(self):
        for values in (
            {**MINUTE},
            {"reason": "x", "minute_number": " "},
            {"reason": " ", **MINUTE},
        ):
            with self.assertRaises(UserError):
                self.step("cancel", **values)
        self.assertEqual(self.receipt.state, "draft")

    def test_the_minute_stays_with_the_event(self):
        self.step("cancel", reason="In hỏng", file="QUJD", file_name="bien-ban.pdf", **MINUTE)
        event = self.receipt.event_ids.filtered(lambda row: row.kind == "cancelled")
        self.assertEqual(event.file_name, "bien-ban.pdf")
        self.assertTrue(event.with_user(self.accountant).action_open_file()["url"])

    def test_only_an_accountant_of_the_centre_corrects(self):
        for user in (self.cashier, self.inspector):
            with self.assertRaises(AccessError):
                self.step("cancel", user=user, reason="x", **MINUTE)
        for name, arguments in (
            ("_cancel", ("x", MINUTE)),
            ("_replace", ({}, "x", MINUTE)),
            ("_adjust", ({}, "x")),
        ):
            for user in (self.cashier, self.inspector, self.other_accountant, self.receptionist):
                with self.assertRaises(AccessError):
                    getattr(self.receipt.with_user(user), name)(*arguments)
        self.assertEqual(self.receipt.state, "draft")

    def test_a_receipt_issued_in_another_year_is_replaced_in_this_one(self):
        self.open_series(year=2027)
        acting = self.at(self.receipt, self.NEXT_YEAR, self.accountant)
        _event, new = acting._replace({}, "Sai", MINUTE)
        self.assertEqual((new.series_name, new.number), ("27TAA", 1))
        self.assertEqual(new.collected_at, datetime(2026, 3, 10, 3, 0))
