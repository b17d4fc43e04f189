from odoo.tests import tagged

from .common import NUMBER, FreePostalCommon


@tagged("post_install", "-at_install")
class TestScanPost(FreePostalCommon):
    def test_the_label_opens_the_shipment(self):
        shipment = self.sent()
        shipment.sudo().tracking_number = NUMBER
        scan = self.env["tthc.scan"]
        for code in (NUMBER, "rr 473 124 829 vn", shipment.name):
            answer = scan.with_user(self.clerk).resolve(code)
            self.assertEqual(answer["kind"], "open", code)
            self.assertEqual(
                (answer["action"]["res_model"], answer["action"]["res_id"]),
                ("tthc.shipment", shipment.id),
            )
        self.assertEqual(scan.with_user(self.other_clerk).resolve(NUMBER)["kind"], "refused")
        self.assertEqual(scan.with_user(self.clerk).resolve("RR473124828VN")["kind"], "unknown")

    def test_a_code_that_says_nothing_is_no_shipment_without_a_number(self):
        packed, failed = self.packed(), self.sent()
        failed.with_user(self.clerk).action_fail(reason="Vắng nhà")
        batch = self.env["tthc.postal.batch"].with_user(self.clerk)
        batch = batch.create({"carrier_id": self.carrier.id})
        records = self.env["tthc.postal.handover"].with_user(self.clerk)
        for code in ("", " ", "-", "...", "\0", "\u200b", "- - -"):
            self.assertFalse(batch.scan_item(code)["ok"], code)
            for direction in ("to_post", "from_post"):
                record = records.create({"direction": direction, "carrier_id": self.carrier.id})
                self.assertEqual(record.scan_in(code)["kind"], "refused", code)
            answer = self.env["tthc.scan"].with_user(self.clerk).resolve(code)
            self.assertEqual(answer["kind"], "unknown", code)
        self.assertFalse((packed | failed).mapped("batch_id"))
