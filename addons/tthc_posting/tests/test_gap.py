from datetime import date, datetime

from odoo.tests import tagged

from .common import PostingCase


@tagged("post_install", "-at_install")
class TestGap(PostingCase):
    """What is to be posted, and until when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls.make_board(cls.centre)
        cls.clerk = cls.make_clerk("posting_clerk", cls.centre)

    def rows(self):
        self.env.flush_all()
        self.env.invalidate_all()
        gap = self.env["tthc.posting.gap"].with_user(self.clerk)
        return gap.search([("procedure_id", "=", self.procedure.id)], order="id")

    def statuses(self):
        return self.rows().mapped("status")

    def test_life_of_an_offer(self):
        self.assertEqual(self.statuses(), [])
        version = self.publish_rich(self.make_rich())
        self.assertEqual(self.statuses(), ["missing"])
        posting = self.post(version, posted_on=self.days(-2))
        self.assertEqual(self.statuses(), ["posted"])
        coming = self.publish_rich(self.make_rich(self.days(9), decision="2/QĐ-MOI"))
        self.assertEqual(self.statuses(), ["posted", "upcoming"])
        self.assertEqual(self.rows()[1].version_id, coming)
        kiosk = self.make_board(self.centre, "Ki-ốt", "kiosk")
        self.post(coming, kiosk)
        self.assertEqual(self.statuses(), ["posted"])
        # The new version begins, as if nine days had passed.
        version._write_unguarded({"date_to": self.days(-1)})
        coming._write_unguarded({"date_from": self.today})
        self.assertEqual(self.statuses(), ["posted"])
        self.assertEqual(posting.status, "outdated")

    def test_old_version_posted(self):
        version = self.publish_rich(self.make_rich())
        posting = self.post(version, posted_on=self.days(-2))
        self.publish_rich(self.make_rich(self.today, decision="2/QĐ-MOI"))
        self.assertEqual(self.statuses(), ["outdated"])
        self.assertEqual(self.rows().posting_id, posting)
        self.assertEqual(self.offer.posting_status, "outdated")
        self.rows().action_take_down()
        self.assertEqual(self.statuses(), ["missing"])

    def test_ended_and_still_hanging(self):
        version = self.publish_rich(self.make_rich())
        self.post(version, posted_on=self.days(-2))
        version.with_user(self.users["publisher"])._end(self.days(-1), "Bãi bỏ")
        self.assertEqual(self.statuses(), ["ended"])
        self.assertFalse(self.rows().due_on)
        self.rows().action_take_down()
        self.assertEqual(self.statuses(), [])

    def test_posted_by_hand_without_a_record(self):
        self.publish_rich(self.make_rich())
        self.offer.posted = True
        self.assertEqual(self.statuses(), ["unrecorded"])

    def test_website_counts(self):
        self.publish_rich(self.make_rich())
        self.centre.tthc_website_posting = True
        self.assertEqual(self.statuses(), ["posted"])

    def test_not_offered_is_not_missing(self):
        self.publish_rich(self.make_rich())
        self.offer.active = False
        self.assertEqual(self.statuses(), [])

    def due(self, published_at, **setting):
        self.centre.write(setting)
        version = self.procedure.version_ids
        version._write_unguarded({"published_at": published_at})
        return self.rows().due_on

    def test_due_days_follow_the_working_calendar(self):
        """Vectors of the working calendar of 2026, with its make-up day and holidays."""
        self.publish_rich(self.make_rich(date(2020, 1, 1)))
        evening = datetime(2026, 8, 19, 23, 30)  # the 20th in Việt Nam
        self.assertEqual(self.due(evening), date(2026, 8, 26))
        self.assertEqual(self.due(datetime(2026, 4, 24, 3)), date(2026, 5, 6))
        self.assertEqual(
            self.due(datetime(2026, 4, 24, 3), tthc_posting_day_kind="calendar"), date(2026, 4, 29)
        )
        self.assertEqual(self.due(datetime(2026, 4, 24, 3), tthc_posting_days=10), date(2026, 5, 4))

    def test_overdue(self):
        version = self.publish_rich(self.make_rich())
        self.assertFalse(self.rows().overdue)
        version._write_unguarded(
            {"published_at": datetime.combine(self.days(-40), datetime.min.time())}
        )
        self.assertTrue(self.rows().overdue)
        self.post(version)
        self.assertFalse(self.rows().overdue)

    def test_wizard_gets_the_chosen_rows(self):
        version = self.publish_rich(self.make_rich())
        action = self.rows().action_post()
        wizard = self.env["tthc.posting.wizard"].with_user(self.clerk)
        wizard = wizard.with_context(**action["context"]).create({})
        self.assertEqual(wizard.version_ids, version)
        self.assertEqual((wizard.company_id, wizard.board_id), (self.centre, self.board))
        self.assertEqual(wizard.offered_ids, self.procedure)
