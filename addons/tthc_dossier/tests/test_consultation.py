from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestConsultation(DossierCommon):
    """Asking other agencies: own time, answer, no answer (NĐ 61/2018/NĐ-CP, Art. 19.5)."""

    def asked(self, agencies=None, **more):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        agencies = agencies or self.tax
        dossier.with_user(self.officer).action_consult(
            "Thửa đất có nợ thuế không?", agency_ids=agencies.ids, **more
        )
        return dossier

    def overdue(self, rows):
        """Let the time of ``rows`` be over, as the days would."""
        past = fields.Datetime.now() - timedelta(hours=1)
        self.env.execute_query(
            SQL(
                "UPDATE tthc_dossier_consultation SET due_at = %s WHERE id IN %s RETURNING id",
                past,
                tuple(rows.ids),
            )
        )
        rows.invalidate_recordset(["due_at"])

    def test_the_asked_agency_sees_and_answers(self):
        dossier = self.asked()
        row = dossier.consultation_ids
        self.assertEqual((row.state, row.asking_agency_id), ("open", self.justice))
        rows = self.env["tthc.dossier.consultation"].with_user(self.stranger)
        self.assertEqual(rows.search([("to_answer", "=", True)]), row)
        self.assertTrue(row.with_user(self.stranger).to_answer)
        with self.assertRaises(AccessError):
            dossier.with_user(self.officer).action_answer_consultation("Không", row.id)
        mine = dossier.with_user(self.stranger)
        self.assertIn("answer_consultation", [offer["name"] for offer in mine._available_actions()])
        mine.action_answer_consultation("Không nợ thuế", row.id, answer="agree", number="12/CV")
        self.assertEqual((row.state, row.answered_by_id), ("answered", self.stranger))
        self.assertFalse(row.is_late)
        self.assertFalse(rows.search([("to_answer", "=", True)]))
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(event.facts["answer"], "agree")
        self.assertIsNone(dossier._ledger_break())
        dossier.with_user(self.officer).action_forward()

    def test_time_to_answer_in_working_days(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_forward()
        self.centre.tthc_consultation_days = 2
        self.at(dossier, self.MONDAY_9, self.officer).action_consult(
            "Ý kiến?", agency_ids=self.tax.ids
        )
        self.assertEqual(dossier.consultation_ids.due_at, datetime(2026, 3, 11, 10, 0))

    def test_several_at_once_and_each_once(self):
        dossier = self.asked(self.tax | self.police)
        self.assertEqual(dossier.awaited_answers, 2)
        officer = dossier.with_user(self.officer)
        for agencies, words in (
            (self.tax, "has not answered yet"),
            (self.justice, "does not consult itself"),
            (self.tax.browse(), "Choose the agencies"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                officer.action_consult("Lần nữa?", agency_ids=agencies.ids)
        with self.assertRaisesRegex(UserError, "ahead"):
            officer.action_consult(
                "?", agency_ids=self.env["tthc.agency"].create({"name": "Sở X"}).ids,
                due_at="2020-01-01 00:00:00",
            )  # fmt: skip
        dossier.with_user(self.officer2).action_answer_consultation("Đồng ý", answer="agree")
        self.assertEqual(dossier.awaited_answers, 1)

    def test_the_step_waits_unless_told_to_go_on(self):
        dossier = self.asked()
        with self.assertRaisesRegex(UserError, "has not answered yet"):
            dossier.with_user(self.officer).action_forward()
        with self.assertRaises(AccessError):
            dossier.with_user(self.stranger).action_lapse_consultation("Không chờ")
        dossier.with_user(self.officer).action_lapse_consultation("Quá hạn, không thể chờ")
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(event.kind, "lapse_consultation")
        self.assertFalse(event.facts["consultations"][0]["time_over"])
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.stranger).action_answer_consultation("Muộn", answer="other")
        self.assertEqual(dossier.awaited_answers, 0)

    def test_no_answer_follows_from_the_dates(self):
        dossier = self.asked()
        row = dossier.consultation_ids
        rows = self.env["tthc.dossier.consultation"].with_user(self.manager)
        self.assertFalse(rows.search([("state", "=", "no_answer"), ("id", "=", row.id)]))
        self.overdue(row)
        self.assertEqual((row.state, row.is_late), ("no_answer", True))
        for domain in ([("state", "=", "no_answer")], [("is_late", "=", True)]):
            self.assertIn(row, rows.search(domain))
        self.assertNotIn(row, rows.search([("is_late", "=", False)]))
        dossier.with_user(self.officer).action_lapse_consultation("Hết thời hạn")
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertTrue(event.facts["consultations"][0]["time_over"])
        told = self.env["mail.message"].search(
            [("model", "=", "tthc.dossier"), ("res_id", "=", dossier.id)]
        )
        self.assertIn(self.manager.partner_id, told.partner_ids)

    def test_a_late_answer_says_so(self):
        dossier = self.asked()
        row = dossier.consultation_ids
        self.overdue(row)
        dossier.with_user(self.stranger).action_answer_consultation("Muộn", row.id)
        self.assertTrue(row.is_late)
        self.assertIn(row, self.env["tthc.dossier.consultation"].search([("is_late", "=", True)]))
        self.assertTrue(dossier.event_ids.sorted("seq")[-1].facts["late"])

    def test_the_limit_goes_on_running(self):
        dossier = self.take_in()
        due = dossier.due_at
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_consult("?", agency_ids=self.tax.ids)
        dossier.with_user(self.stranger).action_answer_consultation("Được")
        self.assertEqual(dossier.due_at, due)
        self.assertFalse(dossier.event_ids.sorted("seq")[-2:].filtered("clock_effect"))

    def test_nobody_writes_rows(self):
        row = self.asked().consultation_ids
        for user in (self.officer, self.stranger, self.manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                row.with_user(user).write({"answer_text": "x"})

    def test_a_stranger_sees_nothing(self):
        dossier = self.asked(self.police)
        rows = self.env["tthc.dossier.consultation"].with_user(self.stranger)
        self.assertFalse(rows.search([("dossier_id", "=", dossier.id)]))
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            dossier.consultation_ids.with_user(self.stranger).action_answer()

    def test_dialogs(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        decisions = self.env["tthc.dossier.decision"]
        ask = decisions.with_user(self.officer).with_context(
            default_dossier_id=dossier.id, default_action="consult"
        )
        dialog = ask.create({"note": "Ý kiến?", "consulted_ids": [(6, 0, self.tax.ids)]})
        self.assertTrue(dialog.answer_by)
        dialog.action_confirm()
        row = dossier.consultation_ids
        context = row.with_user(self.stranger).action_answer()["context"]
        dialog = (
            decisions.with_user(self.stranger)
            .with_context(**context)
            .create({"note": "Đồng ý", "answer": "agree"})
        )
        self.assertEqual(dialog.question, "Ý kiến?")
        dialog.action_confirm()
        self.assertEqual(row.answer, "agree")
        context = dossier.task_id.with_user(self.leader).action_reassign_dialog()["context"]
        dialog = (
            decisions.with_user(self.leader)
            .with_context(**context)
            .create({"note": "Việc gấp", "assignee_id": self.officer.id})
        )
        self.assertIn(self.officer, dialog.candidate_ids)
        self.assertNotIn(self.officer2, dialog.candidate_ids)
        dialog.action_confirm()
        self.assertEqual(dossier.task_id.user_id, self.officer)
