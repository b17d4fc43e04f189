"""The page to pay on, over HTTP, for people without an account."""

from odoo import http
from odoo.tests import HttpCase, tagged

from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestPayPage(PaymentCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.dossier, self.request = self.accepted()
        self.path = self.request._pay_path()

    def test_whoever_has_the_address_sees_what_is_to_pay(self):
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        for text in (self.dossier.name, self.request.reference, "9900112233", "58.000"):
            self.assertIn(text, page.text)
        self.assertNotIn(self.dossier.owner_id.name, page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(page.headers["X-Robots-Tag"], "noindex")
        self.assertFalse(self.request.attempt_ids, "looking changes nothing")

    def test_a_wrong_token_opens_nothing(self):
        other = self.accepted()[1]
        for path in (
            self.path[:-1] + ("0" if self.path[-1] != "0" else "1"),
            other._pay_path().replace(f"/{other.id}/", f"/{self.request.id}/"),
            self.path.replace(f"/{self.request.id}/", "/999999999/"),
        ):
            for tail in ("", "/state", "/vietqr.png"):
                self.assertEqual(self.url_open(path + tail).status_code, 404, path + tail)

    def test_the_state_tells_the_script_when_money_came(self):
        state = f"{self.path}/state"
        self.assertEqual(self.url_open(state).json(), {"state": "open", "due": self.FEE})
        self.receive(self.request.reference)
        self.assertEqual(self.url_open(state).json(), {"state": "paid", "due": 0})
        page = self.url_open(self.path)
        self.assertIn("alert-success", page.text)
        self.assertNotIn("vietqr.png", page.text)
        self.assertEqual(self.url_open(f"{self.path}/vietqr.png").status_code, 404)

    def test_the_code_as_a_file(self):
        png = self.url_open(f"{self.path}/vietqr.png")
        self.assertEqual(png.headers["Content-Type"], "image/png")
        self.assertTrue(png.content.startswith(b"\x89PNG"))
        self.assertIn(self.request.reference, png.headers["Content-Disposition"])
        self.assertIn(b"<svg", self.url_open(f"{self.path}/vietqr.svg").content)

    def test_the_receipts_code_leads_here(self):
        page = self.url_open(f"/tra-cuu/{self.dossier.lookup_token}")
        self.assertIn(self.path, page.text)
        self.receive(self.request.reference)
        self.assertNotIn(self.path, self.url_open(f"/tra-cuu/{self.dossier.lookup_token}").text)

    def test_a_cancelled_request_is_not_to_be_paid(self):
        self.request._cancel("Nhầm")
        page = self.url_open(self.path)
        self.assertIn("alert-warning", page.text)
        self.assertNotIn("vietqr.png", page.text)

    def test_only_gateways_can_be_started(self):
        """The transfer's own provider, one of another centre, none: back to the page."""
        providers = self.env["payment.provider"]
        self.authenticate(None, None)
        for provider in (
            providers._tthc_provider(self.centre),
            providers._tthc_provider(self.other_centre),
            providers,
        ):
            answer = self.url_open(
                f"{self.path}/start",
                data={
                    "provider_id": provider.id or "x",
                    "csrf_token": http.Request.csrf_token(self),
                },
                allow_redirects=False,
            )
            self.assertEqual(answer.status_code, 303)
            self.assertTrue(answer.headers["Location"].endswith(self.path))
        self.assertFalse(self.request.attempt_ids)

    def test_messages_reach_providers_of_ours_only(self):
        provider = self.env["payment.provider"]._tthc_provider(self.centre)
        for path in (
            f"/tthc/payment/tthc_vietqr/{provider.id + 999}/notify",
            f"/tthc/payment/tthc_other/{provider.id}/notify",
            f"/tthc/payment/none/{self.env['payment.provider'].search([], limit=1).id}/notify",
        ):
            self.assertEqual(self.url_open(path).status_code, 404)
        with self.assertLogs("odoo.addons.tthc_payment", "WARNING"):
            answer = self.url_open(f"/tthc/payment/tthc_vietqr/{provider.id}/notify")
        self.assertEqual(answer.status_code, 403)
