import contextlib

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestRights(PaymentCommon):
    def setUp(self):
        super().setUp()
        self.dossier, self.request = self.accepted()
        self.cash_dossier, self.cash_request = self.accepted()
        self.cash_dossier.with_user(self.cashier).action_receive_cash()
        self.statement = self.import_file(
            self.vietcombank([("10/03/2026", "52.1", self.FEE, self.request.reference)])
        )
        self.bank_money = self.statement.incoming_ids
        self.cash_money = self.cash_request.match_ids.incoming_id

    def seen(self, user, records):
        return records.with_user(user).search([("id", "in", records.ids)]).sudo(False).ids

    def assertHidden(self, user, records):
        """Either no access at all or an empty search."""
        if records.with_user(user).has_access("read"):
            self.fail(f"{user.login} sees {records}")
        with contextlib.suppress(AccessError):
            self.assertFalse(self.seen(user, records), f"{user.login} finds {records}")
        with self.assertRaises(AccessError):
            records.with_user(user).read(["display_name"])

    def test_requests_follow_the_dossier(self):
        requests = self.request | self.cash_request
        for user in (
            self.receptionist,
            self.manager,
            self.cashier,
            self.accountant,
            self.chief,
            self.inspector,
        ):
            self.assertEqual(len(self.seen(user, requests)), 2, user.login)
        for user in (
            self.other_receptionist,
            self.other_accountant,
            self.other_cashier,
            self.stranger,
            self.officer,
        ):
            self.assertHidden(user, requests)
        self.dossier.with_user(self.receptionist).action_forward()
        self.assertEqual(self.seen(self.officer, requests), self.request.ids)
        self.assertEqual(
            self.request.with_user(self.officer).line_ids.mapped("amount"), [50_000, 8_000]
        )

    def test_money_is_for_accountants(self):
        money = self.bank_money | self.cash_money
        for user in (self.accountant, self.chief, self.inspector):
            self.assertEqual(len(self.seen(user, money)), 2, user.login)
        for user in (self.receptionist, self.officer, self.manager, self.other_accountant):
            self.assertHidden(user, money)

    def test_a_cashier_sees_cash_only(self):
        money = self.bank_money | self.cash_money
        self.assertEqual(self.seen(self.cashier, money), self.cash_money.ids)
        matches = self.request.match_ids | self.cash_request.match_ids
        self.assertEqual(self.seen(self.cashier, matches), self.cash_request.match_ids.ids)
        self.assertHidden(self.cashier, self.statement)

    def test_statements_and_their_files(self):
        self.assertTrue(self.statement.with_user(self.accountant).file)
        self.assertTrue(self.statement.with_user(self.inspector).sha256)
        for user in (self.receptionist, self.manager, self.other_accountant):
            self.assertHidden(user, self.statement)
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "tthc.statement"),
                ("res_field", "=", "file"),
                ("res_id", "=", self.statement.id),
            ]
        )
        self.assertTrue(attachment)
        for user in (self.receptionist, self.cashier, self.other_accountant, self.inspector):
            with self.assertRaises(AccessError):
                attachment.with_user(user).read(["raw"])

    def test_nobody_writes_by_hand(self):
        users = (self.receptionist, self.cashier, self.accountant, self.chief, self.inspector)
        for user in users:
            for record in (
                self.request,
                self.bank_money,
                self.request.match_ids,
                self.statement,
                self.dossier.fee_line_ids[0],
            ):
                with self.assertRaises(AccessError):
                    record.with_user(user).check_access("write")
                with self.assertRaises(AccessError):
                    record.with_user(user).check_access("unlink")
                with self.assertRaises(AccessError):
                    record.with_user(user).browse().check_access("create")

    def test_collection_accounts(self):
        self.assertEqual(self.seen(self.receptionist, self.account), self.account.ids)
        self.assertHidden(self.other_receptionist, self.account)
        with self.assertRaises(AccessError):
            self.account.with_user(self.accountant).holder = "X"
        self.account.with_user(self.chief).holder = "TEN DUNG"
        with self.assertRaises(AccessError):
            self.other_account.with_user(self.chief).holder = "X"

    def test_finance_staff_reads_the_dossiers_of_the_centre(self):
        for user in (self.cashier, self.accountant):
            self.assertEqual(self.seen(user, self.dossier), self.dossier.ids)
            self.assertEqual(self.dossier.with_user(user).owner_id.name, self.citizen.name)
            with self.assertRaises(AccessError):
                self.dossier.with_user(user).note = "x"
        self.assertHidden(self.other_accountant, self.dossier)

    def test_attempts_of_the_own_centre(self):
        attempt = self.request.attempt_ids
        self.assertEqual(self.seen(self.accountant, attempt), attempt.ids)
        self.assertHidden(self.other_accountant, attempt)
        self.assertHidden(self.receptionist, attempt)
        with self.assertRaises(AccessError):
            attempt.with_user(self.accountant).state_message = "x"

    def test_the_inspector_changes_nothing(self):
        for call in (
            lambda: self.bank_money.with_user(self.inspector).action_match_again(),
            lambda: self.request.match_ids.with_user(self.inspector)._undo("x"),
            lambda: self.cash_request.with_user(self.inspector).action_receive_cash(),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_private_methods_are_not_reachable_from_outside(self):
        from odoo.service.model import get_public_method

        for model, names in {
            "tthc.incoming.money": ("_receive", "_set_fate", "_allocate"),
            "tthc.expected.payment": ("_open", "_set", "_settle", "_cancel"),
            "tthc.payment.match": ("_match_manually", "_undo", "_record"),
            "tthc.statement": ("_import",),
            "tthc.dossier": ("_payment_settled", "_confirm_duty"),
        }.items():
            for name in names:
                with self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)

    def test_views_open_for_each_role(self):
        for user in (self.cashier, self.accountant, self.chief, self.inspector):
            env = self.env(user=user)
            for model in ("tthc.expected.payment", "tthc.incoming.money", "tthc.dossier"):
                for kind in ("list", "form", "search"):
                    self.assertTrue(env[model].get_view(view_type=kind)["arch"])
        self.request.with_user(self.receptionist).web_read(
            {
                "reference": {},
                "due_amount": {},
                "qr_image": {},
                "account_number": {},
                "account_bank": {},
                "state": {},
            }
        )
