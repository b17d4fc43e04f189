from odoo.tests import HttpCase, tagged

from .common import DossierCommon

MY_STEPS = "/odoo/action-tthc_dossier.action_my_steps"


@tagged("post_install", "-at_install")
class TestTours(DossierCommon, HttpCase):
    """The desk in a real browser, each step by the user whose job it is."""

    def test_from_the_card_to_the_issued_result(self):
        self.start_tour(
            "/odoo/action-tthc_dossier.action_intake",
            "tthc_intake_counter",
            login=self.receptionist.login,
        )
        dossier = self.env["tthc.dossier"].search([("owner_id.name", "=", "Trần Thị Quét")])
        self.assertEqual((dossier.state, dossier.task_id.agency_id), ("processing", self.justice))
        self.start_tour(MY_STEPS, "tthc_officer_forward", login=self.officer.login)
        self.start_tour(MY_STEPS, "tthc_officer_forward", login=self.officer2.login)
        self.assertEqual(dossier.task_id.kind, "approve")
        self.start_tour(MY_STEPS, "tthc_leader_issue", login=self.leader.login)
        self.assertEqual((dossier.state, dossier.task_id.kind), ("done", "return"))
        self.assertIsNone(dossier._ledger_break())
