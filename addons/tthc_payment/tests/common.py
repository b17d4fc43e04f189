from datetime import datetime

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.tthc_dossier.tests.common import DossierCommon

from . import statement_samples as samples


class PaymentCommon(DossierCommon):
    """The dossier test centre with finance staff and collection accounts.

    A dossier of the test procedure owes 58.000 đ: a fee of 50.000 and a charge of 8.000.
    """

    FEE = 58_000

    @classmethod
    def _make_world(cls):
        made = super()._make_world()
        cls._make_finance()
        return made

    @classmethod
    def _make_finance(cls):
        cls.cashier = cls._finance_user("t.thungan", "cashier")
        cls.accountant = cls._finance_user("t.ketoan", "accountant")
        cls.chief = cls._finance_user("t.ketoantruong", "chief_accountant")
        cls.other_accountant = cls._finance_user("t.ketoan2", "accountant", cls.other_centre)
        cls.other_cashier = cls._finance_user("t.thungan2", "cashier", cls.other_centre)
        vietcombank = cls.env.ref("tthc_payment.bank_970436")
        cls.account, cls.other_account = cls.env["tthc.collection.account"].create(
            [
                {
                    "company_id": company.id,
                    "bank_id": vietcombank.id,
                    "number": number,
                    "holder": "TRUNG TAM PVHCC",
                }
                for company, number in (
                    (cls.centre, "9900112233"),
                    (cls.other_centre, "9900112244"),
                )
            ]
        )
        cls.money = cls.env["tthc.incoming.money"]
        cls.shift = cls.open_shift(cls.cashier)
        cls.other_shift = cls.open_shift(cls.other_cashier)

    @classmethod
    def _finance_user(cls, login, role, centre=None):
        company = centre or cls.centre
        return new_test_user(
            cls.env,
            login,
            groups=f"base.group_user,tthc_payment.group_{role}",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            tz="Asia/Ho_Chi_Minh",
        )

    @classmethod
    def open_shift(cls, cashier, counts=None):
        """The cashier counts the float and opens a shift."""
        shifts = cls.env["tthc.cash.shift"].with_user(cashier)
        return shifts._open_shift(cashier.company_id, counts or {10_000: 10})

    def accepted(self, **more):
        """A dossier accepted on 9 March 2026 with its payment request."""
        dossier = self.take_in(instant=self.MONDAY_9, **more)
        return dossier, dossier.expected_ids

    def receive(self, memo, amount=FEE, key=None, account=None, booked_at=None):
        """Money through the one inbound function, as a statement of ``account`` delivers it."""
        account = account or self.account
        return self.money._receive(
            [
                {
                    "source": "statement",
                    "source_key": key or f"test|{memo}|{amount}|{account.id}",
                    "company_id": account.company_id.id,
                    "account_id": account.id,
                    "booked_at": booked_at or datetime(2026, 3, 10, 3, 0),
                    "amount": amount,
                    "currency_id": account.company_id.currency_id.id,
                    "memo": memo,
                    "bank_reference": "FT123",
                }
            ]
        )

    def import_file(self, data, filename="saoke.xlsx", user=None, account=None):
        """Import bytes as an accountant does, through the wizard's method."""
        statements = self.env["tthc.statement"].with_user(user or self.accountant)
        return statements._import(account or self.account, data, filename).sudo()

    def vietcombank(self, movements, **options):
        """A Vietcombank statement of the test account."""
        return samples.vietcombank(movements, account=self.account.number, **options)
