import io
from datetime import date, datetime, timedelta

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools import statement
from odoo.addons.tthc_payment.tools.statement import Row
from odoo.addons.tthc_payment.tools.statement_days import check_days, exchanged
from odoo.addons.tthc_payment.tools.statement_error import StatementError
from odoo.addons.tthc_payment.tools.statement_frame import Frame, is_numbering_row

from . import statement_samples as samples

HEAD = ["Ngày giao dịch", "Bút toán", "Phát sinh nợ", "Phát sinh có", "Số dư", "Nội dung"]
NO_BALANCE = [*HEAD[:4], HEAD[5]]


class TrapCase(BaseCase):
    def read(self, *rows, bank="mb", merges=()):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for area in merges:
            book.active.merge_cells(area)
        stream = io.BytesIO()
        book.save(stream)
        return statement.read_statement(stream.getvalue(), samples.layouts(bank), "1017595600")

    def amounts(self, *rows, **options):
        return [row.credit - row.debit for row in self.read(*rows, **options).rows]

    def assertRefused(self, code, row, *rows, **options):
        with self.assertRaises(StatementError) as caught:
            self.read(*rows, **options)
        self.assertEqual((caught.exception.code, caught.exception.row), (code, row))


class TestFrame(TrapCase):
    MOVES = [
        ["01/10/2026", "FT1", None, "5,000", "5,000", "a"],
        ["02/10/2026", "FT2", None, "7,000", "12,000", "b"],
    ]

    def test_what_stands_above_the_titles_is_no_part_of_them(self):
        numbered = [["STT", *HEAD], *([n, *row] for n, row in enumerate(self.MOVES, 1))]
        for above in (
            ["Loại tiền/Currency:", "VND"], ["Số tài khoản:", "1017595600"],
            ["Số dư đầu kỳ:", "0"], ["Số tài khoản: 1017595600"],
        ):  # fmt: skip
            for bank in ("mb", "bidv", ""):
                self.assertEqual(self.amounts(above, *numbered, bank=bank), [5_000, 7_000], above)

    def test_titles_over_two_rows_at_every_page_break(self):
        titles = [[*HEAD[:2], "Số tiền", None, *HEAD[4:]], [None, None, "Nợ", "Có"]]
        rows = [*titles, self.MOVES[0], *titles, self.MOVES[1]]
        merges = [f"{column}{top}:{column}{top + 1}" for top in (1, 4) for column in "ABEF"]
        self.assertEqual(self.amounts(*rows, merges=merges), [5_000, 7_000])

    def test_columns_numbered_below_their_titles(self):
        for marks in (["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], [1, 2, 3, 4, 5, 6]):
            self.assertEqual(self.amounts(HEAD, marks, *self.MOVES), [5_000, 7_000])
        self.assertTrue(is_numbering_row(["A", "B", "1", "2", None, "3"]))
        self.assertFalse(is_numbering_row(["1", "2", "4"]))
        self.assertFalse(is_numbering_row(["01/10/2026", "1", "2", "3"]))

    def test_balances_in_a_sentence(self):
        for text, balance in (
            ("Số dư cuối kỳ/ Closing balance: 26 272 800", 26_272_800),
            ("Số dư cuối kỳ: 26\u00a0272\u00a0800 VND", 26_272_800),
            ("Số dư cuối kỳ 30/11/2026 26 272 800", 26_272_800),
            ("Số dư cuối kỳ: (26,272,800)", -26_272_800),
            ("Số dư cuối kỳ: -26.272.800 đ", -26_272_800),
            ("Số dư cuối kỳ: 26'272'800", 26_272_800),
            ("Số dư cuối kỳ: 800", 800),
        ):
            frame = Frame()
            frame.look([text], 1)
            self.assertEqual(frame.closing, balance, text)

    def test_totals_that_bear_a_date(self):
        total = ["02/10/2026", None, None, "12,000", None, "Cộng phát sinh"]
        closing = ["31/10/2026", None, None, "12,000", None, "Số dư cuối kỳ"]
        self.assertEqual(self.amounts(HEAD, *self.MOVES, total, closing), [5_000, 7_000])
        memo = ["03/10/2026", "FT3", None, "5", None, "Tổng số tiền phạt"]
        self.assertEqual(self.amounts(HEAD, *self.MOVES, memo), [5_000, 7_000, 5])


class TestTitles(TrapCase):
    def test_titles_with_more_around_them(self):
        row = ["01/10/2026", "FT1", "1,000 đồng", None, "99.000 đồng", "a"]
        for bank, debit, credit in (
            ("vietinbank", "Nợ - Debit", "Có - Credit"), ("vietcombank", "Ghi nợ (VND)", "Ghi có"),
            ("techcombank", "Phát sinh nợ (đồng)", "Phát sinh có"), ("bidv", "Ghi nợ:", "Có (*)"),
        ):  # fmt: skip
            head = ["Ngày giao dịch", "Số tham chiếu", debit, credit, "Số dư", "Nội dung"]
            self.assertEqual(self.amounts(head, row, bank=bank), [-1_000], bank)

    def test_a_column_that_says_debit_or_credit_has_no_amounts(self):
        head = ["Nợ/Có", "Ngày giao dịch", "Số bút toán", "Nợ", "Có", "Diễn giải"]
        row = ["D", "01/10/2026", "FT1", "1,000", None, "a"]
        self.assertEqual(self.amounts(head, row, bank="techcombank"), [-1_000])

    def test_a_column_of_signs_however_it_is_adorned(self):
        for title in ("+/-", "+/- (*)", "+/-:", "Nợ/Có", "Dr/Cr"):
            head = ["Ngày giao dịch", "Số CT", title, "Số tiền", "Diễn giải"]
            rows = [["01/10/2026", "1", "-", "1,000", "a"], ["01/10/2026", "2", "+", "5", "b"]]
            self.assertEqual(self.amounts(head, *rows, bank="agribank"), [-1_000, 5], title)


class TestAmounts(TrapCase):
    def test_a_debit_that_was_taken_back(self):
        """Where some debits bear a minus and some do not, the minus means money in."""
        rows = [
            ["01/10/2026", "FT1", "1,100", None, "phi"],
            ["02/10/2026", "FT2", "-1,100", None, "hoan phi"],
            ["03/10/2026", "FT3", None, "9,000", "x"],
        ]
        seen = self.read(NO_BALANCE, *rows).rows
        self.assertEqual([row.credit - row.debit for row in seen], [-1_100, 1_100, 9_000])
        self.assertEqual([row.reversal for row in seen], [False, True, False])
        alike = [[*row[:2], "-1,100" if row[2] else None, *row[3:]] for row in rows]
        self.assertEqual(self.amounts(NO_BALANCE, *alike), [-1_100, -1_100, 9_000])

    def test_a_numbered_movement_without_an_amount(self):
        good = ["01/10/2026", "FT1", None, "5,000", "a"]
        for nothing in (None, "xem"):
            self.assertRefused(
                "amount", 3, NO_BALANCE, good, ["01/10/2026", "FT2", None, nothing, "b"]
            )
        for line in (["01/10/2026", "FT2", 0, 0, "lai"], ["31/10/2026", None, None, None, "b"]):
            self.assertEqual(self.amounts(NO_BALANCE, good, line), [5_000])

    def test_a_total_with_more_than_the_rows(self):
        good = ["01/10/2026", "FT1", None, "5,000", "a"]
        total = ["Tổng số/Total", None, "0", "12,000", None]
        self.assertRefused("total", 3, NO_BALANCE, good, total)
        for line in (
            ["Tổng số/Total", None, "0", "5,000", None], ["Cộng trang", None, "0", "1,000", None],
            ["Lũy kế", None, "0", "90,000", None], ["Số dư cuối kỳ", None, None, "90,000", None],
        ):  # fmt: skip
            self.assertEqual(self.amounts(NO_BALANCE, good, line), [5_000], line)


def rows_of(days):
    return [
        Row(number, datetime(day.year, day.month, day.day), 1, 0, "")
        for number, day in enumerate(days)
    ]


class TestDays(TrapCase):
    PERIOD = ["Từ ngày 01/11/2026 đến ngày 30/11/2026"]

    def line(self, day, number):
        return [day, f"FT{number}", None, "5,000", "a"]

    def test_american_dates(self):
        days = [datetime(2026, 2, 11), datetime(2026, 12, 11), "13/11/2026"]
        lines = [self.line(day, number) for number, day in enumerate(days)]
        self.assertRefused("exchanged", 2, NO_BALANCE, *lines)
        self.assertRefused("exchanged", 3, self.PERIOD, NO_BALANCE, *lines)
        self.assertRefused("exchanged", 3, self.PERIOD, NO_BALANCE, self.line("11/02/2026", 1))

    def test_value_dates_are_no_american_dates(self):
        for days in (
            ("30/11/2026", "01/12/2026"), ("01/12/2026", "30/11/2026"), ("31/10/2026",),
            ("03/11/2026", "02/11/2026", "04/11/2026"),
        ):  # fmt: skip
            lines = [self.line(day, number) for number, day in enumerate(days)]
            self.assertEqual(len(self.read(self.PERIOD, NO_BALANCE, *lines).rows), len(days))

    @given(st.integers(1, 12), st.lists(st.integers(1, 28), min_size=1, max_size=9), st.booleans())
    @settings(max_examples=50, deadline=None)
    def test_a_month_of_days(self, month, numbers, newest_first):
        """The days of a month pass; exchanged they are found if one is far from the month."""
        days = sorted((date(2026, month, number) for number in numbers), reverse=newest_first)
        period = (date(2026, month, 1), date(2026, month, 28))
        check_days(rows_of(days), period)
        check_days(rows_of(days))
        wrong = [exchanged(day) for day in days]
        week = timedelta(days=7)
        if any(not period[0] - week <= day <= period[1] + week for day in wrong):
            with self.assertRaises(StatementError):
                check_days(rows_of(wrong), period)


class TestWebPage(BaseCase):
    PAGE = """<html><head><meta charset="utf-8"></head><body>
        <table><tr><td colspan="3">Số tài khoản: <b>1017595600</b></td></tr></table>
        <table border="1"><tr><th rowspan="2">Ngày giao dịch<br>Date</th><th rowspan="2">Bút toán
        </th><th colspan="2">Số tiền</th><th rowspan="2">Số dư</th><th rowspan="2">Nội dung</th>
        </tr><tr><th>Nợ</th><th>Có</th></tr>
        <tr><td rowspan="2">01/10/2026</td><td>FT1</td><td></td><td>5,000</td><td>5,000</td>
        <td>nộp <i>lệ</i> phí &amp; a</td></tr>
        <tr><td>FT2</td><td>1,000</td><td>&nbsp;</td><td>4,000</td><td>phí</td></tr>
        </table></body></html>"""

    def test_a_page_with_the_name_of_a_spreadsheet(self):
        for data in (self.PAGE.encode(), self.PAGE.encode("utf-16")):
            seen = statement.read_statement(data, samples.layouts("mb"), "1017595600")
            self.assertEqual([row.credit - row.debit for row in seen.rows], [5_000, -1_000])
            self.assertEqual(seen.rows[0].memo, "nộp lệ phí & a")
            self.assertEqual({row.booked_at for row in seen.rows}, {datetime(2026, 10, 1)})
            self.assertTrue(seen.names_account)

    def test_spans_without_end(self):
        cell = '<td rowspan="99999" colspan="99999">1</td>'
        data = f"<table><tr>{cell * 3000}</tr>{'<tr><td>1</td><td>2</td></tr>' * 50}</table>"
        with self.assertRaises(StatementError):
            statement.read_statement(data.encode(), samples.layouts("mb"), "1")
