from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.tthc_dossier.tests.web_client import specification

from ..tools.gateway import PAID, Notice
from .common import PaymentCommon

NAME, ACCOUNT, PHONE = "TRAN THI BICH", "0011000123456", "0912345678"
SECRETS = (NAME, ACCOUNT, PHONE)


class MemoCase(PaymentCommon):
    """Money whose memo names a person, money out likewise, and those who may read it or not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = cls._finance_user("t.kiemtoan", "auditor")

    def setUp(self):
        super().setUp()
        _dossier, self.request = self.accepted()
        self.incoming = self.told(f"{NAME} HCC {PHONE} nop phi {self.request.reference}")
        rows = [("10/03/2026", "52.1", -11_000, f"tra lai {NAME} {PHONE}")]
        self.statement = self.import_file(self.vietcombank(rows))
        self.debit = self.statement.debit_ids

    def told(self, memo, amount=50_000, number="FT9"):
        """Money as a statement tells it that names the payer."""
        return self.money._receive(
            [
                {
                    "source": "statement",
                    "source_key": f"test|{number}",
                    "company_id": self.centre.id,
                    "account_id": self.account.id,
                    "booked_at": "2026-03-10 03:00:00",
                    "amount": amount,
                    "currency_id": self.centre.currency_id.id,
                    "memo": memo,
                    "bank_reference": number,
                    "counter_account": ACCOUNT,
                    "counter_name": NAME,
                }
            ]
        )

    def opened(self, records, user, *xmlids):
        """What the web client is sent that opens records' views, as one text."""
        model = records.with_user(user).browse()
        answers = [model.name_search(""), model.get_views([(False, "search")])["models"]]
        for view_type in ("list", "kanban", "form"):
            asked = specification(model, view_type)
            answers.append(model.web_search_read([("id", "in", records.ids)], asked))
        for xmlid in xmlids:
            asked = specification(model, "list", xmlid)
            answers.append(model.web_search_read([("id", "in", records.ids)], asked))
        return str(answers)

    def assert_told(self, text, told):
        for secret in SECRETS:
            check = self.assertIn if told else self.assertNotIn
            check(secret, text)


@tagged("post_install", "-at_install")
class TestMemoReaders(MemoCase):
    """What people write to their bank is for the finance roles, through whatever door."""

    def test_views(self):
        for records, desk in (
            (self.incoming, ["tthc_payment.view_cash_taking_list"]),
            (self.debit, []),
        ):
            self.assert_told(self.opened(records, self.inspector, *desk), False)
            Form(records.with_user(self.inspector))
            for user in (self.accountant, self.auditor):
                text = self.opened(records, user)
                self.assertIn(NAME, text)
                self.assertIn(PHONE, text)

    def test_names(self):
        """A movement is named by its memo, or by the bank's number; links to it likewise."""
        refund = self.env["tthc.refund"].with_user(self.accountant)
        values = {"ground": "mistake", "reason": "Nhầm", "way": "cash"}
        refund = refund._propose(self.incoming, 1_000, values)
        for user, told in ((self.inspector, False), (self.auditor, True), (self.cashier, False)):
            link = refund.with_user(user).web_read(
                {"incoming_id": {"fields": {"display_name": {}}}}
            )
            self.assertEqual(NAME in str(link), told, user.login)
            self.assertEqual(NAME in str(refund.with_user(user).read(["incoming_id"])), told)
        money = self.incoming.with_user(self.inspector)
        self.assertEqual((money.display_name, money.sudo().display_name), ("FT9", "FT9"))
        self.assertEqual(money.found_references, self.request.reference)
        mine = self.incoming.with_user(self.accountant)
        self.assertIn(f"HCC{PHONE} (?)", mine.found_references)
        self.assertIn(NAME, mine.display_name)

    def test_searches(self):
        for records in (self.incoming, self.debit):
            theirs, mine = records.with_user(self.inspector), records.with_user(self.accountant)
            self.assertIn(records.id, [row[0] for row in mine.name_search(NAME)])
            self.assertFalse(theirs.name_search(NAME))
            number = records.bank_reference
            self.assertIn(records.id, [row[0] for row in theirs.name_search(number)])
            for name in ("memo", "counter_name", "counter_account"):
                with self.assertRaises(AccessError):
                    theirs.search([(name, "!=", False)])
        refunds = self.env["tthc.refund"].with_user(self.inspector)
        self.assertFalse(refunds.search([("incoming_id", "ilike", NAME)]))

    def test_a_cashier_reads_what_a_counter_took(self):
        _dossier, request = self.accepted()
        request.with_user(self.cashier).action_receive_cash()
        taking = request.match_ids.incoming_id.with_user(self.cashier)
        self.assertEqual(taking.memo, request.reference)
        self.assertEqual(taking.display_name, request.reference)
        self.assertEqual([row[0] for row in taking.name_search(request.reference)], taking.ids)

    def test_other_doors(self):
        """The file of a statement, what a gateway told, and what a refund would be filled with."""
        provider = self.env["payment.provider"]._tthc_provider(self.centre)
        notice = Notice("memo|1", PAID, 5_000, memo=PHONE, counter_name=NAME, gateway_id="GW9")
        provider._tthc_take(notice)
        delivery = self.env["tthc.payment.delivery"].search([("key", "=", "memo|1")])
        for user, told in ((self.inspector, False), (self.accountant, True)):
            content = delivery.with_user(user).content
            self.assertIn("GW9", content)
            self.assertEqual((NAME in content, PHONE in content), (told, told))
            self.opened(delivery, user)
            self.opened(self.statement, user)
            action = self.incoming.with_user(user).action_propose_refund()
            self.assertEqual(NAME in str(action), told)
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "tthc.statement"), ("res_id", "=", self.statement.id),
             ("res_field", "=", "file")]
        )  # fmt: skip
        self.assertTrue(file.with_user(self.auditor).raw)
        self.assertTrue(self.statement.with_user(self.auditor).file)
        for shut in (file, delivery, self.statement):
            name = {"ir.attachment": "raw", "tthc.statement": "file"}.get(shut._name, "facts")
            with self.assertRaises(AccessError):
                shut.with_user(self.inspector).read([name])

    def test_an_inspector_who_audits_reads_them(self):
        both = new_test_user(
            self.env,
            "t.thanhtra.kiemtoan",
            groups="tthc_dossier.group_inspector,tthc_payment.group_auditor",
        )
        self.assertIn(NAME, self.incoming.with_user(both).display_name)
