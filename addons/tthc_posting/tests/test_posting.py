import hashlib

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PostingCase


@tagged("post_install", "-at_install")
class TestPosting(PostingCase):
    """The record of what was posted, and what it says about the offers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.publish_rich(cls.make_rich())
        cls.board = cls.make_board(cls.centre)
        cls.clerk = cls.make_clerk("posting_clerk", cls.centre)
        cls.clerk2 = cls.make_clerk("posting_clerk2", cls.centre2)

    def test_posting_keeps_the_sheet_with_its_sum(self):
        posting = self.post(self.version)
        self.assertEqual((posting.status, posting.posted_by), ("current", self.clerk))
        self.assertEqual(posting.company_id, self.centre)
        self.assertTrue(posting.sheet_id.raw.startswith(b"%PDF"))
        self.assertEqual(posting.sheet_sha256, hashlib.sha256(posting.sheet_id.raw).hexdigest())
        for shown in (posting, posting.with_user(self.clerk).with_context(bin_size=True)):
            self.assertTrue(shown.sheet_intact)
        self.assertTrue(self.offer.posted)

    def test_sheet_is_not_replaced(self):
        posting = self.post(self.version)
        sheet = posting.sheet_id
        for act in (lambda one: one.write({"raw": b"khac"}), lambda one: one.unlink()):
            for user in (self.clerk, self.env.user):
                with self.assertRaises(UserError):
                    act(sheet.with_user(user))
        with self.assertRaises(UserError):
            posting.with_user(self.clerk).write({"sheet_id": False})
        with self.assertRaises(UserError):
            posting.with_user(self.clerk).write({"posted_on": "2020-01-01"})
        # Whoever changes the file below Odoo is found out.
        posting._write_unguarded({"sheet_sha256": "0" * 64})
        self.assertFalse(posting.sheet_intact)

    def test_posting_again_ends_the_earlier_sheet_at_that_place_only(self):
        kiosk = self.make_board(self.centre, "Ki-ốt", "kiosk")
        first, other = self.post(self.version), self.post(self.version, kiosk)
        second = self.post(self.version)
        self.assertEqual((first.status, first.removed_by), ("removed", self.clerk))
        self.assertEqual((second.status, other.status), ("current", "current"))

    def test_taking_down(self):
        posting = self.post(self.version)
        posting.with_user(self.clerk).action_take_down()
        self.assertEqual((posting.removed_on, posting.removed_by), (self.today, self.clerk))
        self.assertFalse(self.offer.posted)
        posting.with_user(self.clerk).action_take_down()
        self.assertEqual(posting.status, "removed")

    def test_new_version_makes_the_sheet_outdated(self):
        posting = self.post(self.version, posted_on=self.days(-3))
        self.publish_rich(self.make_rich(self.today, decision="88/QĐ-MOI"))
        self.assertEqual(posting.status, "outdated")
        self.assertFalse(self.offer.posted)
        self.assertIn(posting, posting.search([("status", "in", ["outdated"])]))
        self.assertNotIn(posting, posting.search([("status", "in", ["current", "ended"])]))

    def test_posting_ahead_counts_from_the_first_day(self):
        self.post(self.version)
        coming = self.publish_rich(self.make_rich(self.days(5), decision="88/QĐ-MOI"))
        ahead = self.post(coming)
        self.assertEqual(ahead.status, "ahead")
        self.assertFalse(self.offer.posted)
        self.assertIn(ahead, ahead.search([("status", "=", "ahead")]))

    def test_ended_procedure_still_posted(self):
        posting = self.post(self.version, posted_on=self.days(-8))
        publisher = self.users["publisher"]
        self.version.with_user(publisher)._end(self.days(-1), "Bãi bỏ")
        self.assertEqual(posting.status, "ended")
        self.assertIn(posting, posting.search([("status", "=", "ended")]))
        self.assertFalse(self.offer.posted)

    def test_sector_board_lists_what_is_offered(self):
        posting = self.post(self.version.browse(), sector_ids=[Command.set(self.sector.ids)])
        self.assertEqual(posting.listed_ids, self.version)
        self.assertEqual(posting.status, "current")
        self.assertFalse(self.offer.posted, "a list of names is not the posting of a procedure")
        self.publish_rich(self.make_rich(self.today, decision="88/QĐ-MOI"))
        posting.invalidate_recordset()
        self.assertEqual(posting.status, "outdated")
        self.assertIn(posting, posting.search([("status", "=", "outdated")]))

    def test_drafts_and_foreign_procedures_are_not_posted(self):
        draft = self.make_rich(self.days(40))
        with self.assertRaises(ValidationError):
            self.post(draft)
        self.offer.active = False
        with self.assertRaises(UserError):
            self.post(self.version)
        with self.assertRaises(UserError):
            self.post(self.version.browse())

    def test_days_that_cannot_be(self):
        with self.assertRaises(ValidationError):
            self.post(self.version, posted_on=self.days(1))
        posting = self.post(self.version)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            posting._write_unguarded({"removed_on": self.days(-1)})
            posting.flush_recordset()

    def test_clerk_cannot_make_up_who_and_what(self):
        forged = (
            self.env["tthc.posting"]
            .with_user(self.clerk)
            .create(
                {
                    "board_id": self.board.id,
                    "version_id": self.version.id,
                    "posted_by": self.clerk2.id,
                    "sheet_sha256": "1" * 64,
                    "removed_on": self.today,
                }
            )
        )
        self.assertEqual(forged.posted_by, self.clerk)
        self.assertFalse(forged.sheet_sha256 or forged.removed_on)

    # Roles ------------------------------------------------------------------------------------

    def test_readers_read_and_change_nothing(self):
        posting = self.post(self.version)
        for role in ("staff", "editor", "publisher"):
            user = self.users[role]
            user.write({"company_ids": [Command.link(self.centre.id)]})
            seen = posting.with_user(user).with_context(allowed_company_ids=self.centre.ids)
            self.assertEqual(seen.status, "current")
            with self.assertRaises(AccessError):
                seen.write({"note": "x"})
            with self.assertRaises(AccessError):
                seen.action_take_down()
            with self.assertRaises(AccessError):
                self.post(self.version, user=user)

    def test_other_centres_see_nothing(self):
        posting = self.post(self.version)
        gap = self.env["tthc.posting.gap"].with_user(self.clerk2)
        self.assertFalse(posting.with_user(self.clerk2).search([("id", "=", posting.id)]))
        self.assertFalse(gap.search([("procedure_id", "=", self.procedure.id)]))
        self.assertFalse(self.board.with_user(self.clerk2).search([("id", "=", self.board.id)]))
        with self.assertRaises(AccessError):
            posting.with_user(self.clerk2).action_take_down()
        with self.assertRaises(AccessError):
            self.post(self.version, user=self.clerk2)

    def test_public_and_portal_have_no_rights(self):
        for role in ("portal", "public"):
            for model in (
                "tthc.posting",
                "tthc.posting.board",
                "tthc.posting.gap",
                "tthc.posting.print",
            ):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(self.users[role]).search([])

    def test_only_the_administrator_deletes(self):
        posting = self.post(self.version)
        with self.assertRaises(AccessError):
            posting.with_user(self.clerk).unlink()
        posting.unlink()
        self.assertFalse(self.offer.posted)

    # Offers -----------------------------------------------------------------------------------

    def test_value_set_by_hand_lives_until_the_first_posting(self):
        self.offer.posted = True
        self.env["tthc.offer"]._cron_refresh_posted()
        self.assertTrue(self.offer.posted)
        posting = self.post(self.version)
        self.assertTrue(self.offer.posting_recorded)
        posting.with_user(self.clerk).action_take_down()
        self.assertFalse(self.offer.posted)
        with self.assertRaises(UserError):
            self.offer.posted = True
        self.offer.write({"posted": False, "counter": "Quầy 9"})

    def test_night_job_follows_the_days(self):
        self.post(self.version)
        self.version._write_unguarded({"date_to": self.days(-1)})
        self.assertFalse(self.offer.posted)
        # As when the day passes: nothing was written, the date alone makes the difference.
        self.cr.execute(
            "UPDATE tthc_procedure_version SET date_to = NULL WHERE id = %s", [self.version.id]
        )
        self.env.invalidate_all()
        self.env["tthc.offer"]._cron_refresh_posted()
        self.assertTrue(self.offer.posted)

    def test_website_counts_if_the_centre_says_so(self):
        self.centre.tthc_website_posting = True
        self.assertTrue(self.offer.posted)
        self.version._write_unguarded({"date_to": self.days(-1)})
        self.assertFalse(self.offer.posted)
        self.version._write_unguarded({"date_to": False})
        self.assertTrue(self.offer.posted)
        self.centre.tthc_website_posting = False
        self.assertFalse(self.offer.posted)

    def test_new_offer_of_a_website_centre_is_posted(self):
        self.centre2.tthc_website_posting = True
        offer = self.offer.copy({"company_id": self.centre2.id})
        self.assertTrue(offer.posted)


@tagged("post_install", "-at_install")
class TestSheetDownload(PostingCase, HttpCase):
    def test_only_sheets_of_ones_own_centre(self):
        version = self.publish_rich(self.make_rich())
        self.board = self.make_board(self.centre)
        self.clerk = self.make_clerk("posting_clerk", self.centre)
        self.make_clerk("posting_clerk2", self.centre2)
        posting = self.post(version)
        address = posting.action_print_sheets()["url"]
        self.authenticate("posting_clerk", "posting_clerk")
        mine = self.url_open(address)
        self.assertEqual(mine.status_code, 200)
        self.assertTrue(mine.content.startswith(b"%PDF"))
        self.authenticate("posting_clerk2", "posting_clerk2")
        self.assertEqual(self.url_open(address).status_code, 404)
        self.assertEqual(self.url_open("/tthc_posting/sheets?ids=x,²").status_code, 404)
