from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_payment.tests.common import PaymentCommon


@tagged("post_install", "-at_install")
class TestFourEyes(PaymentCommon):
    """A manual match above the limit takes effect when another accountant approves it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._finance_user("t.ketoan3", "accountant")
        cls.centre.tthc_match_limit = cls.FEE - 1
        world = cls()
        cls.dossier, cls.request = world.accepted()
        cls.incoming = world.receive("nop phi ho so")

    def runTest(self):
        """Only the world of the tests."""

    def match(self, amount=None, money=None, request=None, user=None):
        matches = self.env["tthc.payment.match"].with_user(user or self.accountant)
        return matches._match_manually(
            money or self.incoming, request or self.request, amount or self.FEE, "gọi điện"
        )

    def proposal(self):
        return self.env["tthc.match.proposal"].search([("incoming_id", "=", self.incoming.id)])

    def test_proposed_then_approved(self):
        self.assertFalse(self.match())
        proposal = self.proposal()
        self.assertEqual((proposal.state, proposal.maker_id), ("proposed", self.accountant))
        self.assertEqual((self.incoming.state, self.request.state), ("exception", "open"))
        proposal.with_user(self.second).action_approve()
        self.assertEqual((proposal.state, proposal.checker_id), ("approved", self.second))
        self.assertTrue(proposal.checked_at)
        self.assertEqual((self.incoming.state, self.request.state), ("matched", "paid"))
        match = self.request.match_ids
        self.assertEqual((match.method, match.user_id), ("manual", self.second))
        self.assertEqual((match.note, proposal.match_id), ("gọi điện", match))
        with self.assertRaisesRegex(UserError, "decided before"):
            proposal.with_user(self.second).action_approve()

    def test_nobody_approves_the_own_proposal(self):
        self.match()
        proposal = self.proposal().with_user(self.accountant)
        for act in (proposal.action_approve, proposal.action_reject):
            with self.assertRaisesRegex(AccessError, "another accountant"):
                act()
        self.assertEqual(self.request.state, "open")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            proposal.sudo()._set({"checker_id": self.accountant.id})
            self.env.flush_all()

    def test_who_may_decide(self):
        self.match()
        for user in (self.cashier, self.other_accountant, self.inspector, self.receptionist):
            with self.assertRaises(AccessError):
                self.proposal().with_user(user).action_approve()
        self.proposal().with_user(self.chief).action_approve()
        self.assertEqual(self.request.state, "paid")

    def test_rejected_with_a_reason(self):
        self.match()
        proposal = self.proposal().with_user(self.second)
        action = proposal.action_reject()
        wizards = self.env["tthc.payment.reason"].with_user(self.second)
        wizards.with_context(**action["context"]).create({"reason": "Sai người"}).action_confirm()
        self.assertEqual((proposal.state, proposal.reject_reason), ("rejected", "Sai người"))
        self.assertEqual((self.incoming.state, self.request.state), ("exception", "open"))
        self.match()
        self.assertEqual(len(self.proposal()), 2)

    def test_withdrawn_by_its_maker_only(self):
        self.match()
        with self.assertRaises(AccessError):
            self.proposal().with_user(self.second).action_withdraw()
        self.proposal().with_user(self.accountant).action_withdraw()
        self.assertEqual(self.proposal().state, "withdrawn")

    def test_at_the_limit_one_person_is_enough(self):
        self.centre.tthc_match_limit = self.FEE
        self.assertEqual(self.match().state, "active")

    def test_not_in_slices(self):
        """Parts of one payment, or several payments for one request, count together."""
        self.assertTrue(self.match(50_000))
        self.assertFalse(self.match(8_000))
        self.assertEqual(self.proposal().amount, 8_000)
        self.assertEqual(self.request.due_amount, 8_000)

    def test_not_proposed_twice_nor_more_than_there_is(self):
        self.match()
        with self.assertRaisesRegex(UserError, "neither matched nor proposed"):
            self.match()

    def test_used_otherwise_meanwhile(self):
        self.match()
        self.receive(self.request.reference)
        self.assertEqual(self.request.state, "paid")
        with self.assertRaisesRegex(UserError, "closed or set aside"):
            self.proposal().with_user(self.second).action_approve()

    def test_money_that_waits_is_not_set_aside(self):
        self.match()
        with self.assertRaisesRegex(UserError, "waits for approval"):
            self.incoming.with_user(self.accountant).sudo()._set_aside("lãi")

    def test_automatic_runs_leave_it_alone(self):
        self.match()
        self.env["tthc.incoming.money"]._cron_judge()
        self.receive("khong ro", 5_000)
        self.assertEqual(self.proposal().state, "proposed")
        self.assertEqual((self.incoming.state, self.incoming.reason), ("exception", "no_reference"))

    def test_proposals_stay_on_record(self):
        self.match()
        for act in (
            lambda: self.proposal().write({"amount": 1}),
            self.proposal().unlink,
            self.proposal().copy,
        ):
            with self.assertRaises(UserError):
                act()

    def test_the_form_says_that_it_waits(self):
        wizards = self.env["tthc.payment.match.manual"].with_user(self.accountant)
        values = {"incoming_id": self.incoming.id, "expected_id": self.request.id}
        wizard = wizards.create({**values, "amount": self.FEE, "note": "gọi điện"})
        self.assertEqual(wizard.action_match()["tag"], "display_notification")
