"""Symbols, series, books, delegations."""

from datetime import date

import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReceiptCommon


@tagged("post_install", "-at_install")
class TestBooks(ReceiptCommon):
    def test_shipped_symbols(self):
        codes = self.env["tthc.receipt.symbol"].search([]).mapped("code")
        self.assertLessEqual({"EBL01", "EBL02"}, set(codes))

    def test_a_symbol_is_in_force_once_a_day(self):
        symbols = self.env["tthc.receipt.symbol"]
        values = {"code": "EBL01", "title": "Biên lai", "date_from": date(2030, 1, 1)}
        with self.assertRaises(ValidationError):
            symbols.create(values)
        self.symbol.date_to = date(2029, 12, 31)
        self.assertTrue(symbols.create(values))

    def test_letters_of_the_series(self):
        series = self.open_series(letters="ab")
        self.assertEqual(series.name, "26TAB")
        for wrong in ("FA", "A1"):
            with self.assertRaises(ValidationError):
                self.open_series(letters=wrong)

    def test_a_series_needs_a_tax_code_and_a_book(self):
        with self.assertRaisesRegex(UserError, "book|quyển"):
            self.open_series(books=())
        self.centre.vat = False
        with self.assertRaisesRegex(UserError, "tax code|mã số thuế"):
            self.open_series(letters="AB")

    def test_the_same_series_twice(self):
        self.open_series()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            self.open_series()

    def test_a_series_stays_once_receipts_were_issued(self):
        series = self.open_series()
        self.cash()
        series.note = "Thông báo số 1"
        for values in ({"letters": "AB"}, {"year": 2027}, {"company_id": self.other_centre.id}):
            with self.assertRaises(UserError):
                series.write(values)
        for record in (series, series.book_ids):
            with self.assertRaises(UserError):
                record.unlink()
        with self.assertRaises(UserError):
            self.symbol.code = "EBL09"

    def test_numbers_outside_the_law(self):
        for first, last in ((0, 10), (1, 100_000_000), (10, 9)):
            with (
                self.subTest(first=first, last=last),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.open_series(books=((first, last),))

    def test_a_number_is_in_one_book(self):
        with self.assertRaises(ValidationError):
            self.open_series(books=((1, 10), (10, 20)))

    def test_ranges_are_used_in_ascending_order(self):
        series = self.open_series(books=((11, 12), (1, 2), (21, 21)))
        self.assertEqual([self.cash().number for _turn in range(5)], [1, 2, 11, 12, 21])
        receipt = self.cash()
        self.assertEqual((receipt.state, receipt.awaited_reason), ("awaited", "used_up"))
        self.assertEqual(series.book_ids.mapped("left_count"), [0, 0, 0])

    def test_a_closed_book_is_passed_over(self):
        series = self.open_series(books=((1, 5), (6, 9)))
        self.cash()
        series.book_ids[0].with_user(self.chief).action_close()
        self.assertEqual(self.cash().number, 6)
        series.book_ids[0].with_user(self.chief).action_reopen()
        self.assertEqual(self.cash().number, 2)

    def test_a_closed_series_issues_nothing(self):
        self.open_series().with_user(self.chief).action_close()
        self.assertEqual(self.cash().state, "awaited")

    def test_a_symbol_that_has_ended_issues_nothing(self):
        self.open_series()
        self.symbol.date_to = date(2026, 3, 9)
        self.assertEqual(self.cash().state, "awaited")

    def test_a_branch_uses_its_own_range_or_its_body_s_book(self):
        branch = self.env["res.company"].create(
            {"name": "Điểm tiếp nhận xã", "parent_id": self.centre.id}
        )
        books = self.env["tthc.receipt.book"]
        series = self.open_series(books=((1, 100),))
        day = date(2026, 3, 10)
        self.assertEqual(books._candidates(branch, day, 1).number_from, 1)
        own = books.create(
            {"series_id": series.id, "company_id": branch.id, "number_from": 101, "number_to": 200}
        )
        self.assertEqual(books._candidates(branch, day, 1), own)
        self.assertEqual(own._take_number(), (own, 101))

    def test_the_next_range_is_proposed(self):
        series = self.open_series(books=((1, 100),))
        books = self.env["tthc.receipt.book"].with_context(default_series_id=series.id)
        self.assertEqual(books.default_get(["number_from"])["number_from"], 101)

    def test_a_series_with_a_face_value_serves_its_amount_only(self):
        with self.assertRaises(ValidationError):
            self.open_series(face_value=58_000)
        self.open_series()
        fixed = self.env.ref("tthc_receipt.symbol_ebl02")
        self.open_series(face_value=58_000, letters="AB", symbol_id=fixed.id)
        self.assertEqual(self.cash().name, "EBL02 26TAB 00000001")
        candidates = self.env["tthc.receipt.book"]._candidates(
            self.centre, date(2026, 3, 10), 60_000
        )
        self.assertEqual(candidates.series_id.mapped("name"), ["26TAA"])

    def test_the_next_year_s_series(self):
        series = self.open_series(books=((1, 50), (51, 100)))
        action = series.with_user(self.chief).action_next_year()
        new = self.env["tthc.receipt.series"].browse(action["res_id"])
        self.assertEqual((new.name, new.state), ("27TAA", "draft"))
        self.assertEqual(new.book_ids.mapped("number_from"), [1, 51])

    def test_only_the_chief_accountant_keeps_books(self):
        series = self.open_series()
        for user in (self.cashier, self.accountant, self.inspector):
            for action in (series.action_close, series.action_next_year):
                with self.assertRaises(AccessError):
                    action.__func__(series.with_user(user))
            with self.assertRaises(AccessError):
                series.book_ids.with_user(user).action_close()
            with self.assertRaises(AccessError):
                self.symbol.with_user(user).title = "x"
        self.symbol.with_user(self.chief).legal_basis = "TT 91/2026/TT-BTC"


@tagged("post_install", "-at_install")
class TestDelegation(ReceiptCommon):
    def delegate(self, **more):
        return self.env["tthc.receipt.delegation"].create(
            {
                "company_id": self.centre.id,
                "delegate_id": self.other_centre.id,
                "document_number": "12/UN",
                "document_date": date(2026, 2, 20),
                "date_from": date(2026, 3, 1),
                "tax_notified_on": date(2026, 2, 26),
                **more,
            }
        )

    def test_the_tax_authority_is_told_three_days_before(self):
        self.assertFalse(self.delegate().warning)
        self.assertIn("3", self.delegate(tax_notified_on=date(2026, 2, 27)).warning)
        self.assertTrue(self.delegate(tax_notified_on=False).warning)

    def test_another_unit_needs_a_delegation(self):
        series = self.open_series(books=((1, 100),))
        book = {
            "series_id": series.id,
            "company_id": self.other_centre.id,
            "number_from": 101,
            "number_to": 200,
        }
        with self.assertRaises(ValidationError):
            self.env["tthc.receipt.book"].create(book)
        wrong = self.delegate(company_id=self.other_centre.id, delegate_id=self.centre.id)
        with self.assertRaises(ValidationError):
            self.env["tthc.receipt.book"].create({**book, "delegation_id": wrong.id})

    def delegated(self, **more):
        written = self.delegate(**more)
        return self.open_series(
            books=(),
            state="open",
            book_ids=[
                Command.create({"company_id": self.other_centre.id, "delegation_id": written.id})
            ],
        )

    def test_the_receipt_shows_both(self):
        self.delegated()
        self.other_centre.street = "Số 9, đường Ủy Nhiệm"
        _dossier, request = self.accepted(company_id=self.other_centre.id)
        self.at(request, user=self.other_cashier).action_receive_cash()
        receipt = request.receipt_ids
        self.assertEqual(receipt.body_name, self.centre.name)
        self.assertEqual(receipt.body_tax_code, "2300999910")
        self.assertEqual(receipt.delegate_name, self.other_centre.name)
        self.assertEqual(receipt.delegate_address, "Số 9, đường Ủy Nhiệm")
        paper = receipt._render_pdf().decode()
        for text in (self.centre.name, self.other_centre.name, "12/UN ngày 20/02/2026"):
            self.assertIn(text, paper)
        self.assertEqual(receipt.with_user(self.other_cashier).number, 1)

    def test_after_its_end_nothing_is_issued_under_it(self):
        self.delegated(date_to=date(2026, 3, 9))
        _dossier, request = self.accepted(company_id=self.other_centre.id)
        self.at(request, user=self.other_cashier).action_receive_cash()
        self.assertEqual(request.receipt_ids.state, "awaited")
