from odoo.tests import HttpCase, new_test_user, tagged

from .common import NoticeCommon


@tagged("post_install", "-at_install")
class TestChoice(NoticeCommon, HttpCase):
    """The way out, by the link of an e-mail."""

    def link(self, tail=""):
        return f"/thong-bao/{self.citizen._tthc_choice_token()}{tail}"

    def test_looking_changes_nothing(self):
        page = self.url_open(self.link())
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.citizen.name, page.text)
        self.assertNotIn(self.citizen.email, page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertFalse(self.citizen.tthc_no_email)

    def test_one_click_and_back_without_login(self):
        # As a mail program does it (RFC 8058), without a session or a token of ours.
        answer = self.opener.post(
            self.base_url() + self.link("/email/dung"), data={"List-Unsubscribe": "One-Click"}
        )
        self.assertEqual(answer.status_code, 200)
        self.citizen.invalidate_recordset()
        self.assertTrue(self.citizen.tthc_no_email)
        self.assertFalse(self.citizen.tthc_no_sms)
        self.opener.post(self.base_url() + self.link("/email/nhan"))
        self.citizen.invalidate_recordset()
        self.assertFalse(self.citizen.tthc_no_email)
        rows = self.citizen.tthc_notice_choice_ids.sorted("id")
        self.assertEqual(
            rows.mapped(lambda row: (row.channel, row.wanted, row.source)),
            [("email", False, "link"), ("email", True, "link")],
        )

    def test_a_forged_link_is_nobodys(self):
        token = self.citizen._tthc_choice_token()
        other = token[:-3] + ("AAA" if token[-3:] != "AAA" else "BBB")
        for forged in (other, "x", "nguoi-nhan", token + "A", str(self.citizen.id)):
            with self.subTest(forged):
                self.assertEqual(self.url_open(f"/thong-bao/{forged}").status_code, 404)
                url = f"{self.base_url()}/thong-bao/{forged}/email/dung"
                self.assertEqual(self.opener.post(url).status_code, 404)
        self.assertEqual(self.url_open(self.link("/email/dung")).status_code, 405, "not by looking")
        self.citizen.invalidate_recordset()
        self.assertFalse(self.citizen.tthc_no_email)

    def test_own_notices_on_the_portal(self):
        owner = new_test_user(
            self.env, "t.chuho", groups="base.group_portal", email="chuho@thu.example"
        )
        dossier = self.take_in(owner=owner.partner_id.id, instant=self.MONDAY_9)
        self.derive()
        mail = self.told(dossier, channel="email")
        mail.with_context(tthc_now=self.MONDAY_9)._sent()
        self.authenticate("t.chuho", "t.chuho")
        page = self.url_open(f"/my/dossiers/{dossier.id}").text
        self.assertIn("tthc_portal_notices", page)
        self.assertIn("/thong-bao/", page)

    def test_the_table_on_the_form(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.derive()
        table = str(dossier.with_user(self.receptionist).get_notice_table())
        self.assertIn("nguoidan@thu.example", table)

    def test_preview(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        admin = new_test_user(
            self.env,
            "t.quantri",
            groups="base.group_user,tthc_catalogue.group_administrator",
            company_id=self.centre.id,
            company_ids=[(6, 0, self.centre.ids)],
        )
        rule = self.env.ref("tthc_notice.rule_accepted")
        before = self.notices.search_count([])
        sheet = (
            self.env["tthc.notice.preview"]
            .with_user(admin)
            .create({"rule_id": rule.id, "dossier_id": dossier.id})
        )
        self.assertIn(dossier.name, sheet.subject)
        self.assertIn("/tra-cuu/", sheet.body)
        self.assertIn("đã được tiếp nhận", sheet.text)
        self.assertIn("da duoc tiep nhan", sheet.plain)
        self.assertIn("GSM-7", sheet.plain_size)
        self.assertIn("UCS-2", sheet.size)
        self.assertEqual(self.notices.search_count([]), before)
        rule.sms_template_id.body = "{{ object.sai }}"
        sheet.invalidate_recordset()
        self.assertIn("sai", sheet.text)
