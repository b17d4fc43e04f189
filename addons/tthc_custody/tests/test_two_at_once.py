"""Two people give the same paper at once: one of them wins, the other is told where it is."""

import threading
from datetime import date

from psycopg2 import Error

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import SQL

GUARDED = ("tthc_custody_movement", "tthc_custody_slip", "tthc_dossier_event")


@tagged("post_install", "-at_install")
class TestTwoAtOnce(BaseCase):
    """With transactions of their own, committed: everything made here is deleted again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            self.make(api.Environment(cr, api.SUPERUSER_ID, {"lang": "en_US"}))
        self.addCleanup(self.remove)

    def make(self, env):
        company = env.ref("base.main_company")
        groups = "base.group_user,tthc_dossier.group_receptionist"
        self.users = [
            new_test_user(env, f"t.songsong{number}", groups=groups, company_id=company.id).id
            for number in (1, 2)
        ]
        agencies = env["tthc.agency"].create(
            [{"name": f"Sở song song {number}", "kind": "department"} for number in (1, 2)]
        )
        self.agencies = agencies.ids
        sector = env["tthc.sector"].create({"name": "Lĩnh vực giấy tờ song song"})
        procedure = env["tthc.procedure"].create(
            {"code": "9.000778", "name": "Thủ tục giấy tờ song song", "sector_id": sector.id}
        )
        version = env["tthc.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "decision": "1/QĐ-THU",
                "date_from": date(2026, 1, 1),
                "case_ids": [(0, 0, {"name": "Trường hợp chung"})],
            }
        )
        owner = env["res.partner"].create({"name": "Người Song Song", "tthc_kind": "citizen"})
        dossier = env["tthc.dossier"]._create_drafts(
            [
                {
                    "company_id": company.id,
                    "procedure_id": procedure.id,
                    "case_id": version.case_ids.id,
                    "owner_id": owner.id,
                    "state": "registered",
                    "component_ids": [(0, 0, {"name": "Sổ đỏ", "received": True, "originals": 1})],
                }
            ]
        )
        dossier._log_event("register")
        self.sector, self.procedure, self.owner = sector.id, procedure.id, owner.id
        self.dossier, self.component = dossier.id, dossier.component_ids.id

    def remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            for table in GUARDED:
                name = SQL.identifier(table)
                cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", name))
                cr.execute(SQL("DELETE FROM %s WHERE dossier_id = %s", name, self.dossier))
                cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", name))
            cr.execute(SQL("DELETE FROM tthc_dossier WHERE id = %s", self.dossier))
            env["tthc.procedure"].browse(self.procedure).unlink()
            env["tthc.sector"].browse(self.sector).unlink()
            env["res.users"].browse(self.users).unlink()
            env["res.partner"].browse(self.owner).unlink()
            env["tthc.agency"].browse(self.agencies).unlink()

    def lend(self, user, agency, barrier):
        """Lend as the server does for the web client, in a transaction of its own."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, user, {"lang": "en_US"})
            dossier = env["tthc.dossier"].browse(self.dossier)
            waits = [barrier]

            def run():
                dossier.mapped("state")  # the snapshot is taken before the other commits
                while waits:  # the first time only, not when it is tried again
                    waits.pop().wait(timeout=20)
                paper = {"component_id": self.component, "kind": "original", "quantity": 1}
                return dossier.action_move_papers("lend", [paper], agency_id=agency)

            retrying(run, env)

    def test_one_wins_the_other_is_told(self):
        barrier, errors = threading.Barrier(2), {}

        def attempt(user, agency):
            try:
                self.lend(user, agency, barrier)
            except (UserError, Error, threading.BrokenBarrierError) as error:
                errors[agency] = error

        threads = [
            threading.Thread(target=attempt, args=pair)
            for pair in zip(self.users, self.agencies, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        self.assertEqual(len(errors), 1, errors)
        [(loser, error)] = errors.items()
        [winner] = set(self.agencies) - {loser}
        self.assertIsInstance(error, UserError)
        self.assertRegex(str(error), "1 to move, 0 there")
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            rows = env["tthc.custody.holding"].search([("dossier_id", "=", self.dossier)])
            self.assertEqual((rows.quantity, rows.agency_id.id), (1, winner))
            self.assertIn(env["tthc.agency"].browse(winner).name, str(error))
