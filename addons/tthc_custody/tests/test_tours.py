"""The desk gives an original back in a real browser."""

from odoo.tests import HttpCase, tagged

from .common import CustodyCommon


@tagged("post_install", "-at_install")
class TestTours(CustodyCommon, HttpCase):
    def test_an_original_is_given_back_against_a_signature(self):
        dossier = self.take_in()
        self.start_tour(
            f"/odoo/tthc.dossier/{dossier.id}",
            "tthc_custody_return",
            login=self.receptionist.login,
        )
        self.assertEqual(self.places(dossier), {"applicant": 1})
        slip = dossier.custody_slip_ids
        self.assertEqual((slip.signature_state, slip.receiver_name), ("one", self.citizen.name))
        self.assertTrue(slip._signature_images()["receiver"].startswith("data:image/png;base64,"))
        self.assertTrue(slip.signature_ids._is_unchanged())
