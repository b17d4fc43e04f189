"""Publication of versions: what it asks for, what follows, and what is in force on a day."""

from datetime import date

from psycopg2.errors import ExclusionViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..hooks import post_init_hook
from .common import CatalogueCase


@tagged("post_install", "-at_install")
class TestPublication(CatalogueCase):
    def as_user(self, version, role="publisher"):
        return version.with_user(self.users[role])

    def test_only_a_published_version_is_in_force(self):
        draft = self.make_draft()
        self.submit(draft)
        self.assertFalse(self.procedure.current_version_id)
        self.publish(draft)
        self.assertEqual(self.procedure.current_version_id, draft)
        self.assertEqual(self.procedure.state, "in_force")

    def test_many_at_once_one_message_names_each(self):
        good = self.make_draft()
        bad = self.make_draft(date(2026, 7, 1), decision=False)
        done = self.make_published(date(2025, 1, 1))
        with self.assertRaises(UserError) as caught:
            self.as_user(good | bad | done, "editor").action_submit()
        message = str(caught.exception)
        self.assertIn("Enter the publication decision", message)
        self.assertIn("It is not a draft", message)
        self.assertEqual(good.state, "draft")
        self.submit(good)
        with self.assertRaises(UserError) as caught:
            self.as_user(good | bad | done).action_publish()
        self.assertIn("an editor submits it first", str(caught.exception))
        self.assertIn("published already", str(caught.exception))
        self.assertEqual(good.state, "submitted")

    def test_successive_versions_published_together(self):
        later = self.submit(self.make_draft(date(2027, 1, 1)))
        first = self.submit(self.make_draft(date(2026, 1, 1)))
        self.as_user(later | first).action_publish()
        self.assertEqual(first.date_to, date(2026, 12, 31))
        self.assertEqual({first.state, later.state}, {"published"})

    def test_list_actions_are_for_their_roles(self):
        for name, role in (("submit", "editor"), ("publish", "publisher")):
            action = self.env.ref(f"tthc_catalogue.server_action_{name}")
            draft = self.make_draft() if name == "submit" else self.submit(self.make_draft())
            context = {"active_model": draft._name, "active_ids": draft.ids}
            with self.assertRaises(AccessError):
                action.with_user(self.users["staff"]).with_context(**context).run()
            action.with_user(self.users[role]).with_context(**context).run()
            self.assertEqual(draft.state, {"submit": "submitted"}.get(name, "published"))

    def test_incomplete_version_names_what_is_missing(self):
        draft = self.make_draft(decision=False, case_ids=False)
        with self.assertRaisesRegex(UserError, r"(?s)decision.*case"):
            self.submit(draft)
        draft = self.make_draft()
        draft.case_ids.channel_ids.unlink()
        draft.case_ids.step_ids.unlink()
        draft.env.flush_all()
        with self.assertRaisesRegex(UserError, r"(?s)channel.*steps"):
            self.submit(draft)

    def test_rows_to_review_are_counted_listed_and_found(self):
        draft, other = self.make_draft(), self.make_draft(date(2027, 1, 1))
        draft.case_ids.fee_ids.write({"needs_review": True, "review_note": "<i>Số tiền?</i>"})
        draft.case_ids.write({"needs_review": True})
        draft.invalidate_recordset()
        self.assertEqual((draft.review_count, other.review_count), (2, 0))
        self.assertIn("&lt;i&gt;Số tiền?&lt;/i&gt;", draft.review_table)
        mine = [("procedure_id", "=", self.procedure.id)]
        self.assertEqual(draft.search([*mine, ("review_count", ">", 0)]), draft)
        self.assertEqual(draft.search([*mine, ("review_count", "=", 0)]), other)
        cases = self.env["tthc.procedure.case"].search(draft.action_view_review()["domain"])
        self.assertEqual(cases, draft.case_ids)

    def test_archived_procedure_is_not_published(self):
        draft = self.submit(self.make_draft())
        self.procedure.active = False
        with self.assertRaisesRegex(UserError, "archived"):
            self.as_user(draft).action_publish()

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
            self.submit(draft)

    def test_next_version_ends_the_earlier_one(self):
        """A version may be published ahead of its day; the earlier one runs until the eve."""
        first = self.make_published(date(2026, 1, 1))
        second = self.make_published(date(2027, 3, 1))
        self.assertEqual(first.date_to, date(2027, 2, 28))
        self.assertEqual(first.state, "published")
        self.assertEqual(self.procedure._version_at(date(2027, 2, 28)), first)
        self.assertEqual(self.procedure._version_at(date(2027, 3, 1)), second)

    def test_overlap_names_the_other_version(self):
        self.make_published(date(2026, 6, 1))
        for begin in (date(2026, 1, 1), date(2026, 6, 1)):
            version = self.submit(self.make_draft(begin))
            with self.subTest(begin), self.assertRaisesRegex(UserError, "begins on 01/06/2026"):
                self.as_user(version).action_publish()

    @mute_logger("odoo.sql_db")
    def test_overlap_is_refused_by_the_database(self):
        first = self.make_published(date(2026, 6, 1))
        second = self.make_draft(date(2026, 1, 1))
        for state in ("published", "retired"):
            with self.subTest(state), self.assertRaises(ExclusionViolation), self.cr.savepoint():
                second._write_unguarded({"state": state})
                self.env.flush_all()
        first._write_unguarded({"state": "retired", "voided": True})
        self.env.flush_all()
        second._write_unguarded({"state": "published"})
        self.env.flush_all()
        self.assertEqual(self.procedure._version_at(date(2026, 6, 1)), second)

    def test_adjacent_versions_may_stand_side_by_side(self):
        self.make_published(date(2026, 7, 1))
        earlier = self.make_published(date(2026, 1, 1), date_to=date(2026, 6, 30))
        self.assertEqual(self.procedure._version_at(date(2026, 6, 30)), earlier)

    def test_an_earlier_end_stays_when_the_next_is_published(self):
        first = self.make_published(date(2026, 1, 1), date_to=date(2026, 3, 31))
        self.make_published(date(2026, 7, 1))
        self.assertEqual(first.date_to, date(2026, 3, 31))

    def test_phase_is_by_the_day_and_searchable(self):
        first = self.make_published(date(2026, 1, 1))
        second = self.make_published(date(2027, 1, 1))
        draft = self.make_draft(date(2028, 1, 1))
        waiting = self.submit(self.make_draft(date(2029, 1, 1)))
        both = first | second | draft | waiting
        expected = {
            "2025-06-01": ("coming", "coming"),
            "2026-06-01": ("in_force", "coming"),
            "2027-06-01": ("ended", "in_force"),
        }
        for day, phases in expected.items():
            with self.subTest(day), freeze_time(f"{day} 03:00:00"):
                both.invalidate_recordset(["phase"])
                phases = (*phases, "draft", "submitted")
                self.assertEqual(tuple(row.phase for row in both), phases)
                for version, phase in zip(both, phases, strict=True):
                    found = both.search([("phase", "=", phase), ("id", "in", both.ids)])
                    self.assertIn(version, found)
                    others = both.search([("phase", "!=", phase), ("id", "in", both.ids)])
                    self.assertNotIn(version, others)

    def test_the_day_is_the_one_in_viet_nam(self):
        """01:00 in Hà Nội is 18:00 of the day before in UTC."""
        version = self.make_published(date(2027, 1, 1))
        visitor = self.users["staff"]
        visitor.tz = False
        with freeze_time("2026-12-31 18:00:00"):
            self.env.invalidate_all()
            self.assertEqual(version.with_user(visitor).phase, "in_force")
            self.assertEqual(self.procedure.with_user(visitor).state, "in_force")

    def test_jobs_and_visitors_have_that_day_too(self):
        """Odoo gives their accounts no time zone; a zone that somebody chose stays."""
        job, visitor = self.env.ref("base.user_root"), self.env.ref("base.public_user")
        job.tz, visitor.tz = False, "Asia/Tokyo"
        post_init_hook(self.env)
        self.assertEqual((job.tz, visitor.tz), ("Asia/Ho_Chi_Minh", "Asia/Tokyo"))
        with freeze_time("2026-12-31 18:00:00"):
            today = fields.Date.context_today(self.procedure.with_user(job))
        self.assertEqual(today, date(2027, 1, 1))

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
