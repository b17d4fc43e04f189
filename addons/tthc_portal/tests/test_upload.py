import hashlib

from odoo.tests import HttpCase, tagged

from .common import PDF, PortalCommon, picture


@tagged("post_install", "-at_install")
class TestUpload(PortalCommon, HttpCase):
    """The pages, over HTTP, as the citizen."""

    def setUp(self):
        super().setUp()
        self.dossier = self.asked()
        self.page = f"/my/dossiers/{self.dossier.id}/supplement"
        self.log_in()

    def supply(self):
        return self.env["tthc.online.supply"].search([("dossier_id", "=", self.dossier.id)])

    def test_page_says_what_why_until_when_and_the_rules(self):
        self.assertIn(self.page, self.url_open(f"/my/dossiers/{self.dossier.id}").text)
        page = self.url_open(self.page)
        due = self.dossier._local_text(self.dossier.supplement_round_ids.answer_due_at)
        for words in ("Tờ khai", "chụp mờ", "Ảnh 4×6", "thiếu", "Bổ sung", due, "20", 'capture="'):
            self.assertIn(words, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_upload_send_receipt(self):
        answer = self.upload(self.dossier, key="k1")
        self.assertEqual(answer.status_code, 200)
        row = answer.json()["file"]
        self.assertEqual(row["sha256"], hashlib.sha256(PDF).hexdigest())
        self.assertEqual(self.upload(self.dossier, key="k1").json()["file"]["id"], row["id"])
        self.upload(self.dossier, 1, "anh.png", picture(), key="k2")
        page = self.url_open(self.page)
        self.assertIn("to khai.pdf", page.text, "what was uploaded is still there")
        self.assertEqual(self.url_open(row["url"]).content, PDF)
        for _click in range(2):
            answer = self.post(f"{self.page}/send", supply_id=row["supply_id"], note="Xin cảm ơn")
        supply = self.supply()
        self.assertEqual((supply.state, supply.note), ("sent", "Xin cảm ơn"))
        kinds = self.dossier.event_ids.mapped("kind")
        self.assertEqual(kinds.count("supply_online"), 1)
        self.assertTrue(answer.url.endswith(supply._portal_url()))
        for words in (supply.name, supply._sent_text(), *supply.file_ids.mapped("sha256")):
            self.assertIn(words, answer.text)
        pdf = self.url_open(f"{supply._portal_url()}/pdf")
        self.assertEqual(pdf.headers["Content-Type"], "application/pdf")
        self.assertIn("attachment", pdf.headers["Content-Disposition"])
        self.assertIn(supply.name, self.url_open(f"/my/dossiers/{self.dossier.id}").text)
        supply.with_user(self.receptionist)._send_back("Chụp lại trang 2")
        for page in (supply._portal_url(), f"/my/dossiers/{self.dossier.id}"):
            self.assertIn("Chụp lại trang 2", self.url_open(page).text)

    def test_error_of_a_file_is_said_in_words(self):
        answer = self.upload(self.dossier, name="trang.pdf", content=b"")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("trang.pdf", answer.json()["error"])
        answer = self.upload(self.dossier, name="trang.pdf", content=b"<svg onload=alert(1)>")
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(self.supply().file_ids)

    def test_without_scripts_forms_do_it(self):
        item = self.dossier.supplement_round_ids.item_ids[1]
        files = [("file", ("1.png", picture(1))), ("file", ("2.png", picture(2)))]
        answer = self.post(f"{self.page}/files", files=files, item_id=item.id)
        self.assertIn("1.png", answer.text)
        self.assertIn("2.png", answer.text)
        file = self.supply().file_ids[:1]
        answer = self.post(f"{self.page}/files/{file.id}/remove")
        self.assertNotIn("1.png", answer.text)
        self.assertEqual(self.supply().file_ids.mapped("name"), ["2.png"])
        bad = [("file", ("3.png", picture(3))), ("file", ("4.html", b"<html></html>"))]
        answer = self.post(f"{self.page}/files", files=bad, item_id=item.id)
        self.assertIn("4.html", answer.text)
        self.assertEqual(self.supply().file_ids.mapped("name"), ["2.png"], "all or none")
        self.assertIn('role="alert"', self.post(f"{self.page}/files", item_id=item.id).text)

    def test_sending_nothing_is_said(self):
        answer = self.post(f"{self.page}/send", note="Lời nhắn của tôi")
        self.assertIn('role="alert"', answer.text)
        self.assertIn("Lời nhắn của tôi", answer.text)

    def test_nothing_asked_for_leads_to_the_dossier(self):
        self.dossier.with_user(self.receptionist).action_receive_supplement()
        answer = self.url_open(self.page)
        self.assertTrue(answer.url.endswith(f"/my/dossiers/{self.dossier.id}"))
        self.assertNotIn("supplement", answer.url)
        late = self.upload(self.dossier)
        self.assertEqual(late.status_code, 422)

    def test_after_the_deadline_it_says_so(self):
        self.dossier.supplement_round_ids.sudo().answer_due_at = "2026-01-01"
        self.upload(self.dossier)
        self.post(f"{self.page}/send", supply_id=self.supply().id)
        self.assertTrue(self.supply().late)
