"""What the post does to a dossier, and what the citizen and the public see of it."""

from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NUMBER, FreePostalCommon


@tagged("post_install", "-at_install")
class TestDossierByPost(FreePostalCommon):
    def test_issued_result_makes_one_draft_shipment(self):
        dossier = self.result_by_post()
        self.assertEqual(len(dossier.shipment_item_ids), 1)
        self.assertEqual(self.shipment_of(dossier).state, "draft")
        self.assertEqual(dossier.shipment_item_ids.originals, 1)

    def test_other_ways_of_return_make_none(self):
        for method in ("counter", "electronic"):
            dossier = self.walk_to_result(self.take_in(return_method=method))
            self.assertFalse(dossier.shipment_item_ids)

    def test_hook_is_lean(self):
        """Reading the owner and two inserts, once the caches are warm."""
        self.result_by_post()
        made = type(self.env["tthc.dossier"])._make_shipment
        queries = []

        def counted(record):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            shipment = made(record)
            self.env.flush_all()
            queries.append(self.env.cr.sql_log_count - before)
            return shipment

        with patch.object(type(self.env["tthc.dossier"]), "_make_shipment", counted):
            self.result_by_post()
        self.assertLessEqual(queries[0], 3)

    def test_delivery_returns_the_result(self):
        dossier = self.result_by_post()
        shipment = self.sent(dossier)
        self.assertEqual(dossier.state, "done")
        shipment.with_user(self.clerk).action_deliver("Nguyễn Văn Thử")
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(dossier.returned_at, shipment.delivered_at)
        self.assertEqual(
            self.kinds(dossier)[-3:], ["post_handed_over", "post_delivered", "return_result"]
        )
        self.assertEqual(dossier.event_ids.sorted("seq")[-1].user_id, self.clerk)
        self.assertIn("Nguyễn Văn Thử", dossier.event_ids.sorted("seq")[-1].note)
        self.assertIsNone(dossier._ledger_break())

    def test_failure_and_return_leave_the_dossier_processed(self):
        dossier = self.result_by_post()
        shipment = self.sent(dossier).with_user(self.clerk)
        shipment.action_fail("Vắng nhà")
        self.assertEqual(dossier.state, "done")
        shipment.action_return_to_centre()
        self.assertEqual(dossier.state, "done")
        self.assertEqual(self.kinds(dossier)[-2:], ["post_failed", "post_returned"])
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")

    def test_result_in_the_post_is_not_returned_at_the_counter(self):
        dossier = self.result_by_post()
        at_desk = dossier.with_user(self.receptionist)
        shipment = self.packed(dossier)
        with self.assertRaisesRegex(UserError, "take that back first"):
            at_desk.action_return_result()
        shipment.with_user(self.clerk).action_hand_over()
        with self.assertRaisesRegex(UserError, "with the post"):
            at_desk.action_return_result()
        shipment.with_user(self.clerk).action_fail("Vắng nhà")
        with self.assertRaisesRegex(UserError, "with the post"):
            at_desk.action_return_result()

    def test_taken_back_before_leaving_is_no_news_for_the_dossier(self):
        dossier = self.result_by_post()
        self.packed(dossier).with_user(self.receptionist).action_return_to_centre()
        self.assertEqual(self.kinds(dossier)[-1], "issue_result")
        dossier.with_user(self.receptionist).action_return_result()

    def test_return_at_the_counter_drops_the_draft_shipment(self):
        dossier = self.result_by_post()
        shipment = self.shipment_of(dossier)
        dossier.with_user(self.receptionist).action_return_result()
        self.assertFalse(shipment.exists())

    def test_sent_again_after_its_return(self):
        dossier = self.result_by_post()
        first = self.sent(dossier).with_user(self.clerk)
        first.action_fail("Sai địa chỉ")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["tthc.shipment"].create(
                {
                    "recipient_name": "X",
                    "company_id": self.centre.id,
                    "item_ids": [(0, 0, {"dossier_id": dossier.id})],
                }
            )
        first.action_return_to_centre()
        action = dossier.with_user(self.receptionist).action_send_by_post()
        second = self.env["tthc.shipment"].browse(action["res_id"])
        self.assertNotEqual(second, first)
        self.assertEqual(second.state, "draft")
        again = dossier.with_user(self.receptionist).action_send_by_post()
        self.assertEqual(again["res_id"], second.id)

    def test_send_by_post_needs_a_result(self):
        with self.assertRaisesRegex(UserError, "issued"):
            self.take_in().with_user(self.receptionist).action_send_by_post()

    def test_what_stands_against_the_return_cannot_undo_a_delivery(self):
        dossier = self.result_by_post()
        shipment = self.sent(dossier)
        obstacles = type(dossier)._action_obstacles

        def with_fee(record, action):
            return [*obstacles(record, action), "Fee unpaid"]

        with patch.object(type(dossier), "_action_obstacles", with_fee):
            shipment.with_user(self.clerk).action_deliver("Người Nhận")
        self.assertEqual((shipment.state, dossier.state), ("delivered", "done"))
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(event.kind, "post_delivered")
        self.assertIn("Fee unpaid", event.note)
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")

    def test_obstacle_stops_packing(self):
        dossier = self.result_by_post()
        shipment = self.shipment_of(dossier).with_user(self.receptionist)
        with (
            patch.object(type(dossier), "_action_obstacles", lambda record, action: ["Fee unpaid"]),
            self.assertRaisesRegex(UserError, "Fee unpaid"),
        ):
            shipment.action_pack()

    def test_one_envelope_for_two_dossiers(self):
        first, second = self.result_by_post(), self.result_by_post()
        shipment = self.shipment_of(first)
        self.shipment_of(second).unlink()
        shipment.with_user(self.receptionist).write(
            {"item_ids": [(0, 0, {"dossier_id": second.id, "papers": "Kết quả"})]}
        )
        self.sent(first).with_user(self.clerk).action_deliver("Người Nhận")
        self.assertEqual({first.state, second.state}, {"returned"})

    def test_public_progress_shows_nothing_personal(self):
        dossier = self.result_by_post()
        self.assertFalse(dossier._public_progress()["post"])
        shipment = self.sent(dossier)
        shipment.with_user(self.clerk).tracking_number = NUMBER
        self.assertEqual(dossier._public_progress()["post"]["key"], "handed_over")
        shipment.with_user(self.clerk).action_deliver("Nguyễn Văn Thử")
        progress = dossier._public_progress()
        self.assertEqual(progress["post"]["key"], "delivered")
        for secret in (NUMBER, "Nguyễn", "Số 9", "0912"):
            self.assertNotIn(secret, str(progress))

    def test_owner_sees_the_way(self):
        dossier = self.result_by_post()
        self.assertEqual(dossier._portal_values()["shipments"], [])
        self.sent(dossier).with_user(self.clerk).tracking_number = NUMBER
        row = dossier._portal_values()["shipments"][0]
        self.assertEqual(row["tracking_number"], NUMBER)
        self.assertEqual(len(row["events"]), 2)
        label = dossier._action_label("post_handed_over")
        self.assertIn(label, [event["kind"] for event in dossier._portal_values()["events"]])

    def test_shipment_count(self):
        dossier = self.result_by_post()
        self.assertEqual(dossier.with_user(self.officer).shipment_count, 1)
        action = dossier.with_user(self.receptionist).action_view_shipments()
        self.assertEqual(
            self.env["tthc.shipment"].search(action["domain"]), self.shipment_of(dossier)
        )
