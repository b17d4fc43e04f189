from odoo.tests import HttpCase, tagged

from .common import DossierCommon

DESK = "/odoo/tthc-desk"


@tagged("post_install", "-at_install")
class TestGuides(DossierCommon, HttpCase):
    """Each role's guided tour, on the screens as they are; none changes anything."""

    def guide(self, name, user):
        dossiers = self.env["tthc.dossier"].search([("company_id", "=", self.centre.id)])
        before = {dossier.id: dossier.event_count for dossier in dossiers}
        self.start_tour(DESK, f"tthc_guide_{name}", login=user.login)
        self.env.invalidate_all()
        after = self.env["tthc.dossier"].search([("company_id", "=", self.centre.id)])
        self.assertEqual({dossier.id: dossier.event_count for dossier in after}, before)

    def at_agency(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        return dossier

    def test_receptionist(self):
        self.guide("receptionist", self.receptionist)

    def test_officer(self):
        self.at_agency()
        self.guide("officer", self.officer)

    def test_leader(self):
        dossier = self.at_agency()
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.officer2).action_forward()
        self.guide("leader", self.leader)

    def test_manager(self):
        self.at_agency()
        self.guide("manager", self.manager)

    def test_inspector(self):
        self.at_agency()
        self.guide("inspector", self.inspector)

    def test_each_role_is_offered_its_own(self):
        tours = self.env["web_tour.tour"]
        for role in ("receptionist", "officer", "leader", "manager", "inspector"):
            user = getattr(self, role)
            mine = tours.with_user(user).search([("tthc_for_me", "=", True)])
            self.assertIn(f"tthc_guide_{role}", mine.mapped("name"))
            self.assertTrue(all(mine.mapped("tthc_for_me")))
            self.assertFalse(tours.with_user(user).get_current_tour())
        mine = tours.with_user(self.receptionist).search([("tthc_for_me", "=", True)])
        self.assertNotIn("tthc_guide_inspector", mine.mapped("name"))
        tours.with_user(self.receptionist).consume("tthc_guide_receptionist")
        self.assertTrue(mine.filtered(lambda tour: tour.name.endswith("receptionist")).tthc_done)
