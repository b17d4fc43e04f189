"""One receipt at the moment of collection, whatever way the money came."""

from datetime import date, datetime

from odoo.tests import tagged

from .common import ReceiptCommon


@tagged("post_install", "-at_install")
class TestIssue(ReceiptCommon):
    def test_cash(self):
        self.open_series()
        receipt = self.cash()
        self.assertEqual(receipt.name, "EBL01 26TAA 00000001")
        self.assertEqual((receipt.state, receipt.kind), ("draft", "original"))
        self.assertEqual((receipt.method, receipt.collector_name), ("cash", self.cashier.name))
        self.assertEqual(receipt.payer_name, "Nguyễn Văn Thử")
        self.assertEqual(receipt.payer_address, "Số 1, đường Thử")
        self.assertEqual(
            receipt.line_ids.mapped(lambda line: (line.name, line.kind, line.amount)),
            [("Phí thẩm định", "phi", 50_000), ("Lệ phí cấp bản sao", "le_phi", 8_000)],
        )
        self.assertEqual(
            (receipt.amount, receipt.fee_amount, receipt.charge_amount), (58_000, 50_000, 8_000)
        )
        self.assertEqual(receipt.amount_words, "Năm mươi tám nghìn đồng")
        self.assertEqual(receipt.body_name, self.centre.name)
        self.assertEqual(receipt.body_tax_code, "2300999910")
        self.assertEqual((receipt.day, receipt.collected_day), (date(2026, 3, 10),) * 2)
        self.assertEqual(self.kinds(receipt), ["issued"])
        self.assertEqual(receipt.event_ids.user_id, self.cashier)

    def test_transfer_keeps_the_time_of_the_bank(self):
        self.open_series()
        _dossier, request = self.accepted()
        self.money = self.money.with_context(tthc_now=datetime(2026, 3, 11, 2, 0))
        self.receive(request.reference, booked_at=datetime(2026, 3, 10, 18, 0))
        receipt = request.receipt_ids
        self.assertEqual((receipt.method, receipt.collector_name), ("transfer", False))
        self.assertEqual(receipt.collected_at, datetime(2026, 3, 10, 18, 0))
        # 01:00 of the next day at the centre
        self.assertEqual(receipt.collected_day, date(2026, 3, 11))
        self.assertEqual(receipt.day, date(2026, 3, 11))

    def test_payment_in_parts_gives_one_receipt_when_it_is_whole(self):
        self.open_series()
        _dossier, request = self.accepted()
        first, second = (
            self.receive("khong co ma", amount, key=f"part{amount}") for amount in (50_000, 8_000)
        )
        matches = self.env["tthc.payment.match"].with_user(self.accountant)
        matches._match_manually(first, request, 50_000, "phần một")
        self.assertFalse(request.receipt_ids)
        matches.sudo().with_context(tthc_now=self.NOON)._match_manually(
            second, request, 8_000, "phần hai"
        )
        self.assertEqual(request.receipt_ids.amount, 58_000)
        self.assertEqual(request.receipt_ids.state, "draft")

    def test_numbers_follow_each_other(self):
        self.open_series()
        self.assertEqual([self.cash().number for _turn in range(3)], [1, 2, 3])

    def test_numbers_begin_at_one_each_year(self):
        self.open_series()
        self.cash()
        self.open_series(year=2027)
        receipt = self.cash(self.NEXT_YEAR)
        self.assertEqual((receipt.series_name, receipt.number), ("27TAA", 1))

    def test_without_a_book_the_collection_succeeds_and_the_receipt_waits(self):
        receipt = self.cash()
        self.assertEqual(receipt.expected_id.state, "paid")
        self.assertEqual((receipt.state, receipt.awaited_reason), ("awaited", "no_book"))
        self.assertFalse(receipt.name)
        self.assertEqual(self.kinds(receipt), ["awaited"])
        self.assertIn(receipt.expected_id.reference, receipt.display_name)

    def test_issued_later_with_the_true_time_of_collection(self):
        receipts = self.cash(datetime(2026, 3, 10, 7, 0)) | self.cash(datetime(2026, 3, 10, 5, 0))
        acting = receipts.with_user(self.cashier)
        answer = acting.action_issue()
        self.assertEqual(answer["params"]["type"], "warning")
        self.open_series()
        self.at(receipts, datetime(2026, 3, 12, 2, 0), self.accountant).action_issue()
        later, earlier = receipts
        self.assertEqual((earlier.number, later.number), (1, 2))
        self.assertEqual(earlier.collected_at, datetime(2026, 3, 10, 5, 0))
        self.assertEqual(earlier.collected_day, date(2026, 3, 10))
        self.assertEqual(earlier.day, date(2026, 3, 12))
        self.assertEqual(self.kinds(earlier), ["awaited", "issued"])
        self.assertIn("Ngày thu: 10/03/2026", earlier._render_pdf().decode())

    def test_the_job_issues_what_waits(self):
        receipt = self.cash()
        jobs = self.receipts.with_context(tthc_now=self.NOON)
        jobs._cron_issue()
        self.assertEqual(receipt.state, "awaited")
        self.open_series()
        jobs._cron_issue()
        self.assertEqual((receipt.state, receipt.number), ("draft", 1))
        jobs._cron_issue()
        self.assertEqual(self.kinds(receipt), ["awaited", "issued"])

    def test_a_collection_has_one_receipt(self):
        self.open_series()
        receipt = self.cash()
        self.assertFalse(self.receipts._collect(receipt.expected_id))
        self.assertEqual(len(receipt.expected_id.receipt_ids), 1)

    def test_payments_from_before_the_addon_get_their_receipts(self):
        receipt = self.cash()
        request = receipt.expected_id
        receipt._want_cancelled("thử")
        self.assertEqual(receipt.state, "void")
        self.open_series()
        action = self.at(request, user=self.accountant).action_make_receipts()
        self.assertEqual(self.receipts.search(action["domain"]).mapped("state"), ["draft", "void"])

    def test_postage_is_no_fee(self):
        self.open_series()
        _dossier, request = self.accepted()
        kinds = request.line_ids._fields["kind"].get_values(self.env)
        lines = request.line_ids.filtered(lambda line: line.kind == "phi")
        self.assertLessEqual({"phi", "le_phi"}, set(kinds))
        content = self.receipts._content_of(request, request.match_ids, lines)
        self.assertEqual((content["amount"], content["charge_amount"]), (50_000, 0))

    def test_queries_added_to_a_collection(self):
        """A collection with a book costs what is measured here, without one less."""
        self.open_series()
        counts = {}
        for name in ("warm", "with", "without"):
            if name == "without":
                self.env["tthc.receipt.series"].search([]).action_close()
            _dossier, request = self.accepted()
            match = self.env["tthc.payment.match"]
            self.env.flush_all()
            request._set({"state": "paid", "paid_at": self.NOON})
            self.env.flush_all()
            self.env.invalidate_all()
            request.dossier_id.fetch(["name"])
            before = self.env.cr.sql_log_count
            self.at(self.receipts, user=self.cashier)._collect(request, match)
            self.env.flush_all()
            counts[name] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts["with"], 30, counts)
        self.assertLess(counts["without"], counts["with"])

    def test_no_query_is_added_to_acceptance(self):
        """The money of an acceptance is only asked for: nothing of the receipts is touched."""
        dossier, request = self.accepted()
        self.assertFalse(dossier.receipt_ids)
        self.assertFalse(self.receipts.search_count([("expected_id", "=", request.id)]))
