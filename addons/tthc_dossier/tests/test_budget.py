from odoo.tests import tagged

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestBudget(DossierCommon):
    """How many SQL queries the desk's everyday acts may take, with every module installed.

    Counted warm (caches of views, rights and calendars filled), as in a worker that has served
    its first requests; the counts do not depend on how many dossiers there are.
    """

    def warm(self):
        self.walk_to_result(self.take_in())
        self.env.flush_all()
        self.env.invalidate_all()

    def count(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        result = act()
        self.env.flush_all()
        return self.cr.sql_log_count - before, result

    def test_intake_and_acceptance_of_five_components(self):
        """Known applicant: at most 25 queries; a new applicant's own row comes on top."""
        self.warm()
        values = self.intake_values()
        self.assertEqual(len(values["components"]), 5)
        dossiers = self.env["tthc.dossier"].with_user(self.receptionist)
        queries, dossier = self.count(lambda: dossiers._intake(values))
        self.assertEqual(dossier.state, "accepted")
        self.assertLessEqual(queries, 25)

    def test_transition(self):
        self.warm()
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        queries, _result = self.count(dossier.with_user(self.officer).action_forward)
        self.assertEqual(dossier.task_id.name, "Xác minh")
        self.assertLessEqual(queries, 12)

    def test_the_end_and_the_pauses(self):
        """What the clock leaves on the dossier and its steps is written with the rest; only an
        end after a pause reads the segments."""
        self.warm()
        for with_pause in (False, True):
            dossier = self.take_in(case_id=self.free_case.id)
            dossier.with_user(self.receptionist).action_forward()
            examiner = dossier.with_user(self.officer)
            if with_pause:
                paused, _result = self.count(lambda act=examiner: act.action_request_payment("Nộp"))
                resumed, _result = self.count(examiner._payment_received)
                self.assertLessEqual(max(paused, resumed), 12)
            examiner.action_forward()
            dossier.with_user(self.officer2).action_forward()
            ended, _result = self.count(dossier.with_user(self.leader).action_issue_result)
            self.assertLessEqual(ended, 12 + with_pause)
            self.assertTrue(dossier.final_verdict and dossier.final_scoring)
