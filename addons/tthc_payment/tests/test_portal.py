from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestPortal(PaymentCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = new_test_user(
            cls.env,
            "t.congdan",
            groups="base.group_portal",
            lang="en_US",
            company_id=cls.centre.id,
            company_ids=[Command.set(cls.centre.ids)],
        )
        cls.citizen = cls.portal_user.partner_id

    def page(self, dossier):
        self.authenticate("t.congdan", "t.congdan")
        response = self.url_open(f"/my/dossiers/{dossier.id}")
        self.assertEqual(response.status_code, 200)
        return response.text

    def test_the_owner_sees_the_code_and_later_that_it_is_paid(self):
        dossier, request = self.accepted()
        page = self.page(dossier)
        self.assertIn(request.reference, page)
        self.assertIn(self.account.number, page)
        self.assertIn("data:image/png;base64,", page)
        self.assertEqual(request.attempt_ids.mapped("state"), ["pending"])
        self.page(dossier)
        self.assertEqual(len(request.attempt_ids), 1)
        self.receive(request.reference)
        page = self.page(dossier)
        self.assertNotIn("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAA", page)
        self.assertIn("10/03/2026", page)

    def test_without_an_account_the_page_says_cash(self):
        self.account.active = False
        dossier, request = self.accepted()
        page = self.page(dossier)
        self.assertRegex(page, "in cash|tiền mặt")
        self.assertFalse(request.attempt_ids)

    def test_the_anonymous_lookup_shows_nothing_of_the_money(self):
        dossier, request = self.accepted()
        self.authenticate(None, None)
        page = self.url_open(f"/tra-cuu/{dossier.lookup_token}").text
        self.assertIn(dossier.name, page)
        for secret in (request.reference, self.account.number, self.citizen.name, "58.000"):
            self.assertNotIn(secret, page)
