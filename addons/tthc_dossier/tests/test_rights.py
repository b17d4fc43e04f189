from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestRights(DossierCommon):
    """Who sees which dossier, through every model that belongs to it."""

    def visible(self, user, dossier):
        """Models below the dossier of which ``user`` finds a row by search."""
        found = set()
        for model, field in (
            ("tthc.dossier", "id"),
            ("tthc.dossier.party", "dossier_id"),
            ("tthc.dossier.component", "dossier_id"),
            ("tthc.dossier.task", "dossier_id"),
            ("tthc.dossier.event", "dossier_id"),
        ):
            records = self.env[model].with_user(user)
            if records.has_access("read") and records.search([(field, "=", dossier.id)]):
                found.add(model)
        return found

    def test_matrix(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        everything = {
            "tthc.dossier",
            "tthc.dossier.party",
            "tthc.dossier.component",
            "tthc.dossier.task",
            "tthc.dossier.event",
        }
        for user, expected in (
            (self.receptionist, everything),
            (self.manager, everything),
            (self.officer, everything),
            (self.leader, everything),
            (self.inspector, everything),
            (self.other_receptionist, set()),
            (self.officer2, set()),
            (self.stranger, set()),
        ):
            with self.subTest(user.login):
                self.assertEqual(self.visible(user, dossier), expected)

    def test_agency_sees_what_passed_through_it(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_forward()
        self.assertTrue(self.visible(self.officer2, dossier))
        self.assertTrue(self.visible(self.officer, dossier))

    def test_citizens_see_their_own(self):
        mine = self.take_in()
        portal = new_test_user(self.env, "t.congdan", groups="base.group_portal")
        self.assertFalse(self.visible(portal, mine))
        own = self.take_in(owner=portal.partner_id.id)
        self.assertIn("tthc.dossier", self.visible(portal, own))
        self.assertEqual(self.env["tthc.dossier"].with_user(portal).search([]), own)
        with self.assertRaises(AccessError):
            own.with_user(portal).write({"subject": "x"})
        for hidden in ("lookup_token", "note"):
            with self.subTest(hidden), self.assertRaises(AccessError):
                own.with_user(portal).read([hidden])
        for rows in (own.event_ids, own.component_ids, own.party_ids, own.task_ids):
            with self.subTest(rows._name), self.assertRaises(AccessError):
                rows.with_user(portal).read(["display_name"])

    def test_inspector_changes_nothing(self):
        dossier = self.take_in()
        with self.assertRaises(AccessError):
            dossier.with_user(self.inspector).write({"subject": "x"})
        with self.assertRaises(AccessError):
            dossier.with_user(self.inspector).action_forward()

    def test_identity_numbers_are_masked_in_lists(self):
        self.assertEqual(self.citizen.tthc_identity_masked, "027•••••••19")

    def test_catalogue_staff_sees_no_dossier(self):
        editor = new_test_user(
            self.env,
            "t.danhmuc",
            groups="base.group_user,tthc_catalogue.group_catalogue_editor",
            company_id=self.centre.id,
            company_ids=[(6, 0, self.centre.ids)],
        )
        self.assertFalse(self.visible(editor, self.take_in()))
