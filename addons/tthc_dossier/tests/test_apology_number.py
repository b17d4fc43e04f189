"""Two people who sign at the same moment, in two transactions of the real database."""

from datetime import date

from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestApologyNumber(BaseCase):
    DAY = date(2099, 3, 9)

    def setUp(self):
        super().setUp()
        self.cursors = [db_connect(get_db_name()).cursor() for _index in range(2)]
        for cursor in self.cursors:
            self.addCleanup(cursor.close)
            # The snapshot of the transaction, taken before the other one signs.
            cursor.execute("SELECT max(id) FROM tthc_dossier_apology")

    def letter(self, cursor):
        env = api.Environment(cursor, SUPERUSER_ID, {})
        return env["tthc.dossier.apology"].new({"company_id": env.ref("base.main_company").id})

    @mute_logger("odoo.sql_db")
    def test_the_second_waits(self):
        first, second = self.cursors
        self.assertEqual(self.letter(first)._next_serial(self.DAY), 1)
        second.execute("SET LOCAL lock_timeout = '200ms'")
        with self.assertRaises(LockNotAvailable):
            self.letter(second)._next_serial(self.DAY)

    @mute_logger("odoo.sql_db")
    def test_the_second_is_run_again_with_the_firsts_number_in_sight(self):
        first, second = self.cursors
        self.letter(first)._next_serial(self.DAY)
        first.commit()
        with self.assertRaises(SerializationFailure):
            self.letter(second)._next_serial(self.DAY)
        second.rollback()
        self.assertEqual(self.letter(second)._next_serial(self.DAY), 1)
