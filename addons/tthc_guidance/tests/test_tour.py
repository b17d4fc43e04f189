from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_dossier.tests.common import DossierCommon


@tagged("post_install", "-at_install")
class TestGuidanceTour(DossierCommon, HttpCase):
    def test_from_the_question_to_the_intake(self):
        """The desk chooses a procedure, ticks what the person has and goes on to the intake."""
        row = self.env["tthc.guidance"].with_user(self.receptionist).create(
            {
                "procedure_id": self.procedure.id,
                "company_id": self.centre.id,
                "case_id": self.free_case.id,
                "partner_id": self.citizen.id,
            }
        )  # fmt: skip
        action = self.env.ref("tthc_guidance.action_guidance")
        self.start_tour(
            f"/odoo/action-{action.id}/{row.id}",
            "tthc_guidance_precheck",
            login=self.receptionist.login,
        )
        self.assertEqual((row.state, row.outcome), ("given", "complete"))
        dossier = self.env["tthc.dossier"].search([("owner_id", "=", self.citizen.id)])
        self.assertEqual(row.dossier_id, dossier)
        self.assertEqual(dossier.state, "accepted")
