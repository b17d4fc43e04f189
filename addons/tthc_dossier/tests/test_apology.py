"""The letter of apology and the re-appointment: who prepares, who signs, when, how often."""

import re
import subprocess
import unittest
from datetime import date, datetime
from shutil import which

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import STAFF, DossierCommon

DUE = datetime(2026, 3, 12, 10, 0)
UNTIL = datetime(2026, 3, 17, 10, 0)
TUESDAY = datetime(2026, 3, 10, 1, 0)
WEDNESDAY = datetime(2026, 3, 11, 1, 0)
THURSDAY = datetime(2026, 3, 12, 1, 0)


class ApologyCase(DossierCommon):
    def setUp(self):
        super().setUp()
        self.police_leader = new_test_user(
            self.env,
            "t.lanhdao.ca",
            groups=STAFF + "leader",
            company_id=self.centre.id,
            company_ids=[(6, 0, self.centre.ids)],
            tthc_agency_ids=[(6, 0, self.police.ids)],
            tthc_position="Phó Giám đốc",
        )
        self.leader.tthc_position = "Giám đốc"
        self.dossier = self.new_dossier()

    def new_dossier(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_forward()
        return dossier

    def letter(self, dossier=None, user=None):
        letters = self.env["tthc.dossier.apology"].with_user(user or self.officer)
        return letters.create({"dossier_id": (dossier or self.dossier).id})

    def sign(self, dossier=None, instant=WEDNESDAY, user=None, until=UNTIL):
        dossier = dossier or self.dossier
        self.at(dossier, instant, user or self.leader).action_apologise(
            "Chờ kết quả xác minh của cơ quan công an.", until=until
        )
        return dossier.apology_ids.filtered(lambda row: row.state == "signed")

    def run_at(self, instant):
        self.run_job("tthc.deadline.warning", "_cron_warn", instant)


@tagged("post_install", "-at_install")
class TestApology(ApologyCase):
    def test_drafted_before_the_date_passes(self):
        self.run_at(self.MONDAY_9)
        self.assertFalse(self.dossier.apology_ids)
        self.run_at(TUESDAY)
        letter = self.dossier.apology_ids
        self.assertEqual((letter.state, letter.agency_id), ("draft", self.justice))
        self.assertEqual((letter.due_at, letter.automatic), (DUE, True))
        self.run_at(WEDNESDAY)
        self.assertEqual(self.dossier.apology_ids, letter, "one for each appointment")

    def test_none_at_the_last_step(self):
        self.at(self.dossier, self.MONDAY_9, self.officer).action_forward()
        self.at(self.dossier, self.MONDAY_9, self.officer2).action_forward()
        self.run_at(WEDNESDAY)
        self.assertFalse(self.dossier.apology_ids)

    def test_draft_put_aside_when_the_result_was_in_time(self):
        self.run_at(TUESDAY)
        letter = self.dossier.apology_ids
        for user in (self.officer, self.officer2):
            self.at(self.dossier, TUESDAY, user).action_forward()
        self.at(self.dossier, TUESDAY, self.leader).action_issue_result()
        self.run_at(TUESDAY)
        self.assertEqual(letter.state, "cancelled")

    def test_signed_by_a_leader_of_the_late_agency_only(self):
        letter = self.letter()
        letter.write({"reason": "Chờ xác minh", "new_date": date(2026, 3, 17)})
        self.at(self.dossier, self.MONDAY_9, self.officer).action_forward()
        self.at(self.dossier, self.MONDAY_9, self.officer2).action_return_step("Xem lại")
        for user in (
            self.receptionist,
            self.officer,
            self.police_leader,
            self.manager,
            self.inspector,
        ):
            with self.assertRaisesRegex(AccessError, "Sở Tư pháp"):
                self.dossier.with_user(user).action_apologise("Chờ", until=UNTIL)
        self.assertEqual(letter.state, "draft")
        self.assertTrue(letter.with_user(self.leader).may_sign)
        self.assertFalse(letter.with_user(self.police_leader).may_sign)
        self.sign()
        self.assertEqual(letter.signer_id, self.leader)

    def test_signing(self):
        letter = self.sign()
        self.assertEqual(letter.number, "01/PXL")
        self.assertEqual((letter.new_due, letter.new_date), (UNTIL, date(2026, 3, 17)))
        self.assertTrue(letter.in_time)
        self.assertEqual(self.dossier.reappointed_at, UNTIL)
        self.assertEqual(self.dossier.due_at, DUE, "the appointment that is judged stays")
        event = self.dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual(event.kind, "apologise")
        self.assertFalse(event.clock_effect)
        self.assertEqual(
            {key: event.facts[key] for key in ("number", "old_due", "new_due", "agency", "signer")},
            {
                "number": "01/PXL",
                "old_due": "2026-03-12 10:00:00",
                "new_due": "2026-03-17 10:00:00",
                "agency": self.justice.name,
                "signer": self.leader.name,
            },
        )
        self.assertIsNone(self.dossier._ledger_break())

    def test_late_stays_late(self):
        self.sign()
        self.assertFalse(self.dossier.extended)
        self.at(self.dossier, datetime(2026, 3, 16, 3, 0), self.officer).action_forward()
        self.at(self.dossier, datetime(2026, 3, 16, 3, 0), self.officer2).action_forward()
        self.at(self.dossier, datetime(2026, 3, 16, 3, 0), self.leader).action_issue_result()
        self.assertTrue(self.dossier.is_overdue)

    def test_one_reappointment_only(self):
        self.sign()
        again = datetime(2026, 3, 20, 10, 0)
        with self.assertRaisesRegex(UserError, "Art. 19.9: one re-appointment.*01/PXL"):
            self.sign(instant=THURSDAY, until=again)
        with self.assertRaisesRegex(UserError, "01/PXL"):
            self.letter()
        self.assertEqual(self.dossier.reappointed_at, UNTIL)

    def test_numbers_of_an_agency_and_year(self):
        first, second, third = (self.new_dossier() for _index in range(3))
        self.assertEqual(self.sign(first).number, "01/PXL")
        self.assertEqual(self.sign(second).number, "02/PXL")
        self.at(third, self.MONDAY_9, self.officer).action_forward()
        letter = self.sign(third, user=self.police_leader)
        self.assertEqual((letter.number, letter.agency_id), ("01/PXL", self.police))

    def test_in_time_is_a_working_day_before(self):
        letter = self.sign(instant=THURSDAY)
        self.assertFalse(letter.in_time)

    def test_another_late_agency_is_named_by_leader_or_manager_only(self):
        letter = self.letter()
        with self.assertRaisesRegex(AccessError, "a leader"):
            letter.with_user(self.officer).agency_id = self.police
        letter.with_user(self.manager).agency_id = self.police
        with self.assertRaisesRegex(AccessError, "Công an"):
            self.dossier.with_user(self.leader).action_apologise("Chờ", until=UNTIL)
        self.dossier._involve(self.police)
        self.assertEqual(self.sign(user=self.police_leader).agency_id, self.police)
        with self.assertRaisesRegex(UserError, "does not change"):
            letter.with_user(self.manager).agency_id = self.justice

    def test_step_of_the_centre_itself(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        letter = self.letter(dossier, user=self.receptionist)
        self.assertFalse(letter.agency_id)
        with self.assertRaisesRegex(AccessError, "manager"):
            dossier.with_user(self.receptionist).action_apologise("Chờ", until=UNTIL)
        self.assertEqual(self.sign(dossier, user=self.manager).signer_id, self.manager)

    def test_what_is_signed_stays(self):
        letter = self.sign()
        for vals in ({"reason": "Khác"}, {"number": "99/PXL"}, {"state": "draft"}):
            with self.assertRaises(UserError):
                letter.with_user(self.leader).write(vals)
        with self.assertRaises(UserError):
            letter.sudo().unlink()
        with self.assertRaises(UserError):
            letter.copy()
        with self.assertRaises(UserError):
            letter.with_user(self.leader).action_not_needed()

    def test_nothing_protected_is_given_on_creation(self):
        letter = (
            self.env["tthc.dossier.apology"]
            .with_user(self.officer)
            .create(
                {
                    "dossier_id": self.dossier.id,
                    "state": "signed",
                    "number": "77/PXL",
                    "agency_id": self.tax.id,
                    "reason": "Chờ",
                }
            )
        )
        self.assertEqual((letter.state, letter.number), ("draft", False))
        self.assertEqual((letter.agency_id, letter.reason), (self.justice, "Chờ"))
        with self.assertRaises(AccessError):
            self.letter(user=self.stranger)

    def test_new_date_must_be_later_and_given(self):
        for until in (None, DUE, datetime(2026, 3, 12, 5, 0)):
            with self.assertRaises(UserError):
                self.sign(until=until)
        with self.assertRaisesRegex(UserError, "not a working day"):
            self.letter().with_user(self.leader).write({"new_date": date(2026, 3, 15)})
            self.dossier.apology_ids.with_user(self.leader).write({"reason": "Chờ"})
            self.dossier.apology_ids.with_user(self.leader).action_sign()

    def test_owner_is_told(self):
        self.citizen.email = "nguoidan@example.com"
        self.sign()
        message = self.dossier.message_ids.filtered(lambda row: self.citizen in row.partner_ids)
        self.assertEqual(len(message), 1)
        self.assertIn("17:00 17/03/2026", message.body)
        self.assertIn("01/PXL", message.body)
        mail = self.env["mail.mail"].sudo().search([("mail_message_id", "=", message.id)])
        sent = message.notification_ids.filtered(lambda row: row.res_partner_id == self.citizen)
        self.assertTrue(mail or sent)
        self.assertEqual(sent.notification_type, "email")

    def test_late_without_apology(self):
        timely, too_late, never = (self.new_dossier() for _index in range(3))
        self.sign(timely)
        self.sign(too_late, instant=datetime(2026, 3, 13, 1, 0))
        dossiers = timely | too_late | never
        found = (
            self.env["tthc.dossier"]
            .with_user(self.manager)
            .search([("late_without_apology", "=", True), ("id", "in", dossiers.ids)])
        )
        self.assertEqual(found, too_late | never)
        self.assertEqual(dossiers.filtered("late_without_apology"), too_late | never)
        counted = self.env["tthc.dossier"].with_user(self.manager).search_count
        self.assertEqual(counted([("reappointed_at", "!=", False), ("id", "in", dossiers.ids)]), 2)
        self.assertEqual(counted([("extended", "=", True), ("id", "in", dossiers.ids)]), 0)


@tagged("post_install", "-at_install")
class TestApologyLetter(ApologyCase, HttpCase):
    """The printed letter "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"."""

    def test_fields_of_the_form(self):
        self.justice.head_id = self.env.ref("base.user_admin")
        self.justice.head_id.sudo().tthc_position = "Giám đốc"
        self.leader.tthc_position = "Phó Giám đốc"
        letter = self.sign()
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.leader)
            ._render_qweb_html("tthc_dossier.report_apology", letter.ids)
        )
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))
        for words in (
            "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "SỞ TƯ PHÁP (THỬ)",
            "01/PXL",
            "Kính gửi: Nguyễn Văn Thử",
            "Số 1, đường Thử",
            "0912000111",
            "Ngày 09/03/2026",
            self.dossier.name,
            "17 giờ 00 phút, ngày 12/03/2026",
            "Chờ kết quả xác minh của cơ quan công an.",
            "17 giờ 00 phút, ngày 17/03/2026",
            "Nơi nhận:",
            "KT. GIÁM ĐỐC",
            "PHÓ GIÁM ĐỐC",
            self.leader.name,
        ):
            self.assertIn(words, text)
        self.assertNotIn("DỰ THẢO", text)
        self.assertIn("data:image/png;base64,", html.decode())

    @unittest.skipUnless(which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_pdf_is_one_page(self):
        pdf, kind = (
            self.env["ir.actions.report"]
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("tthc_dossier.report_apology", self.sign().ids)
        )
        self.assertEqual(kind, "pdf")
        if which("pdftotext"):
            text = subprocess.run(
                ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
            ).stdout.decode()
            self.assertIn("XIN LỖI", text)
            self.assertEqual(text.count("\f"), 1)

    def test_the_owner_sees_it_in_the_portal(self):
        user = new_test_user(self.env, "t.congdan", groups="base.group_portal")
        dossier = self.take_in(instant=self.MONDAY_9, owner=user.partner_id.id)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_forward()
        self.sign(dossier)
        self.authenticate("t.congdan", "t.congdan")
        page = self.url_open(f"/my/dossiers/{dossier.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("17:00 17/03/2026", page.text)
        self.assertIn("01/PXL", page.text)
        self.assertIn("Chờ kết quả xác minh", page.text)
