import io
import zipfile
from datetime import datetime, timedelta

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_catalogue.tools.sheet import workbook_xlsx
from odoo.addons.tthc_payment.tools import statement
from odoo.addons.tthc_payment.tools.statement_error import StatementError

from . import statement_generator as generator
from . import statement_samples as samples
from .statement_generator import Movement, Options

START = datetime(2026, 10, 1, 8, 0)
MEMOS = [
    "MBVCB.1.HCC26110001235.CT tu 012 NGUYEN VAN A toi 101",
    "Nộp lệ phí đăng ký, hồ sơ 12; quận 3",
    'CONG TY "HOA SEN" thanh toan',
    "Tổng số tiền phạt",
    "=1+1 nop le phi",
    "chuyen tien",
    "dong thu nhat\ndong thu hai",
]


@st.composite
def movements(draw):
    moments = sorted(
        START + timedelta(seconds=seconds)
        for seconds in draw(st.lists(st.integers(0, 25 * 86_400), min_size=1, max_size=14))
    )
    return [
        Movement(
            moment,
            draw(st.sampled_from([5_000, 50_000, 1_234_567, -11_000, -3_000])),
            draw(st.sampled_from(MEMOS)),
            f"FT26{number:05d}",
        )
        for number, moment in enumerate(moments)
    ]


options = st.one_of(
    st.builds(
        Options,
        kind=st.just("xlsx"),
        thousands=st.sampled_from([",", "."]),
        amounts=st.sampled_from(["text", "number"]),
        newest_first=st.booleans(),
        lead=st.sampled_from([0, 6, 24, 39]),
        page_break=st.sampled_from([0, 3]),
        traps=st.booleans(),
    ),
    st.builds(
        Options,
        kind=st.just("xls"),
        thousands=st.sampled_from([",", "."]),
        amounts=st.sampled_from(["text", "number"]),
        newest_first=st.booleans(),
        lead=st.sampled_from([6, 24]),
        traps=st.booleans(),
    ),
    st.builds(
        Options,
        kind=st.just("csv"),
        encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"]),
        separator=st.sampled_from([",", ";", "\t"]),
        thousands=st.sampled_from([",", "."]),
        newest_first=st.booleans(),
        lead=st.sampled_from([0, 6, 39]),
        page_break=st.sampled_from([0, 3]),
        traps=st.booleans(),
    ),
)


def read(data, bank, account=generator.ACCOUNT):
    return statement.read_statement(data, samples.layouts(bank), account)


