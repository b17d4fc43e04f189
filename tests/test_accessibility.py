"""Every public page and every page of a citizen's account with axe-core, in real Chromium in the
size of a phone, and by keyboard alone (NĐ 224/2026/NĐ-CP, Art. 15.2)."""

from odoo.tests import tagged

from odoo.addons.tthc_notice.tests.common import NoticeCommon
from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_portal.tests.common import PortalCommon
from odoo.addons.tthc_portal.tests.phone import PhoneCase
from odoo.addons.tthc_postal.tests.common import PostalCommon

#: The page's own script has run: until then it offers less.
SCRIPTED = "!document.querySelector('.o_tthc_upload:not(.o_tthc_scripted)')"


@tagged("post_install", "-at_install")
class TestAccessibility(PaymentCommon, PostalCommon, PortalCommon, NoticeCommon, PhoneCase):
    test_module = "tthc_dossier"

    def check(self, browser, pages):
        found = {}
        for path in pages:
            self.open(browser, path)
            self.wait(browser, SCRIPTED)
            barriers = self.barriers(browser) + self.keyboard_barriers(browser)
            if barriers:
                found[path] = barriers
        self.assertEqual(found, {})

    def test_public_pages(self):
        dossier = self.take_in()
        with self.phone() as browser:
            self.check(
                browser,
                (
                    "/tra-cuu",
                    f"/tra-cuu/{dossier.lookup_token}",
                    "/tra-cuu/SAIMASAIMA22",
                    "/tra-cuu?lang=en",
                    "/thu-tuc",
                    "/thu-tuc?q=thu+nghiem",
                    f"/thu-tuc/{self.procedure.code}",
                    "/thu-tuc/khong-co",
                    f"/thong-bao/{self.citizen._tthc_choice_token()}",
                ),
            )

    def test_pages_to_pay_on(self):
        """Nothing asked yet, on the way back from a gateway, paid."""
        dossier, request = self.accepted()
        _other, waiting = self.accepted()
        _third, paid = self.accepted()
        self.receive(paid.reference)
        provider = self.env["payment.provider"]._tthc_provider(self.centre)
        attempt = waiting._start_attempt(provider)
        attempt._tthc_started()
        with self.phone() as browser:
            self.check(
                browser,
                (
                    f"/tra-cuu/{dossier.lookup_token}",
                    request._pay_path(),
                    f"{waiting._pay_path()}/{attempt.id}",
                    paid._pay_path(),
                ),
            )

    def test_the_keyboard_check_finds_what_is_wrong(self):
        with self.phone() as browser:
            self.open(browser, "/tra-cuu")
            self.ask(
                browser,
                """document.querySelector("#wrap h1").innerHTML =
                    "<a href='#' style='outline: none; box-shadow: none'>?</a>" """,
            )
            self.assertIn("focus not seen: <a href", " ".join(self.keyboard_barriers(browser)))

    def test_waiting_page(self):
        with self.phone() as browser:
            for number in range(21):
                self.open(browser, f"/tra-cuu/SAIMASAIMA{number:02}")
            self.wait(browser, "document.querySelector('[role=alert] strong')")
            self.assertEqual(self.barriers(browser), [])

    def test_pages_of_the_account(self):
        owner = {"owner": self.citizen_user.partner_id.id}
        dossier = self.asked()
        supply = self.supplied(dossier)
        supply.with_user(self.receptionist)._send_back("Chụp lại trang 2")
        owing, _request = self.accepted(**owner)
        sent = self.take_in(case_id=self.free_case.id, return_method="post", **owner)
        self.walk_to_result(sent)
        ended = self.take_in(accept=False, **owner)
        ended.with_user(self.receptionist).action_refuse("Không đủ", reason="refuse_wrong_agency",
                                                         address="UBND xã A")  # fmt: skip
        withdrawn = self.take_in(**owner)
        withdrawn.with_user(self.receptionist).action_request_withdrawal("Đổi ý")
        with self.phone(self.citizen_user.login) as browser:
            self.check(
                browser,
                (
                    "/my/dossiers",
                    "/my/dossiers?search=khongco&filterby=open&sortby=due",
                    *(f"/my/dossiers/{row.id}" for row in (dossier, owing, sent, ended, withdrawn)),
                    f"/my/dossiers/{dossier.id}/supplement",
                    f"/my/dossiers/{dossier.id}/withdraw",
                    supply._portal_url(),
                    "/my/notices",
                ),
            )
            self.open(browser, "/my/home")
            self.assertEqual(self.findings(browser), [])

    def test_a_notice_read_again(self):
        """Its words are those of the e-mail, inside of the page."""
        dossier = self.take_in(owner=self.citizen_user.partner_id.id, instant=self.MONDAY_9)
        self.derive()
        mail = self.told(dossier, channel="email")
        mail.with_context(tthc_now=self.MONDAY_9)._sent()
        with self.phone(self.citizen_user.login) as browser:
            self.open(browser, "/my/notices?saved=1")
            self.ask(browser, "document.querySelector('#tthc_notices summary').click()")
            self.wait(browser, "document.querySelector('#tthc_notices details[open] table')")
            self.assertEqual(self.barriers(browser), [])
