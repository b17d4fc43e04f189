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
