"""Two people publish versions of one procedure at the same moment."""

import threading
from datetime import date

from psycopg2 import Error

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged

from .common import ROLES, CatalogueCase


@tagged("post_install", "-at_install")
class TestConcurrentPublication(BaseCase):
    """With transactions of their own, committed: everything made here is deleted again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.made = {}
        with self.registry.cursor() as cr:
            self.make(api.Environment(cr, api.SUPERUSER_ID, {}))
        self.addCleanup(self.remove)

    def make(self, env):
        def user(role):
            return new_test_user(env, f"parallel_{role}", groups=ROLES[role])

        self.users = {role: user(role).id for role in ("editor", "publisher")}
        sector = env["tthc.sector"].create({"name": "Lĩnh vực song song"})
        procedure = env["tthc.procedure"].create(
            {"code": "9.000777", "name": "Thủ tục song song", "sector_id": sector.id}
        )
        versions = env["tthc.procedure.version"].with_user(self.users["editor"])
        for begin in (date(2026, 1, 1), date(2026, 6, 1), date(2026, 6, 1)):
            versions |= versions.create(
                {
                    "procedure_id": procedure.id,
                    "decision": f"{len(versions)}/QĐ-THU",
                    "date_from": begin,
                    "case_ids": [(0, 0, CatalogueCase.case_vals())],
                }
            )
        versions.action_submit()
        self.first, self.one, self.other = versions.ids
        self.sector, self.procedure = sector.id, procedure.id

    def remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            versions = env["tthc.procedure.version"].search([("procedure_id", "=", self.procedure)])
            versions._write_unguarded({"state": "draft", "publisher_id": False})
            env["tthc.procedure"].browse(self.procedure).unlink()
            env["tthc.sector"].browse(self.sector).unlink()
            env["res.users"].browse(self.users.values()).unlink()

    def publish(self, version_id, barrier=None):
        """Publish as the web client's server does, in a transaction of its own."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.users["publisher"], {})
            version = env["tthc.procedure.version"].browse(version_id)

            waits = [barrier] if barrier else []

            def run():
                version.mapped("state")  # the snapshot is taken before the other commits
                while waits:  # the first time only, not when it is tried again
                    waits.pop().wait(timeout=20)
                return version.action_publish()

            retrying(run, env)

    def test_one_wins_the_other_is_told(self):
        self.publish(self.first)
        barrier = threading.Barrier(2)
        errors = {}

        def attempt(version_id):
            try:
                self.publish(version_id, barrier)
            except (UserError, Error, threading.BrokenBarrierError) as error:
                errors[version_id] = error

        threads = [threading.Thread(target=attempt, args=(key,)) for key in (self.one, self.other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        self.assertEqual(len(errors), 1, errors)
        error = next(iter(errors.values()))
        self.assertIsInstance(error, UserError)
        self.assertRegex(str(error), "begins on 01/06/2026|just published another version")
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            procedure = env["tthc.procedure"].browse(self.procedure)
            self.assertEqual(procedure._version_at(date(2026, 5, 31)).id, self.first)
            winner = {self.one, self.other} - set(errors)
            self.assertEqual({procedure._version_at(date(2026, 6, 1)).id}, winner)
