from datetime import datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_catalogue.tools.sheet.cells import (
    CellError,
    parse_amount,
    parse_date,
    split_two_lines,
)
from odoo.addons.tthc_payment.tools import statement
from odoo.addons.tthc_payment.tools.statement_error import StatementError

from . import statement_samples as samples

VCB = "1017595600"
MOVEMENTS = [
    ("01/10/2026", "5243.90051", 50_000, "MBVCB.1.HCC26110001235.CT tu 012 NGUYEN A toi 101"),
    ("01/10/2026", "5243.90052", 50_000, "MBVCB.1.HCC26110001235.CT tu 012 NGUYEN A toi 101"),
    ("02/10/2026", "5243.90053", -11_000, "Phi quan ly tai khoan"),
    ("03/10/2026", "5243.90054", 170_000, "nop le phi"),
]


def read(data, prefix="", account=VCB):
    return statement.read_statement(data, samples.layouts(prefix), account)


class TestCells(BaseCase):
    def test_amounts(self):
        for value, amount in (
            (None, 0), ("", 0), ("-", 0), (" ", 0), (50000, 50000), (50000.0, 50000),
            ("50000", 50000), ("50,000", 50000), ("50.000", 50000), ("1.234.567", 1234567),
            ("1,234,567.00", 1234567), ("1.234.567,00", 1234567), ("+50,000", 50000),
            ("-50,000", -50000), ("(50,000)", -50000), ("50 000 VND", 50000), ("50.000đ", 50000),
            ("50,000.0", 50000), ("0.00", 0), ("50,000 CR", 50000), ("50.000 Dr", -50000),
        ):  # fmt: skip
            self.assertEqual(parse_amount(value), amount, value)
        for value in ("abc", "1.2.3", "12,34,567", "1,23.456", "5o000", "(5", "--5"):
            with self.assertRaises(CellError) as caught:
                parse_amount(value)
            self.assertEqual(caught.exception.code, "amount", value)
        for value in (0.5, "50.5", "1,234.50"):
            with self.assertRaises(CellError) as caught:
                parse_amount(value)
            self.assertEqual(caught.exception.code, "fraction", value)

    @given(st.integers(-(10**12), 10**12), st.sampled_from([",", "."]))
    @settings(max_examples=200, deadline=None)
    def test_amount_round_trip(self, amount, separator):
        self.assertEqual(parse_amount(f"{amount:,}".replace(",", separator)), amount)

    def test_dates(self):
        noon = datetime(2026, 7, 29, 12, 25, 38)
        self.assertEqual(parse_date("29-07-2026 12:25:38"), noon)
        self.assertEqual(parse_date("29/07/2026"), datetime(2026, 7, 29))
        self.assertEqual(parse_date("29.7.26"), datetime(2026, 7, 29))
        self.assertEqual(parse_date("29 / 07 / 2026 12:25:38"), noon)
        self.assertEqual(parse_date("2026-07-29T12:25:38"), noon)
        self.assertEqual(parse_date(noon), noon)
        self.assertEqual(parse_date(noon.date()), datetime(2026, 7, 29))
        self.assertEqual(parse_date(46232), datetime(2026, 7, 29))
        for value in (None, "", "abc", "31/02/2026", datetime(1899, 12, 31), 5, "Tổng số", True):
            self.assertIsNone(parse_date(value), value)

    def test_two_lines_in_one_cell(self):
        self.assertEqual(split_two_lines("01/10/2026\n5243.90051"), ("01/10/2026", "5243.90051"))
        self.assertEqual(split_two_lines("Tổng số"), ("Tổng số", ""))


