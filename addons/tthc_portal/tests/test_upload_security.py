import io
import time
import zipfile
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import PDF, PortalCommon, picture


@tagged("post_install", "-at_install")
class TestUploadSecurity(PortalCommon, HttpCase):
    """What others, robots and the ill-meaning get."""

    def setUp(self):
        super().setUp()
        self.dossier = self.asked()
        self.supply = self.supplied(self.dossier)
        self.file = self.supply.file_ids
        self.draft_file = self.draft(self.dossier)._add_file(
            self.supply.round_id.item_ids[0], "nhap.png", picture(), None
        )
        base = f"/my/dossiers/{self.dossier.id}"
        self.gets = [
            base,
            f"{base}/supplement",
            f"{base}/withdraw",
            f"{base}/files/{self.file.attachment_id.id}",
            f"{base}/supplement/files/{self.draft_file.id}",
            f"{base}/supplies/{self.supply.id}",
            f"{base}/supplies/{self.supply.id}/pdf",
        ]
        self.posts = [
            f"{base}/supplement/files",
            f"{base}/supplement/files/{self.draft_file.id}/remove",
            f"{base}/supplement/send",
            f"{base}/withdraw",
        ]

    def test_owner_reaches_every_page(self):
        self.log_in()
        for path in self.gets:
            self.assertEqual(self.url_open(path).status_code, 200, path)

    def test_others_find_nothing(self):
        self.log_in(self.neighbour)
        for path in self.gets:
            self.assertEqual(self.url_open(path).status_code, 404, path)
        for path in self.posts:
            answer = self.post(path, supply_id=self.supply.id, reason="x", confirmed="1")
            self.assertEqual(answer.status_code, 404, path)
        self.assertEqual(self.url_open("/my/dossiers").status_code, 200)
        self.assertNotIn(self.dossier.name, self.url_open("/my/dossiers").text)
        attachment = self.file.attachment_id.id
        self.assertEqual(self.url_open(f"/web/content/{attachment}").status_code, 404)
        self.assertEqual(self.dossier.state, "supplement")

    def test_public_is_sent_to_log_in(self):
        self.authenticate(None, None)
        for path in self.gets:
            answer = self.url_open(path)
            self.assertIn("/web/login", answer.url, path)
            self.assertNotIn(self.dossier.name, answer.text)

    def test_own_dossier_does_not_lead_to_others_files(self):
        theirs = self.take_in(owner=self.neighbour.partner_id.id)
        self.log_in(self.neighbour)
        base = f"/my/dossiers/{theirs.id}"
        for path in (
            f"{base}/files/{self.file.attachment_id.id}",
            f"{base}/supplement/files/{self.draft_file.id}",
            f"{base}/supplies/{self.supply.id}",
            f"{base}/supplies/{self.supply.id}/pdf",
            f"{base}/files/../../{self.dossier.id}/files/{self.file.attachment_id.id}",
            f"{base}/files/0",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)

    def test_another_party_does_not_send_ones_draft(self):
        """A representative has a draft of his own."""
        self.dossier.sudo().party_ids = [
            (0, 0, {"role": "representative", "partner_id": self.neighbour.partner_id.id,
                    "mandate_number": "UQ-01"})
        ]  # fmt: skip
        self.log_in(self.neighbour)
        self.assertEqual(self.url_open(self.gets[0]).status_code, 200)
        self.assertEqual(self.url_open(self.gets[4]).status_code, 404)
        self.assertNotIn("nhap.png", self.url_open(self.gets[1]).text)
        draft = self.draft_file.supply_id
        self.post(self.posts[2], supply_id=draft.id)
        self.assertEqual(draft.state, "draft")
        self.post(self.posts[1])
        self.assertTrue(self.draft_file.exists())

    def test_representative_whose_mandate_ended_sees_nothing_more(self):
        party = self.env["tthc.dossier.party"].create(
            {
                "dossier_id": self.dossier.id,
                "role": "representative",
                "partner_id": self.neighbour.partner_id.id,
                "mandate_number": "UQ-01",
                "mandate_until": fields.Date.today() + timedelta(days=2),
            }
        )
        theirs = self.dossier.with_user(self.neighbour)
        self.log_in(self.neighbour)
        self.assertEqual(self.url_open(self.gets[0]).status_code, 200)
        self.assertEqual(theirs.search([("id", "=", theirs.id)]), theirs)
        party.mandate_until = fields.Date.today() - timedelta(days=2)
        self.assertEqual(self.url_open(self.gets[0]).status_code, 404)
        self.assertFalse(theirs.search([("id", "=", theirs.id)]))
        theirs.invalidate_recordset()
        self.assertFalse(theirs.sudo()._holder_party(self.dossier.task_id)[0])
        party.mandate_until = False
        self.assertEqual(self.url_open(self.gets[0]).status_code, 200)
        party.with_user(self.receptionist)._revoke_mandate("Chủ hồ sơ thu hồi")
        for path in self.gets:
            self.assertEqual(self.url_open(path).status_code, 404, path)
        for path in self.posts:
            supply = self.draft_file.supply_id.id
            self.assertEqual(self.post(path, supply_id=supply).status_code, 404, path)
        self.assertNotIn(self.dossier.name, self.url_open("/my/dossiers").text)

    def test_forms_from_elsewhere_are_refused(self):
        self.log_in()
        for path in self.posts:
            answer = self.post(path, token=False, supply_id=self.draft_file.supply_id.id)
            self.assertEqual(answer.status_code, 400, path)
        self.assertTrue(self.draft_file.exists())
        self.assertEqual(self.draft_file.supply_id.state, "draft")

    def test_numbers_that_are_none(self):
        self.log_in()
        for value in ("", "abc", "-1", "999999999999999999999", "1 OR 1=1"):
            answer = self.post(
                self.posts[0], files={"file": ("a.pdf", PDF)}, item_id=value, json=True
            )
            self.assertEqual(answer.status_code, 422, value)
            answer = self.post(self.posts[2], supply_id=value)
            self.assertEqual(answer.status_code, 200, value)
        self.assertEqual(self.draft_file.supply_id.state, "draft")

    def test_active_content_is_not_taken(self):
        self.log_in()
        for name, content in (
            ("anh.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
            ("trang.html", b"<!DOCTYPE html><html><body onload=alert(1)></body></html>"),
            ("anh.png", b"<html><script>alert(1)</script>"),
            ("chay.pdf", b"MZ\x90\x00\x03" + b"\0" * 200),
            ("lenh.pdf", b"#!/bin/sh\nrm -rf /\n"),
        ):
            answer = self.upload(self.dossier, name=name, content=content)
            self.assertEqual(answer.status_code, 422, name)
            self.assertIn(name, answer.json()["error"])

    def test_zip_bomb_is_not_opened(self):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(4):
                archive.writestr(f"{number}.bin", b"\0" * 64 * 1024 * 1024)
        self.log_in()
        start = time.monotonic()
        answer = self.upload(self.dossier, name="bom.docx", content=target.getvalue())
        self.assertEqual(answer.status_code, 422)
        self.assertLess(time.monotonic() - start, 5)

    def test_too_large_a_request_is_not_read(self):
        self.env["ir.config_parameter"].set_param("tthc_dossier.max_file_mb", "1")
        self.log_in()
        self.assertEqual(self.upload(self.dossier, content=PDF + b"x" * 1100000).status_code, 422)
        self.assertEqual(self.upload(self.dossier, content=PDF + b"x" * 4000000).status_code, 413)

    def test_headers_of_files(self):
        self.log_in()
        base = f"/my/dossiers/{self.dossier.id}/files"
        shown = self.url_open(f"{base}/{self.file.attachment_id.id}")
        self.assertEqual(shown.content, PDF)
        self.assertNotIn("attachment", shown.headers.get("Content-Disposition", ""))
        for header, value in (
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'"),
            ("Cache-Control", "no-store"),
        ):
            self.assertEqual(shown.headers[header], value)
        # as something that came in before the checks did
        self.file.attachment_id.mimetype = "text/html"
        saved = self.url_open(f"{base}/{self.file.attachment_id.id}")
        self.assertIn("attachment", saved.headers["Content-Disposition"])

    def test_name_of_a_file_does_no_harm(self):
        self.log_in()
        name = '../<img src=x onerror=alert(1)>"\u202e.exe'
        row = self.upload(self.dossier, 1, name, picture(9)).json()["file"]
        self.assertTrue(row["name"].endswith(".exe.png"))
        page = self.url_open(self.gets[1]).text
        self.assertNotIn("<img src=x", page)
        shown = self.url_open(row["url"])
        self.assertNotIn("\n", shown.headers.get("Content-Disposition", ""))
        self.assertEqual(shown.headers["Content-Type"], "image/png")
