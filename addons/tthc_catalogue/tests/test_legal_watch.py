"""When a legal document ends: what is affected, who is told, what may still be published."""

from datetime import date, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common import ROLES, CatalogueCase

TODAY = date(2026, 11, 22)
NOW = "2026-11-22 03:00:00"
REASON = "Điều khoản chuyển tiếp"


@tagged("post_install", "-at_install")
class TestLegalWatch(CatalogueCase):
    def setUp(self):
        super().setUp()
        frozen = freeze_time(NOW)
        frozen.start()
        self.addCleanup(frozen.stop)
        self.editor = self.document.with_user(self.users["editor"])

    def document_of(self, number, **values):
        return self.env["tthc.legal.document"].create({"number": number, **values})

    def activities(self, version, **domain):
        activities = self.env["mail.activity"].search(
            [("res_model", "=", version._name), ("res_id", "=", version.id)]
        )
        return activities.filtered("tthc_legal_document_id")

    # Publication ----------------------------------------------------------------------------

    def test_an_expired_document_bars_publication(self):
        draft = self.make_draft()
        self.document.date_expired = date(2026, 6, 1)
        warning = draft.action_submit()
        self.assertIn(
            "901/2026/NĐ-CP is out of force from 01/06/2026", warning["params"]["message"]
        )
        publisher = draft.with_user(self.users["publisher"])
        with self.assertRaisesRegex(UserError, "901/2026/NĐ-CP is out of force"):
            publisher.action_publish()
        publisher._publish(REASON)
        self.assertEqual(draft.state, "published")
        self.assertEqual(draft.legal_override_reason, REASON)
        self.assertEqual(draft.legal_override_by_id, self.users["publisher"])
        self.assertIn(draft, draft.search([("legal_problem", "=", True)]))

    def test_the_dialog_asks_for_the_reason(self):
        draft = self.make_draft()
        self.document.date_expired = date(2026, 6, 1)
        draft.action_submit()
        action = draft.with_user(self.users["publisher"]).action_review_publication()
        wizards = self.env[action["res_model"]].with_user(self.users["publisher"])
        wizard = wizards.with_context(**action["context"]).create({})
        self.assertIn("901/2026/NĐ-CP", wizard.legal_problems)
        for reason in (False, "  "):
            wizard.legal_override_reason = reason
            with self.subTest(reason), self.assertRaises(UserError):
                wizard.action_confirm()
        wizard.legal_override_reason = REASON
        wizard.action_confirm()
        self.assertEqual(draft.legal_override_reason, REASON)

    def test_the_override_cannot_be_written(self):
        draft = self.make_draft(legal_override_reason="Đã xong")
        self.assertFalse(draft.legal_override_reason)
        with self.assertRaises(UserError):
            draft.write({"legal_override_reason": "Đã xong"})

    def test_no_override_is_recorded_without_a_problem(self):
        draft = self.submit(self.make_draft())
        draft.with_user(self.users["publisher"])._publish(REASON)
        self.assertFalse(draft.legal_override_reason or draft.legal_override_by_id)

    def test_problems_are_of_the_day(self):
        draft = self.make_draft()
        self.document.write({"date_effective": "2026-03-01", "date_expired": "2026-09-01"})
        expected = {date(2026, 2, 28): 1, date(2026, 3, 1): 0, date(2026, 8, 31): 0}
        for day, count in {**expected, date(2026, 9, 1): 1}.items():
            with self.subTest(day):
                self.assertEqual(len(draft._legal_problems(day)), count)

    def test_published_ahead_the_first_day_counts(self):
        self.document.date_effective = date(2027, 1, 1)
        early = self.submit(self.make_draft(date(2026, 12, 31)))
        with self.assertRaisesRegex(UserError, "takes effect on 01/01/2027"):
            early.with_user(self.users["publisher"]).action_publish()
        self.publish(self.make_draft(date(2027, 1, 1)))
        self.document.date_expired = date(2027, 6, 1)
        late = self.submit(self.make_draft(date(2027, 6, 1)))
        with self.assertRaisesRegex(UserError, "out of force from 01/06/2027"):
            late.with_user(self.users["publisher"]).action_publish()

    def test_the_documents_of_fees_count(self):
        fee_law = self.document_of("903/2016/TT-BTC", date_expired="2026-01-01")
        draft = self.make_draft()
        draft.case_ids.fee_ids.legal_document_id = fee_law
        self.assertEqual(draft._legal_problems(TODAY), fee_law)
        self.assertIn(draft, draft.search([("legal_problem", "=", True)]))
        self.submit(draft)
        with self.assertRaisesRegex(UserError, "903/2016/TT-BTC"):
            draft.with_user(self.users["publisher"]).action_publish()

    def test_replaced_without_a_day_of_expiry(self):
        following = self.document_of("902/2026/NĐ-CP", date_effective="2026-12-15")
        self.document.replaced_by_id = following
        self.assertEqual(self.document.date_end, date(2026, 12, 15))
        self.assertTrue(self.document.in_force)
        following.date_effective = "2026-11-01"
        self.assertEqual(self.document.date_end, date(2026, 11, 1))
        self.assertFalse(self.document.in_force)
        self.document.replaced_by_id = self.document_of("904/2026/NĐ-CP")
        self.assertTrue(self.document.date_end)

    def test_replacements_run_in_no_circle(self):
        second = self.document_of("902/2026/NĐ-CP", replaced_by_id=self.document.id)
        third = self.document_of("903/2026/NĐ-CP", replaced_by_id=second.id)
        for document in (self.document, second, third):
            with self.subTest(document.number), self.assertRaises(ValidationError):
                self.document.replaced_by_id = document

    # Who is told ----------------------------------------------------------------------------

    def test_the_responsible_person_is_told_once(self):
        self.procedure.responsible_id = self.users["staff"]
        version = self.make_published()
        self.editor.date_expired = TODAY
        activity = self.activities(version)
        self.assertEqual(activity.user_id, self.users["staff"])
        self.assertEqual(activity.activity_type_id.get_external_id()[activity.activity_type_id.id],
                         "tthc_catalogue.activity_legal_end")  # fmt: skip
        self.assertEqual(activity.date_deadline, TODAY)
        self.assertEqual(self.document.affected_count, 1)
        self.assertEqual(
            self.env[version._name].search(self.document.action_view_affected()["domain"]), version
        )
        self.document._cron_watch_ends()
        self.editor.note = "Khác"
        self.editor.date_expired = TODAY - timedelta(days=1)
        self.assertEqual(self.activities(version), activity)
        activity.action_feedback()
        self.document._cron_watch_ends()
        self.assertFalse(self.activities(version), "what was done is not asked again")

    def test_who_is_told(self):
        version = self.make_published()
        other = new_test_user(self.env, "catalogue_test_other", groups=ROLES["editor"])
        self.assertEqual(version._legal_owner(), self.users["editor"])
        self.sector.responsible_id = other
        self.assertEqual(version._legal_owner(), other)
        self.procedure.responsible_id = self.users["staff"]
        self.assertEqual(version._legal_owner(), self.users["staff"])
        self.users["staff"].active = False
        self.assertEqual(version._legal_owner(), other)
        self.sector.responsible_id = self.users["portal"]
        self.assertEqual(version._legal_owner(), self.users["editor"])
        version._write_unguarded({"editor_id": 1})
        self.assertTrue(version._legal_owner().has_group(ROLES["editor"]))

    def test_notice_days_ahead(self):
        version = self.make_published()
        self.document.date_expired = TODAY + timedelta(days=31)
        self.assertFalse(self.activities(version))
        with freeze_time("2026-11-23 03:00:00"):
            self.document._cron_watch_ends()
        self.assertEqual(len(self.activities(version)), 1)

    def test_notice_is_a_setting(self):
        version = self.make_published()
        self.env["res.config.settings"].create({"tthc_legal_notice_days": 90}).execute()
        self.document.date_expired = TODAY + timedelta(days=90)
        self.assertEqual(len(self.activities(version)), 1)

    def test_only_what_outlasts_the_document_is_affected(self):
        first = self.make_published(date(2026, 1, 1), date_to=date(2026, 11, 30))
        second = self.make_published(date(2026, 12, 1))
        draft = self.make_draft(date(2027, 6, 1))
        self.document.date_expired = date(2026, 12, 1)
        self.assertEqual(self.document._affected_versions(), second)
        self.assertEqual(self.document._citing_versions(), first | second | draft)

    def test_closed_by_the_next_version_without_it(self):
        version = self.make_published()
        self.document.date_expired = date(2026, 12, 1)
        activity = self.activities(version)
        following = self.document_of("902/2026/NĐ-CP")
        self.make_published(date(2027, 1, 1), legal_document_ids=[Command.link(following.id)])
        self.assertFalse(self.activities(version))
        self.assertFalse(activity.active)
        self.assertEqual(self.document.affected_count, 0)

    def test_closed_when_the_day_was_an_error_or_the_procedure_ends(self):
        version = self.make_published()
        self.document.date_expired = date(2026, 12, 1)
        self.assertTrue(self.activities(version))
        self.document.date_expired = False
        self.assertFalse(self.activities(version))
        other = self.document_of("905/2026/NĐ-CP", date_expired="2026-12-15")
        draft = self.make_draft(date(2026, 12, 1), legal_document_ids=[Command.link(other.id)])
        self.publish(draft)
        self.assertTrue(self.activities(draft))
        self.procedure.with_user(self.users["publisher"])._end(date(2026, 12, 10), "Hết")
        self.assertFalse(self.activities(draft))

    def test_published_by_override_is_watched(self):
        self.document.date_expired = date(2026, 6, 1)
        draft = self.submit(self.make_draft())
        draft.with_user(self.users["publisher"])._publish(REASON)
        self.assertEqual(len(self.activities(draft)), 1)

    # Replacements ---------------------------------------------------------------------------

    def test_the_next_version_with_replacements(self):
        last = self.document_of("903/2026/NĐ-CP", date_effective="2026-06-01")
        middle = self.document_of("902/2026/NĐ-CP", replaced_by_id=last.id)
        stays = self.document_of("904/2026/NĐ-CP", date_expired="2026-06-01")
        version = self.make_draft()
        version.legal_document_ids |= stays
        version.case_ids.fee_ids.legal_document_id = self.document
        self.submit(version).with_user(self.users["publisher"])._publish(REASON)
        self.document.write({"replaced_by_id": middle.id, "date_expired": "2026-06-01"})
        action = version.with_user(self.users["editor"]).action_new_version_with_replacements()
        draft = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(draft.legal_document_ids, last | stays)
        self.assertEqual(draft.case_ids.fee_ids.legal_document_id, last)
        self.assertEqual(draft.editor_id, self.users["editor"])
        self.assertIn("901/2026/NĐ-CP → 903/2026/NĐ-CP", str(draft.message_ids.mapped("body")))
        self.assertEqual(version.legal_document_ids, self.document | stays)

    def test_no_replacement_no_swap(self):
        version = self.make_published().with_user(self.users["editor"])
        with self.assertRaisesRegex(UserError, "No document of this version"):
            version.action_new_version_with_replacements()
