"""What people are told of their papers in the post: between tthc_postal and tthc_notice."""

from datetime import datetime

from odoo.tests import tagged

from odoo.addons.tthc_notice.tests.common import NoticeCommon
from odoo.addons.tthc_postal.tests.common import NUMBER, FreePostalCommon

AT = datetime(2026, 3, 16, 2, 0)


@tagged("post_install", "-at_install")
class TestPostNotices(NoticeCommon, FreePostalCommon):
    def setUp(self):
        super().setUp()
        self.carrier.write(
            {"phone": "1900 54 54 81", "tracking_url": "https://post.example/{number}"}
        )
        self.dossier = self.result_by_post()
        self.shipment = self.packed(self.dossier)
        self.shipment.with_user(self.clerk).tracking_number = NUMBER

    def act(self, action, hour, *args, **kwargs):
        """Let the clerk do something at an hour, and write the notices."""
        at = AT.replace(hour=hour)
        clerk = self.shipment.with_user(self.clerk).sudo().with_context(tthc_now=at)
        getattr(clerk, action)(*args, at=at, **kwargs)
        self.derive(at)

    def words(self, key, channel="email"):
        notice = self.told(self.dossier, key=key, channel=channel)
        self.assertEqual(len(notice), 1, key)
        return notice.body if channel == "email" else notice.text

    def start(self):
        """Nothing that was done before the papers left is looked at."""
        self.shipment.sudo()._set({"last_event_at": AT.replace(hour=0)})
        self.notices._start_here()
        self.env["ir.config_parameter"].set_param("tthc_notice.since", "2026-01-01 00:00:00")

    def test_the_way_of_a_result(self):
        self.start()
        self.act("action_hand_over", 1)
        for shown in (NUMBER, "https://post.example/" + NUMBER, "1900 54 54 81", self.carrier.name):
            self.assertIn(shown, self.words("posted"))
        self.act("action_in_transit", 2)
        self.act("action_out_for_delivery", 3)
        self.assertIn(NUMBER, self.words("post_out", "sms"))
        self.act("action_fail", 4, "Vắng nhà")
        self.assertIn("Vắng nhà", self.words("post_failed"))
        self.assertIn(self.centre.phone, self.words("post_failed", "sms"))
        self.act("action_out_for_delivery", 5)
        self.act("action_deliver", 6, "Nguyễn Văn Thử")
        self.assertEqual(self.dossier.state, "returned")
        self.assertIn("13:00 16/03/2026", self.words("post_delivered"))
        self.assertEqual(
            self.told(self.dossier, channel="email").mapped("key"),
            ["posted", "post_failed", "post_delivered"],
            "nobody is told twice that the result was returned",
        )

    def test_back_and_lost(self):
        self.start()
        self.act("action_hand_over", 1)
        self.act("action_fail", 2, "Sai địa chỉ")
        self.act("action_return_to_centre", 3)
        self.assertIn("chuyển hoàn", self.words("post_back"))
        self.shipment = self.env["tthc.shipment"].browse(
            self.dossier.with_user(self.receptionist).action_send_by_post()["res_id"]
        )
        self.shipment.with_user(self.receptionist).action_pack()
        self.shipment.sudo()._set({"last_event_at": AT.replace(hour=4)})
        self.act("action_hand_over", 5)
        self.act("action_lose", 6, "Công văn 12/BĐ")
        self.assertIn("không tìm thấy", self.words("post_lost"))
        self.assertNotIn("12/BĐ", self.words("post_lost"), "the carrier's letter is the staff's")

    def test_a_result_returned_at_the_counter_is_told_as_before(self):
        dossier = self.walk_to_result(self.take_in())
        self.env["tthc.notice"]._start_here()
        dossier.with_user(self.receptionist).action_return_result()
        self.derive(datetime.now())
        self.assertEqual(self.told(dossier, channel="email").mapped("key"), ["returned"])