class TestStatement(BaseCase):
    def assertRefused(self, code, row, data, *args, **kwargs):
        with self.assertRaises(StatementError) as caught:
            read(data, *args, **kwargs)
        self.assertEqual((caught.exception.code, caught.exception.row), (code, row))
        return caught.exception

    def test_vietcombank_account_statement(self):
        seen = read(samples.vietcombank(MOVEMENTS))
        self.assertEqual(seen.layout.name, "Vietcombank: account statement")
        self.assertEqual((seen.opening, seen.closing), (1_000_000, 1_259_000))
        self.assertEqual([row.credit for row in seen.rows], [50_000, 50_000, 0, 170_000])
        self.assertEqual([row.debit for row in seen.rows], [0, 0, 11_000, 0])
        self.assertEqual(seen.rows[0].reference, "5243.90051")
        self.assertEqual(seen.rows[0].booked_at, datetime(2026, 10, 1))
        self.assertEqual(seen.rows[0].row, 7)
        self.assertEqual(len({row.key for row in seen.rows}), 4)

    def test_equal_rows_without_reference_are_all_kept(self):
        line = ("01/10/2026 08:00:00", "", "50,000", "nop le phi")
        seen = read(samples.plain_csv([line] * 3), "vietcombank")
        self.assertEqual(len(seen.rows), 3)
        self.assertEqual(len({row.key for row in seen.rows}), 3)

    def test_overlapping_files_give_the_same_keys(self):
        first = ("01/10/2026 08:00:00", "", "50,000", "nop le phi")
        second = ("01/10/2026 09:00:00", "", "50,000", "NOP  LE PHI")
        other = ("01/10/2026 09:30:00", "", "60,000", "nop le phi")
        early = {row.key for row in read(samples.plain_csv([first]), "vietcombank").rows}
        late = {row.key for row in read(samples.plain_csv([first, second, other])).rows}
        self.assertEqual(len(late), 3)
        self.assertLess(early, late)

    def test_same_document_number_on_another_day_is_another_movement(self):
        again = [("01/10/2026", "5243.1", 50_000, "a"), ("02/10/2026", "5243.1", 50_000, "a")]
        self.assertEqual(len({row.key for row in read(samples.vietcombank(again)).rows}), 2)

    def test_newest_first(self):
        moves = [
            (f"{day:02d}/10/2026 10:00:00", f"FT{day}", 1000 * day, "x") for day in (1, 1, 2, 3)
        ]
        seen = read(samples.mb(moves, opening=5), "mb", "0123")
        self.assertEqual([row.credit for row in seen.rows], [1000, 1000, 2000, 3000])
        self.assertEqual(seen.rows[0].counter_name, "NGUYEN A")

    def test_newest_first_within_one_day(self):
        moves = [("01/10/2026", f"FT{number}", 1000 * number, "x") for number in (1, 2, 3)]
        seen = read(samples.mb(moves), "mb", "0123")
        self.assertEqual([row.reference for row in seen.rows], ["FT1", "FT2", "FT3"])

    def test_broken_balance_chain_names_the_row(self):
        rows = [
            ["Ngày giao dịch", "Bút toán", "Phát sinh nợ", "Phát sinh có", "Số dư", "Nội dung"],
            ["01/10/2026", "FT1", 0, 1000, 1000, "a"],
            ["02/10/2026", "FT2", 0, 1000, 2000, "a"],
            ["03/10/2026", "FT3", 0, 1000, 2500, "a"],
        ]
        error = self.assertRefused("chain", 4, samples.xlsx(rows), "mb")
        self.assertEqual(error.params, {"expected": 3000, "found": 2500})

    def test_missing_row_breaks_the_chain(self):
        moves = [(f"0{day}/10/2026", f"FT{day}", 1000, "x") for day in (1, 2, 3)]
        book = samples.openpyxl.load_workbook(samples.io.BytesIO(samples.mb(moves)))
        book.active.delete_rows(4)
        stream = samples.io.BytesIO()
        book.save(stream)
        self.assertRefused("chain", 3, stream.getvalue(), "mb")

    def test_wrong_closing_balance(self):
        rows = [
            ["Số dư đầu kỳ", "1.000"],
            ["Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Mô tả"],
            ["01/10/2026", "R1", "", "500", "a"],
            ["Số dư cuối kỳ", "1.600"],
        ]
        error = self.assertRefused("closing", None, samples.xlsx(rows))
        self.assertEqual(error.params, {"expected": 1500, "found": 1600})

    def test_wrong_layout_says_what_was_expected_and_seen(self):
        error = self.assertRefused(
            "no_header", None, samples.xlsx([["Tên hàng", "Giá"], ["Gạo", 5]]), "mb"
        )
        self.assertIn("ngay giao dich", error.params["expected"])
        self.assertEqual(error.params["seen"], "Tên hàng | Giá")

    def test_bad_cells_name_the_row(self):
        head = ["Ngày giao dịch", "Bút toán", "Phát sinh nợ", "Phát sinh có", "Nội dung"]
        for code, line in (
            ("amount", ["01/10/2026", "F", "", "5o000", "a"]),
            ("fraction", ["01/10/2026", "F", "", 50000.5, "a"]),
            ("both", ["01/10/2026", "F", 5, 6, "a"]),
            ("date", ["hôm qua", "F", "", 50000, "a"]),
        ):
            self.assertRefused(code, 2, samples.xlsx([head, line]), "mb")
        self.assertRefused("no_rows", None, samples.xlsx([head]), "mb")

    def test_other_account(self):
        other = samples.vietcombank(MOVEMENTS, "999888777")
        error = self.assertRefused("other_account", None, other)
        self.assertEqual(error.params, {"found": "999888777", "expected": VCB})

    def test_several_accounts_in_one_file(self):
        rows = [
            ["Số tài khoản", "Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ",
             "Số tiền ghi có", "Mô tả"],
            [VCB, "01/10/2026", "A1", "", "5,000", "x"],
            ["999888777", "01/10/2026", "A2", "", "6,000", "x"],
        ]  # fmt: skip
        seen = read(samples.xlsx(rows))
        self.assertEqual([row.credit for row in seen.rows], [5000])
        self.assertEqual(seen.left_out, {"999888777": 1})

    def test_header_over_two_rows_below_a_long_block(self):
        block = [["Khách hàng", "TTPVHCC"] for _line in range(30)]
        rows = [
            *block,
            ["Ngày hạch toán", "Mô tả giao dịch", "Nợ", "Có", "Số dư TK", "Số giao dịch"],
            ["Accounting date", "Transaction description", "Debit", "Credit",
             "Account balance", "Transaction number"],
            ["29-07-2026 12:25:38", "CT DEN: hcc26110001235", "", "50,000.00", "150,000", "77A"],
            ["Ngày hạch toán", "Mô tả giao dịch", "Nợ", "Có", "Số dư TK", "Số giao dịch"],
            ["30-07-2026 08:00:00", "x", "-11,000", "", "139,000", "77B"],
        ]  # fmt: skip
        seen = read(samples.xlsx(rows), "vietinbank", "113366668888")
        self.assertEqual([(row.credit, row.debit) for row in seen.rows], [(50000, 0), (0, 11000)])
        self.assertEqual(seen.rows[0].reference, "77A")

    def test_bidv_prefers_reference_to_document_number(self):
        rows = [
            ["Mã giao dịch", "Ngày hiệu lực", "Số chứng từ", "Số tham chiếu", "Ghi nợ", "Ghi có",
             "Số dư", "Mô tả"],
            ["DD", datetime(2026, 10, 1), "000", "REF1", None, 5000.0, 5000.0, "x"],
            ["DD", datetime(2026, 10, 1), "000", "REF2", None, 5000.0, 10000.0, "x"],
        ]  # fmt: skip
        seen = read(samples.xlsx(rows), "bidv", "12345678")
        self.assertEqual([row.reference for row in seen.rows], ["REF1", "REF2"])

    def test_agribank_signed_amounts(self):
        rows = [
            ["Ngay Hach toan", "So chung tu", "So Tien Giao dich", "+/-", "So du", "Dien Giai"],
            ["01/10/2026", "1", "50,000", "+", "50,000", "x"],
            ["01/10/2026", "2", "20,000", "-", "30,000", "y"],
        ]
        seen = read(samples.xlsx(rows), "agribank", "12345678")
        self.assertEqual([(row.credit, row.debit) for row in seen.rows], [(50000, 0), (0, 20000)])
        rows[1][3] = "?"
        self.assertRefused("sign", 2, samples.xlsx(rows), "agribank")

    def test_old_xls_with_native_dates(self):
        data = (Path(__file__).parent / "statement_vietinbank.xls").read_bytes()
        seen = read(data, "vietinbank", "113366668888")
        self.assertEqual([row.credit for row in seen.rows], [50000, 120000])
        self.assertEqual(seen.rows[0].booked_at, datetime(2026, 7, 29, 12, 25, 38))
        self.assertEqual(seen.account, "113366668888")

    def test_encodings_of_csv(self):
        lines = [("01/10/2026", "R1", "5000", "nộp lệ phí")]
        data = samples.plain_csv(lines)
        text = data.decode("utf-8-sig")
        for variant in (
            data,
            text.encode(),
            text.encode("utf-16"),
            text.replace(";", "\t").encode(),
        ):
            self.assertEqual(read(variant).rows[0].memo, "nộp lệ phí")

    def test_files_that_are_no_spreadsheet(self):
        for code, data in (
            ("empty", b""), ("html", b"<html><table></table></html>"),
            ("unreadable", b"PK\x03\x04broken"), ("unreadable", b"\x00\x01\x02"),
            ("unreadable", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken"),
        ):  # fmt: skip
            self.assertRefused(code, None, data)

    @given(st.binary(max_size=400))
    @settings(max_examples=100, deadline=None)
    def test_any_bytes_give_a_statement_error(self, data):
        with self.assertRaises(StatementError):
            read(data)

    @given(
        st.lists(
            st.tuples(
                st.integers(1, 28),
                st.sampled_from([5000, 8000, -3000]),
                st.sampled_from(["a", "b"]),
            ),
            min_size=1,
            max_size=12,
        ),
        st.booleans(),
        st.booleans(),
    )
    @settings(max_examples=60, deadline=None)
    def test_nothing_is_lost_or_reordered(self, moves, newest_first, with_reference):
        moves.sort(key=lambda move: move[0])
        head = ["Ngày giao dịch", "Bút toán", "Phát sinh nợ", "Phát sinh có", "Số dư", "Nội dung"]
        balance, lines = 0, []
        for number, (day, amount, memo) in enumerate(moves):
            balance += amount
            lines.append(
                [
                    f"{day:02d}/10/2026",
                    f"FT{number}" if with_reference else "",
                    max(-amount, 0),
                    max(amount, 0),
                    balance,
                    memo,
                ]
            )
        rows = [head, *(lines[::-1] if newest_first else lines)]
        seen = read(samples.xlsx(rows), "mb")
        self.assertEqual(
            [(row.credit - row.debit) for row in seen.rows],
            [amount for _day, amount, _memo in moves],
        )
        self.assertEqual(len({row.key for row in seen.rows}), len(moves))
