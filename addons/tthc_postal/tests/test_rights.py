"""Who sees and does what: the clerk envelopes only, other centres and agencies nothing."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..models.res_company import SEQUENCES
from .common import FreePostalCommon

MODELS = (
    "tthc.shipment",
    "tthc.shipment.item",
    "tthc.shipment.event",
    "tthc.postal.handover",
    "tthc.postal.handover.line",
)


@tagged("post_install", "-at_install")
class TestRights(FreePostalCommon):
    def setUp(self):
        super().setUp()
        self.dossier = self.result_by_post()
        self.shipment = self.sent(self.dossier)
        self.rows = {
            "tthc.shipment": self.shipment,
            "tthc.shipment.item": self.shipment.item_ids,
            "tthc.shipment.event": self.shipment.event_ids,
            "tthc.postal.handover": self.shipment.handover_line_ids.handover_id,
            "tthc.postal.handover.line": self.shipment.handover_line_ids,
        }

    def test_own_centre_and_inspector_read(self):
        for user in (self.clerk, self.receptionist, self.manager, self.inspector):
            for model in MODELS:
                with self.subTest(user=user.login, model=model):
                    rows = self.rows[model].with_user(user)
                    self.assertEqual(rows.search([("id", "in", rows.ids)]), rows)
                    self.assertTrue(rows.read())

    def test_other_centre_sees_nothing(self):
        for user in (self.other_clerk, self.other_receptionist):
            for model in MODELS:
                with self.subTest(user=user.login, model=model):
                    rows = self.rows[model].with_user(user)
                    self.assertFalse(rows.search([("id", "in", rows.ids)]))
                    with self.assertRaises(AccessError):
                        rows.read()

    def test_officers_see_no_post(self):
        for user in (self.officer, self.leader):
            for model in MODELS:
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError):
                    self.rows[model].with_user(user).search([])

    def test_readers_change_nothing(self):
        for user in (self.manager, self.inspector):
            shipment = self.shipment.with_user(user)
            for action, args in (
                ("write", [{"note": "x"}]),
                ("action_deliver", ["A"]),
                ("action_in_transit", []),
                ("create", [{"recipient_name": "A"}]),
            ):
                with (
                    self.subTest(user=user.login, action=action),
                    self.assertRaises(AccessError),
                ):
                    getattr(shipment, action)(*args)

    def test_other_clerk_cannot_act(self):
        with self.assertRaises(AccessError):
            self.shipment.with_user(self.other_clerk).action_deliver("A")

    def test_clerk_sees_the_envelope_and_not_the_dossier(self):
        shipment = self.shipment.with_user(self.clerk)
        self.assertEqual(shipment.recipient_name, self.citizen.name)
        self.assertEqual(shipment.item_ids.dossier_number, self.dossier.name)
        dossier = self.dossier.with_user(self.clerk)
        with self.assertRaises(AccessError):
            dossier.read(["subject"])
        with self.assertRaises(AccessError):
            dossier.component_ids.read(["name"])
        self.assertFalse(
            self.env["tthc.dossier.component"].with_user(self.clerk).search([], limit=1)
        )

    def test_forms_open_for_each_role(self):
        for user in (self.clerk, self.receptionist, self.manager, self.inspector):
            with self.subTest(user=user.login):
                Form(self.shipment.with_user(user))
                Form(self.rows["tthc.postal.handover"].with_user(user))
        for user in (self.receptionist, self.officer, self.manager, self.inspector):
            with self.subTest(user=user.login, form="dossier"):
                Form(self.dossier.with_user(user))

    def test_clerk_finds_a_shipment_by_dossier_number(self):
        found = (
            self.env["tthc.shipment"]
            .with_user(self.clerk)
            .search([("item_ids.dossier_number", "ilike", self.dossier.name)])
        )
        self.assertEqual(found, self.shipment)

    def test_administrator_holds_the_role(self):
        administrator = self.env.ref("tthc_catalogue.group_administrator")
        self.assertIn(self.env.ref("tthc_postal.group_postal_clerk"), administrator.all_implied_ids)

    def test_new_company_gets_its_number_series(self):
        company = self.env["res.company"].create({"name": "Trung tâm mới"})
        own = [("company_id", "=", company.id), ("code", "in", list(SEQUENCES))]
        self.assertEqual(self.env["ir.sequence"].search_count(own), len(SEQUENCES))
