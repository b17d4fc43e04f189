import json
from dataclasses import replace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tests.conformance import GatewayConformance, Told

from .common import SECRET, CassoCommon
from .test_tools import PUBLISHED

TAKEN = (200, {"success": True})


@tagged("post_install", "-at_install")
class TestFeed(CassoCommon, GatewayConformance, PaymentCommon, HttpCase):
    """The conformance suite, and what is Casso's own."""

    answers = {
        **dict.fromkeys(
            ("done", "duplicate", "unmatched", "wrong_amount", "already_paid", "late", "ignored"),
            TAKEN,
        ),
        "bad_signature": (403, {"success": False}),
        "malformed": (400, {"success": False}),
    }

    def break_signature(self, told, how):
        name = "X-Casso-Signature"
        if how == "forged":
            return replace(told, body=told.body.replace(b"58000", b"58001"))
        right = told.headers[name]
        wrong = {
            "missing": {key: value for key, value in told.headers.items() if key != name},
            "truncated": {**told.headers, name: right[:-8]},
            "wrong": {**told.headers, name: right[:-8] + "00000000"},
        }
        return replace(told, headers=wrong[how])

    def misshape(self, event):
        return self.signed(self.payload(event, amount="năm mươi nghìn"))

    def movement(self):
        event = self.event()
        return (event.at.strftime("%d/%m/%Y"), "FT14422574", self.FEE, self.request.reference)

    def webhook_1(self, *rows, token=SECRET):
        """Movements in the shape of Casso's first webhook."""
        rows = [
            {
                "id": row["id"],
                "tid": row["reference"],
                "description": row["description"],
                "amount": row["amount"],
                "cusum_balance": 1,
                "when": row["transactionDateTime"],
                "bank_sub_acc_id": row["accountNumber"],
            }
            for row in rows
        ]
        body = json.dumps({"error": 0, "data": rows}).encode()
        return Told(body=body, headers={"Content-Type": "application/json", "Secure-Token": token})

    def test_casso_tries_the_address(self):
        self.deliver("ignored", told=self.signed(PUBLISHED["data"]))
        self.assertFalse(self.new_money())

    def test_money_out_is_left_alone(self):
        self.deliver("ignored", told=self.signed(self.payload(self.event(), amount=-self.FEE)))
        self.assertFalse(self.new_money())
        self.assert_unpaid()

    def test_another_account_waits_in_the_exceptions(self):
        self.deliver("unmatched", self.event(account="5550001112223"))
        self.assert_unpaid()
        money = self.new_money()
        self.assertEqual((money.state, money.reason), ("exception", "wrong_account"))

    def test_the_first_webhook_with_several_movements(self):
        self.provider.casso_version = "1"
        other = self.accepted()[1]
        rows = [
            self.payload(self.event()),
            self.payload(self.event(memo=other.reference, number="2")),
            self.payload(self.event(memo="NGUYEN VAN A", number="3")),
            self.payload(self.event(number="4"), amount=-self.FEE),
        ]
        for token in ("", SECRET[:-1], "khac"):
            self.deliver("bad_signature", told=self.webhook_1(*rows, token=token))
            self.assertFalse(self.new_money())
        for _turn in range(2):
            self.deliver("done", told=self.webhook_1(*rows))
            self.assert_paid_once()
            self.assertEqual(other.state, "paid")
            self.assertEqual(len(self.new_money()), 3)

    def test_the_kinds_of_messages_cannot_be_mixed(self):
        """With the signature agreed on, the key sent as a token opens nothing."""
        self.deliver("bad_signature", told=self.webhook_1(self.payload(self.event())))
        self.provider.casso_version = "1"
        self.deliver("bad_signature", told=self.tell(self.event()))
        self.assert_unpaid()

    def test_the_statement_brings_the_same_money_once(self):
        self.deliver("done")
        statement = self.import_file(self.vietcombank([self.movement()]))
        self.assertEqual((statement.new_count, statement.known_count), (0, 1))
        self.assertEqual(len(self.new_money()), 1)
        self.assert_paid_once()

    def test_the_statement_first_and_the_message_late(self):
        self.import_file(self.vietcombank([self.movement()]))
        self.assert_paid_once()
        self.deliver("duplicate")
        self.assertEqual(len(self.new_money()), 1)
        self.assert_paid_once()
