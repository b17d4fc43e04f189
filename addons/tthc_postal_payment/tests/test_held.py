"""Money that the post holds, how long it may, and what it keeps for collecting."""

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_collected import CollectedCommon


@tagged("post_install", "-at_install")
class TestHeld(CollectedCommon):
    def taken(self, days):
        """What the post took so many days ago."""
        dossier, _request = self.accepted(channel="post")
        collection = self.handed_over(self.FEE, dossier)
        collection._set({"collected_at": fields.Datetime.now() - timedelta(days=days)})
        return collection.with_user(self.accountant)

    def figure(self, key, user=None):
        """The records behind a figure of the finance desk."""
        desk = self.env["tthc.desk"].with_user(user or self.accountant)
        figure = desk._section_accountant().figures()[key]
        rows = self.env[figure.model].with_user(user or self.accountant)
        return rows.search([*figure.domain, ("carrier_id", "=", self.carrier.id)])

    def test_older_than_the_contract_says(self):
        old, new = self.taken(6), self.taken(5)
        self.assertEqual(self.carrier.remit_days, 5)
        self.assertEqual(self.figure("post_held"), old | new)
        self.assertEqual(self.figure("post_not_listed"), old | new)
        self.assertEqual(self.figure("post_overdue"), old)
        self.assertEqual((old.held_days, old.is_overdue, new.is_overdue), (6, True, False))
        self.assertFalse(self.figure("post_held", self.other_accountant))
        self.carrier.remit_days = 6
        self.assertFalse(self.figure("post_overdue"))

    def test_held_until_the_credit_is_matched(self):
        taken = self.taken(9)
        listed = self.listed()
        self.assertEqual(self.figure("post_overdue"), taken)
        self.assertFalse(self.figure("post_not_listed"))
        listed.write({"remitted_on": fields.Date.today(), "reference": "FT1"})
        listed.action_remit()
        self.assertEqual((taken.state, taken.is_held), ("remitted", True))
        listed._take_credit(self.credit(self.FEE))
        self.assertFalse(self.figure("post_held") or taken.is_held)
        listed.action_release_credit()
        self.assertEqual(self.figure("post_held"), taken)

    def test_the_charge_is_taken_off_the_transfer(self):
        self.taken(1)
        remittance = self.listed()
        remittance.charge_amount = 3_000
        self.assertEqual((remittance.due_amount, remittance.net_amount), (58_000, 55_000))
        credit = self.credit(55_000, f"TT {remittance.name.replace('/', '')}")
        remittance.action_find_credit()
        self.assertEqual(remittance.credit_ids, credit)
        self.assertEqual((remittance.credit_state, remittance.state), ("credited", "remitted"))
        with self.assertRaisesRegex(UserError, "agreed"):
            remittance.charge_amount = 0
        remittance.action_close()
        self.assertEqual(remittance.state, "closed")

    @mute_logger("odoo.sql_db")
    def test_no_more_is_kept_than_is_owed(self):
        self.taken(1)
        remittance = self.listed()
        for amount in (-1, self.FEE + 1):
            with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                remittance.charge_amount = amount
                remittance.flush_recordset()
