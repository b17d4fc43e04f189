"""Money that the post holds is not the Treasury's yet."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.tthc_postal_payment.tests.test_collected import CollectedCommon
from odoo.addons.tthc_remittance.tests.common import RemittanceCommon


@tagged("post_install", "-at_install")
class TestHeldByPost(CollectedCommon, RemittanceCommon):
    def collected(self, days=9):
        """A request that the post's money paid some days ago."""
        dossier, request = self.accepted(channel="post")
        collection = self.handed_over(self.FEE, dossier)
        self.matched_ago(request, days)
        return request, collection

    def make(self):
        remittances = self.env["tthc.remittance"].with_user(self.accountant)
        return remittances._make(self.centre, self.account, self.today - timedelta(days=1))

    def due(self, *domain):
        dues = self.env["tthc.remittance.due"].with_user(self.accountant)
        return dues.search([("company_id", "=", self.centre.id), *domain])

    def test_remitted_once_its_list_is_in_the_account(self):
        request, collection = self.collected()
        with self.assertRaisesRegex(UserError, "Held by the post.*58.000"):
            self.make()
        waiting = self.due(("held_by_id", "=", self.carrier.id))
        self.assertEqual(
            (sum(waiting.mapped("amount")), set(waiting.mapped("days"))), (self.FEE, {9})
        )
        desk = self.env["tthc.desk"].with_user(self.accountant)
        figure = desk._section_accountant().figures()["due_post"]
        self.assertEqual(self.due(*figure.domain), waiting)
        listed = self.listed()
        with self.assertRaisesRegex(UserError, "Held by the post"):
            self.make()
        credit = self.credit(self.FEE - 4_000)
        listed._take_credit(credit)
        self.assertFalse(self.due(("held_by_id", "!=", False)))
        listed.action_release_credit()
        with self.assertRaisesRegex(UserError, "Held by the post"):
            self.make()
        listed._take_credit(credit)
        made = self.make()
        self.assertEqual((made.amount, made.left_out), (self.FEE, False))
        shares = self.shares.search([("remittance_id", "=", made.id)])
        self.assertEqual(shares.entry_id.expected_id, request)
        self.assertEqual(collection.state, "remitted")

    def test_the_rest_is_remitted_meanwhile(self):
        self.collected()
        other = self.paid()
        made = self.make()
        self.assertEqual(made.amount, self.FEE)
        self.assertEqual(
            self.shares.search([("remittance_id", "=", made.id)]).entry_id.expected_id, other
        )
        self.assertIn("58.000", made.left_out)

    def test_what_was_voided_holds_nothing(self):
        request, collection = self.collected()
        self.fill()
        request.match_ids.with_user(self.accountant)._undo("Nhập nhầm")
        collection.with_user(self.clerk)._void("Nhập nhầm")
        self.fill()
        self.assertFalse(self.due(("held_by_id", "!=", False)))
        self.assertEqual(sum(self.due().mapped("amount")), 0)
