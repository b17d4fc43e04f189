import tempfile
from datetime import date, datetime
from unittest import TestCase
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from odoo.tests import tagged

from ..tools import book

COLUMNS = (
    book.Column("Tên"),
    book.Column("Tiền", book.MONEY, summed=True),
    book.Column("Ngày", book.DAY),
    book.Column("Lúc", book.MOMENT),
)
#: What a workbook can hold: no control characters, no surrogates.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=60
)


def read(rows):
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        told = book.write_workbook(file.name, "Sổ", ("Đơn vị", "", "SỔ"), COLUMNS, rows)
        return told, load_workbook(file.name).active


@tagged("post_install", "-at_install")
class TestBook(TestCase):
    @given(st.lists(st.tuples(TEXT, st.integers(-(10**12), 10**12)), max_size=8))
    def test_what_goes_in_comes_out(self, facts):
        moment = datetime(2026, 3, 9, 8, 30)
        rows = [(name, amount, date(2026, 3, 9), moment) for name, amount in facts]
        (count, sums), sheet = read(rows)
        self.assertEqual((count, sums), (len(facts), {1: sum(amount for _name, amount in facts)}))
        for number, (name, amount) in enumerate(facts, 1):
            cells = sheet[4 + number + 1]
            self.assertEqual((cells[0].value, cells[2].value), (number, amount))
            self.assertEqual(cells[1].value or "", name)
            self.assertNotEqual(cells[1].data_type, "f")
            self.assertEqual(cells[4].value, moment)
        self.assertEqual(sheet[sheet.max_row][2].value, sums[1])

    def test_more_rows_than_a_sheet_holds(self):
        with patch.object(book, "MOST_ROWS", 2), self.assertRaises(book.TooManyRows):
            read([("a", 1, None, None)] * 3)

    def test_shown(self):
        self.assertEqual(book.shown(1_234_567, book.MONEY), "1.234.567")
        self.assertEqual(book.shown(-58_000, book.MONEY), "-58.000")
        self.assertEqual(book.shown(0, book.MONEY), "0")
        self.assertEqual(book.shown(None, book.MONEY), "")
        self.assertEqual(book.shown(date(2026, 3, 9), book.DAY), "09/03/2026")
        self.assertEqual(book.shown(datetime(2026, 3, 9, 8, 5), book.MOMENT), "09/03/2026 08:05")
