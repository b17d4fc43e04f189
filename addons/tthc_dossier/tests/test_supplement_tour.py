from odoo.tests import HttpCase, tagged

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestSupplementTour(DossierCommon, HttpCase):
    """The dialogs of a supplement in a real browser, by the officer and by the desk."""

    def test_asked_for_and_brought_in_two_parts(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        self.start_tour(
            "/odoo/action-tthc_dossier.action_my_steps",
            "tthc_supplement_ask",
            login=self.officer.login,
        )
        row = dossier.supplement_round_ids
        self.assertEqual(row.item_ids.mapped("name"), ["Ảnh 4×6", "Sơ đồ thửa đất"])
        self.assertEqual((row.state, row.requested_by_id), ("open", self.officer))
        self.start_tour(
            "/odoo/action-tthc_dossier.action_supplement_rounds",
            "tthc_supplement_receive",
            login=self.receptionist.login,
        )
        self.assertEqual((row.state, dossier.state), ("received", "processing"))
        kinds = dossier.event_ids.sorted("seq").mapped("kind")
        self.assertEqual(kinds[-3:], ["request_supplement"] + ["receive_supplement"] * 2)
        self.assertIsNone(dossier._ledger_break())
