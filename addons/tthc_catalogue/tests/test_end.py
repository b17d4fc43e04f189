"""The end of versions and procedures, with and without a successor."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import CatalogueCase

NOW = "2026-11-22 03:00:00"


@tagged("post_install", "-at_install")
class TestEnd(CatalogueCase):
    def setUp(self):
        super().setUp()
        frozen = freeze_time(NOW)
        frozen.start()
        self.addCleanup(frozen.stop)

    def end(self, record, last_day, reason="Luật cũ hết hiệu lực", role="publisher", **kwargs):
        return record.with_user(self.users[role])._end(last_day, reason, **kwargs)

    def test_a_past_day_retires_at_once(self):
        version = self.make_published()
        self.end(version, date(2026, 11, 20), document=self.document)
        self.assertEqual((version.state, version.date_to), ("retired", date(2026, 11, 20)))
        self.assertEqual(version.end_document_id, self.document)
        self.assertEqual(self.procedure.state, "ended")
        self.assertEqual(self.procedure.date_end, date(2026, 11, 20))
        self.assertEqual(self.procedure._version_at(date(2026, 11, 20)), version)
        with self.assertRaisesRegex(UserError, r"9\.000001.*not in force on 22/11/2026"):
            self.procedure._version_at(date(2026, 11, 22))

    def test_a_day_to_come_leaves_it_in_force_until_then(self):
        version = self.make_published()
        self.end(version, date(2026, 12, 31))
        self.assertEqual((version.state, version.phase), ("published", "in_force"))
        self.assertEqual(self.procedure.state, "in_force")
        self.assertIn("31/12/2026", self.procedure.state_label)
        with freeze_time("2027-01-01 03:00:00"):
            version.invalidate_recordset()
            self.procedure.invalidate_recordset()
            self.assertEqual((version.state, version.phase), ("published", "ended"))
            self.assertEqual(self.procedure.state, "ended")
            version._cron_retire_ended()
            self.assertEqual((version.state, version.phase), ("retired", "ended"))
            self.assertEqual(self.procedure._version_at(date(2026, 12, 31)), version)

    def test_the_job_leaves_what_has_not_ended(self):
        last_day = self.make_published(date_to=date(2026, 11, 22))
        last_day._cron_retire_ended()
        self.assertEqual(last_day.state, "published")

    def test_before_its_first_day_it_is_withdrawn(self):
        first = self.make_published(date(2026, 1, 1))
        second = self.make_published(date(2027, 1, 1))
        self.assertEqual(first.date_to, date(2026, 12, 31))
        self.end(second, date(2026, 11, 22))
        self.assertEqual((second.state, second.phase, second.voided), ("retired", "voided", True))
        self.assertFalse(first.date_to)
        self.assertEqual(self.procedure._version_at(date(2027, 1, 1)), first)

    def test_the_predecessor_gets_its_former_end_back(self):
        first = self.make_published(date(2026, 1, 1), date_to=date(2027, 6, 30))
        second = self.make_published(date(2027, 1, 1))
        self.end(second, date(2026, 11, 22))
        self.assertEqual(first.date_to, date(2027, 6, 30))

    def test_the_predecessor_runs_to_the_eve_of_the_one_after(self):
        first = self.make_published(date(2026, 1, 1))
        second = self.make_published(date(2027, 1, 1))
        third = self.make_published(date(2027, 7, 1))
        self.end(second, date(2026, 11, 22))
        self.assertEqual(first.date_to, date(2027, 6, 30))
        self.end(third, date(2026, 11, 22))
        self.assertFalse(first.date_to)

    def test_an_end_of_its_own_stays_when_the_successor_is_withdrawn(self):
        first = self.make_published(date(2026, 1, 1))
        second = self.make_published(date(2027, 1, 1))
        self.end(first, date(2026, 12, 15))
        self.end(second, date(2026, 11, 22))
        self.assertEqual(first.date_to, date(2026, 12, 15))

    def test_what_was_in_force_is_not_withdrawn(self):
        version = self.make_published(date(2026, 6, 1))
        with self.assertRaisesRegex(UserError, "in force since 01/06/2026"):
            self.end(version, date(2026, 5, 31))

    def test_an_end_is_never_put_off(self):
        version = self.make_published(date_to=date(2026, 12, 31))
        with self.assertRaisesRegex(UserError, "ends on 31/12/2026 already"):
            self.end(version, date(2027, 1, 31))

    def test_a_publisher_ends_with_a_reason(self):
        version = self.make_published()
        for role in ("editor", "staff"):
            with self.subTest(role), self.assertRaisesRegex(UserError, "Only a catalogue pub"):
                self.end(version, date(2026, 11, 30), role=role)
            with self.subTest(role), self.assertRaises(UserError):
                version.with_user(self.users[role]).action_end()
        with self.assertRaisesRegex(UserError, "reason"):
            self.end(version, date(2026, 11, 30), reason=" ")

    def test_only_a_published_version_is_ended(self):
        for version in (self.make_draft(), self.submit(self.make_draft())):
            with self.assertRaisesRegex(UserError, "Only a published version"):
                self.end(version, date(2026, 11, 30))

    def test_a_procedure_ends_without_a_successor(self):
        first = self.make_published(date(2026, 1, 1))
        second = self.make_published(date(2027, 1, 1))
        third = self.make_published(date(2028, 1, 1))
        draft = self.make_draft(date(2029, 1, 1))
        self.end(self.procedure, date(2027, 3, 31), document=self.document)
        self.assertEqual(first.date_to, date(2026, 12, 31))
        self.assertEqual((second.date_to, second.state), (date(2027, 3, 31), "published"))
        self.assertTrue(third.voided)
        self.assertEqual(draft.state, "draft")
        self.assertEqual(self.procedure.date_end, date(2027, 3, 31))
        with self.assertRaisesRegex(UserError, "no published version beyond"):
            self.end(self.procedure, date(2027, 3, 31))

    def test_a_procedure_ends_on_the_eve_of_the_version_to_come(self):
        first = self.make_published(date(2026, 1, 1))
        second = self.make_published(date(2027, 1, 1))
        self.end(self.procedure, date(2026, 12, 31))
        self.assertTrue(second.voided)
        self.assertEqual(first.date_to, date(2026, 12, 31))
        self.assertEqual(first.decided_date_to, date(2026, 12, 31))

    def test_states_of_the_procedure_are_searchable(self):
        search = self.env["tthc.procedure"].search
        mine = ("id", "=", self.procedure.id)

        def expect(state):
            self.procedure.invalidate_recordset()
            self.assertEqual(self.procedure.state, state)
            for other in ("in_force", "coming", "ended", "none"):
                found = search([mine, ("state", "=", other)])
                self.assertEqual(bool(found), other == state, other)

        expect("none")
        version = self.make_published(date(2026, 12, 1))
        expect("coming")
        with freeze_time("2026-12-02 03:00:00"):
            expect("in_force")
        self.end(version, date(2026, 12, 31))
        with freeze_time("2027-01-01 03:00:00"):
            expect("ended")

    def test_the_dialogs(self):
        version = self.make_published()
        for record in (version, self.procedure):
            action = record.with_user(self.users["publisher"]).action_end()
            wizards = self.env[action["res_model"]].with_user(self.users["publisher"])
            wizard = wizards.with_context(**action["context"]).create(
                {"last_day": "2026-12-31" if record == version else "2026-12-30", "reason": "Hết"}
            )
            self.assertEqual(wizard.effect, "future")
            wizard.action_confirm()
            self.assertEqual(version.date_to, wizard.last_day)