class TestEveryBank(BaseCase):
    @given(st.sampled_from(sorted(generator.LAYOUTS)), movements(), options)
    @settings(max_examples=90, deadline=None)
    def test_what_is_written_is_read(self, layout, moves, how):
        """Any bank, kind of file, encoding and trap: the same movements come back."""
        seen = read(generator.render(layout, moves, how), generator.READ_BY[layout])
        numbered = "reference" in "".join(generator.LAYOUTS[layout])
        got = [
            (row.booked_at, row.credit - row.debit, row.memo.split(), numbered and row.reference)
            for row in seen.rows
        ]
        expected = [
            (move.booked_at, move.amount, move.memo.split(), numbered and move.reference)
            for move in moves
        ]
        self.assertEqual([row[0] for row in got], [row[0] for row in expected])
        if len({move.booked_at for move in moves}) < len(moves):
            # Of movements of the same moment nothing says which was first.
            got, expected = sorted(got), sorted(expected)
        self.assertEqual(got, expected)
        self.assertEqual(len({row.key for row in seen.rows}), len(moves))

    def test_a_separator_that_only_occurs_in_the_texts(self):
        """Titles in quotation marks with a comma after them: no mistake of a file with “;”."""
        data = (
            '"Ngày giao dịch, giờ";"Số tham chiếu";"Số tiền ghi nợ";"Số tiền ghi có";"Mô tả"\r\n'
            '10/03/2026;FT1;0;"5,000";"nop phi, le phi"\r\n'
        ).encode()
        [row] = read(data, "vietcombank").rows
        self.assertEqual((row.credit, row.memo), (5_000, "nop phi, le phi"))
        with self.assertRaises(StatementError) as caught:
            read('"Ngày giao dịch";"Mô"tả"\r\n1;2\r\n'.encode(), "vietcombank")
        self.assertEqual(caught.exception.code, "quotes")

    def test_the_layout_is_found_among_those_of_the_bank(self):
        moves = [Movement(START, 5_000, "x", "FT1")]
        for layout, bank in generator.READ_BY.items():
            seen = read(generator.render(layout, moves, Options()), bank)
            self.assertEqual(len(seen.rows), 1, layout)
            self.assertTrue(seen.names_account, layout)
            self.assertEqual(str(seen.period[1]), "2026-10-31", layout)

    def test_bidv_type_code_is_no_reference(self):
        moves = [Movement(START, 5_000, "x", f"FT{number}") for number in (1, 2)]
        seen = read(generator.render("bidv_corporate", moves, Options()), "bidv")
        self.assertEqual([row.reference for row in seen.rows], ["FT1", "FT2"])
        retail = read(generator.render("bidv_retail", moves, Options()), "bidv")
        self.assertEqual([row.reference for row in retail.rows], ["", ""])

    def test_numbering_is_not_taken_for_debit(self):
        """ "No." of the numbering and "Nợ" read the same without accents."""
        rows = [
            ["No.", "Ngày giao dịch", "Nợ", "Có", "Diễn giải"],
            [1, "01/10/2026", None, 5_000, "x"],
        ]
        for data in (samples.xlsx(rows), samples.xlsx([[r[0], *r[1:]] for r in rows])):
            self.assertEqual(read(data, "techcombank").rows[0].debit, 0)

    def test_several_accounts_one_under_the_other(self):
        moves = [Movement(START, 5_000, "x", "FT1"), Movement(START, 6_000, "y", "FT2")]
        first = generator.grid("mb", moves, Options())
        second = generator.grid(
            "mb", moves[:1], Options(account=generator.OTHER_ACCOUNT, opening=70)
        )
        data = samples.xlsx([row for row in [*first, [], *second]])
        one, two = read(data, "mb"), read(data, "mb", generator.OTHER_ACCOUNT)
        self.assertEqual([row.credit for row in one.rows], [5_000, 6_000])
        self.assertEqual([row.credit for row in two.rows], [5_000])
        self.assertEqual((two.opening, two.closing), (70, 5_070))
        self.assertEqual(one.left_out, {generator.OTHER_ACCOUNT: 1})

    def test_sheet_by_sheet(self):
        moves = [
            Movement(START + timedelta(days=day), 1_000 + day, "x", f"FT{day}") for day in range(6)
        ]
        book = openpyxl.Workbook()
        for index, part in enumerate((moves[3:], moves[:3])):
            opening = 1_000_000 if index else 1_000_000 + sum(m.amount for m in moves[:3])
            sheet = book.create_sheet(f"S{index}")
            for row in generator.grid("mb", part, Options(opening=opening)):
                sheet.append(
                    [c if not (isinstance(c, datetime) and c.year < 1900) else 0 for c in row]
                )
        stream = io.BytesIO()
        book.save(stream)
        self.assertEqual(
            [row.credit for row in read(stream.getvalue(), "mb").rows],
            [move.amount for move in moves],
        )

    def test_a_day_in_merged_cells(self):
        book = openpyxl.Workbook()
        for row in (
            ["Ngày giao dịch", "Bút toán", "Phát sinh nợ", "Phát sinh có", "Nội dung"],
            ["01/10/2026", "FT1", None, "5,000", "a"],
            [None, "FT2", None, "6,000", "b"],
            ["02/10/2026", "FT3", None, "7,000", "c"],
        ):
            book.active.append(row)
        book.active.merge_cells("A2:A3")
        stream = io.BytesIO()
        book.save(stream)
        days = [row.booked_at.day for row in read(stream.getvalue(), "mb").rows]
        self.assertEqual(days, [1, 1, 2])

    def test_titles_over_two_rows(self):
        data = samples.xlsx([
            ["Ngày giao dịch", "Số bút toán", "Số tiền", None, "Diễn giải"],
            [None, None, "Nợ", "Có", None],
            ["01/10/2026", "FT1", None, "5,000", "a"],
        ])  # fmt: skip
        self.assertEqual([row.credit for row in read(data, "techcombank").rows], [5_000])

    def test_rows_shuffled_within_a_day_are_put_in_order_by_the_balances(self):
        head = ["Ngày giao dịch", "Bút toán", "Phát sinh nợ", "Phát sinh có", "Số dư", "Nội dung"]
        rows = [
            ["01/10/2026", "FT3", None, 300, 600, "c"],
            ["01/10/2026", "FT1", None, 100, 100, "a"],
            ["01/10/2026", "FT4", 50, None, 550, "d"],
            ["01/10/2026", "FT2", None, 200, 300, "b"],
        ]
        seen = read(samples.xlsx([head, *rows]), "mb")
        self.assertEqual([row.reference for row in seen.rows], ["FT1", "FT2", "FT3", "FT4"])
        self.assertEqual((seen.opening, seen.closing), (0, 550))

    def test_charges_beside_the_amount(self):
        head = list(generator.LAYOUTS["techcombank"].values())
        rows = [
            ["01/10/2026", "A", "x", "FT1", None, "50,000", None, None, "1,050,000"],
            ["02/10/2026", "B", "y", "FT2", "10,000", None, "1,000", "100", "1,038,900"],
        ]
        seen = read(samples.xlsx([head, *rows]), "techcombank")
        self.assertEqual([(row.credit, row.debit) for row in seen.rows], [(50_000, 0), (0, 10_000)])
        self.assertEqual(seen.closing, 1_038_900)

    def test_firms_called_total(self):
        """A row without a date is a total only if it says so, not if a "Tổng công ty" pays."""
        head = ["Ngày giao dịch", "Bút toán", "Phát sinh nợ", "Phát sinh có", "Nội dung"]
        good = ["01/10/2026", "FT1", None, 500, "a"]
        for memo in ("TONG CONG TY DIEN LUC nop le phi", "Cong ty ABC", "Total Energies VN"):
            with self.assertRaises(StatementError) as caught:
                read(samples.xlsx([head, good, [None, "FT2", None, 700, memo]]), "mb")
            self.assertEqual((caught.exception.code, caught.exception.row), ("date", 3))
        for line in (
            ["Tổng cộng", None, 0, 500, None], ["Cộng phát sinh:", None, None, 500, None],
            [None, "TOTAL", 0, 500, None], [None, None, 0, 500, None],
        ):  # fmt: skip
            self.assertEqual(len(read(samples.xlsx([head, good, line]), "mb").rows), 1, line)


