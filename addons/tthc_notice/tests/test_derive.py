from datetime import date, datetime, timedelta

from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NoticeCommon


@tagged("post_install", "-at_install")
class TestDerive(NoticeCommon):
    """From the ledger to the outbox."""

    def test_acceptance_is_told_once_by_each_channel(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.assertFalse(self.told(dossier), "never in the action's transaction")
        self.derive()
        self.derive()
        mail, sms = self.told(dossier, key="accepted").sorted("channel")
        self.assertEqual(
            (mail.channel, mail.state, mail.address), ("email", "queued", "nguoidan@thu.example")
        )
        self.assertEqual((sms.channel, sms.state, sms.address), ("sms", "queued", "0912000111"))
        self.assertEqual(mail.subject, f"Hồ sơ {dossier.name} đã được tiếp nhận")
        for shown in (
            self.centre.name,
            dossier.name,
            "09:00 09/03/2026",
            "17:00 12/03/2026",
            self.citizen.name,
            "/tra-cuu/",
        ):
            self.assertIn(shown, mail.body)
        self.assertEqual(
            sms.text,
            f"TTPVHCC Thu: Ho so {dossier.name} da duoc tiep nhan. "
            "Hen tra ket qua: 17:00 12/03/2026.",
        )
        self.assertEqual(sms.sms_parts, 1)

    def test_never_more_than_the_person_is_to_be_told(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        dossier.with_user(self.receptionist).note = "Ghi chú nội bộ"
        self.derive()
        words = " ".join(
            f"{row.subject}{row.body}{row.text}{row.facts}" for row in self.told(dossier)
        )
        for secret in ("027080000019", "Ghi chú nội bộ", "Số 1, đường Thử"):
            self.assertNotIn(secret, words)
        self.assertNotIn(self.citizen._tthc_choice_token(), words)

    def test_every_public_turn_has_its_notice(self):
        dossier = self.take_in(instant=self.MONDAY_9, case_id=self.free_case.id)
        officer = self.at(dossier, datetime(2026, 3, 9, 3, 0), self.officer)
        self.at(dossier, datetime(2026, 3, 9, 2, 30), self.receptionist).action_forward()
        officer.action_request_supplement(
            "Bản sao mờ", items=[{"name": "Bản sao hộ khẩu"}, {"name": "Tờ khai"}]
        )
        self.at(dossier, datetime(2026, 3, 10, 2, 0), self.receptionist).action_receive_supplement()
        officer.with_context(tthc_now=datetime(2026, 3, 10, 3, 0)).action_forward()
        self.at(dossier, datetime(2026, 3, 10, 4, 0), self.officer2).action_forward()
        self.at(dossier, datetime(2026, 3, 10, 6, 0), self.leader).action_issue_result()
        self.at(dossier, datetime(2026, 3, 10, 7, 0), self.receptionist).action_return_result()
        self.derive(datetime(2026, 3, 10, 8, 0))
        mails = self.told(dossier, channel="email")
        self.assertEqual(
            mails.mapped("key"),
            ["accepted", "supplement_asked", "supplement_received", "ready_early", "returned"],
        )
        asked = mails[1]
        self.assertTrue(asked.legal)
        self.assertIn("Bản sao hộ khẩu; Tờ khai", asked.body)
        self.assertIn("Bản sao mờ", asked.body)
        self.assertIn(self.officer.name, asked.body)
        self.assertNotIn("Bản sao", self.told(dossier, channel="sms")[1].text)

    def test_refusal_stop_and_withdrawal(self):
        refused = self.take_in(accept=False, instant=self.MONDAY_9)
        self.at(refused, self.MONDAY_9, self.receptionist).action_refuse(
            "Nộp ở xã", reason="refuse_wrong_agency", address="UBND xã Thử"
        )
        withdrawn = self.take_in(instant=self.MONDAY_9)
        self.at(withdrawn, self.MONDAY_9, self.receptionist).action_request_withdrawal("Đổi ý")
        self.at(withdrawn, self.MONDAY_9, self.receptionist).action_answer_withdrawal(
            "Đã trả giấy tờ", agree=True
        )
        self.derive()
        refusal = self.told(refused, key="refused", channel="email")
        self.assertTrue(refusal.legal)
        for shown in ("UBND xã Thử", "Nộp ở xã", "không thuộc thẩm quyền"):
            self.assertIn(shown, refusal.body)
        self.assertIn(
            "đồng ý", self.told(withdrawn, key="withdrawal_answered", channel="email").body
        )

    def test_the_apology_goes_out_one_way(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_forward()
        until = datetime(2026, 3, 17, 10, 0)
        self.at(dossier, datetime(2026, 3, 11, 2, 0), self.leader).action_apologise(
            note="Chờ xác minh", until=until
        )
        posted = dossier.message_ids.filtered(lambda row: "17:00 17/03/2026" in (row.body or ""))
        self.assertEqual(len(posted), 1)
        self.assertFalse(posted.partner_ids, "the portal shows it; the mail is the notice's")
        self.derive(datetime(2026, 3, 11, 3, 0))
        letter = self.told(dossier, key="apology", channel="email")
        for shown in ("xin lỗi", "17:00 17/03/2026", "Chờ xác minh", "PXL"):
            self.assertIn(shown, letter.body)
        self.centre.tthc_notice_email = False
        self.assertEqual(dossier._apology_mail_recipients(), self.citizen)

    def test_each_person_once_and_not_twice_at_one_address(self):
        agent = self.env["res.partner"].create(
            {"name": "Người nộp hộ", "email": "nopho@thu.example", "phone": "0912000111"}
        )
        dossier = self.take_in(accept=False, instant=self.MONDAY_9)
        self.env["tthc.dossier.party"].create(
            {"dossier_id": dossier.id, "role": "submitter", "partner_id": agent.id}
        )
        self.env["tthc.dossier.party"].create(
            {
                "dossier_id": dossier.id,
                "role": "representative",
                "partner_id": agent.id,
                "mandate_number": "1/UQ",
            }
        )
        self.at(dossier, self.MONDAY_9, self.receptionist).action_accept()
        self.derive()
        found = {
            (row.partner_id, row.channel): (row.state, row.why)
            for row in self.told(dossier, key="accepted")
        }
        self.assertEqual(len(found), 4)
        self.assertEqual(found[agent, "email"], ("queued", False))
        self.assertEqual(found[agent, "sms"], ("suppressed", "same_address"))

    def represented(self, **mandate):
        """A dossier that somebody brought who represents its owner, and the row that says so."""
        agent = self.env["res.partner"].create(
            {"name": "Người đại diện", "email": "daidien@thu.example", "phone": "0912000222"}
        )
        dossier = self.take_in(
            instant=self.MONDAY_9,
            submitter=agent.id,
            mandate={"mandate_number": "1/UQ", **mandate},
        )
        return dossier, dossier.party_ids.filtered("mandate_number")

    def people_told(self, dossier, key, **values):
        return self.told(dossier, key=key, channel="email", **values).partner_id

    def test_a_representative_is_told_while_the_mandate_lasts(self):
        dossier, party = self.represented(mandate_until=date(2026, 3, 9))
        agent = party.partner_id
        self.derive()
        self.assertEqual(self.people_told(dossier, "accepted"), self.citizen | agent)
        tuesday = datetime(2026, 3, 10, 2, 0)
        self.at(dossier, tuesday, self.receptionist).action_forward()
        self.at(dossier, tuesday, self.officer).action_request_supplement("Mờ")
        self.derive(tuesday)
        self.assertEqual(self.people_told(dossier, "supplement_asked"), self.citizen)

    def test_a_revoked_representative_is_not_told_what_waits_either(self):
        dossier, party = self.represented()
        self.at(dossier, self.MONDAY_9, self.receptionist).action_forward()
        self.at(dossier, self.MONDAY_9, self.officer).action_request_supplement("Mờ")
        self.derive()
        waiting = self.told(dossier, key="supplement_asked", partner_id=party.partner_id)
        self.assertEqual(set(waiting.mapped("state")), {"queued"})
        party.with_user(self.receptionist)._revoke_mandate("Chủ hồ sơ thu hồi")
        waiting.with_context(tthc_now=self.MONDAY_9)[0]._claim()
        self.assertEqual((waiting[0].state, waiting[0].why), ("suppressed", "mandate"))
        self.assertFalse(waiting[0].unreached, "nobody has to be told on paper")
        mine = self.told(dossier, key="supplement_asked", partner_id=self.citizen)
        self.assertTrue(mine.with_context(tthc_now=self.MONDAY_9)[0]._claim())

    def test_whom_the_rule_names(self):
        rule = self.env.ref("tthc_notice.rule_accepted")
        rule.to_owner = False
        dossier = self.take_in(instant=self.MONDAY_9)
        self.derive()
        self.assertFalse(self.told(dossier))

    def test_why_nothing_was_sent(self):
        self.citizen.write({"email": "không phải địa chỉ", "phone": "02223333444"})
        first = self.take_in(instant=self.MONDAY_9)
        self.derive()
        self.citizen.write({"email": False, "phone": "0912000111"})
        self.citizen.with_user(self.receptionist).tthc_no_sms = True
        second = self.take_in(instant=self.MONDAY_9)
        self.derive()
        self.assertEqual(set(self.told(first).mapped("why")), {"bad_address"})
        whys = {row.channel: row.why for row in self.told(second)}
        self.assertEqual(whys, {"email": "no_address", "sms": "opted_out"})
        choice = self.env["tthc.notice.choice"].search([("partner_id", "=", self.citizen.id)])
        self.assertEqual(
            (choice.source, choice.wanted, choice.user_id), ("desk", False, self.receptionist)
        )

    def test_a_landline_gets_no_text_message(self):
        self.citizen.phone = "0222 3333 444"
        dossier = self.take_in(instant=self.MONDAY_9)
        self.derive()
        self.assertEqual(self.told(dossier, channel="sms").why, "bad_address")

    def test_switched_off_nothing_is_written_and_later_not_made_up_for(self):
        self.centre.write({"tthc_notice_email": False, "tthc_notice_sms": False})
        dossier = self.take_in(instant=self.MONDAY_9)
        self.derive()
        self.centre.tthc_notice_email = True
        self.derive()
        self.assertFalse(self.told(dossier))

    def test_what_was_there_before_is_not_announced(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.notices._start_here()
        self.derive()
        self.assertFalse(self.told(dossier))

    def test_an_event_entered_late_is_recorded_and_not_announced(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.derive(self.MONDAY_9 + timedelta(days=8))
        self.assertEqual(set(self.told(dossier).mapped("why")), {"late"})

    def test_an_event_that_commits_late_is_not_skipped(self):
        """Numbers are given when an event is written; a later one may be seen first."""
        early = self.take_in(instant=self.MONDAY_9)
        late = self.take_in(instant=self.MONDAY_9)
        self.env.flush_all()
        # The first event's transaction is still open when the job sees the second one.
        self.notices._derive(late.event_ids)
        self.assertTrue(self.told(late))
        self.assertFalse(self.told(early))
        self.derive()
        self.assertEqual(len(self.told(early)), 2)
        self.assertEqual(len(self.told(late)), 2)

    def test_the_mark_moves_a_day_behind(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.derive()
        before = self.notices._mark()
        seen = self.env["tthc.notice.seen"].search_count([])
        self.assertTrue(seen)
        self.derive(self.MONDAY_9 + timedelta(days=1, minutes=1))
        self.assertEqual(self.notices._mark(), max(dossier.event_ids.ids))
        self.assertGreater(self.notices._mark(), before)
        self.assertFalse(self.env["tthc.notice.seen"].search_count([]))
        self.derive(self.MONDAY_9 + timedelta(days=1, minutes=2))
        self.assertEqual(len(self.told(dossier)), 2)

    def test_what_another_worker_marked_is_left_to_it(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        event = dossier.event_ids
        self.env["tthc.notice.seen"].create(
            [{"event_id": event_id, "seen_at": self.MONDAY_9} for event_id in event.ids]
        )
        self.notices._derive(event)
        self.assertFalse(self.told(dossier))

    def test_the_database_refuses_a_second_notice(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.derive()
        row = self.told(dossier)[0]
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            row.create(row.copy_data()[0])

    def test_a_broken_text_stops_only_itself(self):
        self.env.ref("tthc_notice.sms_accepted").body = "Hồ sơ {{ object.khong_co }}"
        dossier = self.take_in(instant=self.MONDAY_9)
        self.derive()
        sms = self.told(dossier, channel="sms")
        self.assertEqual((sms.state, sms.why), ("suppressed", "text"))
        self.assertEqual(self.told(dossier, channel="email").state, "queued")

    def test_a_centre_has_its_own_words(self):
        general = self.env.ref("tthc_notice.rule_accepted")
        own = general.copy({"company_id": self.centre.id, "by_sms": False})
        own.mail_template_id = general.mail_template_id.copy(
            {"subject": "Trung tâm Thử: {{ object.number }}"}
        )
        dossier = self.take_in(instant=self.MONDAY_9)
        self.derive()
        [mail] = self.told(dossier)
        self.assertEqual(mail.subject, f"Trung tâm Thử: {dossier.name}")

    def test_the_transition_costs_nothing_more(self):
        """Nothing of this module runs in an action."""
        dossier = self.take_in(instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_forward()
        self.env.flush_all()
        self.assertFalse(self.notices.search([("dossier_id", "=", dossier.id)]))
        self.assertFalse(
            self.env["tthc.notice.seen"].search([("event_id", "in", dossier.event_ids.ids)])
        )


@tagged("post_install", "-at_install")
class TestReminders(NoticeCommon):
    def test_a_supplement_that_runs_out_is_reminded_of_once(self):
        self.env["tthc.supplement.rule"].search([]).answer_days = 10
        dossier = self.take_in(instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_request_supplement(
            "Thiếu", items=[{"name": "Tờ khai"}]
        )
        due = dossier.supplement_round_ids.answer_due_at
        self.derive()
        self.assertFalse(self.told(dossier, key="supplement_reminder"))
        for hours in (20, 10):
            self.derive(due - timedelta(hours=hours))
        reminder = self.told(dossier, key="supplement_reminder")
        self.assertEqual(len(reminder), 2, "one by each channel")
        self.assertIn("Tờ khai", reminder.filtered("body").body)
        self.assertIn(dossier._local_text(due), reminder.filtered("text").text)

    def test_what_came_is_not_reminded_of(self):
        self.env["tthc.supplement.rule"].search([]).answer_days = 10
        dossier = self.take_in(instant=self.MONDAY_9)
        desk = self.at(dossier, self.MONDAY_9, self.receptionist)
        desk.action_request_supplement("Thiếu", items=[{"name": "Tờ khai"}])
        due = dossier.supplement_round_ids.answer_due_at
        desk.action_receive_supplement()
        self.derive(due - timedelta(hours=10))
        self.assertFalse(self.told(dossier, key="supplement_reminder"))

    def test_an_uncollected_result_is_reminded_of_a_few_times(self):
        rule = self.env.ref("tthc_notice.rule_uncollected")
        rule.write({"days": 7, "times": 2})
        dossier = self.take_in(instant=self.MONDAY_9, case_id=self.free_case.id)
        for user, act in (
            (self.receptionist, "action_forward"),
            (self.officer, "action_forward"),
            (self.officer2, "action_forward"),
            (self.leader, "action_issue_result"),
        ):
            getattr(self.at(dossier, self.MONDAY_9, user), act)()
        for day in (6, 7, 8, 14, 15, 30):
            self.derive(self.MONDAY_9 + timedelta(days=day))
        reminders = self.told(dossier, key="uncollected", channel="email")
        self.assertEqual([row.facts["days"] for row in reminders], ["7", "14"])
        self.assertIn(self.centre.name, reminders[0].body)


@tagged("post_install", "-at_install")
class TestTwoWorkers(NoticeCommon):
    def test_a_worker_that_died_before_its_commit_left_nothing(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tthc_now": self.MONDAY_9})
            env["tthc.notice"]._derive(env["tthc.dossier.event"].browse(dossier.event_ids.ids))
            self.assertTrue(env["tthc.notice"].search([("dossier_id", "=", dossier.id)]))
            cr.rollback()
        self.assertFalse(self.told(dossier))
        self.derive()
        self.assertEqual(len(self.told(dossier)), 2)
