"""Who may read and change which part of the catalogue."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CatalogueCase

EDITED = (
    "tthc.sector",
    "tthc.legal.document",
    "tthc.procedure",
    "tthc.procedure.version",
    "tthc.procedure.case",
    "tthc.procedure.component",
    "tthc.procedure.channel",
    "tthc.procedure.fee",
    "tthc.fee.tier",
    "tthc.fee.regulation",
    "tthc.fee.regulation.line",
    "tthc.fee.benefit",
    "tthc.procedure.result",
    "tthc.procedure.step",
)
ADMINISTERED = (
    "tthc.agency",
    "tthc.offer",
    "tthc.offer.limit",
    "tthc.calendar.year",
    "tthc.calendar.day",
)
CHANGES = ("write", "create", "unlink")


@tagged("post_install", "-at_install")
class TestRights(CatalogueCase):
    def allowed(self, role, model, operation):
        return self.env[model].with_user(self.users[role]).has_access(operation)

    def test_staff_reads_and_changes_nothing(self):
        for model in EDITED + ADMINISTERED:
            for role in ("staff", "publisher"):
                with self.subTest(model, role=role):
                    self.assertTrue(self.allowed(role, model, "read"))
                    for operation in CHANGES:
                        self.assertFalse(self.allowed(role, model, operation), operation)

    def test_editor_changes_the_catalogue_only(self):
        for operation in CHANGES:
            for model in EDITED:
                self.assertTrue(self.allowed("editor", model, operation), (model, operation))
            for model in ADMINISTERED:
                self.assertFalse(self.allowed("editor", model, operation), (model, operation))

    def test_administrator_changes_all(self):
        for operation in CHANGES:
            for model in EDITED + ADMINISTERED:
                self.assertTrue(self.allowed("administrator", model, operation), model)

    def test_portal_and_public_have_nothing(self):
        for role in ("portal", "public"):
            for model in EDITED + ADMINISTERED:
                for operation in ("read", *CHANGES):
                    with self.subTest(role, model=model):
                        self.assertFalse(self.allowed(role, model, operation), operation)

    def test_staff_search_and_read(self):
        version = self.make_published()
        staff = self.users["staff"]
        found = self.env["tthc.procedure"].with_user(staff).search([("code", "=", "9.000001")])
        self.assertEqual(found.current_version_id, version)
        self.assertTrue(version.with_user(staff).case_ids.component_ids.name)

    def test_portal_cannot_search(self):
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            self.env["tthc.procedure"].with_user(self.users["portal"]).search([])

    def test_roles_imply_staff_and_stay_apart(self):
        staff = self.env.ref("tthc_catalogue.group_staff")
        publisher = self.users["publisher"]
        self.assertTrue(publisher.has_group("tthc_catalogue.group_staff"))
        self.assertFalse(publisher.has_group("tthc_catalogue.group_catalogue_editor"))
        self.assertFalse(self.users["editor"].has_group("tthc_catalogue.group_catalogue_publisher"))
        self.assertIn(self.env.ref("base.group_user"), staff.all_implied_ids)

    def test_superuser_and_admin_are_administrators(self):
        for user in (self.env.ref("base.user_root"), self.env.ref("base.user_admin")):
            self.assertTrue(user.has_group("tthc_catalogue.group_administrator"))

    def test_users_without_a_role_do_not_see_the_menu(self):
        menu = self.env.ref("tthc_catalogue.menu_root")
        plain = self.users["staff"].copy({"login": "catalogue_test_plain"})
        plain.group_ids = self.env.ref("base.group_user")
        self.assertIn(menu.id, menu.with_user(self.users["staff"])._visible_menu_ids())
        self.assertNotIn(menu.id, menu.with_user(plain)._visible_menu_ids())
