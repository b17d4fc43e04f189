import subprocess
import unittest
from datetime import timedelta
from shutil import which

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import PDF, PortalCommon, picture


@tagged("post_install", "-at_install")
class TestSupply(PortalCommon):
    """What is sent online arrives once, as it was, and is judged by a person."""

    # Sending --------------------------------------------------------------------------------------

    def test_sending_hands_the_files_over_with_an_event(self):
        dossier = self.asked()
        supply = self.supplied(dossier, [(0, "đơn.pdf", PDF), (1, "anh.png", picture())])
        self.assertEqual((supply.state, dossier.state), ("sent", "supplement"))
        self.assertEqual(supply.name, f"{dossier.name}/BS1.1")
        event = dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual((event.kind, event.user_id), ("supply_online", self.citizen_user))
        self.assertFalse(event.clock_effect, "no machine judges that it is complete")
        self.assertEqual(event.at, supply.sent_at)
        files = event.facts["files"]
        self.assertEqual([row["sha256"] for row in files], supply.file_ids.mapped("sha256"))
        self.assertEqual(files[0]["size"], len(PDF))
        self.assertIsNone(dossier._ledger_break())
        form, extra = supply.round_id.item_ids.component_id
        self.assertEqual(extra.name, "Ảnh 4×6")
        self.assertIn(supply.file_ids[0].attachment_id, form.attachment_ids)
        self.assertEqual(extra.attachment_ids.raw, picture())
        self.assertEqual(extra.attachment_ids.res_model, "tthc.dossier")
        self.assertFalse(any((form | extra).filtered("received")) and not form.received)

    def test_sent_twice_counts_once(self):
        dossier = self.asked()
        supply = self.supplied(dossier)
        events = dossier.event_count
        self.assertFalse(supply._send())
        self.assertEqual(dossier.event_count, events)
        self.assertEqual(len(dossier.component_ids[0].attachment_ids), 1)

    def test_nothing_uploaded_nothing_sent(self):
        with self.assertRaisesRegex(UserError, "at least one file"):
            self.draft(self.asked())._send()

    def test_not_asked_for_any_more(self):
        dossier = self.asked()
        draft = self.draft(dossier)
        draft._add_file(draft.round_id.item_ids[0], "a.pdf", PDF, None)
        dossier.with_user(self.receptionist).action_receive_supplement()
        with self.assertRaisesRegex(UserError, "were not sent"):
            draft._send()
        self.assertEqual((draft.state, len(draft.file_ids)), ("draft", 1))
        with self.assertRaises(UserError):
            self.draft(dossier)

    def test_sent_stays_as_it_was_sent(self):
        supply = self.supplied(self.asked()).sudo()
        for act in (
            lambda: supply.write({"sent_at": fields.Datetime.now()}),
            lambda: supply.unlink(),
            lambda: supply.file_ids.write({"sha256": "0"}),
            lambda: supply.file_ids.unlink(),
            lambda: supply.file_ids._remove(),
        ):
            with self.assertRaisesRegex(UserError, "stays on record"):
                act()

    def test_bytes_that_changed_meanwhile_are_not_sent(self):
        draft = self.draft(self.asked())
        file = draft._add_file(draft.round_id.item_ids[0], "a.pdf", PDF, None)
        file.attachment_id.raw = PDF + b"x"
        with self.assertRaisesRegex(ValidationError, "damaged"):
            draft._send()

    # The draft ------------------------------------------------------------------------------------

    def test_same_upload_and_same_file_are_kept_once(self):
        draft = self.draft(self.asked())
        item, other = draft.round_id.item_ids
        first = draft._add_file(item, "a.pdf", PDF, "k1")
        self.assertEqual(draft._add_file(item, "a.pdf", PDF, "k1"), first)
        self.assertEqual(draft._add_file(item, "b.pdf", PDF, "k2"), first)
        self.assertNotEqual(draft._add_file(other, "a.pdf", PDF, "k3"), first)

    def test_what_is_wrong_is_said(self):
        draft = self.draft(self.asked())
        item = draft.round_id.item_ids[0]
        for name, content, words in (
            ("trong.pdf", b"", "empty"),
            ("trang.pdf", b"<html><script>alert(1)</script></html>", "type that is not accepted"),
        ):
            with self.assertRaisesRegex(ValidationError, words):
                draft._add_file(item, name, content, None)
        self.assertFalse(draft.file_ids)
        for shade in range(20):
            draft._add_file(item, "a.png", picture(shade), None)
        with self.assertRaisesRegex(ValidationError, "20 files"):
            draft._add_file(item, "a.png", picture(99), None)

    def test_old_drafts_are_forgotten(self):
        dossier = self.asked()
        draft = self.draft(dossier)
        stored = draft._add_file(draft.round_id.item_ids[0], "a.pdf", PDF, None).attachment_id
        draft._gc_drafts()
        self.assertTrue(draft.exists())
        dossier.with_user(self.receptionist).action_receive_supplement()
        draft._gc_drafts()
        self.assertFalse(draft.exists() or stored.exists())
        sent = self.supplied(self.asked())
        sent._gc_drafts()
        self.assertTrue(sent.exists())

    # Time -----------------------------------------------------------------------------------------

    def test_in_time_is_the_time_of_sending(self):
        dossier = self.asked()
        row = dossier.supplement_round_ids
        supply = self.supplied(dossier)
        self.assertFalse(supply.late)
        row.sudo().answer_due_at = supply.sent_at + timedelta(seconds=1)
        later = fields.Datetime.now() + timedelta(days=2)
        rounds = self.env["tthc.supplement.round"]
        with freeze_time(later):
            row.invalidate_recordset()
            self.assertFalse(row.is_unanswered)
            mine = [("id", "=", row.id)]
            self.assertFalse(rounds.search([*mine, ("is_unanswered", "=", True)]))
            self.assertTrue(rounds.search([*mine, ("is_unanswered", "=", False)]))
            self.assertTrue(rounds.search([*mine, ("is_supplied", "=", True)]))
            supply.with_user(self.receptionist)._send_back("Mờ")
            row.invalidate_recordset()
            self.assertTrue(row.is_unanswered)
            self.assertTrue(rounds.search([*mine, ("is_unanswered", "=", True)]))

    # The desk -------------------------------------------------------------------------------------

    def test_desk_ticks_what_came_and_the_rest_stays_asked_for(self):
        dossier = self.asked()
        supply = self.supplied(dossier)
        action = supply.with_user(self.receptionist).action_check()
        decisions = self.env["tthc.dossier.decision"].with_user(self.receptionist)
        with Form(decisions.with_context(**action["context"])) as form:
            pass
        self.assertEqual(form.record.receipt_ids.mapped("received"), [True, False])
        form.record.action_confirm()
        self.assertEqual((supply.state, supply.checked_by_id), ("checked", self.receptionist))
        self.assertEqual((dossier.state, supply.round_id.state), ("supplement", "partial"))
        second = self.supplied(dossier, [(1, "anh.png", picture())])
        self.assertEqual(second.name, f"{dossier.name}/BS1.2")
        dossier.with_user(self.receptionist).action_receive_supplement()
        self.assertEqual((second.state, dossier.state), ("checked", "processing"))
        event = dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual(event.clock_effect, "restart")

    def test_desk_sends_back_with_a_reason(self):
        dossier = self.asked()
        supply = self.supplied(dossier)
        for user in (self.officer, self.manager):
            with self.assertRaises(AccessError):
                supply.with_user(user)._send_back("Mờ")
        with self.assertRaisesRegex(UserError, "Write what"):
            supply.with_user(self.receptionist)._send_back(" ")
        answers = self.env["tthc.online.answer"].with_user(self.receptionist)
        answers.create({"supply_id": supply.id, "answer": "Chụp lại trang 2"}).action_confirm()
        self.assertEqual((supply.state, supply.answer), ("sent_back", "Chụp lại trang 2"))
        event = dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual((event.kind, event.facts["receipt"]), ("send_back_supply", supply.name))
        with self.assertRaisesRegex(UserError, "answered meanwhile"):
            supply.with_user(self.receptionist).action_check()
        self.assertEqual(self.supplied(dossier).name, f"{dossier.name}/BS1.2")

    def test_end_of_the_dossier_ends_what_waits(self):
        dossier = self.asked()
        supply = self.supplied(dossier)
        supply.round_id.sudo().answer_due_at = supply.sent_at
        manager = dossier.with_user(self.manager)
        later = freeze_time(supply.sent_at + timedelta(days=1))
        with later, self.assertRaisesRegex(UserError, "sent in time"):
            manager.action_stop("Hết hạn bổ sung", reason="stop_no_answer")
        self.at(dossier, supply.sent_at, self.citizen_user).action_request_withdrawal("Thôi")
        manager.action_answer_withdrawal("Đồng ý")
        self.assertEqual((dossier.state, supply.state), ("stopped", "ended"))

    def test_staff_see_what_was_sent_and_no_drafts(self):
        dossier = self.asked()
        supplies = self.env["tthc.online.supply"]
        draft = self.draft(dossier)
        file = draft._add_file(draft.round_id.item_ids[0], "a.pdf", PDF, None)
        self.assertFalse(supplies.with_user(self.receptionist).search([("id", "=", draft.id)]))
        with self.assertRaises(AccessError):
            file.attachment_id.with_user(self.receptionist).read(["raw"])
        draft._send()
        for user in (self.receptionist, self.officer, self.manager, self.inspector):
            seen = draft.with_user(user)
            self.assertEqual(seen.file_ids.sha256, file.sha256)
            self.assertEqual(seen.file_ids.attachment_id.raw, PDF)
        for user in (self.stranger, self.other_receptionist):
            self.assertFalse(supplies.with_user(user).search([("id", "=", draft.id)]))

    # The receipt ----------------------------------------------------------------------------------

    def test_printed_receipt_names_every_file(self):
        supply = self.supplied(self.asked(), [(0, "đơn.pdf", PDF), (1, "ảnh.png", picture())])
        report = self.env["ir.actions.report"]
        html = report._render_qweb_html("tthc_portal.report_upload_receipt", supply.ids)[0].decode()
        self.assertIn(supply.name, html)
        self.assertIn(supply._sent_text(), html)
        self.assertRegex(supply._sent_text(), r"^\d\d:\d\d:\d\d, \d\d/\d\d/\d{4}$")
        for file in supply.file_ids:
            self.assertIn(file.sha256, html)
            self.assertIn(file.name, html)

    def test_copy_is_mailed_once(self):
        supply = self.supplied(self.asked())
        self.run_job("tthc.online.supply", "_mail_receipts")
        mails = self.env["mail.mail"].search(
            [("model", "=", "tthc.online.supply"), ("res_id", "=", supply.id)]
        )
        self.assertEqual(len(mails), 1)
        addresses = (mails.email_to or "", *mails.recipient_ids.mapped("email"))
        self.assertIn("t.nguoidan@example.com", "".join(addresses))
        self.assertEqual(mails.attachment_ids.name, supply._pdf_name())
        self.assertIn(supply.name, mails.body_html)
        self.assertTrue(supply.mailed_at)
        self.run_job("tthc.online.supply", "_mail_receipts")
        self.assertEqual(
            mails.search([("model", "=", "tthc.online.supply"), ("res_id", "=", supply.id)]), mails
        )

    @unittest.skipUnless(which("wkhtmltopdf") and which("pdftotext"), "no PDF tools here")
    def test_receipt_as_pdf(self):
        supply = self.supplied(self.asked(), [(0, "Đơn đề nghị cấp lại.pdf", PDF)])
        pdf = supply.with_context(force_report_rendering=True)._receipt_pdf()
        found = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
        )
        text = found.stdout.decode()
        for words in (supply.name, "Đơn đề nghị cấp lại.pdf", supply.file_ids.sha256):
            self.assertIn(words, text)
