import json
from datetime import datetime, timedelta

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MailServer, NoticeCommon, SmsProvider

QUIET = ("odoo.addons.mail.models.mail_mail", "odoo.addons.base.models.ir_mail_server")


class SendCommon(NoticeCommon):
    def send(self, instant=None):
        self.run_job("tthc.notice", "_cron_send", instant or self.MONDAY_9)

    def again(self, notice, user, instant=None):
        mine = notice.with_user(user).sudo().with_context(tthc_now=instant or self.MONDAY_9)
        mine.action_send_again()

    def one(self, channel, **more):
        """A notice of an acceptance that waits."""
        dossier = self.take_in(instant=self.MONDAY_9, **more)
        self.derive()
        return self.told(dossier, channel=channel)


@tagged("post_install", "-at_install")
class TestMail(SendCommon):
    """Through Odoo's mail queue to a real server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = MailServer()
        cls.addClassCleanup(cls.server.close)
        cls.env["ir.mail_server"].search([]).active = False
        cls.mail_server = cls.env["ir.mail_server"].create(
            {"name": "Thử", "smtp_host": "127.0.0.1", "smtp_port": cls.server.port}
        )
        # Odoo connects to no server in tests unless it is told that this one is meant.
        cls.patch_mails()

    @classmethod
    def patch_mails(cls):
        servers = type(cls.env["ir.mail_server"])
        cls.classPatch(servers, "_disable_send", lambda _self: False)
        cls.centre.tthc_notice_sms = False

    def setUp(self):
        super().setUp()
        self.server.mails.clear()
        self.server.refuse = set()

    def run_queue(self, instant=None):
        """As the scheduler does, for the mails of notices: other tests' data has mails too."""
        self.env.flush_all()
        mails = self.env["mail.mail"].sudo().with_context(tthc_now=instant or self.MONDAY_9)
        ids = mails.search([("tthc_notice_id", "!=", False)]).ids
        if ids:
            mails.process_email_queue(ids)

    def test_what_arrives(self):
        notice = self.one("email")
        self.send()
        self.assertEqual(notice.state, "sending")
        self.run_queue()
        self.assertEqual(notice.state, "sent")
        [(recipients, message)] = self.server.mails
        self.assertEqual(recipients, ["nguoidan@thu.example"])
        self.assertEqual(message["subject"], f"Hồ sơ {notice.dossier_id.name} đã được tiếp nhận")
        self.assertIn("ttpvhcc@thu.example", message["from"])
        self.assertEqual(message["message-id"], notice.message_id)
        html = message.get_body(("html",)).get_content()
        plain = message.get_body(("plain",)).get_content()
        link = notice.dossier_id._lookup_url()
        token = self.citizen._tthc_choice_token()
        for text in (html, plain):
            for shown in ("đã được tiếp nhận", notice.dossier_id.name, link):
                self.assertIn(shown, text)
        self.assertIn(f"/thong-bao/{token}", html)
        self.assertIn(f"/thong-bao/{token}/email/dung", message["list-unsubscribe"])
        self.assertEqual(message["list-unsubscribe-post"], "List-Unsubscribe=One-Click")
        self.assertEqual(notice.entry_ids.mapped("kind"), ["queued", "handed", "sent"])

    def test_once_whatever_is_run_again(self):
        self.one("email")
        for _again in range(3):
            self.send()
            self.run_queue()
        self.assertEqual(len(self.server.mails), 1)

    def test_an_unknown_recipient_is_given_up_after_its_tries(self):
        self.server.refuse = {"nguoidan@thu.example"}
        notice = self.one("email")
        instant = self.MONDAY_9
        with mute_logger(*QUIET):
            for _try in range(8):
                self.send(instant)
                self.run_queue(instant)
                instant += timedelta(days=1)
        self.assertEqual((notice.state, notice.tries), ("dead", 6))
        self.assertIn("User unknown", notice.error)
        self.assertFalse(self.server.mails)
        self.server.refuse = set()
        self.again(notice, self.receptionist, instant)
        self.send(instant)
        self.run_queue()
        self.assertEqual(notice.state, "sent")
        self.assertEqual(len(self.server.mails), 1)
        again = notice.entry_ids.filtered(lambda row: row.kind == "again")
        self.assertEqual(again.user_id, self.receptionist)

    def test_a_server_that_is_down_is_tried_again(self):
        self.mail_server.smtp_port = 1
        notice = self.one("email")
        with mute_logger(*QUIET):
            self.send()
            self.run_queue()
        self.assertEqual((notice.state, notice.tries), ("retry", 1))
        self.assertEqual(notice.next_at, self.MONDAY_9 + timedelta(minutes=2))
        self.send()
        self.assertEqual(notice.tries, 1, "not before its time")
        self.mail_server.smtp_port = self.server.port
        self.send(self.MONDAY_9 + timedelta(minutes=2))
        self.run_queue()
        self.assertEqual(notice.state, "sent")
        self.assertEqual(len(self.server.mails), 1)

    def test_a_worker_killed_before_its_commit_hands_over_nothing(self):
        notice = self.one("email")
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tthc_now": self.MONDAY_9})
            env["tthc.notice"].browse(notice.id)._hand_over_mail()
            cr.rollback()
        self.env.invalidate_all()
        self.assertEqual(notice.state, "queued")
        self.assertFalse(notice._own_mails())
        self.send()
        self.run_queue()
        self.assertEqual(len(self.server.mails), 1)

    def test_a_mail_cancelled_by_hand_is_not_waited_for(self):
        notice = self.one("email")
        self.send()
        notice._own_mails().cancel()
        self.send(self.MONDAY_9 + timedelta(minutes=11))
        self.assertEqual(notice.state, "dead")

    def test_one_that_comes_back(self):
        notice = self.one("email")
        self.send()
        self.run_queue()
        self.notices._bounced([notice.message_id], "nguoidan@thu.example")
        self.assertEqual(notice.state, "bounced")

    def test_who_opted_out_meanwhile_gets_nothing(self):
        notice = self.one("email")
        self.citizen._tthc_choose("email", False, "link")
        self.send()
        self.assertEqual((notice.state, notice.why), ("suppressed", "opted_out"))


