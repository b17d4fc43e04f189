from odoo.tests import HttpCase, tagged

from .test_submission import SubmissionCommon


@tagged("post_install", "-at_install")
class TestSubmissionTour(SubmissionCommon, HttpCase):
    """The intake of a group in a real browser, by the desk."""

    def test_group_intake(self):
        self.start_tour(
            "/odoo/action-tthc_dossier.action_submission_intake",
            "tthc_group_intake",
            login=self.receptionist.login,
        )
        submission = self.env["tthc.submission"].search([("group_id", "=", self.group.id)])
        self.assertEqual(submission.owner_id.name, "Trần Thị Quét")
        self.assertEqual(
            submission._parts().mapped("state"),
            ["accepted", "registered", "registered", "registered"],
        )
        self.assertTrue(all(submission.paper_ids.mapped("received")))
