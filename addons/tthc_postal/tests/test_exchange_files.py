"""Files that carriers' programs, offices and mishaps produce, read with the layout that every
centre has: wholly, or not at all with a reason."""

import ast
import io
import unittest
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree

import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from odoo.addons.tthc_catalogue.tools.sheet.error import TableError

from ..tools import exchange
from .test_exchange import csv_bytes

DATA = Path(__file__).parents[1] / "data" / "tthc_carrier_layout.xml"
LINES = ElementTree.parse(DATA).find(".//record[@id='layout_status']/field[@name='line_ids']")
LAYOUT = exchange.ListLayout(
    "s",
    "status",
    {
        row["key"]: tuple(row["words"].split(";"))
        for _command, _id, row in ast.literal_eval(LINES.get("eval").strip())[1:]
    },
)
HEAD = ["STT", "Mã vận đơn", "Trạng thái", "Thời gian", "Bưu cục", "Khối lượng"]
AT = datetime(2026, 11, 24, 14, 5)
TOLD = "24/11/2026 14:05"


def book(*rows, tweak=None):
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    if tweak:
        tweak(book)
    book.save(stream)
    return stream.getvalue()


def packed(body):
    """A workbook with raw XML below its first row of data."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(HEAD, [1, "A1", "Phát", TOLD]))) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</sheetData>", body + b"</sheetData>")
            target.writestr(name, data)
    return stream.getvalue()


class TestFiles(unittest.TestCase):
    def read(self, data):
        return [
            (line.tracking_number or line.order_ref, line.code, line.at)
            for line in exchange.read_list(data, [LAYOUT]).lines
        ]

    def refused(self, data):
        with self.assertRaises(TableError) as caught:
            self.read(data)
        return caught.exception.code, caught.exception.row

    def at(self, value):
        return self.read(book(HEAD, [1, "A1", "Phát", value]))[0][2]

    # Cells --------------------------------------------------------------------------------------

    def test_times_however_they_are_written(self):
        for told in (
            AT, TOLD, "24/11/2026 14:05:00", "2026-11-24T14:05:00+07:00", "2026-11-24T07:05:00Z",
            "2026-11-24 07:05:00.123 +00:00", "24/11/2026 14h05", "14h05 24/11/2026",
            "24/11/2026 lúc 14:05", "Thứ Ba, 24/11/2026 14:05", "Thứ 3 ngày 24/11/2026 14 giờ 05",
            "14:05:00 - 24/11/2026", "24-11-2026 02:05:00 CH", "24/11/2026 2:05 PM",
            "ngày 24 tháng 11 năm 2026, 14:05", "24.11.2026 14.05", "2026/11/24 14:05",
            "24-Nov-2026 14:05", "24/11/26 14:05", "20261124140500", "24/11/2026\n14:05",
            "46350.5868055556", 46350.5868055556,
        ):  # fmt: skip
            with self.subTest(told=told):
                self.assertEqual(self.at(told), AT)
        for told in (46350, "24/11/2026", date(2026, 11, 24), "46350", "Thứ 3, 24/11/2026"):
            with self.subTest(told=told):
                self.assertEqual(self.at(told), datetime(2026, 11, 24, 23, 59))

    def test_a_time_that_is_not_understood_does_not_become_a_day(self):
        for told in (
            "11/24/2026 14:05", "31/02/2026", "24/11/2026 25:00", "24/11/2026 14:5", "24/11",
            "24/11/2026 chiều 3", "hôm qua", True, "14:05", 0.5, -1, 1e9,
        ):  # fmt: skip
            with self.subTest(told=told):
                self.assertEqual(self.refused(book(HEAD, [1, "A1", "Phát", told])), ("time", 2))

    def test_day_and_time_in_two_columns(self):
        head = ["Số hiệu", "Ngày gửi", "Ngày", "Giờ", "Trạng thái"]
        for clock in ("14:05", "14h05", time(14, 5), timedelta(hours=14, minutes=5), 0.58680555556):
            with self.subTest(clock=clock):
                data = book(head, ["A1", "01/11/2026", date(2026, 11, 24), clock, "Phát"])
                self.assertEqual(self.read(data), [("A1", "Phát", AT)])

    def test_numbers_that_lost_digits_are_refused(self):
        for number in (
            "1.0E+12", "8,41235E+11", 1.2345678901234567e18, 1234567890123450, 123.5, -5, True, AT,
        ):  # fmt: skip
            with self.subTest(number=number):
                self.assertEqual(self.refused(book(HEAD, [1, number, "Phát", TOLD])), ("digits", 2))
        for number, text in ((1.0e12, "1000000000000"), (84123, "84123"), ("'0123", "0123")):
            self.assertEqual(self.read(book(HEAD, [1, number, "Phát", TOLD]))[0][0], text)
        self.assertEqual(self.refused(book(HEAD, [1, "x" * 99, "Phát", TOLD]))[0], "long")
        self.assertEqual(self.refused(book(HEAD, [1, "A1", "x" * 999, TOLD]))[0], "long")

    def test_formulas_and_their_errors(self):
        for column, value in ((1, "=A2&B2"), (1, "#N/A"), (2, "=NOW()"), (3, "=NOW()")):
            row = [1, "A1", "Phát", TOLD]
            row[column] = value
            self.assertEqual(self.refused(book(HEAD, row)), ("formula", 2))
        self.assertTrue(self.read(book(HEAD, ["=ROW()", "A1", "Phát", TOLD])))

    def test_any_cell_is_read_or_refused(self):
        cells = st.one_of(
            st.none(), st.booleans(), st.integers(-(2**63), 2**63), st.text(max_size=30),
            st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([*HEAD, TOLD]),
            st.datetimes(datetime(1900, 3, 1), datetime(2200, 1, 1)), st.times(),
            st.from_regex(r"[0-9 /.:+TZh-]{1,24}", fullmatch=True),
        )  # fmt: skip

        @settings(max_examples=50, deadline=None)
        @given(st.lists(st.lists(cells, min_size=4, max_size=6), max_size=4))
        def check(rows):
            try:
                lines = exchange.read_list(csv_bytes(HEAD, *rows), [LAYOUT], tolerant=True).lines
            except TableError:
                return
            for line in lines:
                self.assertTrue(line.tracking_number and line.code)
                self.assertLess(datetime(1999, 12, 30), line.at)

        check()

    # Sheets -------------------------------------------------------------------------------------

    def test_merged_cells_blanks_doubles_titles_and_totals(self):
        def tweak(book):
            sheet = book.active
            sheet.insert_rows(1, 3)
            sheet["A1"] = "BƯU ĐIỆN TỈNH"
            sheet["A2"] = "Từ ngày 01/11/2026 đến ngày 24/11/2026"
            for cells in ("A1:F1", "A2:F2", "B5:B7", "A11:E11"):
                sheet.merge_cells(cells)

        lines = self.read(
            book(
                HEAD,
                [1, "A1", "Phát", TOLD, "", 60],
                [2, None, "Đang phát", TOLD],
                [3, None, "Chuyển", TOLD],
                [],
                [4, "A2", "Phát", TOLD],
                [5, "A2", "Phát", TOLD],
                ["Tổng cộng", None, None, None, None, 60],
                [None, None, None, None, 3, 60],
                ["7", None, None, None, 3, 60],
                ["Người lập bảng"],
                tweak=tweak,
            )
        )
        self.assertEqual(
            [line[:2] for line in lines],
            [("A1", "Phát"), ("A1", "Đang phát"), ("A1", "Chuyển"), ("A2", "Phát"), ("A2", "Phát")],
        )

    def test_titles_far_down_of_two_rows_or_beside_others_of_the_same_words(self):
        row = [1, "A1", "Phát", TOLD]
        self.assertTrue(self.read(book(*[["Báo cáo"]] * 28, [], HEAD, row)))
        self.assertEqual(self.refused(book(*[["x"]] * 45, HEAD, row))[0], "no_header")
        self.assertTrue(
            self.read(book(["STT", "Mã vận đơn", "Diễn biến"], [None, None, *HEAD[2:4]], row))
        )
        for head, cells in (
            (["Mã vận đơn", "Ngày trạng thái", "Trạng thái bưu gửi"], ["A1", TOLD, "Phát"]),
            (["Mã vận đơn", "Thời gian gửi", *HEAD[2:4]], ["A1", "01/01/2026", "Phát", TOLD]),
            (["Thời gian", "Trạng thái", "Mã tham chiếu"], [TOLD, "Phát", "A1"]),
        ):
            self.assertEqual(self.read(book(head, cells)), [("A1", "Phát", AT)])

    def test_titles_as_carriers_write_them(self):
        for number, code, at in (
            ("Mã phiếu gửi", "Trạng thái", "Ngày giờ trạng thái"),
            ("Số hiệu", "Tình trạng phát", "Ngày giờ phát"),
            ("Mã BG", "Kết quả phát", "Thời gian phát"),
            ("Mã vận đơn", "Trạng thái hiện tại", "Cập nhật lúc"),
            ("Tracking code", "status_name", "datetime"),
            ("Item ID", "Event", "Event date"),
            ("Waybill", "Status", "Updated at"),
        ):
            head = ["STT", number, "Trạng thái thanh toán COD", "Ngày chấp nhận", code, at]
            row = [1, "A1", "Đã trả", "01/11/2026", "Phát", TOLD]
            with self.subTest(head=head):
                self.assertEqual(self.read(book(head, row)), [("A1", "Phát", AT)])

    def test_a_row_that_numbers_the_columns(self):
        row = [1, "A1", "Phát", TOLD]
        for numbers in (["(1)", "(2)", "(3)", "(4)"], [1, 2, 3, 4], ["A", "B", 1, 2]):
            self.assertEqual(self.read(book(HEAD, numbers, row)), [("A1", "Phát", AT)])
        self.assertEqual(len(self.read(book(HEAD, row, row))), 2)

    def test_no_amount_in_words(self):
        head = [*HEAD, "Tiền thu hộ"]
        for told, amount in (("50.000 đồng", 50_000), ("Không", None), ("-", None)):
            data = book(head, [1, "A1", "Phát", TOLD, "", "-", told])
            (line,) = exchange.read_list(data, [LAYOUT]).lines
            self.assertEqual((line.cod_amount, line.weight), (amount, None))

    def test_other_sheets(self):
        def tweak(book):
            for name, state in (("Ẩn", "hidden"), ("Hai", "visible")):
                sheet = book.create_sheet(name)
                sheet.append(HEAD)
                sheet.append([1, name, "Phát", TOLD])
                sheet.sheet_state = state
            book.create_chartsheet("Biểu đồ")

        lines = self.read(book(HEAD, [1, "A1", "Phát", TOLD], tweak=tweak))
        self.assertEqual([line[0] for line in lines], ["A1", "Hai"])

    def test_old_workbook(self):
        old, stream = xlwt.Workbook(), io.BytesIO()
        sheet = old.add_sheet("1")
        for column, cell in enumerate(HEAD):
            sheet.write(0, column, cell)
        sheet.write_merge(1, 2, 1, 1, 84123456789)
        day = xlwt.easyxf(num_format_str="dd/mm/yyyy hh:mm")
        for row, code in ((1, "Phát"), (2, "Đang phát")):
            sheet.write(row, 2, code)
            sheet.write(row, 3, AT, day)
        old.save(stream)
        self.assertEqual(
            self.read(stream.getvalue()),
            [("84123456789", "Phát", AT), ("84123456789", "Đang phát", AT)],
        )

    # Files --------------------------------------------------------------------------------------

    def test_text_files_of_any_writing(self):
        rows = [HEAD, ["1", "A1", "Phát thành công", TOLD, "Hà Nội; Việt Nam", "0,06"]]
        wanted = [("A1", "Phát thành công", AT)]
        for separator in ",;\t|":
            text = "".join(separator.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)
            for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
                with self.subTest(separator=separator, encoding=encoding):
                    self.assertEqual(self.read(text.encode(encoding)), wanted)
        self.assertEqual(self.read(b"sep=;\r\n" + csv_bytes(*rows)), wanted)
        self.assertEqual(self.read(csv_bytes(*rows).replace(b"\r\n", b"\r")), wanted)
        # windows-1258 writes the tones as letters of their own.
        text = (
            "STT;Ma\u0303 vâ\u0323n đơn;Tra\u0323ng tha\u0301i;Thơ\u0300i gian\r\n1;A1;Pha\u0301t;"
        )
        self.assertEqual(self.read(f"{text}{TOLD}".encode("cp1258")), [("A1", "Phát", AT)])

    def test_letters_of_the_time_before_unicode(self):
        head = b"STT;M\xb7 v\xcbn \xae\xac n;Tr\xb9ng th\xb8i;Th\xeai gian\r\n"
        self.assertEqual(self.refused(head + b"1;A1;Ph\xb8t;24/11/2026"), ("letters", None))
        data = b"Ma van don;Trang thai;Thoi gian\r\nA1;Ph\xb8t th\xb5nh c\xabng;24/11/2026"
        self.assertEqual(self.refused(data), ("letters", 2))

    def test_what_is_no_list(self):
        for data, code in (
            (b"", "empty"), (b"\xef\xbb\xbf\n \n", "empty"), (book(), "no_header"),
            (book(HEAD), "no_rows"), (bytes(range(256)) * 99, "unreadable"),
            (b"PK\x03\x04" + bytes(999), "unreadable"), (b"<html><table>", "html"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), "unreadable"), (b"%PDF-1.7", "pdf"),
            (csv_bytes(HEAD) + b'1;"A1;Phat', "quotes"),
        ):  # fmt: skip
            with self.subTest(data=data[:9]):
                self.assertEqual(self.refused(data)[0], code)

    def test_what_is_too_large_is_refused_before_it_is_read(self):
        for body in (
            b'<row><c t="inlineStr"><is><t>A1</t></is></c></row>' * 200_100,
            b'<row><c t="inlineStr"><is><t>' + b"A" * 3_000_000 + b"</t></is></c></row>",
            b" " * 340_000_000,
        ):
            self.assertEqual(self.refused(packed(body)), ("too_big", None))
        self.assertEqual(self.refused(b"a;b\n" * 11_000_000), ("too_big", None))
