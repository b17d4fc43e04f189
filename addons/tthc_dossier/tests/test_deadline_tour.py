"""The screens of the leader and of the manager in a real browser, on the real clock."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_dossier.tools import wall_time

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestDeadlineTour(DossierCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.today = wall_time.to_local(self.env["tthc.dossier"]._now()).date()
        years = self.env["tthc.calendar.year"]
        for year in (self.today.year, self.today.year + 1):
            if not years.search_count([("year", "=", year)]):
                years.create({"year": year})
        self.dossier = self.take_in()
        self.dossier.with_user(self.receptionist).action_forward()
        self.due = self.dossier.due_at

    def calendar(self):
        return self.centre._tthc_working_calendar()

    def test_the_leader_signs(self):
        letter = self.dossier.with_user(self.officer).apology_ids.create(
            {
                "dossier_id": self.dossier.id,
                "new_date": self.calendar().add_working_days(
                    self.due.date() + timedelta(days=1), 2
                ),
            }
        )
        self.start_tour(
            "/odoo/action-tthc_dossier.action_apologies",
            "tthc_apology_sign",
            login=self.leader.login,
        )
        self.assertEqual((letter.state, letter.signer_id), ("signed", self.leader))
        self.assertEqual(self.dossier.reappointed_at, letter.new_due)
        self.assertEqual(self.dossier.due_at, self.due)

    def test_the_manager_moves_the_dates(self):
        day = self.calendar().next_working_day(self.today)
        self.env["tthc.calendar.day"].create(
            {
                "name": "Nghỉ đột xuất",
                "date": day,
                "kind": "holiday",
                "year_id": self.env["tthc.calendar.year"].search([("year", "=", day.year)]).id,
                "company_id": self.centre.id,
            }
        )
        self.run_job("tthc.calendar.change", "_cron_changes")
        self.assertEqual(self.dossier.due_at, self.due)
        self.start_tour(
            "/odoo/action-tthc_dossier.action_calendar_changes",
            "tthc_calendar_change_confirm",
            login=self.manager.login,
        )
        self.assertGreater(self.dossier.due_at, self.due)
