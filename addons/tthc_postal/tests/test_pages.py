"""The public look-up and the owner's page, as a browser gets them."""

from odoo.tests import HttpCase, new_test_user, tagged

from .common import NUMBER, FreePostalCommon


@tagged("post_install", "-at_install")
class TestPages(HttpCase, FreePostalCommon):
    def setUp(self):
        super().setUp()
        self.dossier = self.result_by_post()
        self.sent(self.dossier).with_user(self.clerk).tracking_number = NUMBER

    def test_public_lookup_tells_the_stage_only(self):
        page = self.url_open(f"/tra-cuu/{self.dossier.sudo().lookup_token}").text
        self.assertIn(self.dossier.name, page)
        self.assertRegex(page, "handed to the post|bàn giao cho bưu chính")
        for secret in (NUMBER, "Nguyễn Văn Thử", "Số 9, đường Gửi"):
            self.assertNotIn(secret, page)

    def test_each_stage_is_told(self):
        shipment = self.shipment_of(self.dossier).with_user(self.clerk)
        for action, args, key in (
            ("action_out_for_delivery", (), "out_for_delivery"),
            ("action_fail", ("Vắng nhà",), "failed"),
            ("action_turn_back", (), "returning"),
            ("action_return_to_centre", (), "returned"),
        ):
            getattr(shipment, action)(*args)
            stage = self.dossier._post_stage()
            self.assertEqual(stage["key"], key)
            page = self.url_open(f"/tra-cuu/{self.dossier.sudo().lookup_token}").text
            self.assertIn(stage["at"], page)
            self.assertNotIn("Vắng nhà", page)

    def test_stages_that_were_passed_over_count_as_reached(self):
        shipment = self.shipment_of(self.dossier).with_user(self.clerk)
        shipment.action_deliver("Trần Thị Nhận", relation="family")
        row = shipment._portal_row()
        self.assertTrue(all(stage["reached"] for stage in row["stages"]))
        self.assertEqual(
            [bool(stage["at"]) for stage in row["stages"]], [True, True, False, False, True]
        )
        self.assertEqual(row["received_by"], "Trần Thị Nhận")
        self.assertTrue(row["relation"])

    def test_owner_follows_the_shipment(self):
        new_test_user(
            self.env,
            "t.congdan",
            groups="base.group_portal",
            partner_id=self.citizen.id,
            password="t.congdan",
        )
        self.authenticate("t.congdan", "t.congdan")
        page = self.url_open(f"/my/dossiers/{self.dossier.id}").text
        self.assertIn(NUMBER, page)
        self.assertIn(self.carrier.name, page)
