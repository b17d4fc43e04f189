import base64
from xml.etree import ElementTree

from odoo.tests import Form, HttpCase, tagged

from ..tools import vietqr
from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestAccountCode(PaymentCommon, HttpCase):
    def test_the_static_code_names_the_account_only(self):
        account = self.account.with_user(self.receptionist)
        seen = vietqr.read(account.static_payload)
        self.assertEqual(
            (seen.bin, seen.account, seen.initiation, seen.service),
            ("970436", self.account.number, vietqr.STATIC, vietqr.SERVICE_ACCOUNT),
        )
        self.assertEqual((seen.amount, seen.memo, seen.reference_label), (None, "", ""))

    def test_beside_the_dynamic_one(self):
        _dossier, request = self.accepted()
        seen = vietqr.read(request.payload)
        self.assertEqual((seen.initiation, seen.amount), (vietqr.DYNAMIC, self.FEE))
        self.assertNotEqual(request.payload, self.account.static_payload)

    def test_png_and_svg(self):
        account = self.account.with_user(self.cashier)
        self.assertTrue(base64.b64decode(account.static_png).startswith(b"\x89PNG"))
        svg = ElementTree.fromstring(base64.b64decode(account.static_svg))
        self.assertTrue(svg.tag.endswith("svg"))

    def test_files_to_download(self):
        self.env["res.users"].browse(self.cashier.id).password = "t.thungan-8"
        self.authenticate("t.thungan", "t.thungan-8")
        account = self.account.with_user(self.cashier)
        for action, start, mime in (
            (account.action_download_png(), b"\x89PNG", "image/png"),
            (account.action_download_svg(), b"<", "image/svg+xml"),
        ):
            answer = self.url_open(action["url"])
            self.assertEqual(answer.status_code, 200)
            self.assertTrue(answer.content.startswith(start))
            self.assertIn(mime, answer.headers["Content-Type"])
            self.assertIn(self.account.number, answer.headers["Content-Disposition"])

    def test_a_half_typed_account_has_none(self):
        form = Form(self.env["tthc.collection.account"].with_user(self.chief))
        form.bank_id = self.account.bank_id
        form.number = "12 34!"
        self.assertFalse(form.static_payload)

    def test_the_poster(self):
        reports = self.env["ir.actions.report"].with_user(self.receptionist)
        html, _type = reports._render_qweb_html(
            "tthc_payment.report_account_poster", self.account.ids
        )
        page = html.decode()
        for words in ("QUÉT MÃ VIETQR", "Vietcombank", "9900 1122 33", "TRUNG TAM PVHCC"):
            self.assertIn(words, page)
        self.assertIn("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG THỬ NGHIỆM", page)
        self.assertEqual(page.count("data:image/png;base64,"), 1)
        pdf, kind = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            "tthc_payment.report_account_poster", self.account.ids
        )
        self.assertEqual((pdf[:4], kind), (b"%PDF", "pdf"))
