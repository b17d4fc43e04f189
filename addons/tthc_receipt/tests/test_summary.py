"""The summary table 01/TH-BLĐT."""

import base64
import io
from datetime import date, datetime

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..wizards import tthc_receipt_summary
from .common import ReceiptCommon

MINUTE = {"minute_number": "01/BB", "minute_date": date(2026, 3, 11)}


@tagged("post_install", "-at_install")
class TestSummary(ReceiptCommon):
    def setUp(self):
        super().setUp()
        self.open_series()
        february = datetime(2026, 2, 26, 2, 0)
        self.old = self.cash(datetime(2026, 3, 9, 3, 0))
        self.env.cr.execute("ALTER TABLE tthc_receipt DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE tthc_receipt SET day = %s WHERE id = %s", [february.date(), self.old.id]
        )
        self.env.cr.execute("ALTER TABLE tthc_receipt ENABLE TRIGGER USER")
        self.env.invalidate_all()
        self.three = [self.cash() for _turn in range(3)]

    def summary(self, user=None, **more):
        return self.env["tthc.receipt.summary"].with_user(user or self.accountant).create(
            {
                "company_id": self.centre.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                **more,
            }
        )  # fmt: skip

    def end_some(self):
        first, second, _third = self.three
        acting = self.at(first, user=self.accountant)
        acting._replace({}, "Sai", MINUTE)
        second.expected_id.match_ids.with_user(self.accountant)._undo("Thu nhầm")
        self.at(second, user=self.accountant)._cancel("Thu nhầm", MINUTE)
        self.old.expected_id.match_ids.with_user(self.accountant)._undo("Trả lại")
        self.at(self.old, user=self.accountant)._cancel("Trả lại", MINUTE)

    def test_figures(self):
        self.end_some()
        [row] = self.summary()._checked()["rows"]
        said = {name: row[name] for name in ("symbol", "series", "first", "last", "issued")}
        self.assertEqual(
            said, {"symbol": "EBL01", "series": "26TAA", "first": 2, "last": 5, "issued": 4}
        )
        self.assertEqual((row["cancelled"], row["replaced"], row["valid"]), (1, 1, 2))
        self.assertEqual((row["fees"], row["charges"], row["sum"]), (100_000, 16_000, 116_000))
        self.assertEqual((row["earlier"], row["earlier_sum"]), (1, 58_000))
        self.assertEqual(row["issued"], row["cancelled"] + row["replaced"] + row["valid"])

    def test_series_side_by_side_and_their_sum(self):
        self.env["tthc.receipt.series"].search([]).action_close()
        self.open_series(letters="AB")
        self.cash()
        found = self.summary()._checked()
        self.assertEqual([row["series"] for row in found["rows"]], ["26TAA", "26TAB"])
        self.assertEqual(found["total"]["issued"], 4)
        self.assertEqual(found["total"]["sum"], 4 * 58_000)

    def test_pdf(self):
        self.end_some()
        summary = self.summary()
        action = summary.action_pdf()
        self.assertIn("01-TH-BLDT.pdf", action["url"])
        page = base64.b64decode(summary.file).decode()
        for text in ("01/TH-BLĐT", "26TAA", "116.000", "Từ ngày 01/03/2026 đến ngày 31/03/2026"):
            self.assertIn(text, page)

    def test_list_on_paper(self):
        self.end_some()
        summary = self.summary()
        self.assertIn("so-bien-lai.pdf", summary.action_list()["url"])
        page = base64.b64decode(summary.file).decode()
        self.assertIn("SỔ BIÊN LAI THU PHÍ, LỆ PHÍ", page)
        self.assertIn("Cộng còn hiệu lực", page)
        for receipt in self.three:
            self.assertIn(receipt.payer_name, page)
        rows = list(summary._list_rows())
        self.assertEqual([counts for _cells, counts in rows], [False, False, True, True])
        self.assertIn("116.000", page)  # the replacement and the third one
        self.patch(tthc_receipt_summary, "MOST_PRINTED", 2)
        with self.assertRaisesRegex(UserError, "shorter period"):
            summary.action_list()

    def test_workbook(self):
        self.citizen.name = '=HYPERLINK("http://x";"x")'
        self.cash()
        summary = self.summary()
        summary.action_xlsx()
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(summary.file)))
        table, rows = book.worksheets
        self.assertEqual(
            [cell.value for cell in table[7]][1:6], ["EBL01", "26TAA", "00000002", "00000005", 4]
        )
        self.assertEqual([cell.value for cell in table[8]][12], 4 * 58_000)
        self.assertEqual(rows.max_row, 5)
        cell = rows["H5"]
        self.assertEqual((cell.value, cell.data_type), ('=HYPERLINK("http://x";"x")', "s"))
        self.assertTrue(cell.quotePrefix)
        self.assertEqual(rows["K5"].value, 58_000)

    def test_whose_receipts(self):
        self.assertTrue(self.summary(user=self.cashier)._checked()["rows"])
        self.assertTrue(self.summary(user=self.inspector)._checked()["rows"])
        other = self.summary(user=self.other_accountant)
        self.assertEqual(other._checked()["rows"], [])
        own = self.summary(user=self.other_accountant, company_id=self.other_centre.id)
        self.assertEqual(own._checked()["rows"], [])
        with self.assertRaises(AccessError):
            self.summary(user=self.receptionist)

    def test_a_period_that_ends_before_it_begins(self):
        with self.assertRaises(UserError):
            self.summary(date_to="2026-02-01").action_pdf()
