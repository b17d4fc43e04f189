from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import ReceiptCommon


@tagged("post_install", "-at_install")
class TestPortal(ReceiptCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_series()
        for login in ("t.congdan", "t.nguoikhac"):
            user = new_test_user(
                cls.env,
                login,
                groups="base.group_portal",
                company_id=cls.centre.id,
                company_ids=[Command.set(cls.centre.ids)],
            )
            user.partner_id.tthc_kind = "citizen"
            cls.citizen = cls.citizen if login == "t.nguoikhac" else user.partner_id

    def test_the_owner_downloads_the_receipt(self):
        receipt = self.cash(owner=self.citizen.id)
        self.authenticate("t.congdan", "t.congdan")
        page = self.url_open(f"/my/dossiers/{receipt.dossier_id.id}").text
        address = f"/my/dossiers/{receipt.dossier_id.id}/receipts/{receipt.id}"
        self.assertIn(address, page)
        self.assertIn("EBL01 26TAA 00000001", page)
        response = self.url_open(address)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("58.000", response.content.decode())
        event = receipt.event_ids.sorted("id")[-1]
        self.assertEqual((event.kind, event.user_id.login), ("print", "t.congdan"))
        self.assertIn("BẢN SAO", self.url_open(address).content.decode())

    def test_nobody_else_does(self):
        receipt = self.cash(owner=self.citizen.id)
        other = self.cash(owner=self.citizen.id)
        address = f"/my/dossiers/{receipt.dossier_id.id}/receipts/{receipt.id}"
        self.authenticate("t.nguoikhac", "t.nguoikhac")
        self.assertEqual(self.url_open(address).status_code, 404)
        self.authenticate("t.congdan", "t.congdan")
        crossed = f"/my/dossiers/{receipt.dossier_id.id}/receipts/{other.id}"
        self.assertEqual(self.url_open(crossed).status_code, 404)
        self.assertEqual(self.url_open(f"/tthc/receipt/{receipt.id}/pdf").status_code, 404)

    def test_what_is_awaited_or_cancelled_is_not_offered(self):
        receipt = self.cash(owner=self.citizen.id)
        self.assertEqual(receipt.dossier_id._portal_values()["receipts"], receipt)
        receipt._set({"state": "cancelled"})
        self.assertFalse(receipt.dossier_id._portal_values()["receipts"])
