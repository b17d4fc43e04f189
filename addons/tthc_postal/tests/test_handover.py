"""Hand-over records: who signs what, and what the time of signing means."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import FreePostalCommon


@tagged("post_install", "-at_install")
class TestHandover(FreePostalCommon):
    def record(self, shipments=(), direction="to_post", **more):
        return (
            self.env["tthc.postal.handover"]
            .with_user(self.clerk)
            .create(
                {
                    "direction": direction,
                    "carrier_id": self.carrier.id,
                    "signed_by_post": "Lê Văn Bưu",
                    "line_ids": [(0, 0, {"shipment_id": shipment.id}) for shipment in shipments],
                    **more,
                }
            )
        )

    def collected(self, dossier=None):
        return (
            self.env["tthc.shipment"]
            .with_user(self.receptionist)
            .create(
                {
                    "direction": "collect",
                    "carrier_id": self.carrier.id,
                    "recipient_name": "Người Gửi",
                    "item_ids": [(0, 0, {"dossier_id": dossier and dossier.id, "papers": "Hồ sơ"})],
                }
            )
        )

    def test_signing_hands_the_shipments_over(self):
        first, second = self.packed(), self.packed()
        record = self.record()
        record.action_add_waiting()
        self.assertEqual(record.line_ids.shipment_id, first | second)
        record.action_sign()
        self.assertEqual(record.state, "signed")
        self.assertRegex(record.name, r"^BBGN/\d{4}/\d{5}$")
        self.assertEqual(record.signed_by_centre_id, self.clerk)
        self.assertEqual({first.state, second.state}, {"handed_over"})
        self.assertEqual(first.last_event_at, record.signed_at)

    def test_waiting_on_another_draft_is_not_added_twice(self):
        shipment = self.packed()
        self.record([shipment])
        other = self.record()
        other.action_add_waiting()
        self.assertFalse(other.line_ids)

    def test_signing_needs_shipments_and_a_name(self):
        with self.assertRaisesRegex(UserError, "Add the shipments"):
            self.record().action_sign()
        with self.assertRaisesRegex(UserError, "name of the postal worker"):
            self.record([self.packed()], signed_by_post=" ").action_sign()

    def test_strange_shipments_are_named(self):
        draft = self.shipment_of(self.result_by_post())
        with self.assertRaisesRegex(ValidationError, "cannot stand on this record"):
            self.record([draft]).action_sign()
        with self.assertRaisesRegex(ValidationError, "cannot stand on this record"):
            self.record([self.packed()], carrier_id=self.free_carrier.id).action_sign()

    def test_signed_record_is_fixed(self):
        record = self.record([self.packed()])
        record.action_sign()
        for acting in (record, record.sudo()):
            with self.assertRaises(UserError):
                acting.write({"signed_by_post": "Khác"})
            with self.assertRaises(UserError):
                acting.write({"state": "draft"})
            with self.assertRaises(UserError):
                acting.line_ids.write({"remark": "x"})
            with self.assertRaises(UserError):
                acting.line_ids.unlink()
            with self.assertRaises(UserError):
                acting.unlink()
            with self.assertRaises(UserError):
                acting.action_sign()
            with self.assertRaises(UserError):
                acting.action_cancel()

    def test_signature_is_never_entered(self):
        record = self.record([self.packed()])
        for vals in ({"state": "signed"}, {"signed_at": fields.Datetime.now()}, {"name": "1"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                record.write(vals)

    def test_cancelled_record_frees_its_shipments(self):
        shipment = self.packed()
        record = self.record([shipment])
        record.action_cancel()
        other = self.record()
        other.action_add_waiting()
        self.assertEqual(other.line_ids.shipment_id, shipment)
        self.assertEqual(shipment.state, "packed")

    def test_one_record_for_one_carrier(self):
        first, second = self.packed(), self.packed()
        second.carrier_id = self.free_carrier
        with self.assertRaisesRegex(UserError, "one carrier"):
            (first | second).with_user(self.clerk).action_make_handover()

    def test_what_nobody_reported_as_failed_comes_back(self):
        shipment = self.sent()
        record = self.record(direction="from_post")
        record.action_add_waiting()
        self.assertFalse(record.line_ids, "it is not expected")
        self.assertEqual(record.scan_in(shipment.name)["kind"], "added")
        record.action_sign()
        dossier = shipment.item_ids.dossier_id
        self.assertEqual((shipment.state, dossier.state), ("returned", "done"))
        self.assertIn("post_returned", self.kinds(dossier))

    def test_receptionist_does_not_sign(self):
        record = self.record([self.packed()])
        with self.assertRaises(AccessError):
            record.with_user(self.receptionist).action_sign()
        with self.assertRaises(AccessError):
            record.with_user(self.receptionist).action_cancel()

    def test_time_of_signing_is_the_time_of_submission(self):
        dossier = self.take_in(accept=False, channel="post")
        shipment = self.collected(dossier)
        at = fields.Datetime.now() - timedelta(hours=5)
        record = self.record([shipment], "from_post")
        record.action_sign(at=at)
        self.assertEqual(shipment.state, "delivered")
        self.assertTrue(shipment.name)
        self.assertEqual(dossier.submitted_at, at)
        self.assertEqual(dossier.state, "registered")
        self.assertEqual(self.kinds(dossier)[-1], "post_received")
        self.assertIsNone(dossier._ledger_break())

    def test_accepted_dossier_keeps_its_submission_time(self):
        dossier = self.take_in(channel="post")
        before = dossier.submitted_at
        shipment = self.collected(dossier)
        self.record([shipment], "from_post").action_sign(
            at=fields.Datetime.now() - timedelta(hours=5)
        )
        self.assertEqual(dossier.submitted_at, before)
        self.assertNotIn("post_received", self.kinds(dossier))

    def test_dossier_linked_after_the_mail_was_opened(self):
        shipment = self.collected()
        at = fields.Datetime.now() - timedelta(hours=3)
        self.record([shipment], "from_post").action_sign(at=at)
        dossier = self.take_in(accept=False, channel="post")
        shipment.item_ids.with_user(self.receptionist).dossier_id = dossier
        self.assertEqual(dossier.submitted_at, at)
        with self.assertRaisesRegex(UserError, "sealed"):
            shipment.item_ids.with_user(self.receptionist).dossier_id = False

    def test_undeliverable_mail_comes_back_on_a_record(self):
        dossier = self.result_by_post()
        shipment = self.sent(dossier)
        shipment.with_user(self.clerk).action_fail("Sai địa chỉ")
        record = self.record(direction="from_post")
        record.action_add_waiting()
        self.assertEqual(record.line_ids.shipment_id, shipment)
        record.action_sign()
        self.assertEqual((shipment.state, dossier.state), ("returned", "done"))
        self.assertEqual(self.kinds(dossier)[-1], "post_returned")

    def test_signing_in_the_future(self):
        record = self.record([self.packed()])
        with self.assertRaisesRegex(UserError, "future"):
            record.action_sign(at=fields.Datetime.now() + timedelta(hours=1))
        self.assertTrue(record.exists())

    def test_totals(self):
        shipment = self.packed()
        shipment.weight = 1250
        record = self.record([shipment])
        self.assertEqual((record.shipment_count, record.total_weight), (1, 1250))
