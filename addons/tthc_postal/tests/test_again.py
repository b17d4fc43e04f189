"""Delivered again, brought back, sent again: who was at fault pays (QĐ 45/2016/QĐ-TTg)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools import status
from .common import FreePostalCommon

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)


@tagged("post_install", "-at_install")
class TestAgain(FreePostalCommon):
    def ask(self, shipment, user=None, **values):
        wizard = self.env["tthc.shipment.again"].with_user(user or self.receptionist)
        return wizard.create({"shipment_id": shipment.id, **values}).action_confirm()

    def failed(self):
        shipment = self.sent()
        shipment.with_user(self.clerk).action_fail("Vắng nhà")
        return shipment

    def test_a_new_address_is_kept_with_the_old_one(self):
        shipment = self.failed()
        self.ask(
            shipment,
            kind="address",
            asked_by="citizen",
            fault="citizen",
            cost=12000,
            recipient_phone="0912000222",
            recipient_street="Số 10, đường Mới",
        )
        row = shipment.redelivery_ids
        self.assertEqual(
            (row.bearer, row.cost, row.user_id), ("recipient", 12000, self.receptionist)
        )
        self.assertIn("đường Gửi", row.old_address)
        self.assertIn("đường Mới", row.new_address)
        self.assertEqual(shipment.recipient_phone, "0912000222")
        for change in (lambda: row.write({"cost": 1}), row.unlink):
            self.assertRaises(UserError, change)

    def test_a_wish_needs_what_it_says(self):
        shipment = self.failed()
        for values in (
            {"kind": "address"},
            {"kind": "back"},
            {"kind": "address", "recipient_phone": "12"},
        ):
            with self.assertRaises(UserError):
                self.ask(shipment, **values)
        with self.assertRaises(UserError):
            self.ask(self.packed(), kind="again")

    def test_what_came_back_is_sent_again_at_the_cost_of_who_was_at_fault(self):
        shipment = self.failed()
        with self.assertRaises(UserError):
            shipment.with_user(self.receptionist).action_send_again("citizen")
        record = self.env["tthc.postal.handover"].with_user(self.clerk)
        record = record.create(
            {
                "direction": "from_post",
                "company_id": shipment.company_id.id,
                "carrier_id": shipment.carrier_id.id,
                "signed_by_post": "Lê Văn Bưu",
                "line_ids": [(0, 0, {"shipment_id": shipment.id})],
            }
        )
        record.action_sign()
        self.assertEqual(shipment.state, status.RETURNED)
        dossier = shipment.item_ids.dossier_id
        self.assertIn("post_returned", self.kinds(dossier))
        with self.assertRaisesRegex(UserError, "fault"):
            shipment.with_user(self.receptionist).action_send_again()
        self.ask(shipment, kind="fault", fault="citizen", cost=15000)
        action = shipment.with_user(self.receptionist).action_send_again()
        again = self.env["tthc.shipment"].browse(action["res_id"])
        self.assertEqual((again.replaces_id, again.payer), (shipment, "recipient"))
        self.assertEqual(again.item_ids.dossier_id, dossier)
        again.with_user(self.receptionist).action_pack()
        self.assertEqual(again.state, status.PACKED)

    def test_both_ways_know_each_other(self):
        dossier = self.result_by_post()
        back = self.shipment_of(dossier)
        dossier._drop_draft_shipment()
        dossier._set({"channel": "post"})
        collected = self.env["tthc.shipment"].create(
            {
                "direction": "collect",
                "company_id": self.centre.id,
                "carrier_id": self.carrier.id,
                "recipient_name": "Ai Đó",
            }
        )
        item = self.env["tthc.shipment.item"].create(
            {"shipment_id": collected.id, "dossier_id": dossier.id, "papers": "Hồ sơ"}
        )
        item._close()
        self.env.flush_all()
        self.assertEqual(collected.payer, "sender")
        back = dossier._make_shipment()
        self.assertEqual((back.pair_id, collected.pair_id), (collected, back))

    def test_the_receiver_signs_on_the_screen(self):
        shipment = self.sent()
        wizard = self.env["tthc.shipment.outcome"].with_user(self.clerk)
        wizard.create(
            {
                "shipment_id": shipment.id,
                "kind": "deliver",
                "receiver_name": "Ai Đó",
                "proof_signature": PIXEL,
            }
        ).action_confirm()
        self.assertTrue(shipment.proof_signature)
        with self.assertRaises(UserError):
            shipment.proof_signature = False
