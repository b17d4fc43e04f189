"""Lists exchanged with carriers as files: what goes out, what comes in, what is refused."""

import base64
import csv
import io
import unittest
from datetime import datetime, timedelta

from openpyxl import Workbook, load_workbook

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.tthc_catalogue.tools.sheet.error import TableError
from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import exchange
from .test_news import NewsCommon

WORDS = {
    "tracking_number": ("so hieu",),
    "code": ("trang thai",),
    "at": ("thoi gian", "ngay"),
    "time": ("=gio",),
    "weight": ("khoi luong",),
    "cod_amount": ("cod",),
}
STATUS = exchange.ListLayout("s", "status", WORDS)
HEAD = ["STT", "Số hiệu", "Trạng thái", "Thời gian", "Khối lượng (kg)", "COD"]


def csv_bytes(*rows):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def xlsx_bytes(*rows):
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


class TestReading(unittest.TestCase):
    def read(self, *rows, layout=STATUS, make=csv_bytes):
        return exchange.read_list(make(*rows), [layout]).lines

    def refused(self, *rows, layout=STATUS):
        with self.assertRaises(TableError) as caught:
            self.read(*rows, layout=layout)
        return caught.exception.code, caught.exception.row

    def test_table_below_a_block_with_a_footer(self):
        block = [["BƯU ĐIỆN TỈNH", ""]] * 30
        lines = self.read(
            *block,
            HEAD,
            ["1", "A1", "Phát thành công", "24/11/2026 14:05:09", "0,25", "50.000"],
            HEAD,
            ["2", "A2", "Đang phát", "2026-11-24T08:01", "1.5", ""],
            ["Tổng cộng", "", "", "", "", "50.000"],
            ["", "Người lập bảng", "", "", "", ""],
        )
        self.assertEqual(
            [(one.row, one.tracking_number, one.at, one.weight, one.cod_amount) for one in lines],
            [
                (32, "A1", datetime(2026, 11, 24, 14, 5, 9), 250, 50000),
                (34, "A2", datetime(2026, 11, 24, 8, 1), 1500, None),
            ],
        )

    def test_workbook_with_day_and_time_apart(self):
        head = ["Số hiệu", "Trạng thái", "Ngày", "Giờ"]
        lines = self.read(
            head,
            ["A1", "Phát", datetime(2026, 11, 24), "14h05"],
            ["A2", "Phát", "24/11/2026", datetime(2026, 1, 1, 9, 30).time()],
            ["A3", "Phát", "24/11/2026", None],
            make=xlsx_bytes,
        )
        self.assertEqual([one.at.strftime("%H:%M") for one in lines], ["14:05", "09:30", "23:59"])

    def test_what_is_refused_is_named_by_its_row(self):
        good = ["1", "A1", "Phát", "24/11/2026", "", ""]
        for row, code in (
            (["2", "", "Phát", "24/11/2026", "", ""], "no_number"),
            (["2", "A2", "", "24/11/2026", "", ""], "no_code"),
            (["2", "A2", "Phát", "", "1", ""], "no_time"),
            (["2", "A2", "Phát", "hôm qua", "", ""], "time"),
            (["2", "A2", "Phát", "24/11/2026", "nặng", ""], "weight"),
            (["2", "A2", "Phát", "24/11/2026", "", "mười nghìn"], "amount"),
            (["2", "A2", "Phát", "24/11/2026", "", "-5"], "amount"),
        ):
            with self.subTest(code=code):
                self.assertEqual(self.refused(HEAD, good, row), (code, 3))
        self.assertEqual(self.refused(HEAD), ("no_rows", None))
        self.assertEqual(self.refused(["a", "b"], ["1", "2"])[0], "no_header")

    def test_no_cell_becomes_a_formula(self):
        titles, rows = ["Tên", "Số"], [["=HYPERLINK(1)", 5], ["+84", 0], ["@x", -1]]
        sheet = load_workbook(io.BytesIO(exchange.write_xlsx(titles, rows))).active
        self.assertEqual([cell.data_type for cell in sheet["A"]], ["s"] * 4)
        text = exchange.write_csv(titles, rows).decode("utf-8-sig")
        self.assertEqual(text.splitlines()[1:], ["'=HYPERLINK(1),5", "'+84,0", "'@x,-1"])
        self.assertTrue(exchange.write_csv(titles, rows).startswith(b"\xef\xbb\xbf"))


