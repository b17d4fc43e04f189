import base64
import io
from datetime import timedelta

from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.tthc_dossier.models import tthc_book
from odoo.addons.tthc_dossier.wizards import tthc_book_print
from odoo.addons.tthc_payment.tests.common import PaymentCommon

from ..models.tthc_finance_book import BOOKS, COLLECTION, EXCEPTIONS


@tagged("post_install", "-at_install")
class TestBooks(PaymentCommon):
    """What stands in the books of a centre and a period, for whom, and that it stays there."""

    def setUp(self):
        super().setUp()
        self.dossier, self.request = self.accepted()
        self.money_in = self.receive(f"MBVCB.{self.request.reference}.CT")
        _other, by_hand = self.accepted()
        by_hand.with_user(self.cashier).action_receive_cash()
        self.by_hand = by_hand

    def sheet(self, kind="collection", user=None, day=None, **more):
        today = fields.Date.context_today(self.centre)
        return (
            self.env["tthc.finance.book.print"]
            .with_user(user or self.accountant)
            .create(
                {
                    "kind": kind,
                    "company_id": self.centre.id,
                    "date_from": day or today,
                    "date_to": day or today,
                    **more,
                }
            )
        )

    def rows(self, kind="collection", user=None, **more):
        sheet = self.sheet(kind, user, **more)
        titles = [column.title for column in BOOKS[kind][2]]
        return [dict(zip(titles, row, strict=True)) for row in sheet._checked_rows()]

    def workbook(self, sheet):
        sheet.action_xlsx()
        return load_workbook(io.BytesIO(base64.b64decode(sheet.file))).active

    def own(self, rows):
        known = (self.request.reference, self.by_hand.reference)
        return [row for row in rows if row["Mã thanh toán"] in known]

    def test_collection(self):
        rows = self.own(self.rows())
        self.assertEqual(
            [(row["Mã thanh toán"], row["Số tiền (đồng)"], row["Hình thức"]) for row in rows],
            [
                (self.request.reference, self.FEE, "Chuyển khoản"),
                (self.by_hand.reference, self.FEE, "Tiền mặt"),
            ],
        )
        transfer = rows[0]
        self.assertEqual(transfer["Mã hồ sơ"], self.dossier.name)
        self.assertEqual(transfer["Tài khoản thu"], self.account.number)
        self.assertEqual(transfer["Người nộp"], self.dossier.owner_id.name)
        for line in self.request.line_ids:
            self.assertIn(line.name, transfer["Nội dung thu"])
        self.assertEqual(f"{transfer['Ngày tiền về']:%d/%m/%Y %H:%M}", "10/03/2026 10:00")

    def test_what_is_undone_later_is_an_entry_of_that_day(self):
        match = self.request.match_ids
        yesterday = fields.Datetime.now() - timedelta(days=1)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE tthc_payment_match SET matched_at = %s WHERE id = %s", [yesterday, match.id]
        )
        day = fields.Date.context_today(self.centre) - timedelta(days=1)
        before = self.own(self.rows(day=day))
        self.assertEqual([row["Số tiền (đồng)"] for row in before], [self.FEE])
        match.with_user(self.accountant).sudo()._undo("Nhầm hồ sơ")
        self.assertEqual(self.own(self.rows(day=day)), before)
        negative = [row for row in self.own(self.rows()) if row["Số tiền (đồng)"] < 0]
        self.assertEqual([row["Số tiền (đồng)"] for row in negative], [-self.FEE])
        self.assertIn("Nhầm hồ sơ", negative[0]["Ghi chú"])

    def test_exceptions(self):
        self.receive("=HYPERLINK(1) chuyen tien", 7_000)
        row = next(row for row in self.rows("exceptions", day=None, **self.march()))
        self.assertEqual(row["Lý do"], "Không có mã thanh toán")
        self.assertEqual((row["Số tiền (đồng)"], row["Chưa khớp (đồng)"]), (7_000, 7_000))
        self.assertGreater(row["Số ngày chờ"], 200)

    def march(self):
        return {"date_from": "2026-03-01", "date_to": "2026-03-31"}

    def test_shifts(self):
        row = next(row for row in self.rows("shifts") if row["Số ca"] == self.shift.name)
        self.assertEqual((row["Thu tiền mặt"], row["Tiền lẻ đầu ca"]), (self.FEE, 100_000))
        self.assertEqual(row["Trạng thái"], "Đang mở")

    def test_refunds(self):
        proposal = {"ground": "not_due", "reason": "Thu nhầm", "way": "cash"}
        refund = (
            self.env["tthc.refund"]
            .with_user(self.accountant)
            .sudo()
            ._propose(
                self.by_hand.match_ids.incoming_id, self.FEE, proposal, self.by_hand.match_ids
            )
        )
        self.assertFalse(self.rows("refunds"))
        refund.with_user(self.chief).action_approve()
        refund.with_user(self.cashier).sudo()._pay_cash("Nguyễn Văn Nhận")
        row = self.rows("refunds")[0]
        self.assertEqual((row["Số đề nghị"], row["Số tiền (đồng)"]), (refund.name, self.FEE))
        self.assertEqual(row["Người duyệt"], self.chief.name)
        entries = self.own(self.rows())
        self.assertEqual(sum(row["Số tiền (đồng)"] for row in entries), self.FEE)

    def test_workbook(self):
        sheet = self.workbook(self.sheet())
        cells = {cell.value: cell for row in sheet for cell in row if cell.value is not None}
        self.assertIn("SỔ THU PHÍ, LỆ PHÍ", cells)
        header = [cell.value for cell in sheet[6]]
        self.assertEqual(header, ["STT", *(column.title for column in COLLECTION)])
        place = header.index("Số tiền (đồng)")
        last = [cell.value for cell in sheet[sheet.max_row]]
        amounts = [
            row[place].value for row in sheet.iter_rows(min_row=7, max_row=sheet.max_row - 1)
        ]
        self.assertEqual((last[0], last[place]), ("Cộng", sum(amounts)))

    def test_rows_come_by_and_by_and_none_is_lost(self):
        self.patch(tthc_book, "CHUNK", 3)
        for number in range(10):
            self.receive(f"khong ro {number}", 1_000 + number)
        sheet = self.sheet("exceptions", **self.march())
        amounts = []
        for row in sheet._checked_rows():
            self.env["res.users"].search_count([])  # other queries in between
            amounts.append(row[6])
        self.assertEqual(len(amounts), len(set(amounts)))
        self.assertLessEqual({1_000 + number for number in range(10)}, set(amounts))
        book = self.workbook(sheet)
        self.assertEqual(book.max_row, 6 + len(amounts) + 1)

    def test_texts_of_others_are_no_formulas(self):
        memo = '=HYPERLINK("http://x.example";"Xem")'
        self.receive(memo, 7_000)
        sheet = self.workbook(self.sheet("exceptions", **self.march()))
        place = [cell.value for cell in sheet[6]].index(EXCEPTIONS[4].title)
        found = [row[place] for row in sheet.iter_rows(min_row=7) if row[place].value == memo]
        self.assertEqual([cell.data_type for cell in found], ["s"])
        self.assertTrue(found[0].quotePrefix)

    def test_paper(self):
        for kind in BOOKS:
            with self.subTest(kind):
                sheet = self.sheet(kind, **self.march())
                sheet.action_pdf()
                page = base64.b64decode(sheet.file).decode()
                self.assertIn(BOOKS[kind][0], page)
                self.assertIn("Từ ngày 01/03/2026 đến ngày 31/03/2026", page)

    def test_too_long_for_paper(self):
        self.patch(tthc_book_print, "MOST_PRINTED", 1)
        with self.assertRaises(UserError):
            self.sheet().action_pdf()

    def test_periods_that_make_no_sense(self):
        for first, last in (("2026-03-02", "2026-03-01"), ("2024-01-01", "2026-01-01")):
            with self.subTest(first=first), self.assertRaises(UserError):
                self.sheet(date_from=first, date_to=last).action_xlsx()

    def test_rights(self):
        for user in (self.accountant, self.chief, self.inspector):
            self.assertTrue(self.sheet(user=user).action_xlsx())
        for user in (self.receptionist, self.officer, self.cashier):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.sheet(user=user)
        with self.assertRaises(AccessError):
            self.sheet(user=self.other_accountant, company_id=self.centre.id).action_xlsx()
        others = self.sheet(user=self.other_accountant, company_id=self.other_centre.id)
        shown = {row[2] for row in others._checked_rows()}
        self.assertFalse(shown & {self.request.reference, self.by_hand.reference})
