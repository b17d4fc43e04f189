"""The screens of the post at 20 and at 200 shipments: the same queries, asked for as the web client
asks, warm, with every installed module's fields in the views."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from odoo.addons.tthc_catalogue.tools import bulk
from odoo.addons.tthc_dossier.tests.many_dossiers import multiply
from odoo.addons.tthc_dossier.tests.web_client import specification

from .common import FreePostalCommon

SMALL, LARGE, ENCLOSED = 20, 200, 50
FORM_BUDGET, LIST_BUDGET = 40, 15
LISTS = {
    "shipments": ("tthc.shipment", "tthc_postal.view_shipment_list"),
    "news": ("tthc.carrier.news", "tthc_postal.view_carrier_news_list"),
    "orders": ("tthc.carrier.order", "tthc_postal.view_carrier_order_list"),
    "records": ("tthc.postal.handover", "tthc_postal.view_handover_list"),
    "batches": ("tthc.postal.batch", "tthc_postal.view_postal_batch_list"),
    "envelopes": ("tthc.postal.envelope", "tthc_postal.view_envelope_list"),
}


@tagged("post_install", "-at_install")
class TestBudget(FreePostalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.worker = new_test_user(
            cls.env,
            "t.buuta.do",
            groups="base.group_user,tthc_postal.group_post_office",
            company_id=cls.centre.id,
            company_ids=[(6, 0, cls.centre.ids)],
            tthc_carrier_ids=[(6, 0, cls.free_carrier.ids)],
        )
        cls.account = cls.env["tthc.carrier.account"].create(
            {
                "company_id": cls.centre.id,
                "carrier_id": cls.free_carrier.id,
                "sender_name": "Trung tâm",
                "sender_phone": "0243123456",
                "sender_street": "Số 1",
            }
        )
        desk = cls.__new__(cls)
        cls.dossier = desk.result_by_post()
        desk.make_shipments(SMALL)
        cls.small = desk.measure(SMALL)
        desk.make_shipments(LARGE - SMALL)
        cls.large = desk.measure(ENCLOSED)

    def make_shipments(self, count):
        """So many envelopes on their way, each of a dossier of its own, with news and a request."""
        first = self.shipment_of(self.dossier)
        known = self.env["tthc.shipment.item"].search([("shipment_id", "=", first.id)])
        multiply(self.env, self.dossier, count, self.centre, self.justice)
        domain = [("shipment_id", "=", first.id), ("id", "not in", known.ids)]
        items = self.env["tthc.shipment.item"].search(domain, order="id")
        self.assert_made(items, count)
        made = self.insert(items.ids, "in_transit")
        bulk.update(
            items,
            [
                {"id": item, "shipment_id": shipment}
                for item, shipment in zip(items.ids, made.ids, strict=True)
            ],
        )
        self.env.invalidate_all()
        self.env["tthc.carrier.news"]._take(
            self.free_carrier,
            [
                {"tracking_number": one.tracking_number, "code": code, "at": self.now}
                for one in made
                for code in ("Đang đi phát", "Lạ lắm")
            ],
            "file",
        )
        bulk.insert(
            self.env["tthc.carrier.order"],
            [
                {
                    "shipment_id": one.id,
                    "company_id": self.centre.id,
                    "account_id": self.account.id,
                    "carrier_id": self.free_carrier.id,
                    "kind": "create",
                    "state": "dead",
                    "reference": one.name,
                }
                for one in made
            ],
        )

    def assert_made(self, items, count):
        if len(items) != count:
            raise AssertionError(f"{len(items)} dossiers were copied, not {count}")

    def insert(self, numbers, state, **values):
        ids = bulk.insert(
            self.env["tthc.shipment"],
            [
                {
                    "name": f"BG/DO/{number}-{state}",
                    "company_id": self.centre.id,
                    "carrier_id": self.free_carrier.id,
                    "direction": "deliver",
                    "state": state,
                    "last_event_at": self.now - timedelta(days=9),
                    "tracking_number": f"DO{number}{state}",
                    "recipient_name": f"Người nhận {number}",
                    "recipient_phone": "0912000111",
                    "recipient_street": "Số 9, đường Gửi",
                    "weight": 60,
                    **values,
                }
                for number in numbers
            ],
        )
        self.env.invalidate_all()
        return self.env["tthc.shipment"].browse(ids)

    def enclosed(self, count):
        """A batch and a hand-over record of so many packed shipments."""
        batch = self.env["tthc.postal.batch"].with_user(self.clerk)
        batch = batch.create({"company_id": self.centre.id, "carrier_id": self.free_carrier.id})
        self.insert([f"b{count}-{number}" for number in range(count)], "packed", batch_id=batch.id)
        packed = self.insert([f"h{count}-{number}" for number in range(count)], "packed")
        for shipments in (batch.shipment_ids.sudo(), packed):
            bulk.insert(
                self.env["tthc.shipment.item"],
                [
                    {"shipment_id": one, "papers": "Kết quả", "originals": 1, "is_open": True}
                    for one in shipments.ids
                ],
            )
        self.env.invalidate_all()
        action = packed.with_user(self.clerk).action_make_handover()
        return batch, self.env["tthc.postal.handover"].browse(action["res_id"])

    def count(self, act):
        """SQL queries of ``act``, warm."""
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            act()
        return self.cr.sql_log_count - before

    def measure(self, count):
        """``{what: queries}`` of the lists, the forms and the desk."""
        found = {}
        batch, record = self.enclosed(count)
        for name, (model, view) in LISTS.items():
            user = self.worker if name == "envelopes" else self.clerk
            rows = self.env[model].with_user(user).with_context(force_search_count=True)
            columns = specification(rows, "list", view)
            found[name] = self.count(
                lambda rows=rows, columns=columns: rows.web_search_read(
                    [], columns, limit=80, count_limit=10_001
                )
            )
        shipment = self.env["tthc.shipment"].search(
            [("carrier_id", "=", self.free_carrier.id), ("news_ids", "!=", False)], limit=1
        )
        forms = {
            "batch": (batch, self.clerk),
            "record": (record, self.clerk),
            "shipment": (shipment, self.clerk),
            "envelope": (self.env["tthc.postal.envelope"].browse(shipment.id), self.worker),
        }
        for name, (one, user) in forms.items():
            one = one.with_user(user).with_context(bin_size=True)
            spec = specification(one.browse(), "form")
            found[f"{name} form"] = self.count(lambda one=one, spec=spec: one.web_read(spec))
        found["desk"] = self.count(self.env["tthc.desk"].with_user(self.clerk).get_desk)
        return found

    def test_lists_and_forms_keep_their_budgets(self):
        for what, queries in self.large.items():
            with self.subTest(what, queries=queries):
                self.assertLessEqual(queries, FORM_BUDGET if "form" in what else LIST_BUDGET)

    def test_queries_do_not_grow_with_the_rows(self):
        for what, queries in self.large.items():
            with self.subTest(what):
                self.assertLessEqual(queries, self.small[what])
