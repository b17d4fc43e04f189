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

    def test_paid_in_part_and_then_waived(self):
        """The receipt says what was collected, not what was asked for at first."""
        self.open_series()
        second_chief = self._finance_user("t.ketoantruong3", "chief_accountant")
        _dossier, request = self.accepted()
        money = self.receive("khong co ma", 10_000)
        matches = self.env["tthc.payment.match"].with_user(self.accountant)
        matches._match_manually(money, request, 10_000, "phần một")
        waiver = self.env["tthc.fee.waiver"].with_user(self.receptionist)
        waiver = waiver.create(
            {
                "expected_id": request.id,
                "ground": "decision",
                "mode": "percent",
                "percent": 50,
                "legal_basis": "QĐ 12/QĐ-UBND",
                "evidence": "Sổ hộ nghèo số 7",
            }
        )
        waiver.action_propose()
        waiver.with_user(second_chief).action_approve()
        self.assertFalse(request.receipt_ids)
        self.money = self.money.with_context(tthc_now=self.NOON)
        self.receive(request.reference, 19_000)
        receipt = request.receipt_ids
        self.assertEqual(
            (receipt.amount, receipt.fee_amount, receipt.charge_amount), (29_000, 25_000, 4_000)
        )
        self.assertEqual(receipt.line_ids.mapped("amount"), [25_000, 4_000])
        self.assertEqual(receipt.amount_words, "Hai mươi chín nghìn đồng")

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
        dossier, _request = self.accepted()
        line = {"name": "Cước bưu chính", "kind": "postage", "quantity": 1, "amount": 30_000}
        request = self.env["tthc.expected.payment"]._open(dossier, [line], "postage")
        self.at(request, user=self.cashier).action_receive_cash()
        self.assertEqual(request.state, "paid")
        self.assertFalse(request.receipt_ids)

    def test_who_pays_is_not_always_the_applicant(self):
        self.open_series()
        _dossier, request = self.accepted()
        request.with_user(self.cashier)._change_payer(
            {"payer_name": "Công ty TNHH Nộp Thay", "payer_tax_code": "0100109106"}
        )
        self.at(request, user=self.cashier).action_receive_cash()
        receipt = request.receipt_ids
        self.assertEqual(receipt.payer_name, "Công ty TNHH Nộp Thay")
        self.assertEqual(receipt.payer_tax_code, "0100109106")
        self.assertFalse(receipt.payer_id or receipt.payer_address)
        said = self.receipts._check_token(receipt.token)["values"]
        self.assertEqual(said["payer"], "Công ty TNHH Nộp Thay")
        employer = self.env["res.partner"].create(
            {"name": "Lê Văn Chủ", "tthc_kind": "citizen", "street": "Số 7, đường Thuê"}
        )
        _dossier, request = self.accepted()
        request.with_user(self.cashier)._change_payer({"payer_id": employer.id})
        self.at(request, user=self.cashier).action_receive_cash()
        receipt = request.receipt_ids
        self.assertEqual(receipt.payer_id, employer)
        self.assertEqual(receipt.payer_address, "Số 7, đường Thuê")
        said = self.receipts._check_token(receipt.token)["values"]
        self.assertEqual(said["payer"], "Lê V••• C•••")

    def test_one_transfer_for_several_dossiers_gives_each_its_receipt(self):
        self.open_series()
        requests = self.env["tthc.expected.payment"]
        for _turn in range(3):
            requests |= self.accepted()[1]
        self.at(requests, user=self.cashier)._take_at_desk()
        self.assertEqual(sorted(requests.receipt_ids.mapped("number")), [1, 2, 3])
        self.assertEqual(len(requests.receipt_ids.dossier_id), 3)

    def test_card(self):
        self.open_series()
        _dossier, request = self.accepted()
        terminal = self.env["tthc.card.terminal"].create(
            {"tid": "12345678", "company_id": self.centre.id, "account_id": self.account.id}
        )
        self.at(request, user=self.cashier)._take_at_desk("card", terminal=terminal, slip="123456")
        receipt = request.receipt_ids
        self.assertEqual((receipt.method, receipt.collector_name), ("card", self.cashier.name))

    def test_the_key_of_the_seals_is_there_before_the_first_receipt(self):
        """Also in a neutralised copy of a database, which has lost it."""
        keys = self.env["ir.config_parameter"].search([("key", "=like", "tthc_dossier.check_key%")])
        self.assertTrue(keys)
        keys.unlink()
        self.open_series()
        name, _key = self.env["tthc.form.print"]._signing_key()
        receipt = self.cash()
        self.assertTrue(receipt.token.startswith(f"{name}."))
        self.assertEqual(self.receipts._check_token(receipt.token)["verdict"], "valid")

    def test_queries_added_to_a_collection(self):
        """What the receipt adds to the collection, with nothing cached: 20 with a book and 14
        without one, when this was written."""
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
        self.assertLessEqual(counts["with"], 25, counts)
        self.assertLess(counts["without"], counts["with"])

    def test_no_query_is_added_to_acceptance(self):
        """The money of an acceptance is only asked for: nothing of the receipts is touched."""
        dossier, request = self.accepted()
        self.assertFalse(dossier.receipt_ids)
        self.assertFalse(self.receipts.search_count([("expected_id", "=", request.id)]))
