"""What the citizen sees of one's own files, and nobody else's; uploads through the controller."""

import json

from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.tthc_dossier.tests.files import pdf, picture

from .common import PapersCommon


@tagged("post_install", "-at_install")
class TestPortal(PapersCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.owner = new_test_user(
            self.env, "p.chuho", groups="base.group_portal", partner_id=self.citizen.id
        )
        self.other = new_test_user(self.env, "p.nguoikhac", groups="base.group_portal")
        self.dossier = self.take_in(case_id=self.free_case.id)
        self.receive(self.paper(self.dossier), "Của tôi", name="gcn của tôi.pdf")
        self.file = self.rows(self.dossier)

    def path(self, file):
        return f"/my/dossiers/{self.dossier.id}/papers/{file.id}"

    def test_own_files_with_size_and_digest(self):
        self.authenticate("p.chuho", "p.chuho")
        page = self.url_open(f"/my/dossiers/{self.dossier.id}").text
        for text in (self.file.checksum, self.file.name, self.file.size_text):
            self.assertIn(text, page)
        answer = self.url_open(self.path(self.file))
        self.assertEqual(answer.content, pdf("Của tôi"))
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("attachment", answer.headers["Content-Disposition"])

    def test_of_others_nothing_is_found(self):
        self.authenticate("p.nguoikhac", "p.nguoikhac")
        self.assertEqual(self.url_open(self.path(self.file)).status_code, 404)
        self.authenticate("p.chuho", "p.chuho")
        elsewhere = self.take_in(owner=self.other.partner_id.id)
        self.receive(self.paper(elsewhere), "Của người khác")
        self.assertEqual(self.url_open(self.path(self.rows(elsewhere))).status_code, 404)
        held = self.result(self.dossier, user=self.receptionist)
        held.sudo()._receive_file("kq.pdf", pdf("kq"))
        self.assertEqual(self.url_open(self.path(held.sudo().file_ids)).status_code, 404)

    def test_the_result_after_issue(self):
        held = self.result(self.dossier, user=self.receptionist)
        held.sudo()._receive_file("kq.pdf", pdf("kq"))
        self.walk_to_result(self.dossier)
        self.authenticate("p.chuho", "p.chuho")
        self.assertIn("12/GXN", self.url_open(f"/my/dossiers/{self.dossier.id}").text)
        self.assertEqual(self.url_open(self.path(held.sudo().file_ids)).content, pdf("kq"))

    # The officer's side ---------------------------------------------------------------------------

    def send(self, route, files, **data):
        token = http.Request.csrf_token(self)
        answer = self.url_open(
            f"/tthc_papers/{route}",
            data={"dossier_id": self.dossier.id, "csrf_token": token, **data},
            files=[("ufile", (name, raw)) for name, raw in files],
        )
        return json.loads(answer.text)

    def test_upload(self):
        self.authenticate(self.receptionist.login, self.receptionist.login)
        answer = self.send("upload", [("to khai.pdf", pdf("tk"))])
        self.assertEqual(answer["status"], "stored")
        answer = self.send("upload", [("x.exe", b"MZ" + b"\0" * 99)])
        self.assertEqual(answer["status"], "refused")
        answer = self.send("camera", [("a.jpg", picture()), ("b.jpg", picture(text="b"))])
        self.assertEqual(answer["status"], "tray")
        self.assertEqual(self.rows(self.dossier, "tray").pages, 2)

    def test_upload_to_what_is_not_ones_own(self):
        self.authenticate(self.other_receptionist.login, self.other_receptionist.login)
        self.assertEqual(self.send("upload", [("x.pdf", pdf("tk"))])["status"], "refused")

    def test_the_store_by_address(self):
        held = self.env["tthc.paper.held"].search([("dossier_id", "=", self.dossier.id)])
        path = f"/tthc_papers/store/{held.id}/{self.file.id}"
        self.authenticate(self.other_receptionist.login, self.other_receptionist.login)
        self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate("p.chuho", "p.chuho")
        self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate(self.receptionist.login, self.receptionist.login)
        self.assertEqual(self.url_open(path).content, pdf("Của tôi"))
        log = self.env["tthc.access.log"].search([], limit=1)
        self.assertIn(self.file.name, log.note)
        self.authenticate("p.chuho", "p.chuho")
        self.assertIn(log.note, self.url_open(f"/my/dossiers/{self.dossier.id}").text)
