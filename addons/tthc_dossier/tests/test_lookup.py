from odoo.tests import HttpCase, new_test_user, tagged

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestLookup(DossierCommon, HttpCase):
    """What the public and the owner may see over HTTP."""

    def test_code_on_the_receipt_shows_number_and_progress_only(self):
        dossier = self.take_in(return_address="Số 77, ngõ Kín", subject="Việc riêng")
        page = self.url_open(f"/tra-cuu/{dossier.lookup_token}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(dossier.name, page.text)
        for secret in (
            self.citizen.name,
            self.citizen.tthc_identity_number,
            self.citizen.phone,
            self.citizen.street,
            "ngõ Kín",
            "Việc riêng",
            self.procedure.name,
            self.justice.name,
            dossier._local_text(dossier.due_at, "%d/%m/%Y"),
        ):
            self.assertNotIn(secret, page.text)
        self.assertEqual(page.headers["X-Robots-Tag"], "noindex")

    def test_code_is_read_tolerantly_and_unknown_codes_say_so(self):
        dossier = self.take_in()
        page = self.url_open(f"/tra-cuu?code=%20{dossier.lookup_token.lower()}%20")
        self.assertIn(dossier.name, page.text)
        page = self.url_open("/tra-cuu?code=KHONGCO")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn(dossier.name, page.text)
        self.assertIn("alert-warning", page.text)

    def test_number_alone_shows_nothing(self):
        dossier = self.take_in()
        page = self.url_open(f"/tra-cuu/{dossier.name}")
        self.assertIn("alert-warning", page.text)

    def test_owner_sees_departments_others_nothing(self):
        owner = new_test_user(self.env, "t.chuho", groups="base.group_portal")
        new_test_user(self.env, "t.nguoikhac", groups="base.group_portal")
        dossier = self.take_in(owner=owner.partner_id.id)
        dossier.with_user(self.receptionist).action_forward("Chuyển gấp giúp nhé")
        self.authenticate("t.chuho", "t.chuho")
        page = self.url_open(f"/my/dossiers/{dossier.id}")
        self.assertIn(dossier.name, page.text)
        self.assertIn(self.justice.name, page.text)
        self.assertIn("Tờ khai", page.text)
        self.assertNotIn("Chuyển gấp", page.text)
        self.assertIn(dossier.name, self.url_open("/my/dossiers").text)
        self.authenticate("t.nguoikhac", "t.nguoikhac")
        self.assertEqual(self.url_open(f"/my/dossiers/{dossier.id}").status_code, 404)
        self.assertNotIn(dossier.name, self.url_open("/my/dossiers").text)
