from odoo.exceptions import AccessError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import new_test_user, tagged

from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestFinanceRoles(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = cls._finance_user("t.kiemtoan", "auditor")
        cls.other_auditor = cls._finance_user("t.kiemtoan2", "auditor", cls.other_centre)

    def chain(self):
        """Records of every link of the chain, of one centre."""
        _dossier, request = self.accepted()
        statement = self.import_file(
            self.vietcombank([("10/03/2026", "52.1", self.FEE, request.reference)])
        )
        _dossier, cash = self.accepted()
        cash.with_user(self.cashier).action_receive_cash()
        return (
            request,
            request.line_ids,
            statement,
            statement.incoming_ids,
            request.match_ids,
            request.attempt_ids,
            cash.match_ids.incoming_id,
            self.shift.sudo(),
            self.shift.sudo().count_ids,
            self.account,
        )

    def test_the_auditor_reads_all_of_the_centre_and_changes_nothing(self):
        for records in self.chain():
            self.assertTrue(records.with_user(self.auditor).read(["display_name"]))
            with self.assertRaises(AccessError):
                records.with_user(self.other_auditor).read(["display_name"])
            for operation in ("write", "create", "unlink"):
                with self.assertRaises(AccessError):
                    records.with_user(self.auditor).check_access(operation)
        self.assertFalse(self.env["tthc.payment.delivery"].with_user(self.auditor).search([]))

    def test_the_auditor_takes_no_step(self):
        _dossier, request = self.accepted()
        money = self.receive("không rõ")
        self.shift.with_user(self.cashier)._count({10_000: 10})
        for step in (
            lambda: request.with_user(self.auditor).action_receive_cash(),
            lambda: request.with_user(self.auditor).action_take_payment(),
            lambda: money.with_user(self.auditor).action_match_again(),
            lambda: self.shift.with_user(self.auditor).action_accept(),
            lambda: self.env["tthc.statement.import"].with_user(self.auditor).create({}),
        ):
            with self.assertRaises(AccessError):
                step()

    def test_a_cashier_reads_the_own_attempts_only(self):
        dossier, request = self.accepted()
        dossier.with_user(self.cashier).action_show_payment_qr()
        _dossier, another = self.accepted()
        another._ensure_attempt()
        both = request.attempt_ids | another.attempt_ids
        self.assertEqual(len(both), 2)
        for user, seen in (
            (self.cashier, request.attempt_ids),
            (self.accountant, both),
            (self.chief, both),
            (self.auditor, both),
            (self.other_accountant, both.browse()),
            (self.other_auditor, both.browse()),
        ):
            found = both.with_user(user).search([("id", "in", both.ids)])
            self.assertEqual(set(found.ids), set(seen.ids), user.login)
        self.assertFalse(self.accountant.has_group("base.group_system"))

    def test_secrets_stay_with_the_system_administrator(self):
        """Every field of a provider, through itself and through an attempt."""
        _dossier, request = self.accepted()
        self.receive(request.reference)
        attempt = request.attempt_ids
        provider = attempt.provider_id
        for user in (self.cashier, self.accountant, self.chief, self.auditor):
            for name in provider._fields:
                with self.assertRaises(AccessError, msg=name):
                    provider.with_user(user).read([name])
            secrets = [
                name
                for name, column in provider._fields.items()
                if column.groups and "base.group_system" in column.groups
            ]
            for name in secrets:
                with self.assertRaises(AccessError, msg=name):
                    attempt.with_user(user).provider_id.read([name])
                with self.assertRaises(AccessError, msg=name):
                    attempt.with_user(user).search([(f"provider_id.{name}", "!=", False)])

    def test_who_holds_cash_and_books_is_shown_to_the_administrator(self):
        both = new_test_user(
            self.env,
            "t.kiemnhiem",
            groups="tthc_payment.group_cashier,tthc_payment.group_chief_accountant",
        )
        administrator = new_test_user(
            self.env, "t.quantri", groups="tthc_catalogue.group_administrator"
        )
        users = both | administrator | self.cashier | self.chief
        found = users.search([("id", "in", users.ids), ("tthc_cash_and_books", "=", True)])
        self.assertEqual(found, users.filtered("tthc_cash_and_books"))
        self.assertEqual(set(found.ids), {both.id, administrator.id})
        rest = users.search([("id", "in", users.ids), ("tthc_cash_and_books", "=", False)])
        self.assertEqual(set(rest.ids), {self.cashier.id, self.chief.id})

    def test_neutralize(self):
        _dossier, request = self.accepted()
        request._ensure_attempt()
        provider = request.attempt_ids.provider_id
        provider.state = "test"
        number = self.account.number
        self.env.flush_all()
        for query in get_neutralization_queries(["payment", "tthc_payment"]):
            self.cr.execute(query)
        self.env.invalidate_all()
        self.assertEqual(provider.state, "disabled")
        codes = self.env["payment.provider"]._tthc_codes()
        states = self.env["payment.provider"].search([("code", "in", tuple(codes))])
        self.assertLessEqual(set(states.mapped("state")), {"disabled", "test"})
        self.assertEqual((self.account.number, self.account.active), (number, True))
