"""Return by post chosen later, by the desk and by the citizen on the portal, and taken back."""

import re

from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..tools import status
from .common import FreePostalCommon


@tagged("post_install", "-at_install")
class TestReturnChoice(HttpCase, FreePostalCommon):
    def setUp(self):
        super().setUp()
        self.province = self.env.ref("base.state_vn_VN-34")
        communes = self.env["tthc.commune"]
        communes.search([("state_id", "=", self.province.id)]).write({"date_to": "2025-07-02"})
        communes.create(
            {"code": "98001", "name": "Thử", "kind": "commune", "state_id": self.province.id}
        )
        self.dossier = self.take_in()

    def choose(self, dossier, user=None, **values):
        wizard = self.env["tthc.dossier.return"].with_user(user or self.receptionist)
        values = {"street": "Số 9", "commune": "Xã Thử", "state_id": self.province.id, **values}
        return wizard.create({"dossier_id": dossier.id, **values}).action_confirm()

    def test_the_desk_chooses_the_post_and_the_counter_again(self):
        dossier = self.walk_to_result(self.dossier)
        self.choose(dossier, phone="0912000333")
        self.assertEqual(dossier.return_method, "post")
        shipment = self.shipment_of(dossier)
        self.assertEqual(
            (shipment.recipient_street, shipment.recipient_commune, shipment.recipient_phone),
            ("Số 9", "Xã Thử", "0912000333"),
        )
        self.choose(dossier, method="counter")
        self.assertEqual(dossier.return_method, "counter")
        self.assertFalse(shipment.exists())
        self.assertEqual(self.kinds(dossier)[-2:], ["post_chosen", "counter_chosen"])
        self.choose(dossier)
        self.packed(dossier)
        with self.assertRaisesRegex(UserError, "packed"):
            self.choose(dossier, method="counter")

    def test_an_address_that_no_courier_finds_is_refused(self):
        for values in (
            {"street": " "},
            {"commune": False},
            {"commune": "Xã Không Có"},
            {"state_id": False},
            {"phone": "12"},
        ):
            with self.assertRaises(UserError, msg=values):
                self.choose(self.dossier, **values)
        self.assertEqual(self.dossier.return_method, "counter")

    # The portal -----------------------------------------------------------------------------------

    def citizen_logs_in(self):
        new_test_user(
            self.env,
            "t.congdan",
            groups="base.group_portal",
            partner_id=self.citizen.id,
            password="t.congdan",
        )
        self.authenticate("t.congdan", "t.congdan")

    def send_form(self, **values):
        address = f"/my/dossiers/{self.dossier.id}/return"
        page = self.url_open(address).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        return self.url_open(
            address,
            data={
                "csrf_token": token[1] if token else "",
                "method": "post",
                "street": "Số 9, ngõ 2",
                "commune": "Xã Thử",
                "state_id": self.province.id,
                "phone": "0912000111",
                **values,
            },
        )

    def test_the_owner_chooses_on_the_portal(self):
        self.citizen_logs_in()
        page = self.url_open(f"/my/dossiers/{self.dossier.id}").text
        self.assertIn(f"/my/dossiers/{self.dossier.id}/return", page)
        answer = self.send_form(commune="Xã Không Có")
        self.assertIn("alert-danger", answer.text)
        self.assertIn("Số 9, ngõ 2", answer.text)
        self.assertEqual(self.dossier.return_method, "counter")
        self.send_form()
        self.dossier.invalidate_recordset()
        self.assertEqual(self.dossier.return_method, "post")
        self.assertTrue(self.dossier.return_address.startswith("Số 9, ngõ 2, Xã Thử, Khánh Hòa"))
        self.send_form(method="counter")
        self.dossier.invalidate_recordset()
        self.assertEqual(self.dossier.return_method, "counter")

    def test_somebody_else_finds_nothing(self):
        new_test_user(self.env, "t.nguoikhac", groups="base.group_portal", password="t.nguoikhac")
        self.authenticate("t.nguoikhac", "t.nguoikhac")
        address = f"/my/dossiers/{self.dossier.id}/return"
        self.assertEqual(self.url_open(address).status_code, 404)

    def test_what_is_packed_is_not_chosen_anew(self):
        self.choose(self.walk_to_result(self.dossier))
        shipment = self.packed(self.dossier)
        self.assertEqual(shipment.state, status.PACKED)
        self.citizen_logs_in()
        page = self.url_open(f"/my/dossiers/{self.dossier.id}").text
        self.assertNotIn(f"/my/dossiers/{self.dossier.id}/return", page)
