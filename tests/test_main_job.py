"""The main job across all four addons in real Chromium, each step by the user whose job it is."""

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_postal.tests.common import PostalCommon

MY_STEPS = "/odoo/action-tthc_dossier.action_my_steps"


@tagged("post_install", "-at_install")
class TestMainJob(PaymentCommon, PostalCommon, HttpCase):
    """From the identity card to the result, paid through the bank."""

    test_module = "tthc_dossier"

    def tour(self, action, name, user):
        url = action if action.startswith("/") else f"/odoo/action-{action}"
        self.start_tour(url, name, login=user.login, timeout=120)
        self.env.invalidate_all()

    def take_in_and_process(self, way):
        """Card → number → two agencies → money by VietQR and statement → issued result."""
        self.tour("tthc_dossier.action_intake", f"tthc_intake_{way}", self.receptionist)
        dossier = self.env["tthc.dossier"].search([("owner_id.name", "=", "Trần Thị Quét")])
        self.assertEqual(dossier.payment_state, "due")
        self.tour(MY_STEPS, "tthc_officer_forward", self.officer)
        self.tour(MY_STEPS, "tthc_officer_forward", self.officer2)
        self.tour("tthc_payment.action_dossiers_finance", "tthc_cashier_shows_qr", self.cashier)
        attempt = dossier.expected_ids.sudo().attempt_ids
        self.assertEqual(attempt.state, "pending")
        self.tour(
            "tthc_payment.action_statement", "tthc_accountant_imports_statement", self.accountant
        )
        self.assertEqual(dossier.payment_state, "paid")
        self.assertEqual(attempt.state, "done")
        self.tour(MY_STEPS, "tthc_leader_issue", self.leader)
        self.assertEqual(dossier.state, "done")
        return dossier

    def test_result_at_the_counter(self):
        dossier = self.take_in_and_process("counter")
        self.tour("tthc_dossier.action_to_return", "tthc_return_counter", self.receptionist)
        self.assertEqual(dossier.state, "returned")
        self.check_trace(dossier)

    def test_result_by_post(self):
        dossier = self.take_in_and_process("post")
        self.tour("tthc_postal.action_to_pack", "tthc_desk_packs", self.receptionist)
        self.tour("tthc_postal.action_waiting", "tthc_clerk_hands_over", self.clerk)
        self.assertEqual(dossier.state, "done")
        self.tour("tthc_postal.action_on_the_way", "tthc_clerk_delivers", self.clerk)
        self.assertEqual(dossier.state, "returned")
        self.check_trace(dossier)

    def check_trace(self, dossier):
        """The ledger is whole, and the public page shows the number and nothing personal."""
        self.assertIsNone(dossier._ledger_break())
        kinds = dossier.event_ids.sorted("seq").mapped("kind")
        self.assertEqual(kinds[0], "accept")
        for kind in ("forward", "paid", "issue_result", "return_result"):
            self.assertIn(kind, kinds)
        page = self.url_open(f"/tra-cuu/{dossier.lookup_token}")
        self.assertIn(dossier.name, page.text)
        self.assertNotIn("Trần Thị Quét", page.text)
        self.assertNotIn(self.procedure.name, page.text)
