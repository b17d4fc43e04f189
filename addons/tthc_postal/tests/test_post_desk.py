"""The desk, the performance of carriers and the books: what they count and whom they show it."""

import base64
import io
from datetime import timedelta

from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_news import NewsCommon


@tagged("post_install", "-at_install")
class TestPostDesk(NewsCommon):
    def figures(self, user, section="post"):
        desk = self.env["tthc.desk"].with_user(user)
        sections = {row["key"]: row for row in desk.get_desk()["sections"]}
        return {
            one["key"]: one["count"]
            for block in sections[section]["blocks"]
            for one in block.get("figures", ())
        }

    def test_each_figure_opens_what_it_counts(self):
        draft, packed = self.shipment_of(self.result_by_post()), self.packed()
        failed, silent = self.on_the_way(hours=300), self.on_the_way(hours=300)
        self.take(
            self.row(failed, "Sai địa chỉ", 1),
            self.row(failed, "Không hiểu", 0.5, cod_amount=1000),
            {"code": "Đang phát", "at": self.now, "tracking_number": "LẠ"},
            companies=self.centre,
        )
        figures = self.figures(self.clerk)
        expected = {
            "post_to_pack": draft,
            "post_packed": packed,
            "post_failed": failed,
            "post_silent": silent,
            "post_way": silent,
            "post_age_old": silent,
            "post_age_new": failed,
        }
        desk = self.env["tthc.desk"].with_user(self.clerk)
        for key, shipment in expected.items():
            with self.subTest(key):
                self.assertEqual(figures[key], 1)
                action = desk.open_figure("post", key)
                found = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(found, shipment)
        for key in ("post_differs", "post_unknown_status", "post_unknown_item"):
            self.assertEqual(figures[key], 1, key)
        self.assertTrue(silent.is_silent)
        self.assertNotIn(silent, self.env["tthc.shipment"].search([("is_silent", "=", False)]))
        silent.carrier_id.sudo().silent_days = 30
        self.assertFalse(self.figures(self.clerk)["post_silent"])

    def test_other_roles_and_centres(self):
        self.packed()
        self.assertEqual(self.figures(self.receptionist, "receptionist")["post_packed"], 1)
        manager = new_test_user(
            self.env,
            "t.quanly.buu",
            groups="base.group_user,tthc_dossier.group_manager",
            company_id=self.centre.id,
            company_ids=[(6, 0, self.centre.ids)],
        )
        self.assertEqual(self.figures(manager, "manager")["post_packed"], 1)
        self.assertFalse(self.figures(self.other_clerk)["post_packed"])


@tagged("post_install", "-at_install")
class TestPerformance(NewsCommon):
    def delivered(self, hours_ago, took):
        shipment = self.on_the_way(hours=hours_ago)
        self.take(self.row(shipment, "Phát thành công", hours_ago - took, receiver_name="A"))
        return shipment

    def promise(self, days, **values):
        return self.env["tthc.carrier.promise"].create(
            {
                "carrier_id": self.free_carrier.id,
                "days": days,
                "date_from": fields.Date.today() - timedelta(days=60),
                **values,
            }
        )

    def book(self, kind, user=None, suffix="xlsx"):
        today = fields.Date.context_today(self.centre)
        wizard = (
            self.env["tthc.post.book.print"]
            .with_user(user or self.clerk)
            .create(
                {
                    "kind": kind,
                    "company_id": self.centre.id,
                    "date_from": today - timedelta(days=40),
                    "date_to": today,
                }
            )
        )
        getattr(wizard, f"action_{suffix}")()
        return base64.b64decode(wizard.file)

    def rows(self, kind, **kwargs):
        sheet = load_workbook(io.BytesIO(self.book(kind, **kwargs))).active
        table = list(sheet.iter_rows(min_row=6, values_only=True))
        return [dict(zip(table[0], row, strict=True)) for row in table[1:-1]], table[-1]

    def test_on_time_by_the_promise_in_force(self):
        self.promise(30)
        self.promise(2, date_from=fields.Date.today() - timedelta(days=25))
        fast, slow = self.delivered(480, 24), self.delivered(480, 24 * 5)
        old = self.delivered(24 * 28, 24 * 5)
        shipments = fast | slow | old
        shipments.env.flush_all()
        figures = self.env["tthc.carrier.performance"].with_user(self.clerk)
        by_id = {row.id: row for row in figures.search([("id", "in", shipments.ids)])}
        self.assertEqual(
            [(by_id[one.id].on_time, by_id[one.id].late) for one in shipments],
            [(1, 0), (0, 1), (1, 0)],
        )
        [(carrier, sent, rate, days)] = figures._read_group(
            [("id", "in", shipments.ids)],
            ["carrier_id"],
            ["sent:sum", "on_time_rate:avg", "days:avg"],
        )
        self.assertEqual((carrier, sent), (self.free_carrier, 3))
        self.assertAlmostEqual(rate, 200 / 3, 3)
        self.assertAlmostEqual(days, 11 / 3, 3)
        domain = [("id", "in", shipments.ids)]
        [(median,)] = figures._read_group(domain, [], ["median_days:avg"])
        self.assertAlmostEqual(median, 5, 3)
        pivot = figures.formatted_read_grouping_sets(
            domain, [[], ["carrier_id"]], ["median_days:avg", "sent:sum"]
        )
        for [group] in pivot:
            self.assertAlmostEqual(group["median_days:avg"], 5, 3)
        rows, _sums = self.rows("performance")
        self.assertEqual(
            (rows[0]["Đã giao"], rows[0]["Tỷ lệ đúng hạn"], rows[0]["Số ngày trung vị"]),
            (3, "66,7%", "5,0"),
        )

    def test_books(self):
        good, bad = self.delivered(100, 24), self.on_the_way(hours=50)
        self.take(self.row(bad, "Sai địa chỉ", 1, note="=1+1"))
        good.sudo().price = 26000
        rows, sums = self.rows("sent")
        self.assertEqual([row["Số bưu gửi"] for row in rows], [good.name, bad.name])
        self.assertEqual(rows[0]["Trạng thái"], "Đã phát")
        self.assertIn(26000, sums)
        [row], _sums = self.rows("failures")
        self.assertEqual((row["Số bưu gửi"], row["Lý do"]), (bad.name, "=1+1"))
        self.assertFalse(self.rows("received")[0])
        self.assertIn("SỔ THEO DÕI BƯU GỬI ĐI", self.book("sent", suffix="pdf").decode())
        with self.assertRaises(AccessError):
            self.book("sent", user=self.other_clerk)
        with self.assertRaises(AccessError):
            self.book("sent", user=self.officer)
