"""A paper was lost or damaged: on record until it is settled."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CustodyCommon


@tagged("post_install", "-at_install")
class TestIncidents(CustodyCommon):
    def report(self, dossier, user=None, **values):
        incidents = self.env["tthc.custody.incident"].with_user(user or self.receptionist)
        return incidents.create(
            {
                "dossier_id": dossier.id,
                "component_id": self.paper(dossier).id,
                "description": "Không thấy khi kiểm đếm",
                **values,
            }
        )

    def test_a_loss_is_accounted_for(self):
        dossier = self.take_in()
        incident = self.report(dossier)
        self.assertEqual(self.places(dossier), {"lost": 1})
        self.assertEqual(self.total(dossier), 3)
        self.assertEqual(incident.paper_name, "Giấy chứng nhận")
        days = incident.deadline - incident.reported_at.date()
        self.assertEqual(days, timedelta(days=10))
        told = dossier.event_ids.filtered(lambda row: row.kind == "paper_incident")
        self.assertTrue(told.public)
        self.assertIn("bị thất lạc", told.note)
        self.assertFalse(self.holdings(dossier, to_return=True), "it stands with the losses now")
        self.assertIn(
            incident,
            self.env["tthc.custody.incident"].with_user(self.manager).search(
                [("state", "=", "open")]
            ),
        )  # fmt: skip

    def test_settling_needs_who_answers_and_what_was_done(self):
        incident = self.report(self.take_in())
        with self.assertRaises(AccessError):
            incident.with_user(self.receptionist).action_settle()
        manager = incident.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "who answers for it, what was done, reissue"):
            manager.action_settle()
        manager.write(
            {
                "responsible_id": self.receptionist.id,
                "reissue": True,
                "reissue_text": "Số 12/TL",
                "reimbursement": 50000,
                "apology": True,
                "remedy": "Cấp lại, xin lỗi",
            }
        )
        manager.action_settle()
        self.assertEqual((incident.state, incident.settled_by_id), ("settled", self.manager))
        event = incident.dossier_id.event_ids.sorted("seq")[-1]
        self.assertEqual((event.kind, event.facts["responsible"]), (
            "paper_settled", self.receptionist.name
        ))  # fmt: skip
        with self.assertRaisesRegex(UserError, "was settled"):
            manager.write({"remedy": "Khác"})
        with self.assertRaisesRegex(UserError, "on record"):
            incident.sudo().unlink()

    def test_a_paper_lost_by_its_borrower(self):
        dossier = self.take_in()
        self.lend(dossier)
        incident = self.report(dossier, user=self.officer)
        self.assertIn(self.officer.name, incident.place_text)
        self.assertEqual(self.places(dossier), {"lost": 1})

    def test_found_again(self):
        dossier = self.take_in()
        incident = self.report(dossier)
        with self.assertRaises(AccessError):
            incident.with_user(self.receptionist).action_found()
        incident.with_user(self.manager).action_found()
        self.assertEqual(self.places(dossier), {"desk": 1})
        self.assertEqual((incident.state, incident.found), ("settled", True))

    def test_no_more_is_lost_than_there_is(self):
        dossier = self.take_in()
        with self.assertRaisesRegex(UserError, "only 1 with the administration"):
            self.report(dossier, quantity=2)
        with self.assertRaisesRegex(UserError, "has 1 of this paper"):
            self.report(dossier, quantity=2, kind="damaged")

    def test_damage_leaves_the_paper_where_it_is(self):
        dossier = self.take_in()
        incident = self.report(dossier, kind="damaged")
        self.assertEqual(self.places(dossier), {"desk": 1})
        self.assertIn("bị hư hỏng", incident.public_text)

    def test_lost_on_the_way(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_hand_over(to_agency_id=self.justice.id)
        self.report(dossier)
        self.assertEqual(self.places(dossier), {"lost": 1})

    def test_late(self):
        incident = self.report(self.take_in())
        later = incident.reported_at + timedelta(days=20)
        incidents = self.env["tthc.custody.incident"].sudo().with_context(tthc_now=later)
        self.assertTrue(incidents.browse(incident.id).is_late)
        domain = [("id", "=", incident.id), ("is_late", "=", True)]
        self.assertTrue(incidents.search(domain))
        self.assertFalse(self.env["tthc.custody.incident"].search(domain))

    def test_what_was_reported_stays(self):
        incident = self.report(self.take_in())
        for vals in ({"quantity": 3}, {"state": "settled"}, {"reported_at": datetime(2026, 1, 1)}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "as it was reported"):
                incident.with_user(self.manager).write(vals)
        with self.assertRaisesRegex(UserError, "cannot be entered"):
            self.report(self.take_in(), state="settled")
