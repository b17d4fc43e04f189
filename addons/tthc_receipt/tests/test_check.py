"""The public page behind the QR code."""

from odoo.tests import HttpCase, tagged

from ..tools import receipt_token
from .common import ReceiptCommon


@tagged("post_install", "-at_install")
class TestCheck(ReceiptCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.open_series()
        self.receipt = self.cash()

    def page(self, token, status=200):
        self.authenticate(None, None)
        response = self.url_open(f"/bien-lai/{token}")
        self.assertEqual(response.status_code, status)
        return response.text

    def test_a_genuine_receipt(self):
        page = self.page(self.receipt.token)
        self.assertIn("Biên lai có thật và đang có hiệu lực", page)
        for text in (
            "EBL01", "26TAA", "00000001", "10/03/2026", self.centre.name, "2300999910",
            "58.000 đồng", "Năm mươi tám nghìn đồng", "Phí thẩm định",
            "chưa được ghi nhận chữ ký số",
        ):  # fmt: skip
            self.assertIn(text, page)

    def test_personal_data_are_masked(self):
        page = self.page(self.receipt.token)
        self.assertIn("Nguyễn V••• T•••", page)
        for secret in ("Nguyễn Văn Thử", "Số 1, đường Thử", self.receipt.dossier_id.name):
            self.assertNotIn(secret, page)
        for secret in ("Nguyễn Văn Thử", "027080000019"):
            self.assertNotIn(secret, str(receipt_token.read(self.receipt.token, self.key())))

    def key(self):
        prints = self.env["tthc.form.print"]
        return prints._key(receipt_token.key_id(self.receipt.token))

    def test_the_address_in_the_code(self):
        url = self.receipt._check_url()
        self.assertRegex(url, r"/BIEN-LAI/[0-9A-Z.]+$")
        self.authenticate(None, None)
        answer = self.url_open("/BIEN-LAI/" + url.rsplit("/", 1)[1])
        self.assertIn("đang có hiệu lực", answer.text)
        for name, value in (("X-Robots-Tag", "noindex"), ("Cache-Control", "no-store")):
            self.assertEqual(answer.headers[name], value)

    def test_what_became_of_it(self):
        minute = {"minute_number": "1", "minute_date": "2026-03-11"}
        acting = self.at(self.receipt, user=self.accountant)
        _event, new = acting._replace({}, "Sai", minute)
        page = self.page(self.receipt.token)
        self.assertIn("BỊ THAY THẾ", page)
        self.assertIn(new.name, page)
        _event, adjustment = self.at(new, user=self.accountant)._adjust({"payer_name": "A"}, "x")
        self.assertIn("ĐIỀU CHỈNH", self.page(new.token))
        self.assertIn("đang có hiệu lực", self.page(adjustment.token))
        self.at(new, user=self.accountant)._cancel("Hoàn tiền", minute)
        self.assertIn("đã HỦY", self.page(new.token))

    def test_a_changed_amount(self):
        values = receipt_token.read(self.receipt.token, self.key())
        forged = receipt_token.make("1", bytes(32), {**values, "amount": 5})
        page = self.page(forged)
        self.assertIn("KHÔNG ĐÚNG", page)
        self.assertNotIn(self.centre.name + "</td>", page)

    def test_a_receipt_that_is_not_in_the_books(self):
        name, key = self.env["tthc.form.print"]._signing_key()
        values = receipt_token.read(self.receipt.token, self.key())
        token = receipt_token.make(name, key, {**values, "code": "NOTHERE2"})
        self.assertIn("Không tìm thấy trong sổ biên lai", self.page(token))

    def test_guessing_is_throttled(self):
        for number in range(20):
            self.page(f"1.AAAAAAA{number}.BBBB".replace("0", "C").replace("1", "D"))
        self.assertIn("Hãy thử lại sau", self.page("1.AAAA.BBBB", status=429))
        self.page(self.receipt.token, status=429)

    def test_the_empty_page(self):
        self.authenticate(None, None)
        self.assertIn("Quét mã QR", self.url_open("/bien-lai").text)
