from odoo import http
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
        self.assertIn('href="/my/notices"', page)

    def citizen_logged_in(self):
        user = new_test_user(
            self.env, "t.chuho", groups="base.group_portal", partner_id=self.citizen.id
        )
        self.authenticate("t.chuho", "t.chuho")
        return user

    def test_the_person_reads_again_what_was_sent(self):
        self.citizen_logged_in()
        stranger = self.env["res.partner"].create({"name": "Ai Đó", "email": "aido@thu.example"})
        mine, theirs = (
            self.take_in(owner=owner, instant=self.MONDAY_9)
            for owner in (self.citizen.id, stranger.id)
        )
        self.derive()
        self.at(mine, self.MONDAY_9, self.receptionist).action_forward()
        self.at(mine, self.MONDAY_9, self.officer).action_request_supplement("Bản sao mờ")
        self.derive()
        waiting = self.told(mine, channel="sms", key="supplement_asked")
        rows = (self.told(mine) | self.told(theirs)) - waiting
        rows.with_context(tthc_now=self.MONDAY_9)._sent()
        page = self.url_open("/my/notices")
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn(f"/my/dossiers/{mine.id}", page.text)
        self.assertIn(f"Hồ sơ <strong>{mine.name}</strong> đã được tiếp nhận", page.text)
        self.assertIn(self.told(mine, channel="sms", key="accepted").text, page.text)
        self.assertIn("Bản sao mờ", page.text)
        self.assertNotIn(theirs.name, page.text)
        self.assertNotIn(waiting.text, page.text, "it did not go out yet")
        self.assertNotIn("/thong-bao/", page.text)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/notices").url)
        look_up = self.url_open(f"/tra-cuu/{mine.lookup_token}").text
        self.assertIn(mine.name, look_up)
        for hidden in ("nguoidan@thu.example", "tthc_portal_notices", "đã được tiếp nhận lúc"):
            self.assertNotIn(hidden, look_up)

    def choose(self, *ticked):
        data = {"csrf_token": http.Request.csrf_token(self), **dict.fromkeys(ticked, "1")}
        return self.url_open("/my/notices", data=data)

    def test_one_kind_is_refused_and_what_the_law_wants_told_is_not(self):
        self.citizen_logged_in()
        everything = {"email", "sms"}
        for key, channels in self.env["tthc.notice.rule"]._refusable().items():
            everything |= {f"{channel}:{key}" for channel in channels}
        self.assertIn("sms:accepted", everything)
        self.assertNotIn("email:supplement_asked", everything)
        page = self.choose(*everything - {"sms:accepted", "email:ready"})
        self.assertIn('role="status"', page.text)
        rows = self.citizen.tthc_notice_choice_ids
        self.assertEqual(set(rows.mapped("source")), {"portal"})
        self.assertEqual(
            {(row.channel, row.key, row.wanted) for row in rows},
            {("sms", "accepted", False), ("email", "ready", False)},
        )
        dossier = self.take_in(instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_forward()
        self.at(dossier, self.MONDAY_9, self.officer).action_request_supplement("Mờ")
        self.derive()
        self.assertEqual(
            {(row.key, row.channel): row.why for row in self.told(dossier)},
            {
                ("accepted", "email"): False,
                ("accepted", "sms"): "opted_out",
                ("supplement_asked", "email"): False,
                ("supplement_asked", "sms"): False,
            },
        )
        self.choose(*everything)
        self.assertTrue(self.citizen._tthc_wants("sms", "accepted"))
        self.assertEqual(len(self.citizen.tthc_notice_choice_ids), 4, "each change is on record")
        self.choose(*everything - {"sms"})
        self.citizen.invalidate_recordset()
        self.assertTrue(self.citizen.tthc_no_sms)
        self.assertFalse(self.citizen.tthc_no_email)

    def test_a_choice_from_elsewhere_is_refused(self):
        self.citizen_logged_in()
        self.assertEqual(self.url_open("/my/notices", data={"sms": "1"}).status_code, 400)
        self.assertFalse(self.citizen.tthc_no_email)

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
