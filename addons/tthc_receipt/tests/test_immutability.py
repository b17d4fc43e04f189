import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReceiptCommon


@tagged("post_install", "-at_install")
class TestImmutability(ReceiptCommon):
    def setUp(self):
        super().setUp()
        self.open_series()
        self.receipt = self.cash()
        self.env.flush_all()

    def test_the_orm_refuses_everybody(self):
        for record in (self.receipt, self.receipt.line_ids, self.receipt.event_ids):
            for user in (self.env.user, self.chief):
                acting = record.with_user(user).sudo()
                for call in (
                    lambda acting=acting: acting.write({"amount": 1}),
                    acting.unlink,
                    acting.copy,
                    lambda acting=acting: acting.create([{}]),
                ):
                    with self.assertRaises(UserError):
                        call()

    def test_the_database_refuses_what_was_issued(self):
        statements = (
            "UPDATE tthc_receipt SET amount = 1 WHERE id = %s",
            "UPDATE tthc_receipt SET payer_name = 'x' WHERE id = %s",
            "UPDATE tthc_receipt SET number = 7 WHERE id = %s",
            "UPDATE tthc_receipt SET number = NULL WHERE id = %s",
            "UPDATE tthc_receipt SET day = '2026-01-01' WHERE id = %s",
            "UPDATE tthc_receipt SET token = 'x' WHERE id = %s",
            "DELETE FROM tthc_receipt WHERE id = %s",
            "UPDATE tthc_receipt_line SET amount = 1 WHERE receipt_id = %s",
            "DELETE FROM tthc_receipt_event WHERE receipt_id = %s",
            "TRUNCATE tthc_receipt CASCADE",
        )
        for statement in statements:
            with (
                self.subTest(statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.RestrictViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, statement.count("%s") * [self.receipt.id])

    def test_steps_are_allowed(self):
        self.receipt._set({"state": "cancelled"})
        self.env.flush_all()
        self.receipt.invalidate_recordset()
        self.assertEqual(self.receipt.state, "cancelled")

    def test_a_second_receipt_for_the_collection_is_refused_by_the_database(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            self.env.cr.execute(
                """INSERT INTO tthc_receipt (kind, state, company_id, dossier_id, expected_id,
                          payer_name, currency_id, collected_at, collected_day, method,
                          cancel_wanted)
                   SELECT kind, 'awaited', company_id, dossier_id, expected_id, payer_name,
                          currency_id, collected_at, collected_day, method, false
                     FROM tthc_receipt WHERE id = %s""",
                [self.receipt.id],
            )
