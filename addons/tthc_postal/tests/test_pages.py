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
