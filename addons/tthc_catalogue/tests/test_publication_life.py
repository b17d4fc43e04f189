"""The life of everything that is published, from draft to publication, tried on each model."""

from datetime import date
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from .common import CatalogueCase
from .test_fee_regulation import RegulationCase
from .test_procedure_group import GroupCase


class Life:
    """Subclasses make a complete draft and name a row below it, with a value for both."""

    def make_record(self, editor="editor", **values):
        raise NotImplementedError

    def part_of(self, record):
        raise NotImplementedError

    text_field = part_field = "name"

    def as_user(self, record, role="publisher"):
        return record.with_user(self.users[role])

    def edit(self, record):
        return record.write({self.text_field: "Sửa"})

    def edit_part(self, record):
        return self.part_of(record).write({self.part_field: "Sửa"})

    def submitted(self, editor="editor"):
        return self.submit(self.make_record(editor))

    def published(self):
        return self.publish(self.make_record())

    def ask_back(self, record):
        """The dialog that the button opens for a publisher."""
        action = self.as_user(record).action_send_back()
        dialogs = self.env[action["res_model"]].with_user(self.users["publisher"])
        return dialogs.with_context(**action["context"])

    def test_draft_submitted_published(self):
        record = self.make_record()
        self.assertEqual((record.state, record.editor_id), ("draft", self.users["editor"]))
        self.as_user(record, "editor").action_submit()
        self.assertEqual((record.state, record.submitter_id), ("submitted", self.users["editor"]))
        self.assertTrue(record.submitted_at)
        self.as_user(record).action_publish()
        self.assertEqual(
            (record.state, record.publisher_id), ("published", self.users["publisher"])
        )
        self.assertTrue(record.published_at)
        self.assertEqual(record.editor_id, self.users["editor"])

    def test_each_step_belongs_to_its_role(self):
        record = self.make_record()
        for role in ("publisher", "staff", "portal"):
            with self.subTest(role, step="submit"), self.assertRaises(UserError):
                self.as_user(record, role).action_submit()
        self.submit(record)
        for role in ("editor", "staff", "portal"):
            for step in ("action_publish", "action_send_back"):
                with self.subTest(role, step=step), self.assertRaises(UserError):
                    getattr(self.as_user(record, role), step)()
        for role in ("publisher", "staff"):
            with self.subTest(role, step="withdraw"), self.assertRaises(UserError):
                self.as_user(record, role).action_withdraw()

    def test_nobody_publishes_a_draft_not_even_the_superuser(self):
        draft = self.make_record()
        for record in (self.as_user(draft), draft.sudo(), self.as_user(draft, "administrator")):
            with self.assertRaisesRegex(UserError, "an editor submits it first"):
                record.action_publish()

    def test_nothing_is_published_twice(self):
        with self.assertRaisesRegex(UserError, "published already"):
            self.as_user(self.published()).action_publish()

    def test_nobody_publishes_what_they_edited_last(self):
        """Four eyes: an administrator holds both roles and still needs a second person, and
        rights raised by code do not make a second one."""
        record = self.submitted(editor="administrator")
        for mine in (
            self.as_user(record, "administrator"),
            self.as_user(record, "administrator").sudo(),
        ):
            with self.assertRaisesRegex(UserError, "edited it last"):
                mine.action_publish()
        self.publish(record)
        self.assertEqual(record.state, "published")

    def test_nobody_publishes_what_they_submitted(self):
        record = self.as_user(self.make_record(), "administrator")
        record.action_submit()
        with self.assertRaisesRegex(UserError, "You submitted it"):
            record.action_publish()

    def test_editing_a_row_counts_as_editing_it(self):
        record = self.make_record()
        self.edit_part(self.as_user(record, "administrator"))
        self.assertEqual(record.editor_id, self.users["administrator"])
        self.submit(record)
        with self.assertRaisesRegex(UserError, "edited it last"):
            self.as_user(record, "administrator").action_publish()

    def test_editing_a_row_holds_it_a_draft(self):
        """Else an edit begun before publication could be committed after it."""
        record = self.make_record()
        with patch.object(self.env.cr, "execute", wraps=self.env.cr.execute) as execute:
            self.edit_part(record)
        locks = [call for call in execute.call_args_list if "FOR SHARE" in str(call.args[0])]
        self.assertTrue(locks)

    def test_withdrawn_is_a_draft_again(self):
        record = self.submitted()
        with self.assertRaisesRegex(UserError, "withdraw it first"):
            self.edit(self.as_user(record, "editor"))
        self.as_user(record, "administrator").action_withdraw()
        self.assertEqual(record.state, "draft")
        self.assertFalse(record.submitter_id or record.submitted_at)
        self.edit(self.as_user(record, "editor"))
        self.assertEqual(record[self.text_field], "Sửa")

    def test_only_what_was_submitted_is_withdrawn_or_sent_back(self):
        draft = self.make_record()
        for record in (draft, self.publish(self.make_record())):
            with self.subTest(record.state), self.assertRaisesRegex(UserError, "was submitted"):
                self.as_user(record, "editor").action_withdraw()
            with self.subTest(record.state), self.assertRaisesRegex(UserError, "was submitted"):
                self.as_user(record)._send_back("Sai")

    def test_sent_back_with_a_reason_and_a_task_for_the_editor(self):
        record = self.submitted()
        with Form(self.ask_back(record)) as form:
            self.assertEqual(form.names, record.display_name)
            form.reason = "Thiếu căn cứ"
        form.record.action_confirm()
        self.assertEqual(record.state, "draft")
        self.assertIn("Thiếu căn cứ", str(record.message_ids[0].body))
        self.assertEqual(record.message_ids[0].author_id, self.users["publisher"].partner_id)
        self.assertEqual(record.activity_ids.user_id, self.users["editor"])
        self.submit(record)
        self.assertFalse(record.activity_ids)

    def test_sending_back_needs_a_reason(self):
        record = self.submitted()
        for reason in ("", "  ", None):
            with self.subTest(reason), self.assertRaisesRegex(UserError, "Tell the editor"):
                self.as_user(record)._send_back(reason)
        self.assertEqual(record.state, "submitted")

    def test_the_dialog_knows_nothing_else(self):
        """Whatever a caller names: what is not published is not sent back."""
        dialog = self.ask_back(self.submitted()).create({"reason": "Sai"})
        dialog.res_model = "res.partner"
        with self.assertRaisesRegex(ValueError, "res.partner is no publication"):
            dialog.action_confirm()

    def test_publisher_cannot_edit(self):
        record = self.as_user(self.make_record())
        with self.assertRaises(AccessError):
            self.edit(record)
        with self.assertRaises(AccessError):
            self.edit_part(record)

    def test_state_is_never_written(self):
        record = self.make_record()
        for values in ({"state": "published"}, {"publisher_id": 1}, {"editor_id": 1}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "by submitting"):
                record.write(values)

    def test_it_begins_as_a_draft(self):
        with self.assertRaisesRegex(UserError, "begins as a draft"):
            self.make_record(state="published")
        record = self.make_record(publisher_id=self.users["editor"].id)
        self.assertFalse(record.publisher_id)
        copy = self.publish(record).copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.publisher_id or copy.date_from)

    def test_the_first_day_is_needed(self):
        record = self.make_record(date_from=False)
        with self.assertRaisesRegex(UserError, "the day from which it is in force"):
            self.submit(record)

    @mute_logger("odoo.sql_db")
    def test_it_cannot_end_before_it_begins(self):
        with self.assertRaises(CheckViolation):
            self.make_record(date_to=date(2020, 1, 1))
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestVersionLife(Life, CatalogueCase):
    text_field = "decision"

    def make_record(self, editor="editor", **values):
        return self.make_draft(editor=editor, **values)

    def part_of(self, record):
        return record.case_ids.fee_ids


@tagged("post_install", "-at_install")
class TestGroupLife(Life, GroupCase):
    def make_record(self, editor="editor", **values):
        return self.make_group(editor, code="LT-DOI", **values)

    def part_of(self, record):
        return record.share_ids


@tagged("post_install", "-at_install")
class TestRegulationLife(Life, RegulationCase):
    part_field = "note"

    def make_record(self, editor="editor", **values):
        return self.make(editor, **values)

    def part_of(self, record):
        return record.line_ids

    def test_several_may_be_in_force_on_a_day(self):
        self.assertEqual((self.published() | self.published()).mapped("state"), ["published"] * 2)


@tagged("post_install", "-at_install")
class TestSendBackTour(RegulationCase, HttpCase):
    def test_publisher_sends_back(self):
        record = self.submit(self.make())
        url = f"/odoo/tthc.fee.regulation/{record.id}"
        self.start_tour(url, "tthc_publisher_sends_back", login=self.users["publisher"].login)
        self.assertEqual(record.state, "draft")
        self.assertIn("Thiếu căn cứ", str(record.activity_ids.note))
