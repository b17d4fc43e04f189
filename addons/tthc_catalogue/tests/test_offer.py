"""Offers belong to their centres."""

from psycopg2 import IntegrityError

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import CatalogueCase


@tagged("post_install", "-at_install")
class TestOffer(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centres = cls.env["res.company"].create(
            [{"name": f"Trung tâm thử {number}", "tthc_is_centre": True} for number in (1, 2)]
        )
        cls.offers = cls.env["tthc.offer"].create(
            [
                {
                    "company_id": centre.id,
                    "procedure_id": cls.procedure.id,
                    "agency_id": cls.agency.id,
                }
                for centre in cls.centres
            ]
        )

    def test_staff_sees_the_offers_of_own_centres(self):
        user = new_test_user(
            self.env,
            "catalogue_test_centre",
            groups="tthc_catalogue.group_staff",
            company_id=self.centres[0].id,
            company_ids=[(6, 0, self.centres[0].ids)],
        )
        found = self.env["tthc.offer"].with_user(user).search([])
        self.assertEqual(found, self.offers[0])

    def test_name_tells_procedure_and_centre(self):
        self.assertEqual(self.offers[0].display_name, "9.000001 – Thủ tục thử (Trung tâm thử 1)")
        found = self.env["tthc.offer"].sudo().name_search("9.000001")
        self.assertEqual({row[0] for row in found}, set(self.offers.ids))

    @mute_logger("odoo.sql_db")
    def test_a_centre_offers_a_procedure_once(self):
        with self.assertRaises(IntegrityError):
            self.offers[0].copy()
            self.env.flush_all()