class TestBadFiles(BaseCase):
    HEAD = ["Ngày giao dịch", "Bút toán", "Phát sinh nợ", "Phát sinh có", "Số dư", "Nội dung"]

    def assertRefused(self, code, row, data, bank="mb", **params):
        with self.assertRaises(StatementError) as caught:
            read(data, bank)
        self.assertEqual((caught.exception.code, caught.exception.row), (code, row))
        for key, value in params.items():
            self.assertEqual(caught.exception.params[key], value)

    def test_formulas_instead_of_values(self):
        for column, formula in ((4, "=2000+3000"), (1, "=TODAY()"), (6, '="HCC"&1')):
            line = ["01/10/2026", "FT1", None, 5_000, None, "a"]
            line[column - 1] = formula
            self.assertRefused("formula", 2, samples.xlsx([self.HEAD, line]))

    def test_formula_in_the_total_does_no_harm(self):
        rows = [self.HEAD, ["01/10/2026", "F", None, 5, None, "a"], ["Tổng", None, None, "=D2"]]
        self.assertEqual(len(read(samples.xlsx(rows), "mb").rows), 1)

    def test_error_values_are_not_nothing(self):
        line = ["01/10/2026", "FT1", None, "#REF!", None, "a"]
        self.assertRefused("amount", 2, samples.xlsx([self.HEAD, line]))

    def test_other_currency(self):
        rows = [["Số tài khoản", "1017595600"], ["Loại tiền: USD"], self.HEAD]
        rows.append(["01/10/2026", "FT1", None, 5_000, None, "a"])
        self.assertRefused("currency", 2, samples.xlsx(rows), found="USD")
        by_row = [[*self.HEAD, "Loại tiền"], ["01/10/2026", "FT1", None, 5, None, "a", "EUR"]]
        self.assertRefused("currency", 2, samples.xlsx(by_row), found="EUR")

    def test_password(self):
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        self.assertRefused("password", None, ole + "EncryptedPackage".encode("utf-16-le"))

    def test_markup_with_the_name_of_a_spreadsheet(self):
        for code, data in (
            ("html", b"<html><body><table><tr><td>1</td></tr></table>"),
            ("html", "\ufeff<HTML>".encode()),
            ("html", "<html>".encode("utf-16")),
            ("html", b"<style>x</style><table><tr>"),
            ("xml", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:x"/>'),
            ("pdf", b"%PDF-1.7\n"),
            ("empty", b"\xef\xbb\xbf \r\n"),
        ):
            self.assertRefused(code, None, data)

    def test_entities_inside_a_workbook(self):
        good = samples.xlsx([self.HEAD, ["01/10/2026", "FT1", None, 5_000, None, "a"]])
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(stream, "w") as new:
            for part in old.namelist():
                text = old.read(part)
                if part == "xl/worksheets/sheet1.xml":
                    bomb = (
                        b'<!DOCTYPE worksheet [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'
                    )
                    text = text.replace(b"<worksheet", bomb, 1)
                new.writestr(part, text)
        self.assertRefused("unsafe", None, stream.getvalue())

    def test_zip_bomb(self):
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part,
        ):
            for _index in range(workbook_xlsx.MAX_STRINGS // 2**20 + 1):
                part.write(b" " * 2**20)
        self.assertLess(len(stream.getvalue()), 2**20)
        self.assertRefused("too_big", None, stream.getvalue())

    def test_a_quotation_mark_that_does_not_close(self):
        text = 'Ngày giao dịch,Bút toán,Phát sinh nợ,Phát sinh có,Nội dung\n01/10/2026,F,,5,"abc\n'
        self.assertRefused("quotes", 2, text.encode())

    def test_too_many_rows(self):
        head = "Ngày giao dịch,Bút toán,Phát sinh nợ,Phát sinh có,Nội dung\n".encode()
        self.assertRefused("too_big", None, head + b"a,b\n" * 200_001)
