"""Two people who issue a paper of one series at the same moment, in two transactions."""

from datetime import datetime

from psycopg2.errors import LockNotAvailable

from odoo import SUPERUSER_ID, api
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestFormNumber(BaseCase):
    INSTANT = datetime(2099, 3, 9, 2, 0)

    def setUp(self):
        super().setUp()
        self.cursors = [db_connect(get_db_name()).cursor() for _index in range(2)]
        for cursor in self.cursors:
            self.addCleanup(cursor.close)
            # The snapshot of the transaction, taken before the other one issues.
            cursor.execute("SELECT max(id) FROM tthc_form_print")

    def serial(self, cursor, key="supplement"):
        env = api.Environment(cursor, SUPERUSER_ID, {})
        company, agency = env.ref("base.main_company"), env["tthc.agency"]
        return env["tthc.form"]._of(key)._next_number(company, agency, self.INSTANT)[0]

    @mute_logger("odoo.sql_db")
    def test_the_second_waits(self):
        first, second = self.cursors
        self.assertEqual(self.serial(first), 1)
        second.execute("SET LOCAL lock_timeout = '200ms'")
        self.assertEqual(self.serial(second, "stop"), 1)
        with self.assertRaises(LockNotAvailable):
            self.serial(second)

    def test_a_number_that_was_rolled_back_comes_again(self):
        first, second = self.cursors
        self.assertEqual(self.serial(first), 1)
        first.rollback()
        self.assertEqual(self.serial(second), 1)