@tagged("post_install", "-at_install")
class TestExchange(NewsCommon):
    def local(self, hours):
        at = wall_time.to_local(self.now - timedelta(hours=hours), self.centre._tthc_zone())
        return at.strftime("%d/%m/%Y %H:%M:%S")

    def status_list(self, shipment, *rows):
        head = ["Số hiệu bưu gửi", "Trạng thái", "Thời gian", "Bưu cục", "Tiền thu hộ"]
        return csv_bytes(
            head,
            *([shipment.tracking_number, code, self.local(hours), "", ""] for code, hours in rows),
        )

    def bring(self, data, kind="status", user=None, carrier=None, name="t.csv"):
        wizard = (
            self.env["tthc.carrier.import"]
            .with_user(user or self.clerk)
            .create(
                {
                    "carrier_id": (carrier or self.free_carrier).id,
                    "kind": kind,
                    "file": base64.b64encode(data),
                    "filename": name,
                }
            )
        )
        return self.env["tthc.carrier.file"].browse(wizard.action_import()["res_id"])

    def test_statuses_newest_first_and_overlapping(self):
        shipment = self.on_the_way()
        rows = [("Phát thành công", 1), ("Đang đi phát", 2), ("Đang vận chuyển", 3)]
        first = self.bring(self.status_list(shipment, *rows[1:]))
        self.assertEqual((first.state, first.taken_count, first.moved_count), ("done", 2, 1))
        self.assertEqual(shipment.state, "out_for_delivery")
        second = self.bring(self.status_list(shipment, *rows))
        self.assertEqual((second.taken_count, second.repeated_count), (1, 2))
        self.assertEqual(shipment.state, "delivered")
        self.assertEqual(
            shipment.delivered_at, (self.now - timedelta(hours=1)).replace(microsecond=0)
        )
        with self.assertRaisesRegex(UserError, "imported before"):
            self.bring(self.status_list(shipment, *rows))
        self.assertEqual(second.progress, 100)
        self.assertEqual(second.action_open_news()["domain"], [("file_id", "=", second.id)])

    def test_a_day_without_an_hour(self):
        """What happened today has happened; later lists tell it again as the end of the day."""
        shipment = self.on_the_way()
        today = self.local(0)[:10]
        head = ["Số hiệu", "Trạng thái", "Ngày"]
        row = [shipment.tracking_number, "Phát thành công", today]
        self.bring(csv_bytes(head, row))
        self.assertEqual(shipment.state, "delivered")
        self.assertLessEqual(shipment.delivered_at, fields.Datetime.now())
        again = self.bring(csv_bytes([*head, "Ghi chú"], [*row, "x"]))
        self.assertEqual((again.taken_count, again.repeated_count), (0, 1))
        tomorrow = self.local(-24)[:10]
        self.bring(csv_bytes(head, [shipment.tracking_number, "Thất lạc", tomorrow]))
        self.assertEqual(self.told(shipment, "Thất lạc").state, "waiting")

    def test_numbers_however_they_are_typed(self):
        shipment = self.on_the_way()
        number = shipment.tracking_number
        head = ["Mã vận đơn", "Trạng thái", "Thời gian"]
        typed = f" {number[:3].lower()} {number[3:]}"
        self.bring(csv_bytes(head, [typed, "Đang vận chuyển", self.local(2)]))
        self.assertEqual(shipment.state, "in_transit")

    def test_a_wrong_row_refuses_the_whole_list(self):
        shipment = self.on_the_way()
        before = self.env["tthc.carrier.file"].search_count([])
        data = self.status_list(shipment, ("Đang vận chuyển", 3)) + b";;;;\r\nA;B;mai;;\r\n"
        with self.assertRaisesRegex(UserError, "row 4 .*“mai”.*Nothing was changed"):
            self.bring(data)
        self.assertEqual(self.env["tthc.carrier.file"].search_count([]), before)
        self.assertEqual(shipment.state, "handed_over")

    def test_a_long_list_goes_on_where_it_stopped(self):
        shipment = self.on_the_way(hours=400)
        rows = [("Đang vận chuyển", 300 - number / 60) for number in range(1200)]
        file = self.bring(self.status_list(shipment, *rows))
        self.assertEqual((file.state, file.done_count), ("waiting", 0))
        lines = exchange.read_list(base64.b64decode(file.file), [file.layout_id._plain()]).lines
        file._take_rows(lines[:700])
        self.assertEqual((file.state, file.done_count), ("waiting", 700))
        self.env["tthc.carrier.file"]._cron_take()
        self.assertEqual((file.state, file.done_count, file.taken_count), ("done", 1200, 1200))
        self.assertEqual(shipment.state, "in_transit")

    def test_tracking_numbers_for_our_references(self):
        shipment, other = self.packed(), self.packed()
        (shipment | other).write({"carrier_id": self.free_carrier.id})
        other.tracking_number = "CU1"
        head = ["Mã tham chiếu", "Mã vận đơn", "Cước phí"]
        file = self.bring(
            csv_bytes(
                head,
                [shipment.name, "MOI1", "26.000"],
                [other.name, "MOI2", ""],
                ["BG/0/0", "MOI3", ""],
            ),
            kind="numbers",
        )
        self.assertEqual((shipment.tracking_number, shipment.price), ("MOI1", 26000))
        self.assertEqual(other.tracking_number, "CU1")
        self.assertEqual(len(file.remarks.splitlines()), 2)
        data = csv_bytes(head, [shipment.name, "RR473124828VN", ""])
        with self.assertRaisesRegex(UserError, "row 2: .*check digit"):
            self.bring(data, kind="numbers", carrier=self.carrier)

    def test_order_list_of_packed_shipments(self):
        shipment = self.packed()
        shipment.with_user(self.receptionist).write(
            {"recipient_name": "=cmd|' /C calc'!A0", "recipient_phone": "+84 912 000 111"}
        )
        action = shipment.with_user(self.clerk).action_export_orders()
        wizard = Form(
            self.env["tthc.carrier.export"].with_user(self.clerk).with_context(**action["context"])
        )
        wizard.ending = "csv"
        wizard.save().action_export()
        file = self.env["tthc.carrier.file"].search([("kind", "=", "orders")], limit=1)
        rows = list(csv.DictReader(io.StringIO(base64.b64decode(file.file).decode("utf-8-sig"))))
        self.assertEqual(rows[0]["Mã tham chiếu"], shipment.name)
        self.assertEqual(rows[0]["Người nhận"], "'=cmd|' /C calc'!A0")
        self.assertEqual(rows[0]["Điện thoại người nhận"], "0912000111")
        self.assertEqual(rows[0]["Số tờ"], "1")
        with self.assertRaisesRegex(UserError, "Only packed"):
            self.on_the_way().with_user(self.clerk).action_export_orders()
        with self.assertRaises(AccessError):
            self.env["tthc.carrier.file"].with_user(self.receptionist)._import(
                self.carrier, b"x", "x", "status"
            )

    def test_a_new_layout_is_tried_on_a_sample(self):
        data = csv_bytes(
            ["Vận đơn", "Diễn biến", "Lúc"],
            ["A1", "Phát thành công", "24/11/2026 10:00"],
            ["A2", "Lạ lắm", "24/11/2026 11:00"],
        )
        form = Form(self.env["tthc.carrier.layout"].with_user(self.clerk))
        form.name = "Của bưu cục"
        form.sample = base64.b64encode(data)
        self.assertIn("titles were not found", form.preview)
        for key, words in (("tracking_number", "van don"), ("code", "dien bien"), ("at", "luc")):
            for index in range(len(form.line_ids)):
                with form.line_ids.edit(index) as line:
                    if line.key == key:
                        line.words = words
        for part in ("A1", "Delivered", "Lạ lắm → ?", "2 rows"):
            self.assertIn(part, form.preview)
        layout = form.save()
        self.assertFalse(layout.sample)
        with self.assertRaises(ValidationError):
            layout.line_ids.filtered(lambda row: row.key == "at").unlink()
            layout._check_columns()
