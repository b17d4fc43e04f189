from odoo.tests import HttpCase, tagged

from . import test_parallel
from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestFormTours(DossierCommon, HttpCase):
    """The dossier's form in a real browser, by the people who work with it."""

    def address(self, dossier):
        return f"/odoo/action-tthc_dossier.action_dossiers/{dossier.id}"

    def kinds(self, dossier):
        return dossier.event_ids.sorted("seq").mapped("kind")

    def test_two_people(self):
        dossier = self.take_in()
        self.start_tour(self.address(dossier), "tthc_form_conflict", login=self.receptionist.login)
        self.assertEqual(dossier.subject, "Vẫn là người khác")

    def test_the_receptionist_hands_over_once_with_two_clicks(self):
        dossier = self.take_in()
        self.start_tour(self.address(dossier), "tthc_form_actions", login=self.receptionist.login)
        self.assertEqual(self.kinds(dossier), ["accept", "forward"])

    def test_the_officer_chooses_one_of_two_ways(self):
        make_process = test_parallel.TestParallel.make_process.__func__
        case = make_process(type(self), "9.990078", "one")
        dossier = self.take_in(procedure_id=case.version_id.procedure_id.id, case_id=case.id)
        dossier.with_user(self.receptionist).action_forward()
        self.start_tour(self.address(dossier), "tthc_form_ways", login=self.officer.login)
        self.assertEqual(dossier.task_id.name, "Lấy ý kiến")

    def test_the_leader(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.officer2).action_forward()
        self.start_tour(self.address(dossier), "tthc_form_leader", login=self.leader.login)
        self.assertEqual(dossier.state, "processing")
