"""Life of a version: draft, published, followed by the next, retired."""

from datetime import date
from unittest.mock import patch

from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CatalogueCase


@tagged("post_install", "-at_install")
class TestPublication(CatalogueCase):
    def publish_as(self, version, role="publisher"):
        version.with_user(self.users[role]).action_publish()

    def test_publisher_publishes(self):
        draft = self.make_draft()
        self.publish_as(draft)
        self.assertEqual(draft.state, "published")
        self.assertEqual(draft.publisher_id, self.users["publisher"])
        self.assertTrue(draft.published_at)
        self.assertEqual(draft.editor_id, self.users["editor"])
        self.assertEqual(self.procedure.current_version_id, draft)
        self.assertEqual(self.procedure.state, "in_force")

    def test_editor_and_staff_cannot_publish(self):
        draft = self.make_draft()
        for role in ("editor", "staff"):
            with self.subTest(role), self.assertRaises(UserError):
                self.publish_as(draft, role)

    def test_nobody_publishes_what_they_edited_last(self):
        """Four eyes: an administrator holds both roles and still needs a second person."""
        draft = self.make_draft(editor="administrator")
        with self.assertRaisesRegex(UserError, "somebody other"):
            self.publish_as(draft, "administrator")
        self.publish_as(draft)
        self.assertEqual(draft.state, "published")

    def test_editing_a_part_counts_as_editing_the_version(self):
        draft = self.make_draft()
        fee = draft.case_ids.fee_ids.with_user(self.users["administrator"])
        fee.write({"amount": 1})
        self.assertEqual(draft.editor_id, self.users["administrator"])
        with self.assertRaisesRegex(UserError, "somebody other"):
            self.publish_as(draft, "administrator")

    def test_publisher_cannot_edit(self):
        draft = self.make_draft()
        with self.assertRaises(AccessError):
            draft.with_user(self.users["publisher"]).write({"decision": "2/QĐ"})
        with self.assertRaises(AccessError):
            draft.case_ids.with_user(self.users["publisher"]).write({"name": "Khác"})

    def test_state_is_never_written(self):
        draft = self.make_draft()
        for values in ({"state": "published"}, {"publisher_id": 1}, {"editor_id": 1}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "by publishing"):
                draft.write(values)

    def test_a_version_begins_as_a_draft(self):
        with self.assertRaisesRegex(UserError, "draft"):
            self.make_draft(state="published")
        draft = self.make_draft(publisher_id=self.users["editor"].id)
        self.assertFalse(draft.publisher_id)

    def test_incomplete_version_names_what_is_missing(self):
        draft = self.make_draft(decision=False, case_ids=False)
        with self.assertRaisesRegex(UserError, r"(?s)decision.*case"):
            self.publish_as(draft)
        draft = self.make_draft()
        draft.case_ids.channel_ids.unlink()
        draft.case_ids.step_ids.unlink()
        draft.env.flush_all()
        with self.assertRaisesRegex(UserError, r"(?s)channel.*steps"):
            self.publish_as(draft)

    def test_gaps_of_a_case_are_sentences_that_name_the_row(self):
        draft = self.make_draft()
        case = draft.case_ids
        self.assertEqual(case._submission_gaps(), [])
        case.channel_ids[0].write({"time_unit": "unknown", "variant": "B"})
        case.fee_ids.write({"needs_review": True, "review_note": "Số tiền dính liền"})
        gaps = "\n".join(case._submission_gaps())
        for words in ("variants of the channel", "no unit", "“Lệ phí” is to be reviewed: Số tiền"):
            self.assertIn(words, gaps)

    def test_partly_online_needs_a_reason(self):
        """NĐ 224/2026/NĐ-CP, Art. 14."""
        draft = self.make_draft(online_level="partial")
        with self.assertRaisesRegex(UserError, "partly online"):
            self.publish_as(draft)

    def test_published_twice_is_refused(self):
        draft = self.make_published()
        with self.assertRaisesRegex(UserError, "was published"):
            self.publish_as(draft)

    def test_next_version_ends_the_earlier_one(self):
        """A version may be published ahead of its day; the earlier one runs until the eve."""
        first = self.make_published(date(2026, 1, 1))
        second = self.make_published(date(2027, 3, 1))
        self.assertEqual(first.date_to, date(2027, 2, 28))
        self.assertEqual(first.state, "published")
        self.assertEqual(self.procedure._version_at(date(2027, 2, 28)), first)
        self.assertEqual(self.procedure._version_at(date(2027, 3, 1)), second)

    @mute_logger("odoo.sql_db")
    def test_overlap_is_refused_by_the_database(self):
        self.make_published(date(2026, 6, 1))
        earlier = self.make_draft(date(2026, 1, 1))
        with self.assertRaises(ExclusionViolation):
            self.publish_as(earlier)
            self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_two_versions_cannot_begin_on_one_day(self):
        self.make_published(date(2026, 6, 1))
        again = self.make_draft(date(2026, 6, 1))
        with self.assertRaises(ExclusionViolation):
            self.publish_as(again)
            self.env.flush_all()

    def test_adjacent_versions_may_stand_side_by_side(self):
        self.make_published(date(2026, 7, 1))
        earlier = self.make_published(date(2026, 1, 1), date_to=date(2026, 6, 30))
        self.assertEqual(self.procedure._version_at(date(2026, 6, 30)), earlier)

    def test_retired_version_is_no_longer_found(self):
        version = self.make_published()
        with self.assertRaises(UserError):
            version.with_user(self.users["editor"]).action_retire()
        version.with_user(self.users["publisher"]).action_retire()
        self.assertEqual(version.state, "retired")
        self.assertEqual(self.procedure.state, "none")
        with self.assertRaisesRegex(UserError, r"9\.000001.*not in force on 22/11/2026"):
            self.procedure._version_at(date(2026, 11, 22))

    def test_only_a_published_version_is_retired(self):
        with self.assertRaisesRegex(UserError, "published version"):
            self.make_draft().with_user(self.users["publisher"]).action_retire()

    def test_no_version_on_a_day_before_the_first(self):
        self.make_published(date(2026, 6, 1))
        with self.assertRaisesRegex(UserError, "31/05/2026"):
            self.procedure._version_at(date(2026, 5, 31))

    def test_new_version_is_a_full_copy_without_decision_and_dates(self):
        version = self.make_published()
        action = version.with_user(self.users["editor"]).action_new_version()
        draft = self.env["tthc.procedure.version"].browse(action["res_id"])
        self.assertEqual(draft.state, "draft")
        self.assertFalse(draft.decision or draft.date_from or draft.publisher_id)
        self.assertEqual(draft.editor_id, self.users["editor"])
        self.assertEqual(draft.legal_document_ids, version.legal_document_ids)
        for old, new in zip(self.parts(version), self.parts(draft), strict=True):
            self.assertNotEqual(old, new)
            self.assertEqual(old.display_name, new.display_name)

    def test_editing_a_part_holds_the_version_a_draft(self):
        """Else an edit begun before publication could be committed after it."""
        step = self.make_draft().case_ids.step_ids[0]
        with patch.object(self.env.cr, "execute", wraps=self.env.cr.execute) as execute:
            step.write({"name": "Khác"})
        locks = [call for call in execute.call_args_list if "FOR SHARE" in str(call.args[0])]
        self.assertTrue(locks)

    @mute_logger("odoo.sql_db")
    def test_version_cannot_end_before_it_begins(self):
        with self.assertRaises(CheckViolation):
            self.make_draft(date(2026, 5, 1), date_to=date(2026, 4, 30))
            self.env.flush_all()
