from datetime import timedelta
from unittest.mock import patch

from odoo import fields, http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import config

from .common import DossierCommon

WRONG = "ZZZZZZ"


@tagged("post_install", "-at_install")
class TestLookupThrottle(DossierCommon, HttpCase):
    """Guessing a lookup code over HTTP: counted, slowed down, said, recorded."""

    def setUp(self):
        super().setUp()
        self.dossier = self.take_in()
        self.token = self.dossier.lookup_token
        self.attempts = self.env["tthc.lookup.attempt"]
        self.attempts.search([]).unlink()
        self.authenticate(None, None)

    def look(self, number, code, address=None):
        """Send the form, from ``address`` by way of the proxy that Odoo trusts."""
        headers = {"X-Forwarded-For": address, "X-Forwarded-Host": "dvc.example"} if address else {}
        data = {"csrf_token": http.Request.csrf_token(self), "number": number, "code": code}
        with patch.dict(config.options, {"proxy_mode": bool(address)}):
            return self.url_open("/tra-cuu", data=data, headers=headers)

    def guess(self, times, address=None, number=None):
        for _time in range(times):
            answer = self.look(number or self.dossier.name, WRONG, address)
        return answer

    def later(self, **more):
        """As if the attempts so far lay so much further back."""
        self.env.cr.execute("UPDATE tthc_lookup_attempt SET at = at - %s", [timedelta(**more)])
        self.attempts.invalidate_model()

    # What opens -----------------------------------------------------------------------------------

    def test_number_with_the_first_letters_or_the_whole_code(self):
        for code in (self.token, self.token[:6], f" {self.token[:3].lower()} {self.token[3:6]}"):
            page = self.look(self.dossier.name.lower(), code)
            self.assertIn('id="tthc_lookup_result"', page.text, code)
        self.assertIn('id="tthc_lookup_result"', self.look("", self.token).text)
        self.assertFalse(self.attempts.search([]), "a look that is in order writes nothing")

    def test_unknown_number_and_wrong_code_answer_alike(self):
        wrong = self.look(self.dossier.name, WRONG)
        unknown = self.look("H99.01-000101-9999", WRONG)
        for page in (wrong, unknown):
            self.assertEqual(page.status_code, 200)
            self.assertNotIn('id="tthc_lookup_result"', page.text)
        self.assertEqual(self.words(wrong), self.words(unknown))
        self.assertEqual(self.attempts.search([]).mapped("outcome"), ["wrong"] * 2)

    @staticmethod
    def words(page):
        return page.text.partition('id="wrap"')[2].partition("<form")[0]

    def test_short_code_without_number_opens_nothing(self):
        self.assertNotIn('id="tthc_lookup_result"', self.look("", self.token[:6]).text)

    def test_code_of_another_dossier_does_not_open_this_one(self):
        other = self.take_in()
        page = self.look(self.dossier.name, other.lookup_token)
        self.assertNotIn('id="tthc_lookup_result"', page.text)

    # Waiting --------------------------------------------------------------------------------------

    def test_after_five_wrong_codes_even_the_right_one_waits(self):
        self.assertEqual(self.guess(5).status_code, 200)
        answer = self.look(self.dossier.name, self.token[:6])
        self.assertEqual(answer.status_code, 429)
        self.assertLessEqual(int(answer.headers["Retry-After"]), 60)
        until = fields.Datetime.now() + timedelta(seconds=int(answer.headers["Retry-After"]))
        self.assertIn(self.dossier._local_text(until, "%H:%M:"), answer.text)
        self.assertNotIn('id="tthc_lookup_result"', answer.text)
        self.later(seconds=61)
        page = self.look(self.dossier.name, self.token[:6])
        self.assertIn('id="tthc_lookup_result"', page.text)
        self.guess(1)
        answer = self.look(self.dossier.name, self.token[:6])
        self.assertGreater(int(answer.headers["Retry-After"]), 60, "the wait doubles")

    def test_hammering_is_recorded_once(self):
        self.guess(9)
        outcomes = self.attempts.search([]).mapped("outcome")
        self.assertEqual((outcomes.count("wrong"), outcomes.count("locked")), (5, 1))

    def test_holder_elsewhere_is_not_locked_out(self):
        self.guess(7, address="198.51.100.7")
        page = self.look(self.dossier.name, self.token[:6], address="203.0.113.9")
        self.assertIn('id="tthc_lookup_result"', page.text)
        self.assertEqual(set(self.attempts.search([]).mapped("address")), {"198.51.100.7"})

    def test_many_addresses_at_one_number_leave_whole_code_and_qr(self):
        for host in range(8):
            self.guess(4, address=f"198.51.100.{host}")
        holder = "203.0.113.9"
        short = self.look(self.dossier.name, self.token[:6], address=holder)
        self.assertEqual(short.status_code, 429)
        whole = self.look(self.dossier.name, self.token, address=holder)
        self.assertIn('id="tthc_lookup_result"', whole.text)
        self.assertIn('id="tthc_lookup_result"', self.url_open(f"/tra-cuu/{self.token}").text)

    def test_one_address_at_many_numbers(self):
        for number in range(20):
            answer = self.look(f"H99.01-260309-{number:04}", WRONG)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.look(self.dossier.name, self.token).status_code, 429)
        self.assertEqual(self.url_open(f"/tra-cuu/{self.token}").status_code, 200)

    def test_tries_of_one_address_are_a_setting(self):
        params = self.env["ir.config_parameter"].sudo()
        params.set_param("tthc_dossier.lookup_address_tries", "2")
        self.guess(1, number="H99.01-260309-0001")
        self.guess(1, number="H99.01-260309-0002")
        self.assertEqual(self.look(self.dossier.name, self.token).status_code, 429)

    def test_forwarded_address_counts_only_behind_the_proxy(self):
        headers = {"X-Forwarded-For": "203.0.113.50", "X-Forwarded-Host": "dvc.example"}
        self.url_open("/tra-cuu/KHONGCOMANAY", headers=headers)
        self.assertEqual(self.attempts.search([]).address, "127.0.0.1")

    def test_wrong_qr_codes_have_a_limit_of_their_own(self):
        for number in range(20):
            answer = self.url_open(f"/tra-cuu/SAIMASAIMA{number:02}")
            self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.url_open("/tra-cuu/SAIMASAIMA99").status_code, 429)
        self.assertEqual(self.url_open(f"/tra-cuu/{self.token}").status_code, 429)
        page = self.look(self.dossier.name, self.token)
        self.assertIn('id="tthc_lookup_result"', page.text)

    # Robots and headers ---------------------------------------------------------------------------

    def test_robots_and_previews_change_nothing(self):
        for path in ("/tra-cuu", f"/tra-cuu/{self.token}"):
            self.assertEqual(self.url_open(path, method="HEAD").status_code, 200)
            self.assertEqual(self.url_open(path).status_code, 200)
        self.assertFalse(self.attempts.search([]))
        answer = self.url_open(f"/tra-cuu/{self.token}")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")

    def test_form_from_elsewhere_is_refused(self):
        data = {"number": self.dossier.name, "code": self.token}
        self.assertEqual(self.url_open("/tra-cuu", data=data).status_code, 400)

    def test_page_is_vietnamese_unless_asked_otherwise(self):
        self.assertIn('lang="vi-VN"', self.url_open("/tra-cuu").text)
        self.assertIn('lang="en-US"', self.url_open("/tra-cuu?lang=en").text)

    # The record -----------------------------------------------------------------------------------

    def test_managers_see_masked_addresses(self):
        self.guess(1, address="198.51.100.7")
        self.look("027080000019", WRONG)
        rows = self.attempts.with_user(self.manager).search([], order="id")
        self.assertEqual(rows[0].address_shown, "198.51.100.…")
        self.assertEqual(rows[0].number, self.dossier.name)
        self.assertNotIn("027080000019", rows[1].number)
        with self.assertRaises(AccessError):
            rows.read(["address"])
        with self.assertRaises(AccessError):
            rows.unlink()
        self.assertFalse(self.attempts.with_user(self.receptionist).has_access("read"))
        self.env["ir.config_parameter"].set_param("tthc_dossier.lookup_mask_address", "False")
        rows.invalidate_recordset()
        self.assertEqual(rows[0].address_shown, "198.51.100.7")

    def test_old_attempts_are_forgotten(self):
        self.guess(1)
        self.later(days=31)
        self.guess(1)
        self.attempts._gc_attempts()
        self.assertEqual(len(self.attempts.search([])), 1)
        self.env["ir.config_parameter"].set_param("tthc_dossier.lookup_log_days", "0")
        self.later(days=1)
        self.attempts._gc_attempts()
        self.assertFalse(self.attempts.search([]))
