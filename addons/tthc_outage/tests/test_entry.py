"""Later entry: the true time counts, the time of entry is on record, nothing is entered twice."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import OutageCommon


@tagged("post_install", "-at_install")
class TestEntry(OutageCommon):
    def test_the_dossier_has_its_true_time(self):
        sheet = self.blank()
        dossier = self.enter(sheet)
        true = datetime(2026, 3, 11, 7, 30)
        self.assertEqual((dossier.state, dossier.accepted_at, dossier.submitted_at), (
            "accepted", true, true
        ))  # fmt: skip
        self.assertEqual(dossier.clock_started_at, true, "the limit runs from then")
        self.assertEqual(dossier.task_id.started_at, true)
        self.assertRegex(dossier.name, r"^H99\.01-260311-\d{4}$", "the number of the true day")
        self.assertEqual(dossier.lookup_token, sheet.lookup_token, "the printed code opens it")
        self.assertEqual((sheet.state, sheet.dossier_id, sheet.entered_by_id), (
            "entered", dossier, self.receptionist
        ))  # fmt: skip
        event = dossier.event_ids.filtered(lambda row: row.kind == "accept")
        self.assertEqual((event.at, event.user_id), (true, self.receptionist))
        facts = event.facts["outage"]
        self.assertEqual(facts["sheet"], sheet.name)
        self.assertEqual(facts["received_at"], "2026-03-11 07:30:00")
        self.assertEqual(facts["received_by"], self.receptionist.name)
        self.assertGreater(facts["entered_at"], facts["received_at"])
        for told in (sheet.name, "14:30 11/03/2026", self.receptionist.name):
            self.assertIn(told, event.note, "whoever reads the ledger sees it")
        self.assertIsNone(dossier._ledger_break())

    def test_the_appointment_is_that_of_a_dossier_accepted_then(self):
        at_once = self.take_in(instant=datetime(2026, 3, 11, 7, 30))
        later = self.enter()
        self.assertEqual((later.due_at, later.due_legal), (at_once.due_at, at_once.due_legal))

    def test_after_the_cut_off_the_limit_begins_the_next_day(self):
        """15:00 at the centre, where the centre's setting says so."""
        self.centre.tthc_cutoff_shifts_start = True
        before = self.enter(received=datetime(2026, 3, 11, 7, 59))
        after = self.enter(received=datetime(2026, 3, 11, 8, 1))
        self.assertEqual((after.due_legal - before.due_legal).days, 1)
        same = self.take_in(instant=datetime(2026, 3, 11, 8, 1))
        self.assertEqual(after.due_legal, same.due_legal)

    def test_over_midnight(self):
        """Each sheet belongs to the book and the numbers of its own day at the centre."""
        self.outage = self.declared(datetime(2026, 3, 11, 16, 0), datetime(2026, 3, 11, 18, 0))
        evening = self.enter(received=datetime(2026, 3, 11, 16, 59))
        night = self.enter(received=datetime(2026, 3, 11, 17, 1))
        self.assertIn("-260311-", evening.name)
        self.assertIn("-260312-", night.name)
        days = (evening | night).ledger_entry_ids.mapped("day")
        self.assertEqual([str(day) for day in days], ["2026-03-11", "2026-03-12"])

    def test_the_days_numbers_stay_without_a_gap(self):
        """Entered in between and afterwards, in any order of true times."""
        noon = datetime(2026, 3, 11, 5, 0)
        first = self.take_in(instant=noon)
        second = self.enter(received=datetime(2026, 3, 11, 9, 0))
        third = self.enter(received=datetime(2026, 3, 11, 7, 5))
        next_day = self.take_in(instant=noon + timedelta(days=1))
        late = self.enter(received=datetime(2026, 3, 11, 8, 0))
        serials = [dossier.ledger_entry_ids.serial for dossier in (first, second, third, late)]
        self.assertEqual(serials, list(range(serials[0], serials[0] + 4)))
        self.assertEqual(next_day.ledger_entry_ids.serial, 1)
        self.env.flush_all()
        found = self.env["tthc.ledger.check"]._number_findings()
        self.assertFalse([row for row in found if row["place"].startswith("H99.01-")])

    def test_a_sheet_is_entered_once(self):
        sheet = self.blank()
        form, twin = self.sheet_form(sheet), self.sheet_form(sheet)
        dossier = self.env["tthc.dossier"].browse(form.action_accept()["res_id"])
        with self.assertRaisesRegex(UserError, f"used already: Entered, {dossier.name}"):
            twin.action_accept()
        self.assertEqual(form.action_accept()["res_id"], dossier.id, "a second click finds it")

    def test_a_time_that_cannot_be(self):
        young = self.printed(datetime(2026, 3, 11, 8, 0), size=1).sheet_ids
        for received, sheet, text in (
            (datetime(2026, 3, 11, 6, 59), None, "began on 14:00 11/03/2026"),
            (datetime(2026, 3, 11, 9, 31), None, "ended on 16:30 11/03/2026"),
            (datetime(2026, 3, 11, 7, 30), young, "printed on 15:00 11/03/2026"),
            (datetime(2126, 3, 11, 7, 30), None, "in the future"),
        ):
            with self.subTest(text), self.assertRaisesRegex(UserError, text):
                self.enter(sheet, received=received)
        with self.assertRaisesRegex(UserError, "time of receipt"):
            self.enter(outage_received_at=False)

    def test_what_does_not_go_together(self):
        other = self.declared(self.BEGINS, self.ENDS).sudo()
        other.company_id = self.other_centre
        unprinted = self.env["tthc.outage.pad"].with_user(self.receptionist).create({"size": 1})
        for values, text in (
            ({"outage_id": False}, "Choose the outage of"),
            ({"outage_receiver_id": self.officer.id}, "Choose who received"),
            ({"sheet": unprinted.sheet_ids}, "never printed"),
        ):
            with self.subTest(text), self.assertRaisesRegex(UserError, text):
                self.enter(**values)
        with self.assertRaises(AccessError):
            self.enter(outage_id=other.id)
        with self.assertRaisesRegex(UserError, "accept it, or void"):
            self.sheet_form().action_save()

    def test_only_the_desk_of_the_centre_enters(self):
        sheet = self.blank()
        with self.assertRaises(AccessError):
            sheet.with_user(self.other_receptionist).action_enter()
        with self.assertRaises(AccessError):
            sheet.with_user(self.officer).action_enter()
        with self.assertRaisesRegex(AccessError, "a receptionist of"):
            sheet.with_user(self.manager)._check_entry(
                self.outage, datetime(2026, 3, 11, 7, 30), self.receptionist
            )
        with self.assertRaises(AccessError):
            self.sheet_form(sheet, user=self.other_receptionist).action_accept()

    def test_nobody_gives_a_time_without_a_sheet(self):
        """The context of a call is no back door: neither the time nor the facts are taken."""
        forged = {
            "tthc_now": "2026-03-01 02:00:00",
            "tthc_outage_entry": {"token": "X" * 12, "facts": {"sheet": "X"}},
        }
        dossiers = self.env["tthc.dossier"].with_user(self.receptionist).with_context(**forged)
        for records in (dossiers, dossiers.sudo()):
            dossier = records._intake(self.intake_values())
            accepted = dossier.event_ids.filtered(lambda row: row.kind == "accept")
            self.assertNotIn("outage", accepted.facts)
            self.assertNotEqual(dossier.lookup_token, "X" * 12)
            self.assertGreater(dossier.accepted_at, datetime(2026, 6, 1))

    def test_the_screen_of_the_entry(self):
        sheet = self.blank().with_user(self.receptionist)
        action = sheet.action_enter()
        form = Form(
            self.env["tthc.dossier.intake"]
            .with_user(self.receptionist)
            .with_context(**action["context"])
        )
        self.assertEqual((form.outage_sheet_id, form.outage_id), (sheet, self.outage))
        form.partner_id = self.citizen
        form.procedure_id = self.procedure
        form.outage_received_at = datetime(2026, 3, 11, 9, 15)
        form.outage_receiver_id = self.receptionist
        for index in range(3):
            with form.line_ids.edit(index) as line:
                line.received = True
        self.env["tthc.dossier"].browse(form.save().action_accept()["res_id"])
        self.assertEqual(sheet.dossier_id.accepted_at, datetime(2026, 3, 11, 9, 15))

    def test_the_usual_acceptance_costs_no_query_more(self):
        self.take_in()
        self.env.flush_all()
        values = self.intake_values()
        dossiers = self.env["tthc.dossier"].with_user(self.receptionist)
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        dossiers._intake(values)
        self.env.flush_all()
        self.assertLessEqual(self.cr.sql_log_count - before, 25)