@tagged("post_install", "-at_install")
class TestSms(SendCommon):
    """Through a centre's own gateway to a provider over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = SmsProvider()
        cls.addClassCleanup(cls.provider.close)
        cls.gateway = cls.env["tthc.sms.gateway"].create(
            {
                "name": "Nhà cung cấp thử",
                "url": cls.provider.url,
                "headers": "Authorization: Bearer bi-mat",
                "sender": "TTPVHCC",
                "success": r'"code"\s*:\s*"?0',
                "refusal": "INVALID_NUMBER",
                "number_form": "international",
                "timeout": 1,
            }
        )
        cls.centre.write({"tthc_sms_gateway_id": cls.gateway.id, "tthc_notice_email": False})

    def setUp(self):
        super().setUp()
        self.provider.requests.clear()
        self.provider.answers.clear()

    def test_what_the_provider_gets(self):
        notice = self.one("sms")
        self.send()
        self.assertEqual(notice.state, "sent")
        [(path, headers, body)] = self.provider.requests
        self.assertEqual(path, "/send")
        self.assertEqual(headers["Authorization"], "Bearer bi-mat")
        told = json.loads(body)
        self.assertEqual((told["to"], told["brand"]), ("84912000111", "TTPVHCC"))
        self.assertEqual(told["text"], notice.text)
        self.assertEqual(
            self.env["sms.sms"].search([("uuid", "=", told["requestId"])]).state, "pending"
        )
        self.send()
        self.assertEqual(len(self.provider.requests), 1)

    def test_a_lost_answer_is_not_repeated(self):
        for answer in ("hang", "drop", (500, "oops"), (200, "<html>?</html>")):
            with self.subTest(answer):
                self.provider.requests.clear()
                self.provider.answers[:] = [answer]
                notice = self.one("sms")
                self.send()
                self.send(self.MONDAY_9 + timedelta(days=1))
                self.assertEqual(notice.state, "uncertain")
                self.assertEqual(len(self.provider.requests), 1)

    def test_with_an_idempotency_key_it_is_repeated_under_the_same_one(self):
        self.gateway.idempotent = True
        self.provider.answers[:] = ["drop", (500, "oops")]
        notice = self.one("sms")
        for minutes in (0, 2, 12):
            self.send(self.MONDAY_9 + timedelta(minutes=minutes))
        self.assertEqual(notice.state, "sent")
        keys = {json.loads(body)["requestId"] for _path, _headers, body in self.provider.requests}
        self.assertEqual((len(self.provider.requests), len(keys)), (3, 1))

    def test_a_busy_provider_is_asked_again(self):
        self.provider.answers[:] = [(503, "busy"), (429, "slow down")]
        notice = self.one("sms")
        self.send()
        self.assertEqual(notice.state, "retry")
        self.send(self.MONDAY_9 + timedelta(minutes=2))
        self.send(self.MONDAY_9 + timedelta(minutes=12))
        self.assertEqual((notice.state, notice.tries), ("sent", 3))

    def test_a_provider_that_is_not_there_took_nothing(self):
        self.gateway.url = "http://127.0.0.1:1/send"
        notice = self.one("sms")
        instant = self.MONDAY_9
        for _try in range(7):
            self.send(instant)
            instant += timedelta(days=1)
        self.assertEqual(notice.state, "retry", "the week-end is no working time")
        for _try in range(3):
            instant += timedelta(days=1)
            self.send(instant)
        self.assertEqual((notice.state, notice.tries), ("dead", 6))
        self.gateway.url = self.provider.url

    def test_a_number_refused_for_good(self):
        self.provider.answers[:] = [(200, '{"code": "12", "message": "INVALID_NUMBER"}')]
        notice = self.one("sms")
        self.send()
        self.assertEqual((notice.state, notice.tries), ("dead", 1))

    def test_quiet_hours(self):
        evening = datetime(2026, 3, 9, 12, 0)  # 19:00 at the centre
        dossier = self.take_in(instant=evening)
        self.derive(evening)
        notice = self.told(dossier, channel="sms")
        self.assertEqual(notice.next_at, datetime(2026, 3, 10, 0, 30), "07:30 of the next day")
        self.send(evening)
        self.assertFalse(self.provider.requests)
        self.send(datetime(2026, 3, 10, 0, 30))
        self.assertEqual(notice.state, "sent")
        self.centre.tthc_sms_working_time = False
        later = self.take_in(instant=evening)
        self.derive(evening)
        self.send(evening)
        self.assertEqual(self.told(later, channel="sms").state, "sent")

    def test_killed_between_claim_and_answer(self):
        """The claim is committed, the process is no more: nobody knows whether it was sent."""
        notice = self.one("sms")
        notice.write({"state": "sending", "claimed_at": self.MONDAY_9, "tries": 1})
        self.send(self.MONDAY_9 + timedelta(minutes=5))
        self.assertEqual(notice.state, "sending", "it may still be on its way")
        self.send(self.MONDAY_9 + timedelta(minutes=11))
        self.assertEqual(notice.state, "uncertain")
        self.assertFalse(self.provider.requests)
        self.gateway.idempotent = True
        other = self.one("sms")
        other.write({"state": "sending", "claimed_at": self.MONDAY_9, "tries": 1})
        self.send(self.MONDAY_9 + timedelta(minutes=11))
        self.send(self.MONDAY_9 + timedelta(minutes=13))
        self.assertEqual(other.state, "sent")

    def test_the_claim_is_committed_before_the_provider_hears_of_it(self):
        notice = self.one("sms")
        states = []
        deliver = type(self.gateway)._deliver

        def looking(record, number, text, key):
            with self.registry.cursor() as cr:
                cr.execute("SELECT state FROM tthc_notice WHERE id = %s", [notice.id])
                states.append(cr.fetchone()[0])
            return deliver(record, number, text, key)

        self.patch(type(self.gateway), "_deliver", looking)
        self.send()
        self.assertEqual(states, ["sending"])

    def test_sent_again_by_a_person_it_has_a_new_name(self):
        self.provider.answers[:] = ["drop"]
        notice = self.one("sms")
        self.send()
        self.again(notice, self.manager)
        self.send()
        self.assertEqual(notice.state, "sent")
        keys = [json.loads(body)["requestId"] for _path, _headers, body in self.provider.requests]
        self.assertEqual(len(set(keys)), 2)

    def test_with_diacritics_where_the_centre_wants_them(self):
        self.centre.tthc_sms_plain = False
        notice = self.one("sms")
        self.assertIn("đã được tiếp nhận", notice.text)
        self.assertEqual(notice.sms_parts, 2)

    def test_the_secret_of_the_gateway_is_nobodys_to_read(self):
        with self.assertRaises(AccessError):
            self.gateway.with_user(self.manager).read(["headers"])
        self.provider.answers[:] = ["drop"]
        notice = self.one("sms")
        self.send()
        self.assertNotIn("127.0.0.1", notice.error)

    def test_a_gateway_that_cannot_work_is_refused(self):
        for values in (
            {"body": "{not json"},
            {"success": "("},
            {"url": "ftp://sms.example"},
        ):
            with self.subTest(values), self.assertRaises(UserError), self.env.cr.savepoint():
                self.gateway.write(values)


@tagged("post_install", "-at_install")
class TestUnreached(SendCommon):
    """Whom the law wants told and nothing reached."""

    def asked(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_request_supplement(
            "Thiếu", items=[{"name": "Tờ khai"}]
        )
        self.derive()
        return self.told(dossier, key="supplement_asked")

    def test_one_channel_that_reached_is_enough(self):
        self.citizen._tthc_choose("sms", False, "link")
        notices = self.asked()
        self.assertFalse(notices.filtered("unreached"))
        notices.filtered(lambda row: row.channel == "email")._failed("", fatal=True)
        notices.invalidate_recordset()
        self.assertTrue(all(notices.mapped("unreached")))
        found = self.notices.with_user(self.receptionist).search([("unreached", "=", True)])
        self.assertLessEqual(notices, found)

    def test_told_on_paper(self):
        self.citizen.write({"email": False, "phone": False})
        notices = self.asked()
        self.assertTrue(all(notices.mapped("unreached")))
        mine = notices.with_user(self.receptionist)
        mine[0].action_told()
        notices.invalidate_recordset()
        self.assertEqual(mine[0].entry_ids[-1:].user_id, self.receptionist)
        self.assertFalse(any(notices.mapped("unreached")), "the person was told of it")
        with self.assertRaises(UserError):
            mine[0].action_told()

    def test_who_may(self):
        notice = self.asked().filtered(lambda row: row.channel == "email")
        notice._failed("", fatal=True)
        for user in (self.officer, self.inspector, self.other_receptionist):
            with self.subTest(user.login), self.assertRaises(AccessError):
                notice.with_user(user).action_send_again()
        with self.assertRaises(UserError):
            self.citizen.email = False
            notice.with_user(self.receptionist).action_send_again()
